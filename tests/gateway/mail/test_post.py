"""Mails with codes go out over a real connection, or into files that a mail program opens; never into a log."""

import asyncio
import contextlib
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
import structlog

from actions.recognising.turns import Mail
from gateway.mail.post import MailFolder, Post, SmtpSender, sender_of
from qualification.errors import Misconfigured

MAIL = Mail("dana@acme.example", "Your code", "Your code is 482913. Grüße.")


class SmallMailServer:
    """Speaks as much SMTP as a sender needs, and keeps what it is given. `refuses`: every receiver is unknown."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.said: list[str] = []
        self.mails: list[bytes] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            words = line.decode().strip().upper()
            self.said.append(words)
            if words == "DATA":
                writer.write(b"354 go on\r\n")
                self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 kept\r\n")
            elif words == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            elif self.refuses and words.startswith("RCPT"):
                writer.write(b"550 unknown\r\n")
            else:
                writer.write(b"250 ok\r\n")
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()


async def _sent_to(server: SmallMailServer) -> None:
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    post = Post(SmtpSender(f"smtp+plain://127.0.0.1:{port}"), "Foyer <no-reply@foyer.example>")
    post(MAIL)
    await asyncio.to_thread(post.close)
    listening.close()
    await listening.wait_closed()


@pytest.mark.service
async def test_m3_a_mail_reaches_a_real_server_with_its_words_and_receiver() -> None:
    server = SmallMailServer()
    await _sent_to(server)
    (raw,) = server.mails
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert (mail["To"], mail["From"]) == ("dana@acme.example", "Foyer <no-reply@foyer.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "482913. Grüße." in mail.get_content()


@pytest.mark.service
async def test_m3_a_refused_mail_is_logged_without_its_receiver_or_code() -> None:
    with structlog.testing.capture_logs() as lines:
        await _sent_to(SmallMailServer(refuses=True))
    assert [line["event"] for line in lines] == ["mail_not_sent"]
    assert "dana" not in str(lines)
    assert "482913" not in str(lines)


@pytest.mark.service
async def test_a_server_that_cannot_encrypt_is_not_told_the_mail() -> None:
    server = SmallMailServer()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    post = Post(SmtpSender(f"smtp://user:secret@127.0.0.1:{port}"), "no-reply@foyer.example")
    post(MAIL)
    await asyncio.to_thread(post.close)
    listening.close()
    await listening.wait_closed()
    assert server.mails == []
    assert not any("AUTH" in words for words in server.said)


def test_without_a_server_each_mail_is_a_file(tmp_path: Path) -> None:
    post = Post(sender_of("", tmp_path / "mail"), "no-reply@foyer.example")
    post(MAIL)
    post(MAIL)
    post.close()
    files = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    mail = BytesParser(policy=policy.default).parsebytes(files[0].read_bytes())
    assert "482913" in mail.get_content()
    assert files[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["a@b.example\nBcc: x@y.example", "=?utf-8?q?d=61na?=@acme.com", "a@b.c, d@e.f"])
def test_m3_an_address_that_would_mean_another_in_a_mail_gets_none_and_breaks_nothing(
    tmp_path: Path, address: str
) -> None:
    post = Post(MailFolder(tmp_path), "no-reply@foyer.example")
    post(Mail(address, "s", "t"))
    post.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example:25"])
def test_a_wrong_address_of_a_server_stops_the_start(url: str) -> None:
    with pytest.raises(Misconfigured, match="FOYER_SMTP_URL"):
        SmtpSender(url)
