"""Sends mails beside the turns: over SMTP, or into files under the var folder where no server is named.

What is in a mail is secret: it stands in the mail and nowhere else, in no log and no error.
"""

import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

from actions.recognising.turns import Mail
from gateway.clock import utc_now
from qualification.errors import Misconfigured

log = structlog.get_logger()

TIMEOUT_SECONDS = 20.0
AT_ONCE = 2
SUBMISSION_PORT, TLS_PORT = 587, 465
SCHEMES = ("smtp", "smtps", "smtp+plain")


class Sender(Protocol):
    def send(self, message: EmailMessage) -> None:
        """Hands it to somebody who delivers it, or raises."""


class MailFolder:
    """The embedded stand-in: each mail a file that every mail program opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        half = self._folder / f"{name}.part"
        half.touch(mode=0o600)
        half.write_bytes(bytes(message))
        # Whole or not at all: somebody may be looking for it already.
        half.rename(self._folder / f"{name}.eml")


class SmtpSender:
    """A mail server: `smtp://` begins in the open and insists on STARTTLS, `smtps://` is encrypted from the first byte,
    `smtp+plain://` is not encrypted at all (a relay on the same machine)."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise Misconfigured(
                "FOYER_SMTP_URL: write it as smtp://user:password@host:587, or smtps:// or smtp+plain://."
            )
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or (TLS_PORT if parts.scheme == "smtps" else SUBMISSION_PORT)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            with smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=context) as server:
                self._deliver(server, message)
            return
        with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS) as server:
            if self._scheme == "smtp":
                server.starttls(context=context)
            self._deliver(server, message)

    def _deliver(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        if self._user:
            server.login(self._user, self._password)
        server.send_message(message)


class Post:
    """Takes mails at once and sends them on threads of its own, so that no turn waits for a mail server."""

    def __init__(self, sender: Sender, sent_from: str) -> None:
        self._sender = sender
        self._from = sent_from
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    def __call__(self, mail: Mail) -> None:
        self._threads.submit(self._send, mail)

    def close(self) -> None:
        """What was taken is sent before it ends."""
        self._threads.shutdown(wait=True)

    def _send(self, mail: Mail) -> None:
        try:
            self._sender.send(self._message(mail))
        # The visitor goes on as somebody new, the operator reads this line. ValueError: an address that cannot be.
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # No traceback: a mail server repeats addresses in its refusals.
            log.error("mail_not_sent", kind=type(error).__name__)  # noqa: TRY400 - see the comment

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._from, mail.to, mail.subject
        if [one.addr_spec for one in message["To"].addresses] != [mail.to]:
            # "=?utf-8?q?dana?=@…" is read as another address than the one that was counted.
            raise ValueError("The address means another one in a mail.")
        message["Date"] = format_datetime(utc_now())
        message["Message-ID"] = make_msgid(domain="foyer")
        # Says to other programs: do not answer this by yourself.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message


def sender_of(smtp_url: str, folder: Path) -> Sender:
    return SmtpSender(smtp_url) if smtp_url else MailFolder(folder)
