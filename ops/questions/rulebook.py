"""The shipped rulebook, for commands that decide without a gateway. The gateway's own reader explains mistakes in the
files; here they are a reason not to run."""

from pathlib import Path

import yaml
from pydantic import TypeAdapter

from ops.settings import PROJECT
from qualification.rulebook import Rulebook

FOLDER = PROJECT / "data" / "rulebook"


def shipped_rulebook(folder: Path = FOLDER) -> Rulebook:
    sections = {name: _section(folder, name) for name in Rulebook.sections()}
    return TypeAdapter(Rulebook).validate_python({**_read(folder / "version.yml"), **sections})


def _section(folder: Path, name: str) -> dict[str, object]:
    content = _read(folder / f"{name}.yml")
    if (folder / name).is_dir():
        content["languages"] = {path.stem: _read(path) for path in sorted((folder / name).glob("*.yml"))}
    return content


def _read(path: Path) -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
