"""What the in-process live store does to stay small."""

from datetime import timedelta

from memory.live.in_process import InProcessLiveStore

MINUTE = timedelta(minutes=1)


async def test_m1_the_oldest_kept_value_gives_way_when_the_store_is_full() -> None:
    store = InProcessLiveStore(capacity=2)
    for key in ("a", "b", "c"):
        await store.keep(key, {"key": key}, lifetime=MINUTE)
    assert await store.recall("a") is None
    assert await store.recall("c") == {"key": "c"}


async def test_an_expired_value_is_gone_the_moment_its_lifetime_ends() -> None:
    now = 0.0
    store = InProcessLiveStore(monotonic=lambda: now)
    await store.keep("session", {"facts": []}, lifetime=MINUTE)
    now = 60.0
    assert await store.recall("session") is None
