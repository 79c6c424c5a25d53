"""Scripted prospects: visitors who ask something, answer what they are asked, and sometimes change their mind.

They recognise the assistant's questions by the published reply texts, as a person would by reading them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ops.settings import PROJECT

PROSPECTS_FILE = PROJECT / "data" / "golden" / "prospects.yml"
REPLIES_FILE = PROJECT / "data" / "replies" / "en.yml"
PLACEHOLDER = re.compile(r"\\\{\w+\\\}")
QUESTION_KEYS = ("ask.", "ask_again.")
MOST_TURNS = 20


class Prospect(BaseModel):
    """`says` is typed line by line; in between, a question about something in `knows` is answered from there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    channel: str = "website"
    page_url: str | None = None
    says: list[str] = Field(min_length=1)
    knows: dict[str, str] = Field(default_factory=dict)
    reaches_a_person: bool = False


@dataclass(frozen=True, slots=True)
class Questions:
    """The assistant's questions, by the fact that each asks for."""

    patterns: Mapping[str, tuple[re.Pattern[str], ...]]

    def asked_in(self, reply: str) -> str | None:
        """The fact that the reply asks for, or None."""
        return next((fact for fact, known in self.patterns.items() if any(one.search(reply) for one in known)), None)


def read_prospects(path: Path = PROSPECTS_FILE) -> list[Prospect]:
    return [Prospect.model_validate(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def read_questions(path: Path = REPLIES_FILE) -> Questions:
    replies = yaml.safe_load(path.read_text(encoding="utf-8"))
    patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
    for key, entry in replies.items():
        if key.startswith(QUESTION_KEYS):
            fact = key.split(".", 1)[1]
            patterns[fact] = (*patterns.get(fact, ()), *(_pattern(text) for text in entry["text"]))
    return Questions(patterns)


def next_line(prospect: Prospect, questions: Questions, reply: str, spoken: int) -> tuple[str | None, int]:
    """What the prospect says to the reply, and how many of the lines are spoken then; None when all is said."""
    fact = questions.asked_in(reply)
    if fact in prospect.knows:
        return prospect.knows[fact], spoken
    if fact is not None and spoken >= len(prospect.says):
        return "skip", spoken
    if spoken < len(prospect.says):
        return prospect.says[spoken], spoken + 1
    return None, spoken


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(PLACEHOLDER.sub(".*?", re.escape(text)))
