"""The search over the company's pages: by words and by meaning, blended into one calibrated score.

It answers from memory within a few milliseconds and keeps no trace of what was asked. It must not decide whether an
answer is given: callers compare the score with 0.5.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from memory.knowledge.blending import (
    ACROSS_LANGUAGES,
    IN_LANGUAGES,
    WITH_MEANING,
    WORDS_ALONE,
    Weights,
    blend,
)
from memory.knowledge.contract import EncodedText, Hit, Page, Section
from memory.knowledge.encoder import SentenceEncoder, load_encoder
from memory.knowledge.index import SectionIndex
from qualification.language.choosing import DEFAULT_LOCALE

MULTILINGUAL = "multilingual"
"""The folder, beside the English encoder, of the one that reads all other languages."""


class PageKnowledge:
    """The search in one language, over an index that was built once."""

    def __init__(self, index: SectionIndex, with_meaning: Weights = WITH_MEANING) -> None:
        self._index = index
        self._weights = with_meaning if index.knows_meaning else WORDS_ALONE

    def search(self, query: str, limit: int = 3, encoded: EncodedText | None = None) -> Sequence[Hit]:
        if not re.search(r"\w", query):
            return ()
        signals = self._index.signals(query, encoded)
        scores = blend(signals, self._weights)
        closest = signals.meaning.closest if signals.meaning else None
        # Of sections that are as good, the first.
        best = np.argsort(-scores, kind="stable")[:limit]
        return tuple(
            _hit(
                *self._index.sections[place],
                score=float(scores[place]),
                lexical=float(signals.lexical[place]),
                semantic=None if closest is None else float(closest[place]),
            )
            for place in best
        )


class KnowledgeInLanguages:
    """Implements Knowledge: one search for each language, the English one for languages without."""

    def __init__(self, searches: Mapping[str, PageKnowledge]) -> None:
        self._searches = searches

    def search(self, query: str, locale: str, limit: int = 3, encoded: EncodedText | None = None) -> Sequence[Hit]:
        return self._searches.get(locale, self._searches[DEFAULT_LOCALE]).search(query, limit, encoded)


def open_knowledge(
    pages: Mapping[str, Sequence[Page]], company_name: str, encoders: Path, cache: Path, spoken: Collection[str]
) -> KnowledgeInLanguages:
    """Search over the `pages` of each language; by words alone while `encoders` has no encoder for it yet.

    A language that is `spoken` and has no pages is searched in the English ones, by meaning alone.
    """
    english = _search(pages, DEFAULT_LOCALE, load_encoder(encoders), company_name, cache)
    others = sorted({*spoken, *pages} - {DEFAULT_LOCALE})
    encoder = load_encoder(encoders / MULTILINGUAL, at_once=False) if others else None
    searches = {locale: _search(pages, locale, encoder, company_name, cache) for locale in others}
    return KnowledgeInLanguages({DEFAULT_LOCALE: english, **searches})


def _search(
    pages: Mapping[str, Sequence[Page]], locale: str, encoder: SentenceEncoder | None, company_name: str, cache: Path
) -> PageKnowledge:
    shown = pages.get(locale, pages[DEFAULT_LOCALE])
    index = SectionIndex(shown, encoder, cache / vectors_file(locale), company_name, locale)
    return PageKnowledge(index, _weights(locale, pages))


def vectors_file(locale: str) -> str:
    """What the vectors of the pages in a language are kept in."""
    return "page-vectors.npz" if locale == DEFAULT_LOCALE else f"page-vectors-{locale}.npz"


def _weights(locale: str, pages: Mapping[str, Sequence[Page]]) -> Weights:
    """What signals are worth where there is an encoder; each was fitted for its own."""
    if locale == DEFAULT_LOCALE:
        return WITH_MEANING
    return IN_LANGUAGES if locale in pages else ACROSS_LANGUAGES


def _hit(page: Page, section: Section, *, score: float, lexical: float, semantic: float | None) -> Hit:
    return Hit(
        page_title=page.title,
        section_title=section.title,
        url=f"{page.url}#{section.id}",
        quote=section.quote,
        score=score,
        lexical=lexical,
        semantic=semantic,
        locale=page.locale,
    )
