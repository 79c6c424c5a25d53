"""Walks through scenarios as their visitors, several at a time: says each turn over the public API, waits for what
comes back, and has it judged. The first turn that is unlike its scenario ends the walk; the rest would rest on it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import httpx

from ops.evaluating.burst import say_quickly
from ops.evaluating.judging import ENGINE, Difference, differences
from ops.evaluating.mails import newest_code
from ops.evaluating.observing import Seen
from ops.evaluating.rep import RepAtDesk
from ops.evaluating.scenarios import Scenario, Silence, Turn
from ops.evaluating.worlds import CLOSED_AFTER_SECONDS, NUDGED_AFTER_SECONDS
from ops.problems import CannotRun
from ops.simulation.visitor import Message, Refused, Reply, State, Visitor
from qualification.conversation import Author
from qualification.facts import FactKey, Text

PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.02
SOME_CODE = "123456"
# The worker looks every two seconds.
LEFT_ALONE_SECONDS = NUDGED_AFTER_SECONDS + CLOSED_AFTER_SECONDS + 4.0
NumberedTurn = tuple[int, Turn]
"""A turn and its number in the scenario, from 1."""
_KEYS = {Silence.NUDGED: "idle_nudge", Silence.CLOSED: "idle_close"}


class Observes(Protocol):
    """Looks up what was decided about a message."""

    def seen(
        self, conversation: str, number: int, said: tuple[str, ...], messages: tuple[Message, ...], state: State
    ) -> Seen: ...
    def settled(self, conversation: str, number: int) -> bool: ...
    def open_handoff(self, conversation: str) -> str | None: ...
    def announced(self, messages: Sequence[Message]) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """The turn (from 1) that was unlike its scenario, with what was said up to it."""

    turn: int
    differences: tuple[Difference, ...]
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """A scenario and how it ended; `failure` None means: all as expected, `again` that it took a second walk."""

    scenario: Scenario
    failure: Failure | None
    seconds: float
    again: bool = False

    @property
    def without_engine(self) -> bool:
        """Rasa did not answer in time somewhere: that says nothing about the dialogue."""
        return self.failure is not None and any(one.what == ENGINE for one in self.failure.differences)


@dataclass(frozen=True, slots=True)
class Walker:
    """What every walk needs."""

    client: httpx.AsyncClient
    observer: Observes
    rep: RepAtDesk | None
    mails: Path = Path("mail")
    typed: set[str] = field(default_factory=set)
    """Codes that were typed already: who comes back waits for the next mail."""

    async def walk_all(
        self, scenarios: Sequence[Scenario], parallel: int, progress: Callable[[], None]
    ) -> list[Walked]:
        """All of them, in the order given, with at most `parallel` under way."""
        gate = asyncio.Semaphore(parallel)

        async def one(scenario: Scenario) -> Walked:
            async with gate:
                walked = await self.walk(scenario)
                if walked.without_engine:
                    walked = replace(await self.walk(scenario), again=True)
            progress()
            return walked

        return await asyncio.gather(*(one(scenario) for scenario in scenarios))

    async def walk(self, scenario: Scenario) -> Walked:
        began = time.monotonic()
        failure: Failure | None = None
        for turns in _conversations(scenario):
            failure = await self._converse(scenario, turns)
            if failure is not None:
                break
        return Walked(scenario, failure, time.monotonic() - began)

    async def _converse(self, scenario: Scenario, turns: Sequence[NumberedTurn]) -> Failure | None:
        """One conversation from arriving to its last turn, and then as a whole."""
        seen: list[Seen] = []
        number = turns[0][0]
        try:
            visitor = await self._arrive(scenario)
            for numbered in turns:
                number, turn = numbered
                found = await self._turn(visitor, scenario, turn, seen)
                if found:
                    break
            else:
                found = await self._whole(visitor, turns, seen)
        except (Refused, CannotRun, httpx.HTTPError, OSError) as error:
            found = [Difference("the walk", "it goes on", str(error) or type(error).__name__)]
        return Failure(number, tuple(found), tuple(seen)) if found else None

    async def _arrive(self, scenario: Scenario) -> Visitor:
        return await Visitor.arrive(
            self.client, channel=scenario.channel, page_url=scenario.page, locale=scenario.locale
        )

    async def _turn(self, visitor: Visitor, scenario: Scenario, turn: Turn, seen: list[Seen]) -> list[Difference]:
        """Does one turn and adds what came of it to `seen`; the differences, if there are any."""
        if turn.rep is not None or turn.rep_says is not None:
            await self._as_rep(visitor, turn)
            state = await visitor.look()
            wanted = turn.expect.handoff
            if wanted and state.handoff not in wanted:
                return [Difference("handoff", ", ".join(wanted), state.handoff)]
            return []
        if turn.silence is not None:
            return await self._stay_silent(visitor, turn.silence)
        if turn.comes_back:
            return []
        before = seen[-1] if seen else None
        texts = await self._code(turn, before) if turn.code else _texts(turn, before)
        if texts is None:
            asked = before.dialogue.requested if before else None
            return [Difference("asks", f"one of {', '.join(turn.answers or ())}", str(asked or "nothing"))]
        reply = await self._say(visitor, turn, texts)
        new = self.observer.seen(visitor.id, reply.number, texts, reply.messages, reply.state)
        seen.append(new)
        return differences(turn, scenario.never, new, before, datetime.now(UTC).date())

    async def _code(self, turn: Turn, before: Seen | None) -> tuple[str, ...]:
        """What the visitor reads in the mail, or something else."""
        address = before.facts.get(FactKey.EMAIL) if before else None
        if turn.code == "wrong" or not isinstance(address, Text):
            return (SOME_CODE,)
        until = time.monotonic() + PATIENCE_SECONDS
        while (code := newest_code(self.mails, address.text, besides=self.typed)) is None:
            if time.monotonic() > until:
                raise CannotRun(f"no mail with a code came within {PATIENCE_SECONDS:.0f} s")
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        self.typed.add(code)
        return (code,)

    async def _say(self, visitor: Visitor, turn: Turn, texts: Sequence[str]) -> Reply:
        if turn.button is not None:
            number = await visitor.press_person()
        elif len(texts) == 1:
            number = await visitor.post(texts[0])
        else:
            number = await say_quickly(visitor, texts)
        if turn.expect.silent:
            await self._until_settled(visitor.id, number)
            return await visitor.answer_to(number, patience_seconds=0)
        return await visitor.answer_to(number, patience_seconds=PATIENCE_SECONDS)

    async def _stay_silent(self, visitor: Visitor, silence: Silence) -> list[Difference]:
        """Says nothing and waits for what comes of it; the differences, if there are any."""
        if silence is Silence.LEFT_ALONE:
            before = len(await visitor.read_all())
            await asyncio.sleep(LEFT_ALONE_SECONDS)
            said = (await visitor.read_all())[before:]
            return [Difference("silence", "no word into it", said[0].text)] if said else []
        reply = await visitor.answer_to(visitor.number, patience_seconds=PATIENCE_SECONDS)
        expected, found = _KEYS[silence], self.observer.announced(reply.messages)
        if found != {expected}:
            return [Difference("silence", expected, ", ".join(sorted(found)) or reply.messages[0].text)]
        status = "closed" if silence is Silence.CLOSED else "open"
        return [] if reply.state.status == status else [Difference("status", status, reply.state.status)]

    async def _until_settled(self, conversation: str, number: int) -> None:
        """A rep speaks: no reply comes that could be waited for, so the end of the turn is."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.observer.settled(conversation, number):
            if time.monotonic() > until:
                raise CannotRun(f"the turn of message {number} did not end within {PATIENCE_SECONDS:.0f} s")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _as_rep(self, visitor: Visitor, turn: Turn) -> None:
        if self.rep is None:
            raise CannotRun("a rep acts in this scenario, so its desk must be `staffed`")
        if turn.rep_says is not None:
            await self.rep.says(visitor.id, turn.rep_says)
        elif turn.rep == "gives_back":
            await self.rep.gives_back(visitor.id)
        else:
            handoff = self.observer.open_handoff(visitor.id)
            if handoff is None:
                raise CannotRun("there is no handoff that the rep could accept")
            await self.rep.accepts(handoff)

    async def _whole(self, visitor: Visitor, turns: Sequence[NumberedTurn], seen: Sequence[Seen]) -> list[Difference]:
        """D11 over the whole conversation: numbers without gaps, and as many replies as there were turns."""
        transcript = await visitor.read_all()
        replies = sum(message.author == Author.ASSISTANT for message in transcript)
        expected = sum(bool(one.messages) for one in seen) + _unasked(turns)
        found = []
        if [message.number for message in transcript] != list(range(1, len(transcript) + 1)):
            found.append(Difference("D11", "message numbers without gaps", _numbers(transcript)))
        if replies != expected:
            found.append(Difference("D11", f"{expected} replies in the whole conversation", str(replies)))
        return found


def _conversations(scenario: Scenario) -> list[list[NumberedTurn]]:
    """The turns with their numbers, split where the visitor comes back."""
    found: list[list[NumberedTurn]] = []
    for number, turn in enumerate(scenario.turns, start=1):
        if turn.comes_back or not found:
            found.append([])
        found[-1].append((number, turn))
    return found


def _unasked(turns: Sequence[NumberedTurn]) -> int:
    """How often the assistant speaks unasked: when a rep gives back, and into a silence."""
    return sum(turn.rep == "gives_back" or turn.silence in _KEYS for _, turn in turns)


def _texts(turn: Turn, before: Seen | None) -> tuple[str, ...] | None:
    """What the visitor writes; None when the question that is open has no answer in the scenario."""
    if turn.answers is None:
        return turn.visitor or ()
    asked = before.dialogue.requested if before else None
    return (turn.answers[asked],) if asked in turn.answers else None


def _numbers(transcript: Sequence[Message]) -> str:
    return ", ".join(str(message.number) for message in transcript)
