"""The fixtures themselves: real servers answer, each test starts empty, and CI never leaves one out."""

from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Page

from tests.services.install import POSTGRES, Program, give_up


def _libpq(url: str) -> str:
    return url.replace("+psycopg", "")


@pytest.mark.parametrize("_round", [1, 2])
def test_every_test_gets_an_empty_postgres_database(postgres_url: str, _round: int) -> None:
    with psycopg.connect(_libpq(postgres_url)) as connection:
        connection.execute("CREATE TABLE lead (id int)")
        assert connection.execute("SELECT count(*) FROM lead").fetchone() == (0,)


@pytest.mark.parametrize("_round", [1, 2])
def test_every_test_gets_an_empty_redis(redis_url: str, _round: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("visitor", "dana")


def test_chromium_opens_a_page(page: Page) -> None:
    page.set_content("<h1>Foyer</h1>")
    assert page.locator("h1").inner_text() == "Foyer"


@pytest.mark.parametrize("value", ["true", "1", "TRUE"])
def test_a_missing_server_fails_the_test_under_ci(value: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="apt-get install postgresql"):
        give_up(POSTGRES, {"CI": value})


def test_a_missing_server_is_skipped_with_its_package_on_a_developers_machine() -> None:
    with pytest.raises(pytest.skip.Exception, match="apt-get install postgresql"):
        give_up(POSTGRES, {})


def test_a_program_that_is_not_installed_is_not_found() -> None:
    assert Program("Nothing", "nothing", ("no-such-program",)).find() is None


def test_the_newest_of_several_installed_versions_is_taken(tmp_path: Path) -> None:
    for version in ("9", "15"):
        program = tmp_path / version / "bin" / "initdb"
        program.parent.mkdir(parents=True)
        program.touch()
    newest = Program("PostgreSQL", "postgresql", (), (f"{tmp_path}/*/bin/initdb",)).find()
    assert newest == tmp_path / "15" / "bin" / "initdb"
