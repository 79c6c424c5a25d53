"""What a turn changes in the dialogue's memory before anything is answered: interest, problems, questions that are
answered by the turn's own words, and yes/no questions that were open for one turn only."""

from dataclasses import replace

from qualification.conversation import HandoffStatus
from qualification.deciding.draft import drop_question
from qualification.deciding.helping.problems import another_problem, begun, opens_problem, shows_interest, told_more
from qualification.deciding.recognising.returning import note_identity
from qualification.deciding.turn import Turn
from qualification.deciding.verdict import CONTACTS
from qualification.facts import FactKey
from qualification.state import DialogueState, Pending

# These stay open until the address is given or refused; every other open offer lasts one turn, so that a later "yes"
# can never be taken for an answer to something long past.
CONTACT_PENDING = frozenset({Pending.HANDOFF_CONTACT, Pending.DEMO_CONTACT})
STATED_INTEREST = frozenset({FactKey.USE_CASE, FactKey.BUDGET, FactKey.TIMELINE})


def noted(turn: Turn) -> DialogueState:
    """The memory after the turn's own words."""
    dialogue = lapsed(turn.dialogue)
    settled = turn.facts.keys() | dialogue.declined
    if dialogue.requested in settled:
        dialogue = drop_question(dialogue)
    dialogue = note_identity(turn, dialogue)
    return _note_interest(turn, _note_problem(turn, _note_contact(turn, dialogue)))


def lapsed(dialogue: DialogueState) -> DialogueState:
    """The memory without what was open for one turn."""
    pending = dialogue.pending if dialogue.pending in CONTACT_PENDING else None
    return replace(dialogue, pending=pending, signed=())


def _note_contact(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """Who was sent on kindly for want of an address and gives one after all may be offered a rep again."""
    given = any(fact.key in CONTACTS for fact in turn.learned)
    nobody_yet = turn.state.handoff is HandoffStatus.NONE and not dialogue.refused_person
    return replace(dialogue, concluded=False) if given and nobody_yet else dialogue


def _note_problem(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """D10: a problem opens, and while it is open no question but one for an address stays open with it."""
    if another_problem(turn) or (not dialogue.problem_open and opens_problem(turn)):
        dialogue = begun(turn, dialogue)
    elif not dialogue.problem_open:
        return dialogue
    else:
        dialogue = told_more(turn, dialogue)
    for_contact = dialogue.pending in CONTACT_PENDING and dialogue.requested in CONTACTS
    return dialogue if for_contact or dialogue.requested is None else drop_question(dialogue)


def _note_interest(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """D10: while a problem is open, interest is a quiet flag; otherwise it opens the way for questions."""
    buying = turn.intent in turn.rulebook.support.buying_intents
    if dialogue.problem_open:
        return replace(dialogue, buying_signal=dialogue.buying_signal or shows_interest(turn))
    told = turn.is_sales or not STATED_INTEREST.isdisjoint(turn.stated)
    interested = buying or (told and not turn.on_support_channel)
    own_questions = dialogue.own_questions + turn.is_sales
    return replace(dialogue, sales_interest=dialogue.sales_interest or interested, own_questions=own_questions)
