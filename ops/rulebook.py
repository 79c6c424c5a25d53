"""The rulebook as it ships, for commands that need its numbers without a gateway."""

from pathlib import Path

from actions.rulebook_file import load_rulebook
from ops.problems import CannotRun
from ops.settings import PROJECT
from qualification.errors import Misconfigured
from qualification.rulebook import Rulebook

FOLDER = PROJECT / "data" / "rulebook"


def shipped_rulebook(folder: Path = FOLDER) -> Rulebook:
    """The gateway's own reader reads it; here a mistake in the files is a reason not to run."""
    try:
        return load_rulebook(folder)
    except Misconfigured as error:
        raise CannotRun(str(error)) from None
