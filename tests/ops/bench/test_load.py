"""Everything is said exactly once, in parallel conversations of a few turns, and its cost is counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest

from ops.bench import load
from ops.bench.load import TURNS_OF_A_TALK, send_block, send_long_talks
from ops.bench.talks import Talk


@dataclass
class FakeTalk:
    heard: list[str]
    lasts: int = 1_000
    has_ended: bool = False
    turns: int = 0
    left: bool = False

    async def say(self, text: str) -> float:
        self.heard.append(text)
        self.turns += 1
        self.has_ended = self.turns >= self.lasts
        return 0.01

    async def leave(self) -> None:
        self.left = True


@dataclass
class FakeMeeting:
    lasts: int = 1_000
    heard: list[str] = field(default_factory=list)
    talks: list[FakeTalk] = field(default_factory=list)

    async def open(self) -> Talk:
        self.talks.append(FakeTalk(self.heard, self.lasts))
        return self.talks[-1]


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "SETTLE_SECONDS", 0.0)


def _clock(step: float) -> Callable[[], float]:
    readings = count()
    return lambda: next(readings) * step


async def test_every_message_is_said_once_in_talks_of_a_few_turns() -> None:
    meeting = FakeMeeting()
    texts = [str(number) for number in range(20)]
    block = await send_block(meeting, texts, 3, _clock(2.0))
    assert sorted(meeting.heard) == sorted(texts)
    assert max(talk.turns for talk in meeting.talks) == TURNS_OF_A_TALK
    assert all(talk.left for talk in meeting.talks)
    assert (len(block.latencies), block.cpu_per_turn) == (20, 0.1)


async def test_a_talk_that_has_ended_is_followed_by_another() -> None:
    meeting = FakeMeeting(lasts=1)
    await send_block(meeting, ["a", "b", "c"], 1, _clock(1.0))
    assert [talk.turns for talk in meeting.talks] == [1, 1, 1]


async def test_a_long_talk_compares_the_same_words_early_and_late() -> None:
    meeting = FakeMeeting()
    growth = await send_long_talks(meeting, list("abcdefghij"), 1, 50, _clock(1.0))
    assert meeting.heard[5:15] == meeting.heard[45:55]
    assert (growth.early, growth.late, growth.ratio) == (1.0, 1.0, 1.0)


async def test_stretches_of_different_words_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same text"):
        await send_long_talks(FakeMeeting(), ["a", "b", "c"], 1, 50, _clock(1.0))
