"""What was understood, in figures. Pure: examples and what a model made of them in, shares from 0 to 1 out.

An intent counts from confidence 0.5 on, the border of the scope; below it the message was taken for out of scope.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ops.bench_nlu.sets import OUT_OF_SCOPE, Case, Example, Span

BORDER = 0.5
RESAMPLES = 400
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Parse:
    """What a model made of one text; `seconds` of waiting for it."""

    intent: str | None
    confidence: float
    spans: tuple[Span, ...]
    seconds: float

    @property
    def answer(self) -> str:
        return self.intent if self.intent is not None and self.confidence >= BORDER else OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with the bounds between which 95 of 100 such tests would find it (bootstrap over the messages)."""

    value: float
    low: float
    high: float


Pairs = Sequence[tuple[Example, Parse]]
Counts = Mapping[str, tuple[int, int]]
"""Of one message, by label: spans found rightly, and spans wanted and found together."""
T = TypeVar("T")


def figures(case: Case, parses: Sequence[Parse]) -> Mapping[str, Figure]:
    """The figures that make sense for the case, by name."""
    pairs = list(zip(case.test, parses, strict=True))
    if case.has_spans:
        labels = sorted({label for example in case.train for _, _, label in example.spans})
        counts = [_counts(example, parse, labels) for example, parse in pairs]
        return {
            "entity F1, macro": _with_bounds(partial(f1_macro, labels=labels), counts),
            "entity F1, micro": _with_bounds(f1_micro, counts),
        }
    measures: dict[str, Callable[[Pairs], float]] = {"in scope": in_scope}
    if case.has_out_of_scope:
        measures |= {"all": over_all, "out of scope, recall": oos_recall, "out of scope, precision": oos_precision}
        measures |= {"in scope, past the border": past_the_border, "in scope, kept": kept}
    return {name: _with_bounds(measure, pairs) for name, measure in measures.items()}


def in_scope(pairs: Pairs) -> float:
    """Of the messages that an intent fits, those for which it is the best. Without the border, as others publish it."""
    return _share([parse.intent == example.intent for example, parse in pairs if example.intent != OUT_OF_SCOPE])


def past_the_border(pairs: Pairs) -> float:
    """The same, and sure enough to count."""
    return _share([parse.answer == example.intent for example, parse in pairs if example.intent != OUT_OF_SCOPE])


def over_all(pairs: Pairs) -> float:
    return _share([parse.answer == example.intent for example, parse in pairs])


def oos_recall(pairs: Pairs) -> float:
    return _share([parse.answer == OUT_OF_SCOPE for example, parse in pairs if example.intent == OUT_OF_SCOPE])


def oos_precision(pairs: Pairs) -> float:
    return _share([example.intent == OUT_OF_SCOPE for example, parse in pairs if parse.answer == OUT_OF_SCOPE])


def kept(pairs: Pairs) -> float:
    """Of the messages that an intent fits, those not taken for out of scope, rightly named or not."""
    return _share([parse.answer != OUT_OF_SCOPE for example, parse in pairs if example.intent != OUT_OF_SCOPE])


def _counts(example: Example, parse: Parse, labels: Sequence[str]) -> Counts:
    """A span is right when start, end and label are; labels that the set does not have do not count."""
    wanted, found = set(example.spans), set(parse.spans)
    right = wanted & found
    return {label: (_of(label, right), _of(label, wanted) + _of(label, found)) for label in labels}


def _of(label: str, spans: set[Span]) -> int:
    return sum(span[2] == label for span in spans)


def f1_macro(counts: Sequence[Counts], labels: Sequence[str]) -> float:
    """The mean over the labels, so that a rare one counts as much as a common one."""
    return sum(_f1(row[label] for row in counts) for label in labels) / len(labels)


def f1_micro(counts: Sequence[Counts]) -> float:
    return _f1(pair for row in counts for pair in row.values())


def _f1(counted: Iterable[tuple[int, int]]) -> float:
    right = both = 0
    for of_one_right, of_one_both in counted:
        right += of_one_right
        both += of_one_both
    return 2 * right / both if both else 1.0


def _share(rights: Sequence[bool]) -> float:
    return sum(rights) / len(rights) if rights else 1.0


def _with_bounds(measure: Callable[[Sequence[T]], float], rows: Sequence[T]) -> Figure:
    chance = random.Random(len(rows))  # noqa: S311 - a sample, no secret
    again = sorted(measure(chance.choices(rows, k=len(rows))) for _ in range(RESAMPLES))
    return Figure(measure(rows), again[int(LOW * RESAMPLES)], again[int(HIGH * RESAMPLES)])
