"""From the finished draft to the decision: the pieces of the reply in their order, the four fields of S6, the memory
after the turn. Chooses nothing; what is missing in a draft is not made up here."""

from collections.abc import Iterator
from dataclasses import replace

from qualification.deciding.blend import in_words
from qualification.deciding.draft import Draft, acknowledgements
from qualification.deciding.turn import Turn
from qualification.deciding.verdict import verdict
from qualification.decision import Contribution, Decision, Evidence, EvidenceKind, Line, Outcome, Piece, Quote

FLAGGED = "Interest in buying is flagged for the reps; nothing is asked about it."


def compose(turn: Turn, draft: Draft, parts: tuple[Contribution, ...]) -> Decision:
    """The decision that the draft amounts to."""
    reply = tuple(_pieces(turn, draft))
    if not reply and draft.bring_in is None and not turn.rep_speaks:
        reply = (Line("nothing_pending"),)
    flagged = draft.dialogue.buying_signal and not turn.dialogue.buying_signal
    reason = f"{draft.reason} {FLAGGED}" if flagged else draft.reason
    spoken = turn.dialogue.introduced or not turn.rep_speaks
    return Decision(
        outcome=draft.outcome or _outcome(draft),
        confidence=_confidence(turn, draft),
        reason=f"{reason} {in_words(parts, turn.rulebook.blend)}" if parts else reason,
        source=draft.source,
        evidence=tuple(_evidence(turn, draft, parts)),
        reply=reply,
        next_dialogue=replace(draft.dialogue, turn=turn.dialogue.turn + 1, introduced=spoken),
        verdict=verdict(turn.facts, turn.rulebook.verdict),
        contributions=parts,
        bring_in=draft.bring_in,
        learned=turn.news,
        ticket=draft.ticket,
        send_code_to=draft.send_code_to,
    )


def _pieces(turn: Turn, draft: Draft) -> Iterator[Piece]:
    """D13 first, then a warning about a secret, what was heard, what is said, and at most one question."""
    if turn.rep_speaks:
        return
    if not turn.dialogue.introduced:
        yield Line("intro")
    if turn.signals.secret_masked:
        yield Line("secret_masked")
    if draft.acknowledges:
        yield from acknowledgements(turn, draft.shown)
    yield from draft.content
    if draft.asks is not None:
        yield draft.asks


def _outcome(draft: Draft) -> Outcome:
    """An answer is one that quotes or says something; a reply that only asks is a question."""
    if draft.asks is None or any(isinstance(piece, Quote) for piece in draft.content):
        return Outcome.ANSWER
    return Outcome.ASK


def _confidence(turn: Turn, draft: Draft) -> float:
    if draft.confidence is not None:
        return draft.confidence
    return turn.signals.understanding.confidence if turn.signals.understanding else 0.0


def _evidence(turn: Turn, draft: Draft, parts: tuple[Contribution, ...]) -> Iterator[Evidence]:
    """Pointers to rows: messages, facts, pages, rules with their version, signals that counted (S6)."""
    for number in turn.signals.message_numbers:
        yield Evidence(EvidenceKind.MESSAGE, str(number))
    for fact in turn.news:
        yield Evidence(EvidenceKind.FACT, fact.key)
    if draft.hit is not None:
        yield Evidence(EvidenceKind.PAGE, draft.hit.url)
    for name in dict.fromkeys(draft.rules):
        yield Evidence(EvidenceKind.RULE, turn.rulebook.rule(name))
    if draft.dialogue.buying_signal and not turn.dialogue.buying_signal:
        yield Evidence(EvidenceKind.SIGNAL, "buying_signal")
    yield from _signals(turn, parts)


def _signals(turn: Turn, parts: tuple[Contribution, ...]) -> Iterator[Evidence]:
    if turn.signals.person_requested:
        yield Evidence(EvidenceKind.SIGNAL, "person_requested")
    heard = turn.signals.understanding
    if heard is not None and heard.intent is not None:
        yield Evidence(EvidenceKind.SIGNAL, f"intent:{heard.intent}")
    for part in parts:
        if part.points:
            yield Evidence(EvidenceKind.SIGNAL, part.signal)
