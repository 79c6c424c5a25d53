"""The simulation counts truthfully: every message has one end, and what went wrong is never hidden in an average."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from memory.engine import open_database
from memory.migrate import History, upgrade
from ops.problems import CannotRun
from ops.simulation.decisions import decided_turns
from ops.simulation.messages import read_messages
from ops.simulation.prospects import Prospect, next_line, read_prospects, read_questions
from ops.simulation.report import Decided, Fate, Outcome, fate_of, render
from ops.simulation.walks import Crowd
from qualification.understanding import Intent
from tests.actions.office import Office

STATE = {"status": "open", "owner": "assistant", "handoff": "none", "locale": "en"}
SURE = {"ranking": [["ask_pricing", 0.9], ["greet", 0.1]]}
UNSURE = {"ranking": [["ask_pricing", 0.3], ["greet", 0.2]]}
QUOTE = {"type": "quote", "hit": {}}
IN_SCOPE = 0.5
LINE = {"type": "line", "key": "unclear"}


def _decision(outcome: str, *reply: Mapping[str, object], bring_in: str | None = None) -> dict[str, object]:
    return {"outcome": outcome, "reply": list(reply), "bring_in": bring_in}


class FakeFoyer:
    """The public API as far as a visitor uses it; `answers` maps what is said to the reply, None is silence."""

    def __init__(self, answers: dict[str, str | None]) -> None:
        self.answers = answers
        self.transcript: list[dict[str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/conversations"):
            return httpx.Response(201, json={"id": "c1", "token": "t"})
        if request.method == "POST":
            return self._hear(json.loads(request.content)["text"])
        after = int(request.url.params["after"])
        new = [message for message in self.transcript if int(str(message["number"])) > after]
        return httpx.Response(200, json={"messages": new, "state": STATE})

    def _hear(self, text: str) -> httpx.Response:
        if text not in self.answers:
            return httpx.Response(500, text="broken")
        self._add("visitor", text)
        number = len(self.transcript)
        answer = self.answers[text]
        if answer is not None:
            self._add("assistant", answer)
        return httpx.Response(202, json={"number": number})

    def _add(self, author: str, text: str) -> None:
        self.transcript.append({"number": len(self.transcript) + 1, "author": author, "text": text, "choices": []})


async def _ends(answers: dict[str, str | None], *texts: str) -> list[Outcome]:
    client = httpx.AsyncClient(transport=httpx.MockTransport(FakeFoyer(answers)), base_url="http://foyer")
    async with client:
        said = await Crowd(client, parallel=1, patience_seconds=0.05).send_messages(texts, lambda: None)
    return [one.outcome for one in said]


@pytest.mark.parametrize(
    ("decision", "understanding", "fate"),
    [
        (_decision("answer", QUOTE), SURE, Fate.ANSWERED),
        (_decision("answer", LINE), SURE, Fate.ANSWERED),
        (_decision("answer", QUOTE), UNSURE, Fate.ANSWERED),
        (_decision("ask", LINE), SURE, Fate.ASKED),
        (_decision("ask", LINE), UNSURE, Fate.REJECTED),
        (_decision("escalate"), UNSURE, Fate.ESCALATED),
        (_decision("answer", LINE, bring_in="asked_for_person"), SURE, Fate.ESCALATED),
        (_decision("book"), SURE, Fate.ESCALATED),
        (_decision("ask", LINE), None, Fate.ASKED),
    ],
)
def test_a_decision_comes_to_one_end(
    decision: dict[str, object], understanding: dict[str, object] | None, fate: Fate
) -> None:
    assert fate_of(Decided(decision, understanding, by_engine=understanding is not None), IN_SCOPE) is fate


def test_what_is_less_sure_than_the_rulebook_demands_was_out_of_scope() -> None:
    asked = Decided(_decision("ask", LINE), SURE, by_engine=True)
    assert fate_of(asked, in_scope=0.9) is Fate.ASKED
    assert fate_of(asked, in_scope=0.95) is Fate.REJECTED


def test_q1_a_turn_that_the_script_understood_is_counted_as_decided_without_rasa(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'foyer.db'}"
    upgrade(url, History(MIGRATIONS, VERSION_TABLE))
    database = open_database(url)
    office = Office(database)
    first, second = office.conversation(), office.conversation()
    office.turn_without_engine(first, "put a human on")
    office.turn(second, "put a human on", Intent.ASK_HUMAN, model="20261121-foyer.tar.gz")
    database.close()
    decided = decided_turns(url, [first, second])
    assert [decided[one, 1].by_engine for one in (first, second)] == [False, True]


async def test_a_reply_silence_and_an_error_are_told_apart() -> None:
    ends = await _ends({"hello": "Hello.", "hm": None}, "hello", "hm", "boom")
    assert [outcome.fate for outcome in ends] == [Fate.REPLIED, Fate.SILENT, Fate.FAILED]
    assert "500" in ends[2].problem


def test_the_report_counts_every_fate_and_shows_what_went_wrong() -> None:
    outcomes = [Outcome("a", Fate.ANSWERED, 0.1), Outcome("b", Fate.SILENT), Outcome("c", Fate.FAILED, problem="500")]
    told = render("Message file", outcomes)
    assert "3 messages" in told
    assert "answered" in told
    assert "silent: 'b'" in told
    assert "failed: 'c' 500" in told


def test_an_empty_report_is_no_error() -> None:
    assert "0 messages" in render("Message file", [])


def test_messages_are_read_from_gzip_by_split_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl.gz"
    rows = [{"text": "one", "split": "test"}, {"text": "two", "split": "train"}, {"text": "three", "split": "test"}]
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    assert read_messages(path, "test") == ["one", "three"]
    assert read_messages(path, None) == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"label": "x"}', ":1 is not an object with a `text`"),
        ("[1]", ":1 is not"),
        ("not json", ":1 is not"),
        ("", "no messages"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(content)
    with pytest.raises(CannotRun, match=words.replace("`", ".")):
        read_messages(path, None)


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"There is no file .*none\.jsonl"):
        read_messages(tmp_path / "none.jsonl", None)


def test_a_prospect_answers_what_is_asked_before_going_on() -> None:
    prospect = Prospect(name="Dana", says=["how much is it", "thanks"], knows={"team_size": "about 40"})
    questions = read_questions()
    assert next_line(prospect, questions, "", 0) == ("how much is it", 1)
    assert next_line(prospect, questions, "It costs 49. How many people would work with it?", 1) == ("about 40", 1)
    assert next_line(prospect, questions, "Noted.", 1) == ("thanks", 2)
    assert next_line(prospect, questions, "Which company is this for?", 2) == ("skip", 2)
    assert next_line(prospect, questions, "Goodbye.", 2) == (None, 2)


def test_every_shipped_prospect_has_a_name_of_its_own_and_known_facts() -> None:
    prospects, questions = read_prospects(), read_questions()
    assert len({prospect.name for prospect in prospects}) == len(prospects)
    assert {fact for prospect in prospects for fact in prospect.knows} <= set(questions.patterns)


async def test_a_prospect_walks_through_a_conversation_to_its_end() -> None:
    answers: dict[str, str | None] = {
        "how much is it": "It costs 49. Which company is this for?",
        "Acme": "Noted.",
        "bye": "Goodbye.",
    }
    prospect = Prospect(name="Dana", says=["how much is it", "bye"], knows={"company": "Acme"})
    client = httpx.AsyncClient(transport=httpx.MockTransport(FakeFoyer(answers)), base_url="http://foyer")
    async with client:
        crowd = Crowd(client, parallel=1, patience_seconds=0.05)
        [walk] = await crowd.send_prospects([prospect], read_questions(), lambda: None)
    assert [one.outcome.text for one in walk.said] == ["how much is it", "Acme", "bye"]
    assert walk.as_expected
