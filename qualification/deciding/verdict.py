"""The qualify verdict (S2) and the route of a visitor. No model, only stored facts; neither brings anybody in alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from qualification.decision import Verdict
from qualification.facts import Fact, FactKey, FactValue, Headcount
from qualification.rulebook import Rulebook, VerdictNumbers

CONTACTS = frozenset({FactKey.EMAIL, FactKey.PHONE})
# Sums of numbers with few decimals; without rounding 0.1 + 0.2 would miss a border of 0.3.
DECIMALS = 6


class Route(StrEnum):
    """Where a visitor goes when all is said."""

    ASSISTANT = "assistant"
    SELF_SERVE = "self_serve"
    REP = "rep"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the facts amount to: the verdict, the route, and whether a rep could reach the visitor later."""

    verdict: Verdict
    route: Route
    contactable: bool


def verdict_score(known: Collection[FactKey], numbers: VerdictNumbers) -> float:
    """S2: the base, plus the company, plus the role."""
    score = numbers.base
    score += numbers.company if FactKey.COMPANY in known else 0
    score += numbers.role if FactKey.ROLE in known else 0
    return round(score, DECIMALS)


def verdict(known: Collection[FactKey], numbers: VerdictNumbers) -> Verdict:
    """S2. It passes on any one fact; therefore nothing but an offer may follow from it."""
    return Verdict.QUALIFIED if verdict_score(known, numbers) >= numbers.qualified_from else Verdict.NEEDS_REVIEW


def prospect(known: Mapping[FactKey, FactValue], rulebook: Rulebook) -> Prospect:
    """What these values amount to."""
    judged = verdict(known, rulebook.verdict)
    return Prospect(judged, _route(judged, known, rulebook), not CONTACTS.isdisjoint(known))


def prospect_of(facts: Mapping[FactKey, Fact], rulebook: Rulebook) -> Prospect:
    """What these facts amount to."""
    return prospect({key: fact.value for key, fact in facts.items()}, rulebook)


def _route(judged: Verdict, known: Mapping[FactKey, FactValue], rulebook: Rulebook) -> Route:
    if judged is not Verdict.QUALIFIED:
        return Route.ASSISTANT
    team = known.get(FactKey.TEAM_SIZE)
    small = isinstance(team, Headcount) and team.high is not None and team.high < rulebook.routing.rep_from_team_size
    return Route.SELF_SERVE if small else Route.REP
