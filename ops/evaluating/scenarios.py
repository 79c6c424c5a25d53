"""Reads `data/golden/dialogues/*.yml`: conversations with what must come of every turn, and what must never.

Typed and strict: a wrong word in a file is told with the file, the scenario, the turn, and what may stand there.
"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ops.evaluating.values import wanted_value
from ops.evaluating.worlds import World
from ops.problems import CannotRun
from ops.settings import PROJECT
from qualification.conversation import Channel, HandoffStatus
from qualification.decision import Cause, Outcome, Verdict
from qualification.facts import FactKey
from qualification.state import Identity

FOLDER = PROJECT / "data" / "golden" / "dialogues"
ONE_DEED = "a turn holds exactly one of: visitor, answers, button, silence, code, comes_back, rep, rep_says"
PATIENT = "in an `everyday` world nobody speaks into a silence; give the scenario another `world`"

# What is looked at after a turn that does not simply get a reply; all else would be dropped without a word.
JUDGED_OF_REP = ("expect.handoff",)
JUDGED_OF_SILENT = ("expect.silent",)


class Pattern(StrEnum):
    """What a scenario is about: the kinds of things that people do."""

    SEVERAL_FACTS = "several_facts"
    CORRECTION = "correction"
    SKIP = "skip"
    WHY = "why"
    ALREADY_TOLD = "already_told"
    REFUSAL = "refusal"
    VAGUE = "vague"
    LATE_ANSWER = "late_answer"
    SIDE_QUESTION = "side_question"
    SMALL_TALK = "small_talk"
    TWO_WISHES = "two_wishes"
    ROUGH_TYPING = "rough_typing"
    LONG_MESSAGE = "long_message"
    BURST = "burst"
    CHANGE_OF_MIND = "change_of_mind"
    PERSON = "person"
    OWNERSHIP = "ownership"
    ABUSE = "abuse"
    DISTRESS = "distress"
    INJECTION = "injection"
    HAGGLING = "haggling"
    COMPETITORS = "competitors"
    LEGAL = "legal"
    PRIVACY = "privacy"
    WRONG_DOOR = "wrong_door"
    SUPPORT = "support"
    BUYING = "buying"
    KNOWLEDGE = "knowledge"
    SECRETS = "secrets"
    TICKET = "ticket"
    RETURNING = "returning"
    SIGNATURE = "signature"
    HOURS = "hours"
    SILENCE = "silence"
    LANGUAGE = "language"


class Desk(StrEnum):
    """Whether somebody is at the desk while the scenario runs."""

    EMPTY = "empty"
    STAFFED = "staffed"


class Silence(StrEnum):
    """What comes of it when the visitor says nothing: a nudge, the end, or no word at all."""

    NUDGED = "nudged"
    CLOSED = "closed"
    LEFT_ALONE = "left_alone"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _words(value: object) -> object:
    """YAML reads 40 as a number; a fact is written in words all the same."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Key = Annotated[str, Field(pattern=r"^[a-z_]+[a-z_.]*\*?$")]
Page = Annotated[str, Field(pattern=r"^(any|[a-z-]+(#[a-z0-9-]+)?)$")]
Written = Annotated[str, BeforeValidator(_words)]
Outcomes = Annotated[tuple[Outcome, ...], BeforeValidator(_several)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_several)]
Pages = Annotated[tuple[Page, ...], BeforeValidator(_several)]
Asked = Annotated[tuple[FactKey | Literal["any", "nothing", "same"], ...], BeforeValidator(_several)]
Handoffs = Annotated[tuple[HandoffStatus, ...], BeforeValidator(_several)]
Causes = Annotated[tuple[Cause, ...], BeforeValidator(_several)]
FactKeys = Annotated[tuple[FactKey, ...], BeforeValidator(_several)]
Alternatives = Annotated[tuple[Written, ...], BeforeValidator(_several)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_several), Field(min_length=1)]
Identities = Annotated[tuple[Identity, ...], BeforeValidator(_several)]
Note = Literal[
    "problem_open", "ticketed", "buying_signal", "upgrade_offered", "sales_interest", "stopped", "refused_person"
]
Fragments = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Expected(_Strict):
    """What must be so after the turn. Of a list one is enough, but every key of `says` must be said.

    `asks`: the fact asked for, `any`, `nothing`, or `same` as before the turn. `quotes`: a page or a section of it.
    `language`: the one that the conversation is held in.
    `notes`: what the dialogue remembers (problem_open, buying_signal, stopped …).
    """

    outcome: Outcomes = ()
    asks: Asked = ()
    says: Keys = ()
    quotes: Pages = ()
    facts: dict[FactKey, Alternatives] = Field(default_factory=dict)
    handoff: Handoffs = ()
    identity: Identities = ()
    cause: Causes = ()
    owner: Literal["assistant", "rep"] | None = None
    language: str | None = None
    verdict: Verdict | None = None
    notes: dict[Note, bool] = Field(default_factory=dict)
    silent: bool = False

    @model_validator(mode="after")
    def _facts_can_be_read(self) -> Self:
        for key, alternatives in self.facts.items():
            for written in alternatives:
                wanted_value(key, written)
        return self


class Forbidden(_Strict):
    """What must not be so after the turn, in any of its parts. `words`: fragments of the reply, capitals aside."""

    outcome: Outcomes = ()
    asks: Asked = ()
    says: Keys = ()
    quotes: Pages = ()
    facts: FactKeys = ()
    handoff: Handoffs = ()
    words: Fragments = ()


class Turn(_Strict):
    """What one side does, and what must come of it. `answers` answers whichever of these facts was just asked for;
    `silence` waits without a word, and what comes of that is all that is expected.

    `code`: the visitor types the code of the mail, or another one; `comes_back`: a new conversation begins.
    """

    visitor: Lines | None = None
    answers: dict[FactKey, str] | None = None
    button: Literal["person"] | None = None
    silence: Silence | None = None
    code: Literal["right", "wrong"] | None = None
    comes_back: Literal[True] | None = None
    rep: Literal["accepts", "gives_back"] | None = None
    rep_says: str | None = None
    expect: Expected = Expected()
    never: Forbidden = Forbidden()

    @model_validator(mode="after")
    def _one_deed(self) -> Self:
        said = (self.visitor, self.answers, self.button, self.silence, self.code, self.comes_back)
        deeds = (*said, self.rep, self.rep_says)
        if sum(deed is not None for deed in deeds) != 1:
            raise ValueError(ONE_DEED)
        return self

    @model_validator(mode="after")
    def _nothing_goes_unjudged(self) -> Self:
        judged = self._judged_alone
        written = [f"expect.{name}" for name in sorted(self.expect.model_fields_set)]
        written += [f"never.{name}" for name in sorted(self.never.model_fields_set)]
        dropped = [] if judged is None else [name for name in written if name not in judged]
        if dropped:
            judged_here = f"only {', '.join(judged)} is judged" if judged else "nothing is judged"
            raise ValueError(f"{', '.join(dropped)} would be dropped: {judged_here} after such a turn")
        return self

    @property
    def _judged_alone(self) -> tuple[str, ...] | None:
        """All that is looked at after a turn of this kind; None: everything is."""
        if self.rep is not None or self.rep_says is not None:
            return JUDGED_OF_REP
        if self.silence is not None or self.comes_back is not None:
            return ()
        return JUDGED_OF_SILENT if self.expect.silent else None

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that a visitor may write in this turn."""
        return (*(self.visitor or ()), *(self.answers or {}).values())


class Scenario(_Strict):
    """One judged conversation. `never` holds for each of its turns; `safety` ones must all pass before a release."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=10)]
    pattern: Pattern
    rules: tuple[Annotated[str, Field(pattern=r"^[A-Z]\d{1,2}$")], ...] = Field(min_length=1)
    issue: Annotated[str, Field(pattern=r"^RasaHQ/rasa#\d+$")] | None = None
    safety: bool = False
    channel: Channel = Channel.WEBSITE
    page: str | None = None
    locale: str = "en"
    desk: Desk = Desk.EMPTY
    world: World = World.EVERYDAY
    never: Forbidden = Forbidden()
    turns: tuple[Turn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _silence_is_spoken_to(self) -> Self:
        if not self.world.impatient and any(turn.silence for turn in self.turns):
            raise ValueError(PATIENT)
        return self


def read_scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """Every scenario of the folder, in the order of files and lines. CannotRun names everything that is wrong."""
    found: list[Scenario] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for place, entry in enumerate(_entries(path), start=1):
            try:
                found.append(Scenario.model_validate(entry))
            except ValidationError as error:
                problems += [f"{path.name}, {_name(entry, place)}: {line}" for line in _explained(error)]
    twice = [id_ for id_, count in Counter(scenario.id for scenario in found).items() if count > 1]
    problems += [f"the id {id_} is given twice; choose another one" for id_ in twice]
    if problems:
        raise CannotRun("\n".join(problems))
    if not found:
        raise CannotRun(f"there is no scenario in {folder}.")
    return found


def _entries(path: Path) -> Sequence[object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CannotRun(f"{path.name} is not valid YAML ({' '.join(str(error).split())}); mend that line.") from None
    if not isinstance(content, list):
        raise CannotRun(f"{path.name} must hold a list of scenarios, each beginning with `- id:`.")
    return content


def _name(entry: object, place: int) -> str:
    named = entry.get("id") if isinstance(entry, dict) else None
    return f"scenario {named or f'number {place}'}"


def _explained(error: ValidationError) -> list[str]:
    return [f"{_place(found['loc'])}: {_reason(found['type'], found['msg'])}" for found in error.errors()]


def _place(loc: tuple[int | str, ...]) -> str:
    """("turns", 1, "expect", "asks", 0) as "turn 2, expect.asks"."""
    names = [part for part in loc if isinstance(part, str) and not re.search(r"[\[(]", part)]
    if loc[:1] == ("turns",) and len(loc) > 1:
        return ", ".join(part for part in (f"turn {int(loc[1]) + 1}", ".".join(names[1:])) if part)
    return ".".join(names) or "the entry"


def _reason(kind: str, words: str) -> str:
    if kind == "extra_forbidden":
        return "is unknown here; check its spelling"
    return words.removeprefix("Value error, ")
