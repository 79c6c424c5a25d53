"""Who gets in at the desk, and which requests are believed."""

import httpx
import pytest

from handoff.desk.visit import SESSION_COOKIE
from tests.handoff.conftest import ORIGIN, sign_in
from tests.handoff.desk_app import FakeDesk, make_fake_desk
from tests.handoff.reading import form_token, words_of
from tests.handoff.samples import PRIYA

ACCEPT = "/desk/handoffs/h-dana/accept"
BY_SCRIPT = {"X-Desk-Fetch": "1"}


async def test_a_rep_signs_in_and_stands_at_the_queue(guest: httpx.AsyncClient) -> None:
    answer = await sign_in(guest, PRIYA)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/desk" in cookie
    assert "Dana Whitfield" in (await guest.get("/desk")).text


async def test_over_https_the_session_cookie_is_secure() -> None:
    transport = httpx.ASGITransport(app=make_fake_desk(secure_cookies=True).app)
    origin = "https://desk.test"
    async with httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin}) as client:
        answer = await sign_in(client, PRIYA)
        assert "__Secure-foyer_desk=" in answer.headers["set-cookie"]
        assert "; Secure" in answer.headers["set-cookie"]
        assert (await client.get("/desk")).status_code == 200


async def test_a_wrong_password_gets_a_kind_sentence_and_keeps_the_address(guest: httpx.AsyncClient) -> None:
    answer = await sign_in(guest, PRIYA, password="wrong wrong wrong")
    assert answer.status_code == 401
    assert "do not go together" in words_of(answer.text)
    assert PRIYA.email in answer.text
    assert "wrong wrong wrong" not in answer.text


async def test_an_unknown_address_is_told_the_same_as_a_wrong_password(guest: httpx.AsyncClient) -> None:
    wrong = await sign_in(guest, PRIYA, password="wrong wrong wrong")
    unknown = await sign_in(guest, PRIYA, password="wrong wrong wrong", email="nobody@foyer.example")
    assert unknown.status_code == wrong.status_code
    assert words_of(unknown.text) == words_of(wrong.text)


async def test_too_many_tries_are_told_when_to_come_back(guest: httpx.AsyncClient, desk: FakeDesk) -> None:
    desk.accounts.wrong_tries = 5
    answer = await sign_in(guest, PRIYA)
    assert answer.status_code == 429
    assert "Wait 15 minutes" in words_of(answer.text)


async def test_a_browser_that_was_signed_in_before_is_not_kept_out_by_the_tries_of_others(
    guest: httpx.AsyncClient, desk: FakeDesk
) -> None:
    await sign_in(guest, PRIYA)
    guest.cookies.delete(SESSION_COOKIE)
    desk.accounts.wrong_tries = 5
    assert (await sign_in(guest, PRIYA)).status_code == 303


async def test_signing_in_without_the_forms_token_is_refused(guest: httpx.AsyncClient) -> None:
    await guest.get("/desk/sign-in")
    answer = await guest.post("/desk/sign-in", data={"email": PRIYA.email, "password": "correct horse battery"})
    assert answer.status_code == 403
    assert "Try again" in words_of(answer.text)


async def test_a_browser_without_cookies_is_told_so(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/desk/sign-in", data={"email": PRIYA.email, "password": "x"})
    assert answer.status_code == 403
    assert "Allow cookies" in words_of(answer.text)


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/desk/leads", "/desk/leads"),
        ("/desk/conversations/c-dana?a=b#m3", "/desk/conversations/c-dana?a=b#m3"),
        ("https://evil.example/desk", "/desk"),
        ("//evil.example/desk", "/desk"),
        ("/desk/../admin", "/desk/../admin"),
        ("/deskevil", "/desk"),
        ("/desk\\evil", "/desk"),
        ("/desk/sign-out", "/desk"),
        ("http://[", "/desk"),
    ],
)
async def test_after_signing_in_nobody_is_led_away_from_this_server(
    guest: httpx.AsyncClient, asked: str, reached: str
) -> None:
    answer = await sign_in(guest, PRIYA, next=asked)
    assert answer.headers["location"] == reached


async def test_a_page_without_a_session_leads_to_the_door_and_back(guest: httpx.AsyncClient) -> None:
    answer = await guest.get("/desk/leads/l-dana?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/sign-in?next=%2Fdesk%2Fleads%2Fl-dana%3Fx%3D1"


async def test_a_deed_without_the_sessions_token_is_refused(guest: httpx.AsyncClient, desk: FakeDesk) -> None:
    await sign_in(guest, PRIYA)
    answer = await guest.post(ACCEPT)
    assert answer.status_code == 403
    assert "Reload it" in words_of(answer.text)
    assert desk.actions.cards["h-dana"].claimed_by is None


async def test_a_token_of_another_session_is_worth_nothing(guest: httpx.AsyncClient, desk: FakeDesk) -> None:
    await sign_in(guest, PRIYA)
    other = form_token((await guest.get("/desk")).text)
    guest.cookies.clear()
    await sign_in(guest, PRIYA)
    assert (await guest.post(ACCEPT, data={"csrf": other})).status_code == 403
    assert desk.actions.cards["h-dana"].claimed_by is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "https://evil.example/desk"},
        {"Origin": ""},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_deed_from_a_foreign_page_is_refused(
    guest: httpx.AsyncClient, desk: FakeDesk, headers: dict[str, str]
) -> None:
    await sign_in(guest, PRIYA)
    token = form_token((await guest.get("/desk")).text)
    answer = await guest.post(ACCEPT, data={"csrf": token}, headers=headers)
    assert answer.status_code == 403
    assert desk.actions.cards["h-dana"].claimed_by is None


async def test_text_typed_into_an_ended_session_is_given_back(guest: httpx.AsyncClient, desk: FakeDesk) -> None:
    await sign_in(guest, PRIYA)
    token = form_token((await guest.get("/desk")).text)
    desk.accounts.sessions.clear()
    fields = {"csrf": token, "client_id": "a1", "text": "Half an hour of <careful> writing"}
    answer = await guest.post("/desk/conversations/c-mine/messages", data=fields)
    assert answer.status_code == 401
    assert "Half an hour of &lt;careful&gt; writing" in answer.text
    assert "/desk/sign-in?next=/desk/conversations/c-mine" in answer.text


async def test_a_script_of_an_ended_session_is_told_so(guest: httpx.AsyncClient, desk: FakeDesk) -> None:
    answer = await guest.post("/desk/conversations/c-mine/messages", data={"text": "hello"}, headers=BY_SCRIPT)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signed_out")


async def test_signing_out_ends_the_session_on_the_server(guest: httpx.AsyncClient, desk: FakeDesk) -> None:
    await sign_in(guest, PRIYA)
    token = form_token((await guest.get("/desk")).text)
    await guest.post("/desk/sign-out", data={"csrf": token})
    assert not desk.accounts.sessions
    assert (await guest.get("/desk")).status_code == 303


async def test_a_body_beyond_the_limit_is_refused_before_it_is_read(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/desk/sign-in", content=b"x" * 70_000)
    assert answer.status_code == 413
    assert "Shorten it" in words_of(answer.text)


async def test_a_form_that_is_no_text_is_refused_with_words(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/desk/sign-in", content=b"csrf=\xff\xfe")
    assert answer.status_code == 422
    assert "could not be read" in words_of(answer.text)


async def test_every_page_forbids_foreign_and_inline_script(guest: httpx.AsyncClient) -> None:
    page = await guest.get("/desk/sign-in")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in policy
