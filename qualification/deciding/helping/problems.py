"""Which problem a turn is about (D10): the open one, another one, or none; and whether the last answer helped. Compares
words and reads phrases of the rulebook; what is done about it stands elsewhere."""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from qualification.deciding.turn import Turn
from qualification.state import DialogueState, Pending
from qualification.understanding import Intent, plain_words

# The words that tell a problem are long; of each only the beginning counts, so that "buttons" is "button" again.
TELLING_LETTERS = 4
COMPARED_LETTERS = 5
TELLING_WORDS = 3
# A ticket quotes the messages that told its problem; more of them would be a transcript.
MOST_MESSAGES = 6

_WORD = re.compile(r"[^\W\d_]+")


def opens_problem(turn: Turn) -> bool:
    """In a support chat and for a page without an answer a how-to question is a problem too."""
    if turn.intent in turn.rulebook.support.problem_intents:
        return True
    return turn.intent is Intent.ASK_HOW_TO and (turn.on_support_channel or turn.hit is None)


def another_problem(turn: Turn) -> bool:
    """Whether a problem is told while one is open that is not this one."""
    if not turn.dialogue.problem_open or shows_interest(turn) or says(turn, turn.rulebook.support.asks_ticket):
        return False
    if says(turn, turn.rulebook.support.another_problem):
        return True
    known = turn.state.ticket
    if not turn.dialogue.ticketed or known is None or still_failing(turn) or not opens_problem(turn):
        return False
    words = telling_words(turn.text)
    return len(words) >= TELLING_WORDS and words.isdisjoint(telling_words(known.what))


def begun(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """The memory with a new problem, told by this turn's words."""
    return replace(
        dialogue,
        problem_open=True,
        help_attempts=0,
        problem_numbers=turn.signals.message_numbers[-MOST_MESSAGES:],
        ticketed=False,
    )


def told_more(turn: Turn, dialogue: DialogueState) -> DialogueState:
    """The memory after more words about the open problem, as long as nobody has a ticket of it."""
    if dialogue.ticketed or not (turn.intent is None or turn.is_support):
        return dialogue
    numbers = (*dialogue.problem_numbers, *turn.signals.message_numbers)[:MOST_MESSAGES]
    return replace(dialogue, problem_numbers=numbers)


def over(dialogue: DialogueState) -> DialogueState:
    """The memory when the open problem is gone; what was shown as interest meanwhile stays known."""
    check = dialogue.pending is Pending.PROBLEM_CHECK
    return replace(
        dialogue,
        problem_open=False,
        help_attempts=0,
        problem_numbers=(),
        ticketed=False,
        pending=None if check else dialogue.pending,
    )


def still_failing(turn: Turn) -> bool:
    """Whether the words say that an answer to the open problem did not help ("tried that, still nothing")."""
    helped = turn.dialogue.help_attempts > 0 or turn.dialogue.ticketed
    return turn.dialogue.problem_open and helped and says(turn, turn.rulebook.support.still_failing)


def sounds_over(turn: Turn) -> bool:
    """Whether words that were taken for "it is solved" may be: nobody who asks or denies has said so. A ticket that is
    closed too early is a visitor left alone."""
    numbers = turn.rulebook.support
    return says(turn, numbers.over_after_all) or not ("?" in turn.text or says(turn, numbers.not_over))


def shows_interest(turn: Turn) -> bool:
    """A buying signal: asked for, or in passing."""
    return turn.intent in turn.rulebook.support.buying_intents or says(turn, turn.rulebook.support.buying_phrases)


def says(turn: Turn, phrases: Collection[str]) -> bool:
    """Whether one of the phrases stands in the turn's words, as whole words."""
    return _any_of(tuple(phrases)).search(plain_words(turn.text)) is not None


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for a list of the rulebook: there are few lists, and each is looked for in every turn."""
    alternatives = "|".join(re.escape(phrase.casefold()) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if phrases else r"(?!)")


def telling_words(text: str) -> frozenset[str]:
    """The words by which two problems can be told apart."""
    words = _WORD.findall(text.casefold())
    return frozenset(word[:COMPARED_LETTERS] for word in words if len(word) >= TELLING_LETTERS)
