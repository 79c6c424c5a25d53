"""A file of messages: one JSON object a line (`text`, optionally `label` and `split`), gzipped or not."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from ops.problems import CannotRun

HIGHEST_LINE_SHOWN = 80


def read_messages(path: Path, split: str | None) -> list[str]:
    """The texts in their order; only those of the split, if one is named."""
    if not path.is_file():
        raise CannotRun(f"There is no file {path}: give MESSAGES the path of a .jsonl or .jsonl.gz file.")
    texts = [text for text, of in _rows(path) if split is None or of == split]
    if not texts:
        raise CannotRun(f"{path} holds no messages{f' of the split {split!r}' if split else ''}.")
    return texts


def _rows(path: Path) -> Iterator[tuple[str, str | None]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _row(line, f"{path}:{number}")
    except (gzip.BadGzipFile, UnicodeDecodeError) as error:
        raise CannotRun(f"{path} cannot be read as JSON lines: {error}.") from None


def _row(line: str, where: str) -> tuple[str, str | None]:
    try:
        row = json.loads(line)
        return str(row["text"]), row.get("split")
    except (ValueError, KeyError, TypeError, AttributeError):
        shown = line.strip()[:HIGHEST_LINE_SHOWN]
        raise CannotRun(f"{where} is not an object with a `text`: {shown}") from None
