"""M3: codes that prove an address, and what was told under it elsewhere."""

from collections.abc import Callable
from dataclasses import replace

from memory.contract import Memory
from qualification.facts import FactKey, Text
from tests.memory.samples import MINUTE, NOW, TEAM_OF_40, fact, open_conversation

DANA = fact(FactKey.EMAIL, Text("Dana@Acme.com"), said="Dana@Acme.com")


def _talk(memory: Memory, *facts: object) -> str:
    talk = open_conversation(memory).id
    with memory.transaction() as records:
        records.facts.learn(talk, [DANA, TEAM_OF_40] if facts else [])
    return talk


def _prove(memory: Memory, talk: str, address: str = "dana@acme.com") -> None:
    with memory.transaction() as records:
        kept = records.recognition.keep(talk, address, "hash", now=NOW, expires_at=NOW + MINUTE)
        records.recognition.prove(kept.id, now=NOW)


def test_m3_what_was_told_under_an_address_without_a_proof_is_nobodys(memory: Memory) -> None:
    told, here = _talk(memory, DANA), _talk(memory)
    with memory.transaction() as records:
        records.recognition.keep(told, "dana@acme.com", "hash", now=NOW, expires_at=NOW + MINUTE)
    _prove(memory, told, "somebody@else.com")
    _prove(memory, here)
    with memory.reading() as records:
        assert records.recognition.is_known("dana@acme.com", besides=here)
        assert records.recognition.earlier_facts("dana@acme.com", besides=here) == []


def test_m3_an_address_is_known_from_other_conversations_only(memory: Memory) -> None:
    told, here = _talk(memory, DANA), _talk(memory)
    _prove(memory, told)
    with memory.reading() as records:
        assert records.recognition.is_known("dana@acme.com", besides=here)
        assert not records.recognition.is_known("dana@acme.com", besides=told)
        assert not records.recognition.is_known("dana@acme.co", besides=here)
        assert [one.key for one in records.recognition.earlier_facts("DANA@acme.com", besides=here)] == [
            FactKey.EMAIL,
            FactKey.TEAM_SIZE,
        ]


def test_m3_an_address_that_was_corrected_is_known_no_more(memory: Memory) -> None:
    told, here = _talk(memory, DANA), _talk(memory)
    _prove(memory, told)
    with memory.transaction() as records:
        records.facts.learn(told, [replace(DANA, value=Text("d@acme.com"), at=NOW + MINUTE)])
    with memory.reading() as records:
        assert not records.recognition.is_known("dana@acme.com", besides=here)
        assert records.recognition.earlier_facts("dana@acme.com", besides=here) == []


def test_m3_codes_are_counted_by_address_and_by_conversation(memory: Memory) -> None:
    talk, other = _talk(memory), _talk(memory)
    with memory.transaction() as records:
        for place, at in ((talk, NOW), (talk, NOW + MINUTE), (other, NOW + 2 * MINUTE)):
            records.recognition.keep(place, "Dana@Acme.com", "hash", now=at, expires_at=at + MINUTE)
    with memory.reading() as records:
        assert records.recognition.sent_in(talk) == 2
        assert records.recognition.sent_to("dana@acme.com", since=NOW + MINUTE) == 2


def test_m3_codes_to_a_mailbox_are_counted_under_all_of_its_tags(memory: Memory) -> None:
    talk = _talk(memory)
    with memory.transaction() as records:
        for address in ("dana@acme.com", "dana+a@acme.com", "dan_@acme.com", "dana+b@other.com", "danax@acme.com"):
            records.recognition.keep(talk, address, "hash", now=NOW, expires_at=NOW)
    with memory.reading() as records:
        assert records.recognition.sent_to("Dana+c@acme.com", since=NOW) == 2
        assert records.recognition.sent_to("dan_+%@acme.com", since=NOW) == 1


def test_m3_tries_are_counted_and_a_proof_is_kept(memory: Memory) -> None:
    talk = _talk(memory)
    with memory.transaction() as records:
        kept = records.recognition.keep(talk, "dana@acme.com", "hash", now=NOW, expires_at=NOW + MINUTE)
        records.recognition.count_try(kept.id)
        records.recognition.prove(kept.id, now=NOW + MINUTE)
    with memory.reading() as records:
        assert records.recognition.newest(talk) == replace(kept, tries=1, verified_at=NOW + MINUTE)


def test_l9_nothing_of_another_workspace_is_known(
    memory: Memory, memory_of: Callable[[str], Memory], workspace: str
) -> None:
    talk = _talk(memory, DANA)
    _prove(memory, _talk(memory, DANA))
    theirs = memory_of(f"not-{workspace}")
    with memory.transaction() as records:
        kept = records.recognition.keep(talk, "dana@acme.com", "hash", now=NOW, expires_at=NOW + MINUTE)
    with theirs.transaction() as records:
        records.recognition.prove(kept.id, now=NOW)
        assert not records.recognition.is_known("dana@acme.com", besides="elsewhere")
        assert records.recognition.earlier_facts("dana@acme.com", besides="elsewhere") == []
        assert (records.recognition.newest(talk), records.recognition.sent_in(talk)) == (None, 0)
    with memory.reading() as records:
        assert records.recognition.newest(talk) == kept
