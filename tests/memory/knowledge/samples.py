"""Small pages and a fake encoder for the tests of the search."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PRICES = """---
title: Prices
slug: prices
summary: What it costs.
category: plans
questions:
  - how much is it -> the-price
  - do charities pay less -> discounts
---

## The price

Acme costs $10 a month. The price is per workspace.

More about it.

## Discounts

Charities pay half.
"""

SETUP = """---
title: Set-up
slug: set-up
summary: How to start.
category: start
order: 1
questions:
  - how do i install it
---

## Install it

Type one command in a terminal. It prints the address of the page.
"""


def write_pages(folder: Path, **pages: str) -> Path:
    """Writes each page to `<name>.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


class WordsEncoder:
    """Implements SentenceEncoder: texts are near when they share words. Remembers what it was asked to encode."""

    def __init__(self, fingerprint: str = "words-1") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def encode(self, text: str) -> NDArray[np.float32]:
        self.encoded.append(text)
        vector = np.full(256, 1e-3, dtype=np.float32)
        for word in text.casefold().split():
            vector[hashlib.sha256(word.strip("?.,:").encode()).digest()[0]] += 1.0
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
