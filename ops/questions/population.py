"""A population of prospects, made from a seed: what is true of each, what each tells unasked, and how each answers.

The shares below are assumptions about visitors of a website that sells to other companies; they are written here, so
that the figures of the report can be judged and repeated. What a prospect would say to a question does not depend on
when it comes, or the two ways of asking could not be compared. Nobody breaks the talk off: of somebody who leaves,
nobody knows what asking everything would have brought.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from qualification.conversation import Channel
from qualification.facts import FactKey, FactValue, Headcount, Money, Period, Text, Timeframe

Chosen = TypeVar("Chosen")
TODAY = date(2026, 3, 2)
MOST_OWN_QUESTIONS = 3
DECISIVE_PAGE = "https://foyer.example/pricing"
OTHER_PAGE = "https://foyer.example/"


class Manner(StrEnum):
    """How somebody takes a question; only the first two answer it at once."""

    PLAIN = "plain"
    VAGUE = "vague"
    SECOND_TRY = "second try"
    UNREADABLE = "unreadable"
    SKIP = "skip"


class Temper(StrEnum):
    OPEN = "open"
    TALKATIVE = "talkative"
    VAGUE = "vague"
    CLOSED = "closed"


TEMPERS = {Temper.OPEN: 45, Temper.TALKATIVE: 20, Temper.VAGUE: 15, Temper.CLOSED: 20}
# In the order of `Manner`: plain, vague, second try, unreadable, skip.
MANNERS: Mapping[Temper, tuple[int, ...]] = {
    Temper.OPEN: (80, 6, 5, 2, 7),
    Temper.TALKATIVE: (80, 10, 5, 2, 3),
    Temper.VAGUE: (20, 55, 10, 5, 10),
    Temper.CLOSED: (30, 10, 5, 5, 50),
}
# How many facts are told before anything is asked (0, 1, 2, …), and with how many others an answer comes.
VOLUNTEERED: Mapping[Temper, tuple[int, ...]] = {
    Temper.OPEN: (55, 30, 15),
    Temper.TALKATIVE: (15, 30, 30, 15, 10),
    Temper.VAGUE: (60, 30, 10),
    Temper.CLOSED: (85, 15),
}
BUNDLED: Mapping[Temper, tuple[int, ...]] = {
    Temper.OPEN: (80, 20),
    Temper.TALKATIVE: (40, 40, 20),
    Temper.VAGUE: (80, 20),
    Temper.CLOSED: (95, 5),
}
CHANNELS = {Channel.WEBSITE: 85, Channel.SUPPORT: 15}
PAGES = {DECISIVE_PAGE: 35, OTHER_PAGE: 55, None: 10}
OWN_QUESTIONS = (50, 30, 20)
# Smallest and largest team of a class of companies, with its share.
TEAMS = {(1, 2): 25, (3, 10): 30, (11, 50): 25, (51, 400): 20}
TITLES = {
    ("Head of Sales", "CEO", "founder", "VP Marketing", "Owner", "Director of Support"): 35,
    ("Support manager", "Sales team lead", "Marketing manager", "office coordinator"): 30,
    ("SDR", "software engineer", "student assistant", "I help out in the office", "consultant"): 35,
}
# Days until the start, or None for somebody who only looks.
STARTS = {(0, 30): 20, (31, 91): 25, (92, 300): 20, (367, 700): 5, None: 30}
# Money a month.
BUDGETS = {(0, 49): 15, (50, 199): 35, (200, 499): 30, (500, 3000): 20}
DOMAINS = {"northwind.example": 75, "gmail.com": 18, "outlook.com": 7}
USES = ("qualify leads", "answer questions on the website", "help-centre support")


@dataclass(frozen=True, slots=True)
class Prospect:
    """One of them. `values` are what the prospect says when asked; `bundled` what comes along with which answer."""

    number: int
    channel: Channel
    page: str | None
    own_questions: int
    values: Mapping[FactKey, FactValue]
    manners: Mapping[FactKey, Manner]
    volunteered: tuple[FactKey, ...]
    bundled: Mapping[FactKey, tuple[FactKey, ...]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a prospect makes of a question; neither facts nor a try means that it is declined."""

    facts: tuple[FactKey, ...] = ()
    unreadable: bool = False


def population(size: int, seed: int, keys: Sequence[FactKey]) -> list[Prospect]:
    """The same prospects for the same seed and the same questions."""
    chance = random.Random(seed)  # noqa: S311 - a population, not a secret
    return [_prospect(chance, number, keys) for number in range(1, size + 1)]


def reply(prospect: Prospect, key: FactKey, times: int) -> Reply:
    """What the prospect says when the question is put for the `times`-th time."""
    match prospect.manners[key]:
        case Manner.SKIP:
            return Reply()
        case Manner.SECOND_TRY | Manner.UNREADABLE if times == 1:
            return Reply(unreadable=True)
        case Manner.UNREADABLE:
            return Reply()
        case _:
            return Reply((key, *prospect.bundled[key]))


def _prospect(chance: random.Random, number: int, keys: Sequence[FactKey]) -> Prospect:
    temper = _pick(chance, TEMPERS)
    manners = {key: _pick(chance, dict(zip(Manner, MANNERS[temper], strict=True))) for key in keys}
    told = [key for key in keys if manners[key] not in {Manner.SKIP, Manner.UNREADABLE}]
    return Prospect(
        number=number,
        channel=_pick(chance, CHANNELS),
        page=_pick(chance, PAGES),
        own_questions=1 + _count(chance, OWN_QUESTIONS),
        values={key: _value(chance, key, vague=manners[key] is Manner.VAGUE) for key in told},
        manners=manners,
        volunteered=_some(chance, told, VOLUNTEERED[temper]),
        bundled={key: _some(chance, [other for other in told if other is not key], BUNDLED[temper]) for key in told},
    )


def _value(chance: random.Random, key: FactKey, *, vague: bool) -> FactValue:
    value: FactValue = Text("Northwind")
    match key:
        case FactKey.TEAM_SIZE:
            people = chance.randint(*_pick(chance, TEAMS))
            value = Headcount(max(1, people // 2), people * 2) if vague else Headcount(people, people)
        case FactKey.ROLE:
            titles = _pick(chance, TITLES)
            value = Text("I help out in the office" if vague else chance.choice(titles))
        case FactKey.TIMELINE:
            value = _timeline(chance, vague=vague)
        case FactKey.BUDGET:
            value = _budget(chance, vague=vague)
        case FactKey.EMAIL:
            value = Text(f"visitor@{_pick(chance, DOMAINS)}")
        case FactKey.USE_CASE:
            value = Text(chance.choice(USES))
    return value


def _budget(chance: random.Random, *, vague: bool) -> Money:
    amount = Decimal(chance.randint(*_pick(chance, BUDGETS)))
    if vague:
        return Money(amount // 2, None, "", None)
    yearly = Money(amount * 12, None, "EUR", Period.YEAR)
    return chance.choice((Money(amount, amount, "USD", Period.MONTH), yearly))


def _timeline(chance: random.Random, *, vague: bool) -> Timeframe:
    span = _pick(chance, STARTS)
    if span is None:
        return Timeframe(None, None, "just looking")
    start = TODAY + timedelta(days=chance.randint(*span))
    if vague:
        return Timeframe(start, None, "not before then")
    return Timeframe(None, start, "by then")


def _pick(chance: random.Random, shares: Mapping[Chosen, int]) -> Chosen:
    [chosen] = chance.choices(list(shares), weights=list(shares.values()))
    return chosen


def _count(chance: random.Random, shares: Sequence[int]) -> int:
    return chance.choices(range(len(shares)), weights=shares)[0]


def _some(chance: random.Random, keys: Sequence[FactKey], shares: Sequence[int]) -> tuple[FactKey, ...]:
    return tuple(chance.sample(keys, min(_count(chance, shares), len(keys))))
