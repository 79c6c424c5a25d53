"""From a stored message to its one answer: bursts, a failing engine, a visitor who types on, a rep who takes over."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from actions.languages.detector import LanguageDetector
from actions.languages.hearing import Languages
from actions.replies import Replies
from actions.turn import TurnStatus
from gateway.metrics import Metrics, make_metrics
from gateway.turns.visitor_turn import VisitorTurns
from memory.contract import Memory
from memory.live.in_process import InProcessLiveStore
from qualification.errors import Unavailable
from qualification.rulebook import Rulebook
from tests.gateway.turns.scripted import ScriptedEngine, ScriptedFallback, eventually, raising
from tests.memory.samples import NOW, add_rep, open_conversation, visitor_says

DOWN = Unavailable("Rasa is down.")


class Chat:
    """One conversation and everything that answers it."""

    def __init__(self, memory: Memory, rulebook: Rulebook, replies: Replies) -> None:
        self.memory, self.live, self.metrics = memory, InProcessLiveStore(), make_metrics()
        self.engine, self.fallback = ScriptedEngine(memory), ScriptedFallback(memory)
        self.turns = VisitorTurns(
            memory=memory,
            live=self.live,
            engine=self.engine,
            rulebook=rulebook,
            languages=Languages(rulebook.languages, replies.locales, LanguageDetector(rulebook.languages.shared)),
            replies=replies,
            answer=self.fallback,
            metrics=self.metrics,
            clock=lambda: NOW,
        )
        self.id = open_conversation(memory).id

    def hear(self, text: str, *, person: bool = False) -> None:
        visitor_says(self.memory, self.id, text, person=person)
        self.turns.wake(self.id, text)

    def take_over(self) -> None:
        rep = add_rep(self.memory)
        with self.memory.transaction() as records:
            records.conversations.change_owner(self.id, rep_id=rep.id, rep_name=rep.name, now=NOW)

    def is_settled(self) -> bool:
        """Every message of the visitor belongs to a turn that has ended."""
        with self.memory.reading() as records:
            return not records.turns.unanswered(NOW + timedelta(hours=1))


@pytest.fixture
async def chat(memory: Memory, rulebook: Rulebook, replies: Replies) -> AsyncIterator[Chat]:
    chat = Chat(memory, rulebook, replies)
    yield chat
    await chat.turns.stop()


def _ended(metrics: Metrics, status: TurnStatus) -> float:
    value = metrics.registry.get_sample_value("foyer_turns_total", {"status": status.value})
    return value or 0.0


async def test_d11_messages_in_a_burst_are_one_turn(chat: Chat) -> None:
    for text in ("how much", "does it", "cost"):
        chat.hear(text)
    await eventually(lambda: _ended(chat.metrics, TurnStatus.ANSWERED) == 1)
    assert chat.engine.texts == ["how much\ndoes it\ncost"]
    assert chat.is_settled()


async def test_d9_an_engine_that_does_not_answer_is_covered_by_the_script(chat: Chat) -> None:
    chat.engine.script = [DOWN]
    with capture_logs() as lines:
        chat.hear("how much")
        await eventually(chat.is_settled)
        await eventually(lambda: _ended(chat.metrics, TurnStatus.ANSWERED) == 1)
    assert len(chat.fallback.turns) == 1
    assert "engine_unavailable" in {line["event"] for line in lines}
    assert chat.metrics.registry.get_sample_value("foyer_engine_failures_total") == 1


async def test_d9_an_engine_that_breaks_instead_of_answering_is_covered_by_the_script(chat: Chat) -> None:
    chat.engine.meanwhile = raising(RuntimeError("a mistake of ours"))
    with capture_logs() as lines:
        chat.hear("how much")
        await eventually(chat.is_settled)
    assert len(chat.fallback.turns) == 1
    assert "engine_broke" in {line["event"] for line in lines}
    assert chat.metrics.registry.get_sample_value("foyer_engine_failures_total") == 1


@pytest.mark.parametrize("broken", ["Languages.heard", "pressed_choice", "hold_in"])
async def test_d9_a_turn_whose_language_or_choice_cannot_be_heard_is_answered_all_the_same(
    chat: Chat, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"gateway.turns.visitor_turn.{broken}", raising(RuntimeError("no model")))
    with capture_logs() as lines:
        chat.hear("Was kostet das im Monat?")
        await eventually(chat.is_settled)
    assert (chat.engine.texts, chat.engine.locales) == (["Was kostet das im Monat?"], ["en"])
    assert "begin_failed" in {line["event"] for line in lines}


async def test_d8_a_rep_who_speaks_is_left_alone_though_nothing_can_be_heard(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.take_over()
    monkeypatch.setattr("gateway.turns.visitor_turn.Languages.heard", raising(RuntimeError("no model")))
    chat.hear("how much")
    await eventually(chat.is_settled)
    assert chat.engine.texts == chat.fallback.turns == []


async def test_d4_the_button_never_waits_for_the_engine(chat: Chat) -> None:
    chat.hear("Talk to a person", person=True)
    await eventually(lambda: len(chat.fallback.turns) == 1)
    assert chat.engine.texts == []


async def test_d11_a_turn_that_the_visitor_has_typed_past_is_taken_again_with_all_words(chat: Chat) -> None:
    chat.engine.script = [TurnStatus.SUPERSEDED]

    def goes_on() -> None:
        if len(chat.engine.texts) == 1:
            visitor_says(chat.memory, chat.id, "a month")

    chat.engine.meanwhile = goes_on
    chat.hear("how much")
    await eventually(lambda: _ended(chat.metrics, TurnStatus.ANSWERED) == 1)
    assert chat.engine.texts == ["how much", "how much\na month"]
    assert _ended(chat.metrics, TurnStatus.SUPERSEDED) == 1


async def test_d8_a_rep_who_takes_over_in_the_middle_silences_the_turn(chat: Chat) -> None:
    chat.engine.script = [TurnStatus.NOT_OWNER]
    chat.engine.meanwhile = chat.take_over
    chat.hear("how much")
    await eventually(lambda: _ended(chat.metrics, TurnStatus.NOT_OWNER) == 1)
    await eventually(chat.is_settled)
    assert len(chat.engine.texts) == 1
    assert chat.fallback.turns == []


async def test_d8_while_a_rep_speaks_the_engine_is_not_asked(chat: Chat) -> None:
    chat.take_over()
    chat.hear("how much")
    await eventually(chat.is_settled)
    await asyncio.sleep(0.3)
    assert chat.engine.texts == chat.fallback.turns == []


async def test_a_turn_that_another_gateway_holds_is_waited_for_and_then_looked_at_again(chat: Chat) -> None:
    async with chat.live.only_one(f"turn:{chat.id}", lifetime=timedelta(seconds=30)):
        chat.hear("how much")
        await asyncio.sleep(0.4)
        assert chat.engine.texts == []
    await eventually(lambda: chat.engine.texts == ["how much"])


@pytest.mark.parametrize("problem", [OSError("disk"), DOWN, RuntimeError("a mistake of ours")], ids=repr)
async def test_d11_an_error_that_ends_the_task_is_logged_and_the_next_wake_answers(
    chat: Chat, problem: Exception
) -> None:
    chat.engine.script = [DOWN]
    chat.fallback.meanwhile = raising(problem)
    with capture_logs() as lines:
        chat.hear("how much")
        await eventually(lambda: "turn_failed" in {line["event"] for line in lines})
    chat.turns.wake(chat.id)
    await eventually(lambda: _ended(chat.metrics, TurnStatus.ANSWERED) == 1)
    assert chat.engine.texts == ["how much", "how much"]


async def test_a_wake_without_anything_to_answer_asks_nobody(chat: Chat) -> None:
    chat.turns.wake(chat.id)
    await asyncio.sleep(0.3)
    assert chat.engine.texts == chat.fallback.turns == []


async def test_stopping_leaves_the_message_for_the_next_start(chat: Chat) -> None:
    chat.hear("how much,")
    await chat.turns.stop()
    assert not chat.is_settled()
    assert chat.engine.texts == []


async def test_d11_pushes_tell_that_the_assistant_writes_and_when_the_turn_has_ended(chat: Chat) -> None:
    async with chat.live.listen(f"conversation:{chat.id}") as events, asyncio.timeout(10):
        chat.hear("how much")
        assert await anext(events) == {"kind": "typing", "author": "assistant"}
        assert (await anext(events))["kind"] == "turn"


async def test_the_metrics_count_turns_by_how_they_ended_and_how_long_they_took(chat: Chat) -> None:
    chat.engine.script = [DOWN]
    chat.hear("how much")
    await eventually(lambda: _ended(chat.metrics, TurnStatus.ANSWERED) == 1)
    page = generate_latest(chat.metrics.registry).decode()
    assert 'foyer_turns_total{status="answered"} 1.0' in page
    assert "foyer_turn_seconds_count 1.0" in page
    assert "foyer_engine_failures_total 1.0" in page
