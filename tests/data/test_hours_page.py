"""What the page says of our hours is what the rulebook goes by (D9): one must not promise what the other denies."""

from pathlib import Path

from actions.rulebook_file import load_rulebook
from qualification.waiting.hours import Weekday

DATA = Path("data")
HOURS = load_rulebook(DATA / "rulebook").hours
PAGE = (DATA / "knowledge" / "hours.md").read_text(encoding="utf-8")
ANSWER = PAGE.partition("## When our people answer\n")[2].partition("\n## ")[0]


def test_the_page_tells_the_days_and_hours_of_the_rulebook() -> None:
    working = [day for day in Weekday if HOURS.week.get(day)]
    assert set(HOURS.week.values()) == {("9:00-18:00",)}
    assert f"{working[0].title()} to {working[-1].title()} from 9:00 to 18:00" in ANSWER
    assert working == list(Weekday)[: len(working)]


def test_the_page_tells_the_zone_of_the_rulebook() -> None:
    assert HOURS.zone == "Europe/Berlin"
    assert "Central European Time" in ANSWER


def test_the_page_tells_the_holidays_of_the_rulebook_and_no_other() -> None:
    assert sorted(map(str, HOURS.holidays.values())) == ["01-01", "12-25", "12-26"]
    assert "on 1 January, 25 and 26 December." in ANSWER
