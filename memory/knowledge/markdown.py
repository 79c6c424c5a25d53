"""Cuts a Markdown text at its `## ` headings and tells what each part says in plain words.

It parses with markdown-it, so that a `## ` inside a code block is no heading. It must not produce HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class RawSection:
    """One `## ` part: its plain top-level `paragraphs`, every word of it as `text`, and its source as `markdown`."""

    title: str
    paragraphs: tuple[str, ...]
    text: str
    markdown: str


def split_sections(body: str) -> tuple[str, list[RawSection]]:
    """What stands before the first `## ` heading, and the sections after it in order."""
    tokens = MarkdownIt("commonmark").parse(body)
    lines = body.splitlines(keepends=True)
    starts = [index for index, token in enumerate(tokens) if _is_section_heading(token)]
    if not starts:
        return body.strip(), []
    before = "".join(lines[: _first_line(tokens[starts[0]])])
    ends = [*starts[1:], len(tokens)]
    sections = [_raw_section(tokens[start:end], lines) for start, end in zip(starts, ends, strict=True)]
    return before.strip(), sections


def _is_section_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2" and token.level == 0


def _first_line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _raw_section(tokens: Sequence[Token], lines: Sequence[str]) -> RawSection:
    heading_open, heading, _, *rest = tokens
    heading_end = heading_open.map[1] if heading_open.map else 0
    last = max((token.map[1] for token in rest if token.map), default=heading_end)
    return RawSection(
        title=_plain(heading),
        paragraphs=tuple(_top_level_paragraphs(rest)),
        text=" ".join(_plain(token) for token in rest if token.type in ("inline", "fence", "code_block")),
        markdown="".join(lines[heading_end:last]).strip() + "\n",
    )


def _top_level_paragraphs(tokens: Sequence[Token]) -> list[str]:
    openings = (index for index, token in enumerate(tokens) if token.type == "paragraph_open" and token.level == 0)
    return [_plain(tokens[index + 1]) for index in openings]


def _plain(token: Token) -> str:
    if token.children is None:
        return " ".join(token.content.split())
    parts = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children)
    return " ".join("".join(parts).split())
