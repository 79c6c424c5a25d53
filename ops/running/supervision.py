"""Keeps gateway and Rasa running until the person ends it: starts, waits for readiness in words, restarts Rasa.

The gateway is Foyer: when it ends, the run ends. Rasa is replaceable: visitors get the scripted fallback meanwhile,
so it is started again, more slowly each time. Nothing is left behind, however the run ends.
"""

import queue
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx
from honcho.printer import Message, Printer

from ops.problems import CannotRun
from ops.running.children import Child, Events, Program
from ops.stopping import StopRequests

TICK_SECONDS = 0.2
WORDS_EVERY_SECONDS = 5.0
READY_WITHIN_SECONDS = 240.0
END_WITHIN_SECONDS = 10.0
TRIES_BEFORE_READY = 3


@dataclass(frozen=True, slots=True)
class Service:
    """A program, the address that answers 200 when it is ready, and whether it may be started again.

    Lines that begin with `kept_back` are not lost among those of the start: they are handed to the announcement.
    """

    program: Program
    ready_url: str
    doing: str
    restart: bool
    kept_back: str = ""


class Supervisor:
    """Owns the children and their one queue of events."""

    def __init__(
        self, services: tuple[Service, ...], environ: Mapping[str, str], printer: Printer, stop: StopRequests
    ) -> None:
        self._stop = stop
        self._events: Events = queue.Queue()
        self._printer = printer
        self._printer.width = max(len(service.program.name) for service in services)
        self._services = services
        self._children = {service.program.name: Child(service.program, environ, self._events) for service in services}
        self._waiting = {service.program.name: service for service in services}
        self._restart_at: dict[str, float] = {}
        self._was_ready = False
        self._kept_back: list[str] = []

    def run(self, announce: Callable[[Sequence[str]], None]) -> None:
        """Runs until Stopped or CannotRun; `announce` is called once, with what was kept back, when all answers."""
        try:
            for child in self._children.values():
                child.start()
            self._until_ready()
            announce(self._kept_back)
            self._kept_back = []
            while True:
                self._tick()
        finally:
            self._end_everything()
            # Some of it is said only once, such as a first password: said late is better than never.
            for line in self._kept_back:
                print(line, flush=True)

    def _until_ready(self) -> None:
        started = told = time.monotonic()
        with httpx.Client(timeout=2.0, trust_env=False) as client:
            while self._waiting:
                self._tick()
                self._ask_readiness(client)
                now = time.monotonic()
                if now - told >= WORDS_EVERY_SECONDS and self._waiting:
                    told = now
                    doing = ", ".join(service.doing for service in self._waiting.values())
                    print(f"  {doing} ({now - started:.0f} s)", flush=True)
                if now - started > READY_WITHIN_SECONDS:
                    raise CannotRun(f"{' and '.join(self._waiting)} did not become ready: {self._last_words()}")
        # What a program said before it answered may still be under way.
        self._tick()
        self._was_ready = True

    def _ask_readiness(self, client: httpx.Client) -> None:
        for name, service in list(self._waiting.items()):
            try:
                if client.get(service.ready_url).status_code == httpx.codes.OK:
                    del self._waiting[name]
            except httpx.TransportError:
                continue

    def _tick(self) -> None:
        """Handles what happened in the last moment: lines, starts, ends, restarts that are due, the wish to stop."""
        self._stop.check()
        event = self._next_event(TICK_SECONDS)
        while event is not None:
            self._handle(event)
            event = self._next_event(0)
        for name in [name for name, due in self._restart_at.items() if due <= time.monotonic()]:
            del self._restart_at[name]
            self._children[name].start()

    def _next_event(self, wait_seconds: float) -> Message | None:
        for child in self._children.values():
            child.sweep()
        try:
            return self._events.get(timeout=wait_seconds)
        except queue.Empty:
            return None

    def _handle(self, event: Message) -> None:
        child = self._children[event.name]
        match event.type:
            case "line":
                self._hear(child, event)
            case "start":
                child.began(event.data["pid"])
            case "stop":
                child.ended()
                self._after_end(child, event.data["returncode"])

    def _hear(self, child: Child, event: Message) -> None:
        line = event.data.decode("utf-8", "replace").strip()
        child.last_words.append(line)
        kept_back = self._service(child).kept_back
        if kept_back and line.startswith(kept_back) and not self._was_ready:
            self._kept_back.append(line)
        else:
            self._printer.write(event)

    def _service(self, child: Child) -> Service:
        return next(service for service in self._services if service.program.name == child.name)

    def _after_end(self, child: Child, status: int) -> None:
        if not self._service(child).restart:
            raise CannotRun(f"{child.name} ended ({_in_words(status)}): {self._last_words(child)}")
        delay = child.delay_before_restart().total_seconds()
        if not self._was_ready and child.restarts >= TRIES_BEFORE_READY:
            raise CannotRun(f"{child.name} ended {child.restarts} times while starting: {self._last_words(child)}")
        print(f"{child.name} ended ({_in_words(status)}); it is started again in {delay:.0f} s.", flush=True)
        self._restart_at[child.name] = time.monotonic() + delay

    def _last_words(self, child: Child | None = None) -> str:
        children = [child] if child else [self._children[name] for name in self._waiting]
        lines = [line for one in children for line in one.last_words if line]
        return lines[-1] if lines else "it said nothing"

    def _end_everything(self) -> None:
        """SIGTERM for every group, SIGKILL for what is still there after ten seconds or a second Ctrl-C."""
        deadline = time.monotonic() + END_WITHIN_SECONDS
        asked_before = self._stop.count
        if asked_before:
            print("Stopping …", flush=True)
        for child in self._children.values():
            child.signal(signal.SIGTERM)
        while self._running() and time.monotonic() < deadline and self._stop.count == asked_before:
            self._drain(signal.SIGTERM)
        for child in self._running():
            child.signal(signal.SIGKILL)
        while self._running() and time.monotonic() < deadline + END_WITHIN_SECONDS:
            self._drain(signal.SIGKILL)

    def _running(self) -> list[Child]:
        return [child for child in self._children.values() if child.is_running]

    def _drain(self, how: signal.Signals) -> None:
        """Hears the children out while they end; one that was only just starting is told as well."""
        event = self._next_event(TICK_SECONDS)
        if event is None:
            return
        child = self._children[event.name]
        match event.type:
            case "line":
                self._printer.write(event)
            case "start":
                child.began(event.data["pid"])
                child.signal(how)
            case "stop":
                child.ended()


def _in_words(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
