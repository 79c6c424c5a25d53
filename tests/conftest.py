"""What every test shares: the fixtures of real servers, and the rule that only marked tests may open sockets."""

import pytest

pytest_plugins = ["tests.services.servers", "tests.services.browser"]

LOOPBACK = ["127.0.0.1", "::1", "localhost"]
# Whoever asks for one of these fixtures talks to a real program, so the mark need not be written by hand.
MARK_OF_FIXTURE = {
    "postgres_server": "service",
    "redis_server": "service",
    "chromium_path": "browser",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by the servers they use, and opens loopback, and nothing else, for those."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARK_OF_FIXTURE:
                item.add_marker(MARK_OF_FIXTURE[fixture])
        if any(item.get_closest_marker(mark) for mark in ("service", "browser", "journey")):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the product does."""
    return "asyncio"
