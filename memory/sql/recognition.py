"""Codes that prove an address, and the conversations in which it was told (M3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, literal_column, or_, select, text, update

from memory.recognising.contract import SentCode
from memory.sql.facts import fact_of
from memory.sql.scope import Scope
from memory.tables import fact, verification
from qualification.facts import Fact
from qualification.recognising.addresses import TAG, mailbox_of

_HOLDS = fact.c.superseded_at.is_(None)
_OTHERS = (
    select(fact.c.conversation_id)
    .where(
        fact.c.workspace_id == bindparam("workspace"),
        # Written out, so that the index over addresses alone is used.
        fact.c.key == literal_column("'email'"),
        _HOLDS,
        fact.c.conversation_id != bindparam("besides"),
        func.lower(fact.c.value["text"].as_string()) == bindparam("address"),
    )
    .correlate(None)
)
_IS_KNOWN = _OTHERS.limit(1)
# Whoever typed the address into the others need not have been its owner.
_PROVEN = (
    select(verification.c.conversation_id)
    .where(
        verification.c.workspace_id == bindparam("workspace"),
        verification.c.address == bindparam("address"),
        verification.c.verified_at.is_not(None),
    )
    .correlate(None)
)
_EARLIER = (
    select(fact)
    .where(
        fact.c.workspace_id == bindparam("workspace"),
        _HOLDS,
        fact.c.conversation_id.in_(_OTHERS),
        fact.c.conversation_id.in_(_PROVEN),
    )
    .order_by(fact.c.id)
)
_OF_WORKSPACE = verification.c.workspace_id == bindparam("workspace")
_HERE = (_OF_WORKSPACE, verification.c.conversation_id == bindparam("conversation"))
_THIS = (_OF_WORKSPACE, verification.c.id == bindparam("code"))
_COUNT = select(func.count()).select_from(verification)
_SENT_TO = _COUNT.where(
    _OF_WORKSPACE,
    or_(verification.c.address == bindparam("mailbox"), verification.c.address.like(bindparam("tagged"), escape="\\")),
    verification.c.sent_at >= bindparam("since"),
)
# SQLite has one writer, who holds everything.
_HOLD = {
    "sqlite": text("select :workspace, :mailbox"),
    "postgresql": text("select pg_advisory_xact_lock(hashtextextended(:workspace || ' ' || :mailbox, 0))"),
}
_SENT_IN = _COUNT.where(*_HERE)
_KEEP = insert(verification).values(workspace_id=bindparam("workspace")).returning(verification)
_NEWEST = select(verification).where(*_HERE).order_by(verification.c.id.desc()).limit(1)
_COUNT_TRY = update(verification).where(*_THIS).values(tries=verification.c.tries + 1)
_PROVE = update(verification).where(*_THIS).values(verified_at=bindparam("now"))


class SqlRecognition:
    """Implements `memory.recognising.contract.Recognition`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def is_known(self, address: str, *, besides: str) -> bool:
        return self._scope.run(_IS_KNOWN, address=address.lower(), besides=besides).first() is not None

    def earlier_facts(self, address: str, *, besides: str) -> Sequence[Fact]:
        return [fact_of(row) for row in self._scope.run(_EARLIER, address=address.lower(), besides=besides)]

    def hold(self, address: str) -> None:
        self._scope.run_own(_HOLD, mailbox=mailbox_of(address))

    def sent_to(self, address: str, *, since: datetime) -> int:
        mailbox = mailbox_of(address)
        return int(self._scope.run(_SENT_TO, mailbox=mailbox, tagged=_tagged(mailbox), since=since).scalar_one())

    def sent_in(self, conversation_id: str) -> int:
        return int(self._scope.run(_SENT_IN, conversation=conversation_id).scalar_one())

    def keep(
        self, conversation_id: str, address: str, code_hash: str, *, now: datetime, expires_at: datetime
    ) -> SentCode:
        row = self._scope.run(
            _KEEP,
            conversation_id=conversation_id,
            address=address.lower(),
            code_hash=code_hash,
            tries=0,
            sent_at=now,
            expires_at=expires_at,
        ).one()
        return _code_of(row)

    def newest(self, conversation_id: str) -> SentCode | None:
        row = self._scope.run(_NEWEST, conversation=conversation_id).one_or_none()
        return None if row is None else _code_of(row)

    def count_try(self, code_id: int) -> None:
        self._scope.run(_COUNT_TRY, code=code_id)

    def prove(self, code_id: int, *, now: datetime) -> None:
        self._scope.run(_PROVE, code=code_id, now=now)


def _tagged(mailbox: str) -> str:
    """A pattern for all addresses of the mailbox that have a tag."""
    name, at, host = (
        part.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") for part in mailbox.rpartition("@")
    )
    return f"{name}{TAG}%{at}{host}"


def _code_of(row: Row[Any]) -> SentCode:
    return SentCode(row.id, row.address, row.code_hash, row.tries, row.sent_at, row.expires_at, row.verified_at)
