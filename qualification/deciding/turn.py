"""One turn made ready for deciding: the intent as far as it can be trusted, what the words added to the facts, the
page that answers. Reads only; every judgement about what to do stands in the other modules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from unicodedata import category

from qualification.conversation import IN_QUEUE, Channel, HandoffStatus
from qualification.facts import Fact, FactKey, FactSource, FactValue, Text, Timeframe
from qualification.rulebook import Knowledge, Rulebook
from qualification.state import CodeCheck, ConversationState, DialogueState, KnowledgeHit, Pending, TurnSignals
from qualification.understanding import SALES_INTENTS, STATEMENTS, SUPPORT_INTENTS, Intent

# Of Unicode: punctuation, and symbols that are no pictures.
SIGNS = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk"})
# Words of these turns are no statement about the visitor: an instruction, an insult or a cry teaches no fact.
TEACHES_NOTHING = frozenset({Intent.INSTRUCT_BOT, Intent.ABUSE, Intent.SELF_HARM})
REFUSALS = frozenset({Intent.DENY, Intent.SKIP, Intent.STOP_QUESTIONS})


@dataclass(frozen=True, slots=True)
class Turn:
    """Inputs of `decide`, read once. `facts` are those that hold after the turn's own words.

    `intent` is None when nothing was understood well enough; `learned` and `corrected` are the turn's news, `repeated`
    what was known already.
    """

    state: ConversationState
    signals: TurnSignals
    rulebook: Rulebook
    now: datetime
    intent: Intent | None
    facts: Mapping[FactKey, Fact]
    learned: tuple[Fact, ...]
    corrected: tuple[Fact, ...]
    repeated: tuple[Fact, ...]
    hit: KnowledgeHit | None

    @property
    def dialogue(self) -> DialogueState:
        return self.state.dialogue

    @property
    def text(self) -> str:
        """The turn's words; empty while nothing understands them."""
        return self.signals.understanding.text if self.signals.understanding else ""

    @property
    def news(self) -> tuple[Fact, ...]:
        return self.corrected + self.learned

    @property
    def stated(self) -> frozenset[FactKey]:
        """The keys of every fact that the turn's words state, new or not."""
        return frozenset(fact.key for fact in (*self.learned, *self.corrected, *self.repeated))

    @property
    def is_sales(self) -> bool:
        return self.intent in SALES_INTENTS

    @property
    def is_support(self) -> bool:
        return self.intent in SUPPORT_INTENTS

    @property
    def on_support_channel(self) -> bool:
        return self.state.channel is Channel.SUPPORT

    @property
    def person_is_coming(self) -> bool:
        """A handoff waits, answered or not: no other is offered and no sales question is asked meanwhile."""
        return self.state.handoff in IN_QUEUE

    @property
    def rep_speaks(self) -> bool:
        return self.state.handoff is HandoffStatus.ACCEPTED

    def knows(self, key: FactKey) -> bool:
        return key in self.facts

    def raw_intent_is(self, intent: Intent, threshold: float) -> bool:
        """Whether the best intent is this one from `threshold` on, which may lie below the border of scope."""
        understanding = self.signals.understanding
        return understanding is not None and understanding.intent is intent and understanding.confidence >= threshold

    def says_somewhere(self, intent: Intent, threshold: float) -> bool:
        """Whether one sentence means this from `threshold` on, whatever the others are about: a cry for help or a wish
        for a person must not drown in a long story."""
        understanding = self.signals.understanding
        sentences = understanding.sentences if understanding else ()
        return any(reading is intent and confidence >= threshold for reading, confidence in sentences)

    def may_mean(self, intent: Intent, threshold: float) -> bool:
        """Whether this intent is among the readings from `threshold` on, be it the best one or not."""
        understanding = self.signals.understanding
        ranking = understanding.ranking if understanding else ()
        return any(reading is intent and confidence >= threshold for reading, confidence in ranking)


def read_turn(state: ConversationState, signals: TurnSignals, rulebook: Rulebook, now: datetime) -> Turn:
    """The turn as the deciding modules see it."""
    signals = without_guesses(signals, state.dialogue.requested, rulebook)
    intent = trusted_intent(signals, rulebook)
    # What was told earlier is taught by the proof of the address, not by these words.
    proven, teaches = signals.code_check is CodeCheck.RIGHT, intent not in TEACHES_NOTHING
    teaching = [one for one in signals.learned if (proven if one.source is FactSource.EARLIER else teaches)]
    teaching = [one for one in teaching if not _is_mentioned(one, state, signals, rulebook)]
    stated = {fact.key: fact for fact in (*teaching, *_confirmed(state, intent))}
    known = state.facts
    learned = tuple(fact for key, fact in stated.items() if key not in known)
    corrected = tuple(fact for key, fact in stated.items() if key in known and differs(known[key].value, fact.value))
    repeated = tuple(fact for key, fact in stated.items() if key in known and not differs(known[key].value, fact.value))
    return Turn(
        state=state,
        signals=signals,
        rulebook=rulebook,
        now=now,
        intent=intent,
        facts={**known, **{fact.key: fact for fact in (*learned, *corrected)}},
        learned=learned,
        corrected=corrected,
        repeated=repeated,
        hit=best_hit(signals, rulebook, intent),
    )


def _is_mentioned(fact: Fact, state: ConversationState, signals: TurnSignals, rulebook: Rulebook) -> bool:
    """An address in words about something else, which would take the place of the visitor's own ("what did dana@… tell
    you?"). The first one is kept whatever it stands in: losing it would lose the lead."""
    known, heard = state.facts.get(FactKey.EMAIL), signals.understanding
    if fact.key is not FactKey.EMAIL or fact.source is FactSource.EARLIER or known is None or heard is None:
        return False
    told = heard.intent in STATEMENTS and heard.confidence >= rulebook.confidences.in_scope and "?" not in heard.text
    return state.dialogue.requested is not FactKey.EMAIL and not told


def _confirmed(state: ConversationState, intent: Intent | None) -> tuple[Fact, ...]:
    """The facts of a signature, once the visitor has said yes to them."""
    asked = state.dialogue.pending is Pending.SIGNATURE
    return state.dialogue.signed if asked and intent is Intent.AFFIRM else ()


def trusted_intent(signals: TurnSignals, rulebook: Rulebook) -> Intent | None:
    """The best intent if it lies in scope; a bare statement of facts counts as `inform` even when it does not."""
    understanding = signals.understanding
    if understanding is None or _says_nothing(understanding.text):
        return None
    if understanding.confidence >= rulebook.confidences.in_scope:
        return understanding.intent
    return Intent.INFORM if signals.learned or signals.misread else None


def _says_nothing(text: str) -> bool:
    """Signs alone ("." or "*"), which are no yes and no no; a face or a question mark says something."""
    return (
        bool(text.strip()) and "?" not in text and all(category(sign) in SIGNS for sign in text if not sign.isspace())
    )


def without_guesses(signals: TurnSignals, requested: FactKey | None, rulebook: Rulebook) -> TurnSignals:
    """The signals without facts that nobody asked for and that are unsure in words which were not understood either:
    a name picked out of a foreign language or of an order to the machine (D12)."""
    heard, numbers = signals.understanding, rulebook.confidences
    if heard is None or heard.confidence >= numbers.in_scope:
        return signals
    sure = tuple(fact for fact in signals.learned if fact.key == requested or fact.confidence >= numbers.unasked_fact)
    return replace(signals, learned=sure)


def best_hit(signals: TurnSignals, rulebook: Rulebook, intent: Intent | None) -> KnowledgeHit | None:
    """The best page section that is good enough to be quoted."""
    good = [hit for hit in signals.hits if hit.score >= _least_score(hit, rulebook.knowledge, intent)]
    return max(good, key=lambda hit: hit.score, default=None)


def _least_score(hit: KnowledgeHit, numbers: Knowledge, intent: Intent | None) -> float:
    """Words and meaning agree on a page that is about what was asked: then the words may be further away."""
    if intent is None:
        return numbers.answer_not_understood_from
    page = hit.url.rpartition("/")[2].partition("#")[0]
    return numbers.answer_agreed_from if page in numbers.pages_about.get(intent, ()) else numbers.answer_from


def differs(known: FactValue, given: FactValue) -> bool:
    """Whether a newly given value says something else than the known one; spelling alone does not."""
    match known, given:
        case Text(), Text():
            return _plain(known.text) != _plain(given.text)
        case Timeframe(), Timeframe():
            return (known.start, known.end, known.at) != (given.start, given.end, given.at)
        case _:
            return known != given


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
