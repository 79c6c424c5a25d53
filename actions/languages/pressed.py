"""A choice is understood by its position, in whatever language it was shown: what the engine hears is its English, what
is kept are the words that the visitor saw."""

from dataclasses import replace

from actions.reading.facts import Reading
from actions.replies import Replies
from memory.contract import Records, Turn
from qualification.conversation import Author
from qualification.facts import Fact, JobTitle, Text, Timeframe


def pressed_choice(records: Records, replies: Replies, turn: Turn) -> str | None:
    """The English of the choice that the turn is, among those just offered; None when it is none of them."""
    if not replies.may_be_choice(turn.text):
        return None
    for message in records.transcript.numbered(turn.conversation_id, [turn.numbers[0] - 1]):
        if message.author is Author.ASSISTANT:
            return replies.in_english(message.choices, turn.text)
    return None


def in_own_words(reading: Reading, said: str) -> Reading:
    """The facts read from a choice's English, with the words that the visitor pressed."""
    return replace(reading, learned=tuple(_as_said(fact, said) for fact in reading.learned))


def _as_said(fact: Fact, said: str) -> Fact:
    match fact.value:
        case JobTitle():
            return replace(fact, said=said)
        case Text():
            return replace(fact, said=said, value=Text(said))
        case Timeframe():
            return replace(fact, said=said, value=replace(fact.value, phrase=said))
        case _:
            return replace(fact, said=said)
