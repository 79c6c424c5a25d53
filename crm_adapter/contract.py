"""What Foyer asks of a CRM: know a contact's history, capture a lead, keep its timeline. One folder per CRM (C1).

Writes carry an idempotency key: the same key twice has the effect of one. Errors: Unavailable (try later),
Rejected (do not try again). Leads are addressed by our own conversation-independent `LeadRef`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class LeadStatus(StrEnum):
    """L3."""

    NEW = "new"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"
    CONVERTED = "converted"


class Actor(StrEnum):
    HUMAN = "human"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class LeadRef:
    """Where the lead is: the id in this CRM, as text."""

    id: str


@dataclass(frozen=True, slots=True)
class LeadDetails:
    """What is known of a contact's interest. `facts` are in their understood form, by fact key; None = not known.

    `source_priority` is the third criterion of L6: the higher number comes first.
    """

    conversation_id: str
    source: str
    email: str | None
    name: str | None
    company: str | None
    facts: Mapping[str, str] = field(default_factory=dict)
    score: float | None = None
    source_priority: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of a lead's timeline: `kind` such as "conversation", "handoff", "message", "status_change", "note"."""

    kind: str
    text: str
    actor: Actor
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lead:
    ref: LeadRef
    status: LeadStatus
    details: LeadDetails
    created_at: datetime
    last_activity_at: datetime


class Crm(Protocol):
    def capture_lead(self, details: LeadDetails, *, key: str, now: datetime) -> LeadRef:
        """Create the lead, or complete the one of the same conversation. Never merges by an unverified e-mail (M3).

        Completing adds and corrects; what is None, or no longer among the facts, is left as the CRM has it.
        """

    def change_status(
        self, ref: LeadRef, status: LeadStatus, *, reason: str, actor: Actor, key: str, now: datetime
    ) -> None:
        """One status_change activity with from, to, actor and reason (L5); the status it has already changes nothing.

        RuleViolation on an illegal transition or a disqualification without reason, Rejected for an unknown lead.
        """

    def add_activity(self, ref: LeadRef, activity: Activity, *, key: str) -> None:
        """Rejected for an unknown lead."""

    def lead_of(self, conversation_id: str) -> Lead | None: ...
    def leads(self, *, limit: int = 100) -> Sequence[Lead]:
        """In the order of L6."""

    def lead(self, ref: LeadRef) -> Lead | None: ...
    def timeline(self, ref: LeadRef, *, limit: int = 200) -> Sequence[Activity]:
        """Newest first."""
