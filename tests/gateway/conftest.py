"""A gateway with a played engine, and a visitor in it: one for each module and live store, so visitors never meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.gateway.world import PlayedEngine, Visitor, make_gateway, open_conversation, settings_for


@dataclass(frozen=True)
class Gateway:
    """A gateway that runs, its engine, and where its data lies."""

    client: TestClient
    engine: PlayedEngine
    folder: Path


@pytest.fixture(scope="module", params=["in_process", pytest.param("redis", marks=pytest.mark.service)])
def live_url(request: pytest.FixtureRequest) -> str:
    """Each live store that a gateway may have: the address of a real Redis, or nothing."""
    return str(request.getfixturevalue("redis_server")) if request.param == "redis" else ""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, live_url: str) -> Iterator[Gateway]:
    engine = PlayedEngine()
    folder = tmp_path_factory.mktemp("gateway")
    with TestClient(make_gateway(settings_for(folder, redis_url=live_url), engine)) as client:
        yield Gateway(client, engine, folder)


@pytest.fixture
def client(gateway: Gateway) -> TestClient:
    return gateway.client


@pytest.fixture
def engine(gateway: Gateway) -> PlayedEngine:
    gateway.engine.reset()
    return gateway.engine


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return open_conversation(client)
