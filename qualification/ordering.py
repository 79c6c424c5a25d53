"""The order of every queue (L6): score, then activity, then the source's priority, then the id. Nothing else counts."""

from dataclasses import dataclass
from datetime import datetime

Key = tuple[float, float, int, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What decides the place in a queue. A lead without a score comes after every scored one."""

    score: float | None
    last_activity_at: datetime
    source_priority: int
    id: str


def queue_key(place: Place) -> Key:
    """Sorts ascending into the order of L6: highest score and newest activity first, most important source (the
    higher number) before others, then the smaller id."""
    score = float("inf") if place.score is None else -place.score
    return (score, -place.last_activity_at.timestamp(), -place.source_priority, place.id)
