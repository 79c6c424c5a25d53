"""A judged phrase is right as a whole or not at all, and a list that is none is refused."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from actions.reading.facts import Reading
from ops.facts.judged import Share, read_phrases, shares, written
from qualification.errors import Misconfigured
from qualification.facts import (
    Fact,
    FactKey,
    FactSource,
    FactValue,
    Headcount,
    JobTitle,
    Money,
    Period,
    Seniority,
    Text,
    Timeframe,
)
from qualification.state import Misread

LIST = """
version: 1
now: "2026-11-18T14:00:00+00:00"
zone: Europe/Berlin
kinds:
  several:
  - {asked: name, text: "dana, 40 people", facts: {name: [Dana, dana], team_size: "40"}}
  - {text: "dana@acme,com", zone: Asia/Tokyo, misread: [email]}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yml"
    path.write_text(LIST, encoding="utf-8")
    return path


def _reading(*values: tuple[FactKey, FactValue], misread: tuple[FactKey, ...] = ()) -> Reading:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    learned = tuple(Fact(key, value, "as said", FactSource.MESSAGE, 1.0, now) for key, value in values)
    return Reading(learned, tuple(Misread(key, "as said") for key in misread))


NAME, TEAM = (FactKey.NAME, Text("dana")), (FactKey.TEAM_SIZE, Headcount(40, 40))


def test_a_phrase_is_right_with_all_its_facts_in_any_of_the_judged_values(path: Path) -> None:
    phrase = read_phrases(path)[0]
    assert phrase.is_given_by(_reading(NAME, TEAM))
    assert phrase.is_given_by(_reading(TEAM, (FactKey.NAME, Text("Dana"))))


@pytest.mark.parametrize(
    "reading",
    [
        _reading(NAME),
        _reading(NAME, (FactKey.TEAM_SIZE, Headcount(40, None))),
        _reading(NAME, TEAM, (FactKey.COUNTRY, Text("Peru"))),
        _reading(NAME, TEAM, misread=(FactKey.EMAIL,)),
    ],
    ids=["one is missing", "one is wrong", "one too many", "something asked back"],
)
def test_a_phrase_with_anything_else_is_wrong(path: Path, reading: Reading) -> None:
    assert not read_phrases(path)[0].is_given_by(reading)


def test_what_must_be_asked_back_is_part_of_the_judgement(path: Path) -> None:
    broken = read_phrases(path)[1]
    assert broken.is_given_by(_reading(misread=(FactKey.EMAIL,)))
    assert not broken.is_given_by(_reading())
    assert str(broken.zone) == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (Headcount(200, None), "200.."),
        (Headcount(1, 9), "1..9"),
        (Money(Decimal(0), Decimal(100), "USD", Period.MONTH), "..100 USD month"),
        (Money(Decimal("1250.50"), Decimal("1250.50"), "", None), "1250.50"),
        (Money(Decimal(500), None, "EUR", None), "500.. EUR"),
        (Timeframe(None, None, "whenever"), "open"),
        (Timeframe(None, date(2026, 12, 31), "by january"), "..2026-12-31"),
        (Timeframe(date(2026, 11, 19), date(2026, 11, 19), "tomorrow 10am", time(10)), "2026-11-19 10:00"),
        (JobTitle("cto", Seniority.EXECUTIVE), "cto (executive)"),
        (JobTitle("marketing"), "marketing"),
    ],
)
def test_values_are_written_as_the_list_writes_them(value: FactValue, form: str) -> None:
    assert written(value) == form


def test_shares_are_counted_by_kind_and_altogether(path: Path) -> None:
    first, second = read_phrases(path)
    assert shares([(first, True), (second, False)]) == {"several": Share(2, 1), "all": Share(2, 1)}
    assert Share(2, 1).percent == 50


def test_a_list_with_an_unknown_key_is_refused_by_its_name(path: Path) -> None:
    path.write_text(LIST.replace("asked:", "wanted:"), encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"facts\.yml"):
        read_phrases(path)
