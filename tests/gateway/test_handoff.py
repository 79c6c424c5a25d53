"""The passage to a rep and back: one owner, one winner, and words that are true at every moment."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import anyio
import pytest

from actions.overdue import tell_unanswered
from memory.engine import open_database
from qualification.conversation import HandoffOutcome
from qualification.errors import RuleViolation
from tests.actions.office import Office
from tests.gateway.conftest import Gateway
from tests.gateway.world import PATIENCE_SECONDS, PlayedEngine, Visitor, open_conversation


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
    office.accept(office.dana, visitor.id)
    assert state(visitor)["owner"] == "rep"
    assert state(visitor)["rep_name"] == "Dana Whitfield"
    assert "Dana Whitfield" in str(state(visitor)["line"])


def test_d8_the_assistant_is_silent_once_a_rep_speaks(visitor: Visitor, office: Office, engine: PlayedEngine) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    office.say(office.dana, visitor.id, "Hello, Dana here.")
    visitor.post("how much does it cost")
    # Somebody who asks the same later is answered: by then the assistant would have spoken here as well.
    assert open_conversation(visitor.client).say("how much does it cost")
    authors = [message["author"] for message in visitor.messages()]
    assert authors[-2:] == ["rep", "visitor"]
    assert len(engine.texts) == 1


def test_d8_a_rep_who_accepts_in_the_middle_of_a_turn_silences_it(
    visitor: Visitor, office: Office, engine: PlayedEngine
) -> None:
    ask_for_person(visitor)
    before = len(visitor.messages())

    def accept(_turn_id: str) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(office.accept, office.dana, visitor.id).result()

    engine.before = accept
    visitor.post("how much does it cost")
    assert eventually(lambda: engine.ended == ["not_owner"])
    assert state(visitor)["owner"] == "rep"
    authors = [message["author"] for message in visitor.messages()[before:]]
    assert "assistant" not in authors


def test_d8_only_the_owner_may_speak(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    with pytest.raises(RuleViolation, match="Dana"):
        office.say(office.omar, visitor.id, "Omar here.")


def test_a_reps_words_sent_twice_are_said_once(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    office.say(office.dana, visitor.id, "Once.", "same")
    office.say(office.dana, visitor.id, "Once.", "same")
    assert [message["text"] for message in visitor.messages()].count("Once.") == 1


def test_d9_a_colleague_who_takes_over_is_named_to_the_visitor(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    office.take_over(office.omar, visitor.id)
    assert (state(visitor)["rep_name"], state(visitor)["handoff"]) == ("Omar Haddad", "accepted")
    assert "Omar Haddad" in str(state(visitor)["line"])
    assert "Omar Haddad" in str(visitor.messages()[-1]["text"])


def test_d9_the_seconds_of_waiting_are_told_only_while_the_visitor_waits(visitor: Visitor, office: Office) -> None:
    assert state(visitor)["waiting_seconds"] is None
    ask_for_person(visitor)
    waited = state(visitor)["waiting_seconds"]
    assert isinstance(waited, int)
    assert 0 <= waited <= PATIENCE_SECONDS
    office.accept(office.dana, visitor.id)
    assert state(visitor)["waiting_seconds"] is None


def test_a_conversation_given_back_is_answered_by_the_assistant(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    anyio.run(office.desk.give_back, office.dana, visitor.id)
    assert state(visitor)["owner"] == "assistant"
    assert "Dana Whitfield" in str(visitor.messages()[-1]["text"])
    assert visitor.say("how much does it cost")


def test_a_closed_conversation_takes_no_more_messages_and_says_so(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    anyio.run(office.desk.close, office.dana, visitor.id, HandoffOutcome.QUALIFIED, "Wants Growth.")
    answer = visitor.post("are you there")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "closed"
    assert state(visitor)["status"] == "closed"


def test_l1_a_handoff_becomes_a_lead_with_its_timeline(visitor: Visitor, office: Office) -> None:
    visitor.say("my email is dana.reyes@acme.com")
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    anyio.run(office.desk.close, office.dana, visitor.id, HandoffOutcome.QUALIFIED, "Starts in May.")

    def is_qualified() -> bool:
        lead = office.crm.lead_of(visitor.id)
        return lead is not None and lead.status.value == "qualified"

    assert eventually(is_qualified)
    lead = office.crm.lead_of(visitor.id)
    assert lead is not None
    assert lead.details.email == "dana.reyes@acme.com"
    told = [(entry.kind, entry.text) for entry in reversed(office.crm.timeline(lead.ref))]
    assert [kind for kind, _ in told] == ["captured", "handoff", "handoff", "closed", "status_change"]
    assert ["Starts in May." in text for _, text in told] == [False, False, False, True, False]
    assert told[-1][1] == "new → qualified: closed as qualified"


def test_d9_a_visitor_whom_nobody_picked_up_is_told_so(visitor: Visitor, office: Office) -> None:
    office.at_desk(office.dana)
    ask_for_person(visitor)
    late = datetime.now(UTC) + timedelta(hours=1)
    told = tell_unanswered(office.memory, office.replies, office.rulebook, late)
    assert visitor.id in told
    assert state(visitor)["handoff"] == "unanswered"
    assert tell_unanswered(office.memory, office.replies, office.rulebook, late) == ()


def test_a_note_never_reaches_the_visitor(visitor: Visitor, office: Office) -> None:
    ask_for_person(visitor)
    office.accept(office.dana, visitor.id)
    anyio.run(office.desk.note, office.dana, visitor.id, "Internal: check the discount.")
    assert "discount" not in str(visitor.read())
