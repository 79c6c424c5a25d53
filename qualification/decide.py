"""What happens in a turn, and why: the one place where the conversation is decided (D2, D3). Pure and total: the same
input gives the same decision, and there is a decision for every input. Somebody else executes it."""

from datetime import datetime

from qualification.deciding.advance import advance
from qualification.deciding.answering import answer
from qualification.deciding.blend import contributions
from qualification.deciding.dialogue import compose
from qualification.deciding.draft import Draft
from qualification.deciding.fallback import scripted
from qualification.deciding.hard_rules import hard_rule
from qualification.deciding.helping.asked import ticket_told
from qualification.deciding.noting import noted
from qualification.deciding.offers import answer_to_pending
from qualification.deciding.recognising.known import told_what_is_known
from qualification.deciding.recognising.returning import code_checked, with_proof
from qualification.deciding.talk import talk
from qualification.deciding.turn import Turn, read_turn, trusted_intent, without_guesses
from qualification.decision import Decision
from qualification.facts import FactKey
from qualification.language.replying import about_language
from qualification.rulebook import Rulebook
from qualification.state import ConversationState, TurnSignals
from qualification.understanding import QUESTION_INTENTS, STATEMENTS, Intent


def decide(state: ConversationState, signals: TurnSignals, rulebook: Rulebook, now: datetime) -> Decision:
    """Hard rules first; else the reply to the turn, weighed by the blend, followed by what is due next."""
    turn = read_turn(with_proof(state, signals), signals, rulebook, now)
    ruled = hard_rule(turn)
    if ruled is not None:
        return compose(turn, ruled, ())
    draft = _reply(turn)
    parts = contributions(turn, draft)
    return compose(turn, advance(turn, draft, parts), parts)


def wants_knowledge(signals: TurnSignals, rulebook: Rulebook, requested: FactKey | None = None) -> bool:
    """Whether pages should be searched before deciding: for questions, and for all that was not understood."""
    signals = without_guesses(signals, requested, rulebook)
    intent = trusted_intent(signals, rulebook)
    stated_nothing = intent in STATEMENTS and not signals.learned and not signals.misread
    return intent is None or intent in QUESTION_INTENTS or stated_nothing


def _reply(turn: Turn) -> Draft:
    dialogue = noted(turn)
    # Told and tried before this; neither needs to be understood.
    plain = about_language(turn, dialogue) or code_checked(turn, dialogue)
    if plain is not None:
        return plain
    if turn.signals.understanding is None:
        return scripted(turn, dialogue)
    pointed = ticket_told(turn, dialogue) or answer_to_pending(turn, dialogue) or told_what_is_known(turn, dialogue)
    if pointed is not None:
        return pointed
    if turn.intent is None or turn.intent in QUESTION_INTENTS or turn.intent is Intent.BOOK_DEMO:
        return answer(turn, dialogue)
    return talk(turn, dialogue)
