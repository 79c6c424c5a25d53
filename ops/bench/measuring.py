"""The run itself: both servers are up and their blocks take turns, so that a busy minute of the machine hits both."""

import os
import platform
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx

from ops.bench.load import Block, Growth, send_block, send_long_talks
from ops.bench.messages import Messages, read_mix, read_questions
from ops.bench.processes import cpu_seconds, memory_bytes
from ops.bench.servers import Server
from ops.bench.talks import PATIENCE_SECONDS, FoyerMeeting, Meeting, StockMeeting

STOCK, FOYER = "stock", "foyer"
# The distance between the early and the late stretch of a long conversation must be a multiple of it.
QUESTIONS_OF_A_LONG_TALK = 10
WARM_UP = 16
CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is said. `turns`: messages of a block by its number of parallel conversations."""

    rounds: int
    turns: Mapping[int, int]
    late_turn: int
    # One side by side is enough where a turn costs much; light turns need more of them to be told from noise.
    long_talks: Mapping[str, int]


WHOLE = Plan(rounds=5, turns={1: 40, 8: 120, 32: 192}, late_turn=500, long_talks={STOCK: 1, FOYER: 4})
SHORT = Plan(rounds=1, turns={1: 12, 8: 48, 32: 96}, late_turn=50, long_talks={STOCK: 1, FOYER: 2})


@dataclass(frozen=True, slots=True)
class Side:
    """Everything measured of one server; `rounds` holds a block per number of parallel conversations."""

    rounds: tuple[Mapping[int, Block], ...]
    growth: Growth
    memory_bytes: int
    start_seconds: float
    training_cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Machine:
    processor: str
    cores: int
    python: str
    load_before: float
    at: datetime

    @property
    def is_busy(self) -> bool:
        return self.load_before > self.cores / 2


@dataclass(slots=True)
class _Party:
    """One server with the way to it and what was measured of it so far."""

    name: str
    server: Server
    meeting: Meeting
    rounds: list[Mapping[int, Block]]

    @property
    def cpu(self) -> Callable[[], float]:
        return partial(cpu_seconds, self.server.process_id)


async def measure(servers: Mapping[str, Server], training: Mapping[str, float], plan: Plan) -> dict[str, Side]:
    """Everything of the plan, for stock Rasa and Foyer in turns."""
    async with AsyncExitStack() as closing:
        parties = [
            _Party(name, server, _meeting(name, await closing.enter_async_context(_client(server))), [])
            for name, server in servers.items()
        ]
        await _warm_up(parties)
        mixes = {party.name: Messages(read_mix()) for party in parties}
        for number in range(1, plan.rounds + 1):
            await _round(parties, mixes, plan, number)
        memory = {party.name: memory_bytes(party.server.process_id) for party in parties}
        growths = {party.name: await _growth(party, plan) for party in parties}
    return {
        party.name: Side(
            rounds=tuple(party.rounds),
            growth=growths[party.name],
            memory_bytes=memory[party.name],
            start_seconds=party.server.start_seconds,
            training_cpu_seconds=training[party.name],
        )
        for party in parties
    }


def this_machine() -> Machine:
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        load_before=os.getloadavg()[0],
        at=datetime.now(UTC),
    )


async def _warm_up(parties: list[_Party]) -> None:
    print("Warming both up.", flush=True)
    for party in parties:
        await send_block(party.meeting, Messages(read_mix()).take(WARM_UP), 4, party.cpu)


async def _round(parties: list[_Party], mixes: Mapping[str, Messages], plan: Plan, number: int) -> None:
    blocks: dict[str, dict[int, Block]] = {party.name: {} for party in parties}
    for parallel, turns in plan.turns.items():
        for party in parties:
            texts = mixes[party.name].take(turns)
            block = await send_block(party.meeting, texts, parallel, party.cpu)
            blocks[party.name][parallel] = block
            print(
                f"  round {number} of {plan.rounds}, {parallel:>2} parallel, {party.name}: {turns} turns,"
                f" {block.cpu_per_turn * 1000:.1f} ms of processor time each",
                flush=True,
            )
    for party in parties:
        party.rounds.append(blocks[party.name])


async def _growth(party: _Party, plan: Plan) -> Growth:
    talks = plan.long_talks[party.name]
    print(f"A conversation of {plan.late_turn} turns, {party.name} ({talks} side by side).", flush=True)
    texts = read_questions(QUESTIONS_OF_A_LONG_TALK)
    return await send_long_talks(party.meeting, texts, talks, plan.late_turn, party.cpu)


def _client(server: Server) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    return httpx.AsyncClient(base_url=server.address, timeout=PATIENCE_SECONDS, limits=limits, trust_env=False)


def _meeting(name: str, client: httpx.AsyncClient) -> Meeting:
    return StockMeeting(client, lambda: uuid4().hex) if name == STOCK else FoyerMeeting(client)


def _processor() -> str:
    names = [line.partition(":")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return names[0].strip() if names else platform.machine()
