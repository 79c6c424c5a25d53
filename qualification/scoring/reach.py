"""Which totals are still possible while questions are open. Exact, not estimated: every fact adds its own points, so
the lowest and the highest total are reached by the worst and the best answer to each open question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from qualification.facts import FactKey
from qualification.scoring.numbers import BandBorders, ScoreNumbers
from qualification.scoring.score import Behaviour, Known, balance, band_of


@dataclass(frozen=True, slots=True)
class Scoring:
    """All that the score reads besides facts."""

    behaviour: Behaviour
    numbers: ScoreNumbers
    today: date

    def reach(self, known: Known, askable: Collection[FactKey]) -> "Reach":
        """What answers to these questions, none of them known yet, can lead to."""
        points = answer_points(self.numbers)
        now = balance(known, self.behaviour, self.numbers, self.today)
        answers = {key: points[key] for key in askable if key in points}
        is_open = _bands_differ(now, answers.values(), self.numbers.bands)
        return Reach(self.numbers.bands, now, answers, is_open)


@dataclass(frozen=True, slots=True)
class Reach:
    """The sum of now, which may lie below zero, and the points that the answer to each open question can add.

    `is_open` says whether different bands can still be reached.
    """

    borders: BandBorders
    now: int
    answers: Mapping[FactKey, tuple[int, ...]]
    is_open: bool

    def points(self, key: FactKey) -> int:
        """How far apart the worst and the best answer are; 0 once the band is certain."""
        points = self.answers.get(key, (0,))
        return max(points) - min(points) if self.is_open else 0

    def settled_share(self, key: FactKey) -> float:
        """The share of the answers after which the band is certain, while it is not."""
        if key not in self.answers or not self.is_open:
            return 0.0
        others = [points for other, points in self.answers.items() if other is not key]
        settled = [not _bands_differ(self.now + points, others, self.borders) for points in self.answers[key]]
        return sum(settled) / len(settled)


def _bands_differ(now: int, answers: Collection[tuple[int, ...]], borders: BandBorders) -> bool:
    lowest, highest = now + sum(map(min, answers)), now + sum(map(max, answers))
    return band_of(max(lowest, 0), borders) is not band_of(max(highest, 0), borders)


def answer_points(numbers: ScoreNumbers) -> Mapping[FactKey, tuple[int, ...]]:
    """What each kind of answer adds, by the fact asked for; no answer is a kind too and comes first."""
    fit, intent, negative = numbers.fit, numbers.intent, numbers.negative
    return {
        FactKey.TEAM_SIZE: (0, 0, *(step.points for step in fit.company_size)),
        FactKey.ROLE: (0, fit.any_job_title, *(step.points for step in fit.job_titles)),
        FactKey.TIMELINE: (0, -negative.only_looking, 0, *(step.points for step in intent.timeline)),
        FactKey.BUDGET: (0, 0, *(step.points for step in intent.budget)),
        FactKey.USE_CASE: (0, intent.use_case),
        FactKey.EMAIL: (0, -negative.free_mail, 0),
    }
