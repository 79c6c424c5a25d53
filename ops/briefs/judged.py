"""Writes the brief of every judged conversation as the product would, and counts (M4): claims without support,
must-have facts that are told or stand as unknown, what a rep must find and does not, the longest brief."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.replies import load_replies
from actions.wording import Voice
from ops.briefs.conversations import Conversation, read_conversations, source_of
from ops.briefs.judging import Judged, Told, judge
from ops.problems import CannotRun
from ops.rulebook import shipped_rulebook
from ops.settings import PROJECT
from qualification.briefing.writing import write_brief
from qualification.errors import Misconfigured
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.rulebook import HandoffNumbers

CONVERSATIONS = PROJECT / "data" / "golden" / "briefs.yml"


@dataclass(frozen=True, slots=True)
class BriefScores:
    """All briefs together; `right` are those without any fault."""

    conversations: int
    right: int
    unsupported: int
    must_have: float
    missed: int
    longest: int
    faults: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.right / self.conversations if self.conversations else 0.0

    @property
    def line(self) -> str:
        return (
            f"{self.conversations} briefs: unsupported {self.unsupported}, must-have {self.must_have:.0%}, "
            f"missed {self.missed}, longest {self.longest} words"
        )


def judged_briefs() -> BriefScores:
    """The judged conversations under the shipped numbers."""
    numbers = shipped_rulebook().handoff
    return scores(
        [judge(told, numbers.must_have) for told in write_all(read_conversations(CONVERSATIONS), numbers)], numbers
    )


def write_all(conversations: Sequence[Conversation], numbers: HandoffNumbers) -> list[Told]:
    """Each conversation with the brief that a rep would read."""
    try:
        replies = load_replies(PROJECT / "data" / "replies", {"company": "Foyer", "assistant": "Foyer assistant"})
    except Misconfigured as error:
        raise CannotRun(str(error)) from None
    describe = Voice(replies, DEFAULT_LOCALE, seed="").describe
    told: list[Told] = []
    for conversation in conversations:
        source = source_of(conversation, describe)
        told.append(Told(conversation, tuple(source.messages), write_brief(source, numbers)))
    return told


def scores(judged: Sequence[Judged], numbers: HandoffNumbers) -> BriefScores:
    faults = [
        f"{one.id}: {fault}" for one in judged for fault in (*one.unsupported, *one.missed, *_too_long(one, numbers))
    ]
    wanted = sum(one.must_have for one in judged)
    return BriefScores(
        conversations=len(judged),
        right=len(judged) - len({fault.partition(":")[0] for fault in faults}),
        unsupported=sum(len(one.unsupported) for one in judged),
        must_have=sum(one.must_have_right for one in judged) / wanted if wanted else 1.0,
        missed=sum(len(one.missed) for one in judged),
        longest=max((one.words for one in judged), default=0),
        faults=tuple(faults),
    )


def _too_long(judged: Judged, numbers: HandoffNumbers) -> list[str]:
    return [f"{judged.words} words"] if judged.words > numbers.brief_words else []
