"""The circumstances in which scenarios are walked through: how the rulebook's hours lie to this moment, and how patient
the assistant is. Each has a Foyer of its own with a rulebook of its own; its clock is the real one, for all of it.
"""

import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import yaml

from ops.settings import PROJECT

DATA = PROJECT / "data"
RULEBOOK = "rulebook"
# Short, so that nobody waits; long enough that an answer which follows at once is never late.
NUDGED_AFTER_SECONDS = 2
CLOSED_AFTER_SECONDS = 4
ALL_DAY = "0:00-24:00"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Nobody's evaluation may come to another end because midnight falls into it.
FAR_ENOUGH_DAYS = 3


class World(StrEnum):
    """`everyday` is always open and as patient as it comes. In the others it is now outside the hours, or a holiday,
    and a silent visitor is nudged within seconds."""

    EVERYDAY = "everyday"
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"

    @property
    def impatient(self) -> bool:
        return self is not World.EVERYDAY


def prepare(world: World, folder: Path, today: date) -> Path:
    """A data folder at `folder` that is the project's own but for hours and patience."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for entry in DATA.iterdir():
        if entry.name != RULEBOOK:
            (folder / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    shutil.copytree(DATA / RULEBOOK, folder / RULEBOOK)
    _write(folder / RULEBOOK / "hours.yml", _hours(world, today))
    if world.impatient:
        idle = {"nudge_after_seconds": NUDGED_AFTER_SECONDS, "close_after_seconds": CLOSED_AFTER_SECONDS}
        _write(folder / RULEBOOK / "idle.yml", idle)
    return folder


def _hours(world: World, today: date) -> Mapping[str, object]:
    """Read on the clock of UTC, like `today`."""
    week: dict[str, list[str]] = {}
    holidays: dict[str, date] = {}
    match world:
        case World.EVERYDAY:
            pass
        case World.OUTSIDE_HOURS:
            week = {DAYS[(today + timedelta(FAR_ENOUGH_DAYS)).weekday()]: ["9:00-18:00"]}
        case World.HOLIDAY:
            week = {day: [ALL_DAY] for day in DAYS}
            holidays = {f"Closed, day {day + 1}": today + timedelta(day) for day in range(FAR_ENOUGH_DAYS)}
    return {"zone": "UTC", "week": week, "holidays": holidays}


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(yaml.safe_dump(dict(content), sort_keys=False), encoding="utf-8")
