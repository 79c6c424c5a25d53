"""The lead score (S1): parts that add up, within their groups, and what the answers can still move."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.reading.money import CURRENCIES
from qualification.conversation import Channel
from qualification.errors import Misconfigured
from qualification.facts import FactKey, FactValue, Headcount, Money, Period, Text, Timeframe
from qualification.rulebook import Rulebook
from qualification.scoring.numbers import ScoreNumbers
from qualification.scoring.reach import Scoring, answer_points
from qualification.scoring.score import Band, Behaviour, Group, Signal, band_of, fact_parts, score
from tests.qualification.generated import VALUES

TODAY = date(2026, 3, 2)
NOBODY = Behaviour(Channel.WEBSITE)
MONTH = Timeframe(None, TODAY + timedelta(days=20), "this month")
BEST: Mapping[FactKey, FactValue] = {
    FactKey.TEAM_SIZE: Headcount(120, 120),
    FactKey.ROLE: Text("Chief Revenue Officer"),
    FactKey.TIMELINE: MONTH,
    FactKey.BUDGET: Money(Decimal(900), Decimal(900), "USD", Period.MONTH),
    FactKey.USE_CASE: Text("qualify leads"),
    FactKey.EMAIL: Text("dana@acme.example"),
}
KNOWN = st.dictionaries(st.sampled_from(FactKey), VALUES)
BEHAVIOURS = st.builds(Behaviour, st.sampled_from(Channel), st.booleans(), st.integers(0, 9), st.booleans())
# Values of the type that is read for a fact, however odd.
DAYS = st.dates(date(2025, 1, 1), date(2029, 1, 1))
READ: Mapping[FactKey, st.SearchStrategy[FactValue]] = {
    FactKey.TEAM_SIZE: st.builds(Headcount, st.integers(0, 99), st.none() | st.integers(0, 99)),
    FactKey.ROLE: st.sampled_from(["VP", "lead", "juggler", ""]).map(Text),
    FactKey.TIMELINE: st.builds(Timeframe, st.none() | DAYS, st.none() | DAYS, st.just("")),
    FactKey.BUDGET: st.builds(
        Money, st.decimals(0, 9999, places=2), st.none() | st.decimals(0, 9999, places=2), st.just(""), st.none()
    ),
    FactKey.USE_CASE: st.just(Text("leads")),
    FactKey.EMAIL: st.sampled_from(["a@b.example", "a@gmail.com"]).map(Text),
}


@pytest.fixture
def numbers(rulebook: Rulebook) -> ScoreNumbers:
    return rulebook.score


def _points(known: Mapping[FactKey, FactValue], numbers: ScoreNumbers, signal: Signal) -> int:
    parts = score(known, NOBODY, numbers, TODAY).parts
    return next(part.points for part in parts if part.signal is signal)


@given(KNOWN, BEHAVIOURS)
def test_s1_every_displayed_part_adds_up_to_a_total_between_0_and_100(
    rulebook: Rulebook, known: dict[FactKey, FactValue], behaviour: Behaviour
) -> None:
    result = score(known, behaviour, rulebook.score, TODAY)
    assert 0 <= result.total <= 100
    assert result.total == sum(part.points for part in result.parts)
    assert [part.signal for part in result.parts] == list(Signal)
    assert result.band is band_of(result.total, rulebook.score.bands)


@given(KNOWN, BEHAVIOURS)
def test_s1_no_group_gives_or_takes_more_than_it_may(
    rulebook: Rulebook, known: dict[FactKey, FactValue], behaviour: Behaviour
) -> None:
    result, most = score(known, behaviour, rulebook.score, TODAY), rulebook.score.most
    points = {group: sum(part.points for part in result.parts if part.group is group) for group in Group}
    assert 0 <= points[Group.FIT] <= most.fit == 40
    assert 0 <= points[Group.INTENT] <= most.intent == 35
    assert 0 <= points[Group.ENGAGEMENT] <= most.engagement == 25
    assert -most.negative <= points[Group.NEGATIVE] <= 0
    assert most.negative == 30


def test_s1_the_best_lead_has_100_points_and_the_worst_none(numbers: ScoreNumbers) -> None:
    best = score(BEST, Behaviour(Channel.WEBSITE, decisive_page=True, own_questions=9), numbers, TODAY)
    assert (best.total, best.band) == (100, Band.HOT)
    looking: dict[FactKey, FactValue] = {
        FactKey.TIMELINE: Timeframe(None, None, "just looking"),
        FactKey.EMAIL: Text("Dana@GMail.com"),
    }
    worst = score(looking, Behaviour(Channel.SUPPORT, abusive=True), numbers, TODAY)
    assert (worst.total, worst.band) == (0, Band.COLD)
    # 5 points for the channel, of which 5 are taken off: no part shows more than it took.
    assert [part.points for part in worst.parts if part.points] == [5, -5]


@pytest.mark.parametrize(
    ("total", "band"), [(100, Band.HOT), (70, Band.HOT), (69, Band.WARM), (40, Band.WARM), (39, Band.COLD)]
)
def test_s1_the_bands_begin_at_70_and_40(numbers: ScoreNumbers, total: int, band: Band) -> None:
    assert band_of(total, numbers.bands) is band


@pytest.mark.parametrize(
    ("key", "value", "points"),
    [
        (FactKey.TEAM_SIZE, Headcount(2, 2), 0),
        (FactKey.TEAM_SIZE, Headcount(3, None), 8),
        (FactKey.TEAM_SIZE, Headcount(10, 60), 8),
        (FactKey.TEAM_SIZE, Headcount(51, 51), 20),
        (FactKey.ROLE, Text("Head of Sales"), 20),
        (FactKey.ROLE, Text("sales manager"), 12),
        (FactKey.ROLE, Text("Leadership coach"), 5),
        (FactKey.TIMELINE, Timeframe(None, TODAY + timedelta(days=31), ""), 15),
        (FactKey.TIMELINE, Timeframe(TODAY + timedelta(days=32), None, ""), 10),
        (FactKey.TIMELINE, Timeframe(None, TODAY + timedelta(days=367), ""), 0),
        (FactKey.TIMELINE, Timeframe(None, None, "just looking"), -10),
        (FactKey.BUDGET, Money(Decimal(0), Decimal(100), "USD", Period.MONTH), 4),
        (FactKey.BUDGET, Money(Decimal(6000), None, "EUR", Period.YEAR), 10),
        (FactKey.BUDGET, Money(Decimal("49.99"), None, "", None), 0),
        (FactKey.USE_CASE, Text("support"), 5),
        (FactKey.EMAIL, Text("dana@gmail.com"), -10),
        (FactKey.EMAIL, Text("dana@acme.example"), 0),
        (FactKey.COUNTRY, Text("Chile"), 0),
    ],
)
def test_s1_a_fact_gives_the_points_of_the_rulebook(
    numbers: ScoreNumbers, key: FactKey, value: FactValue, points: int
) -> None:
    assert sum(part.points for part in fact_parts(key, value, numbers, TODAY)) == points


def test_s1_what_nobody_said_shows_as_unknown_and_not_as_a_bad_answer(numbers: ScoreNumbers) -> None:
    parts = {
        part.signal: part
        for part in score({FactKey.BUDGET: Money(Decimal(1), None, "", None)}, NOBODY, numbers, TODAY).parts
    }
    assert (parts[Signal.BUDGET].points, parts[Signal.BUDGET].known) == (0, True)
    assert (parts[Signal.COMPANY_SIZE].points, parts[Signal.COMPANY_SIZE].known) == (0, False)


def test_s1_own_questions_count_up_to_a_number(numbers: ScoreNumbers) -> None:
    totals = [score({}, replace(NOBODY, own_questions=asked), numbers, TODAY).total for asked in range(5)]
    assert totals == [10, 15, 20, 25, 25]


@pytest.mark.parametrize(
    "change",
    [
        lambda numbers: {"most": replace(numbers.most, fit=50)},
        lambda numbers: {"bands": replace(numbers.bands, warm_from=90)},
        lambda numbers: {"fit": replace(numbers.fit, any_job_title=30)},
        lambda numbers: {"intent": replace(numbers.intent, use_case=6)},
        lambda numbers: {"engagement": replace(numbers.engagement, own_questions_at_most=4)},
        lambda numbers: {"negative": replace(numbers.negative, abusive=11)},
    ],
)
def test_s1_weights_that_could_break_the_limits_are_refused(numbers: ScoreNumbers, change: object) -> None:
    assert callable(change)
    with pytest.raises(Misconfigured, match="score"):
        replace(numbers, **change(numbers))


def test_s1_points_below_zero_stand_under_negative_or_nowhere(numbers: ScoreNumbers) -> None:
    steps = tuple(replace(step, points=-1) for step in numbers.intent.budget)
    with pytest.raises(Misconfigured, match="0 or more"):
        replace(numbers, intent=replace(numbers.intent, budget=steps))


@given(st.sampled_from(list(READ)), st.data())
def test_d6_every_answer_there_is_adds_one_of_the_points_that_were_reckoned_with(
    rulebook: Rulebook, key: FactKey, data: st.DataObject
) -> None:
    parts = fact_parts(key, data.draw(READ[key]), rulebook.score, TODAY)
    assert sum(part.points for part in parts) in answer_points(rulebook.score)[key]


@given(st.fixed_dictionaries({}, optional=dict(READ)), BEHAVIOURS)
def test_d6_the_band_is_open_exactly_while_some_answers_lead_to_another(
    rulebook: Rulebook, known: dict[FactKey, FactValue], behaviour: Behaviour
) -> None:
    scoring = Scoring(behaviour, rulebook.score, TODAY)
    points = answer_points(rulebook.score)
    missing = [key for key in points if key not in known]
    reach = scoring.reach(known, missing)
    sums = {reach.now + sum(added) for added in product(*(points[key] for key in missing))}
    bands = {band_of(max(total, 0), rulebook.score.bands) for total in sums}
    assert reach.is_open == (len(bands) > 1)
    for key in missing:
        assert 0 <= reach.settled_share(key) <= 1
        assert (reach.points(key) > 0) == reach.is_open


def test_s1_a_budget_counts_by_what_its_currency_is_worth(numbers: ScoreNumbers) -> None:
    def points(currency: str) -> int:
        return _points({FactKey.BUDGET: Money(Decimal(5000), None, currency, Period.MONTH)}, numbers, Signal.BUDGET)

    assert points("USD") == points("") == max(step.points for step in numbers.intent.budget)
    assert points("JPY") == 0
    assert not next(
        part.known
        for part in score({FactKey.BUDGET: Money(Decimal(5), None, "XAU", None)}, NOBODY, numbers, TODAY).parts
        if part.signal is Signal.BUDGET
    )


def test_s1_every_currency_that_is_read_has_a_worth(numbers: ScoreNumbers) -> None:
    assert set(CURRENCIES) == set(numbers.intent.worth)
