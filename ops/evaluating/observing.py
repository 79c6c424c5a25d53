"""What a turn came to: the words that the visitor saw, and the decision behind them, as memory keeps it.

Says what is there, not whether it is right.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from memory.contract import Memory, TurnRecord
from ops.settings import PROJECT
from ops.simulation.visitor import Message, State
from qualification.decision import Cause, Decision, Line, Question, Quote
from qualification.facts import FactKey, FactValue, current
from qualification.serial import decision_from_json
from qualification.state import DialogueState

REPLIES = PROJECT / "data" / "replies"
ANNOUNCEMENTS = re.compile(
    r"idle_(nudge|close)|handoff_(waiting|away|nobody|unanswered|accepted|returned|taken_over)\w*|ticket_opened"
)
ASKING_LINES = re.compile(r"invalid\.(?P<fact>\w+)")
LINES_FOR_EMAIL = frozenset({"demo_needs_email", "returning_ask_email"})
PLACEHOLDER = re.compile(r"\\\{\w+\\\}")


@dataclass(frozen=True)
class Seen:
    """One turn from outside and inside. `decision` is None where the assistant was silent because a rep speaks."""

    said: tuple[str, ...]
    messages: tuple[Message, ...]
    state: State
    announced: frozenset[str]
    decision: Decision | None
    understood: str
    by_engine: bool
    facts: Mapping[FactKey, FactValue]
    cause: Cause | None

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @property
    def dialogue(self) -> DialogueState:
        return self.decision.next_dialogue if self.decision else DialogueState()

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of everything that was said, in the words of data/replies/."""
        lines = {piece.key for piece in self._reply if isinstance(piece, Line)}
        return frozenset(lines | self.announced | {f"ask.{fact}" for fact in self.questions})

    @cached_property
    def questions(self) -> tuple[FactKey, ...]:
        """Every fact that the reply asks for, with a question or with words that ask for one."""
        found = [piece.fact for piece in self._reply if isinstance(piece, Question)]
        for piece in self._reply:
            if not isinstance(piece, Line):
                continue
            asked_back = ASKING_LINES.fullmatch(piece.key)
            if asked_back:
                found.append(FactKey(asked_back["fact"]))
            if piece.key in LINES_FOR_EMAIL:
                found.append(FactKey.EMAIL)
        return tuple(found)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """`slug#section` of each page that was quoted."""
        return tuple(piece.hit.url.rpartition("/")[2] for piece in self._reply if isinstance(piece, Quote))

    @property
    def _reply(self) -> tuple[Line | Quote | Question, ...]:
        return self.decision.reply if self.decision else ()


@dataclass(frozen=True, slots=True)
class Announcements:
    """Recognises in a reply the words for a stored handoff or ticket; they follow the decision, no part of it (D9)."""

    patterns: Mapping[str, tuple[re.Pattern[str], ...]]

    @classmethod
    def read(cls, folder: Path = REPLIES) -> "Announcements":
        """Of all languages."""
        patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
        for path in sorted(folder.glob("*.yml")):
            for key, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                if ANNOUNCEMENTS.fullmatch(key):
                    texts = (re.compile(PLACEHOLDER.sub(".*?", re.escape(text))) for text in entry["text"])
                    patterns[key] = (*patterns.get(key, ()), *texts)
        return cls(patterns)

    def within(self, messages: Sequence[Message]) -> frozenset[str]:
        text = "\n".join(message.text for message in messages)
        return frozenset(key for key, known in self.patterns.items() if any(one.search(text) for one in known))


@dataclass(frozen=True, slots=True)
class Observer:
    """Looks up in memory what was decided about a message."""

    memory: Memory
    announcements: Announcements

    def seen(
        self, conversation: str, number: int, said: tuple[str, ...], messages: tuple[Message, ...], state: State
    ) -> Seen:
        """The turn that answered the visitor's message `number`."""
        with self.memory.reading() as records:
            turns = [turn for turn in records.turns.records(conversation) if number in turn.numbers]
            facts = current(records.facts.current(conversation))
            handoff = records.handoffs.newest_for(conversation)
        decided = next((turn for turn in turns if turn.decision is not None), None)
        return Seen(
            said=said,
            messages=messages,
            state=state,
            announced=self.announcements.within(messages),
            decision=decision_from_json(decided.decision) if decided and decided.decision else None,
            understood=_understood(decided),
            # The script stores what it understood as well; only the engine tells the name of its model.
            by_engine=decided is not None and "model" in decided.versions,
            facts={key: fact.value for key, fact in facts.items()},
            cause=handoff.cause if handoff else None,
        )

    def settled(self, conversation: str, number: int) -> bool:
        """Whether the turn of this message has ended, with or without words of ours."""
        with self.memory.reading() as records:
            turns = [turn for turn in records.turns.records(conversation) if number in turn.numbers]
            ended = [records.turns.get(turn.id) for turn in turns]
        return any(turn is not None and turn.ended for turn in ended)

    def announced(self, messages: Sequence[Message]) -> frozenset[str]:
        """The keys of the words in these messages that no decision holds."""
        return self.announcements.within(messages)

    def open_handoff(self, conversation: str) -> str | None:
        with self.memory.reading() as records:
            handoff = records.handoffs.open_for(conversation)
        return handoff.id if handoff else None


def _understood(turn: TurnRecord | None) -> str:
    """The two best readings, for the report."""
    understanding = turn.understanding if turn else None
    ranking = understanding.get("ranking") if understanding else None
    if not isinstance(ranking, list):
        return "nothing"
    return ", ".join(f"{intent} {confidence:.2f}" for intent, confidence in ranking[:2])
