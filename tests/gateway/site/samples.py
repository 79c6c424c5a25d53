"""Another company, as small as it can be, to prove that the site is made from data alone."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from gateway.site.company import Company
from gateway.site.rendering import Site
from gateway.site.words import load_site_words
from memory.knowledge.contract import Page, Section

PAGES = (
    Page(
        slug="bread",
        title="Our bread",
        summary="What we bake.",
        category="bakery",
        order=1,
        sections=(
            Section(
                id="rye",
                title="Rye & <wheat>",
                quote="We bake rye every day.",
                text="We bake rye every day.",
                markdown="We bake rye every day.\n\n<script>alert(1)</script> [bad](javascript:alert(1)) `a < b`\n",
                questions=("do you bake rye",),
            ),
        ),
    ),
    Page("cake", "Cake", "Sweet.", "bakery", 2, (Section("sponge", "Sponge", "Yes.", "Yes.", "Yes.\n", ("sponge",)),)),
)

CONTENT: dict[str, Any] = {
    "name": "Brot & Söhne",
    "description": 'The "best" <bread>.',
    "contact_email": "hello@brot.example",
    "assistant": {"name": "Baker's help", "suggestions": ["Do you bake rye?", "Opening hours"]},
    "colours": {"accent_light": "#8a3b12", "accent_dark": "#f0a878"},
    "mark": "M0 0h24v24z",
    "home": {
        "headline": "Bread.\nEvery day.",
        "lead": "Lead",
        "primary": "Ask",
        "secondary": "Prices",
        "note": "Note",
        "chat": [{"by": "visitor", "text": "rye?"}, {"by": "rep", "name": "Ada", "text": "Yes."}],
        "card": {
            "title": "Wants rye",
            "subtitle": "Today",
            "waiting": "5 s",
            "facts": [["Loaves", "3", "message 1"]],
            "first_words_label": "Say",
            "first_words": "Yes",
            "accept": "Take",
        },
        "flow_title": "How",
        "flow": [{"title": f"Step {number}", "text": "Text"} for number in range(4)],
        "points_title": "Why",
        "points": [{"title": "Fresh", "text": "Text", "help": "bread#rye"}],
        "closing_title": "Come",
        "closing_text": "Text",
    },
    "pricing": {
        "headline": "Prices",
        "lead": "Lead",
        "plans": [
            {"name": "Loaf", "price": "€4", "period": "each", "summary": "One", "features": ["Crust"], "action": "Buy"}
        ],
        "recommended_label": "Best",
        "answers_title": "Asked",
        "answers": ["cake#sponge"],
    },
    "help": {
        "headline": "Help",
        "lead": "Lead",
        "categories": [
            {"id": "empty", "title": "Nothing", "text": "Text"},
            {"id": "bakery", "title": "Bakery", "text": "Text"},
        ],
        "ask_title": "More?",
        "ask_text": "Text",
        "ask": "Ask us",
    },
    "footer": {
        "text": "Footer",
        "columns": [
            {
                "title": "More",
                "links": [
                    {"label": "Bread", "url": "/help/bread"},
                    {"label": "Jobs", "url": "/jobs"},
                    {"label": "Guild", "url": "https://bakers.example"},
                ],
            }
        ],
    },
}


def content(**changes: object) -> dict[str, Any]:
    """The company's data with changes at dotted places: content(home__lead="Other")."""
    changed = deepcopy(CONTENT)
    for place, value in changes.items():
        *path, last = place.split("__")
        target = changed
        for key in path:
            target = target[key]
        target[last] = value
    return changed


def bakery(**changes: object) -> Company:
    return Company.model_validate(content(**changes))


def site_of(company: Company, pages: Sequence[Page]) -> Site:
    """The website with English pages alone."""
    in_english = {"en": pages}
    return Site(company, in_english, load_site_words(Path("data/site"), company, in_english))
