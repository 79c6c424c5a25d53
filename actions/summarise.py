"""Keeps the running summary of a conversation (M1, M4). It looks at a window of messages: its cost does not grow."""

from collections.abc import Sequence
from datetime import datetime

from actions.wording import Voice
from memory.contract import Records, SummarySentence
from qualification.briefing.brief import BriefSource
from qualification.briefing.writing import running_summary
from qualification.conversation import Message
from qualification.decision import Decision
from qualification.facts import Fact, current

WINDOW = 40


def recent_messages(records: Records, conversation_id: str, facts: Sequence[Fact]) -> Sequence[Message]:
    """The last messages, and before them those that facts rest on: what a summary may be made from."""
    recent = records.transcript.last(conversation_id, WINDOW)
    first = recent[0].number if recent else 0
    older = sorted({fact.message_number for fact in facts if fact.message_number and fact.message_number < first})
    return [*records.transcript.numbered(conversation_id, older), *recent] if older else recent


def summarise(
    records: Records,
    conversation_id: str,
    facts: Sequence[Fact],
    decision: Decision,
    voice: Voice,
    now: datetime,
) -> None:
    """Write the summary as it is after this turn."""
    messages = recent_messages(records, conversation_id, facts)
    source = BriefSource(current(facts), messages, (decision,), voice.describe)
    sentences = [
        SummarySentence(sentence.text, sentence.message_numbers, tuple(key.value for key in sentence.fact_keys))
        for sentence in running_summary(source)
    ]
    up_to = messages[-1].number if messages else 0
    records.summaries.put(conversation_id, sentences, up_to=up_to, now=now)
