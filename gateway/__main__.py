"""`python -m gateway`: reads the settings, builds everything, serves until told to stop."""

import os
import sys

from gateway.logging import configure_logging
from gateway.serving import serve
from gateway.settings import read_settings
from gateway.wiring import build
from qualification.errors import BotError

# What the gateway writes (the database above all) is for the user that it runs as, and for nobody else.
PRIVATE = 0o077


def main() -> int:
    """0 after a normal stop, 2 when something must be mended first; the one line says what."""
    os.umask(PRIVATE)
    try:
        settings = read_settings()
        configure_logging(settings.log_level)
        serve(build(settings), settings)
    except BotError as error:
        print(f"foyer: {error}", file=sys.stderr)  # noqa: T201 - for the person at the terminal
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
