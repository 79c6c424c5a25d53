"""What the tests of the whole process need: a fake of the gateway's action endpoint, and a launched Rasa."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.settings import PROJECT, BotSettings

SECRET = "a-secret-for-tests"
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class FakeActions:
    """Answers action calls as told by `mood`, and remembers them."""

    mood: str = "answered"
    calls: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            # So that a kept connection can be seen as one.
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fake.secrets.append(self.headers.get("X-Foyer-Secret"))
                fake.calls.append({**json.loads(body), "connection": self.client_address[1]})
                status, answer = fake.answer(fake.calls[-1])
                # Rasa may have given up on a slow answer by now.
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            def log_message(self, *arguments: object) -> None:
                """Tests are quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/internal/rasa/actions"

    def answer(self, call: dict[str, Any]) -> tuple[int, bytes]:
        turn = call["tracker"]["latest_message"]["metadata"]["turn"]
        confirmed: dict[str, Any] = {"custom": {"turn": turn, "status": self.mood}}
        match self.mood:
            case "broken":
                return 500, b"{}"
            case "silent":
                return 200, b'{"events": [], "responses": []}'
            case "wrong_turn":
                confirmed["custom"]["turn"] = "another"
            case "malformed":
                return 200, b'{"events": "none", "responses": []}'
            case "slow":
                time.sleep(2.5)
        return 200, json.dumps({"events": [], "responses": [confirmed]}).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def environment(var_folder: Path, **settings: str) -> dict[str, str]:
    """Of a process of the product: its settings and as little else as possible."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    nlu = str(Path(__file__).parent / "small_nlu")
    return {**kept, "FOYER_VAR_DIR": str(var_folder), "FOYER_NLU": nlu, **settings}


def run_module(module: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", module], cwd=PROJECT, env=environ, capture_output=True, text=True, check=False
    )


def borrow_encoder(var_folder: Path) -> None:
    """The encoder that `make train` built serves the tests too; building it again would take long."""
    var_folder.mkdir(parents=True, exist_ok=True)
    built = BotSettings.from_environment(os.environ).encoder_folder
    (var_folder / "encoder").symlink_to(built, target_is_directory=True)


class RasaProcess:
    """A launched Rasa and a connection to its channel."""

    def __init__(self, var_folder: Path, actions_url: str) -> None:
        self.port = free_port()
        environ = environment(
            var_folder,
            FOYER_RASA_PORT=str(self.port),
            FOYER_RASA_SECRET=SECRET,
            FOYER_ACTIONS_URL=actions_url,
            FOYER_RASA_TURN_SECONDS="2",
        )
        self.log = var_folder / "rasa.log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.launch"], cwd=PROJECT, env=environ, stdout=output, stderr=output
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.get("/webhooks/foyer/ready")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"Rasa did not get ready: {self.log.read_text()}")

    def get(self, path: str) -> tuple[int, Any]:
        return self._send("GET", path, b"", {})

    def post(self, path: str, body: object, secret: str | None = SECRET) -> tuple[int, Any]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._send("POST", path, content, {"X-Foyer-Secret": secret} if secret else {})

    def turn(self, text: str, turn: str = "t1", **fields: object) -> tuple[int, Any]:
        body = {"conversation": "c1", "turn": turn, "text": text, **fields}
        return self.post("/webhooks/foyer/turn", body)

    def parse(self, text: str, requested: str | None = None) -> dict[str, Any]:
        status, answer = self.post("/webhooks/foyer/parse", {"texts": [text], "requested": requested})
        assert status == 200, answer
        (parse,) = answer["parses"]
        assert isinstance(parse, dict)
        return parse

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()
