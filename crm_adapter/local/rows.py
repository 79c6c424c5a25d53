"""The local CRM's statements, within one transaction and bound to one workspace (L9). Decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, CursorResult, Executable, Update, bindparam, insert, select, update

from crm_adapter.contract import Activity, Lead, LeadDetails, LeadRef, LeadStatus
from crm_adapter.local.mapping import activity_of, activity_row, contact_row, lead_of, lead_row
from crm_adapter.local.tables import activity, contact, lead, write
from qualification.errors import Rejected

_WORKSPACE: BindParameter[str] = bindparam("workspace")
_THIS = (lead.c.workspace_id == _WORKSPACE, lead.c.id == bindparam("lead"))
_LEAD = select(lead, contact.c.email, contact.c.name, contact.c.company).join(
    contact, (contact.c.workspace_id == lead.c.workspace_id) & (contact.c.id == lead.c.contact_id)
)
_GET = _LEAD.where(*_THIS)
_LOCK = _GET.with_for_update(of=lead)
_OF = _LEAD.where(lead.c.workspace_id == _WORKSPACE, lead.c.conversation_id == bindparam("conversation"))
_LOCK_OF = _OF.with_for_update(of=lead)
# The order of L6, as qualification/ordering.py has it.
_QUEUE = (
    _LEAD.where(lead.c.workspace_id == _WORKSPACE)
    .order_by(
        lead.c.score.desc().nulls_last(), lead.c.last_activity_at.desc(), lead.c.source_priority.desc(), lead.c.id
    )
    .limit(bindparam("limit"))
)
_TIMELINE = (
    select(activity)
    .where(activity.c.workspace_id == _WORKSPACE, activity.c.lead_id == bindparam("lead"))
    .order_by(activity.c.at.desc(), activity.c.id.desc())
    .limit(bindparam("limit"))
)
_WRITTEN = select(write.c.lead_id).where(write.c.workspace_id == _WORKSPACE, write.c.key == bindparam("key"))
_ADD_CONTACT = insert(contact).values(workspace_id=_WORKSPACE)
_ADD_LEAD = insert(lead).values(workspace_id=_WORKSPACE)
_ADD_ACTIVITY = insert(activity).values(workspace_id=_WORKSPACE)
_MARK_WRITTEN = insert(write).values(workspace_id=_WORKSPACE)
_contact_of_lead = select(lead.c.contact_id).where(*_THIS).scalar_subquery()
_SET_CONTACT = update(contact).where(contact.c.workspace_id == _WORKSPACE, contact.c.id == _contact_of_lead)
_SET_LEAD = update(lead).where(*_THIS)


class Rows:
    """One open transaction of one workspace."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self._connection, self._workspace = connection, workspace

    def lead(self, ref: LeadRef) -> Lead | None:
        row = self._run(_GET, lead=ref.id).one_or_none()
        return None if row is None else lead_of(row)

    def lead_of(self, conversation_id: str) -> Lead | None:
        row = self._run(_OF, conversation=conversation_id).one_or_none()
        return None if row is None else lead_of(row)

    def locked(self, ref: LeadRef) -> Lead:
        row = self._run(_LOCK, lead=ref.id).one_or_none()
        if row is None:
            raise Rejected("There is no such lead in the local CRM.")
        return lead_of(row)

    def locked_of(self, conversation_id: str) -> Lead | None:
        row = self._run(_LOCK_OF, conversation=conversation_id).one_or_none()
        return None if row is None else lead_of(row)

    def leads(self, limit: int) -> Sequence[Lead]:
        return [lead_of(row) for row in self._run(_QUEUE, limit=limit)]

    def timeline(self, ref: LeadRef, limit: int) -> Sequence[Activity]:
        return [activity_of(row) for row in self._run(_TIMELINE, lead=ref.id, limit=limit)]

    def create(self, created: Lead, *, contact_id: str) -> None:
        self._run(_ADD_CONTACT, id=contact_id, **contact_row(created.details))
        self._run(
            _ADD_LEAD,
            id=created.ref.id,
            contact_id=contact_id,
            conversation_id=created.details.conversation_id,
            status=created.status.value,
            created_at=created.created_at,
            last_activity_at=created.last_activity_at,
            **lead_row(created.details),
        )

    def set_details(self, ref: LeadRef, details: LeadDetails) -> None:
        self._set(_SET_CONTACT, ref, contact_row(details))
        self._set(_SET_LEAD, ref, lead_row(details))

    def set_status(self, ref: LeadRef, status: LeadStatus) -> None:
        self._set(_SET_LEAD, ref, {"status": status.value})

    def add_activity(self, known: Lead, added: Activity) -> None:
        """An activity that was late does not turn the lead's clock back."""
        self._run(_ADD_ACTIVITY, lead_id=known.ref.id, **activity_row(added))
        if added.at > known.last_activity_at:
            self._set(_SET_LEAD, known.ref, {"last_activity_at": added.at})

    def written(self, key: str) -> LeadRef | None:
        """The lead that a write with this key went to, if it has happened."""
        found = self._run(_WRITTEN, key=key).scalar_one_or_none()
        return None if found is None else LeadRef(found)

    def mark_written(self, key: str, ref: LeadRef) -> None:
        self._run(_MARK_WRITTEN, key=key, lead_id=ref.id)

    def _set(self, statement: Update, ref: LeadRef, values: Mapping[str, object]) -> None:
        self._run(statement.values(dict(values)), lead=ref.id)

    def _run(self, statement: Executable, **values: object) -> CursorResult[Any]:
        return self._connection.execute(statement, {"workspace": self._workspace, **values})
