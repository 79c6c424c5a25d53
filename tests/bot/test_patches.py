"""The patches fit the Rasa that is installed, and keep what they replace doing its work."""

import pytest
import rasa

from bot.patches import PATCHES, RASA_VERSION, Patch, source_hash


def test_rasa_is_the_version_the_patches_were_written_for() -> None:
    assert rasa.__version__ == RASA_VERSION


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.apply.__name__)
def test_patched_code_is_still_what_it_was(patch: Patch) -> None:
    assert source_hash(patch.target) == patch.source_sha256
