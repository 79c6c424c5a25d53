"""Proves by brute force that asking stopped rightly: every combination of answers to the questions that were still
open leaves the outcome as it is.

The values stand on both sides of every cut point of the rulebook, so they stand for all values there are. Nothing of
what chooses the questions is used here, so that both cannot be wrong in the same way.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product

from ops.questions.asking import Asked, Known, Outcome, outcome
from ops.questions.population import TODAY
from qualification.facts import FactKey, FactValue, Headcount, Money, Period, Text, Timeframe
from qualification.rulebook import Rulebook

CENT = Decimal("0.01")
MONTHS_A_YEAR = 12


class Proof:
    """Keeps what was computed: many prospects stop at the same place."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._values = {key: representative_values(key, rulebook) for key in rulebook.questions.order}
        self.combinations = 0

    def counterexample(self, asked: Asked) -> tuple[Known, Outcome] | None:
        """Answers that would still have led elsewhere, and where to; None proves the stop."""
        before = outcome(asked.known, asked.behaviour, self._rulebook)
        for answers in self._answers(asked.still_open):
            self.combinations += 1
            after = outcome({**asked.known, **answers}, asked.behaviour, self._rulebook)
            if after != before:
                return answers, after
        return None

    def _answers(self, keys: Sequence[FactKey]) -> Iterator[Known]:
        """Every combination; any question may stay without an answer."""
        for values in product(*((None, *self._values[key]) for key in keys)):
            yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def representative_values(key: FactKey, rulebook: Rulebook) -> tuple[FactValue, ...]:
    """Values that cover every way in which this fact can count."""
    free = rulebook.score.negative.free_mail_domains
    by_key: Mapping[FactKey, tuple[FactValue, ...]] = {
        FactKey.TEAM_SIZE: tuple(_teams(rulebook)),
        FactKey.ROLE: tuple(Text(f"the {word}") for word in _titles(rulebook)),
        FactKey.TIMELINE: tuple(_timeframes(rulebook)),
        FactKey.BUDGET: tuple(_budgets(rulebook)),
        FactKey.EMAIL: tuple(Text(f"dana@{name}") for name in ("acme.example", *free[:1])),
    }
    return by_key.get(key, (Text("something"),))


def _teams(rulebook: Rulebook) -> Iterator[Headcount]:
    """Every range between the cut points, as the smaller number counts here and the larger one there."""
    cuts = {step.at_least for step in rulebook.score.fit.company_size} | {rulebook.routing.rep_from_team_size}
    sizes = sorted({size for cut in cuts for size in (max(cut - 1, 0), cut)})
    for low in sizes:
        yield Headcount(low, None)
        yield from (Headcount(low, high) for high in sizes if high >= low)


def _titles(rulebook: Rulebook) -> Iterator[str]:
    yield "juggler"
    yield from (step.words[0] for step in rulebook.score.fit.job_titles)


def _timeframes(rulebook: Rulebook) -> Iterator[Timeframe]:
    yield Timeframe(None, None, "")
    for step in rulebook.score.intent.timeline:
        for days in (step.within_days, step.within_days + 1):
            day = TODAY + timedelta(days=days)
            yield Timeframe(None, day, "")
            yield Timeframe(day, None, "")


def _budgets(rulebook: Rulebook) -> Iterator[Money]:
    for step in rulebook.score.intent.budget:
        for amount in (Decimal(step.at_least) - CENT, Decimal(step.at_least)):
            yield Money(amount, amount, "USD", Period.MONTH)
            yield Money(amount * MONTHS_A_YEAR, None, "", Period.YEAR)
