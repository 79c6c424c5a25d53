"""Reply files: all that is wrong is said at the start, at once; what is right is chosen the same way every time."""

from pathlib import Path

import pytest
import yaml

from actions.replies import Replies, load_replies
from qualification.errors import Misconfigured

NAMES = {"company": "Acme", "assistant": "Acme assistant"}
Content = dict[str, dict[str, list[str]]]


def _shipped() -> Content:
    content: Content = yaml.safe_load(Path("data/replies/en.yml").read_text(encoding="utf-8"))
    return content


def _write(folder: Path, locale: str, content: object) -> Path:
    file = folder / f"{locale}.yml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return file


def _refusal(folder: Path) -> str:
    with pytest.raises(Misconfigured) as refused:
        load_replies(folder, NAMES)
    words = str(refused.value)
    assert "\n" not in words
    return words


def test_a_missing_and_an_unknown_key_are_both_named_with_their_file(tmp_path: Path) -> None:
    content = _shipped()
    content["gret"] = content.pop("greet")
    file = _write(tmp_path, "en", content)
    words = _refusal(tmp_path)
    assert words.startswith(f"{file}: ")
    assert "add what is missing: greet" in words
    assert "remove them or mend their spelling: gret" in words


def test_a_placeholder_that_is_not_filled_in_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    content = _shipped() | {"greet": {"text": ["Hello {rep}."]}, "line.accepted": {"text": ["{rep} is here."]}}
    _write(tmp_path, "en", content)
    assert "greet: {rep} is not filled in there, use only {assistant}, {company}" in _refusal(tmp_path)


@pytest.mark.parametrize("entry", [{}, {"text": []}, {"text": "Hello"}, {"text": [1]}, {"texts": ["Hello"]}, None])
def test_an_entry_of_another_form_is_refused_by_its_key(tmp_path: Path, entry: object) -> None:
    _write(tmp_path, "en", _shipped() | {"greet": entry})
    assert "greet: " in _refusal(tmp_path)


@pytest.mark.parametrize("entry", [{"text": [" "]}, {"text": ["Hello."], "choices": [""]}])
def test_an_empty_text_is_refused_by_its_key(tmp_path: Path, entry: object) -> None:
    _write(tmp_path, "en", _shipped() | {"greet": entry})
    assert "greet: a text is empty" in _refusal(tmp_path)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    english, german = _shipped(), _shipped()
    del english["thanks"]
    english["goodbye"] = {"text": ["Bye {rep}."]}
    del german["greet"]
    _write(tmp_path, "en", english)
    _write(tmp_path, "de", german)
    words = _refusal(tmp_path)
    assert all(part in words for part in ("en.yml", "thanks", "goodbye: {rep}", "de.yml", "greet"))


def test_every_language_needs_every_key(tmp_path: Path) -> None:
    _write(tmp_path, "en", _shipped())
    _write(tmp_path, "de", {"greet": {"text": ["Was möchten Sie wissen?"]}})
    words = _refusal(tmp_path)
    assert "en.yml" not in words
    assert "thanks" in words


@pytest.mark.parametrize("text", ["greet: [", "- greet", "greet", "\x00"])
def test_a_file_that_is_no_mapping_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "en.yml").write_text(text)
    assert "en.yml" in _refusal(tmp_path)


def test_a_file_that_is_not_text_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_bytes(b"greet: \xff\xfe")
    assert "en.yml: cannot be read" in _refusal(tmp_path)


def test_without_english_there_are_no_words(tmp_path: Path) -> None:
    _write(tmp_path, "de", _shipped())
    assert "en.yml is missing" in _refusal(tmp_path)


@pytest.fixture
def two_languages(tmp_path: Path) -> Replies:
    _write(tmp_path, "en", _shipped())
    _write(tmp_path, "de", _shipped() | {"intro": {"text": ["Ich bin der Assistent von {company}."]}})
    return load_replies(tmp_path, NAMES)


def test_a_text_is_said_in_the_visitors_language_with_the_names_filled_in(two_languages: Replies) -> None:
    assert two_languages.say("intro", "de", seed="turn-1") == "Ich bin der Assistent von Acme."


def test_d14_whoever_speaks_a_language_without_a_file_reads_english(two_languages: Replies) -> None:
    assert "I'm the assistant at Acme" in two_languages.say("intro", "fr", seed="turn-1")


def test_the_same_turn_always_reads_the_same_and_turns_differ(two_languages: Replies) -> None:
    said = {two_languages.say("greet", "en", seed=f"turn-{number}") for number in range(50)}
    assert said == set(_shipped()["greet"]["text"])
    assert len({two_languages.say("greet", "en", seed="turn-1") for _ in range(5)}) == 1
