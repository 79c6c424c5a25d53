"""What reps are shown, made from the rows: cards, threads, turns, leads. It reads and words; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.replies import Replies
from actions.summarise import recent_messages
from actions.wording import Voice
from crm_adapter.contract import Crm, Lead, LeadRef
from handoff.contract import (
    UNKNOWN_VISITOR,
    BriefSentence,
    Card,
    KnownFact,
    LeadRow,
    MoodView,
    QueueCounts,
    RepNote,
    Thread,
    TicketView,
    TimelineEntry,
    TurnView,
    VerdictView,
)
from memory.contract import Conversation, Handoff, Memory, Records, TurnRecord
from qualification.briefing.brief import Brief, BriefSource, Sentence
from qualification.briefing.writing import write_brief
from qualification.conversation import IN_QUEUE, Author, ConversationStatus, HandoffStatus, TicketStatus
from qualification.deciding.verdict import verdict, verdict_score
from qualification.decision import Contribution, Verdict
from qualification.errors import Conflict
from qualification.facts import Fact, FactKey, FactSource, current, known_text
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.rulebook import MoodNumbers, Rulebook, VerdictNumbers
from qualification.serial import decision_from_json, understanding_from_json
from qualification.state import Identity
from qualification.understanding import Understanding

# About as far back as the messages that a brief is made from.
BRIEF_TURNS = 18


@dataclass(frozen=True, slots=True)
class Views:
    """What wording needs."""

    replies: Replies
    rulebook: Rulebook

    @property
    def voice(self) -> Voice:
        """Reps read the default language, whatever the visitor writes."""
        return Voice(self.replies, DEFAULT_LOCALE, seed="")


def card(records: Records, handoff: Handoff, views: Views) -> Card:
    """Who, why now, what to say first."""
    conversation = records.conversations.get(handoff.conversation_id)
    if conversation is None:
        raise Conflict("The conversation of this handoff is gone. Reload the queue.")
    facts = records.facts.current(conversation.id)
    brief, last_words = _brief(records, conversation, facts, views)
    return Card(
        handoff_id=handoff.id,
        conversation_id=conversation.id,
        status=handoff.status,
        who=_who(facts),
        company=known_text(facts, FactKey.COMPANY),
        channel=conversation.channel.value,
        cause=handoff.cause.value,
        reason=handoff.reason,
        score=handoff.score,
        brief=tuple(map(_sentence, [*brief.sentences, *filter(None, (brief.answered,))])),
        open_question=brief.open_question.text if brief.open_question else None,
        opener=brief.opener.text if brief.opener else None,
        facts=_known(records, conversation.id, views),
        missing=tuple(views.voice.label(key) for key in brief.missing),
        last_words=last_words,
        requested_at=handoff.requested_at,
        claimed_by=handoff.claimed_by,
        claimed_name=handoff.claimed_name,
        claimed_at=handoff.claimed_at,
        outcome=handoff.outcome,
        verdict=_verdict(facts, views.rulebook.verdict),
        tickets=tuple(view.number for view in _tickets(records, conversation) if view.status is TicketStatus.OPEN),
        verified=_verified(records, conversation, facts) is not None,
        buying_signal=conversation.dialogue.buying_signal,
        locale=conversation.locale,
    )


def counts(records: Records, rep_id: str) -> QueueCounts:
    """How many wait, are this rep's and are others'."""
    tally = records.handoffs.tally(statuses=(*IN_QUEUE, HandoffStatus.ACCEPTED))
    waiting = sum(count for (status, _), count in tally.items() if status in IN_QUEUE)
    mine = tally.get((HandoffStatus.ACCEPTED, rep_id), 0)
    return QueueCounts(waiting, mine, sum(tally.values()) - waiting - mine)


def for_rep(cards: Sequence[Card], rep_id: str) -> tuple[Card, ...]:
    """Unclaimed ones first, then the rep's own, then other people's; within each as given (L6)."""

    def place(shown: Card) -> int:
        if shown.status is not HandoffStatus.ACCEPTED:
            return 0
        return 1 if shown.claimed_by == rep_id else 2

    return tuple(sorted(cards, key=place))


def thread(records: Records, conversation: Conversation, views: Views, *, whole: bool) -> Thread:
    """One conversation without its lead, which is the CRM's; `whole` False leaves out what only its own page shows."""
    handoff = records.handoffs.open_for(conversation.id)
    if handoff is None and conversation.status is ConversationStatus.CLOSED:
        handoff = records.handoffs.newest_for(conversation.id)
    facts = records.facts.current(conversation.id)
    return Thread(
        conversation_id=conversation.id,
        status=conversation.status.value,
        owner_name=conversation.owner.rep_name,
        owner_id=conversation.owner.rep_id,
        owner_number=conversation.owner.number,
        channel=conversation.channel.value,
        locale=conversation.locale,
        page_url=conversation.page_url,
        started_at=conversation.created_at,
        card=card(records, handoff, views) if handoff else None,
        summary=tuple(
            BriefSentence(sentence.text, sentence.message_numbers)
            for sentence in records.summaries.get(conversation.id)
        ),
        messages=tuple(records.transcript.last(conversation.id, 500 if whole else 1)),
        notes=tuple(RepNote(note.rep_name, note.text, note.at) for note in records.handoffs.notes(conversation.id))
        if whole
        else (),
        facts=_known(records, conversation.id, views),
        missing=tuple(views.voice.label(key) for key in views.rulebook.handoff.must_have if key not in current(facts)),
        turns=tuple(turn_view(record, views) for record in records.turns.records(conversation.id)) if whole else (),
        lead_id=None,
        verdict=_verdict(facts, views.rulebook.verdict),
        tickets=_tickets(records, conversation),
        verified=_verified(records, conversation, facts),
        buying_signal=conversation.dialogue.buying_signal,
        closed_by=conversation.closed_by,
    )


def turn_view(record: TurnRecord, views: Views) -> TurnView:
    """One turn as stored, for the page that explains it. What was not measured is None, never zero."""
    understood = understanding_from_json(record.understanding) if record.understanding else None
    decision = decision_from_json(record.decision) if record.decision else None
    claims_nothing = decision is None or (understood is None and not decision.confidence)
    return TurnView(
        numbers=record.numbers,
        started_at=record.started_at,
        answered_at=record.answered_at,
        intent=understood.intent.value if understood and understood.intent else None,
        intent_confidence=understood.confidence if understood else None,
        ranking=tuple((intent.value, score) for intent, score in understood.ranking[:5]) if understood else (),
        entities=tuple((entity.key.value, entity.text) for entity in understood.entities) if understood else (),
        outcome=decision.outcome.value if decision else None,
        confidence=None if decision is None or claims_nothing else decision.confidence,
        reason=decision.reason if decision else "",
        source=decision.source if decision else "",
        contributions=tuple(map(_contribution, decision.contributions)) if decision else (),
        evidence=tuple((found.kind.value, found.ref) for found in decision.evidence) if decision else (),
        versions=record.versions,
        in_scope=views.rulebook.confidences.in_scope,
        mood=_mood(understood, views.rulebook.mood) if understood else None,
        language=understood.language if understood else DEFAULT_LOCALE,
    )


def _tickets(records: Records, conversation: Conversation) -> tuple[TicketView, ...]:
    """Looked up for those conversations only that have one."""
    if not conversation.dialogue.tickets:
        return ()
    return tuple(
        TicketView(one.number, one.status, one.what, one.contact, one.created_at, one.ended_by)
        for one in records.tickets.of(conversation.id)
    )


def _verified(records: Records, conversation: Conversation, facts: Sequence[Fact]) -> str | None:
    """The address that is proven, if it is the one that is shown."""
    if conversation.dialogue.identity is not Identity.VERIFIED:
        return None
    proven, shown = records.recognition.newest(conversation.id), known_text(facts, FactKey.EMAIL)
    holds = proven and proven.verified_at and shown and proven.address == shown.lower()
    return proven.address if proven and holds else None


def _mood(understood: Understanding, numbers: MoodNumbers) -> MoodView:
    return MoodView(
        sentiment=numbers.sentiment(understood.sentiment),
        urgency=numbers.urgency(understood.urgency),
        words=tuple(sorted(understood.mood, key=lambda word: -abs(word.weight))),
    )


def _contribution(part: Contribution) -> tuple[str, float | None, float, float]:
    return part.signal, part.value if part.measured else None, part.weight, part.points


def _verdict(facts: Sequence[Fact], numbers: VerdictNumbers) -> VerdictView:
    """S2 with its addends, in the words of a rep."""
    known = current(facts)
    parts = [("Every visitor", numbers.base)]
    parts += [("Company known", numbers.company)] if FactKey.COMPANY in known else []
    parts += [("Role known", numbers.role)] if FactKey.ROLE in known else []
    qualified = verdict(known, numbers) is Verdict.QUALIFIED
    return VerdictView(qualified, verdict_score(known, numbers), numbers.qualified_from, tuple(parts))


def lead_row(lead: Lead) -> LeadRow:
    details = lead.details
    return LeadRow(
        id=lead.ref.id,
        who=details.name or details.email or UNKNOWN_VISITOR,
        company=details.company,
        email=details.email,
        status=lead.status.value,
        score=details.score,
        source=details.source,
        conversation_id=details.conversation_id,
        created_at=lead.created_at,
        last_activity_at=lead.last_activity_at,
    )


def lead(
    memory: Memory, crm: Crm, lead_id: str, views: Views
) -> tuple[LeadRow, Sequence[KnownFact], Sequence[TimelineEntry]] | None:
    """One lead with what is known and its timeline, newest first."""
    found = crm.lead(LeadRef(lead_id))
    if found is None:
        return None
    with memory.reading() as records:
        facts = _known(records, found.details.conversation_id, views)
    entries = [
        TimelineEntry(entry.kind, entry.text, entry.actor.value, entry.at, found.details.conversation_id)
        for entry in crm.timeline(found.ref)
    ]
    return lead_row(found), facts, entries


def _brief(records: Records, conversation: Conversation, facts: Sequence[Fact], views: Views) -> tuple[Brief, str]:
    messages = recent_messages(records, conversation.id, facts)
    decisions = [
        decision_from_json(record.decision)
        for record in records.turns.records(conversation.id, last=BRIEF_TURNS)
        if record.decision
    ]
    said = [message.text for message in messages if message.author is Author.VISITOR]
    source = BriefSource(current(facts), messages, decisions, views.voice.describe)
    return write_brief(source, views.rulebook.handoff), said[-1] if said else ""


def _known(records: Records, conversation_id: str, views: Views) -> tuple[KnownFact, ...]:
    """Each fact that holds, with the values it replaced, oldest first."""
    told: dict[FactKey, list[Fact]] = {}
    for fact in records.facts.history(conversation_id):
        told.setdefault(fact.key, []).append(fact)
    return tuple(_known_fact(key, facts, views.voice) for key, facts in told.items())


def _known_fact(key: FactKey, told: Sequence[Fact], voice: Voice) -> KnownFact:
    newest = told[-1]
    value = voice.describe(newest.value)
    earlier = dict.fromkeys(voice.describe(fact.value) for fact in told[:-1])
    return KnownFact(
        key=key.value,
        label=voice.label(key),
        value=value,
        message_number=newest.message_number,
        confidence=newest.confidence,
        earlier=newest.source is FactSource.EARLIER,
        replaced=tuple(old for old in earlier if old != value),
    )


def _who(facts: Sequence[Fact]) -> str:
    return known_text(facts, FactKey.NAME) or known_text(facts, FactKey.EMAIL) or UNKNOWN_VISITOR


def _sentence(sentence: Sentence) -> BriefSentence:
    return BriefSentence(sentence.text, sentence.message_numbers)
