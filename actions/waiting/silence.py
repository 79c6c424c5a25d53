"""Speaks into a visitor's silence: one nudge when something is open, later a kind end. Nobody is nudged twice without
having written in between; the database sees to that, also when several gateways look at the same moment."""

from collections.abc import Callable, Sequence
from datetime import datetime

from actions.replies import Replies
from actions.wording import Voice
from memory.contract import Conversation, Memory, NewMessage, Records
from qualification.conversation import Author, ClosedBy
from qualification.errors import Unavailable
from qualification.rulebook import Idle


def tend_silence(memory: Memory, replies: Replies, numbers: Idle, now: datetime) -> tuple[str, ...]:
    """Nudge and close what has been silent for long enough; the conversations in which something was said."""
    silent_since, nudged_before = now - numbers.nudge_after, now - numbers.close_after
    with memory.reading() as records:
        to_nudge = records.silences.to_nudge(silent_since)
        to_close = records.silences.to_close(nudged_before)

    def nudge(records: Records, conversation: Conversation) -> bool:
        if not records.silences.nudge(conversation.id, silent_since=silent_since, now=now):
            return False
        _say(records, conversation, replies, "idle_nudge", now, choices=_open_choices(records, conversation))
        return True

    def close(records: Records, conversation: Conversation) -> bool:
        if not records.silences.end(conversation.id, nudged_before=nudged_before):
            return False
        _say(records, conversation, replies, "idle_close", now)
        records.conversations.close(conversation.id, by=ClosedBy.SILENCE, now=now)
        return True

    return (*_each(memory, to_nudge, nudge), *_each(memory, to_close, close))


def _each(
    memory: Memory, conversations: Sequence[str], step: Callable[[Records, Conversation], bool]
) -> tuple[str, ...]:
    """One transaction for each: what has been said stays said, whatever happens to the next one."""
    done = []
    for conversation_id in conversations:
        try:
            if _take(memory, conversation_id, step):
                done.append(conversation_id)
        except Unavailable:
            # Who has been spoken to must still be told so; the next look finds the others as they are.
            break
    return tuple(done)


def _take(memory: Memory, conversation_id: str, step: Callable[[Records, Conversation], bool]) -> bool:
    with memory.transaction() as records:
        conversation = records.conversations.lock(conversation_id)
        # The step looks again: the visitor, a rep or another gateway may have been quicker.
        return conversation is not None and step(records, conversation)


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
