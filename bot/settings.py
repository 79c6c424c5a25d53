"""The few settings of the Rasa process, read once from the environment into one object.

Nothing else in `bot/` may read environment variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class InvalidSetting(Exception):
    """A setting cannot be used; the message names it and says what it must be."""


@dataclass(frozen=True)
class BotSettings:
    """FOYER_VAR_DIR, FOYER_RASA_PORT, FOYER_RASA_SECRET, FOYER_ACTIONS_URL, FOYER_RASA_TURN_SECONDS,
    FOYER_NLU, FOYER_RASA_CONVERSATIONS, FOYER_LOG_LEVEL."""

    var_folder: Path
    port: int
    secret: str
    actions_url: str
    turn_seconds: float
    nlu_folder: Path
    conversations: int
    log_level: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> BotSettings:
        return cls(
            var_folder=_folder(environment, "FOYER_VAR_DIR", "var"),
            port=int(_number(environment, "FOYER_RASA_PORT", "5005", 1, 65535)),
            secret=environment.get("FOYER_RASA_SECRET", ""),
            actions_url=environment.get("FOYER_ACTIONS_URL", "http://127.0.0.1:8000/internal/rasa/actions"),
            # The gateway gives a turn 5 s; Rasa gives up a little later, never never.
            turn_seconds=_number(environment, "FOYER_RASA_TURN_SECONDS", "8", 0.1, 120),
            nlu_folder=_folder(environment, "FOYER_NLU", "data/nlu"),
            conversations=int(_number(environment, "FOYER_RASA_CONVERSATIONS", "5000", 1, 1_000_000)),
            log_level=_level(environment),
        )

    @property
    def encoder_folder(self) -> Path:
        return self.var_folder / "encoder"

    @property
    def models_folder(self) -> Path:
        return self.var_folder / "models"


def _folder(environment: Mapping[str, str], name: str, default: str) -> Path:
    """Relative folders are meant from the project's root, wherever the command was typed."""
    return PROJECT / (environment.get(name) or default)


def _level(environment: Mapping[str, str]) -> str:
    level = (environment.get("FOYER_LOG_LEVEL") or "WARNING").upper()
    if level not in LOG_LEVELS:
        raise InvalidSetting(f"FOYER_LOG_LEVEL is {level!r}; it must be one of {', '.join(LOG_LEVELS)}.")
    return level


def _number(environment: Mapping[str, str], name: str, default: str, least: float, most: float) -> float:
    text = environment.get(name) or default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise InvalidSetting(f"{name} is {text!r}; it must be a number from {least:g} to {most:g}.")
    return value
