"""What a rep looks at: the queue, conversations with their decisions, leads. Reads only."""

from collections.abc import Sequence
from typing import Literal, get_args

from fastapi import Response

from handoff.contract import Card, RepIdentity
from handoff.desk.edge import Desk
from handoff.desk.render import OPEN_STATUSES
from handoff.desk.visit import Visit
from qualification.conversation import HandoffOutcome, HandoffStatus

Filter = Literal["waiting", "mine", "all"]

NO_CONVERSATION = "This conversation does not exist, or it is not one of this workspace."
NO_LEAD = "This lead does not exist, or it is not one of this workspace."


class Pages:
    """The desk's pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def queue(self, visit: Visit) -> Response:
        queue = await self._queue(visit)
        asked = visit.request.query_params.get("show", "waiting")
        show: Filter = next((choice for choice in get_args(Filter) if choice == asked), "waiting")
        shown = {name: [card for card in queue if _belongs(card, name, visit.rep)] for name in get_args(Filter)}
        counts = {name: len(cards) for name, cards in shown.items()}
        return self._page("queue.html", visit, queue, show=show, cards=shown[show], counts=counts)

    async def conversations(self, visit: Visit) -> Response:
        threads = await self._desk.actions.conversations(visit.rep)
        return self._page("conversations.html", visit, await self._queue(visit), threads=threads)

    async def conversation(self, visit: Visit) -> Response:
        return await self._thread(visit, "conversation.html")

    async def decisions(self, visit: Visit) -> Response:
        return await self._thread(visit, "decisions.html")

    async def leads(self, visit: Visit) -> Response:
        leads = await self._desk.actions.leads(visit.rep)
        return self._page("leads.html", visit, await self._queue(visit), leads=leads)

    async def lead(self, visit: Visit) -> Response:
        found = await self._desk.actions.lead(visit.rep, visit.path("lead_id"))
        queue = await self._queue(visit)
        if found is None:
            return self._missing(visit, queue, NO_LEAD)
        lead, facts, timeline = found
        newest_first = sorted(timeline, key=lambda entry: entry.at, reverse=True)
        return self._page("lead.html", visit, queue, lead=lead, facts=facts, timeline=newest_first)

    async def _thread(self, visit: Visit, template: str) -> Response:
        thread = await self._desk.actions.thread(visit.rep, visit.path("conversation_id"))
        queue = await self._queue(visit)
        if thread is None:
            return self._missing(visit, queue, NO_CONVERSATION)
        rail = [card for card in queue if card.status in OPEN_STATUSES or card.claimed_by == visit.rep.id]
        texts = {message.number: message for message in thread.messages}
        outcomes = list(HandoffOutcome)
        return self._page(template, visit, queue, thread=thread, rail=rail, texts=texts, outcomes=outcomes)

    async def _queue(self, visit: Visit) -> Sequence[Card]:
        """The queue behind every page's badge; whoever looks at a page is at the desk."""
        if not visit.by_script:
            await self._desk.actions.present(visit.rep)
        return await self._desk.actions.queue(visit.rep)

    def _page(self, template: str, visit: Visit, queue: Sequence[Card], **values: object) -> Response:
        return self._desk.renderer.page(template, visit, queue, values)

    def _missing(self, visit: Visit, queue: Sequence[Card], reason: str) -> Response:
        return self._desk.renderer.page("missing.html", visit, queue, {"reason": reason}, status=404)


def _belongs(card: Card, show: str, rep: RepIdentity) -> bool:
    if show == "waiting":
        return card.status in OPEN_STATUSES
    if show == "mine":
        return card.status is HandoffStatus.ACCEPTED and card.claimed_by == rep.id
    return True
