"""The reps' side over a real database, as a place of reps would use it, and conversations for them to work in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

import anyio

from actions.languages.detector import LanguageDetector
from actions.languages.hearing import Languages
from actions.mood.reader import Mood
from actions.recognising.turns import Mail
from actions.rep_actions import RepDesk
from actions.replies import load_replies
from actions.rulebook_file import load_rulebook
from actions.turn import Heard, TurnStatus, TurnTools, answer_turn
from crm_adapter.contract import Crm, LeadDetails, LeadRef
from crm_adapter.local.adapter import LocalCrm
from handoff.contract import Card, RepIdentity, Thread
from memory.contract import Memory
from memory.engine import Database
from memory.knowledge.contract import EncodedText, Hit
from memory.live.in_process import InProcessLiveStore
from memory.sql.memory import SqlMemory
from qualification.conversation import Message
from qualification.errors import Conflict
from qualification.facts import Fact
from qualification.understanding import Intent, Understanding
from tests.memory.samples import open_conversation, visitor_says

DATA = Path("data")
_numbers = count(1)
T = TypeVar("T")


class NoPages:
    """Knowledge in which nothing is found."""

    def search(self, query: str, locale: str, limit: int = 3, encoded: EncodedText | None = None) -> Sequence[Hit]:  # noqa: ARG002 - the signature of Knowledge
        return ()


class Office:
    """Two reps, Dana and Omar, with everything that they work with."""

    def __init__(self, database: Database, workspace: str = "default") -> None:
        self.memory: Memory = SqlMemory(database, workspace=workspace)
        self.replies = load_replies(DATA / "replies", {"company": "Foyer", "assistant": "Foyer assistant"})
        self.crm: Crm = LocalCrm(writing=database.writing, reading=database.reading, workspace=workspace)
        # Always open, whatever day the tests run on; a test about hours sets its own, and its own clock.
        shipped = load_rulebook(DATA / "rulebook")
        self.rulebook = replace(shipped, hours=replace(shipped.hours, week={}))
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.desk = self.desk_over(self.memory, self.crm)
        self.mails: list[Mail] = []
        self.dana = self._hire("Dana Whitfield", "dana@foyer.example")
        self.omar = self._hire("Omar Haddad", "omar@foyer.example")

    def desk_over(self, memory: Memory, crm: Crm) -> RepDesk:
        return RepDesk(
            memory=memory,
            live=InProcessLiveStore(),
            crm=crm,
            replies=self.replies,
            rulebook=self.rulebook,
            clock=lambda: self.clock(),  # noqa: PLW0108 - a test may change it
        )

    def _hire(self, name: str, email: str) -> RepIdentity:
        with self.memory.transaction() as records:
            rep = records.reps.add(email=email, name=name, password_hash="-", is_admin=False, now=datetime.now(UTC))
        return RepIdentity(rep.id, rep.name, rep.email, rep.is_admin)

    def at_desk(self, rep: RepIdentity) -> None:
        anyio.run(self.desk.present, rep)

    def conversation(self, *said: str) -> str:
        """A conversation in which a visitor has said this; its id."""
        conversation_id = open_conversation(self.memory).id
        for text in said:
            visitor_says(self.memory, conversation_id, text, client_id=f"c{next(_numbers)}")
        return conversation_id

    def turn(self, conversation_id: str, text: str, intent: Intent | None, *, model: str | None = None) -> TurnStatus:
        """The visitor says this and is answered; `intent` None: not understood."""
        ranking = ((intent, 0.9),) if intent else ()
        return self._answer(conversation_id, text, Understanding(text, ranking), model)

    def turn_without_engine(self, conversation_id: str, text: str) -> TurnStatus:
        return self._answer(conversation_id, text, None, None)

    def _answer(
        self, conversation_id: str, text: str, understanding: Understanding | None, model: str | None
    ) -> TurnStatus:
        now = self.clock()
        visitor_says(self.memory, conversation_id, text, client_id=f"c{next(_numbers)}", now=now)
        with self.memory.transaction() as records:
            locked = records.conversations.lock(conversation_id)
            assert locked is not None
            turn = records.turns.begin(locked, now=now)
        assert turn is not None
        return answer_turn(self.tools, turn.id, Heard(understanding, model) if understanding else None)

    @property
    def tools(self) -> TurnTools:
        """What a turn is answered with, as a test has set it by now."""
        return TurnTools(
            memory=self.memory,
            knowledge=NoPages(),
            replies=self.replies,
            rulebook=self.rulebook,
            mood=Mood(self.rulebook.mood),
            languages=Languages(
                self.rulebook.languages, self.replies.locales, LanguageDetector(self.rulebook.languages.shared)
            ),
            versions={"rulebook": self.rulebook.version},
            clock=self.clock,
            post=self.mails.append,
        )

    def capture_lead(self, conversation_id: str, *, now: datetime) -> LeadRef:
        """As the outbox would deliver it."""
        details = LeadDetails(conversation_id, "chat:website", email=None, name="Dana", company=None)
        return self.crm.capture_lead(details, key=f"lead:{conversation_id}", now=now)

    def learn(self, conversation_id: str, *facts: Fact) -> None:
        with self.memory.transaction() as records:
            records.facts.learn(conversation_id, facts)

    def handoff_of(self, conversation_id: str) -> str:
        with self.memory.reading() as records:
            handoff = records.handoffs.open_for(conversation_id)
        assert handoff is not None
        return handoff.id

    def accept(self, rep: RepIdentity, conversation_id: str) -> None:
        anyio.run(self.desk.accept, rep, self.handoff_of(conversation_id))

    def take_over(self, rep: RepIdentity, conversation_id: str, owner_number: int | None = None) -> Card:
        """As seen on the page now, unless an older number is given."""
        seen = self.thread(rep, conversation_id).owner_number if owner_number is None else owner_number

        async def run() -> Card:
            return await self.desk.take_over(rep, conversation_id, owner_number=seen)

        return anyio.run(run)

    def say(self, rep: RepIdentity, conversation_id: str, text: str, client_id: str = "1") -> None:
        async def run() -> None:
            await self.desk.say(rep, conversation_id, text, client_id=client_id)

        anyio.run(run)

    def thread(self, rep: RepIdentity, conversation_id: str) -> Thread:
        found = anyio.run(self.desk.thread, rep, conversation_id)
        assert found is not None
        return found

    def messages(self, conversation_id: str) -> list[Message]:
        with self.memory.reading() as records:
            return list(records.transcript.after(conversation_id, 0))


async def race(first: Callable[[], Awaitable[object]], second: Callable[[], Awaitable[object]]) -> list[bool]:
    """Both at the same instant: which of them were not refused."""
    won = [False, False]

    async def run(place: int, call: Callable[[], Awaitable[object]]) -> None:
        try:
            await call()
        except Conflict:
            return
        won[place] = True

    async with anyio.create_task_group() as both:
        both.start_soon(run, 0, first)
        both.start_soon(run, 1, second)
    return won
