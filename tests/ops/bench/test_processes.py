"""What processes have used is read from /proc, for a whole tree, children that have ended included."""

import os
import subprocess
import sys
from pathlib import Path

from ops.bench.processes import (
    Process,
    cpu_seconds,
    memory_bytes,
    parse_resident,
    parse_stat,
    read_processes,
    tree,
)

STAT = "4711 (a (strange) name) S 42 4711 4711 0 -1 4194560 900 0 0 0 250 30 7 5 20 0 9 0 100 0 0"
SPIN = "import time\nwhile time.process_time() < 0.3: pass"


def test_a_line_of_proc_is_read_whatever_the_process_is_called() -> None:
    assert parse_stat(STAT) == Process(id=4711, parent=42, waited_ticks=12)


def test_resident_memory_is_the_proportional_share_in_bytes() -> None:
    assert parse_resident(["Rss:  900 kB\n", "Pss:  300 kB\n", "Pss_Anon: 200 kB\n"]) == 300 * 1024


def test_memory_without_a_share_counts_as_nothing() -> None:
    assert parse_resident([]) == 0


def test_a_tree_holds_children_of_children_and_no_strangers() -> None:
    processes = {number: Process(number, parent, 0) for number, parent in ((1, 0), (2, 1), (3, 2), (4, 1), (9, 8))}
    assert {process.id for process in tree(1, processes)} == {1, 2, 3, 4}


def test_the_tree_of_a_process_that_has_gone_is_empty() -> None:
    assert tree(7, {1: Process(1, 0, 0)}) == ()


def test_processes_are_read_from_a_folder_like_proc(tmp_path: Path) -> None:
    for name in ("4711", "4712", "self"):
        (tmp_path / name).mkdir()
    (tmp_path / "4711" / "stat").write_text(STAT)
    assert set(read_processes(tmp_path)) == {4711}


def test_the_time_of_children_that_have_ended_is_counted() -> None:
    before = cpu_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", SPIN], check=True)
    assert cpu_seconds(os.getpid()) - before >= 0.25


def test_a_running_process_has_resident_memory() -> None:
    assert memory_bytes(os.getpid()) > 2**20
