"""The next question (D6): the one whose answer can change the outcome most, and none when no answer can change it.

The outcome is the verdict (S2), the route, a way to reach whoever is routed to a rep, and the band of the score (S1).
Knows nothing of wording or of whether asking is allowed at all.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from qualification.deciding.verdict import Prospect, Route, prospect
from qualification.facts import FactKey, FactValue, Headcount, Text
from qualification.rulebook import Rulebook
from qualification.scoring.reach import Reach, Scoring

Known = Mapping[FactKey, FactValue]
# Facts that the verdict or the route read; nothing else can change them.
ROUTING = frozenset({FactKey.COMPANY, FactKey.ROLE, FactKey.TEAM_SIZE, FactKey.EMAIL, FactKey.PHONE})


@dataclass(frozen=True, slots=True)
class Stakes:
    """What the questions are about."""

    rulebook: Rulebook
    scoring: Scoring

    def routing(self, known: Known) -> Prospect:
        found = prospect(known, self.rulebook)
        # A contact only matters to a rep; for everybody else asking for it could change nothing.
        return found if found.route is Route.REP else Prospect(found.verdict, found.route, contactable=False)

    def answers(self, key: FactKey) -> Sequence[FactValue]:
        """One value for each way in which an answer can change verdict or route."""
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


class Worth(NamedTuple):
    """What an answer is worth, compared from the left: the change it can make in the numbers of the rulebook; and how
    many points it can move, as long as more than one band can be reached."""

    change: float
    points: int

    @classmethod
    def of(cls, key: FactKey, routing: float, reach: Reach, stakes: Stakes) -> "Worth":
        band = stakes.rulebook.questions.band_change * reach.settled_share(key)
        return cls(routing + band, reach.points(key))


NOTHING = Worth(0.0, 0)


def next_question(known: Known, askable: Sequence[FactKey], stakes: Stakes) -> FactKey | None:
    """The question worth most, the earlier one among equals; None when no answer can change the outcome any more.

    That no question is worth anything means just this: where a combination of answers leads to another outcome, some
    answer on the way to it makes the difference.
    """
    reach = stakes.scoring.reach(known, askable)
    routing = _routing_changes(known, askable, stakes)
    worths = {key: Worth.of(key, routing.get(key, 0.0), reach, stakes) for key in askable}
    # `max` keeps the first of equals.
    best = max(askable, key=worths.__getitem__, default=None)
    return best if best is not None and worths[best] > NOTHING else None


def _routing_changes(known: Known, askable: Collection[FactKey], stakes: Stakes) -> Mapping[FactKey, float]:
    """By question the largest change to verdict, route and contact that an answer makes, whatever the others bring."""
    keys = [key for key in askable if key in ROUTING]
    outcomes = dict(_outcomes(known, keys, stakes))
    changes = dict.fromkeys(keys, 0.0)
    for answers, after in outcomes.items():
        for place, key in enumerate(keys):
            if answers[place] is None:
                continue
            before = outcomes[(*answers[:place], None, *answers[place + 1 :])]
            if before != after:
                changes[key] = max(changes[key], stakes.change(before, after))
    return changes


def _outcomes(
    known: Known, keys: Sequence[FactKey], stakes: Stakes
) -> Iterator[tuple[tuple[FactValue | None, ...], Prospect]]:
    """What every combination of answers to these questions leads to; a question may stay without one."""
    for answers in product(*((None, *stakes.answers(key)) for key in keys)):
        given = {key: value for key, value in zip(keys, answers, strict=True) if value is not None}
        yield answers, stakes.routing({**known, **given})
