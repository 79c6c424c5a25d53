"""What a rep does: accept, take over, say, note, give back, close. Each checks its form and asks RepActions.

Rules are not kept here: who may speak and who won is decided behind the contract, in the transaction that writes.
"""

import re

from fastapi import Response

from handoff.desk.edge import Desk
from handoff.desk.render import json_answer
from handoff.desk.visit import HOME, Refused, Visit
from qualification.conversation import HandoffOutcome
from qualification.intake import TEXT_LIMIT

OWNER_NUMBER = re.compile(r"[0-9]{1,9}")
TICKET_NUMBER = re.compile(r"[0-9]{1,9}")
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Deeds:
    """The desk's POSTs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def accept(self, visit: Visit) -> Response:
        card = await self._desk.actions.accept(visit.rep, visit.path("handoff_id"))
        return self._desk.done(visit, _conversation(card.conversation_id))

    async def take_over(self, visit: Visit) -> Response:
        seen = visit.form.get("owner_number", "")
        if not OWNER_NUMBER.fullmatch(seen):
            raise Refused(422, "invalid", "This page does not say whom you take over from. Reload it and try again.")
        conversation = visit.path("conversation_id")
        card = await self._desk.actions.take_over(visit.rep, conversation, owner_number=int(seen))
        return self._desk.done(visit, _conversation(card.conversation_id))

    async def say(self, visit: Visit) -> Response:
        conversation, text = visit.path("conversation_id"), _text(visit, "text", "Write a message first.")
        client_id = visit.form.get("client_id", "")
        if not CLIENT_ID.fullmatch(client_id):
            raise Refused(422, "invalid", "The message could not be sent from this page. Reload it and send it again.")
        message = await self._desk.actions.say(visit.rep, conversation, text, client_id=client_id)
        return self._desk.done(visit, _conversation(conversation), number=message.number)

    async def typing(self, visit: Visit) -> Response:
        await self._desk.actions.typing(visit.rep, visit.path("conversation_id"))
        return json_answer(200, {"ok": True})

    async def note(self, visit: Visit) -> Response:
        conversation, text = visit.path("conversation_id"), _text(visit, "text", "Write the note first.")
        await self._desk.actions.note(visit.rep, conversation, text)
        return self._desk.done(visit, f"{_conversation(conversation)}#notes")

    async def give_back(self, visit: Visit) -> Response:
        conversation = visit.path("conversation_id")
        await self._desk.actions.give_back(visit.rep, conversation)
        return self._desk.done(visit, _conversation(conversation))

    async def close(self, visit: Visit) -> Response:
        conversation = visit.path("conversation_id")
        outcome = next((choice for choice in HandoffOutcome if choice == visit.form.get("outcome")), None)
        if outcome is None:
            raise Refused(422, "invalid", "Choose what came of the conversation, then close it.")
        comment = _clean(visit, "comment")
        await self._desk.actions.close(visit.rep, conversation, outcome, comment)
        return self._desk.done(visit, _conversation(conversation))

    async def close_ticket(self, visit: Visit) -> Response:
        conversation, number = visit.path("conversation_id"), visit.path("number")
        if not TICKET_NUMBER.fullmatch(number):
            raise Refused(404, "not_found", "There is no such ticket. Reload the page.")
        await self._desk.actions.close_ticket(visit.rep, conversation, int(number))
        return self._desk.done(visit, _conversation(conversation))

    async def pulse(self, visit: Visit) -> Response:
        """The page's sign of life. Presence counts only while the rep does something, so that no visitor is told of
        somebody who left a tab open (D9)."""
        if visit.form.get("active") == "1":
            await self._desk.actions.present(visit.rep)
        counts = await self._desk.actions.counts(visit.rep)
        return json_answer(200, {"ok": True, "waiting": counts.waiting})


def _conversation(conversation_id: str) -> str:
    return f"{HOME}/conversations/{conversation_id}"


def _clean(visit: Visit, name: str) -> str:
    """What was typed, with one kind of line end (browsers send two characters for one) and without NUL."""
    text = visit.form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > TEXT_LIMIT:
        reason = f"That is too long: {len(text)} of {TEXT_LIMIT} characters. Shorten it or split it."
        raise Refused(422, "too_long", reason)
    return text


def _text(visit: Visit, name: str, empty: str) -> str:
    text = _clean(visit, name)
    if not text:
        raise Refused(422, "empty", empty)
    return text
