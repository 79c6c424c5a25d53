"""Speaks into a visitor's silence: one nudge when something is open, later a kind end. Nobody is nudged twice without
having written in between; the database sees to that, also when several gateways look at the same moment."""

from datetime import datetime

from actions.replies import Replies
from actions.waiting.one_by_one import one_by_one
from actions.wording import Voice
from memory.contract import Conversation, Memory, NewMessage, Records
from qualification.conversation import Author, ClosedBy
from qualification.rulebook import Idle


def tend_silence(memory: Memory, replies: Replies, numbers: Idle, now: datetime) -> tuple[str, ...]:
    """Nudge and close what has been silent for long enough; the conversations in which something was said."""
    silent_since, nudged_before = now - numbers.nudge_after, now - numbers.close_after
    with memory.reading() as records:
        to_nudge = records.silences.to_nudge(silent_since)
        to_close = records.silences.to_close(nudged_before)

    def nudge(records: Records, conversation_id: str) -> bool:
        conversation = records.conversations.lock(conversation_id)
        # Looked at again: the visitor, a rep or another gateway may have been quicker.
        if conversation is None or not records.silences.nudge(conversation.id, silent_since=silent_since, now=now):
            return False
        _say(records, conversation, replies, "idle_nudge", now, choices=_open_choices(records, conversation))
        return True

    def close(records: Records, conversation_id: str) -> bool:
        conversation = records.conversations.lock(conversation_id)
        if conversation is None or not records.silences.end(conversation.id, nudged_before=nudged_before):
            return False
        _say(records, conversation, replies, "idle_close", now)
        records.conversations.close(conversation.id, by=ClosedBy.SILENCE, now=now)
        return True

    return (*one_by_one(memory, to_nudge, nudge), *one_by_one(memory, to_close, close))


def _open_choices(records: Records, conversation: Conversation) -> tuple[str, ...]:
    """Those of the question that is still open: only under the newest message can they be seen."""
    newest = records.transcript.last(conversation.id, 1)
    return newest[0].choices if newest and newest[0].author is Author.ASSISTANT else ()


def _say(
    records: Records,
    conversation: Conversation,
    replies: Replies,
    key: str,
    now: datetime,
    *,
    choices: tuple[str, ...] = (),
) -> None:
    voice = Voice(replies, conversation.locale, seed=f"{conversation.id}:{conversation.last_number}")
    message = NewMessage(Author.ASSISTANT, voice.say(key), choices=choices)
    records.transcript.say(conversation.id, [message], owner_number=conversation.owner.number, now=now)
