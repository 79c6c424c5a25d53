"""What stands in for Rasa, for the script and for time in the tests of the work behind the chat."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from actions.turn import TurnStatus
from memory.contract import Memory, Turn
from qualification.errors import Unavailable
from qualification.facts import FactKey
from tests.memory.samples import NOW, answer

PATIENCE_SECONDS = 10.0


async def eventually(holds: Callable[[], bool]) -> None:
    """Returns as soon as it is so; fails when it never is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never came to it"
        await asyncio.sleep(0.005)


def raising(problem: Exception) -> Callable[..., None]:
    """Whatever it is called with, it raises this."""

    def raises(*_: object, **__: object) -> None:
        raise problem

    return raises


def nothing() -> None:
    """What happens in the middle of a turn when nothing special does."""


@dataclass
class ScriptedEngine:
    """Implements `Engine`: gives the statuses of its script one after the other; "answered" really answers."""

    memory: Memory
    script: list[TurnStatus | Unavailable] = field(default_factory=list)
    meanwhile: Callable[[], None] = nothing
    texts: list[str] = field(default_factory=list)
    locales: list[str] = field(default_factory=list)

    async def take_turn(
        self,
        turn: Turn,
        *,
        text: str,
        requested: FactKey | None,  # noqa: ARG002 - the script needs no context
        locale: str,
        page: str | None,  # noqa: ARG002 - the script needs no context
    ) -> TurnStatus:
        self.texts.append(text)
        self.locales.append(locale)
        self.meanwhile()
        status = self.script.pop(0) if self.script else TurnStatus.ANSWERED
        if isinstance(status, Unavailable):
            raise status
        if status is TurnStatus.ANSWERED:
            end_turn(self.memory, turn.id)
        return status

    async def ready(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class ScriptedFallback:
    """The way without the engine: answers, and remembers which turns it was asked for."""

    memory: Memory
    turns: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = nothing

    def __call__(self, turn_id: str) -> TurnStatus:
        self.turns.append(turn_id)
        self.meanwhile()
        end_turn(self.memory, turn_id)
        return TurnStatus.ANSWERED


def end_turn(memory: Memory, turn_id: str) -> None:
    with memory.reading() as records:
        turn = records.turns.get(turn_id)
    assert turn is not None
    assert answer(memory, turn, now=NOW)
