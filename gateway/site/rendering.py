"""Turns company and pages into finished HTML. Everything is rendered once, when the gateway starts.

The output needs nothing inline, so that the strictest content security policy holds. No word of a particular company
belongs in the templates.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from gateway.site.company import Category, Company, check_fits, find_section
from memory.knowledge.contract import Page

_FOLDER = Path(__file__).parent
_STYLES = ("base.css", "home.css", "help.css")


class Site:
    """All pages of the website by their path, ready to be sent."""

    def __init__(self, company: Company, pages: Sequence[Page]) -> None:
        """Raises Misconfigured when texts point to pages that do not exist."""
        check_fits(company, pages)
        self.stylesheet = _stylesheet(company)
        self.mark = _mark(company)
        self._environment = _environment(company, pages, version=_version(self.stylesheet + self.mark))
        answers = [find_section(pages, reference) for reference in company.pricing.answers]
        self.pages = {
            "/": self._render("home.html", "website"),
            "/pricing": self._render("pricing.html", "website", answers=answers),
            "/help": self._render("help.html", "support", shelves=_shelves(company, pages)),
        }
        for category, shelf in _shelves(company, pages):
            for position, page in enumerate(shelf):
                around = {"previous": shelf[position - 1] if position else None, "next": (*shelf, None)[position + 1]}
                self.pages[page.url] = self._render("article.html", "support", page=page, category=category, **around)
        self.missing = self._render("missing.html", "support", shelves=_shelves(company, pages))

    def _render(self, template: str, channel: str, **values: object) -> str:
        return self._environment.get_template(template).render(channel=channel, **values)


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
    environment.globals.update(company=company, version=version, number_of_pages=len(pages))
    return environment


def _shelves(company: Company, pages: Sequence[Page]) -> list[tuple[Category, tuple[Page, ...]]]:
    """The pages of each category in the company's order; categories without a page are left out."""
    ordered = sorted(pages, key=lambda page: (page.order, page.title))
    shelves = [
        (category, tuple(page for page in ordered if page.category == category.id))
        for category in company.help.categories
    ]
    return [(category, shelf) for category, shelf in shelves if shelf]


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
