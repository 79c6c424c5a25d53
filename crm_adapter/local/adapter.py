"""The local CRM: leads, contacts and timelines in our own tables, behind the same contract as any other CRM."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from sqlalchemy import Connection

from crm_adapter.contract import Activity, Actor, Lead, LeadDetails, LeadRef, LeadStatus
from crm_adapter.lifecycle import check_transition
from crm_adapter.local.mapping import changes, completed
from crm_adapter.local.rows import Rows

Transaction = Callable[[], AbstractContextManager[Connection]]


class LocalCrm:
    """Implements `crm_adapter.contract.Crm` for one workspace."""

    def __init__(
        self,
        *,
        writing: Transaction,
        reading: Transaction,
        workspace: str,
        new_id: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        """`writing` and `reading` open a transaction each and end it; nothing here commits."""
        self._writing, self._reading = writing, reading
        self._workspace, self._new_id = workspace, new_id

    def capture_lead(self, details: LeadDetails, *, key: str, now: datetime) -> LeadRef:
        with self._rows(self._writing) as rows:
            written = rows.written(key)
            if written is not None:
                return written
            known = rows.locked_of(details.conversation_id)
            ref = self._create(rows, details, now) if known is None else _complete(rows, known, details, now)
            rows.mark_written(key, ref)
            return ref

    def change_status(
        self, ref: LeadRef, status: LeadStatus, *, reason: str, actor: Actor, key: str, now: datetime
    ) -> None:
        with self._rows(self._writing) as rows:
            known = rows.locked(ref)
            if rows.written(key) is not None or known.status is status:
                return
            check_transition(known.status, status, reason=reason)
            data = {"from": known.status.value, "to": status.value, "reason": reason}
            text = f"{known.status} → {status}" + (f": {reason}" if reason else "")
            rows.set_status(ref, status)
            rows.add_activity(known, Activity("status_change", text, actor, now, data))
            rows.mark_written(key, ref)

    def add_activity(self, ref: LeadRef, activity: Activity, *, key: str) -> None:
        with self._rows(self._writing) as rows:
            known = rows.locked(ref)
            if rows.written(key) is None:
                rows.add_activity(known, activity)
                rows.mark_written(key, ref)

    def lead_of(self, conversation_id: str) -> Lead | None:
        with self._rows(self._reading) as rows:
            return rows.lead_of(conversation_id)

    def leads(self, *, limit: int = 100) -> Sequence[Lead]:
        with self._rows(self._reading) as rows:
            return rows.leads(limit)

    def lead(self, ref: LeadRef) -> Lead | None:
        with self._rows(self._reading) as rows:
            return rows.lead(ref)

    def timeline(self, ref: LeadRef, *, limit: int = 200) -> Sequence[Activity]:
        with self._rows(self._reading) as rows:
            return rows.timeline(ref, limit)

    @contextmanager
    def _rows(self, transaction: Transaction) -> Iterator[Rows]:
        with transaction() as connection:
            yield Rows(connection, self._workspace)

    def _create(self, rows: Rows, details: LeadDetails, now: datetime) -> LeadRef:
        created = Lead(LeadRef(self._new_id()), LeadStatus.NEW, details, created_at=now, last_activity_at=now)
        rows.create(created, contact_id=self._new_id())
        rows.add_activity(created, Activity("captured", f"Captured from {details.source}.", Actor.AGENT, now))
        return created.ref


def _complete(rows: Rows, known: Lead, given: LeadDetails, now: datetime) -> LeadRef:
    after = completed(known.details, given)
    different = changes(known.details, after)
    if different:
        names = ", ".join(name.replace("_", " ") for name in different)
        rows.set_details(known.ref, after)
        rows.add_activity(known, Activity("completed", f"Now known: {names}.", Actor.AGENT, now, different))
    return known.ref
