"""How a handoff may go on from where it stands (H2, D9). Whoever stores it asks here first, in the same transaction."""

from collections.abc import Mapping

from qualification.conversation import HandoffStatus
from qualification.decision import Cause
from qualification.errors import RuleViolation

NEXT: Mapping[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.NONE: frozenset({HandoffStatus.WAITING}),
    HandoffStatus.WAITING: frozenset({HandoffStatus.ACCEPTED, HandoffStatus.UNANSWERED, HandoffStatus.CLOSED}),
    HandoffStatus.UNANSWERED: frozenset({HandoffStatus.WAITING, HandoffStatus.ACCEPTED, HandoffStatus.CLOSED}),
    HandoffStatus.ACCEPTED: frozenset({HandoffStatus.ACCEPTED, HandoffStatus.RETURNED, HandoffStatus.CLOSED}),
    HandoffStatus.RETURNED: frozenset(),
    HandoffStatus.CLOSED: frozenset(),
}
"""What may follow what. Accepted again means: by a colleague who takes over. A handoff given back or closed has ended;
asking again makes a new one."""


URGENCY: Mapping[Cause, int] = {Cause.SAFETY: 2, Cause.LEGAL: 1, Cause.PRIVACY: 1}
"""What a rep must not overlook, whatever was asked for before; all other causes leave an open handoff as it is."""


def raises(cause: Cause, before: Cause) -> bool:
    """Whether an open handoff is raised to this cause."""
    return URGENCY.get(cause, 0) > URGENCY.get(before, 0)


def check_transition(now: HandoffStatus, then: HandoffStatus) -> None:
    """Refuses a step that is not in `NEXT`, in words for the person who tried."""
    if then not in NEXT[now]:
        raise RuleViolation(
            f"The handoff is {now.value}, so it cannot become {then.value}; reload to see how it stands."
        )
