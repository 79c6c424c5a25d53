"""The worlds of the evaluation: the product's own rulebook, but for how the hours lie to now and how patient it is."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from actions.rulebook_file import load_rulebook
from actions.waiting.hours import hours_at
from ops.evaluating.worlds import DATA, World, prepare
from qualification.rulebook import Rulebook

TODAYS = [date(2026, 11, 21), date(2026, 12, 31), date(2027, 3, 28)]


def rulebook(world: World, folder: Path, today: date) -> Rulebook:
    return load_rulebook(prepare(world, folder / world, today) / "rulebook")


@pytest.mark.parametrize("today", TODAYS, ids=str)
@pytest.mark.parametrize("world", World)
def test_for_a_day_and_a_half_from_now_on_a_world_stays_what_it_is(tmp_path: Path, world: World, today: date) -> None:
    numbers = rulebook(world, tmp_path, today).hours
    begin = datetime.combine(today, time(0), UTC)
    for hours in range(0, 36, 3):
        found = hours_at(numbers, begin + timedelta(hours=hours))
        assert found.is_open is (world is World.EVERYDAY)
        assert (found.holiday is not None) is (world is World.HOLIDAY)
        assert (found.opens_at is not None) is (world is not World.EVERYDAY)


@pytest.mark.parametrize("world", World)
def test_nothing_but_hours_and_patience_differs(tmp_path: Path, world: World) -> None:
    made, shipped = prepare(world, tmp_path / world, TODAYS[0]) / "rulebook", DATA / "rulebook"
    files = {path.relative_to(shipped) for path in shipped.rglob("*.yml")}
    assert {path.relative_to(made) for path in made.rglob("*.yml")} == files
    different = {str(path) for path in files if (made / path).read_bytes() != (shipped / path).read_bytes()}
    assert different == ({"hours.yml", "idle.yml"} if world.impatient else {"hours.yml"})
    assert {path.name for path in (tmp_path / world).iterdir()} == {path.name for path in DATA.iterdir()}


def test_the_world_of_the_last_evaluation_is_made_anew(tmp_path: Path) -> None:
    (prepare(World.HOLIDAY, tmp_path / "data", TODAYS[0]) / "rulebook" / "old.yml").touch()
    again = prepare(World.HOLIDAY, tmp_path / "data", TODAYS[0])
    assert not (again / "rulebook" / "old.yml").exists()
    assert (DATA / "rulebook" / "hours.yml").exists()
