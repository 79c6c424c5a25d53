"""The verdict (S2) and the next question (D6)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.deciding.planning import VerdictAndRoute, next_question
from qualification.deciding.verdict import Route, prospect, verdict, verdict_score
from qualification.decision import Verdict
from qualification.facts import FactKey, FactValue, Headcount, Text
from qualification.rulebook import Rulebook

ANYTHING = Text("any")
KNOWN_BY_CHANCE = st.dictionaries(
    st.sampled_from(list(FactKey)), st.just(ANYTHING) | st.builds(Headcount, st.integers(0, 9), st.integers(0, 9))
)


@pytest.mark.parametrize(
    ("known", "score", "expected"),
    [
        ((), 0.4, Verdict.NEEDS_REVIEW),
        ((FactKey.COMPANY,), 0.7, Verdict.QUALIFIED),
        ((FactKey.ROLE,), 0.7, Verdict.QUALIFIED),
        ((FactKey.COMPANY, FactKey.ROLE), 1.0, Verdict.QUALIFIED),
        ((FactKey.EMAIL, FactKey.NAME, FactKey.BUDGET), 0.4, Verdict.NEEDS_REVIEW),
    ],
)
def test_s2_the_verdict_is_the_sum_as_written(
    rulebook: Rulebook, known: tuple[FactKey, ...], score: float, expected: Verdict
) -> None:
    assert verdict_score(known, rulebook.verdict) == score
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


def test_d6_the_question_that_changes_the_verdict_comes_first(rulebook: Rulebook) -> None:
    assert next_question({}, [FactKey.EMAIL, FactKey.ROLE], VerdictAndRoute(rulebook)) is FactKey.ROLE


def test_d6_one_fact_decides_the_verdict_so_the_other_is_not_asked(rulebook: Rulebook) -> None:
    known = {FactKey.ROLE: ANYTHING}
    order = rulebook.questions.order
    asked = next_question(known, [key for key in order if key not in known], VerdictAndRoute(rulebook))
    assert asked is FactKey.TEAM_SIZE


def test_d6_nobody_who_cannot_be_qualified_any_more_is_asked_on(rulebook: Rulebook) -> None:
    assert next_question({}, [FactKey.EMAIL, FactKey.TEAM_SIZE], VerdictAndRoute(rulebook)) is None


@given(KNOWN_BY_CHANCE, st.frozensets(st.sampled_from(list(FactKey))))
def test_d6_asking_stops_exactly_when_no_answer_could_change_anything(
    rulebook: Rulebook, known: dict[FactKey, FactValue], refused: frozenset[FactKey]
) -> None:
    stakes = VerdictAndRoute(rulebook)
    askable = [key for key in rulebook.questions.order if key not in known and key not in refused]
    before = stakes.outcome(known)
    # Independent of the code under test: every value of a wide range, every subset of answers.
    values: dict[FactKey, list[FactValue | None]] = {
        key: [None, *(Headcount(size, size) for size in range(12))] if key is FactKey.TEAM_SIZE else [None, ANYTHING]
        for key in askable
    }
    outcomes = set()
    for answers in product(*values.values()):
        given_answers = {key: value for key, value in zip(values, answers, strict=True) if value is not None}
        outcomes.add(stakes.outcome({**known, **given_answers}))
    assert (next_question(known, askable, stakes) is None) == (outcomes == {before})
