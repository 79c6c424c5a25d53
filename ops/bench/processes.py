"""What a server and everything it started have used so far: processor time and memory, read from Linux' /proc.

Processor time comes from the clock that the kernel keeps for each process, in nanoseconds; the ticks in /proc are too
coarse for ten light turns.
"""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.problems import CannotRun

PROC = Path("/proc")
# Fields of /proc/PID/stat behind the name, counted from 0; see proc(5).
PARENT, WAITED_USER, WAITED_SYSTEM = 1, 13, 14
# The kernel's number for "processor time of a process", and where its id stands in a clock's number.
PROCESS_CPU, ID_BITS = 2, 3


@dataclass(frozen=True, slots=True)
class Process:
    """`waited_ticks`: processor time of the children that have ended and were waited for."""

    id: int
    parent: int
    waited_ticks: int


def check_linux() -> None:
    if not (PROC / "self" / "smaps_rollup").exists():
        raise CannotRun("Measuring needs Linux with /proc/self/smaps_rollup (kernel 4.14 or newer).")


def cpu_seconds(root: int) -> float:
    """User and system time of the process, of all that it started, and of those of them that have ended."""
    return sum(_running(process.id) + process.waited_ticks / _ticks() for process in tree(root, read_processes()))


def memory_bytes(root: int) -> int:
    """Resident memory of the tree; pages that several processes share are counted once, in equal parts."""
    return sum(_resident(process.id) for process in tree(root, read_processes()))


def read_processes(proc: Path = PROC) -> dict[int, Process]:
    found = (_read(entry / "stat") for entry in proc.iterdir() if entry.name.isdecimal())
    return {process.id: process for process in found if process is not None}


def tree(root: int, processes: Mapping[int, Process]) -> tuple[Process, ...]:
    """The process and its descendants; empty when it has gone."""
    children: dict[int, list[int]] = {}
    for process in processes.values():
        children.setdefault(process.parent, []).append(process.id)
    reached, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        if one in processes:
            reached.append(processes[one])
            waiting += children.get(one, [])
    return tuple(reached)


def parse_stat(text: str) -> Process:
    # The name stands in brackets and may itself hold blanks and brackets.
    process_id, rest = text.split(" ", 1)
    fields = rest.rpartition(")")[2].split()
    return Process(int(process_id), int(fields[PARENT]), int(fields[WAITED_USER]) + int(fields[WAITED_SYSTEM]))


def parse_resident(lines: Iterable[str]) -> int:
    """The bytes of the line `Pss:` of smaps_rollup."""
    for line in lines:
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(stat: Path) -> Process | None:
    try:
        return parse_stat(stat.read_text(encoding="utf-8", errors="replace"))
    except (FileNotFoundError, ProcessLookupError):
        return None


def _running(process_id: int) -> float:
    try:
        return time.clock_gettime((~process_id << ID_BITS) | PROCESS_CPU)
    except OSError:
        return 0.0


def _resident(process_id: int) -> int:
    try:
        with (PROC / str(process_id) / "smaps_rollup").open(encoding="ascii") as lines:
            return parse_resident(lines)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")
