"""One dialogue turn, from what the engine understood to the committed reply.

Reads without a lock, thinks, then writes everything in one transaction that checks three things again: the turn is
still unanswered, the same owner still speaks (D8), and the visitor has not gone on typing meanwhile (D11).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from actions.enrich import read_turn
from actions.languages.hearing import Languages
from actions.languages.pressed import in_own_words, pressed_choice
from actions.mood.reader import Mood
from actions.reading.facts import Reading
from actions.reading.pages import HITS, LONG_WORDS, search_parts
from actions.recognising.turns import Mail, look_up, send_code, with_recognition
from actions.replies import Replies
from actions.summarise import summarise
from actions.support.tickets import carry_out, known_ticket
from actions.waiting.hours import back_at, hours_at
from actions.wording import Voice, compose
from actions.writeback import owe_turn
from handoff.contract import OUTSIDE_HOURS
from memory.contract import Conversation, Handoff, Memory, Records, Turn
from memory.knowledge.contract import EncodedText, Knowledge
from qualification.conversation import IN_QUEUE, HandoffStatus, Message
from qualification.decide import decide, wants_knowledge
from qualification.deciding.blend import without_figures
from qualification.decision import Decision
from qualification.facts import Fact, FactKey, current, known_text
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.rulebook import Rulebook
from qualification.state import ConversationState, DialogueState, KnowledgeHit, KnownTicket, TurnSignals
from qualification.understanding import Understanding, understood_plainly


class TurnStatus(StrEnum):
    """How the attempt to answer a turn ended."""

    ANSWERED = "answered"
    SUPERSEDED = "superseded"
    NOT_OWNER = "not_owner"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class TurnTools:
    """Everything a turn needs, handed over by the wiring."""

    memory: Memory
    knowledge: Knowledge
    replies: Replies
    rulebook: Rulebook
    mood: Mood
    languages: Languages
    versions: Mapping[str, str]
    clock: Callable[[], datetime]
    # Takes a mail and comes back at once; it is sent elsewhere.
    post: Callable[[Mail], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the engine made of a turn's words, with the name of the language model that understood them.

    `last_message` is the number of the turn's last message when the engine was asked; None: it does not say.
    """

    understanding: Understanding
    model: str | None = None
    encoded: EncodedText | None = None
    last_message: int | None = None


@dataclass(frozen=True, slots=True)
class _Before:
    """The rows a turn was decided on."""

    turn: Turn
    conversation: Conversation
    facts: Sequence[Fact]
    reps_there: bool
    handoff_since: datetime | None
    ticket: KnownTicket | None
    said: Sequence[Message]
    pressed: str | None


@dataclass(frozen=True, slots=True)
class _Decided:
    """What `decide` was given and gave; stored together, so that it can be replayed (S6)."""

    state: ConversationState
    signals: TurnSignals
    decision: Decision
    now: datetime


def answer_turn(tools: TurnTools, turn_id: str, heard: Heard | None) -> TurnStatus:
    """Decide and commit the one answer of a turn. `heard` None means the engine did not answer in time."""
    if heard is not None and heard.model is not None:
        # Kept with the turn, so that it is known later which model understood it so (S6).
        tools = replace(tools, versions={**tools.versions, "model": heard.model})
    before = _read(tools, turn_id)
    if before is None:
        return TurnStatus.DUPLICATE
    if heard is not None and heard.last_message not in (None, before.turn.numbers[-1]):
        # The turn has been widened since: the words that came then have not been understood.
        return TurnStatus.SUPERSEDED
    now = tools.clock()
    state = ConversationState(
        channel=before.conversation.channel,
        dialogue=before.conversation.dialogue,
        facts=current(before.facts),
        handoff=before.conversation.handoff,
        locale=before.conversation.locale,
        page=before.conversation.page_url,
        handoff_since=before.handoff_since,
        ticket=before.ticket,
    )
    signals = _signals(tools, before, state, heard, now)
    decision = decide(state, signals, tools.rulebook, now)
    return _commit(tools, before, _Decided(state, signals, decision, now))


def _read(tools: TurnTools, turn_id: str) -> _Before | None:
    with tools.memory.reading() as records:
        turn = records.turns.get(turn_id)
        if turn is None or turn.ended:
            return None
        conversation = records.conversations.get(turn.conversation_id)
        if conversation is None:
            return None
        facts = records.facts.current(turn.conversation_id)
        reps_there = records.reps.seen_since(tools.clock() - tools.rulebook.handoff.presence) > 0
        waits = conversation.handoff in IN_QUEUE
        handoff = records.handoffs.open_for(turn.conversation_id) if waits else None
        ticket = known_ticket(records, turn.conversation_id, conversation.dialogue)
        said = records.transcript.numbered(turn.conversation_id, turn.numbers) if len(turn.numbers) > 1 else ()
        pressed = pressed_choice(records, tools.replies, turn)
    since = handoff.requested_at if handoff else None
    return _Before(turn, conversation, facts, reps_there, since, ticket, said, pressed)


def _signals(
    tools: TurnTools, before: _Before, state: ConversationState, heard: Heard | None, now: datetime
) -> TurnSignals:
    turn = before.turn
    language = tools.languages.heard(turn.text, before.conversation)
    if heard is None:
        asking = tools.rulebook.handoff
        understanding = understood_plainly(
            turn.text, asking.plain_requests, asking.plain_refusals, asking.plain_unwanted
        )
    else:
        mood = tools.mood.read(turn.text, language.message)
        understanding = replace(
            heard.understanding,
            sentiment=mood.sentiment,
            urgency=mood.urgency,
            mood=mood.words,
            language=language.message,
        )
    reading = _read_facts(tools, before, state, understanding, now)
    signals = TurnSignals(
        message_numbers=turn.numbers,
        understanding=understanding,
        learned=reading.learned,
        misread=reading.misread,
        signed=reading.signed,
        person_requested=turn.person_requested,
        reps_available=before.reps_there,
        secret_masked=turn.secret_masked,
        language_wished=language.wished,
        language_foreign=language.foreign,
    )
    found = look_up(tools.memory, turn.conversation_id, state, signals.learned, tools.rulebook.recognition, now)
    signals = with_recognition(signals, found, turn.text, tools.rulebook.recognition, now)
    if wants_knowledge(signals, tools.rulebook, state.dialogue.requested):
        holds_more = bool(signals.learned) or len(turn.numbers) > 1 or len(turn.text.split()) > LONG_WORDS
        return replace(signals, hits=_search(tools, before, heard.encoded if heard else None, parts=holds_more))
    return signals


def _read_facts(
    tools: TurnTools, before: _Before, state: ConversationState, understanding: Understanding | None, now: datetime
) -> Reading:
    if before.pressed is None:
        return read_turn(before.turn, before.said, state, understanding, tools.rulebook, now)
    pressed = replace(before.turn, text=before.pressed)
    # It was understood in English, so it is read as English too.
    state = replace(state, locale=DEFAULT_LOCALE)
    heard = replace(understanding, language=DEFAULT_LOCALE) if understanding else None
    return in_own_words(read_turn(pressed, before.said, state, heard, tools.rulebook, now), before.turn.text)


def _search(tools: TurnTools, before: _Before, encoded: EncodedText | None, *, parts: bool) -> tuple[KnowledgeHit, ...]:
    text, locale, knowledge = before.turn.text, before.conversation.locale, tools.knowledge
    if parts:
        found = search_parts(knowledge, text, locale, least=tools.rulebook.knowledge.answer_from, encoded=encoded)
    else:
        found = knowledge.search(text, locale, limit=HITS, encoded=encoded)
    return tuple(
        KnowledgeHit(f"{hit.page_title}: {hit.section_title}", hit.url, hit.quote, hit.score, hit.locale)
        for hit in found
    )


def _commit(tools: TurnTools, before: _Before, decided: _Decided) -> TurnStatus:
    turn, decision, now = before.turn, decided.decision, decided.now
    mail: Mail | None = None
    with tools.memory.transaction() as records:
        conversation = records.conversations.lock(turn.conversation_id)
        if conversation is None:
            return TurnStatus.DUPLICATE
        refused = _refusal(tools, before, conversation, now)
        if refused is not None:
            return refused
        if not records.turns.answer(
            turn.id, state=decided.state, signals=decided.signals, decision=decision, versions=tools.versions, now=now
        ):
            return TurnStatus.DUPLICATE
        facts = _learn(records, before, decision)
        handoff = _bring_in(tools, records, before, decision, now)
        voice = Voice(tools.replies, conversation.locale, seed=turn.id)
        email = known_text(facts, FactKey.EMAIL)
        alone = handoff is not None and handoff.status is HandoffStatus.UNANSWERED
        back = back_at(tools.rulebook.hours, facts, now) if alone else None
        opened = carry_out(records, turn, decision, email, now)
        message = compose(decision.reply, voice, handoff, email, opened=opened, back=back)
        if message.text:
            records.transcript.say(turn.conversation_id, [message], owner_number=turn.owner_number, now=now)
        if decision.send_code_to is not None:
            numbers = tools.rulebook.recognition
            mail = send_code(records, turn.conversation_id, decision.send_code_to, voice, numbers, now)
        # Reps and the CRM read one language, whatever the visitor writes.
        to_reps = replace(voice, locale=DEFAULT_LOCALE)
        summarise(records, turn.conversation_id, facts, decision, to_reps, now)
        owe_turn(records, conversation, facts, handoff, to_reps, now)
    if mail is not None:
        # Only now: a code that is not stored proves nothing.
        tools.post(mail)
    return TurnStatus.ANSWERED


def _outside_hours(tools: TurnTools, before: _Before, now: datetime) -> str:
    """For the rep who reads in the morning why nobody was there."""
    there = hours_at(tools.rulebook.hours, now)
    if before.reps_there or there.is_open:
        return ""
    return f" {OUTSIDE_HOURS} ({there.holiday})." if there.holiday else f" {OUTSIDE_HOURS}."


def _learn(records: Records, before: _Before, decision: Decision) -> Sequence[Fact]:
    """The facts as they are after this turn."""
    if not decision.learned:
        return before.facts
    records.facts.learn(before.turn.conversation_id, decision.learned)
    return records.facts.current(before.turn.conversation_id)


def _refusal(tools: TurnTools, before: _Before, conversation: Conversation, now: datetime) -> TurnStatus | None:
    """Why the answer must not be written, seen under the lock; None when it may."""
    turn = before.turn
    if conversation.owner.number != turn.owner_number:
        return TurnStatus.NOT_OWNER
    if _decided_on(conversation) != _decided_on(before.conversation):
        # Decided on a state that is gone (a waiting handoff has just gone unanswered): decide again.
        return TurnStatus.SUPERSEDED
    went_on = conversation.last_visitor_number > turn.numbers[-1]
    # A visitor who never stops typing is answered all the same, when the burst has lasted long enough.
    if went_on and now - turn.started_at < timedelta(milliseconds=tools.rulebook.turn_taking.total_ms):
        return TurnStatus.SUPERSEDED
    return None


def _decided_on(conversation: Conversation) -> tuple[DialogueState, HandoffStatus, str]:
    return conversation.dialogue, conversation.handoff, conversation.locale


def _bring_in(tools: TurnTools, records: Records, before: _Before, decision: Decision, now: datetime) -> Handoff | None:
    """The handoff of this turn, created or already open; None when the decision brings nobody in.

    With nobody at the desk it is stored as unanswered at once: it stays in the queue, but no one is told to wait.
    """
    if decision.bring_in is None:
        return None
    reason = without_figures(decision, tools.rulebook.blend) + _outside_hours(tools, before, now)
    handoff = records.handoffs.request(
        before.turn.conversation_id, cause=decision.bring_in, reason=reason, score=None, now=now
    )
    if handoff.status is HandoffStatus.WAITING and not before.reps_there:
        return records.handoffs.set_status(handoff.id, HandoffStatus.UNANSWERED, now=now)
    if handoff.status is HandoffStatus.UNANSWERED and before.reps_there:
        # Somebody has come since: it waits anew, and its time runs from now.
        return records.handoffs.set_status(handoff.id, HandoffStatus.WAITING, now=now)
    return handoff
