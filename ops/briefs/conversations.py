"""Reads the judged conversations (data/golden/briefs.yml) and makes of each the rows that memory would hold.

The words that a rep reads of a value are the product's own; nothing else here is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ops.evaluating.values import wanted_value
from ops.problems import CannotRun
from qualification.briefing.brief import BriefSource, Describe
from qualification.conversation import Author, Message, Source
from qualification.decision import (
    Cause,
    Contribution,
    Decision,
    Evidence,
    EvidenceKind,
    Line,
    Outcome,
    Piece,
    Quote,
    Verdict,
)
from qualification.facts import (
    Fact,
    FactKey,
    FactSource,
    FactValue,
    Headcount,
    JobTitle,
    Money,
    Text,
    Timeframe,
    current,
)
from qualification.state import DialogueState, KnowledgeHit

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")


class Said(BaseModel):
    """One entry of a talk as it stands in the file: exactly one of the first five."""

    model_config = ConfigDict(extra="forbid")
    visitor: str | None = None
    button: str | None = None
    assistant: str | None = None
    rep: str | None = None
    crm: dict[FactKey, str] | None = None
    facts: dict[FactKey, str] = {}
    pages: list[str] = []
    open: str | None = None
    lost: bool = False
    problem: bool | None = None
    declines: list[FactKey] = []

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Said":
        given = [one for one in (self.visitor, self.button, self.assistant, self.rep, self.crm) if one is not None]
        if len(given) != 1:
            raise ValueError("each entry of a talk is one of visitor, button, assistant, rep or crm")
        return self


class Judgement(BaseModel):
    """What a rep must find in the brief, and what it must not claim."""

    model_config = ConfigDict(extra="forbid")
    tells: dict[FactKey, str] = {}
    unknown: list[FactKey] = []
    open: int | None = None
    finds: list[int] = []
    opener: str
    declined: list[FactKey] = []
    answered: list[str] = []
    never: list[str] = []


class Conversation(BaseModel):
    """One judged conversation as it stands in the file."""

    model_config = ConfigDict(extra="forbid")
    id: str
    kind: str
    language: str = "en"
    talk: list[Said]
    brief: Judgement


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int
    conversations: list[Conversation]


def read_conversations(path: Path) -> list[Conversation]:
    """Every judged conversation, in the order of the file."""
    try:
        return _Document.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).conversations
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CannotRun(f"{path} cannot be used: {' '.join(str(error).split())}") from None


@dataclass
class _Rows:
    """The rows of one conversation while it is told."""

    facts: list[Fact] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    dialogue: DialogueState = field(default_factory=DialogueState)


def source_of(conversation: Conversation, describe: Describe) -> BriefSource:
    """The conversation as stored."""
    rows = _Rows()
    for place, said in enumerate(conversation.talk):
        following = conversation.talk[place + 1] if place + 1 < len(conversation.talk) else None
        _tell(rows, said, following.pages if following else [])
    return BriefSource(current(rows.facts), rows.messages, rows.decisions, describe)


def _tell(rows: _Rows, said: Said, pages: Sequence[str]) -> None:
    if said.crm is not None:
        rows.facts += _facts(said.crm, FactSource.CRM, None)
        return
    number = len(rows.messages) + 1
    author = Author.ASSISTANT if said.assistant is not None else Author.REP if said.rep is not None else Author.VISITOR
    rows.messages.append(
        Message(
            number,
            author,
            said.visitor or said.button or said.assistant or said.rep or "",
            NOW,
            sources=tuple(Source(title, f"/help/{title.casefold()}") for title in said.pages),
            person_requested=said.button is not None,
        )
    )
    rows.facts += _facts(said.facts, FactSource.MESSAGE, number)
    if author is Author.VISITOR:
        rows.dialogue = _dialogue(rows.dialogue, said)
        rows.decisions.append(_decision(said, number, rows.dialogue, pages))


def _dialogue(before: DialogueState, said: Said) -> DialogueState:
    return replace(
        before,
        turn=before.turn + 1,
        problem_open=before.problem_open if said.problem is None else said.problem,
        declined=before.declined | set(said.declines),
    )


def _decision(said: Said, number: int, dialogue: DialogueState, pages: Sequence[str]) -> Decision:
    cause = Cause(said.open) if said.open in set(Cause) else None
    line = Line(said.open) if said.open and cause is None else Line("thanks")
    reply: list[Piece] = [Quote(KnowledgeHit(title, "/help", "", 1)) for title in pages] or [line]
    return Decision(
        outcome=Outcome.ESCALATE if cause else Outcome.ANSWER,
        confidence=1,
        reason="",
        source="judged",
        evidence=(Evidence(EvidenceKind.MESSAGE, str(number)),),
        reply=tuple(reply),
        next_dialogue=dialogue,
        verdict=Verdict.NEEDS_REVIEW,
        contributions=(Contribution("out_of_scope", float(said.lost), 1),),
        bring_in=cause,
    )


def _facts(written: dict[FactKey, str], source: FactSource, number: int | None) -> Iterator[Fact]:
    for key, words in written.items():
        yield Fact(key, _value(key, words), words, source, 1, NOW, number)


def _value(key: FactKey, written: str) -> FactValue:
    if key is FactKey.TIMELINE:
        days = _DAYS.fullmatch(written)
        start, end = (date.fromisoformat(day) if day else None for day in days.groups()) if days else (None, None)
        return Timeframe(start, end, written)
    value = JobTitle(written) if key is FactKey.ROLE else wanted_value(key, written)
    if not isinstance(value, Text | Headcount | Money):
        raise CannotRun(f"{key} is {written!r}, which is no value")
    return value
