"""Gateway and Rasa are kept running and ended together; Rasa is started again, the gateway's end is the end."""

import io
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest
from honcho.printer import Printer

from ops.problems import CannotRun
from ops.running.children import Program, restart_delay
from ops.running.supervision import END_WITHIN_SECONDS, Service, Supervisor
from ops.stopping import Stopped, StopRequests
from tests.ops.processes import left_of, members
from tests.services.servers import free_port

pytestmark = pytest.mark.service

# Answers 200 on its port, and starts a process that only its group's end will end.
SERVER = """
import http.server, os, subprocess, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
subprocess.Popen(["sleep", "600"])
print("hello from", sys.argv[1], os.getpid(), flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Ready).serve_forever()
"""
# What it starts inherits that SIGTERM means nothing; it says itself that it heard.
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + SERVER.replace(
    "print(", "signal.signal(signal.SIGTERM, lambda *_: print('not now', flush=True))\nprint(", 1
)
PATIENCE_SECONDS = 60.0


@dataclass
class Stage:
    """A supervisor over programs of ours, and what came out of it."""

    stop: StopRequests = field(default_factory=StopRequests)
    out: io.StringIO = field(default_factory=io.StringIO)
    announced: list[float] = field(default_factory=list)
    kept_back: list[str] = field(default_factory=list)

    def play(self, *services: Service, when_ready: Callable[[], None]) -> None:
        """Runs until something ends it; `when_ready` happens beside, once everything answers."""
        supervisor = Supervisor(services, os.environ, Printer(self.out), self.stop)

        def announce(kept_back: Sequence[str]) -> None:
            self.kept_back.extend(kept_back)
            self.announced.append(time.monotonic())
            threading.Thread(target=when_ready, daemon=True).start()

        supervisor.run(announce)

    def ask_to_stop(self) -> None:
        self.stop.count += 1

    def process_ids(self, name: str) -> list[int]:
        return [int(number) for number in re.findall(rf"hello from {name} (\d+)", self.out.getvalue())]

    def wait_for_start(self, name: str, starts: int) -> int:
        """The process of that start, once it has said hello; its line may come later than its readiness."""
        self.wait_until(lambda: len(self.process_ids(name)) >= starts)
        return self.process_ids(name)[starts - 1]

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Ends the play when it does not come true: it would go on for ever."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > until:
                self.ask_to_stop()
                raise TimeoutError("what the test waits for did not happen")
            time.sleep(0.05)


def _service(name: str, code: str = SERVER, *, restart: bool = False) -> Service:
    port = free_port()
    program = Program(name, (sys.executable, "-c", code, name, str(port)), colour="36")
    return Service(program, f"http://127.0.0.1:{port}/", f"{name} is starting", restart)


def test_everything_that_was_started_is_gone_after_a_stop() -> None:
    stage = Stage()
    with pytest.raises(Stopped):
        stage.play(_service("gateway"), _service("rasa", restart=True), when_ready=stage.ask_to_stop)
    leaders = stage.process_ids("gateway") + stage.process_ids("rasa")
    assert len(leaders) == 2
    assert left_of(lambda: members(leaders)) == []


def test_a_program_that_will_not_end_is_ended_at_once_by_a_second_ctrl_c() -> None:
    stage = Stage()
    asked_again: list[float] = []

    def ask_twice() -> None:
        stage.ask_to_stop()
        stage.wait_until(lambda: "not now" in stage.out.getvalue())
        asked_again.append(time.monotonic())
        stage.ask_to_stop()

    with pytest.raises(Stopped):
        stage.play(_service("gateway", STUBBORN), when_ready=ask_twice)
    # Without the second wish it would have been given nearly all of this time.
    assert time.monotonic() - asked_again[0] < END_WITHIN_SECONDS / 2
    assert left_of(lambda: members(stage.process_ids("gateway"))) == []


def test_a_stop_while_a_program_is_only_starting_leaves_nothing() -> None:
    stage = Stage()
    never_ready = Service(
        Program("gateway", (sys.executable, "-c", "import time; time.sleep(600)"), colour="36"),
        f"http://127.0.0.1:{free_port()}/",
        "the gateway is starting",
        restart=False,
    )
    stage.ask_to_stop()
    with pytest.raises(Stopped):
        stage.play(never_ready, when_ready=stage.ask_to_stop)
    assert stage.announced == []


def test_rasa_that_was_killed_is_started_again_and_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    stage = Stage()

    def kill_rasa_and_wait_for_the_next() -> None:
        os.kill(stage.wait_for_start("rasa", starts=1), signal.SIGKILL)
        stage.wait_for_start("rasa", starts=2)
        stage.ask_to_stop()

    with pytest.raises(Stopped):
        stage.play(_service("gateway"), _service("rasa", restart=True), when_ready=kill_rasa_and_wait_for_the_next)
    assert len(stage.process_ids("gateway")) == 1
    assert "rasa ended (killed by SIGKILL); it is started again in 1 s." in capsys.readouterr().out


def test_the_end_of_the_gateway_ends_the_run_with_its_last_words() -> None:
    stage = Stage()
    gateway = _service("gateway", SERVER.replace("serve_forever()", "handle_request(); sys.exit('No database.')"))
    rasa = _service("rasa", restart=True)
    with pytest.raises(CannotRun, match=r"gateway ended \(exit status 1\): No database\."):
        stage.play(rasa, gateway, when_ready=lambda: None)
    assert left_of(lambda: members(stage.process_ids("rasa"))) == []


def test_rasa_that_cannot_start_at_all_ends_the_run_after_three_tries() -> None:
    stage = Stage()
    broken = _service("rasa", "raise SystemExit('No model in var/models.')", restart=True)
    with pytest.raises(CannotRun, match=r"rasa ended 3 times while starting: No model in var/models\."):
        stage.play(broken, when_ready=stage.ask_to_stop)


def test_what_is_said_once_is_kept_for_the_announcement() -> None:
    stage = Stage()
    gateway = replace(_service("gateway"), kept_back="hello from")
    with pytest.raises(Stopped):
        stage.play(gateway, when_ready=stage.ask_to_stop)
    assert [line.rpartition(" ")[0] for line in stage.kept_back] == ["hello from gateway"]
    assert "hello from" not in stage.out.getvalue()
    assert left_of(lambda: members([int(stage.kept_back[0].rpartition(" ")[2])])) == []


def test_what_is_said_once_is_not_lost_when_the_start_fails(capsys: pytest.CaptureFixture[str]) -> None:
    stage = Stage()
    broken = replace(_service("gateway", "print('First start: xyz'); raise SystemExit(1)"), kept_back="First start: ")
    with pytest.raises(CannotRun):
        stage.play(broken, when_ready=stage.ask_to_stop)
    assert "First start: xyz" in capsys.readouterr().out


def test_a_wish_to_stop_is_answered_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    stage = Stage()
    with pytest.raises(Stopped):
        stage.play(_service("gateway"), when_ready=stage.ask_to_stop)
    assert capsys.readouterr().out.splitlines()[-1] == "Stopping …"


def test_lines_of_the_programs_reach_the_terminal_with_their_name() -> None:
    stage = Stage()
    with pytest.raises(Stopped):
        stage.play(_service("gateway"), when_ready=stage.ask_to_stop)
    assert re.search(r"gateway \| hello from gateway", stage.out.getvalue())


def test_the_pause_before_a_restart_doubles_up_to_half_a_minute() -> None:
    assert [restart_delay(restarts).total_seconds() for restarts in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
