"""What a brief is made of and made from, and the few words of its own that it may use. Nothing is written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qualification.conversation import Message
from qualification.decision import Decision
from qualification.facts import Fact, FactKey, FactValue, Text, Timeframe

Describe = Callable[[FactValue], str]
Facts = Mapping[FactKey, Fact]

# How the sentences name a fact.
LABELS: Mapping[FactKey, str] = {
    FactKey.NAME: "name",
    FactKey.EMAIL: "e-mail",
    FactKey.PHONE: "phone",
    FactKey.COMPANY: "company",
    FactKey.ROLE: "role",
    FactKey.TEAM_SIZE: "team size",
    FactKey.BUDGET: "budget",
    FactKey.TIMELINE: "start",
    FactKey.USE_CASE: "use case",
    FactKey.CURRENT_TOOL: "current tool",
    FactKey.COUNTRY: "country",
}
# What a sentence of facts begins with, and the facts that may follow; most important first.
HEADS: Mapping[str, tuple[FactKey, ...]] = {
    "Visitor": (FactKey.NAME, FactKey.ROLE, FactKey.COMPANY, FactKey.COUNTRY),
    "Wants": (FactKey.USE_CASE, FactKey.TEAM_SIZE, FactKey.BUDGET, FactKey.TIMELINE, FactKey.CURRENT_TOOL),
    "Contact": (FactKey.EMAIL, FactKey.PHONE),
}
# What stands before words of the visitor, before pages they were shown, and before what they keep to themselves.
LAST, OPEN, PROBLEM = "Last: ", "Open question: ", "Problem: "
ANSWERED = "Already answered from: "
DECLINED = "Would not say: "
WROTE, WANTED = "ou wrote: ", "ou want this for "


def is_in_words(value: FactValue) -> bool:
    """Whether the value may be cut. Numbers and dates never are: half of them says something else."""
    return isinstance(value, Text) or (isinstance(value, Timeframe) and value.start is None and value.end is None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the messages and facts that it rests on."""

    text: str
    message_numbers: tuple[int, ...] = ()
    fact_keys: tuple[FactKey, ...] = ()

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Brief:
    """What a rep must know before the first word: who and what, what is missing, what is open, what to say first."""

    sentences: tuple[Sentence, ...]
    missing: tuple[FactKey, ...]
    open_question: Sentence | None
    answered: Sentence | None
    opener: Sentence | None

    @property
    def told(self) -> tuple[Sentence, ...]:
        """Every sentence a rep reads."""
        return (*self.sentences, *filter(None, (self.open_question, self.answered, self.opener)))

    @property
    def words(self) -> int:
        """Of the whole brief as it is read, the list of the unknown included."""
        return sum(part.words for part in self.told) + sum(len(LABELS[key].split()) for key in self.missing)


@dataclass(frozen=True, slots=True)
class BriefSource:
    """The rows a brief is made from: facts that hold, all messages, and the decisions in their order."""

    facts: Facts
    messages: Sequence[Message]
    decisions: Sequence[Decision]
    describe: Describe

    @property
    def by_number(self) -> Mapping[int, Message]:
        return {message.number: message for message in self.messages}

    def receipts(self, *keys: FactKey) -> frozenset[int]:
        """The messages at hand that these facts come from; a fact of the CRM or a rep has none."""
        return frozenset(
            message.number
            for message in self.messages
            if any(self.facts[key].message_number == message.number for key in keys)
        )
