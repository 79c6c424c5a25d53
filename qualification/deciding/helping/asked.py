"""Questions about a ticket, answered from the ticket that is stored (D10)."""

from dataclasses import replace

from qualification.deciding.bringing_in import standing_line
from qualification.deciding.draft import Draft
from qualification.deciding.helping.problems import says, sounds_over
from qualification.deciding.helping.tickets import with_standing
from qualification.deciding.turn import Turn
from qualification.decision import Outcome
from qualification.state import DialogueState
from qualification.understanding import Intent


def ticket_told(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """Its number, and that it is open. None when nothing was asked, when there is none, or when it is solved."""
    closes = turn.intent is Intent.PROBLEM_SOLVED and sounds_over(turn)
    if turn.state.ticket is None or closes or not says(turn, turn.rulebook.support.asks_ticket):
        return None
    draft = Draft("The visitor asks about the ticket.", ("D10",), replace(dialogue, misunderstandings=0))
    told = with_standing(turn, replace(draft, outcome=Outcome.ANSWER))
    return replace(told, content=(*told.content, standing_line(turn))) if turn.person_is_coming else told
