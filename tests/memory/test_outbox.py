"""The outbox: what the CRM is owed, once, in order, and no entry in another conversation's way."""

from memory.contract import Memory
from tests.memory.samples import MINUTE, NOW, open_conversation


def _owe(memory: Memory, conversation_id: str, *keys: str) -> None:
    with memory.transaction() as records:
        for key in keys:
            records.outbox.put(conversation_id, "lead", {"name": "Dána", "n": [1]}, key=key, now=NOW)


def _due(memory: Memory, *, minutes: int = 0) -> dict[str, int]:
    with memory.reading() as records:
        return {entry.key: entry.id for entry in records.outbox.due(now=NOW + minutes * MINUTE)}


def test_c2_an_entry_comes_back_as_it_was_put(memory: Memory) -> None:
    opened = open_conversation(memory)
    _owe(memory, opened.id, "lead:1")
    with memory.reading() as records:
        (entry,) = records.outbox.due(now=NOW)
    assert (entry.conversation_id, entry.kind, entry.key, entry.attempts) == (opened.id, "lead", "lead:1", 0)
    assert entry.payload == {"name": "Dána", "n": [1]}


def test_c2_the_same_key_twice_is_owed_once(memory: Memory) -> None:
    opened = open_conversation(memory)
    _owe(memory, opened.id, "lead:1", "lead:1")
    entry_id = _due(memory)["lead:1"]
    with memory.transaction() as records:
        records.outbox.done(entry_id, now=NOW)
    _owe(memory, opened.id, "lead:1")
    assert _due(memory) == {}


def test_c2_the_writes_of_one_conversation_keep_their_order(memory: Memory) -> None:
    first, second = open_conversation(memory), open_conversation(memory)
    _owe(memory, first.id, "lead:1", "activity:1")
    _owe(memory, second.id, "lead:2")
    due = _due(memory)
    assert list(due) == ["lead:1", "lead:2"]
    with memory.transaction() as records:
        records.outbox.done(due["lead:1"], now=NOW)
    assert list(_due(memory)) == ["activity:1", "lead:2"]


def test_c2_a_failed_write_is_tried_again_later_and_holds_back_its_followers(memory: Memory) -> None:
    opened = open_conversation(memory)
    _owe(memory, opened.id, "lead:1", "activity:1")
    with memory.transaction() as records:
        records.outbox.failed(_due(memory)["lead:1"], error="The CRM is down.", retry_at=NOW + 5 * MINUTE)
    assert _due(memory, minutes=4) == {}
    with memory.reading() as records:
        (entry,) = records.outbox.due(now=NOW + 5 * MINUTE)
    assert (entry.key, entry.attempts) == ("lead:1", 1)


def test_c2_a_write_that_can_never_succeed_gets_out_of_the_way(memory: Memory) -> None:
    opened = open_conversation(memory)
    _owe(memory, opened.id, "lead:1", "activity:1")
    with memory.transaction() as records:
        records.outbox.give_up(_due(memory)["lead:1"], error="The CRM refused.", now=NOW)
    assert list(_due(memory)) == ["activity:1"]


def test_no_more_entries_are_given_than_asked_for(memory: Memory) -> None:
    for number in range(3):
        _owe(memory, open_conversation(memory).id, f"lead:{number}")
    with memory.reading() as records:
        assert [entry.key for entry in records.outbox.due(now=NOW, limit=2)] == ["lead:0", "lead:1"]
