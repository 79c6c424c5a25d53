"""Measured values made up for the tests of the bench: stock Rasa twice as dear as Foyer, in two rounds."""

from datetime import UTC, datetime

from ops.bench.load import Block, Growth
from ops.bench.measuring import FOYER, STOCK, Machine, Side

MACHINE = Machine("Test processor", cores=2, python="3.11", load_before=0.1, at=datetime(2026, 1, 2, tzinfo=UTC))


def block(parallel: int, cpu_ms: float, wait_ms: float) -> Block:
    """Ten turns that cost and took the same."""
    return Block(parallel, cpu_seconds=cpu_ms / 100, latencies=(wait_ms / 1000,) * 10, seconds=1.0)


def side(cpu_ms: float, wait_ms: float, *, late: float, mib: int, start: float, training: float) -> Side:
    rounds = tuple({8: block(8, cpu_ms * factor, wait_ms * factor)} for factor in (0.9, 1.1))
    return Side(rounds, Growth(1.0, late, 500), mib * 2**20, start, training)


def sides() -> dict[str, Side]:
    return {
        STOCK: side(40.0, 400.0, late=3.0, mib=1000, start=20.0, training=500.0),
        FOYER: side(20.0, 200.0, late=1.1, mib=400, start=15.0, training=25.0),
    }
