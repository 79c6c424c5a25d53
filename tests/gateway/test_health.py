"""What load balancers and Prometheus read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from actions.rulebook_file import load_rulebook
from gateway.chat.limits import Limits
from tests.gateway.world import PlayedEngine, Visitor, make_gateway, open_conversation, settings_for
from tests.services.servers import free_port


def test_a_process_that_answers_is_healthy(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_with_every_part_the_gateway_is_ready(client: TestClient, engine: PlayedEngine) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "parts": {"database": True, "live_store": True, "rasa": True}}


def test_q5_without_rasa_the_gateway_is_degraded_and_still_takes_visitors(
    client: TestClient, engine: PlayedEngine
) -> None:
    engine.fails = True
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["parts"]["rasa"]) == ("degraded", False)


def test_the_metrics_page_counts_turns_by_how_they_ended(visitor: Visitor, engine: PlayedEngine) -> None:
    before = _count(visitor, 'foyer_turns_total{status="answered"}')
    visitor.say("how much does it cost")
    engine.fails = True
    visitor.say("how much does it cost")
    assert _count(visitor, 'foyer_turns_total{status="answered"}') == before + 2
    assert _count(visitor, "foyer_engine_failures_total") >= 1
    assert _count(visitor, "foyer_turn_seconds_count") >= 2


def test_the_metrics_page_says_nothing_of_who_wrote_what(visitor: Visitor) -> None:
    visitor.say("my email is dana.reyes@acme.com")
    page = visitor.client.get("/metrics").text
    assert "dana" not in page
    assert visitor.id not in page


def _count(visitor: Visitor, name: str) -> float:
    answer = visitor.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if line.startswith(f"{name} ")]
    return float(lines[0].rpartition(" ")[2]) if lines else 0.0


@pytest.fixture
def without_redis(tmp_path: Path) -> Iterator[TestClient]:
    """A gateway whose Redis is not there, with limits."""
    settings = settings_for(tmp_path, rate_limits=True, redis_url=f"redis://127.0.0.1:{free_port()}/0")
    with TestClient(make_gateway(settings, PlayedEngine())) as client:
        yield client


@pytest.mark.service
def test_q5_without_redis_visitors_are_answered_and_the_gateway_says_that_it_is_degraded(
    without_redis: TestClient,
) -> None:
    answer = without_redis.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["parts"]["live_store"]) == ("degraded", False)
    visitor = open_conversation(without_redis)
    assert visitor.say("how much does it cost")


@pytest.mark.service
async def test_q5_without_redis_nobody_is_counted_and_that_is_logged() -> None:
    numbers = load_rulebook(Path("data/rulebook")).limits
    limits = Limits(numbers, redis_url=f"redis://127.0.0.1:{free_port()}/0", enabled=True)
    with capture_logs() as lines:
        for _ in range(numbers.messages_per_ten_seconds + 5):
            await limits.check_message("c1")
        await limits.check_opening("203.0.113.9")
    assert {line["event"] for line in lines} == {"rate_limits_down"}
