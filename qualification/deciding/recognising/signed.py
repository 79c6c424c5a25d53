"""Facts of a pasted signature are asked about once before they are kept: who pastes a mail did not introduce themselves
with it."""

from dataclasses import replace

from qualification.deciding.draft import Draft, drop_question
from qualification.deciding.turn import REFUSALS, Turn
from qualification.decision import Line
from qualification.state import DialogueState, Pending
from qualification.understanding import Intent


def signature_offered(turn: Turn, draft: Draft) -> Draft | None:
    """The draft with the question about a signature; None when there is nothing new in one."""
    dialogue = draft.dialogue
    new = tuple(fact for fact in turn.signals.signed if not turn.knows(fact.key))
    busy = dialogue.stopped or draft.asks is not None or dialogue.pending is not None
    if not new or busy or dialogue.signature_asked:
        return None
    asked = replace(drop_question(dialogue), pending=Pending.SIGNATURE, signed=new, signature_asked=True)
    asks = Line("signature_offer", facts=new)
    return replace(draft, asks=asks, dialogue=asked).because("A signature is asked about before it is kept.", "D7")


def signature_answered(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply to a yes or no; with a yes the facts are among the turn's news already. Anything else keeps nothing."""
    if turn.intent is Intent.AFFIRM:
        shown = frozenset(fact.key for fact in turn.learned)
        draft = Draft("The facts of the signature may be kept.", ("D7",), dialogue, advances=True, shown=shown)
        return replace(draft, content=(Line("signature_taken"),))
    if turn.intent in REFUSALS:
        draft = Draft("Nothing of the signature is kept.", ("D7",), dialogue, advances=True)
        return replace(draft, content=(Line("skipped"),))
    return None
