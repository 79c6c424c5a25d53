"""The source tree as data, for the tests of the house rules. It reads files and imports nothing of the product."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CORE = "qualification"
ADAPTERS = ("crm_adapter", "handoff", "memory")
SERVICE = (CORE, "actions", *ADAPTERS, "gateway", "ops")
PRODUCT = (*SERVICE, "bot")
NOT_OURS = {".venv", "node_modules", "__pycache__", "dist"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file of the project."""

    path: Path

    @property
    def name(self) -> str:
        """As people say it: relative to the project, with slashes."""
        return self.path.relative_to(PROJECT).as_posix()

    @property
    def module(self) -> str:
        parts = self.path.relative_to(PROJECT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def lines(self) -> list[str]:
        return _text(self.path).splitlines()

    @property
    def tree(self) -> ast.Module:
        return _tree(self.path)

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes() if isinstance(node, Function))

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every imported module, in full, with its line; `from a import b` gives `a.b`, b being a module or a name."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def sources(*folders: str) -> list[Source]:
    """Every Python file under the folders, in a stable order."""
    return [Source(path) for folder in folders for path in files(folder, ".py")]


def files(folder: str, *suffixes: str) -> list[Path]:
    paths = (path for path in (PROJECT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in paths if not NOT_OURS & set(path.relative_to(PROJECT).parts))


def called_name(call: ast.Call) -> str:
    """The last word of what is called: `commit` for `session.commit()`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path), filename=str(path))
