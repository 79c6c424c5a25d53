"""Turns company and pages into finished HTML. Everything is rendered once, when the gateway starts.

The output needs nothing inline, so that the strictest content security policy holds. No word of a particular company
belongs in the templates.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.core import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from gateway.site.company import Category, Company, Link, check_fits, find_section
from gateway.site.words import SiteWords
from memory.knowledge.contract import Page, help_address
from qualification.language.choosing import DEFAULT_LOCALE

_FOLDER = Path(__file__).parent
_STYLES = ("base.css", "home.css", "help.css")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A page in one of its languages: the code, the language's own name, the address."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FooterLink:
    """As shown in one language; `in_english` where it leads out of that language."""

    label: str
    url: str
    in_english: bool = False


class Site:
    """All pages of the website by their path, ready to be sent."""

    def __init__(self, company: Company, pages: Mapping[str, Sequence[Page]], words: Mapping[str, SiteWords]) -> None:
        """`pages` and `words` by language. Raises Misconfigured when texts point to pages that do not exist."""
        english = pages[DEFAULT_LOCALE]
        check_fits(company, english)
        self.locales = tuple(pages)
        self.stylesheet = _stylesheet(company)
        self.mark = _mark(company)
        self._words = words
        self._columns = {locale: _columns(company, words[locale], locale, shown) for locale, shown in pages.items()}
        self._environment = _environment(company, english, version=_version(self.stylesheet + self.mark))
        answers = [find_section(english, reference) for reference in company.pricing.answers]
        shelves = _shelves(words[DEFAULT_LOCALE], english)
        self.pages = {
            "/": self._render("home.html", "website"),
            "/pricing": self._render("pricing.html", "website", answers=answers),
        }
        for locale, shown in pages.items():
            self._render_help(locale, shown)
        self.missing = self._render("missing.html", "support", shelves=shelves)

    def _render_help(self, locale: str, pages: Sequence[Page]) -> None:
        """The help pages of one language, each with its translations."""
        shelves = _shelves(self._words[locale], pages)
        self.pages[help_address(locale)] = self._render(
            "help.html", "support", locale, shelves=shelves, tongues=self._tongues("")
        )
        for category, shelf in shelves:
            for position, page in enumerate(shelf):
                around = {"previous": shelf[position - 1] if position else None, "next": (*shelf, None)[position + 1]}
                tongues = self._tongues(f"/{page.slug}")
                self.pages[page.url] = self._render(
                    "article.html", "support", locale, page=page, category=category, tongues=tongues, **around
                )

    def _tongues(self, path: str) -> list[Tongue]:
        """The same page in every language that has pages."""
        return [Tongue(other, _own_name(other), help_address(other) + path) for other in self.locales]

    def _render(self, template: str, channel: str, locale: str = DEFAULT_LOCALE, **values: object) -> str:
        around: dict[str, object] = {
            "channel": channel,
            "locale": locale,
            "direction": Locale.parse(locale).text_direction,
            "words": self._words[locale],
            "columns": self._columns[locale],
            "help_address": help_address(locale),
            "tongues": [],
        }
        return self._environment.get_template(template).render(**(around | values))


def _environment(company: Company, pages: Sequence[Page], version: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Raw HTML in a page is shown as text: pages are written by people who need not know what is safe.
    markdown = MarkdownIt("commonmark", {"html": False})
    environment.filters["markdown"] = markdown.render
    environment.globals.update(
        company=company, version=version, number_of_pages=len(pages), default_locale=DEFAULT_LOCALE
    )
    return environment


def _shelves(words: SiteWords, pages: Sequence[Page]) -> list[tuple[Category, tuple[Page, ...]]]:
    """The pages of each category in the company's order; categories without a page are left out."""
    ordered = sorted(pages, key=lambda page: (page.order, page.title))
    categories = words.help.categories if words.help else ()
    shelves = [(category, tuple(page for page in ordered if page.category == category.id)) for category in categories]
    return [(category, shelf) for category, shelf in shelves if shelf]


def _columns(
    company: Company, words: SiteWords, locale: str, pages: Sequence[Page]
) -> list[tuple[str, list[FooterLink]]]:
    """The footer in one language: a help page's translation by its own title, the rest as company.yml has it."""
    is_english = locale == DEFAULT_LOCALE
    translated = {} if is_english else {f"{help_address(DEFAULT_LOCALE)}/{page.slug}": page for page in pages}

    def shown(link: Link) -> FooterLink:
        page = translated.get(link.url)
        # What language another website is in is not ours to say.
        leaves = not is_english and link.url.startswith("/")
        return FooterLink(page.title, page.url) if page else FooterLink(link.label, link.url, in_english=leaves)

    links = [[shown(link) for link in column.links] for column in company.footer.columns]
    return list(zip(words.columns, links, strict=True))


def _own_name(locale: str) -> str:
    """ "Español": what a language calls itself, as one writes it in a list."""
    name = Locale.parse(locale).get_display_name(locale) or locale
    return name[:1].upper() + name[1:]


def _stylesheet(company: Company) -> str:
    # Custom properties come first; a style attribute or element would need an exception in the policy.
    accents = (
        f":root {{ --accent-light: {company.colours.accent_light}; --accent-dark: {company.colours.accent_dark}; }}\n"
    )
    return accents + "".join((_FOLDER / "styles" / name).read_text(encoding="utf-8") for name in _STYLES)


def _mark(company: Company) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<path d="{company.mark}" fill="{company.colours.accent_light}"/></svg>'
    )


def _version(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:12]
