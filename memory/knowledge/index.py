"""Everything that is known about every section for one query, as signals; blending them is not done here."""

import re
from collections.abc import Sequence
from pathlib import Path

from memory.knowledge.blending import Signals
from memory.knowledge.contract import EncodedText, Page, Section
from memory.knowledge.encoder import SentenceEncoder
from memory.knowledge.lexical import LexicalIndex
from memory.knowledge.semantic import SemanticIndex, Wordings
from qualification.language.choosing import DEFAULT_LOCALE

# What stands for the company's name.
_PRONOUNS = {"en": "it", "de": "es", "es": "esto"}


class SectionIndex:
    """The sections of all pages, by words and, if there is an encoder, by meaning."""

    def __init__(
        self,
        pages: Sequence[Page],
        encoder: SentenceEncoder | None,
        cache: Path,
        company_name: str,
        locale: str = DEFAULT_LOCALE,
    ) -> None:
        """`locale` is the language of the questions, which the pages need not be written in."""
        self.sections = tuple((page, section) for page in pages for section in page.sections)
        self._pronoun = _PRONOUNS.get(locale, "")
        self._company_name = re.compile(rf"\b{re.escape(company_name)}\b", re.IGNORECASE)
        wordings = [self._wordings(page, section) for page, section in self.sections]
        bodies = [self._neutral(section.text) for _, section in self.sections]
        self._lexical = LexicalIndex([_words(*both) for both in zip(wordings, bodies, strict=True)], locale)
        self._semantic = SemanticIndex(wordings, encoder, cache) if encoder else None

    @property
    def knows_meaning(self) -> bool:
        return self._semantic is not None

    def signals(self, query: str, encoded: EncodedText | None = None) -> Signals:
        """What is known about each section, in the order of `sections`."""
        neutral = self._neutral(query)
        words = self._lexical.compare(neutral)
        meaning = self._semantic.meaning(neutral, encoded) if self._semantic else None
        return Signals(words.scores, words.unknown_share, meaning)

    def _wordings(self, page: Page, section: Section) -> Wordings:
        return Wordings(
            title=self._neutral(f"{page.title}: {section.title}"),
            quote=self._neutral(section.quote),
            questions=tuple(self._neutral(question) for question in section.questions or (section.title,)),
        )

    def _neutral(self, text: str) -> str:
        # The company's own name is the rarest word of a question and says nothing about which page answers it:
        # with it, "how expensive is NAME" is nearest to "what is NAME".
        return self._company_name.sub(self._pronoun, text)


def _words(wordings: Wordings, body: str) -> str:
    # The title stands twice: a word of the heading says more about a section than one of its text.
    return " ".join([wordings.title, wordings.title, *wordings.questions, body])
