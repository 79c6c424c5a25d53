"""Compares what a turn came to with what its scenario expects, and with what must hold in every turn of every scenario.
Pure: the same turn gives the same differences."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from ops.evaluating.observing import Seen
from ops.evaluating.scenarios import Expected, Forbidden, Turn
from ops.evaluating.values import agrees, wanted_value, written_value
from qualification.conversation import HandoffStatus
from qualification.facts import FactKey, FactValue

NOTHING = "nothing"
ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be."""

    what: str
    expected: str
    got: str


def differences(turn: Turn, ban: Forbidden, seen: Seen, before: Seen | None, today: date) -> list[Difference]:
    """Everything in which the turn is unlike its expectations. `ban` is that of the whole scenario."""
    if turn.expect.silent:
        return [] if not seen.messages else [Difference("silence", "no reply: a rep speaks here", seen.text)]
    return [
        *_unlike(turn.expect, seen, before, today),
        *_forbidden(turn.never, seen),
        *_forbidden(ban, seen),
        *broken_laws(seen, before),
    ]


def broken_laws(seen: Seen, before: Seen | None) -> Iterator[Difference]:
    """What holds in every turn, whatever the scenario is about."""
    if len(seen.messages) != 1:
        yield Difference("D11", "one reply to the turn", f"{len(seen.messages)} replies")
    if before is None and "intro" not in seen.keys:
        yield Difference("D13", "the first words say that an assistant speaks", seen.text)
    if "handoff_waiting" in seen.announced and seen.state.handoff != HandoffStatus.WAITING:
        yield Difference("D9", "words for a handoff that waits only while one waits", seen.state.handoff)
    if len(seen.questions) > 1:
        yield Difference("D5", "one question at a time", _listed(seen.questions))
    yield from _broken_questions(seen, before)
    if "{" in seen.text:
        yield Difference("words", "every placeholder is filled", seen.text)
    if not seen.by_engine and not _pressed(seen):
        yield Difference(ENGINE, "the language model understood the turn", "it was decided without it")


def _broken_questions(seen: Seen, before: Seen | None) -> Iterator[Difference]:
    """D6, D10: nothing known, nothing declined, and nothing but an address while a problem is open."""
    for fact in seen.questions:
        if fact in seen.facts:
            yield Difference("D6", "nothing is asked that is known", f"asked for {fact}")
        if before is not None and fact in before.dialogue.declined:
            yield Difference("D6", "nothing is asked that was declined", f"asked for {fact}")
        if seen.dialogue.problem_open and fact is not FactKey.EMAIL:
            yield Difference("D10", "no sales question while a problem is open", f"asked for {fact}")


def _unlike(expect: Expected, seen: Seen, before: Seen | None, today: date) -> Iterator[Difference]:
    decision = seen.decision
    yield from _one_of("outcome", expect.outcome, decision.outcome if decision else NOTHING)
    yield from _one_of("handoff", expect.handoff, seen.state.handoff)
    yield from _one_of("identity", expect.identity, seen.dialogue.identity)
    yield from _one_of("cause", expect.cause, seen.cause or NOTHING)
    yield from _one_of("owner", (expect.owner,) if expect.owner else (), seen.state.owner)
    yield from _one_of("language", (expect.language,) if expect.language else (), seen.state.locale)
    verdict = decision.verdict if decision else NOTHING
    yield from _one_of("verdict", (expect.verdict,) if expect.verdict else (), verdict)
    if expect.asks and not any(_asks(wanted, seen, before) for wanted in expect.asks):
        yield Difference("asks", _listed(expect.asks), _listed(seen.questions))
    for key in expect.says:
        if not _matching(key, seen.keys):
            yield Difference("says", key, _listed(sorted(seen.keys)))
    if expect.quotes and not any(_quotes(page, seen) for page in expect.quotes):
        yield Difference("quotes", _listed(expect.quotes), _listed(seen.pages))
    for name, value in expect.notes.items():
        if getattr(seen.dialogue, name) is not value:
            yield Difference(f"notes.{name}", str(value), str(not value))
    for fact, alternatives in expect.facts.items():
        yield from _unlike_fact(fact, alternatives, seen.facts.get(fact), today)


def _unlike_fact(
    key: FactKey, alternatives: Collection[str], value: FactValue | None, today: date
) -> Iterator[Difference]:
    if value is None:
        yield Difference(f"facts.{key}", _listed(alternatives), "not known")
    elif not any(agrees(wanted_value(key, written), value, today) for written in alternatives):
        yield Difference(f"facts.{key}", _listed(alternatives), written_value(value))


def _forbidden(never: Forbidden, seen: Seen) -> Iterator[Difference]:
    outcome = seen.decision.outcome if seen.decision else NOTHING
    found: Mapping[str, Iterable[str]] = {
        "outcome": [outcome for banned in never.outcome if banned == outcome],
        "handoff": [seen.state.handoff for banned in never.handoff if banned == seen.state.handoff],
        "asks": [_listed(seen.questions) for banned in never.asks if _asks(banned, seen, None)],
        "says": [key for banned in never.says for key in _matching(banned, seen.keys)],
        "quotes": [_listed(seen.pages) for banned in never.quotes if _quotes(banned, seen)],
        "words": [seen.text for banned in never.words if banned.casefold() in seen.text.casefold()],
    }
    for what, cases in found.items():
        yield from (Difference(what, f"never {_listed(getattr(never, what))}", got) for got in cases)
    for fact in never.facts:
        if fact in seen.facts:
            yield Difference(f"facts.{fact}", "never known", written_value(seen.facts[fact]))


def _asks(wanted: str, seen: Seen, before: Seen | None) -> bool:
    match wanted:
        case "any":
            return bool(seen.questions)
        case "nothing":
            return not seen.questions
        case "same":
            return before is not None and before.dialogue.requested in seen.questions
        case _:
            return wanted in seen.questions


def _quotes(wanted: str, seen: Seen) -> bool:
    return any(wanted in ("any", page, page.partition("#")[0]) for page in seen.pages)


def _matching(wanted: str, keys: Collection[str]) -> list[str]:
    return [key for key in sorted(keys) if fnmatchcase(key, wanted)]


def _pressed(seen: Seen) -> bool:
    """The button needs no understanding (D4), nor do the words of its quick reply."""
    return seen.decision is not None and any(item.ref == "person_requested" for item in seen.decision.evidence)


def _one_of(what: str, wanted: Collection[str], got: str) -> Iterator[Difference]:
    if wanted and got not in wanted:
        yield Difference(what, _listed(wanted), got)


def _listed(items: Collection[str]) -> str:
    return ", ".join(items) or NOTHING
