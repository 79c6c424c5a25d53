"""Rule 28: errors are caught narrowly, or once at the edge with a reason and the whole trace in the log."""

import ast

from tests.architecture.sources import PRODUCT, Source, sources

# The edges: what breaks there has nobody above it, and one broken turn must not end the process.
EDGES = {
    "actions/waiting/one_by_one.py",
    "bot/channel.py",
    "gateway/turns/action_endpoint.py",
    "gateway/turns/script.py",
    "gateway/turns/visitor_turn.py",
    "gateway/turns/worker.py",
    "handoff/desk/edge.py",
    "handoff/desk/live.py",
}
BROAD = {"Exception", "BaseException"}


def _broad_catches(source: Source) -> list[ast.ExceptHandler]:
    """Those that swallow: one that cleans up and raises again hides nothing."""
    handlers = [node for node in source.nodes() if isinstance(node, ast.ExceptHandler)]
    broad = [handler for handler in handlers if handler.type is None or _names(handler.type) & BROAD]
    return [handler for handler in broad if not _raises_again(handler)]


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _has_reason(source: Source, handler: ast.ExceptHandler) -> bool:
    """A comment above the catch, on its line, or on the first line within."""
    near = source.lines[handler.lineno - 2 : handler.body[0].lineno]
    return any("# " in line for line in near)


def test_only_an_edge_catches_everything() -> None:
    catching = {source.name for source in sources(*PRODUCT) if _broad_catches(source)}
    assert catching <= EDGES


def test_the_list_of_edges_holds_no_file_that_catches_narrowly() -> None:
    catching = {source.name for source in sources(*PRODUCT) if _broad_catches(source)}
    assert catching >= EDGES


def test_every_catch_of_everything_says_why() -> None:
    silent = [
        f"{source.name}:{handler.lineno}"
        for source in sources(*PRODUCT)
        for handler in _broad_catches(source)
        if not _has_reason(source, handler)
    ]
    assert silent == []
