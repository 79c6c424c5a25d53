"""Unsolved problems become a ticket (D10): each one, once. Nothing here says that a ticket was opened; that is told
from the stored ticket alone, as it is with a handoff (D9)."""

from dataclasses import replace

from qualification.deciding.draft import Draft
from qualification.deciding.turn import Turn
from qualification.decision import Cause, Line, OpenTicket, SolveTicket

# A problem that goes to a person for one of these is not solved; other causes have their own ways.
UNSOLVED_BY = frozenset({Cause.UNSOLVED_PROBLEM, Cause.ASKED_FOR_PERSON, Cause.POLICY, Cause.ENGINE_DOWN})


def keep_unsolved(turn: Turn, draft: Draft, cause: Cause) -> Draft:
    """The draft with a ticket for the open problem, or with the number of the one that it has already.

    A conversation that has opened enough of them gets a person alone.
    """
    dialogue = draft.dialogue
    if not dialogue.problem_open or cause not in UNSOLVED_BY:
        return draft
    if dialogue.ticketed:
        return with_standing(turn, draft) if cause is Cause.UNSOLVED_PROBLEM else draft
    if dialogue.tickets >= turn.rulebook.support.tickets_at_most:
        return draft.because("It is not kept as a ticket: this conversation has opened enough of them.", "D10")
    numbers = dialogue.problem_numbers or turn.signals.message_numbers
    kept = replace(dialogue, ticketed=True, tickets=dialogue.tickets + 1)
    return replace(draft, dialogue=kept, ticket=OpenTicket(numbers)).because("It is kept as a ticket.", "D10")


def settle(turn: Turn, draft: Draft) -> Draft:
    """The draft with the ticket of the problem that is over; one of another problem stays open."""
    known = turn.state.ticket
    other = turn.dialogue.problem_open and not turn.dialogue.ticketed
    if known is None or other:
        return draft
    line = Line("ticket_solved", values={"ticket": str(known.number)})
    return replace(draft, content=(line, *draft.content), ticket=SolveTicket(known.number))


def with_standing(turn: Turn, draft: Draft) -> Draft:
    """The draft with the number of the open ticket."""
    known = turn.state.ticket
    if known is None:
        return draft
    line = Line("ticket_standing", values={"ticket": str(known.number)})
    return replace(draft, content=(*draft.content, line))
