"""A data folder in which the assistant also speaks a made-up German: English with a mark before every text."""

from pathlib import Path

import yaml

MARK = "DE: "


def with_german(data: Path, folder: Path) -> Path:
    """`data` with German replies and pages in `folder`; the rest is the same files."""
    for path in data.iterdir():
        if path.name not in {"replies", "knowledge"}:
            (folder / path.name).symlink_to(path.resolve())
    _mark_replies(data / "replies" / "en.yml", folder / "replies")
    _mark_pages(data / "knowledge", folder / "knowledge")
    return folder


def _mark_replies(english: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "en.yml").symlink_to(english.resolve())
    content = yaml.safe_load(english.read_text(encoding="utf-8"))
    marked = {
        key: {kind: [MARK + text for text in texts] for kind, texts in entry.items()} for key, entry in content.items()
    }
    (folder / "de.yml").write_text(yaml.safe_dump(marked, allow_unicode=True), encoding="utf-8")


def _mark_pages(english: Path, folder: Path) -> None:
    (folder / "de").mkdir(parents=True)
    for path in english.glob("*.md"):
        (folder / path.name).symlink_to(path.resolve())
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        front = yaml.safe_load(head)
        front |= {"title": front["title"], "questions": ["Was kostet das"]} if path.stem == "pricing" else {}
        marked = "\n".join(_marked(line) for line in body.splitlines())
        page = f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n{marked}\n"
        (folder / "de" / path.name).write_text(page, encoding="utf-8")


def _marked(line: str) -> str:
    begins_text = line[:1].isalpha()
    return MARK + line if begins_text else line
