"""What was decided about a conversation's messages, read from the database after the fact.

The public API does not tell it, and should not; this is the one place of the commands that opens memory.
"""

from collections.abc import Sequence

from memory.contract import TurnRecord
from memory.engine import open_database
from memory.sql.memory import SqlMemory
from ops.simulation.report import Decided

WORKSPACE = "default"


def decided_turns(database_url: str, conversations: Sequence[str]) -> dict[tuple[str, int], Decided]:
    """Every decided turn, by conversation and by the number of each visitor message that it answered."""
    database = open_database(database_url)
    try:
        with SqlMemory(database, workspace=WORKSPACE).reading() as records:
            turns = {conversation: records.turns.records(conversation) for conversation in conversations}
    finally:
        database.close()
    return {
        (conversation, number): decided
        for conversation, records_ in turns.items()
        for record in records_
        if (decided := _decided(record)) is not None
        for number in record.numbers
    }


def _decided(record: TurnRecord) -> Decided | None:
    if record.decision is None:
        return None
    # The script stores what it understood as well; only the engine tells the name of its model.
    return Decided(record.decision, record.understanding, by_engine="model" in record.versions)
