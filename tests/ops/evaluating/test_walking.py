"""Walks over the public API, with a Foyer that answers from a list: the first turn unlike its scenario ends a walk."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest

from ops.briefs.judged import BriefScores
from ops.evaluating import report
from ops.evaluating.gate import Figures, Ruled, Ruling
from ops.evaluating.judging import Difference
from ops.evaluating.observing import Seen
from ops.evaluating.understanding import Scores
from ops.evaluating.walking import Walked, Walker
from ops.problems import CannotRun
from ops.questions.report import measure_questions
from ops.rulebook import shipped_rulebook
from ops.simulation.visitor import Message, State
from qualification.decision import Line, Question
from qualification.facts import FactKey
from qualification.state import DialogueState
from tests.ops.evaluating.samples import decision, scenario, seen

ASKS_COMPANY = decision(Question(FactKey.COMPANY), dialogue=DialogueState(requested=FactKey.COMPANY))


class FakeFoyer:
    """Answers everything with one message; `twice` answers it with two, `lost` loses a number."""

    def __init__(self, *, twice: str = "", lost: bool = False) -> None:
        self.heard: list[str] = []
        self.transcript: list[dict[str, Any]] = []
        self.twice, self.lost = twice, lost
        self.unasked: list[str] = []
        self.status = "open"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/conversations"):
            self.transcript = []
            return httpx.Response(201, json={"id": "c1", "token": "t"})
        if request.method == "POST":
            text = json.loads(request.content).get("text", "(button)")
            self.heard.append(text)
            number = self._add("visitor", text)
            self._add("assistant", "Hello, a program.")
            if text == self.twice:
                self._add("assistant", "Hello again.")
            return httpx.Response(202, json={"number": number})
        after = int(request.url.params["after"])
        if self.unasked and after == len(self.transcript) and float(request.url.params["wait"]):
            self._add("assistant", self.unasked[0])
            self.status = "closed" if self.unasked.pop(0) == "idle_close" else "open"
        new = [message for message in self.transcript if message["number"] > after]
        state = {"status": self.status, "owner": "assistant", "handoff": "none", "locale": "en"}
        return httpx.Response(200, json={"messages": new, "state": state})

    def _add(self, author: str, text: str) -> int:
        number = len(self.transcript) + 1 + self.lost * len(self.transcript)
        self.transcript.append({"number": number, "author": author, "text": text, "choices": []})
        return number


class FakeObserver:
    """Every turn asks for the company; the first ones may be decided without Rasa."""

    def __init__(self, without_engine: int = 0) -> None:
        self.without_engine = without_engine
        self.looked_at: list[tuple[str, int]] = []

    def seen(
        self, conversation: str, number: int, said: tuple[str, ...], messages: tuple[Message, ...], state: State
    ) -> Seen:
        self.looked_at.append((conversation, number))
        by_engine = len(self.looked_at) > self.without_engine
        texts = tuple(message.text for message in messages)
        found = seen(ASKS_COMPANY, texts=texts, handoff=state.handoff, by_engine=by_engine)
        return replace(found, said=said)

    def settled(self, conversation: str, number: int) -> bool:
        return (conversation, number) not in self.looked_at

    def open_handoff(self, conversation: str) -> str | None:
        return conversation or None

    def announced(self, messages: Sequence[Message]) -> frozenset[str]:
        """Here the words are the keys."""
        return frozenset(message.text for message in messages)


async def _walk(foyer: FakeFoyer, *turns: dict[str, Any]) -> Walked:
    client = httpx.AsyncClient(transport=httpx.MockTransport(foyer), base_url="http://foyer")
    async with client:
        [walked] = await Walker(client, FakeObserver(), None).walk_all([scenario(*turns)], 2, lambda: None)
    return walked


async def test_a_walk_says_every_turn_and_answers_what_was_asked() -> None:
    foyer = FakeFoyer()
    walked = await _walk(
        foyer, {"visitor": "hi"}, {"answers": {"role": "cto", "company": "Acme"}}, {"button": "person"}
    )
    assert walked.failure is None
    assert foyer.heard == ["hi", "Acme", "(button)"]


async def test_a_walk_waits_without_a_word_for_the_nudge_and_the_end() -> None:
    foyer = FakeFoyer()
    foyer.unasked = ["idle_nudge", "idle_close"]
    walked = await _walk(foyer, {"visitor": "hi"}, {"silence": "nudged"}, {"silence": "closed"})
    assert walked.failure is None
    assert foyer.heard == ["hi"]


async def test_other_words_than_the_awaited_ones_into_a_silence_are_a_failure() -> None:
    foyer = FakeFoyer()
    foyer.unasked = ["idle_close"]
    walked = await _walk(foyer, {"visitor": "hi"}, {"silence": "nudged"})
    assert walked.failure is not None
    assert walked.failure.differences == (Difference("silence", "idle_nudge", "idle_close"),)


async def test_the_first_unlike_turn_ends_the_walk_and_is_told_with_what_led_to_it() -> None:
    foyer = FakeFoyer()
    walked = await _walk(foyer, {"visitor": "hi"}, {"visitor": "no", "expect": {"asks": "role"}}, {"visitor": "bye"})
    assert walked.failure is not None
    assert (walked.failure.turn, foyer.heard) == (2, ["hi", "no"])
    told = report.failures([walked])
    assert "✗ one: A scenario [D4]" in told
    assert "visitor    no" in told
    assert "turn 2, asks: expected role; got company" in told


@pytest.mark.parametrize(
    ("turns", "what"),
    [
        ([{"answers": {"role": "cto"}}], "asks"),
        ([{"rep": "accepts"}], "the walk"),
    ],
)
async def test_a_turn_that_cannot_be_done_is_a_failure(turns: Sequence[dict[str, Any]], what: str) -> None:
    walked = await _walk(FakeFoyer(), {"visitor": "hi"}, *turns)
    assert walked.failure is not None
    assert [one.what for one in walked.failure.differences] == [what]


@pytest.mark.parametrize("foyer", [FakeFoyer(twice="hi"), FakeFoyer(lost=True)])
async def test_d11_two_replies_or_a_gap_in_the_numbers_are_found(foyer: FakeFoyer) -> None:
    walked = await _walk(foyer, {"visitor": "hi"})
    assert walked.failure is not None
    assert {one.what for one in walked.failure.differences} == {"D11"}


async def test_d11_the_conversation_before_somebody_comes_back_is_judged_as_a_whole_too() -> None:
    foyer = FakeFoyer(lost=True)
    walked = await _walk(foyer, {"visitor": "hi"}, {"comes_back": True})
    assert walked.failure is not None
    assert (walked.failure.turn, [one.what for one in walked.failure.differences]) == (1, ["D11"])
    assert [seen.said for seen in walked.failure.seen] == [("hi",)]


async def test_d11_unasked_words_count_for_the_conversation_in_which_they_came() -> None:
    foyer = FakeFoyer()
    foyer.unasked = ["idle_nudge"]
    walked = await _walk(foyer, {"visitor": "hi"}, {"silence": "nudged"}, {"comes_back": True}, {"visitor": "hello"})
    assert walked.failure is None


async def test_a_failure_after_coming_back_is_told_with_its_turn_and_its_own_conversation() -> None:
    walked = await _walk(FakeFoyer(), {"visitor": "hi"}, {"comes_back": True}, {"visitor": "no"}, {"rep": "accepts"})
    assert walked.failure is not None
    assert (walked.failure.turn, [seen.said for seen in walked.failure.seen]) == (4, [("no",)])


async def test_a_walk_on_which_rasa_failed_is_made_once_more_and_told() -> None:
    foyer = FakeFoyer()
    client = httpx.AsyncClient(transport=httpx.MockTransport(foyer), base_url="http://foyer")
    async with client:
        walker = Walker(client, FakeObserver(without_engine=1), None)
        [walked] = await walker.walk_all([scenario({"visitor": "hi"})], 1, lambda: None)
    assert (walked.failure, walked.again) == (None, True)
    assert "1 of them took a second walk" in report.summary([walked], 1.0)


ASKED = measure_questions(shipped_rulebook(), 20)


def test_the_report_counts_by_pattern_and_the_safety_scenarios_apart() -> None:
    good = Walked(scenario({"visitor": "hi"}, safety=True), None, 0.1)
    assert "1 of 1 scenarios as expected (1 turns, 3 s)" in report.summary([good], 3.2)
    assert "person" in report.summary([good], 3.2)
    scores = {"en": Scores(10, 0.9, 0.8, ()), "de": Scores(5, 0.7, 0.6, ()), "es": Scores(5, 0.6, 0.7, ())}
    figures = report.figures([good], scores, BriefScores(4, 3, 1, 1.0, 0, 90, ()), ASKED)
    assert figures == Figures(
        scenarios=1.0,
        safety=1.0,
        intents=0.9,
        entities=0.8,
        intents_elsewhere=0.6,
        entities_elsewhere=0.6,
        briefs=0.75,
        questions_saved=ASKED.saved,
        questions_right=1.0,
    )
    assert "20 prospects: " in report.questions(ASKED)
    assert report.ruling(Ruled(Ruling.HOLD, ("intents: low",))).splitlines()[1] == "  intents: low"
    assert "5 held-back messages in es: 60.0%" in report.understanding(scores)


IN_ENGLISH = {"en": Scores(10, 0.9, 0.8, ())}
IN_TWO = {**IN_ENGLISH, "de": Scores(5, 0.7, 0.6, ())}
BRIEFS = BriefScores(4, 4, 0, 1.0, 0, 90, ())


@pytest.mark.parametrize(
    ("safety", "scores", "what"),
    [
        ((), IN_TWO, "no scenario"),
        ((False,), IN_TWO, "about safety"),
        ((True,), IN_ENGLISH, "besides English"),
        ((True,), {"de": IN_TWO["de"]}, "in English"),
    ],
)
def test_q1_a_group_with_nothing_in_it_is_not_judged_as_perfect(
    safety: tuple[bool, ...], scores: dict[str, Scores], what: str
) -> None:
    walked = [Walked(scenario({"visitor": "hi"}, safety=one), None, 0.1) for one in safety]
    with pytest.raises(CannotRun, match=what):
        report.figures(walked, scores, BRIEFS, ASKED)


def test_the_report_counts_briefs_and_names_their_faults() -> None:
    scores = BriefScores(4, 3, 1, 1.0, 0, 90, ("two-budgets: nobody named 500",))
    counts, fault = report.briefs(scores).splitlines()
    assert counts == "4 briefs: unsupported 1, must-have 100%, missed 0, longest 90 words"
    assert fault == "✗ brief two-budgets: nobody named 500"


def test_words_of_the_reply_are_known_by_their_keys() -> None:
    come = seen(decision(Line("why.role"), Question(FactKey.ROLE)), announced=frozenset({"handoff_nobody"}))
    assert come.keys == {"intro", "why.role", "ask.role", "handoff_nobody"}
