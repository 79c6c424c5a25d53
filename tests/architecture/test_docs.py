"""Rule 32: the docs tell the truth about folders, settings, commands, errors and about each other."""

import inspect
import re
from pathlib import Path

import pytest

from gateway.settings import Settings
from qualification import errors
from qualification.conversation import HandoffStatus
from qualification.handoff import NEXT
from tests.architecture.sources import PROJECT

DOCS = [PROJECT / name for name in ("README.md", "CONTRIBUTING.md")] + sorted((PROJECT / "docs").rglob("*.md"))
SETTING = re.compile(r"\bFOYER_[A-Z_]+\b")
LINK = re.compile(r"\]\((?!https?:|mailto:|#|/)([^)#\s]+)(?:#[^)\s]*)?\)")
# As code: within backquotes or at the beginning of a line of a listing.
COMMAND = re.compile(r"(?:`|^)make ([a-z][a-z-]*)", re.MULTILINE)
LOCAL_FOLDERS = {"var", "build", "node_modules"}


def _text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def _settings_of_the_gateway() -> dict[str, str]:
    return {f"FOYER_{name.upper()}": field.description or "" for name, field in Settings.model_fields.items()}


def _settings_of_the_others() -> set[str]:
    return {name for file in ("bot/settings.py", "ops/settings.py") for name in SETTING.findall(_text(file))}


def test_every_setting_is_described_in_the_words_of_the_code() -> None:
    rows = [line for line in _text("docs/settings.md").splitlines() if line.startswith("| `FOYER_")]
    missing = [
        name
        for name, words in _settings_of_the_gateway().items()
        if not any(row.startswith(f"| `{name}` |") and words in row for row in rows)
    ]
    assert missing == []


def test_every_setting_has_a_description() -> None:
    assert [name for name, words in _settings_of_the_gateway().items() if not words] == []


def test_the_docs_name_every_setting_and_no_other() -> None:
    known = set(_settings_of_the_gateway()) | _settings_of_the_others()
    assert set(SETTING.findall(_text("docs/settings.md"))) ^ known <= {"FOYER_PYTHON"}


def test_every_top_folder_is_explained() -> None:
    folders = [path.name for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))]
    page = _text("docs/where-to-put-things.md")
    assert [folder for folder in folders if folder not in LOCAL_FOLDERS and f"`{folder}/" not in page] == []


def test_no_folder_is_explained_that_does_not_exist() -> None:
    explained = re.findall(r"^\| `([a-z_/]+/)`", _text("docs/where-to-put-things.md"), re.MULTILINE)
    assert explained
    assert [folder for folder in explained if not (PROJECT / folder).is_dir()] == []


def test_the_error_tree_is_the_one_in_the_code() -> None:
    classes = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)]
    drawn = inspect.getdoc(errors) or ""
    for error in classes:
        depth = len(error.__mro__) - len(errors.BotError.__mro__)
        # One level of the drawing is four characters wide.
        assert re.search(rf"^.{{{depth * 4}}}{error.__name__}\b", drawn, re.MULTILINE), error.__name__
        assert f"`{error.__name__}`" in _text("docs/architecture.md"), error.__name__


def test_the_drawn_steps_of_a_handoff_are_those_that_are_allowed() -> None:
    (diagram,) = re.findall(r"```mermaid\nstateDiagram.*?```", _text("docs/architecture.md"), re.DOTALL)
    drawn = re.findall(r"^ *(\S+) --> ([^\s:]+)", diagram, re.MULTILINE)
    # A handoff begins where none was, and ends where nothing may follow.
    names = {**{status.value: status.value for status in HandoffStatus}, HandoffStatus.NONE.value: "[*]"}
    allowed = {(names[now], then.value) for now, next_ones in NEXT.items() for then in next_ones}
    allowed |= {(now.value, "[*]") for now, next_ones in NEXT.items() if not next_ones}
    assert sorted(drawn) == sorted(allowed)


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", _text("Makefile"), re.MULTILINE))
    named = {command for page in DOCS for command in COMMAND.findall(page.read_text(encoding="utf-8"))}
    assert named <= targets


def test_every_decision_follows_the_template() -> None:
    decisions = sorted((PROJECT / "docs/decisions").glob("[0-9]*.md"))
    sections = re.findall(r"^## .+$", _text("docs/decisions/0000-template.md"), re.MULTILINE)
    assert sections
    for page in decisions:
        assert re.findall(r"^## .+$", page.read_text(encoding="utf-8"), re.MULTILINE) == sections, page.name
