"""The transcript: gapless numbers, each message once, and nobody speaks who does not own the conversation (D8, D11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from memory.contract import Accepted, NewMessage
from memory.sql.scope import Scope
from memory.tables import conversation, message, turn
from qualification.conversation import Author, ClosedBy, ConversationStatus, Message, Source
from qualification.errors import Closed, Conflict

_HERE = (conversation.c.workspace_id == bindparam("workspace"), conversation.c.id == bindparam("conversation"))
_MESSAGES = (message.c.workspace_id == bindparam("workspace"), message.c.conversation_id == bindparam("conversation"))
_OPEN = conversation.c.status == ConversationStatus.OPEN.value

_LOCK = (
    select(
        conversation.c.status,
        conversation.c.closed_by,
        conversation.c.last_number,
        conversation.c.last_visitor_number,
    )
    .where(*_HERE)
    .with_for_update()
)
_KNOWN = select(message).where(
    *_MESSAGES, message.c.author == bindparam("author"), message.c.client_id == bindparam("client")
)
# Where something may be accepted, the conversation is open or opens again.
_ACCEPT = (
    update(conversation)
    .where(*_HERE)
    .values(
        status=ConversationStatus.OPEN.value,
        closed_at=None,
        closed_by=None,
        last_number=bindparam("new_number"),
        last_visitor_number=bindparam("new_number"),
        last_visitor_at=bindparam("now"),
        updated_at=bindparam("now"),
    )
)
# One statement checks the owner, takes the numbers and locks the row, so that nothing can come in between.
_TAKE_NUMBERS = (
    update(conversation)
    .where(*_HERE, _OPEN, conversation.c.owner_number == bindparam("expected_owner"))
    .values(last_number=conversation.c.last_number + bindparam("count"), updated_at=bindparam("now"))
    .returning(conversation.c.last_number)
)
# A rep's words answer whatever the visitor wrote before them; the assistant must not answer it again later.
_SETTLE = update(conversation).where(*_HERE).values(settled_number=conversation.c.last_visitor_number)
_DROP_TURN = (
    update(turn)
    .where(
        turn.c.workspace_id == bindparam("workspace"),
        turn.c.conversation_id == bindparam("conversation"),
        turn.c.ended_at.is_(None),
    )
    .values(ended_at=bindparam("now"))
)
_MASK = (
    update(message)
    .where(*_MESSAGES, message.c.number == bindparam("masked"))
    .values(text=bindparam("new_text"), secret_masked=True)
)
_INSERT = insert(message).values(workspace_id=bindparam("workspace"))
_AFTER = (
    select(message)
    .where(*_MESSAGES, message.c.number > bindparam("after"))
    .order_by(message.c.number)
    .limit(bindparam("limit"))
)
_NUMBERED = (
    select(message)
    .where(*_MESSAGES, message.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(message.c.number)
)
_LAST = select(message).where(*_MESSAGES).order_by(message.c.number.desc()).limit(bindparam("limit"))


class SqlTranscript:
    """Implements `memory.contract.Transcript`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def accept(self, conversation_id: str, message: NewMessage, *, now: datetime) -> Accepted:
        place = self._lock(conversation_id)
        known = self._known(conversation_id, [message])
        if known:
            _check_same_words(known[0], message)
            return Accepted(number=known[0].number, duplicate=True)
        if place.status == ConversationStatus.CLOSED.value and place.closed_by != ClosedBy.SILENCE.value:
            raise _closed()
        number = place.last_number + 1
        self._scope.run(_ACCEPT, conversation=conversation_id, new_number=number, now=now)
        stored = _as_stored(message, number, now)
        self._append(conversation_id, [message], [stored])
        follows_own = 0 < place.last_number == place.last_visitor_number
        return Accepted(number, duplicate=False, follows_own=follows_own, message=stored)

    def mask(self, conversation_id: str, number: int, text: str) -> None:
        self._scope.run(_MASK, conversation=conversation_id, masked=number, new_text=text)

    def say(
        self, conversation_id: str, messages: Sequence[NewMessage], *, owner_number: int, now: datetime
    ) -> Sequence[Message]:
        known: Sequence[Message] = ()
        if any(message.client_id is not None for message in messages):
            self._lock(conversation_id)
            known = [message_of(row) for row in self._known(conversation_id, messages)]
        said_before = {message.client_id for message in known}
        fresh = [message for message in messages if message.client_id not in said_before]
        if not fresh:
            return known
        first = self._take_numbers(conversation_id, len(fresh), owner_number=owner_number, now=now)
        said = [_as_stored(message, first + offset, now) for offset, message in enumerate(fresh)]
        self._append(conversation_id, fresh, said)
        if any(message.author is Author.REP for message in fresh):
            self._scope.run(_SETTLE, conversation=conversation_id)
            self._scope.run(_DROP_TURN, conversation=conversation_id, now=now)
        return [*known, *said]

    def after(self, conversation_id: str, number: int, limit: int = 200) -> Sequence[Message]:
        rows = self._scope.run(_AFTER, conversation=conversation_id, after=number, limit=limit)
        return [message_of(row) for row in rows]

    def numbered(self, conversation_id: str, numbers: Sequence[int]) -> Sequence[Message]:
        rows = self._scope.run(_NUMBERED, conversation=conversation_id, numbers=list(numbers))
        return [message_of(row) for row in rows]

    def last(self, conversation_id: str, limit: int) -> Sequence[Message]:
        rows = self._scope.run(_LAST, conversation=conversation_id, limit=limit).all()
        return [message_of(row) for row in reversed(rows)]

    def _lock(self, conversation_id: str) -> Row[Any]:
        row = self._scope.run(_LOCK, conversation=conversation_id).one_or_none()
        if row is None:
            raise Conflict("There is no such conversation.")
        return row

    def _known(self, conversation_id: str, messages: Sequence[NewMessage]) -> Sequence[Row[Any]]:
        """The ones of these that are stored already. Only true to rely on while the conversation is locked."""
        found = [
            self._scope.run(
                _KNOWN, conversation=conversation_id, author=message.author.value, client=message.client_id
            ).one_or_none()
            for message in messages
            if message.client_id is not None
        ]
        return [row for row in found if row is not None]

    def _take_numbers(self, conversation_id: str, count: int, *, owner_number: int, now: datetime) -> int:
        """The first of `count` numbers that are ours from now on."""
        taken = self._scope.run(
            _TAKE_NUMBERS, conversation=conversation_id, count=count, expected_owner=owner_number, now=now
        ).scalar_one_or_none()
        if taken is None:
            if self._lock(conversation_id).status == ConversationStatus.CLOSED.value:
                raise _closed()
            raise Conflict("Somebody else speaks in this conversation now.")
        return int(taken) - count + 1

    def _append(self, conversation_id: str, given: Sequence[NewMessage], numbered: Sequence[Message]) -> None:
        pairs = zip(given, numbered, strict=True)
        self._scope.run_each(
            _INSERT, [_row(conversation_id, message, secret_masked=new.secret_masked) for new, message in pairs]
        )


def message_of(row: Row[Any]) -> Message:
    return Message(
        number=row.number,
        author=Author(row.author),
        text=row.text,
        at=row.at,
        name=row.name,
        choices=tuple(row.choices or ()),
        sources=tuple(Source(title=title, url=url) for title, url in row.sources or ()),
        client_id=row.client_id,
        person_requested=row.person_requested,
    )


def _row(conversation_id: str, message: Message, *, secret_masked: bool) -> dict[str, object]:
    return {
        "conversation_id": conversation_id,
        "number": message.number,
        "author": message.author.value,
        "name": message.name,
        "text": message.text,
        "choices": list(message.choices) or None,
        "sources": [[source.title, source.url] for source in message.sources] or None,
        "client_id": message.client_id,
        "person_requested": message.person_requested,
        "secret_masked": secret_masked,
        "at": message.at,
    }


def _as_stored(message: NewMessage, number: int, now: datetime) -> Message:
    return Message(
        number=number,
        author=message.author,
        text=message.text,
        at=now,
        name=message.name,
        choices=message.choices,
        sources=message.sources,
        client_id=message.client_id,
        person_requested=message.person_requested,
    )


def _check_same_words(stored: Row[Any], message: NewMessage) -> None:
    """A repeat is the same message once more. The words of the button may change with a release, its wish does not."""
    same = stored.text == message.text or stored.secret_masked
    if not same and not (stored.person_requested and message.person_requested):
        raise Conflict("This client_id belongs to another message already. Make a new one for each message.")


def _closed() -> Closed:
    return Closed("This conversation has ended; start a new one.")
