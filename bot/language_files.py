"""Reads every YAML file before Rasa does, so that a mistake is told in one line with its place.

Rasa would print a page of traceback, or warn and train on half of the data. Checked is what
people get wrong: no YAML, no list of examples, an unknown intent or fact, a torn annotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.understanding.languages import DEFAULT_LOCALE

_LANGUAGE = re.compile(r"[a-z]{2}")
_ANNOTATION = re.compile(r"\[(?P<value>[^\[\]]*)\]\((?P<fact>[^()]*)\)")


class BrokenFile(Exception):
    """The message begins with file and line."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")


@dataclass(frozen=True)
class Vocabulary:
    """The intents and facts that the domain knows."""

    intents: frozenset[str]
    facts: frozenset[str]


def locale_of_file(nlu_folder: Path, file: Path) -> str:
    """English lies in the folder itself, every other language in a folder named by its code."""
    folders = file.resolve().relative_to(nlu_folder.resolve()).parts[:-1]
    locale = folders[0] if folders else DEFAULT_LOCALE
    if not _LANGUAGE.fullmatch(locale):
        raise BrokenFile(file, 1, f"the folder {locale!r} is not named by a language's code, such as `de`")
    return locale


def check_yaml(files: Iterable[Path]) -> None:
    for file in files:
        _compose(file)


def read_vocabulary(domain_folder: Path) -> Vocabulary:
    intents: set[str] = set()
    facts: set[str] = set()
    for file in sorted(domain_folder.rglob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        intents.update(content.get("intents") or [])
        facts.update(content.get("entities") or [])
    return Vocabulary(frozenset(intents), frozenset(facts))


def check_examples(files: Iterable[Path], vocabulary: Vocabulary) -> None:
    """The first mistake ends the check: one clear line is more use than fifty."""
    for file in files:
        root = _compose(file)
        blocks = _value(root, "nlu") if root is not None else None
        if not isinstance(blocks, yaml.SequenceNode):
            raise BrokenFile(file, 1, "a list under `nlu:` is expected")
        for block in blocks.value:
            _check_block(file, block, vocabulary)


def _check_block(file: Path, block: yaml.Node, vocabulary: Vocabulary) -> None:
    intent = _value(block, "intent")
    if intent is None:
        # Synonyms, look-up tables and the like have no examples to check.
        return
    if intent.value not in vocabulary.intents:
        raise BrokenFile(file, _line(intent), f"unknown intent {intent.value!r}")
    requested = _value(_value(block, "metadata"), "requested")
    if requested is not None and requested.value not in vocabulary.facts:
        raise BrokenFile(file, _line(requested), f"unknown fact {requested.value!r}")
    examples = _value(block, "examples")
    if not isinstance(examples, yaml.ScalarNode) or examples.style != "|":
        place = _line(examples or block)
        raise BrokenFile(file, place, "`examples: |` with one `- ` line each is expected")
    for line, text in _example_lines(examples):
        _check_example(file, line, text, vocabulary)


def _check_example(file: Path, line: int, text: str, vocabulary: Vocabulary) -> None:
    if not text.startswith("- ") or not text[2:].strip():
        raise BrokenFile(file, line, "an example begins with `- ` and has words")
    for annotation in _ANNOTATION.finditer(text):
        if annotation["fact"] not in vocabulary.facts:
            raise BrokenFile(file, line, f"unknown fact {annotation['fact']!r}")
        if annotation["value"].strip() != annotation["value"] or not annotation["value"]:
            raise BrokenFile(file, line, "an annotation begins and ends with a letter or sign")
    if "](" in _ANNOTATION.sub("", text):
        raise BrokenFile(file, line, "a torn annotation; [words](fact) is expected")


def _example_lines(examples: yaml.ScalarNode) -> Iterator[tuple[int, str]]:
    # The text begins on the line after `examples: |`.
    first = examples.start_mark.line + 2
    for number, text in enumerate(examples.value.split("\n")):
        if text.strip():
            yield first + number, text


def _compose(file: Path) -> yaml.Node | None:
    try:
        return yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise BrokenFile(file, line, error.problem or "this is no YAML") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenFile(file, 1, " ".join(str(error).split())) from error


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value  # type: ignore[no-any-return]  # the stubs leave node values untyped
    return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
