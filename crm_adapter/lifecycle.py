"""How a lead's status may change (L3), the same in every CRM. Pure: who stores the change is the adapter's matter."""

from collections.abc import Mapping

from crm_adapter.contract import LeadStatus
from qualification.errors import RuleViolation

# Disqualified leads may come back, as new ones; a converted lead is a customer and stays one.
ALLOWED: Mapping[LeadStatus, frozenset[LeadStatus]] = {
    LeadStatus.NEW: frozenset({LeadStatus.CONTACTED, LeadStatus.QUALIFIED, LeadStatus.DISQUALIFIED}),
    LeadStatus.CONTACTED: frozenset({LeadStatus.QUALIFIED, LeadStatus.DISQUALIFIED}),
    LeadStatus.QUALIFIED: frozenset({LeadStatus.CONVERTED, LeadStatus.DISQUALIFIED}),
    LeadStatus.DISQUALIFIED: frozenset({LeadStatus.NEW}),
    LeadStatus.CONVERTED: frozenset(),
}


def check_transition(current: LeadStatus, new: LeadStatus, *, reason: str) -> None:
    """RuleViolation, with the reason in words, when the lead may not go from `current` to `new`."""
    if new not in ALLOWED[current]:
        possible = ", ".join(sorted(ALLOWED[current])) or "nothing else"
        raise RuleViolation(f"A lead that is {current} cannot become {new}; possible: {possible}.")
    if new is LeadStatus.DISQUALIFIED and not reason.strip():
        raise RuleViolation("A lead is disqualified for a reason; say which.")
