"""The table of reply keys is what the code says: no key that nobody says, and nothing said without a key."""

import ast
from collections.abc import Iterator

import pytest

from actions.reply_keys import PER_FACT, REPLY_KEYS
from tests.architecture.sources import Source, sources

# They name intents, facts and signals, some of which are called like a reply.
OTHER_NAMES = {"qualification/understanding.py", "qualification/facts.py", "actions/reply_keys.py"}
# Their words are ready; the rules that say them are not written yet (docs/open.md).
NOT_SAID_YET = {"disqualified"}
SAYING = {"Line", "say"}


def _speaking() -> list[Source]:
    return [source for source in sources("qualification", "actions", "gateway") if source.name not in OTHER_NAMES]


def _words(source: Source) -> Iterator[str]:
    """Every string of the code, those in f-strings too."""
    for node in source.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _said(source: Source) -> Iterator[str]:
    """Keys that stand written out where something is said."""
    for node in source.nodes():
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in SAYING and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


WRITTEN = {word for source in _speaking() for word in _words(source)}
BEGINNINGS = tuple(word for word in WRITTEN if word.endswith((".", "_")) and "." in word[1:])


def _is_said(key: str) -> bool:
    """Written out, or made of a written beginning and a name: `ask` and `email`, `value.money.per_` and `month`."""
    begin = key.rpartition(".")[0]
    if begin == "line":
        # Made by `state_line`, in the table itself.
        return True
    return key in WRITTEN or (bool(begin) and (begin in WRITTEN or any(key.startswith(word) for word in BEGINNINGS)))


def test_there_is_no_text_that_nothing_says() -> None:
    assert {key for key in REPLY_KEYS if not _is_said(key)} == NOT_SAID_YET


def test_everything_that_is_said_has_its_key() -> None:
    said = {key for source in _speaking() for key in _said(source)}
    assert said
    assert said - REPLY_KEYS.keys() == set()


@pytest.mark.parametrize("kind", sorted(PER_FACT))
def test_a_text_for_each_fact_gets_the_same_values(kind: str) -> None:
    assert len({values for key, values in REPLY_KEYS.items() if key.rpartition(".")[0] == kind}) == 1
