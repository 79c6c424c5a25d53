"""Reps and their sessions at the desk."""

import pytest

from memory.contract import Memory
from qualification.errors import Conflict
from tests.memory.samples import MINUTE, NOW, add_rep


def test_a_rep_is_found_by_email_however_it_is_written(memory: Memory) -> None:
    with memory.transaction() as records:
        added = records.reps.add(email=" Robin@Acme.com", name="Robin", password_hash="argon2", is_admin=True, now=NOW)
    assert (added.email, added.is_admin, added.last_seen_at) == ("robin@acme.com", True, None)
    with memory.reading() as records:
        assert records.reps.by_email("ROBIN@acme.com ") == (added, "argon2")
        assert records.reps.by_email("sasha@acme.com") is None
        assert list(records.reps.everyone()) == [added]
        assert records.reps.count() == 1


def test_two_reps_cannot_have_the_same_address(memory: Memory) -> None:
    add_rep(memory, "Robin")
    with pytest.raises(Conflict, match="already"):
        add_rep(memory, "ROBIN")


def test_d9_who_was_at_the_desk_lately_is_counted(memory: Memory) -> None:
    robin, _sasha = add_rep(memory, "Robin"), add_rep(memory, "Sasha")
    with memory.transaction() as records:
        records.reps.seen(robin.id, now=NOW)
    with memory.reading() as records:
        assert records.reps.seen_since(NOW - MINUTE) == 1
        assert records.reps.seen_since(NOW) == 1
        assert records.reps.seen_since(NOW + MINUTE) == 0


def test_a_session_is_valid_until_it_expires_or_ends(memory: Memory) -> None:
    robin = add_rep(memory)
    with memory.transaction() as records:
        for token in ("one", "two"):
            records.reps.open_session(robin.id, token_hash=token, expires_at=NOW + 5 * MINUTE, now=NOW)
        records.reps.end_session("two")
        records.reps.end_session("two")
    with memory.reading() as records:
        assert records.reps.session_rep("one", now=NOW) == robin
        assert records.reps.session_rep("one", now=NOW + 5 * MINUTE) is None
        assert records.reps.session_rep("two", now=NOW) is None
        assert records.reps.session_rep("three", now=NOW) is None


def test_opening_a_session_cleans_up_those_that_are_over(memory: Memory) -> None:
    robin, sasha = add_rep(memory, "Robin"), add_rep(memory, "Sasha")
    with memory.transaction() as records:
        records.reps.open_session(robin.id, token_hash="over", expires_at=NOW + MINUTE, now=NOW)
        records.reps.open_session(robin.id, token_hash="lasts", expires_at=NOW + 5 * MINUTE, now=NOW)
        records.reps.open_session(sasha.id, token_hash="new", expires_at=NOW + 9 * MINUTE, now=NOW + MINUTE)
    with memory.reading() as records:
        assert records.reps.session_rep("over", now=NOW) is None
        assert records.reps.session_rep("lasts", now=NOW) == robin
        assert records.reps.session_rep("new", now=NOW) == sasha


def test_a_new_password_signs_out_who_used_the_old_one(memory: Memory) -> None:
    robin, sasha = add_rep(memory, "Robin"), add_rep(memory, "Sasha")
    with memory.transaction() as records:
        records.reps.open_session(robin.id, token_hash="robin", expires_at=NOW + MINUTE, now=NOW)
        records.reps.open_session(sasha.id, token_hash="sasha", expires_at=NOW + MINUTE, now=NOW)
        records.reps.set_password(robin.id, "argon2-new")
    with memory.reading() as records:
        assert records.reps.by_email("robin@acme.com") == (robin, "argon2-new")
        assert records.reps.session_rep("robin", now=NOW) is None
        assert records.reps.session_rep("sasha", now=NOW) == sasha
