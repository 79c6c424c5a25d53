"""Rule 5: imports point one way. import-linter checks the layers (make lint); here stands what it cannot say."""

from collections.abc import Iterator

from tests.architecture.sources import ADAPTERS, Source, sources

WIRING = "gateway/wiring.py"
# Commands of the gateway: each builds the one piece of the machine that it needs.
KNOWING = {WIRING, "gateway/commands/migrate.py", "gateway/commands/reps.py"}
LONGEST_WIRING = 200


def _beyond_the_contract(source: Source) -> Iterator[str]:
    """Imports of an adapter folder that are not one of its contract modules."""
    for module, line in source.imports():
        parts = module.split(".")
        if parts[0] in ADAPTERS and "contract" not in parts:
            yield f"{source.name}:{line} {module}"


def test_a_turn_knows_the_adapters_by_their_contracts_only() -> None:
    assert [found for source in sources("actions") for found in _beyond_the_contract(source)] == []


def test_only_the_wiring_knows_which_adapters_there_are() -> None:
    gateway = [source for source in sources("gateway") if source.name not in KNOWING]
    assert [found for source in gateway for found in _beyond_the_contract(source)] == []


def test_commands_read_what_memory_keeps_through_its_contract() -> None:
    # Building the reader is a piece of wiring, and fitting the search's weights looks inside it; all else asks.
    wiring = {"ops/simulation/decisions.py", "ops/knowledge/calibrate.py", "ops/evaluate.py"}
    commands = [source for source in sources("ops") if source.name not in wiring]
    assert [found for source in commands for found in _beyond_the_contract(source)] == []


def test_one_file_wires_everything_on_one_page() -> None:
    [wiring] = [source for source in sources("gateway") if source.name == WIRING]
    assert len(wiring.lines) <= LONGEST_WIRING
