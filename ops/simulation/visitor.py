"""One visitor over the public chat API: opens a conversation, says something, waits for the answer.

It knows what anyone may know: the documented HTTP interface, nothing of the gateway's inside.
"""

import time
from dataclasses import dataclass, field, replace

import httpx
from pydantic import BaseModel

LONGEST_POLL_SECONDS = 20.0


class Opened(BaseModel):
    id: str
    token: str


class Numbered(BaseModel):
    number: int


class Message(BaseModel):
    number: int
    author: str
    text: str
    choices: list[str]


class State(BaseModel):
    status: str
    owner: str
    handoff: str
    locale: str


class Update(BaseModel):
    messages: list[Message]
    state: State


class Refused(Exception):
    """The API did not take the message; the status and its reason."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for the message `number`; no messages within the time is silence."""

    number: int
    messages: tuple[Message, ...]
    state: State
    seconds: float

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)


@dataclass
class Visitor:
    """A conversation in progress. `number` is the last message that this visitor has seen."""

    client: httpx.AsyncClient
    id: str
    token: str
    number: int = 0
    said: int = field(default=0)

    @classmethod
    async def arrive(
        cls,
        client: httpx.AsyncClient,
        *,
        channel: str = "website",
        page_url: str | None = None,
        locale: str | None = None,
    ) -> "Visitor":
        place = {"channel": channel, "page_url": page_url, "locale": locale}
        response = await client.post("/api/v1/conversations", json=place)
        opened = Opened.model_validate_json(_accepted(response))
        return cls(client, opened.id, opened.token)

    async def say(self, text: str, *, patience_seconds: float) -> Reply:
        """Says one thing and waits for what the other side says to it."""
        began = time.monotonic()
        reply = await self.answer_to(await self.post(text), patience_seconds=patience_seconds)
        return replace(reply, seconds=time.monotonic() - began)

    async def post(self, text: str) -> int:
        """Says one thing; the number under which it is stored."""
        return await self._send("messages", {"client_id": self.next_client_id(), "text": text})

    async def press_person(self) -> int:
        """The button that asks for a person."""
        return await self._send("person", {"client_id": self.next_client_id()})

    def next_client_id(self) -> str:
        self.said += 1
        return f"m{self.said}"

    async def answer_to(self, number: int, *, patience_seconds: float) -> Reply:
        """What the other side says after a message; without patience, what it has said so far."""
        began = time.monotonic()
        update = await self._answer_to(number, began + patience_seconds)
        answers = tuple(message for message in update.messages if message.author != "visitor")
        self.number = max([self.number, number, *(message.number for message in answers)])
        return Reply(number, answers, update.state, time.monotonic() - began)

    async def look(self) -> State:
        """How the conversation stands, without waiting."""
        return (await self._answer_to(self.number, time.monotonic())).state

    async def read_all(self) -> tuple[Message, ...]:
        """The whole transcript."""
        return tuple((await self._answer_to(0, time.monotonic())).messages)

    async def _send(self, what: str, body: dict[str, str]) -> int:
        response = await self.client.post(f"/api/v1/conversations/{self.id}/{what}", json=body, headers=self._proof())
        return Numbered.model_validate_json(_accepted(response)).number

    async def _answer_to(self, number: int, deadline: float) -> Update:
        while True:
            left = deadline - time.monotonic()
            response = await self.client.get(
                f"/api/v1/conversations/{self.id}/messages",
                params={"after": number, "wait": max(0.0, min(left, LONGEST_POLL_SECONDS))},
                headers=self._proof(),
            )
            update = Update.model_validate_json(_accepted(response))
            if left <= 0 or any(message.author != "visitor" for message in update.messages):
                return update

    def _proof(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def _accepted(response: httpx.Response) -> bytes:
    if response.is_error:
        raise Refused(f"{response.status_code} {response.text[:200]}")
    return response.content
