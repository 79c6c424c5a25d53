"""What is seen of a turn, over a real database and the real script that answers when Rasa does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from memory.engine import open_database
from memory.migrate import History, upgrade
from ops.evaluating.observing import Announcements, Observer, Seen
from ops.simulation.visitor import State
from qualification.understanding import Intent
from tests.actions.office import Office

STATE = State(status="open", owner="assistant", handoff="none", locale="en")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'foyer.db'}"
    upgrade(url, History(MIGRATIONS, VERSION_TABLE))
    database = open_database(url)
    yield Office(database)
    database.close()


def _seen(office: Office, conversation_id: str) -> Seen:
    observer = Observer(office.memory, Announcements({}))
    return observer.seen(conversation_id, 1, ("put a human on",), (), STATE)


def test_q1_a_turn_that_the_script_understood_by_its_phrases_is_not_taken_for_the_engines(office: Office) -> None:
    conversation_id = office.conversation()
    office.turn_without_engine(conversation_id, "put a human on")
    seen = _seen(office, conversation_id)
    assert seen.understood == "ask_human 1.00"
    assert not seen.by_engine


def test_q1_a_turn_that_the_engine_understood_is_told_by_its_model(office: Office) -> None:
    conversation_id = office.conversation()
    office.turn(conversation_id, "put a human on", Intent.ASK_HUMAN, model="20261121-foyer.tar.gz")
    assert _seen(office, conversation_id).by_engine
