"""A gateway with a played engine, and a visitor in it. One gateway per module: conversations do not meet."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.gateway.world import PlayedEngine, Visitor, make_gateway, open_conversation, settings_for


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, PlayedEngine]]:
    engine = PlayedEngine()
    with TestClient(make_gateway(settings_for(tmp_path_factory.mktemp("gateway")), engine)) as client:
        yield client, engine


@pytest.fixture
def client(gateway: tuple[TestClient, PlayedEngine]) -> TestClient:
    return gateway[0]


@pytest.fixture
def engine(gateway: tuple[TestClient, PlayedEngine]) -> PlayedEngine:
    gateway[1].reset()
    return gateway[1]


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return open_conversation(client)
