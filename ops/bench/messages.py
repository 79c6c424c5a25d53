"""What is said: the held-back messages of `data/golden/understanding.yml`, which no model has seen in training.

The same for both servers, in the same order. The order is shuffled once and for all, so that a run of them mixes
buyers, facts, small talk and nonsense as a day does.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

import yaml

from ops.problems import CannotRun
from ops.settings import PROJECT

GOLDEN = PROJECT / "data" / "golden" / "understanding.yml"
ORDER = 7
QUESTIONS = ("ask_product", "ask_pricing", "ask_integration", "ask_security", "ask_how_to", "ask_trial")


class Messages:
    """Hands the messages out in their order, from the beginning again after the last."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts: Iterator[str] = cycle(texts)

    def take(self, count: int) -> tuple[str, ...]:
        return tuple(islice(self._texts, count))


def read_mix(path: Path = GOLDEN) -> tuple[str, ...]:
    """Everything, as mixed as visitors are."""
    texts = [text for text, _ in _read(path)]
    random.Random(ORDER).shuffle(texts)  # noqa: S311 - an order, not a secret
    return tuple(texts)


def read_questions(count: int, path: Path = GOLDEN) -> tuple[str, ...]:
    """Questions only, for a conversation that must go on and on: none of them ends it or calls a person."""
    texts = [text for text, intent in _read(path) if intent in QUESTIONS]
    if len(texts) < count:
        raise CannotRun(f"{path} holds {len(texts)} questions; {count} are needed.")
    return tuple(random.Random(ORDER).sample(texts, count))  # noqa: S311 - an order, not a secret


def _read(path: Path) -> list[tuple[str, str]]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
        return [(str(entry["text"]), str(entry["intent"])) for entry in entries]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as problem:
        raise CannotRun(f"{path} cannot be read as judged messages: {type(problem).__name__}.") from None
