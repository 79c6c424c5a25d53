"""The trained models under `var/models/`: which is the newest, what it was made of, how many stay.

File names sort by time. Beside each model lies the fingerprint of its sources.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

_MODEL = ".tar.gz"
_FINGERPRINT = ".fingerprint"
KEPT_MODELS = 3


def models(folder: Path) -> list[Path]:
    """Oldest first. A model without its fingerprint was not finished and does not count."""
    return sorted(file for file in folder.glob(f"*{_MODEL}") if fingerprint_file(file).is_file())


def newest_model(folder: Path) -> Path | None:
    found = models(folder)
    return found[-1] if found else None


def fingerprint_file(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(_MODEL) + _FINGERPRINT)


def fingerprint_of(model: Path) -> str:
    return fingerprint_file(model).read_text(encoding="utf-8").strip()


def fingerprint_sources(root: Path, files: Iterable[Path], *facts: str) -> str:
    """Over names and contents, so that a file that is added, renamed or emptied counts too."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    for file in sorted(files):
        # Under the root the place counts, not where the root happens to lie.
        name = file.relative_to(root) if file.is_relative_to(root) else file
        digest.update(str(name).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def forget_old_models(folder: Path) -> list[str]:
    """Removes all but the newest; returns the names of what went."""
    old = models(folder)[:-KEPT_MODELS]
    for model in old:
        fingerprint_file(model).unlink()
        model.unlink()
    return [model.name for model in old]
