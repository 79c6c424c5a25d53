"""The conversations themselves: who owns them, how far they have come. Their messages are the transcript's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, bindparam, insert, select, update

from memory.contract import Conversation
from memory.sql.scope import Scope
from memory.tables import conversation
from qualification.conversation import Channel, ClosedBy, ConversationStatus, HandoffStatus, Owner
from qualification.errors import Conflict
from qualification.serial import dialogue_from_json, dialogue_to_json
from qualification.state import DialogueState

_HERE = (conversation.c.workspace_id == bindparam("workspace"), conversation.c.id == bindparam("conversation"))
_OPEN = insert(conversation).values(workspace_id=bindparam("workspace"))
_GET = select(conversation).where(*_HERE)
_LOCK = _GET.with_for_update()
_RECENT = (
    select(conversation)
    .where(conversation.c.workspace_id == bindparam("workspace"))
    .order_by(conversation.c.updated_at.desc(), conversation.c.id)
    .limit(bindparam("limit"))
)
_TOKEN_HASH = select(conversation.c.token_hash).where(*_HERE)
_CHANGE_OWNER = (
    update(conversation)
    .where(*_HERE)
    .values(
        owner_number=conversation.c.owner_number + 1,
        owner_rep_id=bindparam("rep"),
        owner_rep_name=bindparam("rep_name"),
        awaiting_since=None,
        nudged_at=None,
        updated_at=bindparam("now"),
    )
    .returning(conversation.c.owner_number)
)
_SET_DIALOGUE = update(conversation).where(*_HERE).values(dialogue=bindparam("new_dialogue", type_=JSON))
_SET_LOCALE = update(conversation).where(*_HERE).values(locale=bindparam("new_locale"))
_CLOSE = (
    update(conversation)
    .where(*_HERE, conversation.c.status == ConversationStatus.OPEN.value)
    .values(
        status=ConversationStatus.CLOSED.value,
        awaiting_since=None,
        nudged_at=None,
        closed_at=bindparam("now"),
        closed_by=bindparam("cause"),
        updated_at=bindparam("now"),
    )
)
_SET_HANDOFF = update(conversation).where(*_HERE).values(handoff=bindparam("new_handoff"), updated_at=bindparam("now"))


class SqlConversations:
    """Implements `memory.contract.Conversations`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def open(
        self, *, channel: Channel, locale: str, page_url: str | None, token_hash: str, now: datetime
    ) -> Conversation:
        opened = Conversation(
            id=self._scope.new_id(),
            channel=channel,
            locale=locale,
            page_url=page_url,
            status=ConversationStatus.OPEN,
            owner=Owner(number=1),
            handoff=HandoffStatus.NONE,
            last_number=0,
            last_visitor_number=0,
            dialogue=DialogueState(),
            created_at=now,
            updated_at=now,
        )
        self._scope.run(
            _OPEN,
            id=opened.id,
            channel=channel.value,
            locale=locale,
            page_url=page_url,
            token_hash=token_hash,
            status=opened.status.value,
            owner_number=opened.owner.number,
            handoff=opened.handoff.value,
            last_number=0,
            last_visitor_number=0,
            settled_number=0,
            dialogue=dialogue_to_json(opened.dialogue),
            created_at=now,
            updated_at=now,
        )
        return opened

    def get(self, conversation_id: str) -> Conversation | None:
        row = self._scope.run(_GET, conversation=conversation_id).one_or_none()
        return None if row is None else conversation_of(row)

    def lock(self, conversation_id: str) -> Conversation | None:
        row = self._scope.run(_LOCK, conversation=conversation_id).one_or_none()
        return None if row is None else conversation_of(row)

    def recent(self, *, limit: int = 100) -> Sequence[Conversation]:
        return [conversation_of(row) for row in self._scope.run(_RECENT, limit=limit)]

    def token_hash(self, conversation_id: str) -> str | None:
        found: str | None = self._scope.run(_TOKEN_HASH, conversation=conversation_id).scalar_one_or_none()
        return found

    def change_owner(self, conversation_id: str, *, rep_id: str | None, rep_name: str | None, now: datetime) -> Owner:
        changed = self._scope.run(_CHANGE_OWNER, conversation=conversation_id, rep=rep_id, rep_name=rep_name, now=now)
        number = changed.scalar_one_or_none()
        if number is None:
            raise Conflict("There is no such conversation.")
        return Owner(number=number, rep_id=rep_id, rep_name=rep_name)

    def set_dialogue(self, conversation_id: str, dialogue: DialogueState) -> None:
        self._scope.run(_SET_DIALOGUE, conversation=conversation_id, new_dialogue=dialogue_to_json(dialogue))

    def set_locale(self, conversation_id: str, locale: str) -> None:
        self._scope.run(_SET_LOCALE, conversation=conversation_id, new_locale=locale)

    def close(self, conversation_id: str, *, by: ClosedBy, now: datetime) -> None:
        self._scope.run(_CLOSE, conversation=conversation_id, cause=by.value, now=now)

    def set_handoff(self, conversation_id: str, status: HandoffStatus, *, now: datetime) -> None:
        """Kept beside the handoff itself, so that every reader of the conversation sees how it stands."""
        self._scope.run(_SET_HANDOFF, conversation=conversation_id, new_handoff=status.value, now=now)


def conversation_of(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        channel=Channel(row.channel),
        locale=row.locale,
        page_url=row.page_url,
        status=ConversationStatus(row.status),
        owner=Owner(number=row.owner_number, rep_id=row.owner_rep_id, rep_name=row.owner_rep_name),
        handoff=HandoffStatus(row.handoff),
        last_number=row.last_number,
        last_visitor_number=row.last_visitor_number,
        dialogue=dialogue_from_json(row.dialogue),
        created_at=row.created_at,
        updated_at=row.updated_at,
        closed_by=None if row.closed_by is None else ClosedBy(row.closed_by),
    )
