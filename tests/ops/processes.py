"""Which processes are there, read from /proc; whoever was killed is given a moment to be gone."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

GONE_WITHIN_SECONDS = 30.0


def left_of(processes: Callable[[], Iterable[int]]) -> list[int]:
    """Those that are still there after a moment."""
    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    while (left := list(processes())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def members(groups: Iterable[int]) -> list[int]:
    """The living processes of these groups; the dead that nobody has fetched yet do not count."""
    wanted = set(groups)
    return [number for number, (state, group) in _states().items() if group in wanted and state != "Z"]


def living(numbers: Iterable[int]) -> list[int]:
    states = _states()
    return [number for number in numbers if states.get(number, ("Z", 0))[0] != "Z"]


def _states() -> dict[int, tuple[str, int]]:
    """State and group of every process, by its number."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it ended while we looked
            continue
        found[int(path.parent.name)] = (state, int(group))
    return found
