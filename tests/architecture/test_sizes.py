"""Rules 9 to 11: files, functions and folders stay small, and nothing lives in a drawer for odds and ends."""

from pathlib import Path

import pytest

from tests.architecture.sources import NOT_OURS, PRODUCT, PROJECT, files, sources

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
FULLEST_FOLDER = 15
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "shared", "stuff"}
# Grows by one file with every change of the tables; that is its nature.
GROWING_FOLDERS = {"memory/migrations/versions"}


def _too_long(paths: list[Path], limit: int) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path.relative_to(PROJECT)} {length}" for path, length in lengths.items() if length > limit]


def _length_of_functions(*folders: str) -> dict[str, int]:
    return {
        f"{source.name}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for source in sources(*folders)
        for function in source.functions()
    }


def test_no_file_is_longer_than_its_budget() -> None:
    product = [path for folder in (*PRODUCT, "widget") for path in files(folder, ".py", ".ts", ".js", ".mjs")]
    assert _too_long(product, LONGEST_FILE) == []


def test_no_test_file_is_longer_than_its_budget() -> None:
    assert _too_long(files("tests", ".py"), LONGEST_FILE) == []


def test_no_function_is_longer_than_its_budget() -> None:
    lengths = _length_of_functions(*PRODUCT, "tests")
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_half_of_all_functions_fit_in_ten_lines() -> None:
    lengths = sorted(_length_of_functions(*PRODUCT).values())
    assert lengths[len(lengths) // 2] <= MEDIAN_FUNCTION


@pytest.mark.parametrize("root", PRODUCT)
def test_no_folder_holds_more_files_than_a_reader_can_take_in(root: str) -> None:
    folders: dict[str, int] = {}
    for source in sources(root):
        if source.path.name != "__init__.py":
            folder = source.path.parent.relative_to(PROJECT).as_posix()
            folders[folder] = folders.get(folder, 0) + 1
    too_full = {folder: count for folder, count in folders.items() if count > FULLEST_FOLDER}
    assert {folder: count for folder, count in too_full.items() if folder not in GROWING_FOLDERS} == {}


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    everything = [path for folder in (*PRODUCT, "tests", "widget/src") for path in (PROJECT / folder).rglob("*")]
    ours = [path.relative_to(PROJECT) for path in everything if not NOT_OURS & set(path.relative_to(PROJECT).parts)]
    drawers = [str(path) for path in ours if set(path.stem.split("_")) & DRAWERS]
    assert drawers == []
