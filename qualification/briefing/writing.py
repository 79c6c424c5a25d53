"""Writes the brief and the running summary (M4) from stored facts, messages and decisions alone, for reps. No language
model is needed. Whatever is written here is said only if `verify` keeps it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    Brief,
    BriefSource,
    Sentence,
    is_in_words,
)
from qualification.briefing.quoting import cut, full_stop, tidy
from qualification.briefing.rows import (
    declined,
    is_understood,
    last_words,
    open_turn,
    problem,
    shown_pages,
    titles,
)
from qualification.briefing.verifying import verify
from qualification.facts import FactKey
from qualification.rulebook import HandoffNumbers

ANSWERED_PAGES = 3
# A telephone number as people write it; half of one is worth nothing.
CONTACT_WORDS = 8


@dataclass(frozen=True, slots=True)
class Widths:
    """How many words of a value and of a message are shown."""

    fact: int
    quote: int


WIDE, NARROW = Widths(6, 14), Widths(4, 8)


def write_brief(source: BriefSource, numbers: HandoffNumbers) -> Brief:
    """The brief within its limit of words: first with fewer words of each, then without what matters least."""
    must_have, limit = numbers.must_have, numbers.brief_words
    wide = _brief(source, must_have, WIDE)
    return wide if wide.words <= limit else _shortened(_brief(source, must_have, NARROW), must_have, limit)


def running_summary(source: BriefSource) -> tuple[Sentence, ...]:
    """What is known so far, for pages that show a conversation; of the brief what the newest turn tells."""
    open_question = _open_question(source, WIDE)
    told = [*_of_facts(source, WIDE), *filter(None, (_last(source, WIDE, open_question), _answered(source)))]
    if open_question is not None:
        told.append(replace(open_question, text=f"{OPEN}{open_question.text}"))
    return verify(told, source).kept


def _brief(source: BriefSource, must_have: Sequence[FactKey], widths: Widths) -> Brief:
    open_question = _said(source, _open_question(source, widths))
    told = [*_of_facts(source, widths), _problem(source, widths, open_question), _declined(source)]
    told.append(_last(source, widths, open_question))
    sentences = verify(filter(None, told), source).kept
    return Brief(
        sentences=sentences,
        missing=_missing(sentences, must_have),
        open_question=open_question,
        answered=_said(source, _answered(source)),
        opener=_said(source, _opener(source, widths)),
    )


def _missing(sentences: Sequence[Sentence], must_have: Sequence[FactKey]) -> tuple[FactKey, ...]:
    """Whatever no sentence tells is unknown to who reads it."""
    told = {key for sentence in sentences for key in sentence.fact_keys}
    return tuple(key for key in must_have if key not in told)


def _said(source: BriefSource, sentence: Sentence | None) -> Sentence | None:
    return next(iter(verify([sentence], source).kept), None) if sentence is not None else None


def _of_facts(source: BriefSource, widths: Widths) -> Iterator[Sentence]:
    """Who, what for, how to reach."""
    for head, keys in HEADS.items():
        values = {key: _value(source, key, widths) for key in keys if key in source.facts}
        known = tuple(key for key, value in values.items() if value)
        if known:
            listed = ", ".join(f"{LABELS[key]} {values[key]}" for key in known)
            yield Sentence(f"{head}: {listed}{full_stop(listed)}", tuple(sorted(source.receipts(*known))), known)


def _value(source: BriefSource, key: FactKey, widths: Widths) -> str:
    """The fact in words."""
    value = source.facts[key].value
    words = source.describe(value)
    if not is_in_words(value):
        return tidy(words)
    return cut(words, CONTACT_WORDS if key in HEADS["Contact"] else widths.fact)


def _last(source: BriefSource, widths: Widths, open_question: Sentence | None) -> Sentence | None:
    """The visitor's last words, unless they are the open question itself."""
    last = last_words(source)
    if last is None or (open_question is not None and open_question.message_numbers == (last.number,)):
        return None
    return Sentence(f"{LAST}“{cut(last.text, widths.quote)}”", (last.number,))


def _problem(source: BriefSource, widths: Widths, open_question: Sentence | None) -> Sentence | None:
    """How the visitor told the problem; what they wrote since may be no more than that it is still there."""
    told = problem(source)
    last = last_words(source)
    shown = {*(open_question.message_numbers if open_question else ()), last.number if last else 0}
    if told is None or told.number in shown:
        return None
    return Sentence(f"{PROBLEM}“{cut(told.text, widths.quote)}”", (told.number,))


def _declined(source: BriefSource) -> Sentence | None:
    """What the visitor did not want to say, so that nobody asks again."""
    words = {key: declined(source, key) for key in FactKey}
    found = {key: message.number for key, message in words.items() if message is not None}
    if not found:
        return None
    return Sentence(f"{DECLINED}{', '.join(LABELS[key] for key in found)}.", tuple(sorted(set(found.values()))))


def _open_question(source: BriefSource, widths: Widths) -> Sentence | None:
    found = open_turn(source)
    return Sentence(f"“{cut(found[0].text, widths.quote)}”", (found[0].number,)) if found else None


def _answered(source: BriefSource) -> Sentence | None:
    """Which pages the visitor was shown, newest first; not to be told again."""
    newest = shown_pages(source)[-ANSWERED_PAGES:][::-1]
    return Sentence(f"{ANSWERED}{titles(newest)}.", tuple(message.number for message in newest)) if newest else None


def _opener(source: BriefSource, widths: Widths) -> Sentence | None:
    """First words for the rep: the visitor's name and what is open, or what they want it for."""
    name = _value(source, FactKey.NAME, widths) if FactKey.NAME in source.facts else ""
    start, keys = (f"{name}, y", (FactKey.NAME,)) if name else ("Y", ())
    found = open_turn(source)
    if found is not None and is_understood(found[1]):
        numbers = source.receipts(*keys) | {found[0].number}
        return Sentence(f"{start}{WROTE}“{cut(found[0].text, widths.quote)}”", tuple(sorted(numbers)), keys)
    need = _value(source, FactKey.USE_CASE, widths) if FactKey.USE_CASE in source.facts else ""
    if not need:
        return None
    told = (*keys, FactKey.USE_CASE)
    return Sentence(f"{start}{WANTED}{need}?", tuple(sorted(source.receipts(*told))), told)


def _shortened(brief: Brief, must_have: Sequence[FactKey], limit: int) -> Brief:
    """Within the limit; first goes what can be read in the conversation, last what is known of the visitor."""
    if brief.words > limit:
        brief = replace(brief, answered=None)
    if brief.words > limit:
        brief = replace(brief, opener=None)
    if brief.words > limit:
        brief = replace(brief, open_question=None)
    while brief.words > limit and brief.sentences:
        fewer = brief.sentences[:-1]
        brief = replace(brief, sentences=fewer, missing=_missing(fewer, must_have))
    return brief
