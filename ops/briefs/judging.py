"""Judges one brief by what a person wrote down about the conversation. Shares nothing with the code that writes and
checks briefs: it looks for judged words in the text, and whatever is left over was claimed without support."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ops.briefs.conversations import Conversation
from qualification.briefing.brief import Brief, Sentence
from qualification.conversation import Author, Message
from qualification.facts import FactKey

# Written down apart from the labels of the briefs on purpose: whoever judges them must not share their mistakes.
NAMES = {
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
# Half of these is worth nothing, or says something else.
UNCUT = {FactKey.EMAIL, FactKey.PHONE, FactKey.TEAM_SIZE, FactKey.BUDGET, FactKey.TIMELINE}
# What may be left of a brief when all that was judged is taken out of it.
FRAMES = {"", "visitor", "wants", "contact", "last", "problem", "you wrote", "you want this for", "would not say"}
FRAMES |= {"already answered from"}
_QUOTATION = re.compile(r"“([^”]*)”")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a brief claims without support, what a rep does not find in it, and the must-haves that are right."""

    id: str
    unsupported: tuple[str, ...]
    missed: tuple[str, ...]
    must_have: int
    must_have_right: int
    words: int


@dataclass(frozen=True, slots=True)
class Told:
    """A judged conversation with its brief."""

    conversation: Conversation
    messages: tuple[Message, ...]
    brief: Brief

    @property
    def text(self) -> str:
        return "\n".join(_plain(sentence.text) for sentence in self.brief.told)

    @property
    def quotations(self) -> list[str]:
        return _QUOTATION.findall(self.text)

    @property
    def spoken(self) -> dict[int, str]:
        """The visitor's own words, by message."""
        said = (message for message in self.messages if message.author is Author.VISITOR)
        return {message.number: _plain(message.text, quoted=True) for message in said if not message.person_requested}


def judge(told: Told, must_have: tuple[FactKey, ...]) -> Judged:
    judgement = told.conversation.brief
    right = [
        _tells(told, key) and key not in told.brief.missing if key in judgement.tells else key in told.brief.missing
        for key in must_have
    ]
    words = f"{told.text} {' '.join(NAMES[key] for key in told.brief.missing)}".split()
    return Judged(
        told.conversation.id, tuple(_unsupported(told)), tuple(_missed(told)), len(right), sum(right), len(words)
    )


def _unsupported(told: Told) -> Iterator[str]:
    """Each claim that nobody made, in words."""
    known = _plain(" ".join([*told.spoken.values(), *told.conversation.brief.tells.values(), *_pages(told)]))
    numbers = set(_NUMBER.findall(unicodedata.normalize("NFKC", known)))
    for sentence in told.brief.told:
        text = _plain(sentence.text)
        for quotation in _QUOTATION.findall(text):
            if _quoted(told, quotation) is None:
                yield f"nobody said “{quotation}”"
            if text.startswith("Problem") and _quoted(told, quotation) not in told.conversation.brief.finds:
                yield f"that is no open problem: “{quotation}”"
        for number in set(_NUMBER.findall(text)) - numbers:
            yield f"nobody named {number}: {text}"
        left = _left_over(told, sentence)
        if left.casefold() not in FRAMES:
            yield f"not judged to be known: {left!r} in {text}"
        claimed = _QUOTATION.sub("", text)
        for never in told.conversation.brief.never:
            if never in claimed:
                yield f"must never be claimed: {never!r} in {text}"


def _left_over(told: Told, sentence: Sentence) -> str:
    """The sentence without quotations, judged facts under their names, judged pages and declined facts."""
    judgement = told.conversation.brief
    text = _QUOTATION.sub("", _plain(sentence.text))
    for key, value in judgement.tells.items():
        for shown in _forms(key, value):
            text = text.replace(f"{NAMES[key]} {shown}", "").replace(f"this for {shown}?", "this for")
            text = text.removeprefix(f"{shown}, ") if key is FactKey.NAME else text
    for declined in judgement.declined:
        text = text.replace(NAMES[declined], "") if text.startswith("Would not say") else text
    for title in judgement.answered:
        text = text.replace(title, "") if text.startswith("Already answered") else text
    return " ".join(re.sub(r"[,;:.?]", " ", text).split())


def _missed(told: Told) -> Iterator[str]:
    """What a rep must find and does not."""
    judgement, brief = told.conversation.brief, told.brief
    for key in judgement.tells:
        if not _tells(told, key):
            yield f"{key} is not told"
    if set(brief.missing) != set(judgement.unknown):
        yield f"unknown: {sorted(brief.missing)} instead of {sorted(judgement.unknown)}"
    opens = _QUOTATION.findall(_plain(brief.open_question.text)) if brief.open_question else []
    if [_quoted(told, quotation) for quotation in opens] != ([judgement.open] if judgement.open else []):
        yield f"open question: {opens} instead of message {judgement.open}"
    shown = {_quoted(told, quotation) for quotation in told.quotations}
    yield from (f"the words of message {number} are not shown" for number in judgement.finds if number not in shown)
    for head, wanted in (("Already answered from", judgement.answered), ("Would not say", _declined(told))):
        line = next((text for text in told.text.splitlines() if text.startswith(head)), "")
        if any(one not in line for one in wanted) or bool(line) != bool(wanted):
            yield f"{head}: {line!r} instead of {wanted}"
    yield from _opener_missed(told)


def _opener_missed(told: Told) -> Iterator[str]:
    judgement, opener = told.conversation.brief, told.brief.opener
    text = _plain(opener.text) if opener else ""
    name = judgement.tells.get(FactKey.NAME)
    rests_on = "open" if "“" in text else "need" if text else "nothing"
    if rests_on != judgement.opener:
        yield f"the opener rests on {rests_on}: {text!r}"
    if name and text and not any(text.startswith(shown) for shown in _forms(FactKey.NAME, name)):
        yield f"the opener does not name {name}: {text!r}"
    if rests_on == "open" and judgement.open not in {_quoted(told, quoted) for quoted in _QUOTATION.findall(text)}:
        yield f"the opener is about something else: {text!r}"


def _tells(told: Told, key: FactKey) -> bool:
    shown = _forms(key, told.conversation.brief.tells[key])
    lines = _QUOTATION.sub("", told.text)
    return any(
        re.search(rf"(?:: |, ){re.escape(f'{NAMES[key]} {one}')}(?:, |\.?$)", lines, re.MULTILINE) for one in shown
    )


def _declined(told: Told) -> list[str]:
    return [NAMES[key] for key in told.conversation.brief.declined]


def _pages(told: Told) -> list[str]:
    return [page.title for message in told.messages for page in message.sources]


def _quoted(told: Told, quotation: str) -> int | None:
    """The newest message that begins with these words."""
    return next((number for number, text in reversed(told.spoken.items()) if _begins(text, quotation)), None)


def _begins(message: str, quotation: str) -> bool:
    """Whether the quotation is the whole message, or its beginning up to where it says that it was cut."""
    if quotation == message:
        return True
    beginning, rest = quotation.removesuffix("…"), message[len(quotation) - 1 :]
    goes_on = bool(rest) and (rest[0] == " " or " " not in message[: len(beginning) + 1])
    return quotation.endswith("…") and message.startswith(beginning) and goes_on


def _forms(key: FactKey, value: str) -> list[str]:
    """How judged words may be shown: as they are, or a beginning of at least three words with a mark; longest first."""
    words = _plain(value).split()
    if key in UNCUT:
        return [" ".join(words)]
    return [" ".join(words), *(f"{' '.join(words[:count])}…" for count in range(len(words) - 1, 2, -1))]


def _plain(text: str, *, quoted: bool = False) -> str:
    """In one line and one way of writing accents; of words that stand in quotation marks, with single marks inside."""
    for mark in "\u202a\u202b\u202c\u202d\u202e":
        text = text.replace(mark, "")
    if quoted:
        text = text.replace("“", "\u2018").replace("”", "\u2019")
    return "\n".join(" ".join(unicodedata.normalize("NFC", line).split()) for line in [text.replace("\n", " ")])
