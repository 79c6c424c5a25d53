"""Reads the company's pages: Markdown files with YAML front matter, checked and turned into typed data.

A page that breaks a rule stops the start with one line that names the file and says what to do. This module must
not render HTML and must not know how pages are searched.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from memory.knowledge.contract import Page, Section
from memory.knowledge.markdown import RawSection, split_sections
from memory.knowledge.quotes import LONGEST_QUOTE, quote_of
from qualification.errors import Misconfigured
from qualification.language.choosing import DEFAULT_LOCALE

_FRONT_MATTER = re.compile(r"\A---\r?\n(?P<head>.*?)\r?\n---\r?\n(?P<body>.*)\Z", re.DOTALL)
_SECTION_MARK = re.compile(r"\s+->\s+(?P<section>\S+)$")


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=80)
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    summary: str = Field(min_length=1, max_length=200)
    category: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    order: int = 100
    questions: list[str] = Field(min_length=1)


def load_pages(folder: Path, locale: str = DEFAULT_LOCALE) -> tuple[Page, ...]:
    """Every `*.md` of the folder, ordered by file name. Raises Misconfigured with one line that says what to mend."""
    files = sorted(folder.glob("*.md"))
    if not files:
        raise Misconfigured(f"{folder}: there are no pages here; put at least one .md file into this folder.")
    pages = [_read_page(file, locale) for file in files]
    _check_slugs_differ(files, pages)
    return tuple(pages)


def load_all_pages(folder: Path) -> dict[str, tuple[Page, ...]]:
    """The pages of every language: the folder's own are English, a folder in it has the same, section for section."""
    english = load_pages(folder)
    pages = {DEFAULT_LOCALE: english}
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        pages[place.name] = load_pages(place, place.name)
        _check_same(place, english, pages[place.name])
    return pages


def _check_same(place: Path, english: Sequence[Page], pages: Sequence[Page]) -> None:
    sections = {page.slug: len(page.sections) for page in english}
    missing = sections.keys() - {page.slug for page in pages}
    if missing:
        raise Misconfigured(f"{place}: translate what is missing: {', '.join(sorted(missing))}.")
    for page in pages:
        if page.slug not in sections:
            raise Misconfigured(f"{place}: '{page.slug}' is not an English page; mend its slug or write that one too.")
        if len(page.sections) != sections[page.slug]:
            raise Misconfigured(
                f"{place}: '{page.slug}' has {len(page.sections)} sections, the English page {sections[page.slug]}; "
                "make them the same."
            )


def _check_slugs_differ(files: Sequence[Path], pages: Sequence[Page]) -> None:
    first: dict[str, Path] = {}
    for file, page in zip(files, pages, strict=True):
        if page.slug in first:
            raise Misconfigured(
                f"{file}: the slug '{page.slug}' is already used by {first[page.slug].name}; give one of them another."
            )
        first[page.slug] = file


def _read_page(file: Path, locale: str) -> Page:
    head, body = _split_file(file)
    front = _read_front_matter(file, head)
    raw_sections = _read_raw_sections(file, body)
    questions = _questions_by_section(file, front.questions, list(raw_sections))
    sections = tuple(_section(file, key, raw, tuple(questions[key])) for key, raw in raw_sections.items())
    return Page(front.slug, front.title, front.summary, front.category, front.order, sections, locale)


def _split_file(file: Path) -> tuple[str, str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Misconfigured(f"{file}: the file is not UTF-8 text; save it as UTF-8.") from None
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise Misconfigured(
            f"{file}: the front matter is missing; begin the file with a line '---', title, slug, summary, category "
            "and questions, and another line '---'."
        )
    return match["head"], match["body"]


def _read_front_matter(file: Path, head: str) -> _FrontMatter:
    try:
        return _FrontMatter.model_validate(yaml.load(head, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # +2: the mark counts from 0, and the opening '---' is above it.
        place = f", line {mark.line + 2}" if mark else ""
        raise Misconfigured(
            f"{file}{place}: the front matter is not valid YAML; check colons and quotation marks."
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise Misconfigured(f"{file}: mend '{field}' in the front matter: {first['msg']}.") from None


def _read_raw_sections(file: Path, body: str) -> dict[str, RawSection]:
    before, raw_sections = split_sections(body)
    if before:
        raise Misconfigured(f"{file}: there is text before the first '## ' heading; move it under a heading.")
    if not raw_sections:
        raise Misconfigured(f"{file}: the page has no sections; add at least one '## ' heading with a paragraph.")
    by_id: dict[str, RawSection] = {}
    for raw in raw_sections:
        key = section_id(raw.title)
        if not key:
            raise Misconfigured(f"{file}: a '## ' heading has no words; write a title behind it.")
        if key in by_id:
            raise Misconfigured(f"{file}: two sections are called '{raw.title}'; rename one of them.")
        by_id[key] = raw
    return by_id


def _section(file: Path, key: str, raw: RawSection, questions: tuple[str, ...]) -> Section:
    quote = quote_of(raw.paragraphs)
    if not quote:
        raise Misconfigured(
            f"{file}: the section '{raw.title}' does not begin with a paragraph whose first sentence fits into an "
            f"answer ({LONGEST_QUOTE} characters); begin it with a short paragraph that answers."
        )
    return Section(key, raw.title, quote, raw.text, raw.markdown, questions)


def _questions_by_section(file: Path, questions: Sequence[str], known: Sequence[str]) -> dict[str, list[str]]:
    """`text -> section-id` belongs to that section, a question without an arrow to the first section."""
    by_section: dict[str, list[str]] = {key: [] for key in known}
    for question in questions:
        match = _SECTION_MARK.search(question)
        section = match["section"] if match else known[0]
        if section not in by_section:
            raise Misconfigured(
                f"{file}: the question '{question}' names a section that the page does not have; "
                f"use one of: {', '.join(known)}."
            )
        by_section[section].append(question[: match.start()] if match else question)
    return by_section


def section_id(title: str) -> str:
    """The anchor of a section: its title in small letters, words joined by hyphens, apostrophes dropped."""
    return re.sub(r"[\W_]+", "-", re.sub(r"['’]", "", title.casefold())).strip("-")
