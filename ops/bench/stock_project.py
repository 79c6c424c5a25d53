"""The bot to compare with: what `rasa init` sets up, on Foyer's own language data.

Pipeline and policies are the package's (`stock/config.yml`); domain, rules and stories say a text for every intent,
so that a turn costs stock Rasa as little as it can: no slots, no forms, no action server.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from ops.bench.sample import sample
from ops.problems import CannotRun
from ops.settings import PROJECT

RASA_VERSION = "3.6.21"
CONFIG = PROJECT / "ops" / "bench" / "stock" / "config.yml"
EXAMPLES = PROJECT / "data" / "nlu"
DOMAIN = PROJECT / "bot" / "domain"
FORMAT = "3.1"
LANGUAGE = "data/nlu"
# As in the project of `rasa init`: three short stories, so that the learning policies have something to learn.
STORIES = (
    ("greet", "ask_product", "thanks"),
    ("greet", "ask_pricing", "affirm", "book_demo"),
    ("greet", "ask_pricing", "deny", "goodbye"),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    intents: tuple[str, ...]
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockProject:
    """Every file of the project by its path in it, and what it is known by."""

    files: tuple[tuple[str, str], ...]
    fingerprint: str

    def write(self, folder: Path) -> None:
        for name, text in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def stock_project(per_intent: int | None) -> StockProject:
    """`per_intent` thins the language data to about so many examples for each intent; None keeps it whole."""
    vocabulary = read_vocabulary(sorted(DOMAIN.glob("*.yml")))
    paths = sorted(EXAMPLES.glob("*.yml"))
    if not paths:
        raise CannotRun(f"There are no examples (*.yml) in {EXAMPLES}: nothing to train.")
    if per_intent is None:
        examples = [(f"{LANGUAGE}/{path.name}", _text(path)) for path in paths]
    else:
        examples = [(f"{LANGUAGE}/sample.yml", sample(paths, per_intent=per_intent))]
    files = (
        ("config.yml", _text(CONFIG)),
        ("domain.yml", _yaml(domain(vocabulary))),
        ("data/rules.yml", _yaml(rules(vocabulary.intents))),
        ("data/stories.yml", _yaml(stories(STORIES))),
        ("credentials.yml", "rest:\n"),
        ("endpoints.yml", "{}\n"),
        *examples,
    )
    return StockProject(files, fingerprint(files))


def read_vocabulary(domain_files: Sequence[Path]) -> Vocabulary:
    intents: list[str] = []
    entities: list[str] = []
    for path in domain_files:
        content = yaml.safe_load(_text(path)) or {}
        intents += content.get("intents") or []
        entities += content.get("entities") or []
    return Vocabulary(tuple(intents), tuple(entities))


def domain(vocabulary: Vocabulary) -> dict[str, object]:
    return {
        "version": FORMAT,
        "intents": list(vocabulary.intents),
        "entities": list(vocabulary.entities),
        "responses": {f"utter_{intent}": [{"text": f"You said: {intent}."}] for intent in vocabulary.intents},
        # The package's own.
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def rules(intents: Sequence[str]) -> dict[str, object]:
    return {"version": FORMAT, "rules": [{"rule": intent, "steps": _exchange(intent)} for intent in intents]}


def stories(talks: Sequence[Sequence[str]]) -> dict[str, object]:
    told = [
        {"story": " then ".join(talk), "steps": [step for intent in talk for step in _exchange(intent)]}
        for talk in talks
    ]
    return {"version": FORMAT, "stories": told}


def fingerprint(files: Sequence[tuple[str, str]]) -> str:
    """Over names and contents: whatever is added, renamed or changed makes another project."""
    digest = hashlib.sha256(RASA_VERSION.encode())
    for name, text in files:
        digest.update(f"\0{name}\0{hashlib.sha256(text.encode()).hexdigest()}".encode())
    return digest.hexdigest()[:16]


def _exchange(intent: str) -> list[dict[str, str]]:
    return [{"intent": intent}, {"action": f"utter_{intent}"}]


def _yaml(content: dict[str, object]) -> str:
    return yaml.safe_dump(content, sort_keys=False)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise CannotRun(f"{path} cannot be read: {problem.strerror}.") from None
