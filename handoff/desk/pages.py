"""What a rep looks at: the queue, conversations with their decisions, leads. Reads only."""

from typing import Literal, assert_never, get_args

from fastapi import Response

from handoff.contract import Card, Queue, QueueCounts, RepIdentity, Thread
from handoff.desk.edge import Desk
from handoff.desk.visit import Visit
from qualification.conversation import IN_QUEUE, HandoffOutcome

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
        cards = [card for card in queue.cards if _belongs(card, show, visit.rep)]
        return self._page("queue.html", visit, queue.counts, show=show, cards=cards)

    async def conversations(self, visit: Visit) -> Response:
        threads = await self._desk.actions.conversations(visit.rep)
        return self._page("conversations.html", visit, await self._counts(visit), threads=threads)

    async def conversation(self, visit: Visit) -> Response:
        thread = await self._thread(visit)
        queue = await self._queue(visit)
        if thread is None:
            return self._missing(visit, queue.counts, NO_CONVERSATION)
        waiting = [card for card in queue.cards if card.status in IN_QUEUE]
        mine = [card for card in queue.cards if card.claimed_by == visit.rep.id]
        rail, outcomes = {"waiting": waiting, "mine": mine}, list(HandoffOutcome)
        return self._page("conversation.html", visit, queue.counts, thread=thread, rail=rail, outcomes=outcomes)

    async def decisions(self, visit: Visit) -> Response:
        thread = await self._thread(visit)
        counts = await self._counts(visit)
        if thread is None:
            return self._missing(visit, counts, NO_CONVERSATION)
        texts = {message.number: message for message in thread.messages}
        return self._page("decisions.html", visit, counts, thread=thread, texts=texts)

    async def leads(self, visit: Visit) -> Response:
        leads = await self._desk.actions.leads(visit.rep)
        return self._page("leads.html", visit, await self._counts(visit), leads=leads)

    async def lead(self, visit: Visit) -> Response:
        found = await self._desk.actions.lead(visit.rep, visit.path("lead_id"))
        counts = await self._counts(visit)
        if found is None:
            return self._missing(visit, counts, NO_LEAD)
        lead, facts, timeline = found
        newest_first = sorted(timeline, key=lambda entry: entry.at, reverse=True)
        return self._page("lead.html", visit, counts, lead=lead, facts=facts, timeline=newest_first)

    async def _thread(self, visit: Visit) -> Thread | None:
        return await self._desk.actions.thread(visit.rep, visit.path("conversation_id"))

    async def _queue(self, visit: Visit) -> Queue:
        await self._present(visit)
        return await self._desk.actions.queue(visit.rep)

    async def _counts(self, visit: Visit) -> QueueCounts:
        """For the pages that show how many wait, and none of them."""
        await self._present(visit)
        return await self._desk.actions.counts(visit.rep)

    async def _present(self, visit: Visit) -> None:
        """Whoever looks at a page is at the desk; a page that fetches itself proves nothing."""
        if not visit.by_script:
            await self._desk.actions.present(visit.rep)

    def _page(self, template: str, visit: Visit, counts: QueueCounts, **values: object) -> Response:
        return self._desk.renderer.page(template, visit, counts, values)

    def _missing(self, visit: Visit, counts: QueueCounts, reason: str) -> Response:
        return self._desk.renderer.page("missing.html", visit, counts, {"reason": reason}, status=404)


def _belongs(card: Card, show: Filter, rep: RepIdentity) -> bool:
    match show:
        case "waiting":
            return card.status in IN_QUEUE
        case "mine":
            return card.claimed_by == rep.id
        case "all":
            return True
        case _:
            assert_never(show)
