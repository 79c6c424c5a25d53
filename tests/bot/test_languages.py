"""English has a reader of its own, the other languages share one, and the folder of an example says its language."""

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.message_spans import locale_of, requested_fact
from bot.components.taught_examples import taught
from bot.language_files import BrokenFile, locale_of_file
from bot.language_importer import LanguageImporter
from bot.understanding.languages import ENGLISH, MULTILINGUAL, reader_of

BLOCK = 'version: "3.1"\nnlu:\n- intent: inform\n  metadata:\n    requested: team_size\n  examples: |\n    - {}\n'


@pytest.mark.parametrize(
    ("locale", "reader"),
    [
        ("en", ENGLISH),
        ("en-GB", ENGLISH),
        ("EN", ENGLISH),
        ("de", MULTILINGUAL),
        ("es-MX", MULTILINGUAL),
        ("enm", MULTILINGUAL),
    ],
)
def test_the_language_decides_who_reads(locale: str, reader: str) -> None:
    assert reader_of(locale) == reader


def test_english_lies_in_the_folder_and_other_languages_in_theirs(tmp_path: Path) -> None:
    assert locale_of_file(tmp_path, tmp_path / "sales.yml") == "en"
    assert locale_of_file(tmp_path, tmp_path / "de" / "sales.yml") == "de"


def test_a_folder_that_names_no_language_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="the folder 'german' is not named by a language's code"):
        locale_of_file(tmp_path, tmp_path / "german" / "sales.yml")


def test_examples_know_their_language_and_still_what_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "facts.yml").write_text(BLOCK.format("[40](team_size)"), encoding="utf-8")
    (tmp_path / "de" / "facts.yml").write_text(BLOCK.format("[vierzig](team_size)"), encoding="utf-8")
    monkeypatch.setenv("FOYER_NLU", str(tmp_path))
    data = LanguageImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()
    found = {example.get("text"): (locale_of(example), requested_fact(example)) for example in data.training_examples}
    assert found == {"40": ("en", "team_size"), "vierzig": ("de", "team_size")}


def test_english_teaches_both_readers_and_the_others_only_theirs() -> None:
    english = Message.build("hello")
    german = Message.build("guten Tag")
    german.set("metadata", {"locale": "de"})
    assert taught([english]) == {ENGLISH: [english]}
    assert taught([english, german]) == {ENGLISH: [english], MULTILINGUAL: [english, german]}
    assert taught([german]) == {MULTILINGUAL: [german]}
