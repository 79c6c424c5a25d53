"""The next question (D6): the one whose answer can change the outcome most, and none when no answer can change it.

What an outcome is, which answers are possible and how much a change weighs is told by `Stakes`; the verdict and the
route are the stakes of today. Knows nothing of wording, channels or whether asking is allowed at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from qualification.deciding.verdict import Prospect, Route, prospect
from qualification.facts import FactKey, FactValue, Headcount, Text
from qualification.rulebook import Rulebook

Known = Mapping[FactKey, FactValue]


class Stakes(Protocol):
    """What the questions are about. `answers` holds one value for each way in which an answer can differ."""

    def outcome(self, known: Known) -> Prospect: ...

    def answers(self, key: FactKey) -> Sequence[FactValue]: ...

    def change(self, before: Prospect, after: Prospect) -> float: ...


@dataclass(frozen=True, slots=True)
class VerdictAndRoute:
    """The stakes of S2: the verdict, the route, and a way to reach whoever is routed to a rep."""

    rulebook: Rulebook

    def outcome(self, known: Known) -> Prospect:
        found = prospect(known, self.rulebook)
        # A contact only matters to a rep; for everybody else asking for it could change nothing.
        return found if found.route is Route.REP else Prospect(found.verdict, found.route, contactable=False)

    def answers(self, key: FactKey) -> Sequence[FactValue]:
        if key is FactKey.TEAM_SIZE:
            border = self.rulebook.routing.rep_from_team_size
            return (Headcount(0, border - 1), Headcount(border, None))
        return (Text("any"),)

    def change(self, before: Prospect, after: Prospect) -> float:
        numbers = self.rulebook.questions
        return (
            numbers.verdict_change * (before.verdict is not after.verdict)
            + numbers.route_change * (before.route is not after.route)
            + numbers.contact_change * (before.contactable is not after.contactable)
        )


def next_question(known: Known, askable: Sequence[FactKey], stakes: Stakes) -> FactKey | None:
    """The question worth most, the earlier one among equals; None when nothing can change the outcome any more."""
    if not can_change(known, askable, stakes):
        return None
    # `max` keeps the first of equals. A question without effect of its own may still open the way for another.
    return max(askable, key=lambda key: worth(key, known, stakes))


def worth(key: FactKey, known: Known, stakes: Stakes) -> float:
    """The largest change that an answer to this question can make."""
    before = stakes.outcome(known)
    return max(stakes.change(before, stakes.outcome({**known, key: value})) for value in stakes.answers(key))


def can_change(known: Known, askable: Sequence[FactKey], stakes: Stakes) -> bool:
    """Whether some combination of answers (or refusals) to these questions leads to another outcome."""
    before = stakes.outcome(known)
    return any(stakes.outcome({**known, **answers}) != before for answers in _combinations(askable, stakes))


def _combinations(askable: Sequence[FactKey], stakes: Stakes) -> Iterator[Known]:
    for values in product(*((None, *stakes.answers(key)) for key in askable)):
        yield {key: value for key, value in zip(askable, values, strict=True) if value is not None}
