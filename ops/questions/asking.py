"""Two ways to question the same prospect: everything there is to ask, and what the product chooses to ask.

The product's way is a conversation with `decide` itself, turn by turn; only the words are left out, as what they are
understood to say is handed in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from ops.questions.population import TODAY, Prospect, Reply, reply
from qualification.conversation import HandoffStatus
from qualification.decide import decide
from qualification.deciding.blend import is_decisive
from qualification.deciding.verdict import Route, prospect
from qualification.decision import Verdict
from qualification.facts import Fact, FactKey, FactSource, FactValue
from qualification.rulebook import Rulebook
from qualification.scoring.score import Band, Behaviour, score
from qualification.state import ConversationState, DialogueState, KnowledgeHit, Misread, TurnSignals
from qualification.understanding import Intent, Understanding

NOW = datetime.combine(TODAY, time(10), UTC)
PAGE = KnowledgeHit("Pricing", "/help/pricing#plans", "Plans start at $49 a month.", 0.9)
# More turns than questions and repetitions could fill.
MOST_TURNS = 60

Known = Mapping[FactKey, FactValue]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a prospect. A way to reach somebody matters for those who go to a rep only."""

    verdict: Verdict
    route: Route
    band: Band
    reachable: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """How a prospect was questioned: what is known now, how often something was asked, what could be asked still."""

    known: Known
    behaviour: Behaviour
    questions: int
    still_open: tuple[FactKey, ...] = ()


def outcome(known: Known, behaviour: Behaviour, rulebook: Rulebook) -> Outcome:
    """By the rules themselves (S1, S2 and the route), without anything of what chooses the questions."""
    found = prospect(known, rulebook)
    band = score(known, behaviour, rulebook.score, TODAY).band
    return Outcome(found.verdict, found.route, band, found.contactable and found.route is Route.REP)


def ask_everything(who: Prospect, rulebook: Rulebook) -> Asked:
    """Every question of the rulebook in its order, but for what is known already."""
    known, questions = _values(who, who.volunteered), 0
    for key in rulebook.questions.order:
        for times in range(1, rulebook.questions.ask_at_most + 1):
            if key in known:
                break
            questions += 1
            said = reply(who, key, times)
            known |= _values(who, said.facts)
            if not said.unreadable:
                break
    behaviour = Behaviour(who.channel, is_decisive(who.page, rulebook.blend.pages), who.own_questions)
    return Asked(known, behaviour, questions)


def ask_by_choice(who: Prospect, rulebook: Rulebook) -> tuple[Asked, ...]:
    """A conversation that lasts until nothing is asked any more: how it stood after every reply without a question.

    The last of these stops is the end; an earlier one was opened again by something that the prospect said unasked.
    """
    talk = _Talk(who, rulebook)
    talk.hear(Intent.ASK_PRICING, who.volunteered)
    for _ in range(1, who.own_questions):
        talk.hear(Intent.ASK_SECURITY)
    for _ in range(MOST_TURNS):
        key = talk.state.dialogue.requested
        if key is None:
            return tuple(talk.stops)
        talk.take(key, reply(who, key, talk.state.dialogue.asked[key]))
    raise RuntimeError(f"Prospect {who.number} is asked without an end.")


class _Talk:
    """The conversation as memory would carry it from turn to turn."""

    def __init__(self, who: Prospect, rulebook: Rulebook) -> None:
        self.who, self.rulebook = who, rulebook
        self.state = ConversationState(who.channel, DialogueState(), {}, HandoffStatus.NONE, page=who.page)
        self.stops: list[Asked] = []

    def hear(self, intent: Intent, keys: Iterable[FactKey] = (), misread: FactKey | None = None) -> None:
        """One turn in which this is understood."""
        number = self.state.dialogue.turn + 1
        signals = TurnSignals(
            message_numbers=(number,),
            understanding=Understanding("", ((intent, 1.0),)),
            learned=tuple(_fact(key, self.who.values[key], number) for key in keys),
            misread=(Misread(misread, ""),) if misread else (),
            hits=(PAGE,),
            reps_available=True,
        )
        decision = decide(self.state, signals, self.rulebook, NOW)
        if decision.bring_in is not None:
            raise RuntimeError(f"Prospect {self.who.number} was brought to a person in the middle: {decision.reason}")
        facts = {**self.state.facts, **{fact.key: fact for fact in decision.learned}}
        self.state = replace(self.state, dialogue=decision.next_dialogue, facts=facts)
        if decision.next_dialogue.requested is None:
            self.stops.append(self._asked())

    def take(self, key: FactKey, said: Reply) -> None:
        """The answer to a question."""
        if said.unreadable:
            self.hear(Intent.INFORM, misread=key)
        elif said.facts:
            self.hear(Intent.INFORM, said.facts)
        else:
            self.hear(Intent.SKIP)

    def _asked(self) -> Asked:
        dialogue, rulebook = self.state.dialogue, self.rulebook
        known = {key: fact.value for key, fact in self.state.facts.items()}
        behaviour = Behaviour(
            self.who.channel, is_decisive(self.who.page, rulebook.blend.pages), dialogue.own_questions
        )
        closed = known.keys() | dialogue.declined
        still_open = (key for key in rulebook.questions.order if key not in closed)
        most = rulebook.questions.ask_at_most
        return Asked(
            known,
            behaviour,
            sum(dialogue.asked.values()),
            tuple(key for key in still_open if dialogue.asked.get(key, 0) < most),
        )


def _values(who: Prospect, keys: Iterable[FactKey]) -> dict[FactKey, FactValue]:
    return {key: who.values[key] for key in keys}


def _fact(key: FactKey, value: FactValue, number: int) -> Fact:
    return Fact(key, value, "", FactSource.MESSAGE, 1.0, NOW, number)
