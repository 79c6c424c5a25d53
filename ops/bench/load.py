"""Lets visitors talk to a server and notes what it cost: one block of messages, or one very long conversation."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ops.bench.talks import Meeting, Talk

TURNS_OF_A_TALK = 6
# Longer than the rounds of any background work, so that what a turn leaves behind is counted with it.
SETTLE_SECONDS = 2.5


@dataclass(frozen=True, slots=True)
class Block:
    """One server, one number of parallel conversations, a number of turns."""

    parallel: int
    cpu_seconds: float
    latencies: tuple[float, ...]
    seconds: float

    @property
    def cpu_per_turn(self) -> float:
        return self.cpu_seconds / len(self.latencies)


@dataclass(frozen=True, slots=True)
class Growth:
    """Processor seconds per turn, early and late in the same conversation."""

    early: float
    late: float
    late_turn: int

    @property
    def ratio(self) -> float:
        return self.late / self.early


async def send_block(meeting: Meeting, texts: Sequence[str], parallel: int, cpu: Callable[[], float]) -> Block:
    """Says every text, `parallel` conversations at a time, each as soon as the one before is answered."""
    waiting = deque(texts)
    latencies: list[float] = []
    cpu_before, began = cpu(), time.perf_counter()
    async with asyncio.TaskGroup() as visitors:
        for _ in range(parallel):
            visitors.create_task(_visit(meeting, waiting, latencies))
    seconds = time.perf_counter() - began
    await asyncio.sleep(SETTLE_SECONDS)
    return Block(parallel, cpu() - cpu_before, tuple(latencies), seconds)


async def _visit(meeting: Meeting, waiting: deque[str], latencies: list[float]) -> None:
    while waiting:
        talk = await meeting.open()
        said = 0
        while waiting and said < TURNS_OF_A_TALK and not talk.has_ended:
            latencies.append(await talk.say(waiting.popleft()))
            said += 1
        await talk.leave()


async def send_long_talks(
    meeting: Meeting, texts: Sequence[str], talks: int, late_turn: int, cpu: Callable[[], float]
) -> Growth:
    """Averages over the turns around the 10th and around `late_turn` of conversations that go on side by side.

    `texts` are repeated; both stretches must begin at the same one of them, so that the same words are compared.
    """
    stretches = (range(6, 16), range(late_turn - 4, late_turn + 6))
    if (stretches[1].start - stretches[0].start) % len(texts):
        raise ValueError("the late stretch does not begin at the same text as the early one")
    opened = [await meeting.open() for _ in range(talks)]
    spent = [0.0, 0.0]
    for turn in range(1, stretches[1].stop):
        before = cpu()
        await _say_together(opened, texts[turn % len(texts)])
        used = cpu() - before
        for index, stretch in enumerate(stretches):
            spent[index] += used if turn in stretch else 0.0
    for talk in opened:
        await talk.leave()
    early, late = (used / (len(stretch) * talks) for used, stretch in zip(spent, stretches, strict=True))
    return Growth(early, late, late_turn)


async def _say_together(talks: Sequence[Talk], text: str) -> None:
    async with asyncio.TaskGroup() as saying:
        for talk in talks:
            saying.create_task(talk.say(text))
