"""What the edge lets in: bodies in time and of a size, addresses as they are counted, pages and JSON for wrong ones."""

import asyncio
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.edge import Edge, address_of, counted
from gateway.serving import server_config
from gateway.settings import Settings
from gateway.turns.rasa_client import SECRET_HEADER
from tests.gateway.conftest import Gateway
from tests.gateway.world import SECRET, Visitor

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
ACTIONS = "/internal/rasa/actions"


async def _never_called(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("the app must not be asked")


async def _through(
    app: ASGIApp, *messages: Message, path: str = "/desk/sign-in", method: str = "POST", **more: bytes
) -> Message:
    """The start of the answer to a request whose body comes in these messages and then no further."""
    waiting = list(messages)
    sent: list[Message] = []

    async def receive() -> Message:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"transfer-encoding", b"chunked")]
    asked = {"method": method, "path": path, "query_string": b"", "headers": headers, **more}
    await app({"type": "http", "client": ("203.0.113.7", 1), **asked}, receive, send)
    return sent[0]


async def test_a_body_that_does_not_arrive_in_time_is_refused_and_the_connection_closed() -> None:
    edge = Edge(_never_called, _never_called, body_seconds=0.05)
    answer = await _through(edge, {"type": "http.request", "body": b"{", "more_body": True})
    assert answer["status"] == 408
    assert (b"connection", b"close") in answer["headers"]


async def test_a_body_larger_than_allowed_is_refused_while_it_arrives() -> None:
    half = {"type": "http.request", "body": b"x" * 40_000, "more_body": True}
    assert (await _through(Edge(_never_called, _never_called), half, half))["status"] == 413


async def test_of_a_strangers_call_of_an_action_nothing_is_read(gateway: Gateway) -> None:
    async with asyncio.timeout(2):
        assert (await _through(gateway.client.app, path=ACTIONS))["status"] == 401


def test_rasas_own_body_has_a_limit_too(client: TestClient) -> None:
    answer = client.post(ACTIONS, content=b" " * 5_000_000, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_a_call_of_rasa_that_is_none_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post(ACTIONS, content=body, headers={SECRET_HEADER: SECRET}).status_code == 400


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("a:b", "a:b"),
    ],
)
def test_of_an_ipv6_address_the_network_is_counted(host: str, address: str) -> None:
    assert counted(host) == address


async def test_everything_behind_the_edge_sees_the_counted_address() -> None:
    app = FastAPI()

    @app.get("/")
    async def who(request: Request) -> str:
        return request.client.host if request.client else ""

    transport = httpx.ASGITransport(Edge(app, _never_called), client=("2001:db8::5", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://foyer") as client:
        assert (await client.get("/")).json() == "2001:db8::/64"


@pytest.mark.parametrize(
    ("trusted", "seen"), [("", "127.0.0.1"), ("10.0.0.0/8", "127.0.0.1"), ("10.0.0.1, 127.0.0.1", "2001:db8::/64")]
)
async def test_only_our_own_proxies_say_where_a_visitor_comes_from(trusted: str, seen: str) -> None:
    app = FastAPI()

    @app.get("/")
    async def who(request: Request) -> str:
        return address_of(request)

    config = server_config(Edge(app, _never_called), Settings(trusted_proxies=trusted))
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=("127.0.0.1", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://foyer") as client:
        assert (await client.get("/", headers={"X-Forwarded-For": "2001:db8::5"})).json() == seen


def test_without_a_setting_no_proxy_is_believed_and_connections_are_limited() -> None:
    settings = Settings()
    assert settings.trusted_proxies == ""
    assert server_config(FastAPI(), settings).limit_concurrency == settings.most_connections


@pytest.mark.parametrize("path", ["/nope", "/desk/nope", "/help/nope/further"])
def test_a_browser_gets_a_page_for_a_wrong_address(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert 'href="/"' in answer.text
    assert "There is no such page" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/nope", "/internal/nope", "/widget/nope.js"])
def test_a_program_gets_json_for_a_wrong_address(client: TestClient, path: str) -> None:
    for headers in (BROWSER, {"Accept": "application/json"}):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 404
        assert answer.json()["error"]["reason"]


def test_who_does_not_read_pages_gets_json_for_a_wrong_address(client: TestClient) -> None:
    assert client.get("/nope").json()["error"]["code"] == "http_error"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/pricing/", "/pricing"),
        ("/desk//", "/desk"),
        ("//evil.example/", "/evil.example"),
        ("/\\evil.example/", "/%5Cevil.example"),
        ("/a\r\nSet-Cookie: b/", "/a%0D%0ASet-Cookie:%20b"),
    ],
)
async def test_a_slash_too_many_leads_to_the_address_without_on_the_same_host(path: str, place: str) -> None:
    answer = await _through(Edge(_never_called, _never_called), path=path, method="GET")
    assert answer["status"] == 307
    assert dict(answer["headers"])[b"location"] == place.encode()


@pytest.mark.parametrize(
    ("raw", "query", "place"),
    [
        (b"/help/x/", b"utm=1&a=%20b", b"/help/x?utm=1&a=%20b"),
        (b"/a%2Fb%25/", b"", b"/a%2Fb%25"),
        (b"/%5Cevil.example/", b"", b"/%5Cevil.example"),
        (b"/%2f%2fevil.example/", b"", b"/%2f%2fevil.example"),
        (b'/x\xff"/', b"a=\r\nb", b"/x%FF%22?a=%0D%0Ab"),
    ],
)
async def test_a_slash_too_many_costs_neither_the_query_nor_how_the_address_was_written(
    raw: bytes, query: bytes, place: bytes
) -> None:
    path = unquote(raw.decode("latin-1"))
    edge = Edge(_never_called, _never_called)
    answer = await _through(edge, path=path, method="GET", raw_path=raw, query_string=query)
    assert dict(answer["headers"])[b"location"] == place


@pytest.mark.parametrize("path", ["/api/v1/conversations/x/messages/", "/widget/app.js/", "/x%2f"])
def test_only_pages_are_found_with_a_slash_too_many(client: TestClient, path: str) -> None:
    assert client.get(path, follow_redirects=False).status_code in {404, 405}


def test_the_desk_is_there_for_who_only_looks_whether_it_is(client: TestClient) -> None:
    for path in ("/desk/", "/desk", "/desk/sign-in"):
        assert client.head(path).status_code == 200


NESTED = b"[" * 30_000
UNREADABLE = [NESTED, b'{"client_id":"a","text":' + b"9" * 5_000 + b"}", b'{"client_id":"a","text":"\xff"}', b"{"]


@pytest.mark.parametrize("body", UNREADABLE)
def test_what_is_no_json_is_refused_as_such_with_a_reason(visitor: Visitor, body: bytes) -> None:
    headers = {**visitor.headers, "Content-Type": "application/json"}
    answer = visitor.client.post(f"{visitor.path}/messages", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_json"
    assert answer.json()["error"]["reason"]


@pytest.mark.parametrize("body", [NESTED, b"9" * 5_000])
def test_a_call_of_rasa_that_cannot_be_read_is_refused_with_the_headers_of_every_answer(
    client: TestClient, body: bytes
) -> None:
    answer = client.post(ACTIONS, content=body, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_sent_is_not_sent_elsewhere(client: TestClient) -> None:
    answer = client.post("/api/v1/conversations/", json={}, follow_redirects=False)
    assert answer.status_code == 404


def test_d11_other_words_under_the_same_client_id_are_refused_with_a_reason(visitor: Visitor) -> None:
    number = visitor.post("hi", "same").json()["number"]
    answer = visitor.post("something else", "same")
    assert answer.status_code == 409
    assert "client_id" in answer.json()["error"]["reason"]
    assert visitor.post("hi", "same").json()["number"] == number
