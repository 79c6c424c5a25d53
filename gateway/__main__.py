"""`python -m gateway`: reads the settings, builds everything, serves until told to stop."""

import sys

import uvicorn

from gateway.logging import configure_logging
from gateway.settings import read_settings
from gateway.wiring import build
from qualification.errors import BotError

LARGEST_FRAME = 64 * 1024


def main() -> int:
    """0 after a normal stop, 2 when something must be mended first; the one line says what."""
    try:
        settings = read_settings()
        configure_logging(settings.log_level)
        app = build(settings)
    except BotError as error:
        print(f"foyer: {error}", file=sys.stderr)  # noqa: T201 - for the person at the terminal
        return 2
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws_max_size=LARGEST_FRAME,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
