"""Structured logs: one event name and fields, as JSON lines. What people wrote or who they are never gets in."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

PRIVATE = frozenset(
    {
        "text", "message", "body", "email", "phone", "name", "token", "password", "authorization", "cookie", "secret",
        "client_id", "said", "value", "raw",
    }
)  # fmt: skip


def drop_private(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Removes every field that could hold a visitor's words or identity, whoever put it there."""
    for field in PRIVATE & event.keys():
        del event[field]
    return event


def configure_logging(level: str) -> None:
    """Called once by the program's entry point."""
    # Libraries speak up when something is wrong. Below that they tell about themselves, some about what was said; and
    # some set their own level, so it is the handler that is deaf.
    libraries = logging.StreamHandler()
    libraries.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[libraries])
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            drop_private,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
