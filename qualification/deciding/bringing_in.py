"""Asking for a handoff (D4, D9): at most one waits at a time, and a waiting visitor is told how it stands. No text is
chosen here that announces one; that is rendered from the committed handoff alone."""

from dataclasses import replace

from qualification.conversation import HandoffStatus
from qualification.deciding.draft import Draft, ask_fact, drop_question, may_ask
from qualification.deciding.helping.tickets import keep_unsolved
from qualification.deciding.turn import Turn
from qualification.decision import Cause, Line
from qualification.facts import FactKey
from qualification.handoff import URGENCY
from qualification.state import Pending

SECONDS_PER_MINUTE = 60


def bring_in(turn: Turn, draft: Draft, cause: Cause) -> Draft:
    """Asks for a handoff. While one waits already it is asked for again only to raise it to an urgent cause; else the
    visitor is told how it stands.

    With nobody there the words of the committed handoff ask for an address themselves; the answer is awaited here.
    """
    draft = keep_unsolved(turn, draft, cause)
    served = replace(drop_question(draft.dialogue), question_answered=True, misunderstandings=0, refused_person=False)
    draft = replace(draft, dialogue=served, asks=None, final=True)
    if turn.state.handoff is HandoffStatus.WAITING and cause not in URGENCY:
        return replace(draft, content=(*draft.content, standing_line(turn)))
    draft = replace(draft, bring_in=cause)
    if turn.signals.reps_available or not may_ask(turn, served, FactKey.EMAIL):
        return draft
    return replace(ask_fact(draft, FactKey.EMAIL, Pending.HANDOFF_CONTACT), asks=None)


def standing_line(turn: Turn) -> Line:
    """The truth about a handoff that waits: for how long, or simply that it does."""
    if turn.state.handoff is HandoffStatus.UNANSWERED:
        return Line("line.unanswered")
    since = turn.state.handoff_since
    minutes = int((turn.now - since).total_seconds()) // SECONDS_PER_MINUTE if since else 0
    if minutes < 1:
        return Line("line.waiting")
    return Line("handoff_still_waiting", values={"minutes": str(minutes)})
