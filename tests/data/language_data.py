"""Reads the language data and the judged messages for the tests beside it.

Plain YAML, no Rasa: these tests belong to whoever edits the texts, and must run without Rasa's environment.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "data" / "nlu"
JUDGED = ROOT / "data" / "golden" / "understanding.yml"
DECLARED_INTENTS = ROOT / "bot" / "domain" / "intents.yml"

OUT_OF_SCOPE = "oos"
"""The judgement of a message that no intent covers; there is no such intent, the classifier rejects by itself."""

_ANNOTATION = re.compile(r"\[([^\[\]]+)\]\(([a-z_]+)\)")
_WORD = re.compile(r"<[a-z_]+>|[\w']+")


@dataclass(frozen=True, slots=True)
class Fact:
    """An annotated span: which fact, in the visitor's words."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """One training example or judged message. `outline` is the text with every fact replaced by its name."""

    text: str
    intent: str
    requested: str | None
    facts: tuple[Fact, ...]
    outline: str
    place: str


def read_training(locale: str = "en") -> list[Message]:
    """Every example of `data/nlu` in this language, in file order; English ones lie in no folder of their own."""
    folder = TRAINING if locale == "en" else TRAINING / locale
    return [message for file in sorted(folder.glob("*.yml")) for message in _read_file(file)]


def read_judged(locale: str = "en") -> list[Message]:
    """The held-back messages of `data/golden/understanding.yml`, or of the file of another language."""
    file = JUDGED if locale == "en" else JUDGED.with_suffix(f".{locale}.yml")
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [_judged(entry) for entry in document["messages"]]


def read_declared_intents() -> list[str]:
    """The intents as Rasa's domain lists them."""
    return [str(name) for name in yaml.safe_load(DECLARED_INTENTS.read_text(encoding="utf-8"))["intents"]]


def words_of(text: str) -> list[str]:
    """Lower-case words without punctuation; a fact's name in an outline counts as one word."""
    return _WORD.findall(text.casefold())


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared words in proportion to all words, 0 to 1."""
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


def _read_file(file: Path) -> list[Message]:
    messages = []
    for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
        requested = block.get("metadata", {}).get("requested")
        for line in block["examples"].splitlines():
            annotated = line.removeprefix("- ")
            facts = tuple(Fact(key, value) for value, key in _ANNOTATION.findall(annotated))
            text = _ANNOTATION.sub(r"\1", annotated)
            outline = _ANNOTATION.sub(r"<\2>", annotated)
            messages.append(Message(text, block["intent"], requested, facts, outline, f"{file.name}: {line}"))
    return messages


def _judged(entry: dict[str, Any]) -> Message:
    text = str(entry["text"])
    facts = tuple(Fact(fact["entity"], str(fact["value"])) for fact in entry.get("entities", ()))
    outline = text
    for fact in facts:
        outline = outline.replace(fact.value, f"<{fact.key}>", 1)
    return Message(text, entry["intent"], entry.get("requested"), facts, outline, f"{JUDGED.name}: {text}")
