"""The verdict (S2) and the next question (D6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualification.conversation import Channel
from qualification.deciding.planning import Stakes, next_question
from qualification.deciding.verdict import Prospect, Route, prospect, verdict, verdict_score
from qualification.decision import Verdict
from qualification.facts import FactKey, FactValue, Headcount, Money, Text, Timeframe
from qualification.rulebook import Rulebook
from qualification.scoring.reach import Scoring
from qualification.scoring.score import Band, Behaviour, score

ANYTHING = Text("any")
TODAY = date(2026, 3, 2)
WEBSITE = Behaviour(Channel.WEBSITE, own_questions=1)
Known = Mapping[FactKey, FactValue]
# Few values of each fact, but on all sides of what the shipped rulebook counts.
VALUES: Mapping[FactKey, Sequence[FactValue]] = {
    FactKey.COMPANY: [ANYTHING],
    FactKey.ROLE: [Text("juggler"), Text("team lead"), Text("CEO")],
    FactKey.TEAM_SIZE: [Headcount(1, 2), Headcount(1, 9), Headcount(3, 3), Headcount(11, 50), Headcount(60, None)],
    FactKey.EMAIL: [Text("a@acme.example"), Text("a@gmail.com")],
    FactKey.TIMELINE: [
        Timeframe(None, None, ""),
        *(Timeframe(None, TODAY + timedelta(days=days), "") for days in (10, 60, 200, 500)),
    ],
    FactKey.BUDGET: [Money(Decimal(amount), None, "", None) for amount in (10, 100, 300, 900)],
    FactKey.USE_CASE: [ANYTHING],
}
KNOWN_BY_CHANCE = st.fixed_dictionaries({}, optional={key: st.sampled_from(VALUES[key]) for key in VALUES})
BEHAVIOURS = st.builds(Behaviour, st.sampled_from(Channel), st.booleans(), st.integers(0, 4), st.booleans())


def _stakes(rulebook: Rulebook, behaviour: Behaviour = WEBSITE) -> Stakes:
    return Stakes(rulebook, Scoring(behaviour, rulebook.score, TODAY))


def _left(rulebook: Rulebook, known: Known) -> list[FactKey]:
    return [key for key in rulebook.questions.order if key not in known]


def _outcome(known: Known, behaviour: Behaviour, rulebook: Rulebook) -> tuple[Prospect, Band]:
    """By the rules themselves. Only a rep needs a way to reach somebody."""
    found = prospect(known, rulebook)
    if found.route is not Route.REP:
        found = replace(found, contactable=False)
    return found, score(known, behaviour, rulebook.score, TODAY).band


def _all_answers(keys: Sequence[FactKey]) -> Iterator[Known]:
    for values in product(*([None, *VALUES[key]] for key in keys)):
        yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}


@pytest.mark.parametrize(
    ("known", "points", "expected"),
    [
        ((), 0.4, Verdict.NEEDS_REVIEW),
        ((FactKey.COMPANY,), 0.7, Verdict.QUALIFIED),
        ((FactKey.ROLE,), 0.7, Verdict.QUALIFIED),
        ((FactKey.COMPANY, FactKey.ROLE), 1.0, Verdict.QUALIFIED),
        ((FactKey.EMAIL, FactKey.NAME, FactKey.BUDGET), 0.4, Verdict.NEEDS_REVIEW),
    ],
)
def test_s2_the_verdict_is_the_sum_as_written(
    rulebook: Rulebook, known: tuple[FactKey, ...], points: float, expected: Verdict
) -> None:
    assert verdict_score(known, rulebook.verdict) == points
    assert verdict(known, rulebook.verdict) is expected


def test_d6_small_teams_serve_themselves_and_unknown_ones_meet_a_rep(rulebook: Rulebook) -> None:
    border = rulebook.routing.rep_from_team_size
    for team, route in (
        (None, Route.REP),
        (Headcount(1, border - 1), Route.SELF_SERVE),
        (Headcount(1, border), Route.REP),
        (Headcount(1, None), Route.REP),
    ):
        known: dict[FactKey, FactValue] = {FactKey.COMPANY: ANYTHING}
        assert prospect({**known, **({FactKey.TEAM_SIZE: team} if team else {})}, rulebook).route is route


def test_d6_the_question_that_moves_verdict_and_band_comes_before_the_one_that_moves_the_verdict(
    rulebook: Rulebook,
) -> None:
    assert next_question({}, rulebook.questions.order, _stakes(rulebook)) is FactKey.ROLE


def test_d6_then_come_the_route_a_way_to_reach_and_what_is_open_in_the_band(rulebook: Rulebook) -> None:
    known: dict[FactKey, FactValue] = {FactKey.ROLE: Text("CEO")}
    asked = []
    for key, value in (
        (FactKey.TEAM_SIZE, Headcount(40, 40)),
        (FactKey.EMAIL, Text("a@acme.example")),
        (FactKey.TIMELINE, Timeframe(TODAY, TODAY, "")),
    ):
        asked.append(next_question(known, _left(rulebook, known), _stakes(rulebook)))
        known[key] = value
    assert asked == [FactKey.TEAM_SIZE, FactKey.EMAIL, FactKey.TIMELINE]


def test_d6_one_fact_decides_the_verdict_so_the_other_is_never_asked(rulebook: Rulebook) -> None:
    known = {FactKey.ROLE: Text("CEO")}
    left = [FactKey.COMPANY]
    assert next_question({}, left, _stakes(rulebook)) is FactKey.COMPANY
    assert next_question(known, left, _stakes(rulebook)) is None


def test_d6_a_contact_is_no_question_for_those_who_serve_themselves(rulebook: Rulebook) -> None:
    business = replace(rulebook, score=replace(rulebook.score, negative=replace(rulebook.score.negative, free_mail=0)))
    known: dict[FactKey, FactValue] = {FactKey.ROLE: ANYTHING, FactKey.TEAM_SIZE: Headcount(1, 1)}
    assert next_question(known, [FactKey.EMAIL], _stakes(business)) is None
    assert next_question({FactKey.ROLE: ANYTHING}, [FactKey.EMAIL], _stakes(business)) is FactKey.EMAIL


def test_d6_a_question_that_only_counts_together_with_another_is_not_given_up(rulebook: Rulebook) -> None:
    strict = replace(rulebook, verdict=replace(rulebook.verdict, qualified_from=1.0))
    assert next_question({}, [FactKey.COMPANY, FactKey.ROLE], _stakes(strict)) is not None
    assert next_question({}, [FactKey.COMPANY], _stakes(strict)) is None


@settings(max_examples=60)
@given(KNOWN_BY_CHANCE, BEHAVIOURS, st.frozensets(st.sampled_from(list(FactKey))))
def test_d6_asking_stops_exactly_when_no_answer_could_change_anything(
    rulebook: Rulebook, known: dict[FactKey, FactValue], behaviour: Behaviour, refused: frozenset[FactKey]
) -> None:
    askable = [key for key in _left(rulebook, known) if key not in refused]
    before = _outcome(known, behaviour, rulebook)
    outcomes = (_outcome({**known, **answers}, behaviour, rulebook) for answers in _all_answers(askable))
    can_change = any(after != before for after in outcomes)
    assert (next_question(known, askable, _stakes(rulebook, behaviour)) is not None) == can_change


@given(KNOWN_BY_CHANCE, BEHAVIOURS, st.data())
def test_d6_what_is_asked_is_open_and_could_matter_on_some_way(
    rulebook: Rulebook, known: dict[FactKey, FactValue], behaviour: Behaviour, data: st.DataObject
) -> None:
    askable = data.draw(st.permutations(_left(rulebook, known)).map(lambda keys: keys[:4]))
    key = next_question(known, askable, _stakes(rulebook, behaviour))
    if key is None:
        return
    assert key in askable
    others = [other for other in askable if other is not key]
    assert any(
        _outcome(without, behaviour, rulebook) != _outcome({**without, key: value}, behaviour, rulebook)
        for without in ({**known, **answers} for answers in _all_answers(others))
        for value in VALUES[key]
    )
