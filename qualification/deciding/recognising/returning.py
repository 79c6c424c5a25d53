"""Recognising who was here before (M3): asked once, proven by a code sent to the address, otherwise a new visitor.

Nothing that is stored under an address is used or said before it is proven; not even that it is known. A claim without
a code changes nothing, in whatever words it is made (D12)."""

from dataclasses import replace

from qualification.deciding.answering import also_answer
from qualification.deciding.draft import Draft, ask_fact, drop_question, may_ask
from qualification.deciding.helping.problems import says
from qualification.deciding.turn import REFUSALS, TEACHES_NOTHING, Turn
from qualification.decision import Line
from qualification.facts import FactKey, FactSource, known_text
from qualification.state import CodeCheck, ConversationState, DialogueState, Identity, Pending, TurnSignals
from qualification.understanding import Intent

NOT_ASKED_YET = frozenset({Identity.UNKNOWN, Identity.STRANGER, Identity.CLAIMED, Identity.KNOWN})
FOR_ONE_ADDRESS = frozenset({Identity.CODE_SENT, Identity.VERIFIED})


def note_identity(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """The memory after what this turn says about who it is. An offer that is not taken up is not made again."""
    identity = dialogue.identity
    if turn.intent in TEACHES_NOTHING:
        return dialogue
    lapsed = turn.signals.code_check is CodeCheck.LAPSED
    # What is proven, or about to be, is the address before; the new one is as good as any other.
    changed = identity in FOR_ONE_ADDRESS and any(fact.key is FactKey.EMAIL for fact in turn.corrected)
    if identity is Identity.OFFERED or (lapsed and not changed):
        return replace(dialogue, identity=Identity.ENDED)
    if identity not in NOT_ASKED_YET and not changed:
        return dialogue
    claimed = identity is Identity.CLAIMED or says(turn, turn.rulebook.recognition.returning_phrases)
    if claimed:
        # Known or not, who claims it is asked the same, so that the question tells nothing about the address.
        return replace(dialogue, identity=Identity.KNOWN if turn.knows(FactKey.EMAIL) else Identity.CLAIMED)
    if turn.signals.known_address is None and not changed:
        return dialogue
    return replace(dialogue, identity=Identity.KNOWN if turn.signals.known_address else Identity.STRANGER)


def with_proof(state: ConversationState, signals: TurnSignals) -> ConversationState:
    """The state with the address proven, whatever else the turn is about: the rep who is called must see it too."""
    if signals.code_check is not CodeCheck.RIGHT:
        return state
    return replace(state, dialogue=replace(state.dialogue, identity=Identity.VERIFIED))


def code_checked(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply to a code that was typed; None when none was."""
    draft = Draft("A code was typed.", ("M3",), drop_question(dialogue), source="identity")
    match turn.signals.code_check:
        case None | CodeCheck.LAPSED:
            return None
        case CodeCheck.RIGHT:
            known_again = any(fact.source is FactSource.EARLIER for fact in turn.learned)
            said = Line("verified" if known_again else "verified_first")
            draft = replace(draft, content=(said,), advances=True, acknowledges=False)
            taken = "is taken over" if known_again else "is nothing new"
            draft = draft.because(f"It proves the address; what was told where it was proven before {taken}.")
            return also_answer(turn, draft)
        case CodeCheck.WRONG:
            return replace(draft, asks=Line("code_wrong"), final=True).because("It is not the one that was sent.")
        case CodeCheck.EXPIRED if turn.signals.codes_left:
            return _offer(replace(draft, final=True), "code_expired").because("Its time is over.")
        case CodeCheck.EXPIRED | CodeCheck.SPENT:
            over = replace(draft.dialogue, identity=Identity.ENDED)
            draft = replace(draft, dialogue=over, content=(Line("code_spent"),), advances=True)
            return draft.because("No more tries; this stays a new visitor.")


def offer_answered(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply to a yes or no to the offer of a code; anything else lets the offer lapse."""
    address = known_text(turn.facts.values(), FactKey.EMAIL)
    if turn.intent is Intent.AFFIRM and address is not None:
        return _code_wanted(turn, dialogue, address)
    if turn.intent in REFUSALS:
        draft = Draft("The visitor goes on as somebody new.", ("M3",), dialogue, source="identity", advances=True)
        return replace(draft, content=(Line("skipped"),))
    return None


def _code_wanted(turn: Turn, dialogue: DialogueState, address: str) -> Draft:
    draft = Draft("The visitor wants the code.", ("M3",), dialogue, source="identity")
    if not turn.signals.codes_left:
        # Others may have asked for codes since the offer; nobody shall wait for a mail that never comes.
        draft = replace(draft, content=(Line("code_none"),), advances=True)
        return draft.because("No further code may be sent to this address now.")
    minutes = str(turn.rulebook.recognition.code_minutes)
    asks = Line("code_sent", values={"email": address, "minutes": minutes})
    waiting = replace(dialogue, identity=Identity.CODE_SENT)
    return replace(draft, dialogue=waiting, final=True, asks=asks, send_code_to=address)


def recognised(turn: Turn, draft: Draft) -> Draft | None:
    """The draft with the question that leads to a code; None when none is due. Asked once, and after the reply."""
    dialogue = draft.dialogue
    busy = turn.person_is_coming or dialogue.stopped or draft.asks is not None
    if busy or dialogue.pending not in {None, Pending.ANYTHING_ELSE}:
        return None
    if dialogue.identity is Identity.CLAIMED and may_ask(turn, dialogue, FactKey.EMAIL):
        asked = ask_fact(draft, FactKey.EMAIL, line="returning_ask_email")
        return asked.because("The visitor says that we know each other; that is proven by an address alone.", "M3")
    if dialogue.identity is Identity.KNOWN and not dialogue.problem_open and turn.signals.codes_left:
        return _offer(draft, "verify_offer").because("A code can prove the address.", "M3")
    return None


def _offer(draft: Draft, line: str) -> Draft:
    offered = replace(drop_question(draft.dialogue), identity=Identity.OFFERED, pending=Pending.VERIFY_OFFER)
    return replace(draft, asks=Line(line), dialogue=offered)
