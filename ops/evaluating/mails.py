"""Reads a code as its receiver does: in the mail, here a file of the stand-in for a mail server."""

import re
from collections.abc import Container
from email import policy
from email.parser import BytesParser
from pathlib import Path

CODE = re.compile(r"\b\d{6}\b")


def newest_code(folder: Path, address: str, *, besides: Container[str] = ()) -> str | None:
    """The code of the newest mail to this address; None while there is none but those `besides`."""
    for path in sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns, reverse=True):
        mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        found = CODE.search(mail.get_content())
        to_them = str(mail["To"]).casefold() == address.casefold()
        if to_them and found and found[0] not in besides:
            return found[0]
    return None
