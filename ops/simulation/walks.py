"""Sends visitors to a running Foyer, several at a time, and notes the end of each thing they say."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx

from ops.simulation.prospects import MOST_TURNS, Prospect, Questions, next_line
from ops.simulation.report import Fate, Outcome
from ops.simulation.visitor import Refused, Reply, Visitor

# Nobody sits at the desk of a simulation, so a handoff may have been waiting for too long already.
HANDED_OVER = {"waiting", "unanswered", "accepted"}
Progress = Callable[[], None]
Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, where it stands in the transcript, and how it ended as seen from outside."""

    conversation: str
    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Walk:
    """A prospect's whole visit; `handoff` is how it stood at the end."""

    prospect: Prospect
    said: tuple[Said, ...]
    handoff: str

    @property
    def as_expected(self) -> bool:
        return (self.handoff in HANDED_OVER) == self.prospect.reaches_a_person


@dataclass(frozen=True, slots=True)
class Crowd:
    """How visitors are sent: over which client, how many at a time, how long each waits for a reply."""

    client: httpx.AsyncClient
    parallel: int
    patience_seconds: float

    async def send_messages(self, texts: Sequence[str], progress: Progress) -> list[Said]:
        """Every text from a visitor of its own."""

        async def visit(text: str) -> Said:
            try:
                visitor = await Visitor.arrive(self.client)
            except (Refused, httpx.HTTPError) as error:
                return Said("", 0, Outcome(text, Fate.FAILED, problem=_words(error)))
            return (await self._say(visitor, text))[0]

        return await self._at_a_time(texts, visit, progress)

    async def send_prospects(
        self, prospects: Sequence[Prospect], questions: Questions, progress: Progress
    ) -> list[Walk]:
        return await self._at_a_time(prospects, lambda prospect: self._walk(prospect, questions), progress)

    async def _walk(self, prospect: Prospect, questions: Questions) -> Walk:
        visitor = await Visitor.arrive(self.client, channel=prospect.channel, page_url=prospect.page_url)
        said: list[Said] = []
        handoff = "none"
        line, spoken = next_line(prospect, questions, reply="", spoken=0)
        while line is not None and len(said) < MOST_TURNS:
            one, reply = await self._say(visitor, line)
            said.append(one)
            if reply is None:
                break
            handoff = reply.state.handoff
            line, spoken = next_line(prospect, questions, reply.text, spoken)
        return Walk(prospect, tuple(said), handoff)

    async def _say(self, visitor: Visitor, text: str) -> tuple[Said, Reply | None]:
        try:
            reply = await visitor.say(text, patience_seconds=self.patience_seconds)
        except (Refused, httpx.HTTPError) as error:
            return Said(visitor.id, 0, Outcome(text, Fate.FAILED, problem=_words(error))), None
        fate = Fate.REPLIED if reply.messages else Fate.SILENT
        seconds = reply.seconds if reply.messages else None
        return Said(visitor.id, reply.number, Outcome(text, fate, seconds)), reply

    async def _at_a_time(
        self, given: Sequence[Given], make: Callable[[Given], Awaitable[Made]], progress: Progress
    ) -> list[Made]:
        """The results in the order given, with at most `parallel` under way."""
        gate = asyncio.Semaphore(self.parallel)

        async def one(item: Given) -> Made:
            async with gate:
                made = await make(item)
            progress()
            return made

        return await asyncio.gather(*(one(item) for item in given))


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
