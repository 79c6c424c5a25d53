"""Domain values as plain JSON and back, for whoever stores them. Reads what older versions wrote: a field that is
missing takes its default, one that no longer exists is ignored. Values of a union carry their type's name."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from qualification.decision import Decision, Line, Question, Quote
from qualification.facts import Fact, FactValue, Headcount, Money, Text, Timeframe
from qualification.state import ConversationState, DialogueState, TurnSignals
from qualification.understanding import Understanding

JsonObject = dict[str, object]
T = TypeVar("T")

TYPE = "type"
TAGGED: Mapping[str, type] = {
    "text": Text,
    "headcount": Headcount,
    "money": Money,
    "timeframe": Timeframe,
    "line": Line,
    "quote": Quote,
    "question": Question,
}
TAGS: Mapping[type, str] = {kind: tag for tag, kind in TAGGED.items()}


def value_to_json(value: FactValue) -> JsonObject:
    return _object(value)


def value_from_json(data: Mapping[str, object]) -> FactValue:
    # mypy cannot see that a union is a value too; every member of it is tagged.
    return cast(FactValue, _union((Text, Headcount, Money, Timeframe), data))


def fact_to_json(fact: Fact) -> JsonObject:
    return _object(fact)


def fact_from_json(data: Mapping[str, object]) -> Fact:
    return _read(Fact, data)


def dialogue_to_json(dialogue: DialogueState) -> JsonObject:
    return _object(dialogue)


def dialogue_from_json(data: Mapping[str, object]) -> DialogueState:
    return _read(DialogueState, data)


def understanding_to_json(understanding: Understanding) -> JsonObject:
    return _object(understanding)


def understanding_from_json(data: Mapping[str, object]) -> Understanding:
    return _read(Understanding, data)


def state_to_json(state: ConversationState) -> JsonObject:
    return _object(state)


def state_from_json(data: Mapping[str, object]) -> ConversationState:
    return _read(ConversationState, data)


def signals_to_json(signals: TurnSignals) -> JsonObject:
    return _object(signals)


def signals_from_json(data: Mapping[str, object]) -> TurnSignals:
    return _read(TurnSignals, data)


def decision_to_json(decision: Decision) -> JsonObject:
    return _object(decision)


def decision_from_json(data: Mapping[str, object]) -> Decision:
    return _read(Decision, data)


def _object(value: object) -> JsonObject:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is no domain value")
    written: JsonObject = {item.name: _write(getattr(value, item.name)) for item in fields(value)}
    tag = TAGS.get(type(value))
    return {TYPE: tag, **written} if tag else written


def _write(value: object) -> object:
    if value is None or type(value) in {bool, int, float, str}:
        return value
    written = _write_plain(value)
    return _object(value) if written is None else written


def _write_plain(value: object) -> object:
    """What has a form of its own; None for a domain value."""
    match value:
        case Enum():
            return value.value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(_write(key)): _write(item) for key, item in value.items()}
        case frozenset() | tuple():
            items = [_write(item) for item in value]
            # A set has no order of its own; sorted, the same state is always written the same.
            return sorted(items, key=str) if isinstance(value, frozenset) else items
    return None


def _read(kind: type[T], data: object) -> T:
    """A dataclass from its fields; those it does not know are ignored, those that are missing take their default."""
    if not isinstance(data, Mapping):
        raise TypeError(f"{kind.__name__} is stored as an object, not as {type(data).__name__}")
    # `is_dataclass` narrows an instance, never a type parameter; `fields` wants the wider type.
    known: tuple[Field[Any], ...] = fields(cast(Any, kind))
    return kind(**{item.name: _value(item.type, data[item.name]) for item in known if _is_given(item, data)})


def _is_given(item: "Field[Any]", data: Mapping[str, object]) -> bool:
    if item.name in data:
        return True
    if item.default is MISSING and item.default_factory is MISSING:
        raise ValueError(f"the stored value has no field {item.name}")
    return False


def _value(hint: object, data: object) -> object:
    """A value of the type that the field declares."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _union(parts, data)
    if origin in READERS:
        return READERS[origin](parts, data)
    if isinstance(hint, type) and is_dataclass(hint):
        return _read(hint, data)
    return _plain(hint, data)


def _union(parts: tuple[object, ...], data: object) -> object:
    if data is None and NoneType in parts:
        return None
    if isinstance(data, Mapping) and TYPE in data:
        return _read(TAGGED[str(data[TYPE])], data)
    only = [part for part in parts if part is not NoneType]
    return _value(only[0], data)


def _plain(hint: object, data: object) -> object:
    if hint is datetime:
        return datetime.fromisoformat(str(data))
    if hint is date:
        return date.fromisoformat(str(data))
    if hint is Decimal:
        return Decimal(str(data))
    if hint is float and isinstance(data, int):
        return float(data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    return data


def _tuple(parts: tuple[object, ...], data: object) -> object:
    items = cast(list[object], data)
    if parts[1:] == (...,):
        return tuple(_value(parts[0], item) for item in items)
    return tuple(_value(part, item) for part, item in zip(parts, items, strict=True))


def _frozenset(parts: tuple[object, ...], data: object) -> object:
    return frozenset(_value(parts[0], item) for item in cast(list[object], data))


def _mapping(parts: tuple[object, ...], data: object) -> object:
    items = cast(Mapping[str, object], data).items()
    return {_value(parts[0], key): _value(parts[1], item) for key, item in items}


READERS: Mapping[object, Callable[[tuple[object, ...], object], object]] = {
    tuple: _tuple,
    frozenset: _frozenset,
    Mapping: _mapping,
}
