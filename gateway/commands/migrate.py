"""`python -m gateway.commands.migrate`: brings the database up to date, our tables and the CRM's."""

import os
import sys

from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from gateway.settings import read_settings
from memory.migrate import History, upgrade
from qualification.errors import BotError


def main() -> int:
    """0 when the database is up to date; 2 with one line that says what to mend."""
    # A database made here is for the user that makes it, and for nobody else.
    os.umask(0o077)
    try:
        upgrade(read_settings().database, History(MIGRATIONS, VERSION_TABLE))
    except BotError as error:
        print(f"foyer: {error}", file=sys.stderr)  # noqa: T201 - for the person at the terminal
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
