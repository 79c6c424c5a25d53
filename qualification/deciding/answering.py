"""Answers to what the visitor wants: a page is quoted, a problem is helped with (D10), a demo is recorded. What no
page says is not said; then a person is offered, or brought in for a problem that stays unsolved."""

from dataclasses import replace

from qualification.deciding.bringing_in import bring_in, standing_line
from qualification.deciding.draft import Draft, ask_fact, drop_question, may_ask, offer_person
from qualification.deciding.helping.problems import another_problem
from qualification.deciding.turn import Turn
from qualification.decision import Cause, Line, Outcome, Quote
from qualification.facts import Fact, FactKey, Text
from qualification.state import DialogueState, KnowledgeHit, Pending
from qualification.understanding import QUESTION_INTENTS, Intent


def answer(turn: Turn, dialogue: DialogueState) -> Draft:
    """The reply to a question, to a problem, or to words that were not understood."""
    if turn.intent is Intent.BOOK_DEMO:
        return _demo(turn, dialogue)
    if turn.hit is not None:
        return quote(turn, dialogue, turn.hit)
    if turn.intent is None and not _awaits_description(dialogue):
        return not_understood(turn, dialogue)
    if turn.person_is_coming:
        return _while_waiting(turn, dialogue)
    if dialogue.problem_open and not turn.is_sales:
        return _no_help(turn, dialogue)
    draft = Draft("No page answers this, so a person is offered.", ("D2",), dialogue)
    return offer_person(draft, "no_answer")


def quote(turn: Turn, dialogue: DialogueState, hit: KnowledgeHit) -> Draft:
    """The page's own words; on an open problem only so often, then a person helps."""
    dialogue = replace(dialogue, question_answered=True, misunderstandings=0)
    draft = Draft(f"Answered from the page “{hit.title}”.", ("D2",), dialogue, content=(Quote(hit),), advances=True)
    if not dialogue.problem_open or turn.is_sales:
        return draft
    if dialogue.help_attempts >= turn.rulebook.support.help_at_most and not turn.person_is_coming:
        return unsolved(turn, draft)
    helped = replace(dialogue, help_attempts=dialogue.help_attempts + 1)
    if helped.pending is None:
        helped = replace(helped, pending=Pending.PROBLEM_CHECK)
    return replace(draft, dialogue=helped).because("A problem is open: help first.", "D10")


def unsolved(turn: Turn, draft: Draft) -> Draft:
    """D10: help did not suffice. It becomes a ticket, and a person is brought in for it."""
    draft = replace(draft, outcome=Outcome.ESCALATE).because("The problem is not solved, so a person is needed.", "D10")
    return bring_in(turn, draft, Cause.UNSOLVED_PROBLEM)


def not_understood(turn: Turn, dialogue: DialogueState) -> Draft:
    """Counted; the blend turns repeated ones into an offer and into a person."""
    if turn.person_is_coming:
        return say_standing(turn, dialogue, "Not understood; a person is on the way and will read it.")
    count = turn.dialogue.misunderstandings + 1
    draft = Draft(
        f"Not understood, {count} in a row.", ("D3",), replace(dialogue, misunderstandings=count), outcome=Outcome.ASK
    )
    key = dialogue.requested
    if key is None or _sounds_like_question(turn):
        return replace(draft, asks=Line("unclear"))
    if may_ask(turn, dialogue, key):
        return ask_fact(draft, key, dialogue.pending, f"invalid.{key}").because(
            "It may answer the open question.", "D7"
        )
    return replace(
        draft, content=(Line("skipped"),), dialogue=drop_question(draft.dialogue), outcome=None, advances=True
    )


def recorded_demo(turn: Turn, dialogue: DialogueState, email: Fact | None) -> Draft:
    """A request for a demo with an address, or without one when the visitor keeps it."""
    dialogue = replace(dialogue, sales_interest=True, concluded=True)
    draft = Draft("The visitor wants a demo.", ("D2",), dialogue, outcome=Outcome.BOOK, final=True)
    if email is not None:
        draft = show_email(draft, "demo_requested", email)
    draft = also_answer(turn, draft)
    dialogue = replace(drop_question(draft.dialogue), question_answered=True, misunderstandings=0)
    return replace(draft, dialogue=dialogue, bring_in=Cause.DEMO)


def show_email(draft: Draft, key: str, email: Fact) -> Draft:
    """A line that repeats the address."""
    written = email.value.text if isinstance(email.value, Text) else email.said
    line = Line(key, facts=(email,), values={"email": written})
    return replace(draft, content=(*draft.content, line), shown=draft.shown | {FactKey.EMAIL})


def also_answer(turn: Turn, draft: Draft) -> Draft:
    """D7: whoever gives an address and asks something in one message is served with both."""
    if turn.hit is None or turn.intent not in QUESTION_INTENTS:
        return draft
    return replace(draft, content=(*draft.content, Quote(turn.hit)))


def _demo(turn: Turn, dialogue: DialogueState) -> Draft:
    draft = Draft("The visitor wants a demo.", ("D2",), dialogue)
    if turn.person_is_coming:
        return say_standing(turn, dialogue, "The visitor wants a demo; a person is on the way.")
    if dialogue.problem_open:
        return offer_person(draft.because("A problem is open, so nothing is asked for it now.", "D10"))
    if turn.knows(FactKey.EMAIL):
        return recorded_demo(turn, dialogue, turn.facts[FactKey.EMAIL])
    if may_ask(turn, dialogue, FactKey.EMAIL):
        return ask_fact(draft, FactKey.EMAIL, Pending.DEMO_CONTACT, "demo_needs_email").because(
            "An address is needed.", "D6"
        )
    return recorded_demo(turn, dialogue, None)


def _no_help(turn: Turn, dialogue: DialogueState) -> Draft:
    """D10: no page helps. First it is asked what happened; when that leads nowhere either, a person helps."""
    draft = Draft("A problem is open and no page helps.", ("D10",), dialogue)
    if turn.dialogue.problem_open and not another_problem(turn):
        return unsolved(turn, draft)
    return replace(draft, asks=Line("support_open"), outcome=Outcome.ASK)


def _while_waiting(turn: Turn, dialogue: DialogueState) -> Draft:
    """A problem that nobody has noted yet is noted; everything else waits for the person who is asked for."""
    if dialogue.problem_open and not dialogue.ticketed and turn.is_support:
        return unsolved(turn, Draft("A problem is told while a person is on the way.", ("D9", "D10"), dialogue))
    return say_standing(turn, dialogue, "No page answers this; a person is on the way.")


def _awaits_description(dialogue: DialogueState) -> bool:
    """The visitor was asked what happened; whatever comes now is taken for the answer."""
    return dialogue.problem_open and dialogue.help_attempts == 0


def say_standing(turn: Turn, dialogue: DialogueState, reason: str) -> Draft:
    """The truth about the handoff that waits, and nothing else."""
    dialogue = replace(dialogue, misunderstandings=0)
    return Draft(reason, ("D9",), dialogue, content=(standing_line(turn),), outcome=Outcome.ANSWER)


def _sounds_like_question(turn: Turn) -> bool:
    heard = turn.signals.understanding
    return heard is not None and "?" in heard.text
