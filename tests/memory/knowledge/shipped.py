"""The encoders that Foyer really uses, for tests that measure."""

import os
from pathlib import Path

import pytest

from memory.knowledge.encoder import OnnxSentenceEncoder, load_encoder


def shipped_encoder(folder: Path) -> OnnxSentenceEncoder:
    """The encoder in `folder`; without it the test is skipped, and fails where everything must be there."""
    found = load_encoder(folder)
    if found is not None:
        return found
    missing = f"{folder}: the sentence encoder is not built: run `make train` first."
    if os.environ.get("CI"):
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)
