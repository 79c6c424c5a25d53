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
ENGLISH = "en"
OUT_OF_SCOPE = "oos"
# Calibrated so that this is the border of what the model knows.
BORDER = 0.5
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
    messages: tuple[JudgedMessage, ...]


class Read(BaseModel):
    """One parse of Rasa's channel."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str
    intent: Mapping[str, object]
    entities: tuple[Mapping[str, object], ...]

    @property
    def meant(self) -> str:
        sure = self.intent.get("confidence")
        known = isinstance(sure, int | float) and sure >= BORDER
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
    """By language, English first."""
    others = {path.suffixes[0].removeprefix("."): path for path in sorted(folder.glob("understanding.*.yml"))}
    files = {ENGLISH: folder / "understanding.yml", **others}
    return {language: _judged(file) for language, file in files.items()}


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


def scores(messages: Sequence[JudgedMessage], read: Sequence[Read]) -> Scores:
    """How often the two agree."""
    pairs = list(zip(messages, read, strict=True))
    wrong = [(message, as_read) for message, as_read in pairs if message.intent != as_read.meant]
    shared = sum(((message.spans & as_read.spans).total()) for message, as_read in pairs)
    spans = sum(message.spans.total() + as_read.spans.total() for message, as_read in pairs)
    return Scores(
        messages=len(pairs),
        intents=1 - len(wrong) / len(pairs) if pairs else 1.0,
        entities=2 * shared / spans if spans else 1.0,
        wrong=tuple(f"{message.text!r} is {message.intent}, read as {as_read.meant}" for message, as_read in wrong),
    )


def _parses(client: httpx.Client, body: Mapping[str, object]) -> list[Read]:
    try:
        response = client.post("/webhooks/foyer/parse", json=body)
        response.raise_for_status()
        return [Read.model_validate(parse) for parse in response.json()["parses"]]
    except (httpx.HTTPError, ValidationError, KeyError) as error:
        raise CannotRun(f"Rasa did not read the judged messages: {error}") from None
