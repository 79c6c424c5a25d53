"""A gateway with a played engine, and a visitor in it. One gateway per module: conversations do not meet."""

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


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    engine = PlayedEngine()
    folder = tmp_path_factory.mktemp("gateway")
    with TestClient(make_gateway(settings_for(folder), engine)) as client:
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
