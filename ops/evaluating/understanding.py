"""Has Rasa read the judged messages of each language and counts how often it reads them rightly. English ones are in
`data/golden/understanding.yml`, others in `understanding.<language>.yml`.

Counts only; from which figure on a change may ship is told by the gate.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ops.problems import CannotRun
from ops.settings import PROJECT
from qualification.facts import FactKey
from qualification.understanding import Intent

FOLDER = PROJECT / "data" / "golden"
PAGES = PROJECT / "data" / "knowledge"
ENGLISH = "en"
OUT_OF_SCOPE = "oos"
AT_A_TIME = 32
PARSE_SECONDS = 60.0
Span = tuple[str, str]


class JudgedEntity(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    entity: FactKey
    value: str


class JudgedMessage(BaseModel):
    """What a message means, judged by hand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    intent: Intent | str
    requested: FactKey | None = None
    entities: tuple[JudgedEntity, ...] = Field(default=())

    @property
    def spans(self) -> "Counter[Span]":
        return Counter((one.entity.value, one.value) for one in self.entities)


class Judged(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    messages: tuple[JudgedMessage, ...] = Field(min_length=1)


class Read(BaseModel):
    """One parse of Rasa's channel."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str
    intent: Mapping[str, object]
    entities: tuple[Mapping[str, object], ...]

    def meant(self, in_scope: float) -> str:
        """The intent, if it is as sure as the rulebook demands."""
        sure = self.intent.get("confidence")
        known = isinstance(sure, int | float) and sure >= in_scope
        return str(self.intent.get("name")) if known else OUT_OF_SCOPE

    @property
    def spans(self) -> "Counter[Span]":
        return Counter((str(one.get("entity")), str(one.get("value"))) for one in self.entities)


@dataclass(frozen=True, slots=True)
class Scores:
    """`intents`: share of messages read rightly, those out of scope included. `entities`: F1 over all spans."""

    messages: int
    intents: float
    entities: float
    wrong: tuple[str, ...]


def read_judged(folder: Path = FOLDER) -> dict[str, tuple[JudgedMessage, ...]]:
    """By language, English first. A language with help pages of its own is spoken in full, so it must be judged."""
    others = {path.suffixes[0].removeprefix("."): path for path in sorted(folder.glob("understanding.*.yml"))}
    files = {ENGLISH: folder / "understanding.yml", **others}
    judged = {language: _judged(file) for language, file in files.items()}
    for language in sorted(path.name for path in PAGES.iterdir() if path.is_dir()):
        if language not in judged:
            raise CannotRun(f"understanding.{language}.yml is missing in {folder}; put judged messages there.")
    return judged


def _judged(file: Path) -> tuple[JudgedMessage, ...]:
    try:
        return Judged.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).messages
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CannotRun(f"{file.name} is no list of judged messages: {' '.join(str(error).split())}") from None


def read_by_rasa(messages: Sequence[JudgedMessage], language: str, rasa_url: str, secret: str) -> list[Read]:
    """The messages as Rasa reads them now, each in the light of the question that was asked before it."""
    of_question: dict[FactKey | None, list[int]] = defaultdict(list)
    for place, message in enumerate(messages):
        of_question[message.requested].append(place)
    found: dict[int, Read] = {}
    with httpx.Client(
        base_url=rasa_url, timeout=PARSE_SECONDS, trust_env=False, headers={"X-Foyer-Secret": secret}
    ) as client:
        for requested, places in of_question.items():
            for start in range(0, len(places), AT_A_TIME):
                some = places[start : start + AT_A_TIME]
                body = {"texts": [messages[place].text for place in some], "requested": requested, "locale": language}
                found |= zip(some, _parses(client, body), strict=True)
    return [found[place] for place in range(len(messages))]


def scores(messages: Sequence[JudgedMessage], read: Sequence[Read], in_scope: float) -> Scores:
    """How often the two agree. `in_scope` is the rulebook's border: what is less sure counts as not understood."""
    if not any(message.entities for message in messages):
        raise CannotRun(f"{len(messages)} messages without a fact in them cannot be judged.")
    pairs = [(message, as_read, as_read.meant(in_scope)) for message, as_read in zip(messages, read, strict=True)]
    wrong = [(message, meant) for message, _, meant in pairs if message.intent != meant]
    shared = sum((message.spans & as_read.spans).total() for message, as_read, _ in pairs)
    spans = sum(message.spans.total() + as_read.spans.total() for message, as_read, _ in pairs)
    return Scores(
        messages=len(pairs),
        intents=1 - len(wrong) / len(pairs),
        entities=2 * shared / spans,
        wrong=tuple(f"{message.text!r} is {message.intent}, read as {meant}" for message, meant in wrong),
    )


def _parses(client: httpx.Client, body: Mapping[str, object]) -> list[Read]:
    try:
        response = client.post("/webhooks/foyer/parse", json=body)
        response.raise_for_status()
        return [Read.model_validate(parse) for parse in response.json()["parses"]]
    except (httpx.HTTPError, ValidationError, KeyError) as error:
        raise CannotRun(f"Rasa did not read the judged messages: {error}") from None
