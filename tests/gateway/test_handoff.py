"""The passage to a rep and back: one owner, one winner, and words that are true at every moment."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from actions.overdue import tell_unanswered
from actions.rep_actions import RepDesk
from actions.replies import load_replies
from crm_adapter.local.adapter import LocalCrm
from gateway.rulebook_file import load_rulebook
from handoff.contract import RepIdentity
from memory.engine import Database, open_database
from memory.live.in_process import InProcessLiveStore
from memory.sql.memory import SqlMemory
from qualification.conversation import HandoffOutcome
from qualification.errors import Conflict, RuleViolation
from tests.gateway.conftest import Gateway
from tests.gateway.world import PATIENCE_SECONDS, PlayedEngine, Visitor

DATA = Path("data")


class Office:
    """The reps' side of the same data, as a place of reps would use it."""

    def __init__(self, database: Database) -> None:
        self.memory = SqlMemory(database, workspace="default")
        self.replies = load_replies(DATA / "replies", {"company": "Foyer", "assistant": "Foyer assistant"})
        self.crm = LocalCrm(writing=database.writing, reading=database.reading, workspace="default")
        self.desk = RepDesk(
            memory=self.memory,
            live=InProcessLiveStore(),
            crm=self.crm,
            replies=self.replies,
            rulebook=load_rulebook(DATA / "rulebook"),
            clock=lambda: datetime.now(UTC),
        )
        self.dana = self._hire("Dana Whitfield", "dana@foyer.example")
        self.omar = self._hire("Omar Haddad", "omar@foyer.example")

    def _hire(self, name: str, email: str) -> RepIdentity:
        with self.memory.transaction() as records:
            rep = records.reps.add(email=email, name=name, password_hash="-", is_admin=False, now=datetime.now(UTC))
        return RepIdentity(rep.id, rep.name, rep.email, rep.is_admin)

    def at_desk(self, rep: RepIdentity) -> None:
        anyio.run(self.desk.present, rep)

    def handoff_of(self, visitor: Visitor) -> str:
        with self.memory.reading() as records:
            handoff = records.handoffs.open_for(visitor.id)
        assert handoff is not None
        return handoff.id

    def accept(self, rep: RepIdentity, visitor: Visitor) -> None:
        anyio.run(self.desk.accept, rep, self.handoff_of(visitor))

    def say(self, rep: RepIdentity, visitor: Visitor, text: str, client_id: str = "1") -> None:
        async def run() -> None:
            await self.desk.say(rep, visitor.id, text, client_id=client_id)

        anyio.run(run)


@pytest.fixture(scope="module")
def office(gateway: Gateway) -> Iterator[Office]:
    database = open_database(f"sqlite:///{gateway.folder / 'foyer.db'}")
    yield Office(database)
    database.close()


def ask_for_person(visitor: Visitor) -> None:
    answer = visitor.client.post(f"{visitor.path}/person", json={"client_id": "p"}, headers=visitor.headers)
    visitor.answer_after(answer.json()["number"])


def state(visitor: Visitor) -> dict[str, object]:
    found = visitor.read()["state"]
    assert isinstance(found, dict)
    return found


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_d9_the_visitor_waits_only_when_somebody_is_at_the_desk(visitor: Visitor, office: Office) -> None:
    office.at_desk(office.dana)
    ask_for_person(visitor)
    assert state(visitor)["handoff"] == "waiting"


def test_d9_the_rep_is_named_as_soon_as_she_has_accepted(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    assert state(visitor)["owner"] == "rep"
    assert state(visitor)["rep_name"] == "Dana Whitfield"
    assert "Dana Whitfield" in str(state(visitor)["line"])


def test_d8_the_assistant_is_silent_once_a_rep_speaks(visitor: Visitor, office: Office, engine: PlayedEngine) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    visitor.post("how much does it cost")
    office.say(office.dana, visitor, "Hello, Dana here.")
    time.sleep(1)
    authors = [message["author"] for message in visitor.messages()]
    assert authors[-2:] == ["visitor", "rep"]
    assert engine.texts == []


def test_d8_a_rep_who_accepts_in_the_middle_of_a_turn_silences_it(
    visitor: Visitor, office: Office, engine: PlayedEngine
) -> None:
    ask_for_person(visitor)
    before = len(visitor.messages())

    def accept(_turn_id: str) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(office.accept, office.dana, visitor).result()

    engine.before = accept
    visitor.post("how much does it cost")
    assert eventually(lambda: state(visitor)["owner"] == "rep")
    time.sleep(0.5)
    authors = [message["author"] for message in visitor.messages()[before:]]
    assert "assistant" not in authors


def test_d8_only_the_owner_may_speak(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    with pytest.raises(RuleViolation, match="Dana"):
        office.say(office.omar, visitor, "Omar here.")


def test_a_reps_words_sent_twice_are_said_once(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    office.say(office.dana, visitor, "Once.", "same")
    office.say(office.dana, visitor, "Once.", "same")
    assert [message["text"] for message in visitor.messages()].count("Once.") == 1


def test_h2_two_reps_who_accept_at_the_same_instant_have_one_winner(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    handoff_id = office.handoff_of(visitor)
    wins = 0

    def accept(rep: RepIdentity) -> bool:
        try:
            anyio.run(office.desk.accept, rep, handoff_id)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        for _ in range(100):
            won = list(pool.map(accept, (office.dana, office.omar)))
            wins += won.count(True)
            assert won.count(True) == 1
    # The winner of the first try may say it again without effect; the other one never gets in.
    assert wins == 100
    names = [str(message["text"]) for message in visitor.messages() if message["author"] == "system"]
    assert len(names) == 1


def test_a_conversation_given_back_is_answered_by_the_assistant(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    anyio.run(office.desk.give_back, office.dana, visitor.id)
    assert state(visitor)["owner"] == "assistant"
    assert "Dana Whitfield" in str(visitor.messages()[-1]["text"])
    assert visitor.say("how much does it cost")


def test_a_closed_conversation_takes_no_more_messages_and_says_so(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    anyio.run(office.desk.close, office.dana, visitor.id, HandoffOutcome.QUALIFIED, "Wants Growth.")
    answer = visitor.post("are you there")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "closed"
    assert state(visitor)["status"] == "closed"


def test_l1_a_handoff_becomes_a_lead_with_its_timeline(visitor: Visitor, office: Office) -> None:
    visitor.say("my email is dana.reyes@acme.com")
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    anyio.run(office.desk.close, office.dana, visitor.id, HandoffOutcome.QUALIFIED, "")

    def is_qualified() -> bool:
        lead = office.crm.lead_of(visitor.id)
        return lead is not None and lead.status.value == "qualified"

    assert eventually(is_qualified)
    lead = office.crm.lead_of(visitor.id)
    assert lead is not None
    assert lead.details.email == "dana.reyes@acme.com"
    assert {entry.kind for entry in office.crm.timeline(lead.ref)} >= {"handoff", "closed", "status_change"}


def test_d9_a_visitor_whom_nobody_picked_up_is_told_so(visitor: Visitor, office: Office) -> None:
    office.at_desk(office.dana)
    ask_for_person(visitor)
    late = datetime.now(UTC) + timedelta(hours=1)
    told = tell_unanswered(office.memory, office.replies, timedelta(minutes=2), late)
    assert visitor.id in told
    assert state(visitor)["handoff"] == "unanswered"
    assert tell_unanswered(office.memory, office.replies, timedelta(minutes=2), late) == ()


def test_a_note_never_reaches_the_visitor(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor)
    anyio.run(office.desk.note, office.dana, visitor.id, "Internal: check the discount.")
    assert "discount" not in str(visitor.read())
