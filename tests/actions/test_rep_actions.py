"""What reps do: one winner, one speaker, and a colleague who goes on where somebody left."""

from datetime import UTC, datetime, timedelta
from functools import partial

import anyio
import pytest

from crm_adapter.contract import Crm
from handoff.contract import QueueCounts, RepIdentity
from memory.contract import Memory, Records
from memory.live.contract import topic_of
from qualification.conversation import Author, ConversationStatus, HandoffOutcome, HandoffStatus
from qualification.decision import Cause
from qualification.errors import Conflict, RuleViolation
from qualification.understanding import Intent
from tests.actions.office import Office, race
from tests.memory.samples import NOW

HANDOFFS = 100
FAR = NOW.replace(year=2100)


def ask_for_person(office: Office, *said: str) -> str:
    """A conversation that waits for a rep; its id."""
    conversation_id = office.conversation(*said)
    with office.memory.transaction() as records:
        records.handoffs.request(
            conversation_id, cause=Cause.ASKED_FOR_PERSON, reason="Asked for a person.", score=None, now=NOW
        )
    return conversation_id


def test_h2_two_reps_who_accept_at_the_same_instant_have_one_winner(office: Office) -> None:
    conversations = [ask_for_person(office) for _ in range(HANDOFFS)]
    handoffs = [office.handoff_of(conversation_id) for conversation_id in conversations]

    async def all_of_them() -> list[list[bool]]:
        accept = office.desk.accept
        return [await race(partial(accept, office.dana, one), partial(accept, office.omar, one)) for one in handoffs]

    won = anyio.run(all_of_them)
    assert [sum(pair) for pair in won] == [1] * HANDOFFS
    for conversation_id, (dana_won, _) in zip(conversations, won, strict=True):
        (announced,) = office.messages(conversation_id)
        assert (office.dana.name if dana_won else office.omar.name) in announced.text


def test_h2_two_colleagues_who_take_over_at_the_same_instant_have_one_winner(office: Office) -> None:
    conversations = [ask_for_person(office) for _ in range(20)]
    robin = RepIdentity("robin", "Robin Vale", "robin@foyer.example", is_admin=False)
    for conversation_id in conversations:
        office.accept(robin, conversation_id)

    async def all_of_them() -> list[list[bool]]:
        take = partial(office.desk.take_over, owner_number=2)
        return [await race(partial(take, office.dana, one), partial(take, office.omar, one)) for one in conversations]

    assert [sum(pair) for pair in anyio.run(all_of_them)] == [1] * len(conversations)
    for conversation_id in conversations:
        thread = office.thread(office.dana, conversation_id)
        assert thread.owner_number == 3
        assert thread.owner_name in {office.dana.name, office.omar.name}
        assert str(thread.owner_name) in office.messages(conversation_id)[-1].text


def test_h2_a_colleague_takes_over_and_the_former_owner_speaks_no_more(office: Office) -> None:
    conversation_id = ask_for_person(office, "is anybody there?")
    office.accept(office.dana, conversation_id)
    card = office.take_over(office.omar, conversation_id)
    assert (card.status, card.claimed_name, card.cause) == (HandoffStatus.ACCEPTED, "Omar Haddad", "asked_for_person")
    thread = office.thread(office.omar, conversation_id)
    assert (thread.owner_name, thread.owner_number) == ("Omar Haddad", 3)
    with pytest.raises(RuleViolation, match="Omar Haddad has this conversation, so nothing was sent"):
        office.say(office.dana, conversation_id, "I was about to say")
    office.say(office.omar, conversation_id, "Omar here.")
    last = office.messages(conversation_id)[-1]
    assert (last.author, last.name) == (Author.REP, "Omar Haddad")


def test_d9_the_visitor_reads_who_took_over(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)
    office.take_over(office.omar, conversation_id)
    said = office.messages(conversation_id)
    assert [message.author for message in said] == [Author.SYSTEM, Author.SYSTEM]
    assert "Dana Whitfield" in said[0].text
    assert "Omar Haddad" in said[1].text
    # "takes over from me" is the assistant's, who has not spoken here for a while.
    assert "me" not in said[1].text.split()


def test_c2_the_leads_timeline_tells_who_took_over_from_whom(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)
    office.take_over(office.omar, conversation_id)
    office.take_over(office.dana, conversation_id)
    told = [str(payload["text"]) for payload in _owed(office, conversation_id) if payload.get("kind") == "handoff"]
    assert told == [
        "Dana Whitfield accepted the handoff.",
        "Omar Haddad took over from Dana Whitfield.",
        "Dana Whitfield took over from Omar Haddad.",
    ]


def _owed(office: Office, conversation_id: str) -> list[dict[str, object]]:
    """Every write-back of a conversation, in its order."""
    owed = []
    with office.memory.transaction() as records:
        while mine := [one for one in records.outbox.due(now=FAR) if one.conversation_id == conversation_id]:
            for entry in mine:
                owed.append(dict(entry.payload))
                records.outbox.done(entry.id, now=NOW)
    return owed


def test_h2_what_has_changed_hands_since_it_was_seen_is_not_taken(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)
    office.take_over(office.omar, conversation_id)
    with pytest.raises(Conflict, match="Omar Haddad took this conversation a moment ago"):
        office.take_over(RepIdentity("r", "Robin", "robin@foyer.example", is_admin=False), conversation_id, 2)
    anyio.run(office.desk.give_back, office.omar, conversation_id)
    with pytest.raises(Conflict, match="given back to the assistant"):
        office.take_over(office.dana, conversation_id, 3)


def test_taking_over_twice_changes_nothing(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)
    office.take_over(office.omar, conversation_id, 2)
    office.take_over(office.omar, conversation_id, 2)
    assert office.thread(office.omar, conversation_id).owner_number == 3
    assert len(office.messages(conversation_id)) == 2


def test_d8_a_conversation_of_the_assistant_is_taken_over(office: Office) -> None:
    conversation_id = office.conversation("how much is it?")
    card = office.take_over(office.dana, conversation_id)
    assert (card.cause, card.claimed_name) == ("taken_over", "Dana Whitfield")
    assert _owed(office, conversation_id)[-1]["text"] == "Dana Whitfield took over from the assistant."


def test_a_closed_conversation_is_not_taken_over(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)
    anyio.run(office.desk.close, office.dana, conversation_id, HandoffOutcome.SOLVED, "")
    with pytest.raises(RuleViolation, match="closed"):
        office.take_over(office.omar, conversation_id)


def test_the_former_owners_page_is_told_to_look_again(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)

    async def run() -> object:
        async with office.desk.live.listen(topic_of(conversation_id)) as changes:
            await office.desk.take_over(office.omar, conversation_id, owner_number=2)
            return await anext(changes)

    assert anyio.run(run) == {"kind": "rep"}


@pytest.mark.parametrize(
    ("situation", "told"),
    [
        ("assistant", "The assistant has this conversation, so nothing was sent. Take it over first."),
        ("waiting", "Nobody has accepted this conversation yet, so nothing was sent. Accept it first."),
        ("omar", "Omar Haddad has this conversation, so nothing was sent. Take it over if you should go on."),
        ("closed", "This conversation is closed, so nothing was sent."),
    ],
)
def test_d8_whoever_may_not_speak_is_told_why_and_what_to_do(office: Office, situation: str, told: str) -> None:
    conversation_id = office.conversation() if situation == "assistant" else ask_for_person(office)
    if situation in {"omar", "closed"}:
        office.accept(office.omar, conversation_id)
    if situation == "closed":
        anyio.run(office.desk.close, office.omar, conversation_id, HandoffOutcome.SPAM, "")
    with pytest.raises(RuleViolation) as refused:
        office.say(office.dana, conversation_id, "hello")
    assert str(refused.value) == told


def test_only_the_owner_gives_back_and_is_told_that_nothing_changed(office: Office) -> None:
    conversation_id = ask_for_person(office)
    office.accept(office.dana, conversation_id)
    with pytest.raises(RuleViolation, match="Dana Whitfield has this conversation, so nothing was changed"):
        anyio.run(office.desk.give_back, office.omar, conversation_id)


def test_the_counts_are_those_of_the_queue(office: Office) -> None:
    mine, others, _waiting, closed = (ask_for_person(office) for _ in range(4))
    office.accept(office.dana, mine)
    office.accept(office.omar, others)
    office.accept(office.omar, closed)
    anyio.run(office.desk.close, office.omar, closed, HandoffOutcome.SPAM, "")
    queue = anyio.run(office.desk.queue, office.dana)
    assert queue.counts == anyio.run(office.desk.counts, office.dana) == QueueCounts(waiting=1, mine=1, others=1)
    assert len(queue.cards) == queue.counts.all
    assert anyio.run(office.desk.counts, office.omar) == QueueCounts(waiting=1, mine=1, others=1)


class WatchedMemory:
    """A memory of which is known whether a reading of it is open."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.transaction, self.run = memory.transaction, memory.run
        self.is_open = False

    def reading(self) -> "WatchedReading":
        return WatchedReading(self, self._memory)


class WatchedReading:
    def __init__(self, watched: WatchedMemory, memory: Memory) -> None:
        self._watched, self._reading = watched, memory.reading()

    def __enter__(self) -> Records:
        self._watched.is_open = True
        return self._reading.__enter__()

    def __exit__(self, *error: object) -> None:
        self._watched.is_open = False
        self._reading.__exit__(None, None, None)


def test_the_crm_is_asked_when_nothing_is_held_open(office: Office) -> None:
    memory = WatchedMemory(office.memory)
    seen: list[bool] = []

    class SlowCrm:
        """Notes whether anybody waits for it with a transaction in hand."""

        def __getattr__(self, name: str) -> object:
            seen.append(memory.is_open)
            return getattr(office.crm, name)

    slow: Crm = SlowCrm()  # type: ignore[assignment]  # passes every call on
    desk = office.desk_over(memory, slow)
    thread = anyio.run(desk.thread, office.dana, office.conversation("hello"))
    assert thread is not None
    assert thread.status == ConversationStatus.OPEN.value
    assert seen == [False]


@pytest.mark.parametrize(("late", "status"), [(-5, HandoffStatus.WAITING), (5, HandoffStatus.UNANSWERED)])
def test_d9_a_rep_counts_as_there_as_long_as_the_rulebook_says(
    office: Office, late: int, status: HandoffStatus
) -> None:
    seen = datetime.now(UTC) - office.rulebook.handoff.presence - timedelta(seconds=late)
    with office.memory.transaction() as records:
        records.reps.seen(office.dana.id, now=seen)
    conversation_id = office.conversation()
    office.turn(conversation_id, "a person please", Intent.ASK_HUMAN)
    card = office.thread(office.dana, conversation_id).card
    assert card is not None
    assert card.status is status
