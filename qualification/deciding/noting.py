"""What a turn changes in the dialogue's memory before anything is answered: interest, problems, questions that are
answered by the turn's own words, and yes/no questions that were open for one turn only."""

from dataclasses import replace

from qualification.conversation import HandoffStatus
from qualification.deciding.draft import drop_question
from qualification.deciding.turn import Turn
from qualification.deciding.verdict import CONTACTS
from qualification.facts import FactKey
from qualification.state import DialogueState, Pending
from qualification.understanding import Intent

# These stay open until the address is given or refused; every other open offer lasts one turn, so that a later "yes"
# can never be taken for an answer to something long past.
CONTACT_PENDING = frozenset({Pending.HANDOFF_CONTACT, Pending.DEMO_CONTACT})
STATED_INTEREST = frozenset({FactKey.USE_CASE, FactKey.BUDGET, FactKey.TIMELINE})


def noted(turn: Turn) -> DialogueState:
    """The memory after the turn's own words."""
    before = turn.dialogue
    dialogue = replace(before, pending=before.pending if before.pending in CONTACT_PENDING else None)
    settled = turn.facts.keys() | dialogue.declined
    if dialogue.requested in settled:
        dialogue = drop_question(dialogue)
    return _note_interest(turn, _note_problem(turn, _note_contact(turn, dialogue)))


def _note_contact(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """Who was sent on kindly for want of an address and gives one after all may be offered a rep again."""
    given = any(fact.key in CONTACTS for fact in turn.learned)
    nobody_yet = turn.state.handoff is HandoffStatus.NONE and not dialogue.refused_person
    return replace(dialogue, concluded=False) if given and nobody_yet else dialogue


def _note_problem(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """D10: a problem opens, and while it is open no question but one for an address stays open with it."""
    if not dialogue.problem_open:
        if not opens_problem(turn):
            return dialogue
        dialogue = replace(dialogue, problem_open=True, help_attempts=0)
    for_contact = dialogue.pending in CONTACT_PENDING and dialogue.requested in CONTACTS
    return dialogue if for_contact or dialogue.requested is None else drop_question(dialogue)


def opens_problem(turn: Turn) -> bool:
    """In a support chat and for a page without an answer a how-to question is a problem too."""
    if turn.intent in turn.rulebook.support.problem_intents:
        return True
    return turn.intent is Intent.ASK_HOW_TO and (turn.on_support_channel or turn.hit is None)


def _note_interest(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """D10: while a problem is open, interest is a quiet flag; otherwise it opens the way for questions."""
    buying = turn.intent in turn.rulebook.support.buying_intents
    if dialogue.problem_open:
        return replace(dialogue, buying_signal=dialogue.buying_signal or buying)
    told = turn.is_sales or not STATED_INTEREST.isdisjoint(turn.stated)
    interested = buying or (told and not turn.on_support_channel)
    own_questions = dialogue.own_questions + turn.is_sales
    return replace(dialogue, sales_interest=dialogue.sales_interest or interested, own_questions=own_questions)
