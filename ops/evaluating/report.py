"""What an evaluation says: each failure so that it can be understood without running it again, then the figures."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ops.briefs.judged import BriefScores
from ops.evaluating.gate import Figures, Ruled, Ruling
from ops.evaluating.observing import Seen
from ops.evaluating.understanding import ENGLISH, Scores
from ops.evaluating.walking import Walked
from ops.problems import CannotRun
from ops.questions.report import QuestionsReport

WIDTH = 100
NO_RULING = "NO RULING"
FAILED = "✗ "


def failures(walked: Sequence[Walked]) -> str:
    """Every scenario that went otherwise than expected: what was said up to there, and what differs."""
    return "\n\n".join(_failure(one) for one in walked if one.failure is not None)


def figures(
    walked: Sequence[Walked], scores: Mapping[str, Scores], briefs: BriefScores, asked: QuestionsReport
) -> Figures:
    """`scores` by language. CannotRun when there is nothing to take a figure from: that would be no good sign."""
    safety = [one for one in walked if one.scenario.safety]
    others = [found for language, found in scores.items() if language != ENGLISH]
    if ENGLISH not in scores:
        raise CannotRun("no message in English was judged.")
    if not others:
        raise CannotRun("no message in a language besides English was judged.")
    return Figures(
        scenarios=_share(walked, "scenario"),
        safety=_share(safety, "scenario about safety"),
        intents=scores[ENGLISH].intents,
        entities=scores[ENGLISH].entities,
        intents_elsewhere=min(found.intents for found in others),
        entities_elsewhere=min(found.entities for found in others),
        briefs=briefs.share,
        questions_saved=asked.saved,
        questions_right=asked.right,
    )


def summary(walked: Sequence[Walked], seconds: float) -> str:
    """Counts by pattern."""
    passed = sum(one.failure is None for one in walked)
    turns = sum(len(one.scenario.turns) for one in walked)
    lines = [f"{passed} of {len(walked)} scenarios as expected ({turns} turns, {seconds:.0f} s)"]
    whole = Counter(one.scenario.pattern.value for one in walked)
    right = Counter(one.scenario.pattern.value for one in walked if one.failure is None)
    lines += [f"  {pattern:<16} {right[pattern]:>3} of {count}" for pattern, count in sorted(whole.items())]
    again = sum(one.again for one in walked)
    if again:
        lines.append(f"  {again} of them took a second walk, because Rasa had not answered in time.")
    return "\n".join(lines)


def understanding(scores: Mapping[str, Scores]) -> str:
    """The scores over the held-back messages. Kinds of misses only, so that nobody writes examples for single ones."""
    return "\n".join(
        f"{found.messages} held-back messages in {language}: {found.intents:.1%} of the intents right, "
        f"facts found with F1 {found.entities:.1%}"
        for language, found in scores.items()
    )


def briefs(scores: BriefScores) -> str:
    """The counts, and every fault of a brief."""
    return "\n".join([scores.line, *(f"{FAILED}brief {fault}" for fault in scores.faults)])


def questions(asked: QuestionsReport) -> str:
    """How much asking was saved; `make questions` tells the rest."""
    return (
        f"{len(asked.compared)} prospects: {asked.saved:.1%} of the questions saved, {asked.equal} with the same "
        f"outcome, {asked.proven} of {asked.stops} stops proven"
    )


def ruling(ruled: Ruled) -> str:
    """The ruling in words, or that there is none, and what fell short."""
    reasons = [f"  {reason}" for reason in ruled.reasons]
    if ruled.ruling is None:
        measured = "falls short:" if reasons else "is as good as it must be."
        return "\n".join([f"{NO_RULING}: scenarios were left out. What was measured {measured}", *reasons])
    words = {
        Ruling.PROMOTE: "everything is as good as it must be.",
        Ruling.HOLD: "this must not ship yet.",
        Ruling.ROLLBACK: "this must not ship, and must be taken back where it has.",
    }
    return "\n".join([f"{ruled.ruling}: {words[ruled.ruling]}", *reasons])


def _failure(walked: Walked) -> str:
    scenario, failure = walked.scenario, walked.failure
    if failure is None:
        return ""
    lines = [f"{FAILED}{scenario.id}: {scenario.title} [{', '.join(scenario.rules)}]"]
    for seen in failure.seen:
        lines += [f"    visitor    {_short(text)}" for text in seen.said or ("(presses the button for a person)",)]
        lines += [f"    assistant  {_short(message.text)}" for message in seen.messages]
    if failure.seen:
        lines.append(f"    understood {failure.seen[-1].understood}; decided {_decided(failure.seen[-1])}")
    for one in failure.differences:
        lines.append(f"  turn {failure.turn}, {one.what}: expected {_short(one.expected)}; got {_short(one.got)}")
    return "\n".join(lines)


def _decided(seen: Seen) -> str:
    if seen.decision is None:
        return "nothing"
    facts = ", ".join(f"{fact.key}={fact.said!r}" for fact in seen.decision.learned)
    return f"{seen.decision.outcome} ({seen.decision.source}), said {', '.join(sorted(seen.keys))}" + (
        f", learned {facts}" if facts else ""
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= WIDTH else f"{flat[: WIDTH - 1]}…"


def _share(walked: Sequence[Walked], kind: str) -> float:
    if not walked:
        raise CannotRun(f"no {kind} was walked through.")
    return sum(one.failure is None for one in walked) / len(walked)
