"""The public chat over HTTP."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from gateway.chat.schemas import AskForPerson, ChooseLanguage, Numbered, OpenConversation, Opened, PostMessage, Update
from gateway.chat.service import ChatService
from gateway.edge import address_of
from memory.live.contract import topic_of

LONGEST_WAIT_SECONDS = 25

_bearer = HTTPBearer(auto_error=False, description="The token given when the conversation was opened.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def chat_router(service: ChatService) -> APIRouter:
    """Routes under /api/v1, documented in OpenAPI."""
    router = APIRouter(prefix="/api/v1", tags=["chat"])

    @router.post("/conversations", status_code=201)
    async def open_conversation(body: OpenConversation, request: Request) -> Opened:
        """Open a conversation. Nothing is said yet; the first message gets the first answer."""
        address = address_of(request)
        conversation_id, token = await service.open(
            body.channel, body.page_url, body.locale, chosen=body.locale_chosen, address=address
        )
        return Opened(id=conversation_id, token=token)

    @router.post("/conversations/{conversation_id}/messages", status_code=202)
    async def post_message(conversation_id: str, body: PostMessage, bearer: Bearer) -> Numbered:
        """Say something. The same client_id is stored once and gives the same number again."""
        await service.authorise(conversation_id, _token(bearer))
        return Numbered(number=await service.post(conversation_id, body.client_id, body.text))

    @router.post("/conversations/{conversation_id}/person", status_code=202)
    async def ask_for_person(conversation_id: str, body: AskForPerson, bearer: Bearer) -> Numbered:
        """Ask for a person without words; obeyed at any turn, at once."""
        await service.authorise(conversation_id, _token(bearer))
        return Numbered(number=await service.ask_for_person(conversation_id, body.client_id))

    @router.post("/conversations/{conversation_id}/locale", status_code=204)
    async def choose_language(conversation_id: str, body: ChooseLanguage, bearer: Bearer) -> None:
        """Go on in another language, by the visitor's own choice."""
        await service.authorise(conversation_id, _token(bearer))
        await service.choose_language(conversation_id, body.locale)

    @router.get("/conversations/{conversation_id}/messages")
    async def read_messages(
        conversation_id: str,
        request: Request,
        bearer: Bearer,
        after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
        wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT_SECONDS)] = 0,
    ) -> Update:
        """Messages after a number, and the state. With `wait`, holds until something happens or the time is over."""
        await service.authorise(conversation_id, _token(bearer))
        update = await service.read(conversation_id, after)
        if update.messages or not wait:
            return update
        with service.limits.listening(conversation_id, address_of(request)):
            return await _next_update(service, conversation_id, after, wait, update)

    return router


async def _next_update(service: ChatService, conversation_id: str, after: int, wait: float, before: Update) -> Update:
    """What changed within `wait` seconds; the unchanged state when nothing did."""
    update = before
    try:
        async with asyncio.timeout(wait), service.live.listen(topic_of(conversation_id)) as events:
            # Something may have been stored between the first look and listening.
            update = await service.read(conversation_id, after)
            while not update.messages and update.state == before.state:
                event = await anext(events)
                if event.get("kind") != "typing":
                    update = await service.read(conversation_id, after)
    except TimeoutError:
        pass
    return update


def _token(bearer: HTTPAuthorizationCredentials | None) -> str | None:
    return bearer.credentials if bearer else None
