"""The numbers of recognising somebody (M3), as they stand in `data/rulebook/recognition.yml`."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RecognitionNumbers:
    """How somebody proves an address (M3): how long a code works, how often it may be tried, how many may be sent."""

    code_minutes: int
    tries_at_most: int
    codes_per_conversation: int
    codes_per_address_per_hour: int
    codes_per_address_per_day: int
    returning_phrases: tuple[str, ...]
    asks_what_is_known: tuple[str, ...]

    @property
    def code_lives(self) -> timedelta:
        return timedelta(minutes=self.code_minutes)
