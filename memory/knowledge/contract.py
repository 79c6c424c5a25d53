"""The company's pages, and what a search over them promises to those who answer visitors.

A hit quotes whole sentences that stand on a page, word for word; nobody may shorten or rephrase them further.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qualification.language.choosing import DEFAULT_LOCALE


def help_address(locale: str) -> str:
    """Where the help pages of a language begin."""
    return "/help" if locale == DEFAULT_LOCALE else f"/{locale}/help"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that answers one question in several wordings.

    `quote` is what the assistant may say, `text` every word in plain, `markdown` the source for a page.
    """

    id: str
    title: str
    quote: str
    text: str
    markdown: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One topic of the help pages. `order` is its place among the pages of its category, small first.

    `locale` is the language it is written in; the same slug in another one is its translation.
    """

    slug: str
    title: str
    summary: str
    category: str
    order: int
    sections: tuple[Section, ...]
    locale: str = DEFAULT_LOCALE

    @property
    def url(self) -> str:
        return f"{help_address(self.locale)}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One section that may answer. `score` 0..1 is calibrated: from 0.5 on it is good enough to be said.

    `locale` is the language of the page, which is another one where the visitor's has no pages.
    `lexical` and `semantic` are the parts that the score was blended from; `semantic` is None when
    the sentence encoder is missing and the score rests on words alone.
    """

    page_title: str
    section_title: str
    url: str
    quote: str
    score: float
    lexical: float
    semantic: float | None
    locale: str = DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text whose sentence vector is known already, from the encoder that the pages are read with as well.

    `vector`: its components as little-endian 16-bit floats, which are exact enough for nearness.
    """

    text: str
    vector: bytes


class Knowledge(Protocol):
    """The pages that the assistant may quote."""

    def search(self, query: str, locale: str, limit: int = 3, encoded: EncodedText | None = None) -> Sequence[Hit]:
        """The best sections for what a visitor asked in the language `locale`, best first; never an error.

        They are from pages in that language, or from the English ones if it has none. `encoded` saves encoding the
        query once more, when it is the same text.
        """
        ...
