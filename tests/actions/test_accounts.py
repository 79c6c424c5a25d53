"""Signing in at the desk, over a real database: hashed twice, slowed down, and telling nobody who has an account."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher

from actions.accounts import SESSION_LIFETIME, PasswordAccounts
from memory.engine import open_database
from memory.migrate import upgrade
from memory.sql.memory import SqlMemory
from qualification.errors import Conflict, RuleViolation

EMAIL, PASSWORD = "dana@foyer.example", "correct horse battery"
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
# A real hash of the cheapest kind: these tests are about what is done with it, not about how long it takes.
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


class CountingHasher(PasswordHasher):
    """Remembers which hashes it was asked to verify."""

    def __init__(self, *, time_cost: int, memory_cost: int, parallelism: int) -> None:
        super().__init__(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 -- argon2's name
        self.verified.append(str(hash))
        return super().verify(hash, password)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    file = tmp_path / "foyer.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def memory(database_file: Path) -> Iterator[SqlMemory]:
    database = open_database(f"sqlite:///{database_file}")
    yield SqlMemory(database, workspace="default")
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(memory: SqlMemory, clock: Clock) -> PasswordAccounts:
    """Dana can sign in."""
    made = PasswordAccounts(memory, clock=clock, hasher=CHEAP)
    made.add_rep(EMAIL, "Dana", PASSWORD)
    return made


def everything_stored(file: Path) -> str:
    """All rows of reps and sessions, as text."""
    with sqlite3.connect(file) as connection:
        rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("rep", "rep_session")]  # noqa: S608 -- the names of two tables
    connection.close()
    return repr(rows)


async def test_the_right_pair_opens_a_session_of_that_rep(accounts: PasswordAccounts) -> None:
    session = await accounts.sign_in(EMAIL, PASSWORD)
    assert session is not None
    assert session.expires_at == START + SESSION_LIFETIME
    rep = await accounts.rep_of(session.token)
    assert rep is not None
    assert (rep.email, rep.name, rep.is_admin) == (EMAIL, "Dana", False)


async def test_the_address_is_read_as_people_type_it(accounts: PasswordAccounts) -> None:
    assert await accounts.sign_in("  Dana@FOYER.example ", PASSWORD) is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "wrong"), (EMAIL, ""), ("nobody@foyer.example", PASSWORD), ("", ""), (EMAIL, "x" * 5000)],
)
async def test_a_wrong_pair_opens_nothing(accounts: PasswordAccounts, email: str, password: str) -> None:
    assert await accounts.sign_in(email, password) is None


async def test_an_unknown_address_costs_the_same_one_hash_as_a_known_one(memory: SqlMemory, clock: Clock) -> None:
    hasher = CountingHasher(time_cost=1, memory_cost=64, parallelism=1)
    accounts = PasswordAccounts(memory, clock=clock, hasher=hasher)
    accounts.add_rep(EMAIL, "Dana", PASSWORD)
    await accounts.sign_in(EMAIL, "wrong password")
    await accounts.sign_in("nobody@foyer.example", "wrong password")
    known, unknown = hasher.verified
    assert known.split("$")[:4] == unknown.split("$")[:4]


async def test_neither_password_nor_session_is_stored_readably(accounts: PasswordAccounts, database_file: Path) -> None:
    session = await accounts.sign_in(EMAIL, PASSWORD)
    assert session is not None
    stored = everything_stored(database_file)
    assert "$argon2id$" in stored
    assert PASSWORD not in stored
    assert session.token not in stored


async def test_a_new_password_lets_its_rep_in_and_ends_what_the_old_one_opened(accounts: PasswordAccounts) -> None:
    session = await accounts.sign_in(EMAIL, PASSWORD)
    assert session is not None
    assert accounts.renew_password(EMAIL, "another good one").email == EMAIL
    assert await accounts.rep_of(session.token) is None
    assert await accounts.sign_in(EMAIL, PASSWORD) is None
    assert await accounts.sign_in(EMAIL, "another good one") is not None


def test_nobody_gets_a_new_password_whom_nobody_knows(accounts: PasswordAccounts) -> None:
    with pytest.raises(RuleViolation, match=r"Nobody signs in as nobody@foyer\.example"):
        accounts.renew_password("nobody@foyer.example", "another good one")


async def test_a_session_ends_when_its_time_is_over(accounts: PasswordAccounts, clock: Clock) -> None:
    session = await accounts.sign_in(EMAIL, PASSWORD)
    assert session is not None
    clock.now = session.expires_at - timedelta(seconds=1)
    assert await accounts.rep_of(session.token) is not None
    clock.now = session.expires_at
    assert await accounts.rep_of(session.token) is None


async def test_signing_out_ends_one_session_and_no_other(accounts: PasswordAccounts) -> None:
    here, there = await accounts.sign_in(EMAIL, PASSWORD), await accounts.sign_in(EMAIL, PASSWORD)
    assert here is not None
    assert there is not None
    await accounts.sign_out(here.token)
    assert await accounts.rep_of(here.token) is None
    assert await accounts.rep_of(there.token) is not None


async def test_an_invented_session_is_nobodys(accounts: PasswordAccounts) -> None:
    assert await accounts.rep_of("invented") is None


async def test_after_five_wrong_tries_even_the_right_password_has_to_wait(accounts: PasswordAccounts) -> None:
    for _ in range(5):
        assert await accounts.sign_in(EMAIL, "wrong", address="203.0.113.7") is None
    with pytest.raises(RuleViolation, match=r"Too many tries\. Wait 15 minutes, then try again\."):
        await accounts.sign_in(EMAIL, PASSWORD, address="203.0.113.7")


async def test_a_guesser_elsewhere_does_not_lock_the_rep_out(accounts: PasswordAccounts) -> None:
    for _ in range(5):
        await accounts.sign_in(EMAIL, "wrong", address="203.0.113.7")
    assert await accounts.sign_in(EMAIL, PASSWORD, address="198.51.100.4") is not None


async def test_guessers_from_everywhere_lock_out_no_browser_that_has_signed_in_before(
    accounts: PasswordAccounts,
) -> None:
    before = await accounts.sign_in(EMAIL, PASSWORD, address="198.51.100.4")
    assert before is not None
    await _guess_from_everywhere(accounts)
    with pytest.raises(RuleViolation, match="Too many tries"):
        await accounts.sign_in(EMAIL, PASSWORD, address="198.51.100.5")
    again = await accounts.sign_in(EMAIL, PASSWORD, address="198.51.100.5", device=before.device)
    assert again is not None
    assert await accounts.sign_in(EMAIL, PASSWORD, device=again.device) is not None


async def test_a_browser_that_has_signed_in_before_cannot_guess_for_ever(accounts: PasswordAccounts) -> None:
    before = await accounts.sign_in(EMAIL, PASSWORD)
    assert before is not None
    for number in range(10):
        assert await accounts.sign_in(EMAIL, "wrong", address=f"203.0.113.{number}", device=before.device) is None
    with pytest.raises(RuleViolation, match="Too many tries"):
        await accounts.sign_in(EMAIL, PASSWORD, device=before.device)


@pytest.mark.parametrize("device", ["", ".", "invented", "invented.0123", "é.ü"])
async def test_an_invented_device_helps_nobody(accounts: PasswordAccounts, device: str) -> None:
    await _guess_from_everywhere(accounts)
    with pytest.raises(RuleViolation, match="Too many tries"):
        await accounts.sign_in(EMAIL, PASSWORD, device=device)


async def test_the_device_of_one_rep_is_a_stranger_to_another(accounts: PasswordAccounts) -> None:
    accounts.add_rep("sam@foyer.example", "Sam", PASSWORD)
    sam = await accounts.sign_in("sam@foyer.example", PASSWORD)
    assert sam is not None
    await _guess_from_everywhere(accounts)
    with pytest.raises(RuleViolation, match="Too many tries"):
        await accounts.sign_in(EMAIL, PASSWORD, device=sam.device)


async def _guess_from_everywhere(accounts: PasswordAccounts) -> None:
    for number in range(50):
        with suppress(RuleViolation):
            await accounts.sign_in(EMAIL, "wrong", address=f"203.0.113.{number}")


async def test_one_address_cannot_try_many_accounts_for_ever(accounts: PasswordAccounts) -> None:
    for number in range(50):
        assert await accounts.sign_in(f"rep{number}@foyer.example", "wrong", address="203.0.113.7") is None
    with pytest.raises(RuleViolation, match="Too many tries"):
        await accounts.sign_in("another@foyer.example", "wrong", address="203.0.113.7")


async def test_signing_in_forgives_the_tries_before(accounts: PasswordAccounts) -> None:
    for _ in range(4):
        for _ in range(4):
            await accounts.sign_in(EMAIL, "wrong", address="203.0.113.7")
        assert await accounts.sign_in(EMAIL, PASSWORD, address="203.0.113.7") is not None


async def test_a_hash_of_weaker_times_is_renewed_when_the_password_is_known(
    accounts: PasswordAccounts, memory: SqlMemory, clock: Clock
) -> None:
    stronger = PasswordAccounts(memory, clock=clock, hasher=PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    session = await stronger.sign_in(EMAIL, PASSWORD)
    assert session is not None
    assert await stronger.rep_of(session.token) is not None
    with memory.reading() as records:
        known = records.reps.by_email(EMAIL)
    assert known is not None
    assert "t=2" in known[1]
    assert await stronger.sign_in(EMAIL, PASSWORD) is not None


async def test_the_first_admin_is_made_once(memory: SqlMemory, clock: Clock) -> None:
    accounts = PasswordAccounts(memory, clock=clock, hasher=CHEAP)
    assert accounts.create_first_admin("admin@foyer.example", "Alex", "first password")
    assert not accounts.create_first_admin("other@foyer.example", "Omar", "second password")
    session = await accounts.sign_in("admin@foyer.example", "first password")
    assert session is not None
    rep = await accounts.rep_of(session.token)
    assert rep is not None
    assert rep.is_admin
    assert await accounts.sign_in("other@foyer.example", "second password") is None


def test_an_address_belongs_to_one_rep(accounts: PasswordAccounts) -> None:
    with pytest.raises(Conflict, match="already"):
        accounts.add_rep("DANA@foyer.example", "Somebody else", PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
def test_a_password_too_short_or_too_long_is_refused(accounts: PasswordAccounts, password: str) -> None:
    with pytest.raises(RuleViolation, match="10 to 1024 characters"):
        accounts.add_rep("new@foyer.example", "New", password)


async def test_l9_a_session_of_one_workspace_is_nobodys_in_another(
    accounts: PasswordAccounts, database_file: Path, clock: Clock
) -> None:
    session = await accounts.sign_in(EMAIL, PASSWORD)
    assert session is not None
    database = open_database(f"sqlite:///{database_file}")
    elsewhere = PasswordAccounts(SqlMemory(database, workspace="other"), clock=clock, hasher=CHEAP)
    assert await elsewhere.rep_of(session.token) is None
    assert await elsewhere.sign_in(EMAIL, PASSWORD) is None
    database.close()
