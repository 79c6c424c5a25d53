"""The lead score (S1): a sum of parts that are shown as they count. Neither the verdict (S2) nor the opportunity (S3)
enters it or is entered by it; it is told plain facts and behaviour, and gives points."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qualification.conversation import Channel
from qualification.facts import FactKey, FactValue, Headcount, Money, Period, Text, Timeframe
from qualification.scoring.numbers import AmountStep, BandBorders, ScoreNumbers

MONTHS_A_YEAR = 12
# What the steps of the budget are counted in.
DOLLARS = "USD"
WORD = re.compile(r"\w+")
Known = Mapping[FactKey, FactValue]


class Band(StrEnum):
    HOT = "hot"
    WARM = "warm"
    COLD = "cold"


class Group(StrEnum):
    FIT = "fit"
    INTENT = "intent"
    ENGAGEMENT = "engagement"
    NEGATIVE = "negative"


class Signal(StrEnum):
    """What the score is built from: eight signals, and three that take something off."""

    COMPANY_SIZE = "company_size"
    JOB_TITLE = "job_title"
    TIMELINE = "timeline"
    BUDGET = "budget"
    USE_CASE = "use_case"
    PAGE = "page"
    CHANNEL = "channel"
    OWN_QUESTIONS = "own_questions"
    FREE_MAIL = "free_mail"
    ONLY_LOOKING = "only_looking"
    ABUSIVE = "abusive"


GROUPS: Mapping[Signal, Group] = {
    Signal.COMPANY_SIZE: Group.FIT,
    Signal.JOB_TITLE: Group.FIT,
    Signal.TIMELINE: Group.INTENT,
    Signal.BUDGET: Group.INTENT,
    Signal.USE_CASE: Group.INTENT,
    Signal.PAGE: Group.INTENT,
    Signal.CHANNEL: Group.ENGAGEMENT,
    Signal.OWN_QUESTIONS: Group.ENGAGEMENT,
    Signal.FREE_MAIL: Group.NEGATIVE,
    Signal.ONLY_LOOKING: Group.NEGATIVE,
    Signal.ABUSIVE: Group.NEGATIVE,
}
# The signals that read one fact; all others read behaviour.
FACT_SIGNALS: Mapping[FactKey, tuple[Signal, ...]] = {
    FactKey.TEAM_SIZE: (Signal.COMPANY_SIZE,),
    FactKey.ROLE: (Signal.JOB_TITLE,),
    FactKey.TIMELINE: (Signal.TIMELINE, Signal.ONLY_LOOKING),
    FactKey.BUDGET: (Signal.BUDGET,),
    FactKey.USE_CASE: (Signal.USE_CASE,),
    FactKey.EMAIL: (Signal.FREE_MAIL,),
}


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the score reads besides facts. `own_questions` counts what the visitor asked; answering counts nothing, so
    that no score grows by being asked more."""

    channel: Channel
    decisive_page: bool = False
    own_questions: int = 0
    abusive: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One addend as it is shown; below 0 for what is taken off. `known` is False when there was nothing to read."""

    signal: Signal
    points: int
    known: bool = True

    @property
    def group(self) -> Group:
        return GROUPS[self.signal]


@dataclass(frozen=True, slots=True)
class Score:
    """The total is the sum of the parts, by construction."""

    parts: tuple[Part, ...]
    band: Band

    @property
    def total(self) -> int:
        return sum(part.points for part in self.parts)


def score(known: Known, behaviour: Behaviour, numbers: ScoreNumbers, today: date) -> Score:
    """S1 for what is known today. Every signal has its part, those without points too."""
    by_signal = {part.signal: part for part in _given(known, behaviour, numbers, today)}
    parts = tuple(_above_zero([by_signal[signal] for signal in Signal]))
    return Score(parts, band_of(sum(part.points for part in parts), numbers.bands))


def balance(known: Known, behaviour: Behaviour, numbers: ScoreNumbers, today: date) -> int:
    """The sum before it is cut at zero; answers add to this one."""
    return sum(part.points for part in _given(known, behaviour, numbers, today))


def band_of(total: int, borders: BandBorders) -> Band:
    if total >= borders.hot_from:
        return Band.HOT
    return Band.WARM if total >= borders.warm_from else Band.COLD


def fact_parts(key: FactKey, value: FactValue, numbers: ScoreNumbers, today: date) -> tuple[Part, ...]:
    """What one fact adds and takes; nothing for a fact that no signal reads."""
    parts: tuple[Part, ...] = ()
    match key, value:
        case FactKey.TEAM_SIZE, Headcount():
            parts = (Part(Signal.COMPANY_SIZE, _step(numbers.fit.company_size, value.low)),)
        case FactKey.ROLE, Text():
            parts = (Part(Signal.JOB_TITLE, _title(value.text, numbers)),)
        case FactKey.TIMELINE, Timeframe():
            parts = _timeline(value, numbers, today)
        case FactKey.BUDGET, Money():
            parts = _budget(value, numbers)
        case FactKey.USE_CASE, Text():
            parts = (Part(Signal.USE_CASE, numbers.intent.use_case),)
        case FactKey.EMAIL, Text():
            parts = (Part(Signal.FREE_MAIL, -numbers.negative.free_mail * _is_free_mail(value.text, numbers)),)
    return parts


def _given(known: Known, behaviour: Behaviour, numbers: ScoreNumbers, today: date) -> Iterator[Part]:
    yield from _stated(known, numbers, today)
    yield from _shown(behaviour, numbers)


def _stated(known: Known, numbers: ScoreNumbers, today: date) -> Iterator[Part]:
    for key, signals in FACT_SIGNALS.items():
        value = known.get(key)
        parts = fact_parts(key, value, numbers, today) if value is not None else ()
        yield from parts or [Part(signal, 0, known=False) for signal in signals]


def _shown(behaviour: Behaviour, numbers: ScoreNumbers) -> Iterator[Part]:
    engagement = numbers.engagement
    asked = min(behaviour.own_questions, engagement.own_questions_at_most)
    by_channel = {Channel.WEBSITE: engagement.website, Channel.SUPPORT: engagement.support}
    yield Part(Signal.PAGE, numbers.intent.decisive_page * behaviour.decisive_page)
    yield Part(Signal.CHANNEL, by_channel[behaviour.channel])
    yield Part(Signal.OWN_QUESTIONS, engagement.own_question * asked)
    yield Part(Signal.ABUSIVE, -numbers.negative.abusive * behaviour.abusive)


def _above_zero(parts: list[Part]) -> Iterator[Part]:
    """No more is taken off than there is, and each part shows what it really took: the parts add up to the total."""
    left = sum(part.points for part in parts if part.points > 0)
    for part in parts:
        shown = part if part.points > 0 else replace(part, points=max(part.points, -left))
        left -= max(0, -shown.points)
        yield shown


def _step(steps: tuple[AmountStep, ...], amount: int | Decimal) -> int:
    return max((step.points for step in steps if amount >= step.at_least), default=0)


def _title(title: str, numbers: ScoreNumbers) -> int:
    said = frozenset(WORD.findall(title.casefold()))
    matching = (step.points for step in numbers.fit.job_titles if not said.isdisjoint(step.words))
    return next(matching, numbers.fit.any_job_title)


def _timeline(value: Timeframe, numbers: ScoreNumbers, today: date) -> tuple[Part, ...]:
    """By when it should happen, or from when on where that is all that was said."""
    when = value.end or value.start
    if when is None:
        return (Part(Signal.TIMELINE, 0), Part(Signal.ONLY_LOOKING, -numbers.negative.only_looking))
    soon = (step.points for step in numbers.intent.timeline if (when - today).days <= step.within_days)
    return (Part(Signal.TIMELINE, max(soon, default=0)), Part(Signal.ONLY_LOOKING, 0))


def _budget(value: Money, numbers: ScoreNumbers) -> tuple[Part, ...]:
    """Nothing for a currency that the rulebook knows no worth of: 5,000 of it may be little or much."""
    worth = numbers.intent.worth.get(value.currency or DOLLARS)
    return () if worth is None else (Part(Signal.BUDGET, _step(numbers.intent.budget, _monthly(value) * worth)),)


def _monthly(value: Money) -> Decimal:
    """What may be spent a month at most; a sum named once has to last a year, as a bare amount is meant a month."""
    amount = value.low if value.high is None else max(value.low, value.high)
    return amount if value.period in {None, Period.MONTH} else amount / MONTHS_A_YEAR


def _is_free_mail(address: str, numbers: ScoreNumbers) -> bool:
    return address.rpartition("@")[2].casefold().strip() in numbers.negative.free_mail_domains
