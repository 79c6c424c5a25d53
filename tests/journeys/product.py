"""The whole product as people run it: Rasa and the gateway as processes of their own, on free ports, with fresh data.

The model is the one that `make train` left under `var/`.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PROJECT = Path(__file__).resolve().parents[2]
# A busy machine takes its time; only what never happens fails.
START_SECONDS = 240.0
ANSWER_SECONDS = 60.0
END_SECONDS = 60.0
# As /proc/net/tcp writes it.
ESTABLISHED = "01"
PASSWORD_LINE = "with the password "


@dataclass
class Product:
    """Starts, kills and restarts the parts of one Foyer."""

    folder: Path
    port: int
    rasa_port: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    settings: Mapping[str, str] = field(default_factory=dict)
    gateway: subprocess.Popen[bytes] | None = None
    rasa: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "FOYER_VAR_DIR": str(self.folder),
            "FOYER_PORT": str(self.port),
            "FOYER_RASA_PORT": str(self.rasa_port),
            "FOYER_RASA_URL": f"http://127.0.0.1:{self.rasa_port}",
            "FOYER_RASA_SECRET": self.secret,
            "FOYER_ACTIONS_URL": f"{self.url}/internal/rasa/actions",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def start_gateway(self) -> None:
        self.gateway = self._start("gateway", sys.executable, "-m", "gateway")
        self._wait(f"{self.url}/healthz")

    def start_rasa(self) -> None:
        self.rasa = self._start("rasa", str(PROJECT / "bot/.venv/bin/python"), "-m", "bot.launch")

    def wait_for_rasa(self) -> None:
        self._wait(f"http://127.0.0.1:{self.rasa_port}/webhooks/foyer/ready")

    def kill_gateway(self) -> None:
        _end(self.gateway, signal.SIGKILL)

    def kill_rasa(self) -> None:
        _end(self.rasa, signal.SIGKILL)

    @contextmanager
    def frozen_rasa(self) -> Iterator[None]:
        """Rasa takes what it is sent and does nothing with it while the block lasts, or until it is thawed."""
        assert self.rasa is not None
        self.rasa.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.thaw_rasa()

    def thaw_rasa(self) -> None:
        if self.rasa is not None:
            self.rasa.send_signal(signal.SIGCONT)

    def wait_until_rasa_holds_a_turn(self) -> None:
        """Until something lies unread at the frozen Rasa's port: nothing but turns is sent there."""
        until = time.monotonic() + ANSWER_SECONDS
        while not _unread_at(self.rasa_port):
            assert time.monotonic() < until, "no turn was sent to Rasa"
            time.sleep(0.02)

    def stop(self) -> None:
        _end(self.gateway, signal.SIGTERM)
        _end(self.rasa, signal.SIGKILL)

    def admin_password(self) -> str:
        """What the first start printed for the person who started it."""
        line = next(line for line in self._log("gateway").read_text().splitlines() if PASSWORD_LINE in line)
        return line.split(PASSWORD_LINE)[1].strip()

    def run(self, *command: str) -> None:
        subprocess.run(command, cwd=PROJECT, env=self.environ, check=True)

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with self._log(name).open("ab") as log:
            return subprocess.Popen(command, cwd=PROJECT, env=self.environ, stdout=log, stderr=log)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _wait(self, url: str) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                if httpx.get(url, timeout=2, trust_env=False).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{url} did not get ready; the logs are in {self.folder}")


@dataclass
class Talk:
    """A visitor over the public API."""

    client: httpx.Client
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: str, client_id: str | None = None) -> int:
        body = {"client_id": client_id or uuid.uuid4().hex, "text": text}
        answer = self.client.post(f"/api/v1/conversations/{self.id}/messages", json=body, headers=self.headers)
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        number = answer.json()["number"]
        assert isinstance(number, int)
        return number

    def messages(self, after: int = 0, wait: float = 0) -> list[dict[str, object]]:
        answer = self.client.get(
            f"/api/v1/conversations/{self.id}/messages", params={"after": after, "wait": wait}, headers=self.headers
        )
        found = answer.json()["messages"]
        assert isinstance(found, list)
        return found

    def answer_to(self, number: int) -> str:
        """The first words of ours after a number; fails when there is silence."""
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            for message in self.messages(after=number, wait=1):
                if message["author"] != "visitor":
                    return str(message["text"])
        raise AssertionError(f"silence after message {number}")

    def say(self, text: str) -> str:
        return self.answer_to(self.post(text))


@contextmanager
def open_talk(url: str, channel: str = "website") -> Iterator[Talk]:
    """A new conversation, for as long as the block runs."""
    with httpx.Client(base_url=url, timeout=ANSWER_SECONDS, trust_env=False) as client:
        opened = client.post("/api/v1/conversations", json={"channel": channel}).json()
        yield Talk(client, opened["id"], opened["token"])


@contextmanager
def running_product(folder: Path) -> Iterator[Product]:
    """A Foyer that is ready for traffic."""
    for name in ("encoder", "models"):
        (folder / name).symlink_to(PROJECT / "var" / name)
    product = Product(folder, _free_port(), _free_port())
    product.run(sys.executable, "-m", "gateway.commands.migrate")
    try:
        product.start_rasa()
        product.start_gateway()
        product.wait_for_rasa()
        yield product
    finally:
        product.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _unread_at(port: int) -> bool:
    """Whether the kernel keeps bytes for an open connection to this port that its program has not read."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, queues, *_ = line.split()
        if int(local.split(":")[1], 16) == port and state == ESTABLISHED and int(queues.split(":")[1], 16):
            return True
    return False


def _end(process: subprocess.Popen[bytes] | None, how: signal.Signals) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    process.wait(timeout=END_SECONDS)
