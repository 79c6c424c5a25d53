"""Keeps Rasa's own output from the terminal and the logs.

Rasa logs what visitors typed below level ERROR, and its frozen libraries warn about their own
age at every start. What Foyer itself has to say is not touched.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator

_LOUD = ("rasa", "sanic", "py.warnings", "matplotlib", "apscheduler")


def quiet_logs(level: str) -> None:
    """`level` counts for Foyer's own lines; Rasa's never get lower than ERROR."""
    import structlog

    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Into the log, not off: imports undo a filter on warnings.
    logging.captureWarnings(capture=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(max(logging.ERROR, logging.getLevelName(level)))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@contextlib.contextmanager
def held_back() -> Iterator[io.StringIO]:
    """What is printed meanwhile goes into the yielded buffer (progress bars, colours, cheers)."""
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer), contextlib.redirect_stderr(buffer):
        yield buffer
