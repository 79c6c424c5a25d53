"""A model that was taught English and German reads each by its own reader, and what nobody taught as English."""

import asyncio
import base64
import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.model_files import newest_model
from tests.bot.rasa_process import borrow_encoder, environment, run_module

SMALL = Path(__file__).parent / "small_nlu"
GERMAN = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - guten Tag
    - hallo zusammen
    - moin
- intent: inform
  examples: |
    - wir sind [40](team_size) Leute
    - bei uns arbeiten [12](team_size) Leute
    - wir haben [25](team_size) Mitarbeiter
"""


def _trained(folder: Path, german: str | None) -> Agent:
    borrow_encoder(folder)
    nlu = folder / "nlu"
    shutil.copytree(SMALL, nlu)
    if german is not None:
        (nlu / "de").mkdir()
        (nlu / "de" / "small.yml").write_text(german, encoding="utf-8")
    trained = run_module("bot.train", environment(folder, FOYER_NLU=str(nlu)))
    assert trained.returncode == 0, trained.stderr
    return Agent.load(str(newest_model(folder / "models")))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return _trained(tmp_path_factory.mktemp("both"), GERMAN)


def _parse(agent: Agent, text: str, locale: str) -> dict[str, Any]:
    message = UserMessage(text, metadata={"locale": locale})
    parse: dict[str, Any] = asyncio.run(agent.processor.parse_message(message))
    return parse


def _vector_bytes(parse: dict[str, Any]) -> int:
    return len(base64.b64decode(parse["sentence_vector"]))


def test_german_and_english_are_both_understood(both: Agent) -> None:
    for text, locale in (("guten Tag", "de"), ("good morning", "en")):
        assert _parse(both, text, locale)["intent"]["name"] == "greet"
    german = _parse(both, "wir sind 30 Leute", "de")
    assert [(one["entity"], one["value"]) for one in german["entities"]] == [("team_size", "30")]


def test_what_english_taught_helps_german(both: Agent) -> None:
    assert _parse(both, "was kostet das", "de")["intent"]["name"] == "ask_pricing"


def test_each_language_goes_out_with_the_vector_of_its_own_encoder(both: Agent) -> None:
    assert _vector_bytes(_parse(both, "hallo", "de")) == 512 * 2
    assert _vector_bytes(_parse(both, "hello", "en")) == 384 * 2


def test_a_language_that_nobody_taught_is_read_as_english(tmp_path: Path) -> None:
    english = _trained(tmp_path, None)
    parse = _parse(english, "hello there", "de")
    assert parse["intent"]["name"] == "greet"
    assert _vector_bytes(parse) == 384 * 2
