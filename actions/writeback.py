"""What the CRM is owed: written into the outbox within the turn's own transaction, delivered afterwards, in order.

A conversation becomes a lead there as soon as it yields an e-mail address or a handoff (L1). The chat never waits.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from actions.wording import Voice
from crm_adapter.contract import Activity, Actor, Crm, LeadDetails, LeadStatus
from memory.contract import Conversation, Handoff, OutboxEntry, Records
from qualification.conversation import HandoffOutcome
from qualification.errors import Rejected
from qualification.facts import Fact, FactKey, current, known_text

LEAD = "lead"
ACTIVITY = "activity"
STATUS = "status"
STATUS_AFTER = {
    HandoffOutcome.QUALIFIED: LeadStatus.QUALIFIED,
    HandoffOutcome.MEETING_BOOKED: LeadStatus.QUALIFIED,
    HandoffOutcome.NOT_A_FIT: LeadStatus.DISQUALIFIED,
    HandoffOutcome.SPAM: LeadStatus.DISQUALIFIED,
}


def owe_lead(records: Records, conversation: Conversation, facts: Sequence[Fact], voice: Voice, now: datetime) -> None:
    """The lead as it is known now; the same knowledge is owed once."""
    known = current(facts)
    payload = {
        "source": f"chat:{conversation.channel.value}",
        "email": known_text(facts, FactKey.EMAIL),
        "name": known_text(facts, FactKey.NAME),
        "company": known_text(facts, FactKey.COMPANY),
        "facts": {key.value: voice.describe(fact.value) for key, fact in known.items()},
    }
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()[:16]
    payload |= {"at": now.isoformat()}
    records.outbox.put(conversation.id, LEAD, payload, key=f"lead:{conversation.id}:{digest}", now=now)


def owe_activity(
    records: Records, conversation_id: str, kind: str, text: str, actor: Actor, *, key: str, now: datetime
) -> None:
    """One entry of the lead's timeline."""
    payload = {"kind": kind, "text": text, "actor": actor.value, "at": now.isoformat()}
    records.outbox.put(conversation_id, ACTIVITY, payload, key=f"activity:{conversation_id}:{key}", now=now)


def owe_outcome(records: Records, conversation_id: str, outcome: HandoffOutcome, *, key: str, now: datetime) -> None:
    """What a rep's closing word means for the lead's status (L3); outcomes without a meaning change nothing.

    The rep's comment stands once in the timeline, with the closing itself.
    """
    status = STATUS_AFTER.get(outcome)
    if status is not None:
        reason = f"closed as {outcome.value.replace('_', ' ')}"
        payload = {"status": status.value, "reason": reason, "at": now.isoformat()}
        records.outbox.put(conversation_id, STATUS, payload, key=f"status:{conversation_id}:{key}", now=now)


def owe_turn(
    records: Records,
    conversation: Conversation,
    facts: Sequence[Fact],
    handoff: Handoff | None,
    voice: Voice,
    now: datetime,
) -> None:
    """After a turn: nothing until there is someone to write about."""
    if FactKey.EMAIL not in current(facts) and handoff is None and conversation.handoff.value == "none":
        return
    owe_lead(records, conversation, facts, voice, now)
    if handoff is not None:
        owe_activity(
            records, conversation.id, "handoff", f"Handoff requested: {handoff.reason}", Actor.AGENT,
            key=f"handoff:{handoff.id}", now=now,
        )  # fmt: skip


def deliver(entry: OutboxEntry, crm: Crm, now: datetime) -> None:
    """Give one entry to the CRM. Raises Unavailable (try again) or Rejected (do not).

    Everything is dated when it happened; `now` is for leads that were owed before that was kept.
    """
    payload = entry.payload
    if entry.kind == LEAD:
        at = datetime.fromisoformat(str(payload["at"])) if "at" in payload else now
        crm.capture_lead(_details(entry.conversation_id, payload), key=entry.key, now=at)
        return
    lead = crm.lead_of(entry.conversation_id)
    if lead is None:
        raise Rejected(f"There is no lead for conversation {entry.conversation_id} yet.")
    at = datetime.fromisoformat(str(payload["at"]))
    if entry.kind == STATUS:
        status = LeadStatus(str(payload["status"]))
        crm.change_status(lead.ref, status, reason=str(payload["reason"]), actor=Actor.HUMAN, key=entry.key, now=at)
    else:
        activity = Activity(str(payload["kind"]), str(payload["text"]), Actor(str(payload["actor"])), at)
        crm.add_activity(lead.ref, activity, key=entry.key)


def _details(conversation_id: str, payload: Mapping[str, object]) -> LeadDetails:
    return LeadDetails(
        conversation_id=conversation_id,
        source=str(payload["source"]),
        email=_optional(payload["email"]),
        name=_optional(payload["name"]),
        company=_optional(payload["company"]),
        facts=cast(Mapping[str, str], payload["facts"]),
    )


def _optional(value: object) -> str | None:
    return None if value is None else str(value)
