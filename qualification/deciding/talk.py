"""Moves of the conversation itself (D7): facts told or corrected, a question skipped or doubted, greetings and thanks,
people who are at the wrong door. Each leaves the open question open unless the visitor closed it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from qualification.deciding.answering import answer, not_understood, say_standing, unsolved
from qualification.deciding.draft import (
    Draft,
    ask_fact,
    decline,
    drop_question,
    fact_line,
    may_ask,
    may_resume,
    resume,
)
from qualification.deciding.helping.problems import says, sounds_over
from qualification.deciding.offers import solved
from qualification.deciding.turn import Turn
from qualification.decision import Line, Outcome
from qualification.facts import FactKey
from qualification.state import DialogueState
from qualification.understanding import Intent

Move = Callable[[Turn, DialogueState], Draft]


def talk(turn: Turn, dialogue: DialogueState) -> Draft:
    """The reply to a move of the conversation; whatever has no move of its own was not understood."""
    move = MOVES.get(turn.intent) if turn.intent is not None else None
    return move(turn, replace(dialogue, misunderstandings=0)) if move else not_understood(turn, dialogue)


def _inform(turn: Turn, dialogue: DialogueState) -> Draft:
    draft = Draft("The visitor told something about themselves.", ("D7",), dialogue, advances=True)
    if turn.news or turn.signals.misread:
        return draft
    if turn.repeated:
        again = tuple(fact_line("ack", fact) for fact in turn.repeated[: turn.rulebook.questions.acknowledge_at_most])
        return replace(draft, content=again).because("It was known already.", "D6")
    # Announced, but no value found in it: treated like any other words that were not understood.
    return answer(replace(turn, intent=None), dialogue)


def _skip(turn: Turn, dialogue: DialogueState) -> Draft:
    named = _named(turn)
    if named and dialogue.requested not in named:
        # "I won't tell you my job", while the address is asked for: the question that is open stays open.
        kept = replace(dialogue, declined=dialogue.declined | named)
        reason = "The visitor will not say something that was not asked for now."
        return Draft(reason, ("D5", "D7"), kept, content=(Line("skipped"),))
    if dialogue.requested is None:
        return _nothing_open(turn, dialogue)
    left_out = decline(dialogue, dialogue.requested)
    draft = Draft("The visitor skips the question.", ("D5", "D7"), left_out, content=(Line("skipped"),))
    return replace(draft, advances=True)


def _named(turn: Turn) -> frozenset[FactKey]:
    """The facts that the words name, of those that are not known."""
    named_by = turn.rulebook.questions.named_by
    return frozenset(key for key, words in named_by.items() if not turn.knows(key) and says(turn, words))


def _affirm(turn: Turn, dialogue: DialogueState) -> Draft:
    draft = Draft("A bare yes.", ("D7",), dialogue, advances=True)
    if dialogue.requested is None:
        return draft
    if may_ask(turn, dialogue, dialogue.requested):
        return ask_fact(draft, dialogue.requested, dialogue.pending).because("It does not answer the open question.")
    return replace(draft, dialogue=drop_question(dialogue))


def _why_ask(turn: Turn, dialogue: DialogueState) -> Draft:
    if dialogue.requested is None:
        return _nothing_open(turn, dialogue)
    draft = Draft(
        "The visitor asks why; the reason is given and the question stays open.",
        ("D5",),
        dialogue,
        content=(Line(f"why.{dialogue.requested}"),),
        outcome=Outcome.ANSWER,
    )
    return resume(draft) if may_resume(turn, dialogue) else replace(draft, final=True)


def _already_told(turn: Turn, dialogue: DialogueState) -> Draft:
    """Looks at the facts and goes on; what is not among them is not asked for again."""
    draft = Draft("The visitor says it was told already.", ("D6", "D7"), dialogue, advances=True)
    asked_before = turn.dialogue.requested
    if asked_before is not None and turn.knows(asked_before):
        fact = turn.facts[asked_before]
        line = Line("already_told", facts=(fact,))
        return replace(draft, content=(line,), shown=frozenset({fact.key}), dialogue=drop_question(dialogue))
    if dialogue.requested is not None:
        return replace(draft, content=(Line("skipped"),), dialogue=decline(dialogue, dialogue.requested))
    return draft if turn.news else not_understood(turn, dialogue)


def _stop(_: Turn, dialogue: DialogueState) -> Draft:
    dialogue = replace(drop_question(dialogue), stopped=True)
    return Draft(
        "The visitor wants no questions.",
        ("D7",),
        dialogue,
        content=(Line("stopped"),),
        outcome=Outcome.ANSWER,
        final=True,
    )


def _greet(turn: Turn, dialogue: DialogueState) -> Draft:
    if turn.person_is_coming:
        # "Hello? Are you there?" of somebody who waits asks for the person, not for the time of day.
        return say_standing(turn, dialogue, "A greeting while a person is on the way.")
    return _small_talk(turn, dialogue, Line("greet_again" if dialogue.introduced else "greet"))


def _chitchat(turn: Turn, dialogue: DialogueState) -> Draft:
    return _small_talk(turn, dialogue, Line("chitchat"))


def _small_talk(turn: Turn, dialogue: DialogueState, line: Line) -> Draft:
    """Returned kindly; with a question open, that one is resumed instead of asking for another."""
    draft = Draft("Small talk.", ("D7",), dialogue, outcome=Outcome.ANSWER)
    return draft if may_resume(turn, dialogue) else replace(draft, asks=line)


def _thanks(_: Turn, dialogue: DialogueState) -> Draft:
    return Draft("The visitor says thanks.", ("D7",), dialogue, content=(Line("thanks"),), outcome=Outcome.ANSWER)


def _goodbye(_: Turn, dialogue: DialogueState) -> Draft:
    """The conversation stays open: people come back, and silence is no success (D15)."""
    draft = Draft("The visitor says goodbye.", ("D15",), drop_question(dialogue), content=(Line("goodbye"),))
    return replace(draft, outcome=Outcome.CLOSE, final=True)


def _bot_challenge(_: Turn, dialogue: DialogueState) -> Draft:
    line = Line("bot_challenge")
    return Draft("Asked whether a person speaks.", ("D13",), dialogue, content=(line,), outcome=Outcome.ANSWER)


def _unclear_reply(turn: Turn, dialogue: DialogueState) -> Draft:
    """Our words were not understood; that counts like theirs."""
    key = dialogue.requested
    if key is None:
        return not_understood(turn, dialogue)
    draft = Draft("Our question was not understood.", ("D7",), dialogue, content=(Line("unclear_question"),))
    if may_ask(turn, dialogue, key):
        return ask_fact(draft, key, dialogue.pending)
    return replace(draft, content=(Line("skipped"),), dialogue=drop_question(dialogue), advances=True)


def _instruct_bot(_: Turn, dialogue: DialogueState) -> Draft:
    """D12: words to the machine change nothing; an open question stays open."""
    draft = Draft("The visitor tries to instruct the assistant.", ("D12",), dialogue, asks=Line("instruct_bot"))
    return replace(draft, outcome=Outcome.ANSWER, final=True, acknowledges=False)


def _solved(turn: Turn, dialogue: DialogueState) -> Draft:
    if sounds_over(turn):
        return solved(turn, dialogue)
    if not dialogue.problem_open:
        return not_understood(turn, dialogue)
    return unsolved(turn, Draft("It sounds like solved, but is asked or denied.", ("D10",), dialogue))


def _nothing_open(turn: Turn, dialogue: DialogueState) -> Draft:
    if turn.person_is_coming:
        return say_standing(turn, dialogue, "Nothing is open but the handoff.")
    line = Line("nothing_pending")
    draft = Draft("There is no open question to answer.", ("D7",), replace(dialogue, pending=None), asks=line)
    return replace(draft, outcome=Outcome.ANSWER)


def _wrong_door(_: Turn, dialogue: DialogueState, key: str, who: str) -> Draft:
    return Draft(
        f"This is {who}, not somebody to sell to or to help here.",
        ("D2",),
        drop_question(dialogue),
        content=(Line(key),),
        outcome=Outcome.DISQUALIFY,
        final=True,
    )


MOVES: Mapping[Intent, Move] = {
    Intent.INFORM: _inform,
    Intent.CORRECT: _inform,
    Intent.SKIP: _skip,
    Intent.DENY: _skip,
    Intent.AFFIRM: _affirm,
    Intent.WHY_ASK: _why_ask,
    Intent.ALREADY_TOLD: _already_told,
    Intent.STOP_QUESTIONS: _stop,
    Intent.GREET: _greet,
    Intent.CHITCHAT: _chitchat,
    Intent.THANKS: _thanks,
    Intent.GOODBYE: _goodbye,
    Intent.BOT_CHALLENGE: _bot_challenge,
    Intent.UNCLEAR_REPLY: _unclear_reply,
    Intent.INSTRUCT_BOT: _instruct_bot,
    Intent.PROBLEM_SOLVED: _solved,
    Intent.JOB_APPLICATION: lambda turn, dialogue: _wrong_door(turn, dialogue, "job_application", "an applicant"),
    Intent.VENDOR_PITCH: lambda turn, dialogue: _wrong_door(turn, dialogue, "vendor_pitch", "a vendor"),
    Intent.PRESS_OR_STUDENT: lambda turn, dialogue: _wrong_door(turn, dialogue, "press_or_student", "press or study"),
}
