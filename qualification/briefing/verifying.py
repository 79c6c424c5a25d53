"""Removes what a brief may not say (M4): a sentence stays only if all of it stands in the rows that it names.

It reads the text, not how the text came about, so it may be given anybody's sentences. A brief speaks in a closed set
of forms; in each of them every word is either the form's own or a fact's, a page's or the visitor's. So nothing can be
denied, swapped, added or put together that the rows do not say. Sentences are never changed and keep their order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qualification.briefing.brief import (
    ANSWERED,
    DECLINED,
    HEADS,
    LABELS,
    LAST,
    OPEN,
    PROBLEM,
    WANTED,
    WROTE,
    BriefSource,
    Sentence,
    is_in_words,
)
from qualification.briefing.quoting import CUT, full_stop, is_cut_of, tidy
from qualification.briefing.rows import (
    declined,
    is_spoken,
    last_words,
    open_turn,
    problem,
    shown_pages,
    titles,
)
from qualification.facts import FactKey


class Flaw(StrEnum):
    """Why a sentence fell."""

    NO_SUPPORT = "it names neither a message nor a fact"
    NO_SUCH_ROW = "it names a message or a fact that is not there"
    OTHER_MESSAGES = "it names other messages than those that it rests on"
    NOT_SAID = "it says what the rows that it names do not say"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A sentence that was removed, and why."""

    sentence: Sentence
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences that may be said, as they were given, and the others."""

    kept: tuple[Sentence, ...]
    fallen: tuple[Fallen, ...]


def verify(sentences: Iterable[Sentence], source: BriefSource) -> Verified:
    """Part the sentences by whether all that they say stands in what they rest on."""
    kept: list[Sentence] = []
    fallen: list[Fallen] = []
    for sentence in sentences:
        flaw = _flaw(sentence, source)
        if flaw is None:
            kept.append(sentence)
        else:
            fallen.append(Fallen(sentence, flaw))
    return Verified(tuple(kept), tuple(fallen))


def _flaw(sentence: Sentence, source: BriefSource) -> Flaw | None:
    numbers, keys = sentence.message_numbers, sentence.fact_keys
    if not (numbers or keys):
        return Flaw.NO_SUPPORT
    if not source.by_number.keys() >= set(numbers) or not source.facts.keys() >= set(keys):
        return Flaw.NO_SUCH_ROW
    rests_on = [found for found in _readings(sentence, source) if found is not None]
    if not rests_on:
        return Flaw.NOT_SAID
    exact = len(set(numbers)) == len(numbers) and any(found == set(numbers) for found in rests_on)
    return None if exact else Flaw.OTHER_MESSAGES


def _readings(sentence: Sentence, source: BriefSource) -> Iterator[frozenset[int] | None]:
    """By each form: the messages that the sentence rests on if it is true in that form."""
    yield _facts(sentence, source)
    yield _quotation(sentence, source)
    yield _pages(sentence, source)
    yield _kept_back(sentence, source)
    yield _opener(sentence, source)


def _facts(sentence: Sentence, source: BriefSource) -> frozenset[int] | None:
    """Visitor: name Dana, company Acme."""
    head, _, claims = sentence.text.partition(": ")
    keys = sentence.fact_keys
    if not keys or not set(keys) <= set(HEADS.get(head, ())) or not _claims(claims, keys, source):
        return None
    return source.receipts(*keys)


def _claims(text: str, keys: Sequence[FactKey], source: BriefSource) -> bool:
    """Whether the text is each fact under its own label, in this order, and a full stop."""
    label = f"{LABELS[keys[0]]} "
    if not text.startswith(label):
        return False
    rests = _rests(text.removeprefix(label), keys[0], source)
    if len(keys) == 1:
        return any(rest == full_stop(text.removesuffix(rest)) for rest in rests)
    return any(rest.startswith(", ") and _claims(rest[2:], keys[1:], source) for rest in rests)


def _rests(text: str, key: FactKey, source: BriefSource) -> list[str]:
    """What follows the value with which the text begins; more than one where the value may have been cut."""
    known = source.facts[key].value
    value = tidy(source.describe(known))
    rests = [text.removeprefix(value)] if value and text.startswith(value) else []
    if is_in_words(known):
        ends = [place for place, mark in enumerate(text[: len(value) + 1], start=1) if mark == CUT]
        rests += [text[end:] for end in ends if text[:end] != value and is_cut_of(text[:end], value)]
    return rests


def _quotation(sentence: Sentence, source: BriefSource) -> frozenset[int] | None:
    """Last: “Can you sign our DPA today?”"""
    for head in (LAST, OPEN, PROBLEM, ""):
        if sentence.fact_keys or len(sentence.message_numbers) != 1 or not sentence.text.startswith(f"{head}“"):
            continue
        number = sentence.message_numbers[0]
        if _quotes(sentence.text.removeprefix(head), number, source) and _may_stand_behind(head, number, source):
            return frozenset({number})
    return None


def _quotes(text: str, number: int, source: BriefSource) -> bool:
    """Whether this is a quotation of that one message of the visitor, from its beginning on."""
    message = source.by_number[number]
    quoted = len(text) > len("“”") and text[0] == "“" and text[-1] == "”"
    return quoted and is_spoken(message) and is_cut_of(text[1:-1], message.text)


def _may_stand_behind(head: str, number: int, source: BriefSource) -> bool:
    """Whether the words are what the head calls them."""
    if head == OPEN:
        found = open_turn(source)
        return found is not None and found[0].number == number
    if head in {LAST, PROBLEM}:
        words = last_words(source) if head == LAST else problem(source)
        return words is not None and words.number == number
    return True


def _pages(sentence: Sentence, source: BriefSource) -> frozenset[int] | None:
    """Already answered from: Pricing; Security."""
    answers = {message.number: message for message in shown_pages(source)}
    if sentence.fact_keys or not answers.keys() >= set(sentence.message_numbers):
        return None
    told = titles([answers[number] for number in sentence.message_numbers])
    return frozenset(sentence.message_numbers) if sentence.text == f"{ANSWERED}{told}." else None


def _kept_back(sentence: Sentence, source: BriefSource) -> frozenset[int] | None:
    """Would not say: budget, phone."""
    keys = {label: key for key, label in LABELS.items()}
    told = sentence.text.removeprefix(DECLINED).removesuffix(".").split(", ")
    if sentence.text != f"{DECLINED}{', '.join(told)}." or sentence.fact_keys or not set(told) <= keys.keys():
        return None
    words = [declined(source, keys[label]) for label in told]
    return frozenset(message.number for message in words if message) if all(words) else None


def _opener(sentence: Sentence, source: BriefSource) -> frozenset[int] | None:
    """Dana, you wrote: “Can you sign our DPA today?”"""
    named = FactKey.NAME in sentence.fact_keys
    greeted = _rests(sentence.text, FactKey.NAME, source) if named else [sentence.text]
    start = ", y" if named else "Y"
    for rest in greeted:
        found = _addressed(rest.removeprefix(start), sentence, source) if rest.startswith(start) else None
        if found is not None:
            return found | source.receipts(*sentence.fact_keys)
    return None


def _addressed(text: str, sentence: Sentence, source: BriefSource) -> frozenset[int] | None:
    """What a rep would say to the visitor of their own words or of their need."""
    others = [key for key in sentence.fact_keys if key is not FactKey.NAME]
    if others == [FactKey.USE_CASE] and text.startswith(WANTED):
        return frozenset() if "?" in _rests(text.removeprefix(WANTED), FactKey.USE_CASE, source) else None
    if others or not text.startswith(WROTE):
        return None
    quoted = [number for number in sentence.message_numbers if _quotes(text.removeprefix(WROTE), number, source)]
    return frozenset(quoted[-1:]) if quoted else None
