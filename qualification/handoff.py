"""The passage to a rep as a state machine (H2, D8, D9): who may speak, how it stands, what may come next. Pure; whoever
stores it does so in one transaction, so that of two who claim only the first finds it still waiting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from qualification.conversation import HandoffOutcome, HandoffStatus, Owner
from qualification.decision import Cause
from qualification.errors import Conflict, RuleViolation

NEXT: Mapping[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.NONE: frozenset({HandoffStatus.WAITING}),
    HandoffStatus.WAITING: frozenset({HandoffStatus.ACCEPTED, HandoffStatus.UNANSWERED, HandoffStatus.CLOSED}),
    HandoffStatus.UNANSWERED: frozenset({HandoffStatus.WAITING, HandoffStatus.ACCEPTED, HandoffStatus.CLOSED}),
    HandoffStatus.ACCEPTED: frozenset({HandoffStatus.RETURNED, HandoffStatus.CLOSED}),
    HandoffStatus.RETURNED: frozenset({HandoffStatus.WAITING}),
    HandoffStatus.CLOSED: frozenset({HandoffStatus.WAITING}),
}
"""What may follow what. A handoff given back or closed may be asked for again, as a new one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A conversation's handoff as it stands, with the owner of the conversation."""

    status: HandoffStatus
    owner: Owner
    cause: Cause | None = None
    since: datetime | None = None
    outcome: HandoffOutcome | None = None


def check_transition(now: HandoffStatus, then: HandoffStatus) -> None:
    """Refuses a step that the machine does not know, in words for the person who tried."""
    if then not in NEXT[now]:
        raise RuleViolation(
            f"The handoff is {now.value}, so it cannot become {then.value}; reload to see how it stands."
        )


def request(passage: Passage, cause: Cause, now: datetime) -> Passage:
    """Asks for a rep. While one is asked for already only a cry for safety changes the cause; nothing waits twice."""
    if passage.status is HandoffStatus.WAITING:
        return replace(passage, cause=cause) if cause is Cause.SAFETY else passage
    check_transition(passage.status, HandoffStatus.WAITING)
    return Passage(HandoffStatus.WAITING, passage.owner, cause, now)


def claim(passage: Passage, rep_id: str, rep_name: str) -> Passage:
    """Makes a rep the owner. The winner may claim again and changes nothing; everybody else hears who won (H2)."""
    if passage.status is HandoffStatus.ACCEPTED:
        if passage.owner.rep_id == rep_id:
            return passage
        raise Conflict(f"{passage.owner.rep_name or 'Somebody else'} has picked this up already.")
    check_transition(passage.status, HandoffStatus.ACCEPTED)
    return replace(passage, status=HandoffStatus.ACCEPTED, owner=_next_owner(passage, rep_id, rep_name))


def leave_unanswered(passage: Passage) -> Passage:
    """Nobody picked it up in time; it can still be picked up later."""
    check_transition(passage.status, HandoffStatus.UNANSWERED)
    return replace(passage, status=HandoffStatus.UNANSWERED)


def give_back(passage: Passage, rep_id: str) -> Passage:
    """The rep who owns the conversation hands it back to the assistant."""
    check_transition(passage.status, HandoffStatus.RETURNED)
    _check_owner(passage, rep_id)
    return replace(passage, status=HandoffStatus.RETURNED, owner=_next_owner(passage))


def close(passage: Passage, outcome: HandoffOutcome, rep_id: str | None = None) -> Passage:
    """Ends the handoff with what it led to; while a rep owns it only that rep may."""
    check_transition(passage.status, HandoffStatus.CLOSED)
    if passage.status is HandoffStatus.ACCEPTED:
        _check_owner(passage, rep_id)
    return replace(passage, status=HandoffStatus.CLOSED, owner=_next_owner(passage), outcome=outcome)


def _check_owner(passage: Passage, rep_id: str | None) -> None:
    if passage.owner.rep_id != rep_id:
        raise RuleViolation(f"Only {passage.owner.rep_name or 'the rep who picked it up'} may do this.")


def _next_owner(passage: Passage, rep_id: str | None = None, rep_name: str | None = None) -> Owner:
    """The ownership number grows with every change, so that words written under the old owner are refused (D8)."""
    return Owner(passage.owner.number + 1, rep_id, rep_name)
