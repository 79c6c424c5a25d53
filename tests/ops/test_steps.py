"""A step runs to its end or ends the command with one line; the wish to stop ends the step with all it started."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ops.problems import CannotRun
from ops.running.steps import Step, run_step
from ops.settings import RunSettings
from ops.stopping import Stopped, StopRequests
from tests.ops.processes import left_of, living

# Starts a process of its own, tells its number, and then takes forever.
PARENT = """
import pathlib, subprocess, sys, time
child = subprocess.Popen(["sleep", "600"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""
PATIENCE_SECONDS = 60.0


def _settings(var: Path) -> RunSettings:
    return RunSettings(port=1, rasa_port=2, var=var)


def _step(code: str, *arguments: str) -> Step:
    return Step("try", "trying", (sys.executable, "-c", code, *arguments))


def test_a_step_that_succeeds_says_nothing(tmp_path: Path) -> None:
    run_step(_step("pass"), _settings(tmp_path), os.environ, StopRequests())


def test_a_failed_step_is_told_by_its_last_line_and_where_the_rest_stands(tmp_path: Path) -> None:
    step = _step("import sys; sys.stderr.write('many words\\nThe intent greet has no examples.\\n'); sys.exit(2)")
    with pytest.raises(CannotRun, match=r"trying failed: The intent greet has no examples\. \(.*try\.log\)"):
        run_step(step, _settings(tmp_path), os.environ, StopRequests())


def test_a_stopped_step_takes_its_own_children_with_it(tmp_path: Path) -> None:
    numbers, stop = tmp_path / "child", StopRequests()

    def ask_once_it_works() -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and not (numbers.exists() and numbers.read_text()):
            time.sleep(0.01)
        stop.count += 1

    asking = threading.Thread(target=ask_once_it_works)
    asking.start()
    with pytest.raises(Stopped):
        run_step(_step(PARENT, str(numbers)), _settings(tmp_path), os.environ, stop)
    asking.join()
    assert left_of(lambda: living([int(numbers.read_text())])) == []


def test_a_wish_to_stop_is_noted_when_the_signal_arrives(tmp_path: Path) -> None:
    code = (
        "import os, signal; from ops.stopping import StopRequests; stop = StopRequests(); stop.listen();"
        "[os.kill(os.getpid(), number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]; print(stop.count)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "3"
