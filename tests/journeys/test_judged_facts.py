"""The judged phrases, from the words to the typed facts: understood by the real Rasa, read by the real service."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pytest

from actions.action_next import read_message
from actions.enrich import read_understood
from actions.reading.facts import Reading, Situation
from actions.rulebook_file import load_rulebook
from gateway.turns.rasa_client import SECRET_HEADER
from ops.facts.judged import JudgedPhrase, read_phrases, shares
from tests.journeys.product import PROJECT, Product

pytestmark = pytest.mark.journey

RULEBOOK = load_rulebook(PROJECT / "data" / "rulebook")
PHRASES = read_phrases(PROJECT / "data" / "golden" / "facts.yml")
LEAST_PERCENT = 97
# No kind may be carried by the others; of the smallest kinds one phrase is three percent.
LEAST_PERCENT_OF_A_KIND = 85
MOST_AT_ONCE = 50


@pytest.fixture(scope="module")
def readings(product: Product) -> list[tuple[JudgedPhrase, Reading]]:
    return [
        (phrase, _read(phrase, parse))
        for asked in {phrase.asked: None for phrase in PHRASES}
        for phrase, parse in _parsed(product, [phrase for phrase in PHRASES if phrase.asked is asked])
    ]


def _parsed(product: Product, phrases: Sequence[JudgedPhrase]) -> list[tuple[JudgedPhrase, Mapping[str, Any]]]:
    parses: list[Mapping[str, Any]] = []
    for start in range(0, len(phrases), MOST_AT_ONCE):
        some = phrases[start : start + MOST_AT_ONCE]
        answer = httpx.post(
            f"http://127.0.0.1:{product.rasa_port}/webhooks/foyer/parse",
            json={"texts": [phrase.text for phrase in some], "requested": some[0].asked},
            headers={SECRET_HEADER: product.secret},
            timeout=60,
            trust_env=False,
        )
        parses += answer.raise_for_status().json()["parses"]
    return list(zip(phrases, parses, strict=True))


def _read(phrase: JudgedPhrase, parse: Mapping[str, Any]) -> Reading:
    situation = Situation(
        now=phrase.now,
        zone=phrase.zone,
        message_number=1,
        numbers=RULEBOOK.reading,
        requested=phrase.asked,
        country=phrase.country,
    )
    return read_understood(phrase.text, read_message(parse), situation, RULEBOOK)


def test_nearly_all_judged_phrases_give_exactly_the_facts_that_were_judged(
    readings: list[tuple[JudgedPhrase, Reading]],
) -> None:
    judged = [(phrase, phrase.is_given_by(reading)) for phrase, reading in readings]
    wrong = [phrase.text for phrase, right in judged if not right]
    found = shares(judged)
    assert found["all"].percent >= LEAST_PERCENT, wrong
    weak = {kind: share.percent for kind, share in found.items() if share.percent < LEAST_PERCENT_OF_A_KIND}
    assert weak == {}, wrong


def test_d7_where_nothing_was_stated_nothing_is_learned(readings: list[tuple[JudgedPhrase, Reading]]) -> None:
    invented = [
        phrase.text for phrase, reading in readings if not phrase.facts and not phrase.misread and reading.learned
    ]
    assert invented == []
