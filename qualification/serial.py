"""Domain values as plain JSON and back, for whoever stores them. Reads what older versions wrote: a field that is
missing takes its default, one that no longer exists is ignored. Values of a union carry their type's name."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from qualification.decision import Decision, Line, OpenTicket, Question, Quote, SolveTicket
from qualification.facts import Fact, FactValue, Headcount, JobTitle, Money, Text, Timeframe
from qualification.state import ConversationState, DialogueState, TurnSignals
from qualification.understanding import Understanding

JsonObject = dict[str, object]
Reader = Callable[[object], object]
T = TypeVar("T")

TYPE = "type"
TAGGED: Mapping[str, type] = {
    "text": Text,
    "job_title": JobTitle,
    "headcount": Headcount,
    "money": Money,
    "timeframe": Timeframe,
    "line": Line,
    "quote": Quote,
    "question": Question,
    "open_ticket": OpenTicket,
    "solve_ticket": SolveTicket,
}
TAGS: Mapping[type, str] = {kind: tag for tag, kind in TAGGED.items()}


def value_to_json(value: FactValue) -> JsonObject:
    return _object(value)


def value_from_json(data: Mapping[str, object]) -> FactValue:
    # mypy cannot see that a union is a value too; every member of it is tagged.
    return cast(FactValue, _union_reader((Text, JobTitle, Headcount, Money, Timeframe))(data))


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
    # mypy takes the hash of a class's instances for that of the class: hence Any, here and in the readers.
    kind: Any = type(value)
    return _writer(kind)(value)


# What a type's fields are is looked up once: several dozen values are written and read in every turn.
@cache
def _writer(kind: type) -> Callable[[object], JsonObject]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no domain value")
    names = [item.name for item in fields(kind)]
    tag = TAGS.get(kind)
    head: JsonObject = {TYPE: tag} if tag else {}
    return lambda value: head | {name: _write(getattr(value, name)) for name in names}


def _write(value: object) -> object:
    if value is None or type(value) in {bool, int, float, str}:
        return value
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return _write_rare(value)


def _write_rare(value: object) -> object:
    match value:
        case Decimal():
            return str(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return {str(_write(key)): _write(item) for key, item in value.items()}
        case frozenset():
            # A set has no order of its own; sorted, the same state is always written the same.
            return sorted((_write(item) for item in value), key=str)
    return _object(value)


def _read(kind: type[T], data: object) -> T:
    """A dataclass from its fields; those it does not know are ignored, those that are missing take their default."""
    hashable: Any = kind
    return cast(T, _reader(hashable)(data))


@cache
def _reader(kind: type) -> Reader:
    # `is_dataclass` narrows an instance, never a type parameter; `fields` wants the wider type.
    known: tuple[Field[Any], ...] = fields(cast(Any, kind))
    hints: dict[str, Any] = {item.name: item.type for item in known}
    readers = [(name, _value_reader(hint)) for name, hint in hints.items()]
    needed = [item.name for item in known if item.default is MISSING and item.default_factory is MISSING]

    def read(data: object) -> object:
        if not isinstance(data, Mapping):
            raise TypeError(f"{kind.__name__} is stored as an object, not as {type(data).__name__}")
        for name in needed:
            if name not in data:
                raise ValueError(f"the stored value has no field {name}")
        return kind(**{name: value_of(data[name]) for name, value_of in readers if name in data})

    return read


@cache
def _value_reader(hint: Any) -> Reader:  # noqa: ANN401 - what a field declares may be any form of type
    """Reads a value of the type that the field declares."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _union_reader(parts)
    if origin in COLLECTIONS:
        return COLLECTIONS[origin](parts)
    if isinstance(hint, type) and is_dataclass(hint):
        # Asked for when it is needed, as a type may hold values of its own kind.
        return partial(_read, hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return PLAIN.get(hint, _as_it_is)


def _union_reader(parts: tuple[object, ...]) -> Reader:
    only = _value_reader(next(part for part in parts if part is not NoneType))

    def read(data: object) -> object:
        if data is None and NoneType in parts:
            return None
        if isinstance(data, Mapping) and TYPE in data:
            return _read(TAGGED[str(data[TYPE])], data)
        return only(data)

    return read


def _tuple_reader(parts: tuple[object, ...]) -> Reader:
    readers = [_value_reader(part) for part in parts if part is not ...]
    if parts[1:] == (...,):
        return lambda data: tuple(map(readers[0], cast(list[object], data)))
    return lambda data: tuple(read(item) for read, item in zip(readers, cast(list[object], data), strict=True))


def _frozenset_reader(parts: tuple[object, ...]) -> Reader:
    read = _value_reader(parts[0])
    return lambda data: frozenset(map(read, cast(list[object], data)))


def _mapping_reader(parts: tuple[object, ...]) -> Reader:
    key, value = _value_reader(parts[0]), _value_reader(parts[1])
    return lambda data: {key(name): value(item) for name, item in cast(Mapping[str, object], data).items()}


def _as_it_is(data: object) -> object:
    return data


PLAIN: Mapping[object, Reader] = {
    datetime: lambda data: datetime.fromisoformat(str(data)),
    date: lambda data: date.fromisoformat(str(data)),
    time: lambda data: time.fromisoformat(str(data)),
    Decimal: lambda data: Decimal(str(data)),
    # JSON knows no difference between 1 and 1.0.
    float: lambda data: float(data) if isinstance(data, int) else data,
}
COLLECTIONS: Mapping[object, Callable[[tuple[object, ...]], Reader]] = {
    tuple: _tuple_reader,
    frozenset: _frozenset_reader,
    Mapping: _mapping_reader,
}
