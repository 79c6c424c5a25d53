"""Reads a code as its receiver does: in the mail, here a file of the stand-in for a mail server."""

import re
from email import policy
from email.parser import BytesParser
from pathlib import Path

CODE = re.compile(r"\b\d{6}\b")


def newest_code(folder: Path, address: str) -> str | None:
    """The code of the newest mail to this address; None while there is none."""
    for path in sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns, reverse=True):
        mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        found = CODE.search(mail.get_content())
        if str(mail["To"]).casefold() == address.casefold() and found:
            return found[0]
    return None
