"""The search over the company's pages: by words and by meaning, blended into one calibrated score.

It answers from memory within a few milliseconds and keeps no trace of what was asked. It must not decide whether an
answer is given: callers compare the score with 0.5.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from memory.knowledge.blending import WITH_MEANING, WORDS_ALONE, Signals, blend
from memory.knowledge.contract import EncodedText, Hit, Page, Section
from memory.knowledge.encoder import load_encoder
from memory.knowledge.index import SectionIndex


class PageKnowledge:
    """Implements Knowledge over an index that was built once."""

    def __init__(self, index: SectionIndex) -> None:
        self._index = index
        self._weights = WITH_MEANING if index.knows_meaning else WORDS_ALONE

    def search(self, query: str, limit: int = 3, encoded: EncodedText | None = None) -> Sequence[Hit]:
        if not re.search(r"\w", query):
            return ()
        signals, unknown_share = self._index.signals(query, encoded)
        scores = blend(signals, unknown_share, self._weights)
        best = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:limit]
        return tuple(_hit(*self._index.sections[position], signals[position], scores[position]) for position in best)


def open_knowledge(pages: Sequence[Page], company_name: str, encoder_folder: Path, cache_folder: Path) -> PageKnowledge:
    """Search over `pages`; by words alone when `encoder_folder` has no encoder yet."""
    encoder = load_encoder(encoder_folder)
    return PageKnowledge(SectionIndex(pages, encoder, cache_folder / "page-vectors.npz", company_name))


def _hit(page: Page, section: Section, signals: Signals, score: float) -> Hit:
    return Hit(
        page_title=page.title,
        section_title=section.title,
        url=f"{page.url}#{section.id}",
        quote=section.quote,
        score=score,
        lexical=signals.lexical,
        semantic=signals.meaning.closest if signals.meaning else None,
    )
