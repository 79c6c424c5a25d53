"""Recognising who was here before (M3): asked once, proven by a code sent to the address, otherwise a new visitor.

Nothing that is stored under an address is used or said before it is proven; not even that it is known. A claim without
a code changes nothing, in whatever words it is made (D12)."""

from dataclasses import replace

from qualification.deciding.draft import Draft, ask_fact, drop_question, may_ask
from qualification.deciding.helping.problems import says
from qualification.deciding.turn import TEACHES_NOTHING, Turn
from qualification.decision import Line
from qualification.facts import FactKey, Text
from qualification.state import CodeCheck, DialogueState, Identity, Pending
from qualification.understanding import Intent

NOT_ASKED_YET = frozenset({Identity.UNKNOWN, Identity.STRANGER, Identity.CLAIMED, Identity.KNOWN})
NO = frozenset({Intent.DENY, Intent.SKIP, Intent.STOP_QUESTIONS})


def note_identity(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """The memory after what this turn says about who it is. An offer that is not taken up is not made again."""
    identity = dialogue.identity
    if turn.intent in TEACHES_NOTHING:
        return dialogue
    if identity is Identity.OFFERED:
        return replace(dialogue, identity=Identity.ENDED)
    if identity not in NOT_ASKED_YET:
        return dialogue
    claimed = identity is Identity.CLAIMED or says(turn, turn.rulebook.recognition.returning_phrases)
    if claimed:
        # Known or not, who claims it is asked the same, so that the question tells nothing about the address.
        return replace(dialogue, identity=Identity.KNOWN if turn.knows(FactKey.EMAIL) else Identity.CLAIMED)
    if turn.signals.known_address is None:
        return dialogue
    return replace(dialogue, identity=Identity.KNOWN if turn.signals.known_address else Identity.STRANGER)


def code_checked(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply to a code that was typed; None when none was."""
    draft = Draft("A code was typed.", ("M3",), drop_question(dialogue), source="identity")
    match turn.signals.code_check:
        case None:
            return None
        case CodeCheck.RIGHT:
            proven = replace(draft.dialogue, identity=Identity.VERIFIED)
            draft = replace(draft, dialogue=proven, content=(Line("verified"),), advances=True, acknowledges=False)
            return draft.because("It proves the address, so what was told earlier is taken over.")
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
    address = turn.facts.get(FactKey.EMAIL)
    if turn.intent is Intent.AFFIRM and address is not None and isinstance(address.value, Text):
        waiting = replace(dialogue, identity=Identity.CODE_SENT)
        draft = Draft("The visitor wants the code.", ("M3",), waiting, source="identity", final=True)
        minutes = str(turn.rulebook.recognition.code_minutes)
        asks = Line("code_sent", values={"email": address.value.text, "minutes": minutes})
        return replace(draft, asks=asks, send_code_to=address.value.text)
    if turn.intent in NO:
        draft = Draft("The visitor goes on as somebody new.", ("M3",), dialogue, source="identity", advances=True)
        return replace(draft, content=(Line("skipped"),))
    return None


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
