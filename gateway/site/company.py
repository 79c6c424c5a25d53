"""Who the assistant speaks for, read from data/company.yml. A mistake stops the start with one line that names it.

Only types and checks; how it looks is the templates' business. No word of a particular company belongs in here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from memory.knowledge.contract import Page, Section
from qualification.errors import Misconfigured

Words = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
# Goes into an attribute of an SVG, so only the letters of path data.
PathData = Annotated[str, StringConstraints(pattern=r"^[MmLlHhVvCcSsQqTtAaZz0-9eE .,+-]+$", max_length=4000)]
SectionRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#\S+$")]
Address = Annotated[str, StringConstraints(pattern=r"^(/|https://|mailto:)\S*$")]
# At most four: the chat window shows no more.
Suggestions = Annotated[tuple[Annotated[Words, Field(pattern=r"^[^|]+$")], ...], Field(max_length=4)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assistant(_Data):
    name: Words
    suggestions: Suggestions = ()
    support_suggestions: Suggestions = ()


class Colours(_Data):
    accent_light: Colour
    accent_dark: Colour


class ChatLine(_Data):
    by: Literal["visitor", "assistant", "rep"]
    text: Words
    name: Words | None = None
    source: Words | None = None


class Card(_Data):
    """The drawn handoff card. A fact is label, value and where it was said ("" when it is not known)."""

    title: Words
    subtitle: Words
    waiting: Words
    facts: tuple[tuple[Words, Words, str], ...]
    first_words_label: Words
    first_words: Words
    accept: Words


class Step(_Data):
    title: Words
    text: Words


class Point(_Data):
    title: Words
    text: Words
    help: SectionRef


class Home(_Data):
    headline: Words
    lead: Words
    primary: Words
    secondary: Words
    note: Words
    chat: tuple[ChatLine, ...] = Field(min_length=2, max_length=6)
    card: Card
    flow_title: Words
    flow: tuple[Step, Step, Step, Step]
    points_title: Words
    points: tuple[Point, ...] = Field(min_length=1)
    closing_title: Words
    closing_text: Words


class Plan(_Data):
    name: Words
    price: Words
    period: Words
    summary: Words
    features: tuple[Words, ...] = Field(min_length=1)
    action: Words
    recommended: bool = False


class Pricing(_Data):
    headline: Words
    lead: Words
    plans: tuple[Plan, ...] = Field(min_length=1, max_length=4)
    recommended_label: Words
    notes: tuple[Words, ...] = ()
    answers_title: Words
    answers: tuple[SectionRef, ...] = ()


class Category(_Data):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    title: Words
    text: Words


class Help(_Data):
    headline: Words
    lead: Words
    categories: tuple[Category, ...] = Field(min_length=1)
    ask_title: Words
    ask_text: Words
    ask: Words


class Link(_Data):
    label: Words
    url: Address


class Column(_Data):
    title: Words
    links: tuple[Link, ...]


class Footer(_Data):
    text: Words
    columns: tuple[Column, ...] = ()


class Company(_Data):
    name: Words
    description: Words
    contact_email: Words
    assistant: Assistant
    colours: Colours
    mark: PathData
    home: Home
    pricing: Pricing
    help: Help
    footer: Footer


def load_company(file: Path) -> Company:
    """Raises Misconfigured with one line: the file, the place, and what is wrong there."""
    try:
        return Company.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except FileNotFoundError:
        raise Misconfigured(f"{file} is missing: restore it, or write your own after docs/your-company.md.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise Misconfigured(f"{file}{place}: not valid YAML; check colons, quotation marks and indentation.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Misconfigured(f"{file}: mend {place}: {first['msg']}.") from None


def check_fits(company: Company, pages: Sequence[Page]) -> None:
    """Every category of a page exists, and every section that the company's texts point to."""
    categories = {category.id for category in company.help.categories}
    for page in pages:
        if page.category not in categories:
            raise Misconfigured(
                f"The page '{page.slug}' has the category '{page.category}', which company.yml does not list under "
                f"help.categories; use one of: {', '.join(sorted(categories))}."
            )
    for reference in (*company.pricing.answers, *(point.help for point in company.home.points)):
        find_section(pages, reference)


def find_section(pages: Sequence[Page], reference: str) -> tuple[Page, Section]:
    """The section that `slug#section` names."""
    for page in pages:
        for section in page.sections:
            if reference == f"{page.slug}#{section.id}":
                return page, section
    raise Misconfigured(f"company.yml points to '{reference}', but no page has such a section; correct one of the two.")
