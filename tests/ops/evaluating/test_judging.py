"""The judge: finds each way in which a turn differs from its scenario, and nothing where it does not."""

from dataclasses import replace
from typing import Any

import pytest

from ops.evaluating.judging import differences
from ops.evaluating.observing import Seen
from ops.evaluating.scenarios import Forbidden, Turn
from qualification.decision import Cause, Evidence, EvidenceKind, Line, Outcome, Question, Quote
from qualification.facts import FactKey, Headcount, Text
from qualification.state import DialogueState, KnowledgeHit
from tests.ops.evaluating.samples import TODAY, decision, seen, silent

PRICES = Quote(KnowledgeHit("Prices", "/help/pricing#what-foyer-costs", "It costs $49.", 0.9))
ASKED = decision(PRICES, Question(FactKey.COMPANY), dialogue=DialogueState(requested=FactKey.COMPANY))


def _found(turn: dict[str, Any], come: Seen, before: Seen | None = None) -> list[str]:
    judged = Turn.model_validate({"visitor": "hi there", **turn})
    return [one.what for one in differences(judged, Forbidden(), come, before, TODAY)]


@pytest.mark.parametrize(
    ("expect", "come", "what"),
    [
        ({"outcome": ["ask", "answer"]}, seen(), []),
        ({"outcome": "ask"}, seen(), ["outcome"]),
        ({"handoff": "waiting"}, seen(), ["handoff"]),
        ({"cause": "safety"}, seen(cause=Cause.LEGAL), ["cause"]),
        ({"cause": "legal"}, seen(cause=Cause.LEGAL), []),
        ({"owner": "rep"}, seen(), ["owner"]),
        ({"verdict": "qualified"}, seen(), ["verdict"]),
        ({"asks": "company"}, seen(ASKED), []),
        ({"asks": ["role", "any"]}, seen(ASKED), []),
        ({"asks": "nothing"}, seen(ASKED), ["asks"]),
        ({"asks": "role"}, seen(ASKED), ["asks"]),
        ({"asks": "email"}, seen(decision(Line("demo_needs_email"))), []),
        ({"asks": "team_size"}, seen(decision(Line("invalid.team_size"))), []),
        ({"quotes": "pricing"}, seen(ASKED), []),
        ({"quotes": "pricing#what-foyer-costs"}, seen(ASKED), []),
        ({"quotes": "security"}, seen(ASKED), ["quotes"]),
        ({"says": ["intro", "why.*"]}, seen(decision(Line("why.role"))), []),
        ({"says": ["intro", "why.*"]}, seen(), ["says"]),
        ({"says": "handoff_nobody"}, seen(announced=frozenset({"handoff_nobody"})), []),
        ({"facts": {"team_size": 40}}, seen(facts={FactKey.TEAM_SIZE: Headcount(40, 40)}), []),
        ({"facts": {"team_size": [30, 40]}}, seen(facts={FactKey.TEAM_SIZE: Headcount(40, 40)}), []),
        ({"facts": {"team_size": 41}}, seen(facts={FactKey.TEAM_SIZE: Headcount(40, 40)}), ["facts.team_size"]),
        ({"facts": {"role": "any"}}, seen(), ["facts.role"]),
        ({"notes": {"stopped": True}}, seen(), ["notes.stopped"]),
        ({"notes": {"stopped": True}}, seen(decision(dialogue=DialogueState(stopped=True))), []),
    ],
)
def test_an_expectation_is_met_or_named(expect: dict[str, Any], come: Seen, what: list[str]) -> None:
    assert _found({"expect": expect}, come) == what


@pytest.mark.parametrize(
    ("never", "come", "what"),
    [
        ({"outcome": "answer"}, seen(), ["outcome"]),
        ({"outcome": "book"}, seen(), []),
        ({"handoff": "waiting"}, seen(handoff="waiting"), ["handoff"]),
        ({"asks": "any"}, seen(ASKED), ["asks"]),
        ({"asks": "role"}, seen(ASKED), []),
        ({"says": "intro"}, seen(), ["says"]),
        ({"quotes": "any"}, seen(ASKED), ["quotes"]),
        ({"quotes": "security"}, seen(ASKED), []),
        ({"facts": "role"}, seen(facts={FactKey.ROLE: Text("cto")}), ["facts.role"]),
        ({"words": "A PROGRAM"}, seen(), ["words"]),
        ({"words": "promise"}, seen(), []),
    ],
)
def test_what_must_never_be_is_found(never: dict[str, Any], come: Seen, what: list[str]) -> None:
    assert _found({"never": never}, come) == what
    judged = Turn.model_validate({"visitor": "hi there"})
    of_scenario = differences(judged, Forbidden.model_validate(never), come, None, TODAY)
    assert [one.what for one in of_scenario] == what


BUTTON = decision(evidence=(Evidence(EvidenceKind.SIGNAL, "person_requested"),))
DECLINED = seen(decision(dialogue=DialogueState(declined=frozenset({FactKey.COMPANY}))))


@pytest.mark.parametrize(
    ("come", "before", "what"),
    [
        (seen(texts=()), None, ["D11"]),
        (seen(texts=("One.", "Two.")), None, ["D11"]),
        (seen(replace(decision(), reply=(Line("greet"),))), None, ["D13"]),
        (seen(replace(decision(), reply=(Line("greet"),))), seen(), []),
        (seen(announced=frozenset({"handoff_waiting"})), None, ["D9"]),
        (seen(announced=frozenset({"handoff_waiting"}), handoff="waiting"), None, []),
        (seen(decision(Question(FactKey.ROLE), Question(FactKey.EMAIL))), None, ["D5"]),
        (seen(ASKED, facts={FactKey.COMPANY: Text("Acme")}), None, ["D6"]),
        (seen(ASKED), DECLINED, ["D6"]),
        (seen(decision(Question(FactKey.ROLE), dialogue=DialogueState(problem_open=True))), None, ["D10"]),
        (seen(decision(Question(FactKey.EMAIL), dialogue=DialogueState(problem_open=True))), None, []),
        (seen(texts=("It costs {value}.",)), None, ["words"]),
        (seen(by_engine=False), None, ["engine"]),
        (seen(BUTTON, by_engine=False), None, []),
    ],
)
def test_what_holds_in_every_turn_is_judged_without_being_written(
    come: Seen, before: Seen | None, what: list[str]
) -> None:
    assert _found({}, come, before) == what


def test_the_same_question_means_the_one_that_was_open_before() -> None:
    assert _found({"expect": {"asks": "same"}}, seen(ASKED), seen(ASKED)) == []
    other = seen(decision(dialogue=DialogueState(requested=FactKey.ROLE)))
    assert _found({"expect": {"asks": "same"}}, seen(ASKED), other) == ["asks"]


def test_d8_silence_is_expected_where_a_rep_speaks() -> None:
    assert _found({"expect": {"silent": True}}, silent()) == []
    assert _found({"expect": {"silent": True}}, seen()) == ["silence"]


def test_a_difference_says_what_was_expected_and_what_came() -> None:
    judged = Turn.model_validate({"visitor": "hi there", "expect": {"outcome": ["ask", "book"]}})
    [found] = differences(judged, Forbidden(), seen(), None, TODAY)
    assert (found.expected, found.got) == ("ask, book", Outcome.ANSWER)
