"""What a quick evaluation came to, read from what it printed: it ran in a copy of the tree, as a program of its own."""

from dataclasses import dataclass

from ops.evaluating.report import FAILED, NO_RULING
from ops.problems import CannotRun

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures that fell short, and the scenarios and briefs that went otherwise than expected."""

    short: tuple[str, ...]
    caught: tuple[str, ...]

    @property
    def told(self) -> str:
        """As the table of `make defects` has it."""
        more = f" and {len(self.caught) - SHOWN} more" if len(self.caught) > SHOWN else ""
        return f"{', '.join(self.short) or 'nothing fell short'} | {', '.join(self.caught[:SHOWN])}{more}"


def read_outcome(printed: str, complaint: str) -> Outcome:
    """CannotRun with the `complaint` when nothing was judged, lest a broken run be taken for a noticed defect."""
    lines = printed.splitlines()
    caught = tuple(line.removeprefix(FAILED).partition(":")[0] for line in lines if line.startswith(FAILED))
    judged = next((place for place, line in enumerate(lines) if line.startswith(NO_RULING)), None)
    if judged is None:
        raise CannotRun(f"nothing could be evaluated: {complaint.strip()[-300:]}")
    return Outcome(tuple(line.strip().partition(":")[0] for line in lines[judged + 1 :]), caught)
