"""What the gateway counts: turns by how they ended, their time, refused requests."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram


@dataclass(frozen=True, slots=True)
class Metrics:
    """One registry per app, so that two apps in one process do not meet."""

    registry: CollectorRegistry
    turns: Counter
    turn_seconds: Histogram
    engine_failures: Counter


def make_metrics() -> Metrics:
    registry = CollectorRegistry()
    return Metrics(
        registry=registry,
        turns=Counter("foyer_turns", "Turns by how they ended.", ["status"], registry=registry),
        turn_seconds=Histogram(
            "foyer_turn_seconds", "From the begin of a turn to its committed answer.", registry=registry
        ),
        engine_failures=Counter("foyer_engine_failures", "Turns that Rasa did not answer.", registry=registry),
    )
