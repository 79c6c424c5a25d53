"""What is hot about a conversation: its last messages, kept ready in the live store (M1).

The database is the truth and says, by the number of the newest message, whether the kept part still holds: a message is
masked only together with storing a later one. Evicted, out of date or with the live store down, everything is read from
the database again: slower, never less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from memory.contract import Conversation, Memory, Session
from memory.live.contract import LiveStore, Payload
from qualification.conversation import Author, Message, Source
from qualification.errors import Unavailable

LIFETIME = timedelta(hours=1)
MESSAGES = 20


@dataclass(frozen=True, slots=True)
class _Seen:
    session: Session
    was_kept: bool


class Sessions:
    """The way to a conversation for whoever reads it often. Reads only; writing goes through Memory."""

    def __init__(self, memory: Memory, live: LiveStore) -> None:
        self._memory, self._live = memory, live

    async def view(self, conversation_id: str) -> Session | None:
        kept = await self._recall(conversation_id)
        seen = await self._memory.run(self._read, conversation_id, kept)
        if seen is None:
            return None
        if not seen.was_kept:
            await self._keep(conversation_id, seen.session)
        return seen.session

    async def _recall(self, conversation_id: str) -> Payload | None:
        try:
            return await self._live.recall(_key(conversation_id))
        except Unavailable:
            return None

    async def _keep(self, conversation_id: str, session: Session) -> None:
        try:
            await self._live.keep(_key(conversation_id), _to_json(session), lifetime=LIFETIME)
        except Unavailable:
            return

    def _read(self, conversation_id: str, kept: Payload | None) -> _Seen | None:
        with self._memory.reading() as records:
            conversation = records.conversations.get(conversation_id)
            if conversation is None:
                return None
            # Asked for with `get`: another release may have kept it in another shape.
            if kept is not None and kept.get("last_number") == conversation.last_number:
                return _Seen(_from_json(conversation, kept), was_kept=True)
            messages = tuple(records.transcript.last(conversation_id, MESSAGES))
            return _Seen(Session(conversation, messages), was_kept=False)


def _key(conversation_id: str) -> str:
    # Ids cannot be guessed and are never used twice, so they need no workspace beside them.
    return f"session:{conversation_id}"


def _to_json(session: Session) -> Payload:
    return {
        "last_number": session.conversation.last_number,
        "messages": [_message_to_json(message) for message in session.messages],
    }


def _from_json(conversation: Conversation, kept: Payload) -> Session:
    # Written by _to_json; what is not ours never has the right number.
    data = cast(Mapping[str, Any], kept)
    return Session(conversation, tuple(_message_from_json(message) for message in data["messages"]))


def _message_to_json(message: Message) -> Payload:
    return {
        "number": message.number,
        "author": message.author.value,
        "text": message.text,
        "at": message.at.isoformat(),
        "name": message.name,
        "choices": message.choices,
        "sources": [[source.title, source.url] for source in message.sources],
        "client_id": message.client_id,
        "person_requested": message.person_requested,
    }


def _message_from_json(data: Mapping[str, Any]) -> Message:
    return Message(
        number=data["number"],
        author=Author(data["author"]),
        text=data["text"],
        at=datetime.fromisoformat(data["at"]),
        name=data["name"],
        choices=tuple(data["choices"]),
        sources=tuple(Source(title, url) for title, url in data["sources"]),
        client_id=data["client_id"],
        person_requested=data["person_requested"],
    )
