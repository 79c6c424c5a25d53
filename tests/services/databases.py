"""Databases for a whole test run: one of each kind, shared by tests that have a workspace of their own each."""

from collections.abc import Sequence

import pytest

from memory.engine import open_database
from memory.migrate import History, upgrade_database

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.service))


def migrated_database(request: pytest.FixtureRequest, name: str, histories: Sequence[History]) -> str:
    """The URL of a new database of the kind that a fixture is asked for with."""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        server.execute(f"CREATE DATABASE {name}")
        url = str(server.url(name))
    else:
        url = f"sqlite:///{request.getfixturevalue('tmp_path_factory').mktemp(name)}/foyer.db"
    database = open_database(url)
    upgrade_database(database, histories)
    database.close()
    return url
