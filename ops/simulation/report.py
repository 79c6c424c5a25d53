"""What became of every message: counted, never estimated. A reply that hides a failure is not an answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

BRINGING_A_PERSON = {"escalate", "present_brief", "book"}


class Fate(StrEnum):
    """The ends that a visitor's message can come to, in the order of the report."""

    ANSWERED = "answered"
    ASKED = "asked"
    ESCALATED = "escalated"
    REJECTED = "rejected as out of scope"
    REPLIED = "replied (decision not visible from outside)"
    FAILED = "failed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Decided:
    """A stored turn, as far as the report needs it."""

    decision: Mapping[str, object]
    understanding: Mapping[str, object] | None
    by_engine: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message and its end. `seconds` is from sending to the reply; None when there was none."""

    text: str
    fate: Fate
    seconds: float | None = None
    problem: str = ""
    without_rasa: bool = False


def fate_of(decided: Decided, in_scope: float) -> Fate:
    """A person first, then words from a page, then the border of understanding, then what the reply does. Below
    `in_scope`, the rulebook's border, a message was out of scope."""
    decision = decided.decision
    if decision.get("bring_in") or decision["outcome"] in BRINGING_A_PERSON:
        return Fate.ESCALATED
    if any(piece.get("type") == "quote" for piece in _pieces(decision)):
        return Fate.ANSWERED
    if decided.understanding is not None and _confidence(decided.understanding) < in_scope:
        return Fate.REJECTED
    return Fate.ASKED if decision["outcome"] == "ask" else Fate.ANSWERED


def render(title: str, outcomes: Sequence[Outcome]) -> str:
    """The report as lines: every fate with its count and share, then the times, then what went wrong."""
    fates = Counter(outcome.fate for outcome in outcomes)
    shown = [fate for fate in Fate if fate is not Fate.REPLIED or fates[fate]]
    total = len(outcomes)
    width = max(len(fate) for fate in shown)
    rows = [f"  {fate:<{width}}  {fates[fate]:>6}  {fates[fate] / max(total, 1):>6.1%}" for fate in shown]
    lines = [f"{title}: {total} messages", *rows, f"  {_times(outcomes)}"]
    without = sum(outcome.without_rasa for outcome in outcomes)
    if without:
        lines.append(f"  {without} of them were decided by the scripted fallback, without Rasa.")
    wrong = [outcome for outcome in outcomes if outcome.fate in {Fate.FAILED, Fate.SILENT}]
    lines += [f"  {outcome.fate}: {outcome.text!r} {outcome.problem}".rstrip() for outcome in wrong[:10]]
    if len(wrong) > len(wrong[:10]):
        lines.append(f"  … and {len(wrong) - 10} more.")
    return "\n".join(lines)


def _times(outcomes: Sequence[Outcome]) -> str:
    seconds = sorted(outcome.seconds for outcome in outcomes if outcome.seconds is not None)
    if not seconds:
        return "No message was replied to."
    slow = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    return f"half of the replies within {seconds[len(seconds) // 2]:.2f} s, 95 % within {slow:.2f} s"


def _pieces(decision: Mapping[str, object]) -> list[Mapping[str, object]]:
    reply = decision.get("reply")
    return reply if isinstance(reply, list) else []


def _confidence(understanding: Mapping[str, object]) -> float:
    ranking = understanding.get("ranking")
    return float(ranking[0][1]) if isinstance(ranking, list) and ranking else 0.0
