"""What the tests of reading share: the shipped numbers, and a Saturday in Berlin on which everything is typed."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.reading.facts import Situation
from actions.reading.language.language import language_of
from actions.rulebook_file import load_rulebook
from qualification.facts import FactKey

NUMBERS = load_rulebook(Path(__file__).parents[3] / "data" / "rulebook").reading
ENGLISH_WORDS = language_of(NUMBERS, "en")
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def situation(
    requested: FactKey | None = None, country: str | None = None, number: int = 3, locale: str = "en"
) -> Situation:
    return Situation(NOW, ZoneInfo("Europe/Berlin"), number, NUMBERS, requested, country, locale)
