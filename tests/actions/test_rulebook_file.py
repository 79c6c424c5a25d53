"""The rulebook's files: read whole, or refused with one line that names the file, the key and what to do."""

import shutil
from pathlib import Path

import pytest

from actions.rulebook_file import load_rulebook
from qualification.errors import Misconfigured
from qualification.rulebook import Rulebook

SHIPPED = Path(__file__).parents[2] / "data" / "rulebook"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files that a test may spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "rulebook"))


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_the_shipped_rulebook_is_read_with_its_version() -> None:
    rulebook = load_rulebook(SHIPPED)
    assert rulebook.rule("D4") == f"D4@{rulebook.version}"
    assert rulebook.verdict.qualified_from == 0.6
    assert rulebook.handoff.waiting.total_seconds() == rulebook.handoff.waiting_seconds


def test_every_section_of_the_rulebook_has_its_file_and_no_other_file_lies_there() -> None:
    assert {path.stem for path in SHIPPED.iterdir()} == {"version", *Rulebook.sections()}


def _spoil_type(folder: Path) -> None:
    _change(folder / "abuse.yml", "escalate_from: 3", "escalate_from: often")


def _spoil_spelling(folder: Path) -> None:
    _change(folder / "blend.yml", "  urgency:", "  hurry:")


def _spoil_by_leaving_out(folder: Path) -> None:
    _change(folder / "verdict.yml", "base: 0.4\n", "")


def _spoil_yaml(folder: Path) -> None:
    (folder / "idle.yml").write_text("nudge_after_seconds: [", encoding="utf-8")


def _spoil_shape(folder: Path) -> None:
    (folder / "idle.yml").write_text("600", encoding="utf-8")


def _remove(folder: Path) -> None:
    (folder / "support.yml").unlink()


def _add(folder: Path) -> None:
    (folder / "scoring.yml").write_text("a: 1", encoding="utf-8")


def _spoil_fact(folder: Path) -> None:
    _change(folder / "questions.yml", "team_size", "shoe_size")


def _spoil_version(folder: Path) -> None:
    (folder / "version.yml").write_text("version: 1", encoding="utf-8")


def _spoil_sign(folder: Path) -> None:
    _change(folder / "turn_taking.yml", "quiet_ms: 80", "quiet_ms: -80")


def _spoil_limit(folder: Path) -> None:
    _change(folder / "limits.yml", "openings_per_hour: 200", "openings_per_hour: 0")


def _spoil_order(folder: Path) -> None:
    _change(folder / "blend.yml", "escalate_from: 0.60", "escalate_from: 0.10")


def _spoil_weight(folder: Path) -> None:
    _change(folder / "mood.yml", "  asap: 0.8", "  asap: 8")


def _spoil_feeling(folder: Path) -> None:
    _change(folder / "mood.yml", "  useless: -2.4", "  useless: -24")


def _spoil_borders(folder: Path) -> None:
    _change(folder / "mood.yml", "high_from: 0.7", "high_from: 0.1")


def _spoil_vague(folder: Path) -> None:
    _change(folder / "reading.yml", "few: [3, 7]", "few: [7, 3]")


def _spoil_zone(folder: Path) -> None:
    _change(folder / "reading.yml", "Europe/Berlin", "Europe/Foyer")


def _spoil_zone_of_hours(folder: Path) -> None:
    _change(folder / "hours.yml", "Europe/Berlin", "Berlin")


def _spoil_stretch(folder: Path) -> None:
    _change(folder / "hours.yml", 'friday: ["9:00-18:00"]', 'friday: ["9-18"]')


def _spoil_weekday(folder: Path) -> None:
    _change(folder / "hours.yml", "friday", "freitag")


def _spoil_holiday(folder: Path) -> None:
    _change(folder / "hours.yml", "Christmas Day: 12-25", "Christmas Day: 25-12")


def _spoil_word(folder: Path) -> None:
    _change(folder / "reading" / "de.yml", "numbers: {", "nombers: {")


def _spoil_number_word(folder: Path) -> None:
    _change(folder / "reading" / "es.yml", "cero: 0", "cero: nothing")


def _spoil_role(folder: Path) -> None:
    _change(folder / "reading" / "en.yml", "[sb]dr|", "[sb]dr(|")


def _spoil_meaning(folder: Path) -> None:
    _change(folder / "reading" / "de.yml", "nearly: [knapp", "nearly: [etwa, knapp")


def _spoil_language(folder: Path) -> None:
    (folder / "reading" / "en.yml").unlink()


def _spoil_mood_of_language(folder: Path) -> None:
    _change(folder / "mood" / "de.yml", "  dringend: 0.8", "  dringend: 8")


def _add_english_mood(folder: Path) -> None:
    shutil.copy(folder / "mood" / "de.yml", folder / "mood" / "en.yml")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_spoil_type, ("abuse.yml", "escalate_from", "often", "valid integer")),
        (_spoil_spelling, ("blend.yml", "weights.hurry", "unknown", "spelling")),
        (_spoil_by_leaving_out, ("verdict.yml", "base", "missing", "add it")),
        (_spoil_yaml, ("idle.yml", "not valid YAML", "line 1")),
        (_spoil_shape, ("idle.yml", "key: value")),
        (_remove, ("support.yml", "missing", "put it back")),
        (_add, ("scoring.yml", "not part of the rulebook", "remove it")),
        (_spoil_fact, ("questions.yml", "order.2", "shoe_size")),
        (_spoil_version, ("version.yml", "version", "valid string")),
        (_spoil_sign, ("turn_taking", "quiet_ms", "0 or more")),
        (_spoil_limit, ("limits", "openings_per_hour", "1 or more")),
        (_spoil_vague, ("reading", "vague", "few", "lower number")),
        (_spoil_zone, ("reading.yml", "zone", "Europe/Foyer", "name one")),
        (_spoil_zone_of_hours, ("hours.yml", "zone", "'Berlin'", "name one")),
        (_spoil_stretch, ("hours", "'9-18'", "9:00-18:00")),
        (_spoil_weekday, ("hours.yml", "freitag", "sunday")),
        (_spoil_holiday, ("hours", "Christmas Day", "25-12", "easter+1")),
        (_spoil_order, ("blend", "escalate_from", "raise it")),
        (_spoil_weight, ("mood", "hurry", "asap", "from 0 to 1")),
        (_spoil_feeling, ("mood", "feelings", "useless", "from -4 to 4")),
        (_spoil_borders, ("mood", "high_from", "raise it")),
        (_spoil_word, ("reading/de.yml", "nombers", "unknown", "spelling")),
        (_spoil_number_word, ("reading/es.yml", "numbers.cero", "nothing", "valid number")),
        (_spoil_role, ("reading/en.yml", "roles", "no pattern", "mend it")),
        (_spoil_meaning, ("reading/de.yml", "plain", "etwa", "keep one")),
        (_spoil_language, ("reading/en.yml", "missing")),
        (_spoil_mood_of_language, ("mood/de.yml", "hurry", "dringend", "from 0 to 1")),
        (_add_english_mood, ("mood/en.yml", "must not be there", "mood.yml")),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_its_key_and_what_to_do(
    folder: Path, spoil: object, words: tuple[str, ...]
) -> None:
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(Misconfigured) as refused:
        load_rulebook(folder)
    message = str(refused.value)
    assert "\n" not in message
    assert [word for word in words if word not in message] == [], message
