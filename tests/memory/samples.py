"""Conversations, turns and decisions as tests of memory need them, made through the contract alone."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from memory.contract import Accepted, Conversation, Memory, NewMessage, Records, Rep, Turn
from qualification.conversation import Author, Channel, HandoffStatus, Message
from qualification.decision import Decision, Evidence, EvidenceKind, Line, Outcome, Question, Verdict
from qualification.facts import Fact, FactKey, FactSource, FactValue, Headcount, Money, Period, Text, Timeframe
from qualification.state import ConversationState, DialogueState, KnowledgeHit, Misread, TurnSignals
from qualification.understanding import Entity, Intent, MoodSign, MoodWord, Understanding

NOW = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def open_conversation(memory: Memory, *, now: datetime = NOW) -> Conversation:
    with memory.transaction() as records:
        return records.conversations.open(
            channel=Channel.WEBSITE, locale="en", page_url="https://acme.com/pricing", token_hash="hash", now=now
        )


def the_conversation(memory: Memory, conversation_id: str) -> Conversation:
    with memory.reading() as records:
        conversation = records.conversations.get(conversation_id)
    assert conversation is not None
    return conversation


def visitor_says(
    memory: Memory,
    conversation_id: str,
    text: str = "hello",
    *,
    client_id: str | None = None,
    person: bool = False,
    secret: bool = False,
    now: datetime = NOW,
) -> Accepted:
    message = NewMessage(Author.VISITOR, text, client_id=client_id, person_requested=person, secret_masked=secret)
    with memory.transaction() as records:
        return records.transcript.accept(conversation_id, message, now=now)


def assistant_says(memory: Memory, conversation_id: str, *texts: str, owner_number: int = 1) -> list[Message]:
    messages = [NewMessage(Author.ASSISTANT, text) for text in texts]
    with memory.transaction() as records:
        return list(records.transcript.say(conversation_id, messages, owner_number=owner_number, now=NOW))


def begin_turn(memory: Memory, conversation_id: str, *, now: datetime = NOW) -> Turn | None:
    with memory.transaction() as records:
        locked = records.conversations.lock(conversation_id)
        assert locked is not None
        return records.turns.begin(locked, now=now)


def answer(memory: Memory, turn: Turn, *, dialogue: DialogueState | None = None, now: datetime = NOW) -> bool:
    with memory.transaction() as records:
        return records.turns.answer(
            turn.id,
            state=state(),
            signals=signals(*turn.numbers),
            decision=decision(dialogue or DialogueState(turn=1, introduced=True)),
            versions={"rulebook": "7", "model": "20260301"},
            now=now,
        )


def answered_turn(memory: Memory, conversation_id: str) -> Turn:
    turn = begin_turn(memory, conversation_id)
    assert turn is not None
    assert answer(memory, turn)
    return turn


def add_rep(memory: Memory, name: str = "Robin", *, now: datetime = NOW) -> Rep:
    with memory.transaction() as records:
        return records.reps.add(
            email=f"{name.lower()}@acme.com", name=name, password_hash="argon2", is_admin=False, now=now
        )


def fact(key: FactKey, value: FactValue, *, said: str = "as said", at: datetime = NOW, number: int | None = 1) -> Fact:
    return Fact(key, value, said, FactSource.MESSAGE, 0.9, at, number)


TEAM_OF_40 = fact(FactKey.TEAM_SIZE, Headcount(40, 40), said="about 40")
ONE_OF_EACH_KIND = (
    fact(FactKey.COMPANY, Text("Acme & Söhne GmbH")),
    fact(FactKey.TEAM_SIZE, Headcount(200, None), said="200+"),
    fact(FactKey.BUDGET, Money(Decimal("1999.99"), Decimal(3000), "EUR", Period.MONTH)),
    fact(FactKey.TIMELINE, Timeframe(None, NOW.date(), "before spring")),
)


def state() -> ConversationState:
    """A state with something in every field."""
    return ConversationState(
        channel=Channel.SUPPORT,
        dialogue=DialogueState(
            turn=3,
            requested=FactKey.BUDGET,
            asked={FactKey.TEAM_SIZE: 1, FactKey.BUDGET: 2},
            declined=frozenset({FactKey.PHONE}),
        ),
        facts={one.key: one for one in ONE_OF_EACH_KIND},
        handoff=HandoffStatus.WAITING,
        locale="de",
        page="https://acme.com/pricing",
        handoff_since=NOW - MINUTE,
    )


def signals(*numbers: int) -> TurnSignals:
    """Signals with something in every field."""
    understanding = Understanding(
        text="about 40 of us",
        ranking=((Intent.INFORM, 0.93), (Intent.ASK_PRICING, 0.04)),
        entities=(Entity(FactKey.TEAM_SIZE, "about 40", 0, 8, 0.97),),
        sentiment=-0.25,
        urgency=0.5,
        mood=(MoodWord(MoodSign.URGENCY, "soon", 0.5),),
        language="de",
    )
    return TurnSignals(
        message_numbers=numbers,
        understanding=understanding,
        learned=(TEAM_OF_40,),
        misread=(Misread(FactKey.EMAIL, "dana@acme,com"),),
        hits=(KnowledgeHit("Pricing: Plans", "/help/pricing#plans", "Growth costs 49 EUR.", 0.81),),
        person_requested=True,
        reps_available=True,
        secret_masked=True,
        lead_score=42.5,
        known_account=True,
    )


def decision(next_dialogue: DialogueState) -> Decision:
    return Decision(
        outcome=Outcome.ASK,
        confidence=0.8,
        reason="The budget can change the route most.",
        source="rules",
        evidence=(Evidence(EvidenceKind.MESSAGE, "1"), Evidence(EvidenceKind.RULE, "D6@7")),
        reply=(Line("ack.team_size", (TEAM_OF_40,)), Question(FactKey.BUDGET)),
        next_dialogue=next_dialogue,
        verdict=Verdict.QUALIFIED,
    )


def is_open(records: Records, turn_id: str) -> bool:
    turn = records.turns.get(turn_id)
    return turn is not None and not turn.ended
