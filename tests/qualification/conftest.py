"""The shipped rulebook, as the product reads it: the tests of the core decide under the real numbers."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from actions.rulebook_file import load_rulebook
from qualification.rulebook import Rulebook

# A busy machine is slow, not wrong: no example fails for its time.
settings.register_profile("foyer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("foyer")

FOLDER = Path(__file__).parents[2] / "data" / "rulebook"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook(FOLDER)
