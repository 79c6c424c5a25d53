"""One piece of text, one fact: settles what several extractors claim about a message.

Pure. Claims on the same text are settled by the certainty of their maker; what is left
never overlaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.understanding.shapes import Shape, ShapeKind

# Their outline is exact, so a claim that touches one means all of it.
_EXACT_OUTLINE = frozenset({ShapeKind.EMAIL, ShapeKind.LINK, ShapeKind.MONEY, ShapeKind.PHONE})

# What the mere shape of a text states is surer than anything the tagger says about its words.
BY_SHAPE = 1.0
_MOST_OF_IT = 0.6
# What is told in a message that is about something else.
_BY_THE_WAY = 0.8
# Right before a claim, in any language. "Not sure", "not more than" and "why not" deny nothing that follows; a Spanish
# "no" alone may be an English one that corrects ("40, no 35").
_DENIAL = re.compile(
    r"(?:(?<!why )(?:\b(?:not|no longer|instead of|rather than)|n['\u2019]t)"
    r"(?: (?:actually|really|just|like|a|an|the))*"
    r"(?: (?:about|around|roughly|at|in|on|with|from|called|named|use|using))?"
    r"|\b(?:nicht|kein|keine[nmrs]?|statt|anstatt|anstelle von|nicht mehr)"
    r"(?: (?:wirklich|nur|etwa|ein|eine|einen|einem|einer|der|die|das|den|dem))*(?: (?:bei|in|aus|mit|von|um|bis))?"
    r"|\b(?:en vez de|en lugar de|ya no"
    r"|no (?:es|son|soy|somos|usamos|uso|tenemos|tengo|me llamo|se llama|estamos|estoy))"
    r"(?: (?:el|la|los|las|un|una|unos|unas))*(?: (?:en|de|con|para))?"
    r")\s*[\"'\u201c(]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """A claim: characters `start` to `end` state the fact `fact`."""

    fact: str
    start: int
    end: int
    confidence: float
    extractor: str

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def settle(claims: list[Span]) -> list[Span]:
    """The claims that stand, in order of appearance.

    The surest claim takes its text first, of equals the longer, then the earlier one. A weaker
    claim for the same fact that reaches further only lends its outline ("5k" within "$5k a month").
    """
    standing: list[Span] = []
    for claim in sorted(claims, key=lambda span: (-span.confidence, -span.length, span.start)):
        rivals = [span for span in standing if span.overlaps(claim)]
        if not rivals:
            standing.append(claim)
        elif len(rivals) == 1 and rivals[0].fact == claim.fact:
            standing.remove(rivals[0])
            start, end = min(rivals[0].start, claim.start), max(rivals[0].end, claim.end)
            standing.append(replace(rivals[0], start=start, end=end))
    return sorted(standing, key=lambda span: span.start)


def without_remarks(text: str, claims: list[Span], requested: str | None = None) -> list[Span]:
    """For a message that was understood as something else than stating facts.

    "hello" or "not sure yet" in answer to "what is your company called?" is no company, though
    the tagger, which expects one, takes it for one. A claim that makes up most of such a message
    goes, and so does one that the tagger is not sure of ("Book a demo" names nobody); a fact by
    the way ("a demo for 40 people") and an exact shape stay. Of the fact that was asked for, an
    unsure claim is the likely answer.
    """
    most = _MOST_OF_IT * len(text.strip())
    return [
        claim
        for claim in claims
        if claim.confidence >= BY_SHAPE
        or (claim.length < most and (claim.confidence >= _BY_THE_WAY or claim.fact == requested))
    ]


def without_denied(text: str, claims: list[Span]) -> list[Span]:
    """Without what is said not to be so: of "55 people, not 40" the 55 is the fact."""
    return [claim for claim in claims if not _DENIAL.search(text, 0, claim.start)]


def fit_to_shapes(span: Span, shapes: list[Shape]) -> Span:
    """Stretched over an e-mail address, link, amount or number that it cuts through."""
    start, end = span.start, span.end
    for shape in shapes:
        if shape.kind in _EXACT_OUTLINE and shape.overlaps(span.start, span.end):
            start, end = min(start, shape.start), max(end, shape.end)
    return replace(span, start=start, end=end)
