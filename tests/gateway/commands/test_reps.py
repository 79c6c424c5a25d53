"""What the person who runs Foyer types to let reps in: told once, and one line when it cannot be done."""

import sys
from pathlib import Path

import anyio
import pytest

from actions.accounts import PasswordAccounts
from gateway.clock import utc_now
from gateway.commands.reps import main
from memory.engine import open_database
from memory.migrate import upgrade
from memory.sql.memory import SqlMemory

EMAIL = "dana@foyer.example"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database that the command finds through the settings."""
    monkeypatch.setenv("FOYER_VAR_DIR", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'foyer.db'}"
    upgrade(url)
    return url


def _type(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["reps", *arguments])
    return main()


def _printed_password(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.strip().rpartition(" ")[2]


def _may_sign_in(url: str, password: str) -> bool:
    database = open_database(url)
    accounts = PasswordAccounts(SqlMemory(database, workspace="default"), clock=utc_now)
    session = anyio.run(accounts.sign_in, EMAIL, password)
    database.close()
    return session is not None


def test_an_added_rep_signs_in_with_the_printed_password(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _type(monkeypatch, "add", EMAIL, "Dana Whitfield") == 0
    assert _may_sign_in(url, _printed_password(capsys))


def test_a_lost_password_is_replaced(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _type(monkeypatch, "add", EMAIL, "Dana Whitfield")
    lost = _printed_password(capsys)
    assert _type(monkeypatch, "password", EMAIL) == 0
    new = _printed_password(capsys)
    assert not _may_sign_in(url, lost)
    assert _may_sign_in(url, new)


def test_what_cannot_be_done_is_one_line_and_status_2(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _type(monkeypatch, "password", EMAIL) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("foyer: Nobody signs in as")


@pytest.mark.parametrize("email", ["bad", "bad@", "@foyer.example", "dana foyer.example", ""])
def test_what_is_no_address_is_refused_and_nobody_is_added(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], email: str
) -> None:
    assert _type(monkeypatch, "add", email, "X") == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"foyer: {email!r} is no e-mail address, so nobody was added.")
    database = open_database(url)
    with SqlMemory(database, workspace="default").reading() as records:
        assert records.reps.count() == 0
    database.close()


@pytest.mark.parametrize("email", ["dana@shop.local", "dana@intranet"])
def test_an_address_of_an_inner_network_will_do(url: str, monkeypatch: pytest.MonkeyPatch, email: str) -> None:
    assert _type(monkeypatch, "add", email, "Dana") == 0


def test_a_database_without_tables_is_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOYER_VAR_DIR", str(tmp_path))
    assert _type(monkeypatch, "add", EMAIL, "Dana Whitfield") == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "Start Foyer once" in line
