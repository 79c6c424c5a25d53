"""What the public chat can do, for HTTP and WebSocket alike: open, accept a message, read on, tell the state.

It checks the token, cleans and masks the text before anything is stored (M6), and wakes the turn.
"""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from actions.languages.hearing import hold_in
from actions.recognising.trying import keep_try, tried_code
from actions.replies import Replies
from actions.reply_keys import SILENT_LINE, state_line
from gateway.chat.burst import mask_burst
from gateway.chat.limits import Limits
from gateway.chat.schemas import StateOut, Update, message_out, state_out
from gateway.errors import BAD_TOKEN, CLOSED, UNKNOWN_CONVERSATION, Refused
from gateway.turns.visitor_turn import VisitorTurns
from memory.contract import Accepted, Conversation, Handoff, HotSessions, Memory, NewMessage
from memory.live.contract import LiveStore, topic_of
from qualification.conversation import (
    IN_QUEUE,
    Author,
    Channel,
    ClosedBy,
    ConversationStatus,
    HandoffStatus,
    Message,
)
from qualification.errors import Closed, RuleViolation
from qualification.intake import clean, plain_page
from qualification.language.choosing import DEFAULT_LOCALE, opening_language
from qualification.recognising.codes import without_code
from qualification.rulebook import Rulebook
from qualification.screening.masking import mask_secrets

PERSON_KEY = "person_choice"
PAGE = 200
"""Most messages given at once."""
MOST_TOKENS = 20_000
_Found = tuple[Conversation, Sequence[Message], Handoff | None]


class TokenHashes:
    """The token hashes of the conversations used last; they never change, and every request needs one."""

    def __init__(self) -> None:
        self._hashes: OrderedDict[str, str] = OrderedDict()

    def get(self, conversation_id: str) -> str | None:
        found = self._hashes.get(conversation_id)
        if found is not None:
            self._hashes.move_to_end(conversation_id)
        return found

    def keep(self, conversation_id: str, token_hash: str) -> None:
        self._hashes[conversation_id] = token_hash
        if len(self._hashes) > MOST_TOKENS:
            self._hashes.popitem(last=False)


@dataclass(frozen=True, slots=True)
class ChatService:
    """The visitor's side of a conversation."""

    memory: Memory
    sessions: HotSessions
    live: LiveStore
    turns: VisitorTurns
    replies: Replies
    limits: Limits
    rulebook: Rulebook
    clock: Callable[[], datetime]
    tokens: TokenHashes = field(default_factory=TokenHashes)

    async def open(
        self, channel: Channel, page_url: str | None, locale: str | None, *, chosen: bool = False, address: str
    ) -> tuple[str, str]:
        """A new conversation and its token; only the token's hash is kept."""
        await self.limits.check_opening(address)
        token = secrets.token_urlsafe(32)

        def write() -> Conversation:
            with self.memory.transaction() as records:
                spoken = opening_language(locale, self.replies.locales, DEFAULT_LOCALE)
                opened = records.conversations.open(
                    channel=channel,
                    locale=spoken,
                    page_url=plain_page(page_url),
                    token_hash=_hash(token),
                    now=self.clock(),
                )
                return hold_in(records, opened, spoken, chosen=chosen)

        conversation = await self.memory.run(write)
        return conversation.id, token

    async def authorise(self, conversation_id: str, token: str | None) -> None:
        """Refuses an unknown conversation, and a token that is not its own."""
        expected = self.tokens.get(conversation_id)
        if expected is None:
            expected = await self.memory.run(self._token_hash, conversation_id)
            if expected is None:
                raise Refused(UNKNOWN_CONVERSATION)
            self.tokens.keep(conversation_id, expected)
        if token is None or not hmac.compare_digest(expected, _hash(token)):
            raise Refused(BAD_TOKEN)

    def _token_hash(self, conversation_id: str) -> str | None:
        with self.memory.reading() as records:
            return records.conversations.token_hash(conversation_id)

    async def post(self, conversation_id: str, client_id: str, text: str) -> int:
        """Store a visitor's message and wake the turn. Raises RuleViolation for a text that cannot be accepted."""
        # First of all: what is refused for coming too fast shall cost next to nothing.
        await self.limits.check_message(conversation_id)
        cleaned = clean(text)
        masked = mask_secrets(cleaned)
        message = NewMessage(
            Author.VISITOR,
            masked.text,
            client_id=client_id,
            secret_masked=bool(masked.kinds),
            # The quick reply is the button in other clothes, and works without the engine like it.
            person_requested=masked.text in self.replies.variants(PERSON_KEY),
        )
        return await self._accept(conversation_id, message, cleaned)

    async def ask_for_person(self, conversation_id: str, client_id: str) -> int:
        """The button: stored as the visitor's words, obeyed without any understanding (D4)."""
        await self.limits.check_person(conversation_id)
        text = self.replies.say(PERSON_KEY, await self._locale(conversation_id), seed=conversation_id)
        message = NewMessage(Author.VISITOR, text, client_id=client_id, person_requested=True)
        return await self._accept(conversation_id, message)

    async def choose_language(self, conversation_id: str, wanted: str) -> None:
        """The language menu: from here on everything is said in this language (D14). Raises RuleViolation."""
        await self.limits.check_message(conversation_id)
        locale = opening_language(wanted, self.replies.locales, "")
        if not locale:
            raise RuleViolation(f"This language is not spoken here; choose one of: {', '.join(self.replies.locales)}.")

        def write() -> None:
            with self.memory.transaction() as records:
                conversation = records.conversations.lock(conversation_id)
                if conversation is not None:
                    hold_in(records, conversation, locale, chosen=True)

        await self.memory.run(write)
        await self.live.publish(topic_of(conversation_id), {"kind": "language"})

    async def read(self, conversation_id: str, after: int) -> Update:
        """The messages after a number, and the state as it is now."""
        # Who comes (back) reads everything, which the hot session has ready; who is there reads a row or two. For
        # those the session would be read and kept anew with each message: 1.2 ms of processor time instead of 0.3.
        found = None if after else await self._hot(conversation_id)
        found = found or await self.memory.run(self._read_after, conversation_id, after)
        if found is None:
            raise Refused(UNKNOWN_CONVERSATION)
        conversation, messages, handoff = found
        return Update(messages=tuple(map(message_out, messages)), state=self._state(conversation, handoff))

    async def visitor_types(self, conversation_id: str) -> None:
        """The visitor is writing: a burst waits for it, and the rep sees it."""
        self.turns.typing(conversation_id)
        await self.live.publish(topic_of(conversation_id), {"kind": "typing", "author": Author.VISITOR.value})

    async def _hot(self, conversation_id: str) -> _Found | None:
        """The whole conversation, if the hot session holds all that is asked for."""
        session = await self.sessions.view(conversation_id)
        if session is None or session.conversation.handoff in IN_QUEUE:
            return None
        begins_later = session.messages and session.messages[0].number > 1
        return None if begins_later else (session.conversation, session.messages, None)

    def _read_after(self, conversation_id: str, after: int) -> _Found | None:
        with self.memory.reading() as records:
            conversation = records.conversations.get(conversation_id)
            if conversation is None:
                return None
            waits = conversation.handoff in IN_QUEUE
            handoff = records.handoffs.open_for(conversation_id) if waits else None
            return conversation, records.transcript.after(conversation_id, after, PAGE), handoff

    async def _accept(self, conversation_id: str, message: NewMessage, typed: str = "") -> int:
        def write() -> Accepted:
            with self.memory.transaction() as records:
                now = self.clock()
                tried = tried_code(records, conversation_id, typed, self.rulebook.recognition, now)
                # A code is tried here and goes no further: what is stored, and read by Rasa, are dots (M3).
                stored = _without_code(message, typed, tried.right) if tried and tried.is_secret else message
                accepted = records.transcript.accept(conversation_id, stored, now=now)
                if tried is not None and not accepted.duplicate:
                    keep_try(records, tried, now)
                if accepted.follows_own:
                    mask_burst(records.transcript, conversation_id)
                return accepted

        try:
            accepted = await self.memory.run(write)
        except Closed as error:
            raise Refused(CLOSED) from error
        self.turns.wake(conversation_id, accepted.message.text if accepted.message else message.text)
        event: dict[str, object] = {"kind": "message", "number": accepted.number}
        # Two that follow each other may be masked together; who listens looks them up then.
        if accepted.message and not accepted.follows_own:
            event["message"] = message_out(accepted.message).model_dump(mode="json")
        await self.live.publish(topic_of(conversation_id), event)
        return accepted.number

    async def _locale(self, conversation_id: str) -> str:
        def read() -> str:
            with self.memory.reading() as records:
                conversation = records.conversations.get(conversation_id)
                return conversation.locale if conversation else DEFAULT_LOCALE

        return await self.memory.run(read)

    def _state(self, conversation: Conversation, handoff: Handoff | None) -> StateOut:
        line = self.replies.say(
            _line(conversation),
            conversation.locale,
            seed=conversation.id,
            values={"rep": conversation.owner.rep_name or ""},
        )
        return state_out(conversation, handoff, line, self.clock())


def _line(conversation: Conversation) -> str:
    if conversation.closed_by is ClosedBy.SILENCE:
        return SILENT_LINE
    closed = conversation.status is ConversationStatus.CLOSED
    return state_line(HandoffStatus.CLOSED if closed else conversation.handoff)


def _without_code(message: NewMessage, typed: str, code: str | None) -> NewMessage:
    masked = mask_secrets(without_code(typed, code))
    return replace(message, text=masked.text, secret_masked=bool(masked.kinds))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
