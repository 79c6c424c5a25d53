"""Habits that no linter knows: comments give reasons, tests use fakes, nothing is skipped or left for later."""

import ast
import re

from tests.architecture.sources import PRODUCT, PROJECT, files, sources

MOCKS_PER_TEST = 0.05
FEWEST_WORDS_IN_A_TEST_NAME = 3
MOCKING = re.compile(r"\b(Mock|MagicMock|AsyncMock|mocker\.\w+|patch(\.object|\.dict)?)\(")
# Put together here so that this file does not find itself.
PROMISE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
IGNORE_WITHOUT_REASON = re.compile(r"# (type: ignore|noqa)(\s*$|(\[[\w, -]+\]|: [A-Z0-9, ]+)\s*$)")


def _tests() -> list[tuple[str, str]]:
    return [
        (source.name, function.name)
        for source in sources("tests")
        for function in source.functions()
        if function.name.startswith("test_")
    ]


def test_tests_use_fakes_and_hardly_ever_mocks() -> None:
    mocks = [line for source in sources("tests") for line in source.lines if MOCKING.search(line)]
    assert len(mocks) <= MOCKS_PER_TEST * len(_tests())


def test_a_tests_name_is_a_sentence() -> None:
    short = [f"{file} {name}" for file, name in _tests() if len(name.split("_")) <= FEWEST_WORDS_IN_A_TEST_NAME]
    assert short == []


def test_no_test_is_skipped_or_expected_to_fail_by_a_mark() -> None:
    marks = ("skip", "skipif", "xfail")
    marked = [
        f"{source.name}:{node.lineno}"
        for source in sources("tests")
        for node in source.nodes()
        if isinstance(node, ast.Attribute) and node.attr in marks and "mark" in ast.unparse(node.value)
    ]
    assert marked == []


def test_nothing_is_left_for_later() -> None:
    code = [path for folder in (*PRODUCT, "tests", "widget/src") for path in files(folder, ".py", ".ts", ".css")]
    promises = [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in code
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PROMISE.search(line)
    ]
    assert promises == []


def test_nothing_is_a_stub() -> None:
    stubs = [
        f"{source.name}:{node.lineno}"
        for source in sources(*PRODUCT)
        for node in source.nodes()
        if isinstance(node, ast.Name) and node.id == "NotImplementedError"
    ]
    assert stubs == []


def test_every_exception_to_a_checker_carries_its_reason() -> None:
    bare = [
        f"{source.name}:{number}"
        for source in sources(*PRODUCT, "tests")
        for number, line in enumerate(source.lines, start=1)
        if IGNORE_WITHOUT_REASON.search(line)
    ]
    assert bare == []


def test_every_folder_of_code_says_what_it_is_for() -> None:
    silent = [
        source.name
        for source in sources(*PRODUCT)
        if source.path.name == "__init__.py"
        and source.path.parent.parent == PROJECT
        and not ast.get_docstring(source.tree)
    ]
    assert silent == []
