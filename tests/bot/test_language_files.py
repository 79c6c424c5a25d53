"""A mistake in the language data is told in one line with file and line."""

from pathlib import Path

import pytest

from bot.language_files import BrokenFile, Vocabulary, check_examples, check_yaml, read_vocabulary
from bot.settings import PROJECT

VOCABULARY = Vocabulary(frozenset({"inform", "greet"}), frozenset({"team_size", "company"}))
GOOD = """version: "3.1"
nlu:
- intent: inform
  metadata:
    requested: team_size
  examples: |
    - [40](team_size)
    - we are [Acme (UK)](company)
- intent: greet
  examples: |
    - hi [there]
"""


def _check(folder: Path, content: str) -> None:
    file = folder / "a.yml"
    file.write_text(content, encoding="utf-8")
    check_examples([file], VOCABULARY)


def test_good_language_data_passes(tmp_path: Path) -> None:
    _check(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("was", "becomes", "line", "reason"),
    [
        ("(team_size)\n", "(teamsize)\n", 7, "unknown fact 'teamsize'"),
        ("requested: team_size", "requested: size", 5, "unknown fact 'size'"),
        ("intent: greet", "intent: hello", 9, "unknown intent 'hello'"),
        ("- [40](team_size)", "[40](team_size)", 7, "begins with"),
        ("- [40](team_size)", "- ", 7, "begins with"),
        ("- [40](team_size)", "- [40](team_size", 7, "torn annotation"),
        ("- [40](team_size)", "- 40](team_size)", 7, "torn annotation"),
        ("- [40](team_size)", "- [ 40](team_size)", 7, "an annotation begins"),
        ("examples: |\n    - hi", "examples:\n    - hi", 11, "examples: |"),
        ("nlu:", "nlp:", 1, "a list under `nlu:`"),
        ("- intent: inform", "- intent: [inform", 4, ""),
        ('version: "3.1"', 'version: "3.1', 1, ""),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, was: str, becomes: str, line: int, reason: str) -> None:
    assert was in GOOD
    with pytest.raises(BrokenFile) as broken:
        _check(tmp_path, GOOD.replace(was, becomes, 1))
    message = str(broken.value)
    assert "\n" not in message
    assert reason in message
    place = int(message.removeprefix(f"{tmp_path / 'a.yml'}:").partition(":")[0])
    # A torn YAML line is noticed by the parser on a later line than where it was torn.
    assert place == line or (not reason and place >= line)


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe\x00", b"a: b: c", b"\ta: 1"])
def test_what_is_no_yaml_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "rules.yml"
    file.write_bytes(content)
    with pytest.raises(BrokenFile, match=r"rules\.yml:\d+: .") as broken:
        check_yaml([file])
    assert "\n" not in str(broken.value)


def test_the_products_own_language_data_is_sound() -> None:
    vocabulary = read_vocabulary(PROJECT / "bot" / "domain")
    check_examples(sorted((PROJECT / "data" / "nlu").rglob("*.yml")), vocabulary)
