"""Gathers a visitor's burst into one turn and sees to it that the turn is answered exactly once (D11).

It owns no truth: what is unanswered stands in the database, so that a turn cut off by a crash is taken up again.
"""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from actions.languages.hearing import Languages, hold_in
from actions.languages.pressed import pressed_choice
from actions.replies import Replies
from actions.turn import TurnStatus
from gateway.metrics import Metrics
from gateway.turns.rasa_client import Engine
from memory.contract import Conversation, Memory, Records, Turn
from memory.live.contract import QUEUE_TOPIC, LiveStore, topic_of
from qualification.conversation import Author
from qualification.errors import BotError, Unavailable
from qualification.facts import FactKey
from qualification.intake import harmless
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.rulebook import Rulebook
from qualification.turntaking import quiet_before_turn

log = structlog.get_logger()

# Longer than any turn. The database alone sees to it that a turn is answered once; this only saves work.
LOCK_LIFETIME = timedelta(seconds=12)
LOCK_PAUSE_SECONDS = 0.05
TYPING_LASTS_SECONDS = 3.0


@dataclass(slots=True)
class _Burst:
    """What came in since the last answer, as this process saw it; only timing depends on it."""

    texts: list[str] = field(default_factory=list)
    first_at: float = 0.0
    last_at: float = 0.0
    typed_at: float = -math.inf


@dataclass(frozen=True, slots=True)
class _Taken:
    """A begun turn with what Rasa needs to know of its conversation.

    `text` is what Rasa hears: the visitor's words, or the English of the choice that was pressed; `locale` is its
    language.
    """

    turn: Turn
    text: str
    requested: FactKey | None
    locale: str
    page: str | None


class VisitorTurns:
    """One task per conversation that has something to answer."""

    def __init__(  # noqa: PLR0913 - one place builds it, and names every part
        self,
        *,
        memory: Memory,
        live: LiveStore,
        engine: Engine,
        rulebook: Rulebook,
        languages: Languages,
        replies: Replies,
        answer: Callable[[str], TurnStatus],
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        """`answer` is the scripted way: it answers a turn, by its id, without the engine."""
        self._memory, self._live, self._engine, self._rulebook = memory, live, engine, rulebook
        self._languages, self._replies = languages, replies
        self._answer_without_engine, self._metrics, self._clock = answer, metrics, clock
        self._bursts: dict[str, _Burst] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def wake(self, conversation_id: str, text: str = "") -> None:
        """A visitor's message is stored: answer it, together with what follows at once."""
        burst = self._bursts.setdefault(conversation_id, _Burst())
        burst.last_at = time.monotonic()
        # What was being typed has arrived; only typing after it counts.
        burst.typed_at = -math.inf
        burst.first_at = burst.first_at if burst.texts else burst.last_at
        burst.texts.append(text)
        if conversation_id not in self._tasks:
            self._tasks[conversation_id] = asyncio.create_task(
                self._work(conversation_id), name=f"turn-{conversation_id}"
            )

    def typing(self, conversation_id: str) -> None:
        """The visitor goes on typing; a turn that is still being gathered waits for it."""
        if conversation_id in self._bursts:
            self._bursts[conversation_id].typed_at = time.monotonic()

    async def stop(self) -> None:
        """End all work; what is unanswered is taken up at the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, conversation_id: str) -> None:
        try:
            while (burst := self._bursts[conversation_id]).texts:
                await self._wait_for_quiet(burst)
                burst.texts.clear()
                async with self._live.only_one(f"turn:{conversation_id}", lifetime=LOCK_LIFETIME) as mine:
                    again = await self._take(conversation_id) if mine else True
                if again:
                    burst.texts.append("")
                    await asyncio.sleep(0 if mine else LOCK_PAUSE_SECONDS)
        except (BotError, OSError) as error:
            # Nothing is lost: the sweep finds the unanswered message and wakes this conversation again.
            log.warning("turn_failed", conversation_id=conversation_id, error=type(error).__name__)
        # A mistake of ours would end the task unread, and the visitor would wait without a word in the log.
        except Exception:
            log.exception("turn_failed", conversation_id=conversation_id)
        finally:
            # No await between the last look at the burst and this: a message cannot slip in unseen.
            del self._bursts[conversation_id], self._tasks[conversation_id]

    async def _wait_for_quiet(self, burst: _Burst) -> None:
        while True:
            now = time.monotonic()
            wait = quiet_before_turn(
                tuple(burst.texts),
                typing=now - burst.typed_at < TYPING_LASTS_SECONDS,
                waited=timedelta(seconds=now - burst.first_at),
                rulebook=self._rulebook,
            ).total_seconds()
            left = burst.last_at + wait - now
            if left <= 0:
                return
            await asyncio.sleep(left)

    async def _take(self, conversation_id: str) -> bool:
        """Answer what is unanswered; True when the answer came too late and the turn must be taken again."""
        taken = await self._memory.run(self._begin, conversation_id)
        if taken is None:
            return False
        await self._live.publish(topic_of(conversation_id), {"kind": "typing", "author": Author.ASSISTANT.value})
        with self._metrics.turn_seconds.time():
            status = await self._answered(taken)
        self._metrics.turns.labels(status).inc()
        log.debug("turn_ended", conversation_id=conversation_id, turn_id=taken.turn.id, status=status)
        await self._live.publish(topic_of(conversation_id), {"kind": "turn", "turn": taken.turn.id})
        await self._live.publish(QUEUE_TOPIC, {"kind": "turn", "conversation": conversation_id})
        return status in (TurnStatus.SUPERSEDED, TurnStatus.NOT_OWNER)

    def _begin(self, conversation_id: str) -> _Taken | None:
        """The open turn, or None: nothing to answer, or a rep speaks here and the assistant keeps silent (D8)."""
        try:
            return self._begin_by(conversation_id, self._heard)
        # What only helps to understand a turn must not keep it from being answered: that would be silence (D9).
        except Exception:
            log.exception("begin_failed", conversation_id=conversation_id)
        # The whole once more, as the first transaction is undone.
        return self._begin_by(conversation_id, _as_it_stands)

    def _begin_by(self, conversation_id: str, heard: Callable[[Records, Conversation, Turn], _Taken]) -> _Taken | None:
        with self._memory.transaction() as records:
            conversation = records.conversations.lock(conversation_id)
            if conversation is None:
                return None
            turn = records.turns.begin(conversation, now=self._clock())
            if turn is None:
                return None
            if not conversation.owner.is_assistant:
                records.turns.drop(turn.id, now=self._clock())
                return None
            return heard(records, conversation, turn)

    def _heard(self, records: Records, conversation: Conversation, turn: Turn) -> _Taken:
        # From this very message on; also for the way without the engine.
        choice = self._languages.heard(turn.text, conversation)
        conversation = hold_in(records, conversation, choice.locale, chosen=choice.chosen)
        taken = _as_it_stands(records, conversation, turn)
        pressed = pressed_choice(records, self._replies, turn)
        return taken if pressed is None else replace(taken, text=pressed, locale=DEFAULT_LOCALE)

    async def _answered(self, taken: _Taken) -> TurnStatus:
        turn = taken.turn
        if not turn.person_requested:
            try:
                return await self._engine.take_turn(
                    turn,
                    text=harmless(taken.text),
                    requested=taken.requested,
                    locale=taken.locale,
                    page=taken.page,
                )
            except Unavailable as error:
                self._metrics.engine_failures.inc()
                log.warning("engine_unavailable", turn_id=turn.id, reason=str(error))
            # Whatever it was, it would be again at the next try, and the visitor would hear nothing.
            except Exception:
                self._metrics.engine_failures.inc()
                log.exception("engine_broke", turn_id=turn.id)
        return await self._memory.run(self._answer_without_engine, turn.id)


def _as_it_stands(_: Records, conversation: Conversation, turn: Turn) -> _Taken:
    """The visitor's own words, in the language that the conversation is held in already."""
    return _Taken(turn, turn.text, conversation.dialogue.requested, conversation.locale, conversation.page_url)
