"""What is said about language itself (D14): a wish for another one is confirmed, and to a language that nobody speaks
here the answer is an honest line and the offer of a person. What a conversation is held in is decided before."""

from dataclasses import replace

from qualification.deciding.draft import Draft, may_resume, offer_person, resume
from qualification.deciding.turn import Turn
from qualification.decision import Line, Outcome
from qualification.state import DialogueState


def about_language(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply if the turn is about the language, or in one that is not spoken; None for every other."""
    if turn.signals.language_wished:
        return _confirmed(turn, dialogue)
    if turn.signals.language_foreign and not turn.person_is_coming:
        draft = Draft("The message is in a language not spoken here.", ("D14",), dialogue, final=True)
        return offer_person(draft, "language_foreign")
    return None


def _confirmed(turn: Turn, dialogue: DialogueState) -> Draft:
    """From now on in that language; a question that is open is put again in it, else the visitor may ask."""
    draft = Draft(
        "The visitor asked for another language.",
        ("D14",),
        dialogue,
        content=(Line("language_wished"),),
        outcome=Outcome.ANSWER,
        final=True,
    )
    return resume(draft) if may_resume(turn, dialogue) else replace(draft, asks=Line("greet"))
