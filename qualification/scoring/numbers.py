"""The numbers of the lead score, as they stand in `data/rulebook/score.yml`. Weights that could add up to more than
their group may are refused, so that no score ever has to be cut to size without a part that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qualification.errors import Misconfigured

HIGHEST_TOTAL = 100


@dataclass(frozen=True, slots=True)
class GroupLimits:
    """How much each group may add (or take) at most."""

    fit: int
    intent: int
    engagement: int
    negative: int


@dataclass(frozen=True, slots=True)
class BandBorders:
    """From which total a lead is hot, and from which it is warm; below that it is cold."""

    hot_from: int
    warm_from: int


@dataclass(frozen=True, slots=True)
class AmountStep:
    """`points` from this many people, or this much money a month, on."""

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class TitleStep:
    """`points` for a job title that holds one of these words."""

    words: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class TimeStep:
    """`points` for a start within this many days."""

    within_days: int
    points: int


@dataclass(frozen=True, slots=True)
class FitPoints:
    """How well the company and the person match; the first title step that matches counts."""

    company_size: tuple[AmountStep, ...]
    job_titles: tuple[TitleStep, ...]
    any_job_title: int


@dataclass(frozen=True, slots=True)
class IntentPoints:
    """What the visitor says about the plan, and the page on which it is said."""

    timeline: tuple[TimeStep, ...]
    budget: tuple[AmountStep, ...]
    worth: Mapping[str, Decimal]
    use_case: int
    decisive_page: int


@dataclass(frozen=True, slots=True)
class EngagementPoints:
    """The channel the visitor came by, and every question the visitor asked unprompted, up to a number of them."""

    website: int
    support: int
    own_question: int
    own_questions_at_most: int


@dataclass(frozen=True, slots=True)
class NegativePoints:
    """What is taken off."""

    free_mail: int
    free_mail_domains: tuple[str, ...]
    only_looking: int
    abusive: int


@dataclass(frozen=True, slots=True)
class ScoreNumbers:
    """S1 in numbers."""

    most: GroupLimits
    bands: BandBorders
    fit: FitPoints
    intent: IntentPoints
    engagement: EngagementPoints
    negative: NegativePoints

    def __post_init__(self) -> None:
        most = self.most
        if most.fit + most.intent + most.engagement != HIGHEST_TOTAL:
            raise Misconfigured(f"score: most: fit, intent and engagement must add up to {HIGHEST_TOTAL}")
        if self.bands.hot_from < self.bands.warm_from:
            raise Misconfigured("score: bands: hot_from is below warm_from; raise it")
        for group, highest, limit in (
            ("fit", self._highest_fit(), most.fit),
            ("intent", self._highest_intent(), most.intent),
            ("engagement", self._highest_engagement(), most.engagement),
            ("negative", self._highest_negative(), most.negative),
        ):
            if highest > limit:
                raise Misconfigured(f"score: {group} can reach {highest} points; lower its weights to {limit} together")
        if any(points < 0 for points in self._steps()):
            raise Misconfigured("score: points must be 0 or more; what is taken off stands under negative")

    def _steps(self) -> Iterable[int]:
        """Points inside lists, which the rulebook's own check of its numbers does not reach."""
        for steps in (self.fit.company_size, self.fit.job_titles, self.intent.timeline, self.intent.budget):
            yield from (step.points for step in steps)

    def _highest_fit(self) -> int:
        titles = max(self.fit.any_job_title, highest_points(self.fit.job_titles))
        return highest_points(self.fit.company_size) + titles

    def _highest_intent(self) -> int:
        intent = self.intent
        stated = highest_points(intent.timeline) + highest_points(intent.budget) + intent.use_case
        return stated + intent.decisive_page

    def _highest_engagement(self) -> int:
        engagement = self.engagement
        asked = engagement.own_question * engagement.own_questions_at_most
        return max(engagement.website, engagement.support) + asked

    def _highest_negative(self) -> int:
        return self.negative.free_mail + self.negative.only_looking + self.negative.abusive


def highest_points(steps: Iterable[AmountStep | TitleStep | TimeStep]) -> int:
    """The most that one of these steps gives."""
    return max((step.points for step in steps), default=0)
