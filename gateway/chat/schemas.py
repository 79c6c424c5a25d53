"""Shapes of the public chat API. What is sent here is documented in OpenAPI and kept stable."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from memory.contract import Conversation, Handoff
from qualification.conversation import IN_QUEUE, Author, Channel, ClosedBy, ConversationStatus, HandoffStatus, Message

ClientId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Made by the sender, once per message; a repeat is stored once."
    ),
]


Locale = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$",
        max_length=35,
        description="A language tag like de or en-GB.",
    ),
]


class OpenConversation(BaseModel):
    """A new conversation."""

    model_config = ConfigDict(extra="forbid")

    channel: Channel = Channel.WEBSITE
    page_url: Annotated[str, Field(max_length=2_000)] | None = None
    locale: Locale | None = None
    locale_chosen: Annotated[bool, Field(description="The visitor named it, not the page or the browser.")] = False


class Opened(BaseModel):
    """Keep both; the token is the only way back into the conversation and is shown once."""

    id: str
    token: str


class PostMessage(BaseModel):
    """A visitor's message, 1 to 2,000 characters after cleaning."""

    model_config = ConfigDict(extra="forbid")

    client_id: ClientId
    text: str


class AskForPerson(BaseModel):
    """The "talk to a person" button."""

    model_config = ConfigDict(extra="forbid")

    client_id: ClientId


class ChooseLanguage(BaseModel):
    """The visitor's own choice of a language; it holds until another one is chosen or plainly written in."""

    model_config = ConfigDict(extra="forbid")

    locale: Locale


class Numbered(BaseModel):
    """The number under which the message is stored; gapless per conversation."""

    number: int


class SourceOut(BaseModel):
    title: str
    url: str


class MessageOut(BaseModel):
    """One message as everybody in the conversation sees it."""

    number: int
    author: Author
    name: str | None
    text: str
    choices: tuple[str, ...]
    sources: tuple[SourceOut, ...]
    at: datetime
    client_id: str | None


class StateOut(BaseModel):
    """Who is in charge and how the handoff stands, true at this moment (D9); `line` says it to the visitor, in the
    conversation's language `locale`."""

    status: ConversationStatus
    owner: Literal["assistant", "rep"]
    rep_name: str | None
    handoff: HandoffStatus
    waiting_seconds: int | None
    line: str
    locale: str
    closed_by: Annotated[
        ClosedBy | None,
        Field(description="What closed it. After `silence` the visitor may simply write again, and it goes on."),
    ]


class Update(BaseModel):
    messages: tuple[MessageOut, ...]
    state: StateOut


def message_out(message: Message) -> MessageOut:
    return MessageOut(
        number=message.number,
        author=message.author,
        name=message.name,
        text=message.text,
        choices=message.choices,
        sources=tuple(SourceOut(title=source.title, url=source.url) for source in message.sources),
        at=message.at,
        client_id=message.client_id,
    )


def state_out(conversation: Conversation, handoff: Handoff | None, line: str, now: datetime) -> StateOut:
    waiting = handoff is not None and handoff.status in IN_QUEUE
    return StateOut(
        status=conversation.status,
        owner="assistant" if conversation.owner.is_assistant else "rep",
        rep_name=conversation.owner.rep_name,
        handoff=conversation.handoff,
        waiting_seconds=int((now - handoff.requested_at).total_seconds()) if waiting and handoff else None,
        line=line,
        locale=conversation.locale,
        closed_by=conversation.closed_by,
    )
