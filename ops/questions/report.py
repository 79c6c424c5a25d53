"""The figures of D6: counted over the whole population, with every exception by name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ops.questions.asking import Asked, Known, Outcome, ask_by_choice, ask_everything, outcome
from ops.questions.population import Prospect, population
from ops.questions.proof import Proof
from qualification.facts import FactKey
from qualification.rulebook import Rulebook

SIZE = 3000
SEED = 20260302
EXCEPTIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """One prospect, questioned both ways. `wrong_stops` are answers that would have changed the outcome after all."""

    prospect: Prospect
    everything: Asked
    stops: tuple[Asked, ...]
    expected: Outcome
    found: Outcome
    wrong_stops: tuple[tuple[Known, Outcome], ...]

    @property
    def chosen(self) -> Asked:
        """How it stood at the end."""
        return self.stops[-1]

    @property
    def is_equal(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True, slots=True)
class QuestionsReport:
    """What the comparison came to. `combinations` were tried to prove the stops; `least_saved` is the gate's (Q1)."""

    seed: int
    compared: tuple[Compared, ...]
    combinations: int
    least_saved: float

    @property
    def asked_of_everyone(self) -> int:
        return sum(one.everything.questions for one in self.compared)

    @property
    def asked_by_choice(self) -> int:
        return sum(one.chosen.questions for one in self.compared)

    @property
    def saved(self) -> float:
        return 1 - self.asked_by_choice / max(self.asked_of_everyone, 1)

    @property
    def equal(self) -> int:
        return sum(one.is_equal for one in self.compared)

    @property
    def stops(self) -> int:
        return sum(len(one.stops) for one in self.compared)

    @property
    def proven(self) -> int:
        return self.stops - sum(len(one.wrong_stops) for one in self.compared)

    @property
    def stopped_early(self) -> int:
        """Stops at which questions were left to ask; all others prove themselves."""
        return sum(bool(stop.still_open) for one in self.compared for stop in one.stops)

    @property
    def right(self) -> float:
        """The share of those who end the same, or of the stops that are proven, whichever is less."""
        return min(self.equal / max(len(self.compared), 1), self.proven / max(self.stops, 1))

    @property
    def is_good(self) -> bool:
        return self.right == 1.0 and self.saved >= self.least_saved


def measure_questions(rulebook: Rulebook, size: int = SIZE, seed: int = SEED) -> QuestionsReport:
    """Questions everybody both ways, compares the outcomes, proves every stop."""
    proof = Proof(rulebook)
    people = population(size, seed, rulebook.questions.order)
    compared = tuple(_compare(who, rulebook, proof) for who in people)
    return QuestionsReport(seed, compared, proof.combinations, rulebook.evaluation.questions_saved.promote_from)


def render(report: QuestionsReport) -> str:
    """The report as lines."""
    total = len(report.compared)
    lines = [
        f"{total} prospects (seed {report.seed})",
        f"  asked everything       {_each(report.asked_of_everyone, total)}",
        f"  asked by choice        {_each(report.asked_by_choice, total)}",
        f"  questions saved        {report.saved:.1%} (at least {report.least_saved:.0%})",
        f"  same outcome           {report.equal} of {total} (verdict, score band, route, contact)",
        f"  stops proven           {report.proven} of {report.stops}, {report.stopped_early} with questions left",
        f"  answers tried for it   {report.combinations} combinations",
        f"  by band                {'; '.join(_by_band(report.compared))}",
        f"  never had to be asked  {', '.join(_spared(report.compared))}",
    ]
    wrong = [one for one in report.compared if not one.is_equal or one.wrong_stops]
    lines += [
        f"  wrong: prospect {one.prospect.number}: {one.expected} became {one.found}; {one.wrong_stops}"
        for one in wrong[:EXCEPTIONS_SHOWN]
    ]
    return "\n".join(lines)


def _compare(who: Prospect, rulebook: Rulebook, proof: Proof) -> Compared:
    everything, stops = ask_everything(who, rulebook), ask_by_choice(who, rulebook)
    disproved = (proof.counterexample(stop) for stop in stops)
    return Compared(
        prospect=who,
        everything=everything,
        stops=stops,
        expected=outcome(everything.known, everything.behaviour, rulebook),
        found=outcome(stops[-1].known, stops[-1].behaviour, rulebook),
        wrong_stops=tuple(found for found in disproved if found is not None),
    )


def _each(questions: int, prospects: int) -> str:
    return f"{questions} questions, {questions / max(prospects, 1):.2f} each"


def _by_band(compared: Sequence[Compared]) -> list[str]:
    """How many prospects each band has, and what was saved with them."""
    bands: dict[str, list[Compared]] = {}
    for one in compared:
        bands.setdefault(one.expected.band.value, []).append(one)
    return [
        f"{band} {len(ones)} saved "
        f"{1 - sum(one.chosen.questions for one in ones) / sum(one.everything.questions for one in ones):.0%}"
        for band, ones in sorted(bands.items())
    ]


def _spared(compared: Sequence[Compared]) -> list[str]:
    counted: Counter[FactKey] = Counter(key for one in compared for key in one.chosen.still_open)
    return [f"{key} {times / len(compared):.0%}" for key, times in counted.most_common()]
