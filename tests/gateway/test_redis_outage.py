"""Redis under a whole gateway goes away in the middle of conversations and comes back (Q5).

A real gateway in a process of its own, with a real Redis and without Rasa, so that the script answers.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from tests.journeys.product import Product, Talk, open_talk
from tests.services.servers import free_port, running_redis

pytestmark = pytest.mark.service

PATIENCE_SECONDS = 20.0


@dataclass
class Tab:
    """A visitor's open page: says something and reads what is pushed, over one socket."""

    socket: Connection
    sent: int = 0

    def say(self, text: str) -> str:
        """The first words of the assistant after it; fails when there is silence."""
        self.sent += 1
        client_id = f"{id(self)}-{self.sent}"
        self.socket.send(json.dumps({"type": "message", "client_id": client_id, "text": text}))
        until = time.monotonic() + PATIENCE_SECONDS
        number = None
        heard: list[tuple[int, str]] = []
        while True:
            frame = json.loads(self.socket.recv(timeout=max(0.0, until - time.monotonic())))
            if frame["type"] == "accepted":
                number = frame["number"]
            elif frame["type"] == "update":
                heard += [(one["number"], one["text"]) for one in frame["messages"] if one["author"] == "assistant"]
            elif frame["type"] == "refused":
                pytest.fail(frame["reason"])
            answers = [text for place, text in heard if number is not None and place > number]
            if answers:
                return str(answers[0])


@contextmanager
def open_tab(url: str, talk: Talk) -> Iterator[Tab]:
    address = f"{url.replace('http', 'ws')}/api/v1/conversations/{talk.id}/socket"
    with connect(address, proxy=None) as socket:
        socket.send(json.dumps({"type": "hello", "token": talk.token, "after": len(talk.messages())}))
        yield Tab(socket)


def wait_for_live_store(url: str, *, there: bool) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = httpx.get(f"{url}/readyz", trust_env=False, timeout=PATIENCE_SECONDS)
        # With the database alone the gateway still takes visitors.
        assert answer.status_code == httpx.codes.OK
        if answer.json()["parts"]["live_store"] is there:
            return
        assert time.monotonic() < until, answer.text
        time.sleep(0.1)


def test_q5_redis_goes_away_and_comes_back_and_nobody_meets_silence(tmp_path: Path) -> None:
    port = free_port()
    product = Product(tmp_path, free_port(), free_port(), settings={"FOYER_REDIS_URL": f"redis://127.0.0.1:{port}/0"})
    product.run(sys.executable, "-m", "gateway.commands.migrate")
    with ExitStack() as tabs:
        with running_redis(port):
            product.start_gateway()
            tabs.callback(product.stop)
            first, second = (tabs.enter_context(open_talk(product.url)) for _ in range(2))
            early = tabs.enter_context(open_tab(product.url, first))
            assert early.say("hi")
        wait_for_live_store(product.url, there=False)
        late = tabs.enter_context(open_tab(product.url, second))
        assert early.say("how much does it cost")
        assert late.say("how much does it cost")
        assert first.say("do you have a trial")
        with running_redis(port):
            wait_for_live_store(product.url, there=True)
            assert early.say("what about security")
            assert late.say("what about security")
            assert second.say("do you have a trial")
        for messages in (first.messages(), second.messages()):
            assert [message["number"] for message in messages] == list(range(1, len(messages) + 1))
            assert [message["author"] for message in messages] == ["visitor", "assistant"] * (len(messages) // 2)
