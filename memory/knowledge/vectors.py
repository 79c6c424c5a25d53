"""Vectors of the pages' texts, kept in one file so that a start encodes only what has changed.

A vector is found by the hash of encoder and text. A file that cannot be read is simply made again; losing it loses
nothing. This module must not know what the texts are for.
"""

import hashlib
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.knowledge.encoder import SentenceEncoder, Vector


def encode_all(texts: Sequence[str], encoder: SentenceEncoder, cache: Path) -> NDArray[np.float32]:
    """One row per text. Reads what `cache` knows, encodes the rest, and writes the file again if anything changed."""
    keys = [_key(text, encoder) for text in texts]
    known = _read(cache)
    wanted = dict(zip(keys, texts, strict=True))
    rows = {key: known[key] if key in known else encoder.encode(text) for key, text in wanted.items()}
    if rows.keys() != known.keys():
        _write(cache, rows)
    return np.stack([rows[key] for key in keys])


def _key(text: str, encoder: SentenceEncoder) -> str:
    return hashlib.sha256(f"{encoder.fingerprint}\n{text}".encode()).hexdigest()


def _read(cache: Path) -> dict[str, Vector]:
    try:
        # Opened here, because numpy leaves the file open when it turns out to be damaged.
        with cache.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(cache: Path, rows: dict[str, Vector]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    # Own name per process, then one rename: two gateways that start together never see half a file.
    unfinished = cache.with_name(f"{cache.name}.{os.getpid()}.tmp")
    with unfinished.open("wb") as file:
        np.savez(file, keys=np.array(list(rows)), vectors=np.stack(list(rows.values())))
    unfinished.replace(cache)
