"""When a turn can be answered neither with the engine nor by the script: the fixed words, and a person."""

from datetime import datetime

from actions.replies import Replies
from memory.contract import Memory, NewMessage
from qualification.conversation import Author
from qualification.decision import Cause

KEY = "engine_down"


def say_last_word(memory: Memory, replies: Replies, turn_id: str, now: datetime) -> bool:
    """Say that something is broken, ask for a person, end the turn; False when nothing is left to say.

    That is so when the turn was ended already, and when a rep speaks here by now (D8).
    """
    with memory.transaction() as records:
        known = records.turns.get(turn_id)
        conversation = records.conversations.lock(known.conversation_id) if known else None
        # Looked at again under the lock: it may have been answered meanwhile.
        turn = records.turns.get(turn_id)
        if turn is None or conversation is None or turn.ended:
            return False
        records.turns.drop(turn_id, now=now)
        if not conversation.owner.is_assistant:
            return False
        records.handoffs.request(
            turn.conversation_id, cause=Cause.ENGINE_DOWN, reason="The turn could not be decided.", score=None, now=now
        )
        text = replies.say(KEY, conversation.locale, seed=turn_id)
        message = NewMessage(Author.ASSISTANT, text, choices=replies.choices(KEY, conversation.locale))
        records.transcript.say(turn.conversation_id, [message], owner_number=conversation.owner.number, now=now)
    return True
