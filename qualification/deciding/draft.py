"""A decision in the making. A draft has one place for a question and no more, so no reply can ask two things (D5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qualification.deciding.turn import Turn
from qualification.decision import Cause, Line, OpenTicket, Outcome, Piece, Question, Quote, SolveTicket
from qualification.facts import Fact, FactKey
from qualification.state import DialogueState, KnowledgeHit, Pending


@dataclass(frozen=True, slots=True)
class Draft:
    """What one kind of turn wants to say and remember.

    `content` asks nothing; `asks` is the one question of the reply, or an asking line. A `final` draft is not touched
    by the blend and gets no further question; one that `advances` may be followed by a new question, any other only by
    the one that is open already. `shown` are facts that the content repeats. `outcome` is None while it follows from
    what the reply says; `confidence` is None while it is that of the understanding.
    """

    reason: str
    rules: tuple[str, ...]
    dialogue: DialogueState
    content: tuple[Piece, ...] = ()
    asks: Line | Question | None = None
    outcome: Outcome | None = None
    bring_in: Cause | None = None
    ticket: OpenTicket | SolveTicket | None = None
    send_code_to: str | None = None
    source: str = "dialogue"
    final: bool = False
    advances: bool = False
    acknowledges: bool = True
    shown: frozenset[FactKey] = frozenset()
    confidence: float | None = None

    def because(self, reason: str, *rules: str) -> "Draft":
        """The same draft with one more reason and the rules it rests on."""
        return replace(self, reason=f"{self.reason} {reason}", rules=self.rules + rules)

    @property
    def hit(self) -> KnowledgeHit | None:
        """The page section that the draft quotes."""
        return next((piece.hit for piece in self.content if isinstance(piece, Quote)), None)


def ask_fact(draft: Draft, key: FactKey, pending: Pending | None = None, line: str | None = None) -> Draft:
    """Puts a question, in the words of `line` where that already asks it, and remembers that it was put."""
    dialogue = draft.dialogue
    times = dialogue.asked.get(key, 0)
    opened = replace(dialogue, requested=key, resumed=0, pending=pending, asked={**dialogue.asked, key: times + 1})
    return replace(draft, asks=Line(line) if line else Question(key, again=times > 0), dialogue=opened)


def may_ask(turn: Turn, dialogue: DialogueState, key: FactKey) -> bool:
    """D6: never what is known, what was declined, or what was asked often enough."""
    times = dialogue.asked.get(key, 0)
    return not turn.knows(key) and key not in dialogue.declined and times < turn.rulebook.questions.ask_at_most


def may_resume(turn: Turn, dialogue: DialogueState) -> bool:
    """Whether the open question may be repeated after a side question; not for ever, that would be nagging."""
    return dialogue.requested is not None and dialogue.resumed < turn.rulebook.questions.resume_at_most


def resume(draft: Draft) -> Draft:
    """Repeats the open question."""
    key = draft.dialogue.requested
    if key is None:
        return draft
    dialogue = replace(draft.dialogue, resumed=draft.dialogue.resumed + 1)
    return replace(draft, asks=Question(key), dialogue=dialogue)


def offer_person(draft: Draft, line: str = "handoff_offer") -> Draft:
    """Asks whether a person should take over; the question that was open is set aside."""
    dialogue = replace(drop_question(draft.dialogue), pending=Pending.HANDOFF_OFFER)
    return replace(draft, asks=Line(line), dialogue=dialogue)


def drop_question(dialogue: DialogueState) -> DialogueState:
    """No question is open any more."""
    return replace(dialogue, requested=None, resumed=0, pending=None)


def decline(dialogue: DialogueState, key: FactKey) -> DialogueState:
    """The visitor does not want to say this; it is never asked again."""
    return replace(drop_question(dialogue), declined=dialogue.declined | {key})


def fact_line(prefix: str, fact: Fact) -> Line:
    """A line that repeats a fact in its understood form."""
    return Line(f"{prefix}.{fact.key}", facts=(fact,))


def acknowledgements(turn: Turn, shown: Iterable[FactKey]) -> tuple[Line, ...]:
    """Corrections first, then what is new; each value once (D7), and not more of them than one wants to read."""
    hidden = frozenset(shown)
    lines = [fact_line("corrected", fact) for fact in turn.corrected if fact.key not in hidden]
    lines += [fact_line("ack", fact) for fact in turn.learned if fact.key not in hidden]
    return tuple(lines[: turn.rulebook.questions.acknowledge_at_most])
