"""Numbers, times and codes as reps read them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.rulebook_file import load_rulebook
from handoff.contract import OUTSIDE_HOURS, UNKNOWN_VISITOR, MoodView
from handoff.desk import figures, times, words
from qualification.conversation import HandoffStatus
from qualification.deciding.blend import in_words
from qualification.decision import Contribution
from qualification.understanding import MoodSign, MoodWord, Sentiment, Urgency
from tests.handoff.lead_samples import leads
from tests.handoff.samples import dana_card, dana_thread

BLEND = load_rulebook(Path("data/rulebook")).blend

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@given(st.lists(st.floats(min_value=-100, max_value=100, allow_nan=False), max_size=12))
def test_s1_rounded_parts_always_add_up_to_the_rounded_total(values: list[float]) -> None:
    shown = figures.hundredths(values)
    assert abs(sum(shown) - sum(values) * 100) <= 0.5 + 1e-6
    assert all(abs(cents - value * 100) <= 1 for cents, value in zip(shown, values, strict=True))


def test_three_thirds_are_shown_as_one() -> None:
    third = figures.score_sum([(name, 1 / 3) for name in "abc"])
    assert [part.points for part in third.parts] == ["0.34", "0.33", "0.33"]
    assert third.total == "1"


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.02, 0.04, 0.05, 0.15, 0.45])), max_size=12))
def test_d3_the_table_of_a_decision_shows_the_figures_of_its_reason(read: list[tuple[float, float]]) -> None:
    parts = tuple(Contribution("urgency", value, weight) for value, weight in read)
    shown = figures.blend([(part.signal, part.value, part.weight, part.points) for part in parts])
    said = in_words(parts, BLEND) if parts else "0.00 ("
    assert f" {shown.total} (" in f" {said}"
    assert [f"+{part.points}" for part in shown.parts] == re.findall(r"\+[\d.]+\d", said)
    assert sum(float(part.points) for part in shown.parts) == pytest.approx(float(shown.total))
    assert len(shown.parts) + len(shown.others) == len(parts)


def test_what_is_shown_as_nothing_has_no_bar() -> None:
    shown = figures.blend([("low_confidence", 0.0004, 0.04, 0.000016), ("lead_score", None, 0.15, 0.0)])
    assert (shown.parts, shown.total) == ((), "0.00")
    assert [(part.points, part.share) for part in shown.others] == [("0.00", 0.0), (figures.UNKNOWN, 0.0)]
    assert figures.score_sum([("Every visitor", 0.001)]).parts[0].share == 0


def test_a_negative_contribution_is_shown_with_its_sign() -> None:
    shown = figures.blend([("trust", 1.0, 0.5, 0.5), ("anger", 0.4, -0.5, -0.2)])
    assert [part.points for part in shown.parts] == ["0.50", "−0.20"]
    assert shown.parts[1].formula == "0.4 × −0.5"
    assert shown.total == "0.30"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=7), "14 Nov 2026"),
    ],
)
def test_the_age_of_a_message_is_said_shortly(age: timedelta, said: str) -> None:
    assert times.ago(NOW - age, NOW) == said


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=-1), "0:00"),
        (timedelta(seconds=9), "0:09"),
        (timedelta(minutes=2, seconds=41), "2:41"),
        (timedelta(hours=1, minutes=5), "1 h 05 min"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h"),
    ],
)
def test_a_wait_is_said_as_it_ticks(wait: timedelta, said: str) -> None:
    assert times.waited(NOW - wait, NOW) == said


@pytest.mark.parametrize("url", ["/help/pricing#plans", "https://foyer.example/a", "http://foyer.example"])
def test_pages_and_the_web_may_be_links(url: str) -> None:
    assert words.safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "data:text/html,x", "help", "/\\evil", "http://[", "https:///x", ""],
)
def test_nothing_else_becomes_a_link(url: str) -> None:
    assert words.safe_link(url) is None


def test_a_code_without_a_word_is_shown_readably() -> None:
    assert words.cause("brand_new_cause") == "Brand new cause"
    assert words.decision("asked_again") == "Asked again"
    assert words.channel("whats_app") == "Whats app"
    assert words.source("chat:support") == "Chat (help centre)"
    assert words.decided_by("some_day") == "Some day"


def test_a_rule_is_named_by_what_it_demands_and_its_number_is_at_hand() -> None:
    assert words.evidence_text("rule", "D4@1") == "Rule: a wish for a person is obeyed"
    assert words.evidence_source("rule", "D4@1") == "Rule D4 of the rulebook, version 1"
    assert words.evidence_text("rule", "X9@1") == "Rule X9"
    assert words.evidence_text("signal", "intent:ask_pricing") == "Understood: ask pricing"


def test_every_rule_that_a_decision_may_name_has_words() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in Path("qualification/deciding").glob("*.py"))
    assert set(re.findall(r'"([DSM]\d+)"', sources)) <= words.RULES.keys()


@pytest.mark.parametrize(
    ("cause", "reason", "said"),
    [
        ("asked_for_person", "The visitor asked for a person.", ""),
        ("demo", "The visitor wants a demo.", ""),
        ("demo", "The visitor wants a demo. An address is needed.", "The visitor wants a demo. An address is needed."),
        ("asked_for_person", "Single sign-on for 50.", "Single sign-on for 50."),
    ],
)
def test_a_reason_that_only_repeats_the_cause_is_not_said_twice(cause: str, reason: str, said: str) -> None:
    assert words.reason(replace(dana_card(NOW), cause=cause, reason=reason)) == said


@pytest.mark.parametrize(
    ("name", "short"), [("Priya Nair", "PN"), ("Cher", "C"), ("  ", "?"), ("J. R. R. Tolkien", "JT")]
)
def test_a_rep_without_a_picture_has_initials(name: str, short: str) -> None:
    assert words.initials(name) == short


def test_s6_a_mood_is_one_line_with_its_heaviest_words() -> None:
    felt = [MoodWord(MoodSign.SENTIMENT, word, -2.4) for word in ("useless", "awful", "slow", "joke", "mess")]
    hurried = MoodWord(MoodSign.URGENCY, "asap", 0.8)
    both = MoodView(Sentiment.NEGATIVE, Urgency.HIGH, (*felt, hurried))
    assert words.mood(both) == (
        "Sounds negative: useless \N{MINUS SIGN}2.4, awful \N{MINUS SIGN}2.4, slow \N{MINUS SIGN}2.4, "
        "joke \N{MINUS SIGN}2.4 · Hurries much: asap 0.8"
    )
    assert words.mood(MoodView(Sentiment.NEUTRAL, Urgency.NONE, ())) == ""


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "Website"), ("de", "Website, in German"), ("ar", "Website, in Arabic")]
)
def test_d14_a_card_says_the_language_where_it_is_not_the_desks_own(locale: str, said: str) -> None:
    assert words.came_by("website", locale) == said


def test_a_language_without_a_name_is_shown_by_its_code() -> None:
    assert (words.language("de"), words.language("xx-yy"), words.language("")) == ("German", "xx-yy", "")


@pytest.mark.parametrize(
    ("status", "reason", "tone"),
    [
        (HandoffStatus.UNANSWERED, "The visitor asked for a person.", "late"),
        (HandoffStatus.UNANSWERED, f"The visitor asked for a person. {OUTSIDE_HOURS}.", "waiting"),
        (HandoffStatus.UNANSWERED, f"The visitor asked for a person. {OUTSIDE_HOURS} (New Year).", "waiting"),
        (HandoffStatus.WAITING, "The visitor asked for a person.", "waiting"),
    ],
)
def test_a_wait_is_late_only_where_somebody_could_have_picked_up(status: HandoffStatus, reason: str, tone: str) -> None:
    card = replace(dana_card(NOW), status=status, reason=reason)
    assert words.is_late(card) is (tone == "late")
    assert words.tone(replace(dana_thread(NOW), status="open", owner_name=None, card=card)) == tone


@pytest.mark.parametrize(
    ("who", "email", "company", "name"),
    [
        ("Dana", "dana@acme.example", "Acme", "Dana"),
        (UNKNOWN_VISITOR, "dana@acme.example", "Acme", "dana@acme.example"),
        (UNKNOWN_VISITOR, None, "Acme", "Acme"),
        (UNKNOWN_VISITOR, None, None, None),
    ],
)
def test_a_lead_is_told_from_others_by_what_is_known(
    who: str, email: str | None, company: str | None, name: str | None
) -> None:
    assert words.lead_name(replace(leads(NOW)[0], who=who, email=email, company=company)) == name
