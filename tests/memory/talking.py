"""A process that accepts messages as fast as it can, to be killed in the middle of it."""

from multiprocessing.connection import Connection

from memory.engine import open_database
from memory.sql.memory import SqlMemory
from tests.memory.samples import assistant_says, visitor_says


def talk(url: str, workspace: str, conversation_id: str, accepted: Connection) -> None:
    """Reports each number once its transaction has ended, as the gateway answers 202."""
    memory = SqlMemory(open_database(url), workspace=workspace)
    while True:
        number = visitor_says(memory, conversation_id, "hello").number
        accepted.send(number)
        accepted.send(assistant_says(memory, conversation_id, f"Answer to {number}.")[0].number)
