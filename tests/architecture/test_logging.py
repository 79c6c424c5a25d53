"""Rule 29: logs are an event's name and fields, and never hold what people wrote or who they are."""

import ast
import io
import json

import pytest
import structlog

from gateway.logging import PRIVATE, drop_private
from tests.architecture.sources import SERVICE, Source, sources

LOGGERS = {"log", "logger", "_log", "get_logger"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
# What the product holds of a person or proves who someone is; each must be on the processor's list.
NEVER_LOGGED = {
    "text", "message", "body", "email", "phone", "name", "token", "password", "authorization", "cookie", "secret",
}  # fmt: skip


def _log_calls(source: Source) -> list[ast.Call]:
    calls = [node for node in source.nodes() if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [call for call in calls if _level(call) in LEVELS and _receiver(call) in LOGGERS]


def _level(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _receiver(call: ast.Call) -> str:
    words = [node for node in ast.walk(call.func) if isinstance(node, ast.Name | ast.Attribute)]
    names = {node.id if isinstance(node, ast.Name) else node.attr for node in words}
    return next(iter(names & LOGGERS), "")


def _logged(**fields: object) -> dict[str, object]:
    """What a line holds after our processor and the JSON renderer."""
    lines = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(lines), processors=[drop_private, structlog.processors.JSONRenderer()]
    )
    logger.info("turn_ended", **fields)
    line: dict[str, object] = json.loads(lines.getvalue())
    return line


@pytest.mark.parametrize("field", sorted(NEVER_LOGGED))
def test_a_private_field_never_reaches_a_line(field: str) -> None:
    assert _logged(conversation_id="c1", **{field: "dana@acme.example"}) == {
        "event": "turn_ended",
        "conversation_id": "c1",
    }


def test_no_log_call_hands_over_a_private_field() -> None:
    private = [
        f"{source.name}:{call.lineno} {keyword.arg}"
        for source in sources(*SERVICE)
        for call in _log_calls(source)
        for keyword in call.keywords
        if keyword.arg in PRIVATE
    ]
    assert private == []


def test_every_log_call_names_its_event_in_one_fixed_word() -> None:
    calls = [(source, call) for source in sources(*SERVICE) for call in _log_calls(source)]
    assert calls
    free = [
        f"{source.name}:{call.lineno}"
        for source, call in calls
        if not (call.args and isinstance(call.args[0], ast.Constant) and str(call.args[0].value).isidentifier())
    ]
    assert free == []
