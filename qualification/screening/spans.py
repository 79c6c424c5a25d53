"""What a finder of secrets gives back. It holds no pattern of its own."""

from enum import StrEnum
from typing import NamedTuple


class SecretKind(StrEnum):
    """What was masked."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password
    KEY = "key"
    GOVERNMENT_ID = "government_id"


class Span(NamedTuple):
    """Where a secret stands."""

    start: int
    end: int
    kind: SecretKind
