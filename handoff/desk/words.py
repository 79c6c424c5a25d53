"""The desk's words for codes: statuses, causes, outcomes, evidence. Wording only, no decisions.

A code without a word here is shown as it is, with blanks for underscores: a new intent must not break a page.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError

from handoff.contract import (
    OUTSIDE_HOURS,
    UNKNOWN_VISITOR,
    Card,
    LeadRow,
    MoodView,
    Thread,
    TicketView,
    TimelineEntry,
    TurnView,
    VerdictView,
)
from handoff.desk.figures import number
from qualification.conversation import IN_QUEUE, ClosedBy, HandoffOutcome, HandoffStatus, TicketStatus
from qualification.deciding.blend import WORDS
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.understanding import MoodSign, MoodWord, Urgency

_WORD = re.compile(r"\w+")

CAUSES = {
    "asked_for_person": "Asked for a person",
    "safety": "Safety",
    "abuse": "Abuse",
    "legal": "Legal request",
    "policy": "The rulebook says a person",
    "qualified": "Qualified",
    "demo": "Wants a demo",
    "unsolved_problem": "Problem not solved",
    "privacy": "Privacy request",
    "engine_down": "Understanding is not available",
    "taken_over": "Taken over",
}

DECISIONS = {
    "ask": "Ask for a missing fact",
    "answer": "Answer from knowledge",
    "present_brief": "Present the brief to a rep",
    "escalate": "Bring in a person",
    "book": "Book a meeting",
    "nurture": "Nurture",
    "disqualify": "Decline politely",
    "close": "Close the conversation",
}

OUTCOMES = {
    HandoffOutcome.QUALIFIED: ("Qualified", "A lead worth following up"),
    HandoffOutcome.MEETING_BOOKED: ("Meeting booked", "A date is agreed"),
    HandoffOutcome.SOLVED: ("Solved", "The visitor's problem is gone"),
    HandoffOutcome.NOT_A_FIT: ("Not a fit", "We cannot help with this"),
    HandoffOutcome.NO_RESPONSE: ("No response", "The visitor stopped answering"),
    HandoffOutcome.SPAM: ("Spam", "Nobody to talk to"),
}

STATUSES = {
    HandoffStatus.NONE: "With the assistant",
    HandoffStatus.WAITING: "Waiting",
    HandoffStatus.ACCEPTED: "Accepted",
    HandoffStatus.UNANSWERED: "Nobody picked up",
    HandoffStatus.RETURNED: "Given back",
    HandoffStatus.CLOSED: "Closed",
}

HURRIES = {Urgency.NONE: "Hurries little", Urgency.SOME: "Hurries", Urgency.HIGH: "Hurries much"}
MOST_MOOD_WORDS = 4

ACTORS = {"human": "Rep", "agent": "Assistant", "system": "Foyer"}

CHANNELS = {"website": "Website", "support": "Help centre"}

EVIDENCE = {"message": "Message", "fact": "Fact", "rule": "Rule", "page": "Page", "signal": "Signal"}

# What each rule demands, for a rep who does not know their numbers; the number stands in the chip's title.
RULES = {
    "D2": "one outcome per turn",
    "D3": "fixed rules, then weighed signals",
    "D4": "a wish for a person is obeyed",
    "D5": "answer first, then ask",
    "D6": "ask what can change most",
    "D7": "the visitor leads",
    "D8": "who owns it speaks alone",
    "D9": "say only what is true",
    "D10": "help before sales",
    "D12": "words are never commands",
    "D13": "say that a program speaks",
    "D15": "silence is no success",
    "S2": "verdict by company and role",
}

SOURCES = {
    "dialogue": "The course of the talk",
    "hard_rule": "A fixed rule",
    "blend": "Signals, weighed together",
    "scripted_fallback": "The script, while understanding is not available",
}


def plain(code: str) -> str:
    return code.replace("_", " ")


def capital(code: str) -> str:
    text = plain(code)
    return text[:1].upper() + text[1:]


def cause(code: str) -> str:
    return CAUSES.get(code, capital(code))


def reason(card: Card) -> str:
    """Why a person, beside the cause: nothing when the reason only says the cause once more, in a whole sentence."""
    said = _WORD.findall(card.reason.lower())
    known = {*_WORD.findall(cause(card.cause).lower()), "the", "visitor"}
    return "" if known.issuperset(said) else card.reason


def mood(view: MoodView) -> str:
    """One line with the words that counted; empty when none did."""
    felt = [word for word in view.words if word.sign is MoodSign.SENTIMENT]
    hurried = [word for word in view.words if word.sign is MoodSign.URGENCY]
    parts = [f"Sounds {view.sentiment}: {_weighed(felt)}"] if felt else []
    parts += [f"{HURRIES[view.urgency]}: {_weighed(hurried)}"] if hurried else []
    return " · ".join(parts)


def _weighed(said: Sequence[MoodWord]) -> str:
    return ", ".join(f"{word.word} {number(word.weight)}" for word in said[:MOST_MOOD_WORDS])


def decision(code: str) -> str:
    return DECISIONS.get(code, capital(code))


def outcome(value: HandoffOutcome) -> str:
    return OUTCOMES[value][0]


def channel(code: str) -> str:
    return CHANNELS.get(code, capital(code))


def language(code: str) -> str:
    """ "German"; the code itself where nobody knows its name."""
    try:
        return Locale.parse(code).get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def came_by(channel_code: str, locale: str) -> str:
    """The channel, and the language where it is not the desk's own."""
    return channel(channel_code) if locale == DEFAULT_LOCALE else f"{channel(channel_code)}, in {language(locale)}"


def status(card: Card) -> str:
    if card.status is HandoffStatus.ACCEPTED and card.claimed_name:
        return f"With {card.claimed_name}"
    if card.status is HandoffStatus.CLOSED and card.outcome:
        return f"Closed: {outcome(card.outcome)}"
    return STATUSES[card.status]


def ticket(shown: TicketView) -> str:
    """How a ticket stands, and who ended it."""
    if shown.status is TicketStatus.OPEN:
        return "open"
    return f"closed by {shown.ended_by}" if shown.ended_by else "solved, says the visitor"


def standing(thread: Thread) -> str:
    """How a conversation stands, in two or three words."""
    if is_ended_by_silence(thread):
        return "Closed after silence"
    if thread.status == "closed":
        return status(thread.card) if thread.card and thread.card.outcome else "Closed"
    if thread.owner_name:
        return f"With {thread.owner_name}"
    if thread.card and thread.card.status in IN_QUEUE:
        return STATUSES[thread.card.status]
    return STATUSES[HandoffStatus.NONE]


def is_ended_by_silence(thread: Thread) -> bool:
    """Nobody said that it is over; it goes on when the visitor writes again."""
    return thread.closed_by is ClosedBy.SILENCE


def tone(thread: Thread) -> str:
    """The look of `standing`: waiting and unanswered ask for eyes, everything else is quiet."""
    if thread.status != "closed" and not thread.owner_name and thread.card:
        if is_late(thread.card):
            return "late"
        if thread.card.status in IN_QUEUE:
            return "waiting"
    return "quiet"


def is_late(card: Card) -> bool:
    """Whether the wait is somebody's omission: nobody picked up, and somebody could have."""
    return card.status is HandoffStatus.UNANSWERED and OUTSIDE_HOURS not in card.reason


def who(thread: Thread) -> str:
    """The visitor's name where it is known."""
    if thread.card:
        return thread.card.who
    return next((fact.value for fact in thread.facts if fact.key == "name"), UNKNOWN_VISITOR)


def company(thread: Thread) -> str | None:
    if thread.card and thread.card.company:
        return thread.card.company
    return next((fact.value for fact in thread.facts if fact.key == "company"), None)


def lead_name(lead: LeadRow) -> str | None:
    """What tells a lead from others: name, address or company; None when there is only the time of the visit."""
    return lead.who if lead.who != UNKNOWN_VISITOR else lead.email or lead.company


def order(shown: Sequence[Card] | Sequence[LeadRow]) -> str:
    """The order of L6 as it shows in this list: scores count as soon as there are any."""
    scored = any(one.score is not None for one in shown)
    return "Highest score first, then the latest activity." if scored else "Latest activity first."


def verdict(found: VerdictView) -> str:
    return "Qualified" if found.qualified else "Needs review"


def signal(code: str) -> str:
    """A signal of the blend in the words of the reasons."""
    return capital(WORDS.get(code, code))


def actor(code: str) -> str:
    return ACTORS.get(code, capital(code))


def source(code: str) -> str:
    """Where a lead came from: "chat:website" is the chat on the website."""
    way, _, place = code.partition(":")
    return f"{capital(way)} ({channel(place).lower()})" if place else capital(way)


def entry(shown: TimelineEntry, lead: LeadRow) -> str:
    """What happened with a lead, as a sentence; where it came from is a code in the CRM."""
    text = shown.text.replace(lead.source, f"the {_lower_first(source(lead.source))}") if lead.source else shown.text
    return text[:1].upper() + text[1:]


def last_words(thread: Thread) -> str:
    """The newest thing said, by whom it was said."""
    if thread.messages:
        return thread.messages[-1].text
    return thread.card.last_words if thread.card else ""


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper() or "?"


def safe_link(url: str) -> str | None:
    """The address when it may be a link: our own page or the web, never a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    own_page = not parts.scheme and not parts.netloc and url.startswith("/") and "\\" not in url
    return url if own_page or (parts.scheme in {"http", "https"} and parts.netloc) else None


def decided_by(code: str) -> str:
    return SOURCES.get(code, capital(code))


def evidence(turn: TurnView) -> list[tuple[str, str]]:
    """What a decision rests on. Signals that were weighed stand in the table, those of no weight nowhere."""
    weighed = {signal for signal, *_ in turn.contributions}
    return [(kind, ref) for kind, ref in turn.evidence if kind != "signal" or ref not in weighed]


def evidence_text(kind: str, ref: str) -> str:
    if kind == "rule":
        rule = ref.partition("@")[0]
        return f"Rule: {RULES[rule]}" if rule in RULES else f"Rule {rule}"
    if kind == "signal" and ref.startswith("intent:"):
        return f"Understood: {plain(ref.removeprefix('intent:'))}"
    return f"{EVIDENCE.get(kind, capital(kind))} {plain(ref) if kind in {'fact', 'signal'} else ref}"


def evidence_source(kind: str, ref: str) -> str:
    """Where it is found, for who wants to look it up: number and version of a rule."""
    rule, _, version = ref.partition("@")
    return f"Rule {rule} of the rulebook, version {version}" if kind == "rule" and version else ""
