"""Reads and writes spans on Rasa's messages, so that only this file knows Rasa's keys for them."""

from __future__ import annotations

from typing import Any

from rasa.nlu.constants import ENTITY_ATTRIBUTE_CONFIDENCE_TYPE
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    METADATA,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.languages import DEFAULT_LOCALE
from bot.understanding.spans import Span

REQUESTED, LOCALE = "requested", "locale"


def requested_fact(message: Message) -> str | None:
    """The fact just asked for."""
    return _told(message, REQUESTED)


def locale_of(message: Message) -> str:
    """The language that the conversation, or the file of examples, is in."""
    return _told(message, LOCALE) or DEFAULT_LOCALE


def _told(message: Message, key: str) -> str | None:
    """From the metadata. Training data keeps its own one level deeper, by example or by block."""
    metadata = message.get(METADATA) or {}
    for place in (metadata, metadata.get("example"), metadata.get("intent")):
        if isinstance(place, dict) and isinstance(place.get(key), str):
            return str(place[key])
    return None


def add_spans(message: Message, spans: list[Span]) -> None:
    replace_spans(message, [*read_spans(message), *spans])


def read_spans(message: Message) -> list[Span]:
    return [
        Span(
            fact=entity[ENTITY_ATTRIBUTE_TYPE],
            start=entity[ENTITY_ATTRIBUTE_START],
            end=entity[ENTITY_ATTRIBUTE_END],
            confidence=entity[ENTITY_ATTRIBUTE_CONFIDENCE_TYPE],
            extractor=entity[EXTRACTOR],
        )
        for entity in message.get(ENTITIES) or []
    ]


def replace_spans(message: Message, spans: list[Span]) -> None:
    text: str = message.get(TEXT)
    entities: list[dict[str, Any]] = [
        {
            ENTITY_ATTRIBUTE_TYPE: span.fact,
            ENTITY_ATTRIBUTE_START: span.start,
            ENTITY_ATTRIBUTE_END: span.end,
            ENTITY_ATTRIBUTE_VALUE: text[span.start : span.end],
            ENTITY_ATTRIBUTE_CONFIDENCE_TYPE: round(span.confidence, 4),
            EXTRACTOR: span.extractor,
        }
        for span in spans
        if span.end > span.start
    ]
    message.set(ENTITIES, entities, add_to_output=True)
