"""Reps and their sessions at the desk. Knows hashes only, never a password or a cookie's secret."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from memory.contract import Rep
from memory.sql.scope import Scope
from memory.tables import rep, rep_session
from qualification.errors import Conflict

_WORKSPACE = rep.c.workspace_id == bindparam("workspace")
_THIS = (_WORKSPACE, rep.c.id == bindparam("rep"))
_SESSIONS = rep_session.c.workspace_id == bindparam("workspace")

_ADD = insert(rep).values(workspace_id=bindparam("workspace"))
_COUNT = select(func.count()).select_from(rep).where(_WORKSPACE)
_BY_EMAIL = select(rep).where(_WORKSPACE, rep.c.email == bindparam("address"))
_SET_PASSWORD = update(rep).where(*_THIS).values(password_hash=bindparam("new_hash"))
_EVERYONE = select(rep).where(_WORKSPACE).order_by(rep.c.name, rep.c.id)
_SEEN = update(rep).where(*_THIS).values(last_seen_at=bindparam("now"))
_SEEN_SINCE = select(func.count()).select_from(rep).where(_WORKSPACE, rep.c.last_seen_at >= bindparam("since"))
_OPEN_SESSION = insert(rep_session).values(workspace_id=bindparam("workspace"))
_SESSION_REP = (
    select(rep)
    .join(rep_session, (rep_session.c.workspace_id == rep.c.workspace_id) & (rep_session.c.rep_id == rep.c.id))
    .where(_SESSIONS, rep_session.c.token_hash == bindparam("token"), rep_session.c.expires_at > bindparam("now"))
)
_END_SESSION = delete(rep_session).where(_SESSIONS, rep_session.c.token_hash == bindparam("token"))
_END_EXPIRED = delete(rep_session).where(_SESSIONS, rep_session.c.expires_at <= bindparam("now"))
_END_SESSIONS = delete(rep_session).where(_SESSIONS, rep_session.c.rep_id == bindparam("rep"))


class SqlReps:
    """Implements `memory.contract.Reps`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, *, email: str, name: str, password_hash: str, is_admin: bool, now: datetime) -> Rep:
        address = _address(email)
        if self.by_email(address) is not None:
            raise Conflict(f"There is a rep with the address {address} already.")
        added = Rep(id=self._scope.new_id(), email=address, name=name, is_admin=is_admin, last_seen_at=None)
        self._scope.run(
            _ADD,
            id=added.id,
            email=address,
            name=name,
            password_hash=password_hash,
            is_admin=is_admin,
            created_at=now,
        )
        return added

    def count(self) -> int:
        return int(self._scope.run(_COUNT).scalar_one())

    def by_email(self, email: str) -> tuple[Rep, str] | None:
        row = self._scope.run(_BY_EMAIL, address=_address(email)).one_or_none()
        return None if row is None else (rep_of(row), row.password_hash)

    def set_password(self, rep_id: str, password_hash: str) -> None:
        """Whoever was signed in with the old password is signed out."""
        self._scope.run(_SET_PASSWORD, rep=rep_id, new_hash=password_hash)
        self._scope.run(_END_SESSIONS, rep=rep_id)

    def everyone(self) -> Sequence[Rep]:
        return [rep_of(row) for row in self._scope.run(_EVERYONE)]

    def seen(self, rep_id: str, *, now: datetime) -> None:
        self._scope.run(_SEEN, rep=rep_id, now=now)

    def seen_since(self, since: datetime) -> int:
        return int(self._scope.run(_SEEN_SINCE, since=since).scalar_one())

    def open_session(self, rep_id: str, *, token_hash: str, expires_at: datetime, now: datetime) -> None:
        self._scope.run(_END_EXPIRED, now=now)
        self._scope.run(_OPEN_SESSION, rep_id=rep_id, token_hash=token_hash, expires_at=expires_at)

    def session_rep(self, token_hash: str, *, now: datetime) -> Rep | None:
        row = self._scope.run(_SESSION_REP, token=token_hash, now=now).one_or_none()
        return None if row is None else rep_of(row)

    def end_session(self, token_hash: str) -> None:
        self._scope.run(_END_SESSION, token=token_hash)


def rep_of(row: Row[Any]) -> Rep:
    return Rep(id=row.id, email=row.email, name=row.name, is_admin=row.is_admin, last_seen_at=row.last_seen_at)


def _address(email: str) -> str:
    return email.strip().casefold()
