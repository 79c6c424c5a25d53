"""The public language sets as cases: what is trained on, what is tested on, and what others have published for it.

One configuration for all of them, and nothing is chosen on a test split: a case only says which lines are which.
"""

import gzip
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ops.problems import CannotRun

OUT_OF_SCOPE = "oos"
# The components tell statements from remarks by these intents of ours; a set without intents consists of statements.
STATED, STATED_UNASKED = "inform", "correct"
Line = Mapping[str, Any]
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Example:
    """`intent` is OUT_OF_SCOPE for what no intent fits; `spans` are (start, end, label)."""

    text: str
    intent: str
    spans: tuple[Span, ...] = ()
    requested: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison. `published` names what others reached on the same lines."""

    name: str
    train: tuple[Example, ...]
    test: tuple[Example, ...]
    published: str

    @property
    def has_spans(self) -> bool:
        return any(example.spans for example in self.train)

    @property
    def has_out_of_scope(self) -> bool:
        return any(example.intent == OUT_OF_SCOPE for example in self.test)

    def shuffled(self, seed: int) -> "Case":
        """The same examples in another order, which is all that chance may decide."""
        examples = list(self.train)
        random.Random(seed).shuffle(examples)  # noqa: S311 - an order, no secret
        return replace(self, train=tuple(examples))


@dataclass(frozen=True, slots=True)
class _Recipe:
    """Which lines of which files make a case."""

    train_file: str
    train: Callable[[Line], bool]
    test_file: str
    test: Callable[[Line], bool]
    published: str


def _split(*names: str) -> Callable[[Line], bool]:
    return lambda line: line["split"] in names


def _of_bot(bot: str, split: str) -> Callable[[Line], bool]:
    return lambda line: line["split"] == split and line["bot"] == bot


_CLINC_TEST = _split("test", "oos_test")
RECIPES: Mapping[str, _Recipe] = {
    "sofmattress": _Recipe(
        "hint3", _of_bot("sofmattress", "train"), "hint3", _of_bot("sofmattress", "test"),
        "in scope: Rasa 69.3, BERT 73.6; all: Dialogflow 69.5",
    ),
    "curekart": _Recipe(
        "hint3", _of_bot("curekart", "train"), "hint3", _of_bot("curekart", "test"),
        "in scope: Rasa 84.1, BERT 83.6; all: Haptik 74.2",
    ),
    "banking77-10": _Recipe(
        "banking77_fewshot", _split("train_10"), "banking77", _split("test"), "ConvBERT+ 85.95, CPFT 87.2, ICDA 89.8"
    ),
    "banking77": _Recipe("banking77", _split("train"), "banking77", _split("test"), "ConvFiT 94.16"),
    "clinc150-10": _Recipe(
        "clinc150_fewshot", _split("train_10"), "clinc150", _CLINC_TEST, "93.97 to 94.8"
    ),
    "clinc150": _Recipe(
        "clinc150", _split("train"), "clinc150", _CLINC_TEST, "97.3; out of scope: BERT 52.3, Rasa 31.2"
    ),
    "restaurants8k-1024": _Recipe("restaurants8k", _split("train_3"), "restaurants8k", _split("test"), ""),
    "restaurants8k": _Recipe("restaurants8k", _split("train_0"), "restaurants8k", _split("test"), "Span-ConveRT 0.96"),
}  # fmt: skip


def read_case(folder: Path, name: str) -> Case:
    """Raises CannotRun when the files are not there."""
    recipe = RECIPES[name]
    train, test = _lines(folder, recipe.train_file), _lines(folder, recipe.test_file)
    return Case(
        name,
        tuple(_example(line) for line in train if recipe.train(line)),
        tuple(_example(line) for line in test if recipe.test(line)),
        recipe.published,
    )


def _lines(folder: Path, file: str) -> Sequence[Line]:
    path = folder / f"{file}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    except FileNotFoundError:
        raise CannotRun(f"{path} is not there: name the folder of the language sets with SETS=folder.") from None


def _example(line: Line) -> Example:
    spans = tuple((start, end, label) for start, end, label in line.get("entities", ()))
    requested = next(iter(line.get("requested", ())), None)
    intent = line.get("label") or (STATED if requested else STATED_UNASKED)
    return Example(line["text"], intent, spans, requested)
