"""What is known of the visitor, told when they ask for it (M5): what they said in this conversation or proved to be
theirs, and nothing that is stored elsewhere."""

from dataclasses import replace

from qualification.deciding.draft import Draft
from qualification.deciding.helping.problems import says
from qualification.deciding.turn import Turn
from qualification.decision import Line, Outcome
from qualification.state import DialogueState
from qualification.understanding import QUESTION_INTENTS, Intent

# What the question is taken for; anything else is asked beside it.
ABOUT_ONESELF = frozenset({Intent.ASK_PRIVACY, Intent.ASK_PRODUCT})


def told_what_is_known(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply to "what do you know about me"; None for anything else."""
    if not says(turn, turn.rulebook.recognition.asks_what_is_known):
        return None
    if turn.intent in QUESTION_INTENTS - ABOUT_ONESELF and turn.hit is not None:
        # "I don't care what you know about me, what does it cost?"
        return None
    facts = tuple(turn.facts.values())
    known = Line("known_so_far", facts=facts) if facts else Line("known_nothing")
    draft = Draft("The visitor asks what is known of them.", ("M5",), dialogue, content=(known,))
    return replace(draft, outcome=Outcome.ANSWER, shown=frozenset(turn.facts))
