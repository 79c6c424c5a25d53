"""Rules 1 and 19 of the house: the core is pure, and one transaction is one commit that nobody else makes."""

import ast

from tests.architecture.sources import CORE, PRODUCT, Source, called_name, sources

# The standard library's pure part. No os, time, random, io, logging: whatever the core needs comes in as an argument.
PURE_MODULES = {
    "__future__", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "hashlib",
    "itertools", "json", "math", "operator", "re", "statistics", "string", "textwrap", "types", "typing", "unicodedata",
}  # fmt: skip
PURE_PARTS = ("urllib.parse.",)
CLOCKS = {"now", "utcnow", "today", "fromtimestamp"}
DOORS = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}

# Where transactions begin and end, and the tools that own a connection of their own.
TRANSACTION_FILES = {"memory/engine.py"}
ENDINGS = {"commit", "rollback"}


def _calls(source: Source, names: set[str]) -> list[str]:
    calls = (node for node in source.nodes() if isinstance(node, ast.Call))
    return [f"{source.name}:{call.lineno} {called_name(call)}()" for call in calls if called_name(call) in names]


def test_the_core_imports_itself_and_the_pure_part_of_the_standard_library_only() -> None:
    foreign = [
        f"{source.name}:{line} {module}"
        for source in sources(CORE)
        for module, line in source.imports()
        if module.split(".")[0] not in PURE_MODULES | {CORE} and not module.startswith(PURE_PARTS)
    ]
    assert foreign == []


def test_the_core_asks_no_clock_and_opens_no_door() -> None:
    assert [call for source in sources(CORE) for call in _calls(source, CLOCKS | DOORS)] == []


def test_nobody_ends_a_transaction_but_memory() -> None:
    calls = [
        call for source in sources(*PRODUCT) if source.name not in TRANSACTION_FILES for call in _calls(source, ENDINGS)
    ]
    assert calls == []


def test_adapters_contracts_speak_in_domain_types_only() -> None:
    contracts = [source for source in sources(*PRODUCT) if source.path.name == "contract.py"]
    assert contracts
    foreign = [
        f"{source.name}:{line} {module}"
        for source in contracts
        for module, line in source.imports()
        if module.split(".")[0] not in PURE_MODULES | {CORE, "contextlib", source.module.split(".")[0]}
    ]
    assert foreign == []
