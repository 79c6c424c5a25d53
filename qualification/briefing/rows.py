"""What stands in the rows of a conversation: last words, what is open, what was shown, what the visitor keeps back."""

from collections.abc import Callable, Iterator, Sequence

from qualification.briefing.brief import BriefSource
from qualification.conversation import Author, Message
from qualification.decision import Cause, Decision, EvidenceKind, Line, Quote
from qualification.facts import FactKey
from qualification.state import DialogueState

# Lines after which a turn's question is still open, and causes that bring a person in because it is.
OPEN_LINES = frozenset({"no_answer", "unclear", "support_open"})
OPEN_CAUSES = frozenset({Cause.POLICY, Cause.UNSOLVED_PROBLEM, Cause.LEGAL, Cause.PRIVACY, Cause.ENGINE_DOWN})
# The signal of the blend that says whether a turn's words were understood; hard rules decide on nothing else.
NOT_UNDERSTOOD = "out_of_scope"


def last_words(source: BriefSource) -> Message | None:
    """The newest words of the visitor; pressing a button is none."""
    spoken = [message for message in source.messages if is_spoken(message)]
    return spoken[-1] if spoken else None


def is_spoken(message: Message) -> bool:
    return message.author is Author.VISITOR and not message.person_requested


def open_turn(source: BriefSource) -> tuple[Message, Decision] | None:
    """The newest words of the visitor that got neither a page nor another settled answer, and what was decided. What
    was said of a problem is settled with the problem."""
    is_solved = False
    for decision in reversed(source.decisions):
        if any(isinstance(piece, Quote) for piece in decision.reply):
            return None
        is_solved = is_solved or not decision.next_dialogue.problem_open
        if is_solved and decision.next_dialogue.problem_open:
            continue
        asked = spoken_in(source, decision)
        if is_left_open(decision) and asked is not None and is_spoken(asked):
            return asked, decision
    return None


def is_left_open(decision: Decision) -> bool:
    return decision.bring_in in OPEN_CAUSES or any(
        isinstance(piece, Line) and piece.key in OPEN_LINES for piece in decision.reply
    )


def is_understood(decision: Decision) -> bool:
    """Whether the turn's words were; what nobody understood is no first word for a rep."""
    heard = [part for part in decision.contributions if part.signal == NOT_UNDERSTOOD]
    return all(part.measured and part.value == 0 for part in heard)


def shown_pages(source: BriefSource) -> list[Message]:
    """The answers that quoted a page."""
    return [message for message in source.messages if message.author is Author.ASSISTANT and message.sources]


def titles(messages: Sequence[Message]) -> str:
    """The pages of these answers, each once."""
    return "; ".join(dict.fromkeys(page.title for message in messages for page in message.sources))


def problem(source: BriefSource) -> Message | None:
    """The words with which the problem that is open came up."""
    if not source.decisions or not source.decisions[-1].next_dialogue.problem_open:
        return None
    return _newest(list(_since(source, lambda dialogue: dialogue.problem_open)))


def declined(source: BriefSource, key: FactKey) -> Message | None:
    """The words with which the visitor kept to themselves what is still not known."""
    if not source.decisions or key in source.facts or key not in source.decisions[-1].next_dialogue.declined:
        return None
    return _newest(list(_since(source, lambda dialogue: key in dialogue.declined)))


def _since(source: BriefSource, holds: Callable[[DialogueState], bool]) -> Iterator[Message]:
    """The words after which something began to hold. What held before the first decision at hand has none."""
    before: Decision | None = None
    for decision in source.decisions:
        dialogue = decision.next_dialogue
        began = not holds(before.next_dialogue) if before else dialogue.turn <= 1
        words = spoken_in(source, decision)
        if holds(dialogue) and began and words is not None:
            yield words
        before = decision


def _newest(found: Sequence[Message]) -> Message | None:
    return found[-1] if found else None


def spoken_in(source: BriefSource, decision: Decision) -> Message | None:
    """The last message that was decided on."""
    refs = (evidence.ref for evidence in decision.evidence if evidence.kind is EvidenceKind.MESSAGE)
    by_number = source.by_number
    asked = [by_number[int(ref)] for ref in refs if ref.isdecimal() and int(ref) in by_number]
    return asked[-1] if asked else None
