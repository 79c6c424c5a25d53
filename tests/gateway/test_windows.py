"""How often something was done: the same counting in this process and in Redis."""

import time
from collections.abc import AsyncIterator

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerSecond

from gateway.chat.windows import InProcessWindows, RedisWindows, Windows

THREE = RateLimitItemPerSecond(3, 10)
HOURLY = RateLimitItemPerHour(2)
LONGEST_CHECK_SECONDS = 0.0002


@pytest.fixture(params=["in_process", pytest.param("redis", marks=pytest.mark.service)])
async def windows(request: pytest.FixtureRequest) -> AsyncIterator[Windows]:
    opened = RedisWindows(request.getfixturevalue("redis_url")) if request.param == "redis" else InProcessWindows()
    yield opened
    await opened.close()


async def test_so_many_are_allowed_and_then_it_says_how_long_to_wait(windows: Windows) -> None:
    assert [await windows.hit(THREE, "message", "a") for _ in range(3)] == [None] * 3
    assert 8 <= (await windows.hit(THREE, "message", "a") or 0) <= 10


async def test_each_kind_key_and_window_is_counted_by_itself(windows: Windows) -> None:
    for item, kind, key in ((HOURLY, "m", "a"), (HOURLY, "p", "a"), (HOURLY, "m", "b"), (THREE, "m", "a")):
        assert [await windows.hit(item, kind, key) for _ in range(2)] == [None, None]
    assert 3590 <= (await windows.hit(HOURLY, "m", "a") or 0) <= 3600


async def test_the_window_moves_and_what_was_refused_does_not_count() -> None:
    times = [100.0]
    windows = InProcessWindows(lambda: times[-1])
    for later in (0.0, 4.0, 8.0):
        times.append(100.0 + later)
        assert await windows.hit(THREE, "message", "a") is None
    times.append(109.5)
    assert [await windows.hit(THREE, "message", "a") for _ in range(5)] == [1] * 5
    times.append(110.0)
    assert await windows.hit(THREE, "message", "a") is None
    assert await windows.hit(THREE, "message", "a") == 4


async def test_who_is_quiet_is_forgotten_first_when_there_are_too_many() -> None:
    windows = InProcessWindows(most_kept=2)
    for key in ("a", "a", "b", "b", "c"):
        await windows.hit(HOURLY, "opening", key)
    assert await windows.hit(HOURLY, "opening", "b") is not None
    assert await windows.hit(HOURLY, "opening", "a") is None


async def test_ten_thousand_known_addresses_cost_a_message_nothing() -> None:
    windows = InProcessWindows()
    for number in range(10_000):
        await windows.hit(HOURLY, "opening", str(number))
    used = []
    for attempt in range(5):
        start = time.process_time()
        for number in range(100):
            await windows.hit(THREE, "message", f"{attempt}-{number}")
        used.append((time.process_time() - start) / 100)
    assert min(used) < LONGEST_CHECK_SECONDS
