"""What a turn costs the database must not grow with the conversation, nor with all that was ever written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from sqlite3 import Connection
from typing import cast

import pytest

from memory.contract import Memory, SummarySentence
from memory.engine import Database, open_database
from memory.migrate import upgrade
from memory.sql.memory import SqlMemory
from tests.memory.samples import (
    NOW,
    TEAM_OF_40,
    answer,
    assistant_says,
    begin_turn,
    is_open,
    open_conversation,
    visitor_says,
)

# Growth by a deeper index is fair; growth by reading what is long settled is not.
MOST_GROWTH = 1.3
TURNS = 400


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/foyer.db"
    upgrade(url)
    database = open_database(url)
    yield database
    database.close()


class _Steps:
    """Counts what SQLite's own machine executes: the same number on every computer, however busy."""

    def __init__(self, database: Database) -> None:
        self._tens = count()
        for transaction in (database.writing, database.reading):
            with transaction() as connection:
                raw = cast(Connection, connection.connection.driver_connection)
                raw.set_progress_handler(lambda: next(self._tens) < 0, 10)

    @contextmanager
    def counted(self, into: list[int]) -> Iterator[None]:
        before = next(self._tens)
        yield
        into.append(next(self._tens) - before)


def _turn(memory: Memory, conversation_id: str, number: int) -> None:
    visitor_says(memory, conversation_id, f"we are {number} now", client_id=f"c{number}")
    turn = begin_turn(memory, conversation_id)
    assert turn is not None
    with memory.reading() as records:
        assert is_open(records, turn.id)
        records.conversations.get(conversation_id)
        records.facts.current(conversation_id)
    with memory.transaction() as records:
        records.facts.learn(conversation_id, [replace(TEAM_OF_40, message_number=turn.numbers[0])])
        records.summaries.put(
            conversation_id, [SummarySentence("A team.", turn.numbers)], up_to=turn.numbers[-1], now=NOW
        )
        records.outbox.put(conversation_id, "lead", {}, key=f"lead:{number}", now=NOW)
        (entry,) = records.outbox.due(now=NOW)
        records.outbox.done(entry.id, now=NOW)
    assert answer(memory, turn)
    assistant_says(memory, conversation_id, "Noted.", "What is it for?")
    with memory.reading() as records:
        records.transcript.after(conversation_id, turn.numbers[-1])
        records.transcript.last(conversation_id, 12)
        records.turns.unanswered(NOW)


def test_the_last_of_many_turns_costs_what_the_tenth_did(sqlite: Database) -> None:
    memory = SqlMemory(sqlite, workspace="acme")
    opened = open_conversation(memory)
    steps = _Steps(sqlite)
    costs: list[int] = []
    for number in range(TURNS):
        with steps.counted(costs):
            _turn(memory, opened.id, number)
    early, late = sum(costs[10:20]), sum(costs[-10:])
    assert early > 100
    assert late <= MOST_GROWTH * early
