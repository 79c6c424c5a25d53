"""Turns a decision's pieces into the words of one message. It adds no thought of its own: every text comes from the
reply files or from a knowledge page, and the announcement of a handoff needs the committed handoff itself (D9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from actions.languages.figures import amount, country, number
from actions.replies import Replies
from actions.waiting.hours import Back
from memory.contract import Handoff, NewMessage
from memory.tickets.contract import Ticket
from qualification.conversation import Author, HandoffStatus, Source
from qualification.decision import Line, Piece, Question, Quote
from qualification.facts import Fact, FactKey, FactValue, Headcount, Money, Period, Text, Timeframe

# Lines that lead over to the question after them, and lines that are a question of their own.
QUESTION_OPENERS = frozenset({"repeat_question", "unclear_question"})
OFFERS = frozenset(
    {"handoff_offer", "demo_needs_email", "upgrade_offer", "returning_ask_email", "verify_offer", "signature_offer"}
)
# Lines that list facts of any kind, each by its name.
LISTS = frozenset({"known_so_far"})
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Voice:
    """How one turn speaks: the language, and the seed that picks among variants."""

    replies: Replies
    locale: str
    seed: str

    def say(self, key: str, **values: str) -> str:
        return self.replies.say(key, self.locale, seed=self.seed, values=values)

    def choices(self, key: str) -> tuple[str, ...]:
        return self.replies.choices(key, self.locale)

    def label(self, key: FactKey) -> str:
        """The fact's name as reps read it."""
        return self.say(f"label.{key.value}")

    def describe(self, value: FactValue) -> str:
        """The value in its understood form: "40 people", "$500 a month", "by 31 December 2026"."""
        match value:
            case Text(text):
                return text
            case Headcount(low, high):
                return self._range(
                    "value.people", number(low, self.locale), None if high is None else number(high, self.locale)
                )
            case Money():
                return self._money(value)
            case Timeframe():
                return self._time(value)
            case _:
                assert_never(value)

    def describe_fact(self, fact: Fact) -> str:
        """The fact's value, for the visitor: countries are kept by their English names."""
        if fact.key is FactKey.COUNTRY and isinstance(fact.value, Text):
            return country(fact.value.text, self.locale)
        return self.describe(fact.value)

    def _range(self, key: str, low: str, high: str | None) -> str:
        if high is None:
            return self.say(f"{key}.from", low=low)
        return self.say(f"{key}.exact", low=low) if low == high else self.say(f"{key}.range", low=low, high=high)

    def _money(self, money: Money) -> str:
        low, high = (
            None if edge is None else amount(edge, money.currency, self.locale) for edge in (money.low, money.high)
        )
        written = (
            self.say("value.money.up_to", high=high or "")
            if money.low == 0 and money.high
            else self._range("value.money", low or "", high)
        )
        match money.period:
            case Period.MONTH | Period.YEAR as period:
                return self.say(f"value.money.per_{period.value}", amount=written)
            case Period.ONCE | None:
                return written
            case _:
                assert_never(money.period)

    def _time(self, time: Timeframe) -> str:
        if time.start and time.start == time.end:
            clock = f", {time.at:%H:%M}" if time.at else ""
            return self.say("value.time.on", date=self._date(time.start) + clock)
        if time.start and time.end:
            return self.say("value.time.between", start=self._date(time.start), end=self._date(time.end))
        if time.end:
            return self.say("value.time.by", date=self._date(time.end))
        if time.start:
            return self.say("value.time.from", date=self._date(time.start))
        return time.phrase

    def moment(self, back: Back) -> str:
        """When the team is back, as one reads a clock: "on Monday at 9:00 (CET)"."""
        at, days = back.at, (back.at.date() - back.told_at.date()).days
        values = {"time": f"{at.hour}:{at:%M}", "zone": _zone_name(at)}
        if days == 0:
            return self.say("value.moment.today", **values)
        values["weekday"] = self.say(f"value.weekday.{at.isoweekday()}")
        if days < DAYS_PER_WEEK:
            return self.say("value.moment.soon", **values)
        return self.say("value.moment.later", date=self._date(at.date()), **values)

    def _date(self, day: date) -> str:
        return self.say(f"value.month.{day.month}", day=str(day.day), year=str(day.year))


def _zone_name(at: datetime) -> str:
    """Its short name; zones without one are told by their distance."""
    name = at.tzname() or ""
    return name if name.isalpha() else f"UTC{name or '+00'}"


def compose(
    pieces: Sequence[Piece],
    voice: Voice,
    handoff: Handoff | None,
    email: str | None,
    *,
    opened: Ticket | None = None,
    back: Back | None = None,
) -> NewMessage:
    """One message of the assistant. `handoff` and `opened` are the stored handoff of this turn and the ticket that it
    opened, or None; `email` the visitor's; `back` when the team is back, outside of its hours."""
    text = ""
    choices: tuple[str, ...] = ()
    sources: list[Source] = []
    before: Piece | None = None
    for piece in _announced(_numbered(pieces, opened), handoff, voice, email, back):
        match piece:
            case Line(key, facts, values):
                words = _line(key, facts, dict(values), voice)
                choices = voice.choices(key) or choices
            case Quote(hit):
                foreign = hit.locale != voice.locale
                words = f"{voice.say('page_in_english')}\n\n{hit.quote}" if foreign else hit.quote
                sources.append(Source(hit.title, hit.url))
            case Question(fact, again):
                key = f"{'ask_again' if again else 'ask'}.{fact.value}"
                words = voice.say(key)
                choices = voice.choices(key)
            case _:
                assert_never(piece)
        text += _gap(before, piece) + words
        before = piece
    return NewMessage(Author.ASSISTANT, text, choices=choices, sources=tuple(sources))


def _gap(before: Piece | None, piece: Piece) -> str:
    """What stands between two pieces: lines run on, a quotation and a question stand by themselves."""
    if before is None:
        return ""
    opens_question = isinstance(piece, Question) or _is_line(piece, QUESTION_OPENERS | OFFERS)
    runs_on = isinstance(before, Line) and isinstance(piece, Line) and not opens_question
    return " " if runs_on or _is_line(before, QUESTION_OPENERS) else "\n\n"


def _is_line(piece: Piece, keys: frozenset[str]) -> bool:
    return isinstance(piece, Line) and piece.key in keys


def _announced(
    pieces: Sequence[Piece], handoff: Handoff | None, voice: Voice, email: str | None, back: Back | None
) -> Sequence[Piece]:
    """The reply with the words for its handoff, before the question if there is one."""
    if handoff is None:
        return pieces
    recorded = any(isinstance(piece, Line) and piece.key == "demo_requested" for piece in pieces)
    if recorded and handoff.status is not HandoffStatus.WAITING:
        # A recorded request needs nobody right now; "nobody picked it up" would contradict it.
        return pieces
    return _before_question(pieces, announce(handoff, voice, email, back, waited=False))


def _numbered(pieces: Sequence[Piece], opened: Ticket | None) -> Sequence[Piece]:
    """The reply with the number of the ticket that was opened; told of the stored one alone (D10)."""
    if opened is None:
        return pieces
    return _before_question(pieces, Line("ticket_opened", values={"ticket": str(opened.number)}))


def _before_question(pieces: Sequence[Piece], line: Line) -> Sequence[Piece]:
    place = len(pieces) - (bool(pieces) and isinstance(pieces[-1], Question))
    return [*pieces[:place], line, *pieces[place:]]


def announce(handoff: Handoff, voice: Voice, email: str | None, back: Back | None, *, waited: bool) -> Line:
    """The line that tells how a stored handoff stands."""
    key = announcement_key(handoff, email, waited=waited, away=back is not None)
    return Line(key, values={"email": email or "", "when": voice.moment(back) if back else ""})


def announcement_key(handoff: Handoff, email: str | None, *, waited: bool, away: bool) -> str:
    """The true words for a handoff that is stored: passed on, outside our hours (`away`), nobody there at all, or
    nobody came (`waited`)."""
    if handoff.status is HandoffStatus.WAITING:
        return "handoff_waiting"
    if away:
        return "handoff_away_reachable" if email else "handoff_away"
    if waited:
        return "handoff_unanswered_reachable" if email else "handoff_unanswered"
    return "handoff_nobody_reachable" if email else "handoff_nobody"


def _line(key: str, facts: Sequence[Fact], values: dict[str, str], voice: Voice) -> str:
    if facts:
        said = [(fact, voice.describe_fact(fact)) for fact in facts]
        named = [f"{voice.label(fact.key)}: {words}" for fact, words in said]
        values["value"] = "; ".join(named) if key in LISTS else ", ".join(words for _, words in said)
        values.setdefault("fact", voice.say(f"fact.{facts[0].key.value}"))
    return voice.say(key, **values)
