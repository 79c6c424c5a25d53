"""What reps do: one winner, one speaker, every word said once, and every refusal with a way on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from handoff.contract import TicketView
from qualification.conversation import HandoffOutcome, HandoffStatus, TicketStatus
from qualification.intake import TEXT_LIMIT
from tests.handoff.conftest import ORIGIN, sign_in
from tests.handoff.desk_app import FakeDesk
from tests.handoff.reading import form_token, words_of
from tests.handoff.samples import MARCO, PRIYA

MINE = "/desk/conversations/c-mine"


class SignedIn:
    """A rep with a browser's habits: every POST carries the page's token."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client = client
        self.token = token

    async def do(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"csrf": self.token, **fields}, headers={"X-Desk-Fetch": "1"})


@pytest.fixture
async def priya(guest: httpx.AsyncClient) -> SignedIn:
    await sign_in(guest, PRIYA)
    return SignedIn(guest, form_token((await guest.get("/desk")).text))


@pytest.fixture
async def marco(desk: FakeDesk) -> AsyncIterator[SignedIn]:
    transport = httpx.ASGITransport(app=desk.app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
        await sign_in(client, MARCO)
        yield SignedIn(client, form_token((await client.get("/desk")).text))


async def test_h2_of_two_reps_who_accept_one_wins_and_the_other_is_told_who(
    priya: SignedIn, marco: SignedIn, desk: FakeDesk
) -> None:
    answers = await asyncio.gather(*(rep.do("/desk/handoffs/h-dana/accept") for rep in (priya, marco)))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    winner = desk.actions.cards["h-dana"].claimed_name
    assert (won.status_code, lost.status_code) == (200, 409)
    assert won.json()["go"] == "/desk/conversations/c-dana"
    assert lost.json()["error"]["reason"] == f"{winner} accepted this a moment ago."


async def test_without_script_the_loser_gets_a_page_with_a_way_back(priya: SignedIn, marco: SignedIn) -> None:
    await priya.do("/desk/handoffs/h-dana/accept")
    answer = await marco.client.post("/desk/handoffs/h-dana/accept", data={"csrf": marco.token})
    assert answer.status_code == 409
    assert "Priya Nair accepted this a moment ago." in words_of(answer.text)
    assert 'href="/desk">Go back</a>' in answer.text


async def test_without_script_a_deed_leads_to_its_page(priya: SignedIn) -> None:
    answer = await priya.client.post("/desk/handoffs/h-dana/accept", data={"csrf": priya.token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/conversations/c-dana")


async def test_the_same_client_id_twice_is_said_once(priya: SignedIn, desk: FakeDesk) -> None:
    before = len(desk.actions.threads["c-mine"].messages)
    first = await priya.do(f"{MINE}/messages", text="Yes, we sign that.", client_id="a1")
    second = await priya.do(f"{MINE}/messages", text="Yes, we sign that.", client_id="a1")
    assert first.json()["number"] == second.json()["number"]
    assert len(desk.actions.threads["c-mine"].messages) == before + 1


async def test_d8_nobody_but_the_owner_speaks(marco: SignedIn, desk: FakeDesk) -> None:
    before = desk.actions.threads["c-mine"].messages
    answer = await marco.do(f"{MINE}/messages", text="me too", client_id="b1")
    assert answer.status_code == 422
    assert answer.json()["error"]["reason"].startswith("Priya Nair has this conversation, so nothing was sent.")
    assert desk.actions.threads["c-mine"].messages == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": "   ", "client_id": "a"}, "Write a message first."),
        ({"text": "hello"}, "could not be sent from this page"),
        ({"text": "hello", "client_id": "not allowed!"}, "could not be sent from this page"),
        ({"text": "x" * (TEXT_LIMIT + 1), "client_id": "a"}, "too long"),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_with_a_reason(
    priya: SignedIn, desk: FakeDesk, fields: dict[str, str], reason: str
) -> None:
    answer = await priya.do(f"{MINE}/messages", **fields)
    assert answer.status_code == 422
    assert reason in answer.json()["error"]["reason"]
    assert not desk.actions.said


async def test_line_ends_of_a_browser_do_not_count_twice(priya: SignedIn, desk: FakeDesk) -> None:
    await priya.do(f"{MINE}/messages", text="one\r\ntwo\0", client_id="a1")
    assert desk.actions.said["a1"].text == "one\ntwo"


async def test_h3_a_note_is_kept_apart_from_what_the_visitor_sees(priya: SignedIn, desk: FakeDesk) -> None:
    before = desk.actions.threads["c-mine"].messages
    await priya.do(f"{MINE}/notes", text="Their lawyer is picky.")
    thread = desk.actions.threads["c-mine"]
    assert thread.messages == before
    assert [note.text for note in thread.notes] == ["Their lawyer is picky."]


async def test_a_note_may_be_left_in_a_conversation_of_somebody_else(marco: SignedIn, desk: FakeDesk) -> None:
    answer = await marco.do(f"{MINE}/notes", text="I know them from the fair.")
    assert answer.status_code == 200
    assert desk.actions.threads["c-mine"].notes[0].rep_name == MARCO.name


async def test_h3_a_conversation_is_given_back_to_the_assistant(priya: SignedIn, desk: FakeDesk) -> None:
    await priya.do(f"{MINE}/give-back")
    thread = desk.actions.threads["c-mine"]
    assert thread.owner_id is None
    assert "Take over" in words_of((await priya.client.get(MINE)).text)


async def test_a_conversation_of_the_assistant_is_taken_over(priya: SignedIn, desk: FakeDesk) -> None:
    answer = await priya.do("/desk/conversations/c-assistant/take-over", owner_number="1")
    assert answer.json()["go"] == "/desk/conversations/c-assistant"
    assert desk.actions.threads["c-assistant"].owner_id == PRIYA.id


async def test_h2_of_two_colleagues_who_take_over_at_once_one_wins(
    priya: SignedIn, marco: SignedIn, desk: FakeDesk
) -> None:
    path = "/desk/conversations/c-assistant/take-over"
    answers = await asyncio.gather(*(rep.do(path, owner_number="1") for rep in (priya, marco)))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    thread = desk.actions.threads["c-assistant"]
    assert (won.status_code, lost.status_code, thread.owner_number) == (200, 409, 2)
    assert lost.json()["error"]["reason"] == f"{thread.owner_name} took this conversation a moment ago."


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 20])
async def test_a_take_over_that_does_not_say_what_was_seen_is_refused(
    priya: SignedIn, desk: FakeDesk, number: str
) -> None:
    answer = await priya.do("/desk/conversations/c-marco/take-over", owner_number=number)
    assert answer.status_code == 422
    assert desk.actions.threads["c-marco"].owner_id == MARCO.id


async def test_a_pulse_counts_without_making_cards(priya: SignedIn, desk: FakeDesk) -> None:
    desk.actions.queues = 0
    assert (await priya.do("/desk/pulse", active="0")).json()["waiting"] == 3
    assert desk.actions.queues == 0


async def test_h3_a_conversation_is_closed_with_its_outcome(priya: SignedIn, desk: FakeDesk) -> None:
    await priya.do(f"{MINE}/close", outcome="solved", comment="DPA sent")
    card = desk.actions.threads["c-mine"].card
    assert card is not None
    assert (card.status, card.outcome) == (HandoffStatus.CLOSED, HandoffOutcome.SOLVED)


@pytest.mark.parametrize("outcome", ["", "won", "SOLVED"])
async def test_closing_without_an_outcome_of_the_list_is_refused(priya: SignedIn, desk: FakeDesk, outcome: str) -> None:
    answer = await priya.do(f"{MINE}/close", outcome=outcome)
    assert answer.status_code == 422
    assert "Choose what came of the conversation" in answer.json()["error"]["reason"]
    assert desk.actions.threads["c-mine"].status == "open"


async def test_d9_a_pulse_counts_as_presence_only_while_the_rep_is_active(priya: SignedIn, desk: FakeDesk) -> None:
    desk.actions.seen.clear()
    idle = await priya.do("/desk/pulse", active="0")
    assert (idle.json()["waiting"], desk.actions.seen) == (3, [])
    await priya.do("/desk/pulse", active="1")
    assert desk.actions.seen == [PRIYA.id]


async def test_typing_is_passed_on(priya: SignedIn, desk: FakeDesk) -> None:
    await priya.do(f"{MINE}/typing")
    assert desk.actions.typed == ["c-mine"]


async def test_d10_a_rep_closes_a_ticket_once_and_sees_who_did(priya: SignedIn, desk: FakeDesk) -> None:
    thread = desk.actions.threads["c-assistant"]
    ticket = TicketView(7, TicketStatus.OPEN, "the widget <b>stays</b> white", "dana@acme.example", thread.started_at)
    desk.actions.threads["c-assistant"] = replace(thread, tickets=(ticket,), buying_signal=True)
    page = (await priya.client.get("/desk/conversations/c-assistant")).text
    assert "Ticket 7: open" in words_of(page)
    assert "Asked about buying" in words_of(page)
    assert "the widget &lt;b&gt;stays" in page
    closed = await priya.do("/desk/conversations/c-assistant/tickets/7/close")
    assert closed.status_code == 200
    again = await priya.do("/desk/conversations/c-assistant/tickets/7/close")
    assert again.status_code == 409
    page = (await priya.client.get("/desk/conversations/c-assistant")).text
    assert "Ticket 7: closed by Priya Nair" in words_of(page)
    assert "Close ticket" not in words_of(page)


async def test_a_ticket_number_that_is_none_is_refused(priya: SignedIn) -> None:
    assert (await priya.do("/desk/conversations/c-assistant/tickets/x7/close")).status_code == 404
