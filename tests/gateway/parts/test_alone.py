"""The guard against a second gateway that would share data but no pushes."""

from pathlib import Path

import pytest

from gateway.parts.alone import OnlyGateway
from qualification.errors import Misconfigured


async def test_a_second_gateway_on_the_same_folder_is_refused_and_told_what_to_do(tmp_path: Path) -> None:
    first, second = (OnlyGateway(tmp_path / "gateway.lock", shared=False) for _ in range(2))
    await first.start()
    with pytest.raises(Misconfigured, match=r"Another gateway already uses .* FOYER_REDIS_URL"):
        await second.start()
    await first.stop()


async def test_when_the_first_has_stopped_another_may_start(tmp_path: Path) -> None:
    first, second = (OnlyGateway(tmp_path / "gateway.lock", shared=False) for _ in range(2))
    await first.start()
    await first.stop()
    await second.start()
    await second.stop()


async def test_a_refused_one_that_is_stopped_does_not_open_the_door(tmp_path: Path) -> None:
    first, second, third = (OnlyGateway(tmp_path / "gateway.lock", shared=False) for _ in range(3))
    await first.start()
    for late in (second, third):
        with pytest.raises(Misconfigured):
            await late.start()
        await late.stop()
    await first.stop()


async def test_gateways_that_share_a_live_store_stand_side_by_side(tmp_path: Path) -> None:
    gateways = [OnlyGateway(tmp_path / "gateway.lock", shared=True) for _ in range(2)]
    for gateway in gateways:
        await gateway.start()
    for gateway in gateways:
        await gateway.stop()


async def test_the_folder_is_made_when_it_is_not_there(tmp_path: Path) -> None:
    gateway = OnlyGateway(tmp_path / "var" / "gateway.lock", shared=False)
    await gateway.start()
    await gateway.stop()
    assert (tmp_path / "var").is_dir()
