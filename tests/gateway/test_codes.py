"""M3 through a whole gateway: the code of a mail proves the address, and its digits are nowhere but in the mail."""

import sqlite3
import time
from pathlib import Path

from starlette.testclient import TestClient

from ops.evaluating.mails import newest_code
from tests.gateway.conftest import Gateway
from tests.gateway.world import PATIENCE_SECONDS, PlayedEngine, open_conversation

ADDRESS = "dana@acme.example"


def _mailed(folder: Path) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        code = newest_code(folder / "mail", ADDRESS)
        if code:
            return code
        time.sleep(0.02)
    raise AssertionError("no mail came")


def _everything_stored(folder: Path) -> str:
    with sqlite3.connect(folder / "foyer.db") as database:
        return "\n".join(database.iterdump())


def test_m3_a_typed_code_is_tried_once_and_neither_stored_nor_given_to_rasa(
    client: TestClient, engine: PlayedEngine, gateway: Gateway
) -> None:
    open_conversation(client).say(f"my email is {ADDRESS}")
    visitor = open_conversation(client)
    visitor.say(f"my email is {ADDRESS}")
    visitor.say("yes please")
    code = _mailed(gateway.folder)
    number = visitor.post(f"it is {code}", "code").json()["number"]
    assert visitor.post(f"it is {code}", "code").json()["number"] == number
    assert "code" in visitor.answer_after(number)
    assert engine.texts[-1] == "it is ••••••"
    stored = _everything_stored(gateway.folder)
    assert code not in stored
    assert '"identity":"verified"' in stored.replace(" ", "")


def test_m3_six_digits_are_only_digits_where_no_code_is_awaited(client: TestClient, engine: PlayedEngine) -> None:
    open_conversation(client).say("hi, order 482913 is late")
    assert engine.texts[-1] == "hi, order 482913 is late"
