"""The running summary and the brief of a handoff (M4), made from stored facts, messages and decisions alone. Every
sentence names what it rests on; `verify` drops any that says more. Written for reps; no language model is needed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualification.conversation import Author, Message
from qualification.decision import Cause, Decision, EvidenceKind, Line, Quote
from qualification.facts import Fact, FactKey, FactValue
from qualification.rulebook import Rulebook

Describe = Callable[[FactValue], str]
Facts = Mapping[FactKey, Fact]

# How the sentences name a fact; together with `FRAME` all words that may stand in a brief without support.
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
WHO = (FactKey.NAME, FactKey.ROLE, FactKey.COMPANY, FactKey.COUNTRY)
NEED = (FactKey.USE_CASE, FactKey.TEAM_SIZE, FactKey.BUDGET, FactKey.TIMELINE, FactKey.CURRENT_TOOL)
CONTACT = (FactKey.EMAIL, FactKey.PHONE)
FRAME = frozenset({"visitor", "wants", "want", "contact", "last", "open", "question", "already", "answered", "from"})
FRAME |= {"you", "asked", "this", "for"}
WORD = re.compile(r"\w+")
QUOTED = re.compile(r"“([^”]*)”")
QUOTED_WORDS = 14
FACT_WORDS = 6
ANSWERED_PAGES = 3
# Lines after which a turn's question is still open, and causes that bring a person in because it is.
OPEN_LINES = frozenset({"no_answer", "unclear", "support_open"})
# The signal of the blend that says whether a turn's words were understood; hard rules decide on nothing else.
NOT_UNDERSTOOD = "out_of_scope"
OPEN_CAUSES = frozenset({Cause.POLICY, Cause.UNSOLVED_PROBLEM, Cause.LEGAL, Cause.PRIVACY, Cause.ENGINE_DOWN})


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
    def words(self) -> int:
        """Of the whole brief as it is read, the list of the unknown included."""
        parts = [*self.sentences, *filter(None, (self.open_question, self.answered, self.opener))]
        return sum(part.words for part in parts) + sum(len(LABELS[key].split()) for key in self.missing)


@dataclass(frozen=True, slots=True)
class BriefSource:
    """The rows a brief is made from: facts that hold, all messages, and the decisions in their order."""

    facts: Facts
    messages: Sequence[Message]
    decisions: Sequence[Decision]
    describe: Describe


def write_brief(source: BriefSource, rulebook: Rulebook) -> Brief:
    """The brief within its limit of words; what matters least is left out first."""
    missing = tuple(key for key in rulebook.handoff.must_have if key not in source.facts)
    open_question = _kept(source, _open_question(source))
    told = [sentence for sentence in _sentences(source) if not _repeats(sentence, open_question)]
    draft = Brief(
        sentences=verify(told, source),
        missing=missing,
        open_question=open_question,
        answered=_kept(source, _answered(source)),
        opener=_kept(source, _opener(source, open_question if _is_understood(source) else None)),
    )
    return _shortened(draft, rulebook.handoff.brief_words)


def _repeats(sentence: Sentence, open_question: Sentence | None) -> bool:
    """Whether the last words are the open question itself."""
    if open_question is None or sentence.fact_keys:
        return False
    return sentence.message_numbers == open_question.message_numbers


def running_summary(source: BriefSource) -> tuple[Sentence, ...]:
    """What is known so far, for pages that show a conversation; the same sentences as in the brief."""
    open_question = _open_question(source)
    told = [sentence for sentence in _sentences(source) if not _repeats(sentence, open_question)]
    if open_question is not None:
        open_question = replace(open_question, text=f"Open question: {open_question.text}")
    return verify([*told, *filter(None, (_answered(source), open_question))], source)


def verify(sentences: Iterable[Sentence], source: BriefSource) -> tuple[Sentence, ...]:
    """Only those sentences of which every word and every quotation stands in what they rest on (M4)."""
    by_number = {message.number: message for message in source.messages}
    return tuple(sentence for sentence in sentences if _is_supported(sentence, source, by_number))


def _is_supported(sentence: Sentence, source: BriefSource, by_number: Mapping[int, Message]) -> bool:
    if not (sentence.message_numbers or sentence.fact_keys):
        return False
    if not set(sentence.message_numbers) <= by_number.keys() or not set(sentence.fact_keys) <= source.facts.keys():
        return False
    messages = [by_number[number] for number in sentence.message_numbers]
    if any(_plain(words) not in _plain(_all(messages)) for words in QUOTED.findall(sentence.text)):
        return False
    return _words(sentence.text) <= FRAME | _supported_words(sentence, source, messages)


def _supported_words(sentence: Sentence, source: BriefSource, messages: Sequence[Message]) -> frozenset[str]:
    words = set(_words(_all(messages)))
    for key in sentence.fact_keys:
        words |= _words(LABELS[key]) | _words(source.describe(source.facts[key].value))
    return frozenset(words)


def _all(messages: Iterable[Message]) -> str:
    return " \n ".join(" ".join([message.text, *(page.title for page in message.sources)]) for message in messages)


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold()))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sentences(source: BriefSource) -> Iterator[Sentence]:
    """Who, what for, how to reach, the last words; most important first."""
    yield from _listed(source, "Visitor", WHO)
    yield from _listed(source, "Wants", NEED)
    yield from _listed(source, "Contact", CONTACT)
    last = _last_words(source)
    if last is not None:
        yield Sentence(f"Last: “{_cut(last.text, QUOTED_WORDS)}”", (last.number,))


def _listed(source: BriefSource, head: str, keys: Sequence[FactKey]) -> Iterator[Sentence]:
    known = tuple(key for key in keys if key in source.facts)
    if known:
        listed = ", ".join(
            f"{LABELS[key]} {_cut(source.describe(source.facts[key].value), FACT_WORDS)}" for key in known
        )
        numbers = {source.facts[key].message_number for key in known}
        yield Sentence(f"{head}: {listed}.", tuple(sorted(number for number in numbers if number)), known)


def _last_words(source: BriefSource) -> Message | None:
    spoken = [
        message for message in source.messages if message.author is Author.VISITOR and not message.person_requested
    ]
    return spoken[-1] if spoken else None


def _open_question(source: BriefSource) -> Sentence | None:
    """The newest words of the visitor that got neither a page nor another settled answer."""
    found = _open_turn(source)
    return Sentence(f"“{_cut(found[0].text, QUOTED_WORDS)}”", (found[0].number,)) if found else None


def _open_turn(source: BriefSource) -> tuple[Message, Decision] | None:
    by_number = {message.number: message for message in source.messages}
    for decision in reversed(source.decisions):
        if any(isinstance(piece, Quote) for piece in decision.reply):
            return None
        asked = [by_number[number] for number in _numbers(decision) if number in by_number]
        if _left_open(decision) and asked and not asked[-1].person_requested:
            return asked[-1], decision
    return None


def _is_understood(source: BriefSource) -> bool:
    """Whether the open question is one: words that nobody understood are no first words for a rep."""
    found = _open_turn(source)
    if found is None:
        return False
    heard = [part for part in found[1].contributions if part.signal == NOT_UNDERSTOOD]
    return all(part.measured and part.value == 0 for part in heard)


def _left_open(decision: Decision) -> bool:
    return decision.bring_in in OPEN_CAUSES or any(
        isinstance(piece, Line) and piece.key in OPEN_LINES for piece in decision.reply
    )


def _numbers(decision: Decision) -> tuple[int, ...]:
    refs = (evidence.ref for evidence in decision.evidence if evidence.kind is EvidenceKind.MESSAGE)
    return tuple(int(ref) for ref in refs if ref.isdecimal())


def _answered(source: BriefSource) -> Sentence | None:
    """Which pages the visitor was shown, newest first; not to be told again."""
    shown = [message for message in source.messages if message.author is Author.ASSISTANT and message.sources]
    newest = shown[-ANSWERED_PAGES:][::-1]
    if not newest:
        return None
    titles = dict.fromkeys(page.title for message in newest for page in message.sources)
    return Sentence(f"Already answered from: {'; '.join(titles)}.", tuple(message.number for message in newest))


def _opener(source: BriefSource, open_question: Sentence | None) -> Sentence | None:
    """First words for the rep: the visitor's name and what is open, or what they want it for."""
    name = source.facts.get(FactKey.NAME)
    greeting = f"{_cut(source.describe(name.value), FACT_WORDS)}, you" if name else "You"
    keys = (FactKey.NAME,) if name else ()
    if open_question is not None:
        quoted = QUOTED.findall(open_question.text)[0]
        return Sentence(f"{greeting} asked: “{quoted}”", open_question.message_numbers, keys)
    need = source.facts.get(FactKey.USE_CASE)
    if need is None:
        return None
    wanted = _cut(source.describe(need.value), FACT_WORDS)
    return Sentence(f"{greeting} want this for {wanted}?", (), (*keys, FactKey.USE_CASE))


def _shortened(brief: Brief, limit: int) -> Brief:
    """Within the limit; first goes what can be read in the conversation, last what is known of the visitor."""
    if brief.words > limit:
        brief = replace(brief, answered=None)
    if brief.words > limit:
        brief = replace(brief, opener=None)
    if brief.words > limit:
        brief = replace(brief, open_question=None)
    while brief.words > limit and brief.sentences:
        brief = replace(brief, sentences=brief.sentences[:-1])
    return brief


def _cut(text: str, words: int) -> str:
    """The beginning, in one line and without a mark at the end, so that it still stands in its source."""
    return " ".join(text.split()[:words])


def _kept(source: BriefSource, sentence: Sentence | None) -> Sentence | None:
    return next(iter(verify([sentence], source)), None) if sentence is not None else None
