"""The public chat over HTTP: what it stores, gives back, and refuses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from memory.engine import open_database
from qualification.conversation import ClosedBy
from tests.actions.office import Office
from tests.gateway.conftest import Gateway
from tests.gateway.world import PlayedEngine, Visitor, make_gateway, open_conversation, settings_for


def test_d13_the_first_words_say_that_an_assistant_speaks(visitor: Visitor) -> None:
    assert "assistant" in visitor.say("hi")


def test_a_question_is_answered_with_the_page_it_stands_on(visitor: Visitor) -> None:
    visitor.say("how much does it cost")
    answer = visitor.messages()[-1]
    assert answer["sources"]
    assert "month" in str(answer["text"])


def test_d11_numbers_have_no_gaps(visitor: Visitor) -> None:
    for text in ("hi", "how much does it cost", "we are a team"):
        visitor.say(text)
    numbers = [message["number"] for message in visitor.messages()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_d11_the_same_client_id_is_stored_and_answered_once(visitor: Visitor) -> None:
    first = visitor.post("hi", "same").json()["number"]
    visitor.answer_after(first)
    assert visitor.post("hi", "same").json()["number"] == first
    assert [message["author"] for message in visitor.messages()] == ["visitor", "assistant"]


def test_d11_a_burst_is_one_turn_with_one_reply(visitor: Visitor, engine: PlayedEngine) -> None:
    numbers = [visitor.post(text).json()["number"] for text in ("how much", "does it", "cost", "a month")]
    visitor.answer_after(numbers[-1])
    assert [message["author"] for message in visitor.messages()].count("assistant") == 1
    assert engine.texts == ["how much\ndoes it\ncost\na month"]


def test_the_long_poll_ends_when_something_is_said(visitor: Visitor) -> None:
    visitor.say("hi")
    number = visitor.post("how much does it cost").json()["number"]
    found = visitor.read(after=number, wait=10)
    assert found["messages"]


def test_a_wait_without_news_gives_the_state_and_no_message(visitor: Visitor) -> None:
    assert visitor.read(wait=0.1)["messages"] == []


def test_d4_the_button_brings_a_person_without_understanding(visitor: Visitor, engine: PlayedEngine) -> None:
    answer = visitor.client.post(f"{visitor.path}/person", json={"client_id": "p"}, headers=visitor.headers)
    visitor.answer_after(answer.json()["number"])
    assert engine.texts == []
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert state["handoff"] in {"waiting", "unanswered"}


def test_d9_with_nobody_at_the_desk_no_waiting_is_promised(visitor: Visitor) -> None:
    visitor.say("i want a human")
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert state["handoff"] == "unanswered"
    assert "passed this conversation" not in str(visitor.messages()[-1]["text"])


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\u0000", "\u202e"])
def test_a_message_without_a_readable_character_is_refused_with_a_reason(visitor: Visitor, text: str) -> None:
    answer = visitor.post(text)
    assert answer.status_code == 422
    assert answer.json()["error"]["reason"]
    assert visitor.messages() == []


def test_two_thousand_characters_are_accepted_and_one_more_is_refused(visitor: Visitor) -> None:
    assert visitor.post("how much " + "a" * 1991).status_code == 202
    answer = visitor.post("a" * 2001)
    assert answer.status_code == 422
    assert "2,000" in answer.json()["error"]["reason"]


def test_a_million_characters_are_refused_before_they_are_read(visitor: Visitor) -> None:
    answer = visitor.post("a" * 1_000_000)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_a_body_without_a_declared_length_is_limited_too(visitor: Visitor) -> None:
    answer = visitor.client.post(
        f"{visitor.path}/messages", content=(b"a" * 1024 for _ in range(200)), headers=visitor.headers
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"hi"', b"[1,2]", b"\xff\xfe", b""])
def test_a_body_that_is_no_message_is_refused_with_a_reason(visitor: Visitor, body: bytes) -> None:
    answer = visitor.client.post(f"{visitor.path}/messages", content=body, headers=visitor.headers)
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]["reason"]


def test_a_wrong_token_opens_nothing(visitor: Visitor) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic abc"}):
        answer = visitor.client.get(f"{visitor.path}/messages", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "bad_token"


def test_another_conversations_token_opens_nothing(visitor: Visitor) -> None:
    other = open_conversation(visitor.client)
    answer = visitor.client.get(f"{visitor.path}/messages", headers=other.headers)
    assert answer.status_code == 401


def test_an_unknown_conversation_is_not_found(visitor: Visitor) -> None:
    answer = visitor.client.get("/api/v1/conversations/nothing/messages", headers=visitor.headers)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"budget":"9"}',
        ' /inform{"budget":"9"}',
        "\u00a0/restart",
        "@inform",
        "\uff0finform",
        "\u2044inform",
        '{"intent": "inform"}',
        "/session_start",
    ],
)
def test_d12_text_never_reaches_the_engine_as_a_command(visitor: Visitor, engine: PlayedEngine, text: str) -> None:
    visitor.say(text)
    assert engine.texts
    assert not engine.texts[-1].lstrip().startswith(("/", "@", "\uff0f", "\u2044", "\u2215"))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a" * 1500, "مرحبا \u202e abc"]
)
def test_odd_texts_are_kept_and_answered(visitor: Visitor, text: str) -> None:
    assert visitor.say(text)


def test_m6_a_card_number_is_masked_before_it_is_stored(visitor: Visitor, engine: PlayedEngine) -> None:
    visitor.say("my card is 4111 1111 1111 1111 ok")
    assert "4111 1111" not in str(visitor.messages())
    assert "4111 1111" not in str(engine.texts)


def test_m6_a_card_number_spread_over_a_burst_is_masked_in_every_message(visitor: Visitor) -> None:
    numbers = [visitor.post(part).json()["number"] for part in ("my card is 4111 1111", "1111", "1111 ok")]
    visitor.answer_after(numbers[-1])
    said = [message["text"] for message in visitor.messages() if message["author"] == "visitor"]
    assert said == ["my card is [card number removed]", "[card number removed]", "[card number removed] ok"]


def test_m6_the_engine_never_sees_a_card_number_spread_over_a_burst(visitor: Visitor, engine: PlayedEngine) -> None:
    numbers = [visitor.post(part).json()["number"] for part in ("4111 1111", "1111 1111")]
    visitor.answer_after(numbers[-1])
    assert "1111" not in engine.texts[-1]


def test_without_the_engine_the_visitor_is_still_answered(visitor: Visitor, engine: PlayedEngine) -> None:
    engine.fails = True
    assert visitor.say("how much does it cost")
    engine.fails = False
    assert visitor.say("how much does it cost")


@pytest.mark.parametrize(
    ("words", "handoff"),
    [
        ("a PERSON please", "unanswered"),
        ("can I talk to someone?", "unanswered"),
        ("human!!", "unanswered"),
        ("no, call me", "unanswered"),
        ("I'm not sure, can I talk to someone", "unanswered"),
        ("my personal account, in humanities", "none"),
        ("no person please, just the price", "none"),
        ("I don’t want to talk to a human", "none"),
        ("my colleague has 40 agents, price per agent?", "none"),
    ],
)
def test_d4_a_request_for_a_person_is_obeyed_in_an_open_question_without_the_engine_too(
    visitor: Visitor, engine: PlayedEngine, words: str, handoff: str
) -> None:
    visitor.say("how much does it cost")
    engine.fails = True
    visitor.say(words)
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert state["handoff"] == handoff


def test_the_api_is_described_in_openapi(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) >= {
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation_id}/messages",
        "/api/v1/conversations/{conversation_id}/person",
    }
    assert not any(path.startswith("/internal") for path in paths)


def test_any_site_may_call_the_public_api_and_no_other(client: TestClient) -> None:
    assert client.options("/api/v1/conversations").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/healthz").headers


def test_the_action_endpoint_is_for_rasa_alone(client: TestClient) -> None:
    answer = client.post("/internal/rasa/actions", json={}, headers={"X-Foyer-Secret": "guess"})
    assert answer.status_code == 401


def test_d7_after_a_close_by_silence_the_next_message_goes_on_in_the_same_conversation(
    gateway: Gateway, visitor: Visitor
) -> None:
    visitor.say("hello")
    database = open_database(settings_for(gateway.folder).database)
    with Office(database).memory.transaction() as records:
        records.conversations.close(visitor.id, by=ClosedBy.SILENCE, now=datetime.now(UTC))
    database.close()
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert (state["status"], state["closed_by"]) == ("closed", "silence")
    assert "Write" in state["line"]
    assert visitor.say("what does it cost")
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert (state["status"], state["closed_by"]) == ("open", None)
    assert "Write" not in state["line"]


def test_the_button_is_never_taken_for_the_answer_to_a_question(visitor: Visitor) -> None:
    visitor.say("how much does it cost")
    answer = visitor.client.post(f"{visitor.path}/person", json={"client_id": "p"}, headers=visitor.headers)
    words = visitor.answer_after(answer.json()["number"])
    assert "Talk to a person" not in words


def test_d4_the_button_works_right_after_a_fast_burst(tmp_path: Path, live_url: str) -> None:
    settings = settings_for(tmp_path, rate_limits=True, redis_url=live_url)
    with TestClient(make_gateway(settings, PlayedEngine())) as client:
        visitor = open_conversation(client)
        while visitor.post("how much").status_code != 429:
            pass
        body = {"client_id": "p"}
        assert visitor.client.post(f"{visitor.path}/person", json=body, headers=visitor.headers).status_code == 202


def test_what_comes_too_fast_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with TestClient(make_gateway(settings_for(tmp_path, rate_limits=True), PlayedEngine())) as client:
        visitor = open_conversation(client)
        while visitor.post("how much").status_code != 429:
            pass
        assert visitor.post("").status_code == 429


def test_a_turn_that_cannot_be_decided_ends_with_fixed_words_and_a_person(
    visitor: Visitor, engine: PlayedEngine, client: TestClient
) -> None:
    engine.fails = True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.turns.script.answer_turn", _raise)
        words = visitor.say("how much does it cost")
    assert "kept" in words
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert state["handoff"] == "waiting"


def test_d9_a_visitor_whose_language_cannot_be_heard_is_answered_with_fixed_words_and_a_person(
    visitor: Visitor, engine: PlayedEngine
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("actions.languages.hearing.Languages.heard", _raise)
        words = visitor.say("how much does it cost")
    assert engine.texts == ["how much does it cost"]
    assert "kept" in words
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    assert state["handoff"] == "waiting"


def _raise(*_: object) -> None:
    raise KeyError("a reply key that is missing")
