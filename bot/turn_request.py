"""The bodies that the gateway sends, checked field by field.

Pure: bytes in, typed request out, or a refusal that names the field. No HTTP here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MOST_TURN_BYTES = 112 * 1024
MOST_PARSE_BYTES = 1024 * 1024
MOST_TEXTS = 64
_MOST_ID, _MOST_TEXT, _MOST_FACT, _MOST_LOCALE, _MOST_PAGE = 64, 8_000, 64, 35, 2_048


class MalformedRequest(Exception):
    """`field` names what is wrong, the message says how."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True)
class TurnRequest:
    conversation: str
    turn: str
    text: str
    last_message: int | None
    """The number of the turn's last message; the turn may have grown by the time it is answered."""
    requested: str | None
    locale: str
    page: str | None

    @classmethod
    def read(cls, body: bytes) -> TurnRequest:
        fields = _object(body)
        return cls(
            conversation=_text(fields, "conversation", _MOST_ID),
            turn=_text(fields, "turn", _MOST_ID),
            text=_text(fields, "text", _MOST_TEXT),
            last_message=_optional_number(fields, "last_message"),
            requested=_optional(fields, "requested", _MOST_FACT),
            locale=_optional(fields, "locale", _MOST_LOCALE) or "en",
            page=_optional(fields, "page", _MOST_PAGE),
        )

    @property
    def metadata(self) -> dict[str, str | int | None]:
        return {
            "turn": self.turn,
            "last_message": self.last_message,
            "requested": self.requested,
            "locale": self.locale,
            "page": self.page,
        }


@dataclass(frozen=True)
class ParseRequest:
    texts: list[str]
    requested: str | None
    locale: str

    @classmethod
    def read(cls, body: bytes) -> ParseRequest:
        fields = _object(body)
        texts = fields.get("texts")
        if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_TEXTS:
            raise MalformedRequest("texts", f"must be a list of 1 to {MOST_TEXTS} texts")
        for number, text in enumerate(texts):
            _check_length(f"texts[{number}]", text, _MOST_TEXT)
        locale = _optional(fields, "locale", _MOST_LOCALE) or "en"
        return cls(texts, _optional(fields, "requested", _MOST_FACT), locale)


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    # A deeply nested body ends the parser's stack, not the process.
    except (ValueError, RecursionError) as error:
        raise MalformedRequest("body", "is not JSON") from error
    if not isinstance(fields, dict):
        raise MalformedRequest("body", "must be a JSON object")
    return fields


def _text(fields: dict[str, Any], name: str, most: int) -> str:
    return _check_length(name, fields.get(name), most)


def _optional(fields: dict[str, Any], name: str, most: int) -> str | None:
    value = fields.get(name)
    return None if value is None else _check_length(name, value, most)


def _optional_number(fields: dict[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None:
        return None
    # JSON's true is an int to Python.
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise MalformedRequest(name, "must be a whole number from 1 on")
    return value


def _check_length(name: str, value: object, most: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise MalformedRequest(name, f"must be a text of 1 to {most} characters")
    return value
