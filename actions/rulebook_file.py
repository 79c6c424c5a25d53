"""Reads `data/rulebook/` into the frozen rulebook of the core. A wrong file stops the start with one line that names
the file, the key and what to do; a number is never guessed and never left out silently."""

from pathlib import Path
from zoneinfo import available_timezones

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from qualification.errors import Misconfigured
from qualification.rulebook import Rulebook

VERSION, LANGUAGES = "version", "languages"
UNKNOWN_KEY = "unexpected_keyword_argument"
Content = dict[str, object]


def load_rulebook(folder: Path) -> Rulebook:
    """The rulebook in this folder: `version.yml`, and one file for each section, named like it."""
    _refuse_unknown_files(folder)
    content: Content = {name: _section(folder, name) for name in Rulebook.sections()}
    content[VERSION] = _read(folder / f"{VERSION}.yml").get(VERSION)
    # A stdlib dataclass takes its configuration from what it stands in; `forbid` makes a misspelt key an error.
    adapter = TypeAdapter(dict[str, Rulebook], config=ConfigDict(extra="forbid"))
    try:
        rulebook = adapter.validate_python({"rulebook": content})["rulebook"]
    except ValidationError as error:
        raise Misconfigured(_explain(folder, error)) from error
    except Misconfigured as error:
        raise Misconfigured(f"{folder}: {error}") from error
    # The core cannot know which zones this machine knows.
    for section, zone in (("reading", rulebook.reading.zone), ("hours", rulebook.hours.zone)):
        if zone not in available_timezones():
            raise Misconfigured(f"{folder / f'{section}.yml'}: zone is {zone!r}; name one like Europe/Berlin")
    return rulebook


def _section(folder: Path, name: str) -> Content:
    """One section; the words of each language stand in a file of their own in a folder named like the section."""
    content = _read(folder / f"{name}.yml")
    if (folder / name).is_dir():
        content[LANGUAGES] = {path.stem: _read(path) for path in sorted((folder / name).glob("*.yml"))}
    return content


def _refuse_unknown_files(folder: Path) -> None:
    known = {f"{name}.yml" for name in (VERSION, *Rulebook.sections())}
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in known:
            raise Misconfigured(f"{path} is not part of the rulebook; remove it or name it one of: {_list(known)}")


def _read(path: Path) -> Content:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Misconfigured(f"{path} is missing; put it back from the repository") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} cannot be read ({error}); mend the file or its permissions") from error
    except yaml.YAMLError as error:
        raise Misconfigured(f"{path} is not valid YAML ({_one_line(error)}); mend that line") from error
    if not isinstance(content, dict):
        raise Misconfigured(f"{path} must hold lines of the form `key: value`")
    return content


def _explain(folder: Path, error: ValidationError) -> str:
    """One mistake as one sentence, a misspelt key first; the others show up when it is mended."""
    found = min(error.errors(include_url=False), key=lambda mistake: mistake["type"] != UNKNOWN_KEY)
    section, *keys = [str(part) for part in found["loc"][1:]]
    path = folder / f"{section}.yml"
    if keys[:1] == [LANGUAGES] and len(keys) > 1:
        path, keys = folder / section / f"{keys[1]}.yml", keys[2:]
    key = ".".join(keys) or section
    match found["type"]:
        case "unexpected_keyword_argument":
            return f"{path}: the key {key} is unknown; remove it or mend its spelling"
        case "missing" | "missing_argument":
            return f"{path}: the key {key} is missing; add it"
        case _:
            return f"{path}: {key} is {found['input']!r}; {found['msg'][:1].lower()}{found['msg'][1:]}"


def _one_line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))
