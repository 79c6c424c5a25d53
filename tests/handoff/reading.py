"""Reads the desk's pages as a test needs them: a form's token, and the words without the markup."""

import re
from html.parser import HTMLParser

TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def form_token(page: str) -> str:
    """The token of the first form of a page."""
    found = TOKEN.search(page)
    assert found, "the page has no form"
    return found.group(1)


def words_of(page: str) -> str:
    """Everything that a reader sees, in one line."""
    parser = _Words()
    parser.feed(page)
    return " ".join(" ".join(parser.pieces).split())
