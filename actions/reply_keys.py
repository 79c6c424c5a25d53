"""Which texts the assistant needs, and which values each of them is filled with. Every reply file, whatever its
language, holds exactly these keys; no words stand here.

A key that no code says, and a line of code without its key here, fail a test (tests/actions/test_reply_keys.py).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from qualification.conversation import HandoffStatus
from qualification.facts import FactKey, Period

EVERYWHERE: Final = frozenset({"assistant", "company"})
"""Placeholders that every text may use."""

TALK = (
    "intro", "greet", "greet_again", "thanks", "goodbye", "bot_challenge", "chitchat", "problem_solved", "support_open",
    "anything_else", "upgrade_offer", "returning_ask_email", "verify_offer", "verified", "verified_first",
    "known_nothing", "code_wrong", "code_expired", "code_spent", "code_none", "signature_taken",
    "nothing_pending", "no_answer", "unclear", "unclear_question", "repeat_question", "skipped", "stopped",
    "secret_masked", "language_wished", "page_in_english", "engine_down", "idle_nudge", "idle_close",
)  # fmt: skip
SAFETY = (
    "abuse", "self_harm", "instruct_bot", "legal_request", "delete_my_data", "unsubscribe", "job_application",
    "vendor_pitch", "press_or_student",
)  # fmt: skip
SALES = ("demo_needs_email", "qualified_thanks", "nurture", "disqualified")
HANDOFF = (
    "person_choice", "handoff_offer", "handoff_waiting", "handoff_unanswered", "handoff_nobody", "handoff_closed",
)  # fmt: skip
FILLED: Mapping[str, tuple[str, ...]] = {
    "already_told": ("value", "fact"),
    "signature_offer": ("value", "fact"),
    "known_so_far": ("value", "fact"),
    "code_sent": ("email", "minutes"),
    "mail.code.subject": (),
    "mail.code.text": ("code", "minutes"),
    "ticket_opened": ("ticket",),
    "ticket_standing": ("ticket",),
    "ticket_solved": ("ticket",),
    "language_foreign": ("languages",),
    "demo_requested": ("email",),
    "handoff_contact_taken": ("email",),
    "handoff_unanswered_reachable": ("email",),
    "handoff_nobody_reachable": ("email",),
    "handoff_away": ("when",),
    "handoff_away_reachable": ("when", "email"),
    "handoff_accepted": ("rep",),
    "handoff_taken_over": ("rep",),
    "handoff_returned": ("rep",),
    "handoff_still_waiting": ("minutes",),
    "line.accepted": ("rep",),
    # Parts of sentences that put a fact into words.
    "value.people.exact": ("low",),
    "value.people.from": ("low",),
    "value.people.range": ("low", "high"),
    "value.money.exact": ("low",),
    "value.money.from": ("low",),
    "value.money.range": ("low", "high"),
    "value.money.up_to": ("high",),
    "value.time.on": ("date",),
    "value.time.by": ("date",),
    "value.time.from": ("date",),
    "value.time.between": ("start", "end"),
    # When the team is back.
    "value.moment.today": ("time", "zone"),
    "value.moment.soon": ("weekday", "time", "zone"),
    "value.moment.later": ("weekday", "date", "time", "zone"),
}
PER_FACT: Mapping[str, tuple[str, ...]] = {
    "ask": (),
    "ask_again": (),
    "why": (),
    "invalid": (),
    "ack": ("value", "fact"),
    "corrected": ("value", "fact"),
    "fact": (),
    "label": (),
}
"""One text for each fact: `ask.email`, `ask.phone` …"""
SILENT_LINE = "line.silent"
"""The line above a conversation that silence has closed."""

MONTHS = range(1, 13)
WEEKDAYS = range(1, 8)


def _every_key() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((key, ()) for key in (*TALK, *SAFETY, *SALES, *HANDOFF))
    yield from ((f"{kind}.{fact}", values) for kind, values in PER_FACT.items() for fact in FactKey)
    yield from ((state_line(status), ()) for status in HandoffStatus)
    yield SILENT_LINE, ()
    yield from ((f"value.money.per_{period}", ("amount",)) for period in (Period.MONTH, Period.YEAR))
    yield from ((f"value.weekday.{day}", ()) for day in WEEKDAYS)
    yield from ((f"value.month.{month}", ("day", "year")) for month in MONTHS)
    # Last: what is said here of a key of a family counts.
    yield from FILLED.items()


def state_line(status: HandoffStatus) -> str:
    """The key of the line above the conversation; without a handoff it says that the assistant speaks."""
    return "line.assistant" if status is HandoffStatus.NONE else f"line.{status}"


REPLY_KEYS: Mapping[str, frozenset[str]] = {key: EVERYWHERE | set(values) for key, values in _every_key()}
"""Every key with the placeholders that its text may use."""
