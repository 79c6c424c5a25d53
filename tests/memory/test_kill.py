"""A gateway killed without warning: what it had accepted is there, what it had not finished is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from memory.contract import Memory
from qualification.conversation import Author
from tests.memory.samples import begin_turn, open_conversation
from tests.memory.talking import talk

ENOUGH = 60


@contextmanager
def _talker(url: str, workspace: str, conversation_id: str) -> Iterator[Connection]:
    """Killed with signal 9 at the end of the block, in whatever it is doing then."""
    processes = get_context("spawn")
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=talk, args=(url, workspace, conversation_id, theirs), daemon=True)
    process.start()
    theirs.close()
    yield ours
    process.kill()
    process.join()


def _received(pipe: Connection) -> Iterator[int]:
    try:
        while True:
            yield pipe.recv()
    except EOFError:
        return


def test_d11_after_a_kill_every_accepted_message_is_there_and_no_number_is_missing(
    memory: Memory, database_url: str, workspace: str
) -> None:
    opened = open_conversation(memory)
    with _talker(database_url, workspace, opened.id) as pipe:
        accepted = [pipe.recv() for _ in range(ENOUGH)]
    accepted += _received(pipe)
    with memory.reading() as records:
        stored = records.transcript.after(opened.id, 0, limit=10_000)
    assert accepted == list(range(1, len(accepted) + 1))
    assert [message.number for message in stored] == list(range(1, len(stored) + 1))
    # One more may have been committed in the moment before its number could be told.
    assert len(stored) - len(accepted) in (0, 1)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert turn.numbers == tuple(message.number for message in stored if message.author is Author.VISITOR)
