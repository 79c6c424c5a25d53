"""The door into the Rasa process, on a real one: every answer that the gateway can get."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.bot.rasa_process import FakeActions, RasaProcess

TURN, PARSE = "/webhooks/foyer/turn", "/webhooks/foyer/parse"


@pytest.fixture(autouse=True)
def _answered_again(actions: FakeActions) -> Iterator[None]:
    yield
    actions.mood = "answered"


def _facts(parse: dict[str, object]) -> dict[str, str]:
    entities = parse["entities"]
    assert isinstance(entities, list)
    return {entity["entity"]: entity["value"] for entity in entities}


def test_ready_names_the_loaded_model(rasa: RasaProcess) -> None:
    status, answer = rasa.get("/webhooks/foyer/ready")
    assert status == 200
    assert answer["ready"] is True
    assert answer["model"].endswith(".tar.gz")


@pytest.mark.parametrize("status", ["answered", "superseded", "not_owner", "duplicate"])
def test_the_status_of_the_action_is_passed_through(rasa: RasaProcess, actions: FakeActions, status: str) -> None:
    actions.mood = status
    assert rasa.turn("hello", turn="t7") == (200, {"turn": "t7", "status": status})


def test_the_action_gets_understanding_metadata_and_the_secret(rasa: RasaProcess, actions: FakeActions) -> None:
    rasa.turn("25", last_message=7, requested="team_size", locale="de", page="https://foyer.example/pricing")
    call, message = actions.calls[-1], actions.calls[-1]["tracker"]["latest_message"]
    assert call["next_action"] == "action_next"
    assert actions.secrets[-1] == "a-secret-for-tests"
    assert message["metadata"] == {
        "model": rasa.get("/webhooks/foyer/ready")[1]["model"],
        "turn": "t1",
        "last_message": 7,
        "requested": "team_size",
        "locale": "de",
        "page": "https://foyer.example/pricing",
    }
    assert message["text"] == "25"
    assert {"intent", "intent_ranking", "entities"} <= set(message)
    assert call["tracker"]["slots"]["team_size"] == "25"
    (entity,) = message["entities"]
    assert (entity["entity"], entity["value"], entity["start"], entity["end"]) == ("team_size", "25", 0, 2)
    assert 0 < entity["confidence_entity"] <= 1


@pytest.mark.parametrize("mood", ["broken", "silent", "wrong_turn", "malformed", "slow"])
def test_an_action_that_fails_or_confirms_nothing_is_a_502(rasa: RasaProcess, actions: FakeActions, mood: str) -> None:
    actions.mood = mood
    status, answer = rasa.turn("hello")
    assert status == 502
    assert answer["error"]
    actions.mood = "answered"
    assert rasa.turn("hello")[0] == 200


@pytest.mark.parametrize("path", [TURN, PARSE])
@pytest.mark.parametrize("secret", [None, "", "wrong", "a-secret-for-test", "ä"])
def test_without_the_secret_the_door_stays_shut(rasa: RasaProcess, path: str, secret: str | None) -> None:
    body = {"conversation": "c1", "turn": "t1", "text": "hello", "texts": ["hello"]}
    assert rasa.post(path, body, secret)[0] == 401


def test_a_body_over_its_limit_is_a_413(rasa: RasaProcess) -> None:
    assert rasa.turn("hello", page="p" * 120_000)[0] == 413


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        ({"turn": "t1", "text": "hello"}, "conversation"),
        ({"conversation": "c1", "turn": "t1", "text": ""}, "text"),
    ],
)
def test_a_malformed_body_is_a_422_that_names_the_field(rasa: RasaProcess, body: object, field: str) -> None:
    status, answer = rasa.post(TURN, body)
    assert (status, answer["field"]) == (422, field)
    assert field in answer["error"]


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"team_size":"9"}',
        ' /inform{"team_size":"9"}',
        '\uff0finform{"team_size":"9"}',
        '@inform{"team_size":"9"}',
        '\u200b/inform{"team_size":"9"}',
        "/restart",
        "/session_start",
    ],
)
def test_d12_a_typed_command_is_an_ordinary_message(rasa: RasaProcess, actions: FakeActions, text: str) -> None:
    assert rasa.turn(text)[0] == 200
    message = actions.calls[-1]["tracker"]["latest_message"]
    assert message["intent"]["confidence"] < 1
    assert all(entity["extractor"] != "RegexMessageHandler" for entity in message["entities"])
    assert rasa.parse(text)["intent"]["confidence"] < 1


@pytest.mark.parametrize(
    "text",
    ["?", "\x00", "\ud800", "😀", "مرحبا بكم", "<script>alert(1)</script>", "{", "a b " * 2000, "a" * 8000],
    ids=repr,
)
def test_any_text_is_answered(rasa: RasaProcess, text: str) -> None:
    assert rasa.turn(text)[0] == 200


@pytest.mark.parametrize("text", ["a" * 8000, "1-" * 4000, "a@" * 4000, "word " * 1600])
def test_a_long_text_does_not_hold_up_the_process(rasa: RasaProcess, text: str) -> None:
    started = time.monotonic()
    assert rasa.turn(text)[0] == 200
    assert time.monotonic() - started < 1.5


def test_parse_understands_a_list_without_running_the_action(rasa: RasaProcess, actions: FakeActions) -> None:
    before = len(actions.calls)
    texts = ["hello there", "how much is it", "i want a human"] * 21
    status, answer = rasa.post(PARSE, {"texts": texts})
    assert status == 200
    assert [parse["text"] for parse in answer["parses"]] == texts
    assert [parse["intent"]["name"] for parse in answer["parses"][:3]] == ["greet", "ask_pricing", "ask_human"]
    assert answer["parses"][0]["intent_ranking"][0] == answer["parses"][0]["intent"]
    assert len(actions.calls) == before


def test_the_question_just_asked_decides_what_a_bare_answer_means(rasa: RasaProcess) -> None:
    assert _facts(rasa.parse("Fabrikam", "company")) == {"company": "Fabrikam"}
    assert _facts(rasa.parse("31", "team_size")) == {"team_size": "31"}
    assert _facts(rasa.parse("31", "budget")) == {"budget": "31"}


def test_more_than_sixty_four_texts_are_refused(rasa: RasaProcess) -> None:
    assert rasa.post(PARSE, {"texts": ["a"] * 65})[0] == 422


def test_turns_of_one_conversation_do_not_overtake_each_other(rasa: RasaProcess, actions: FakeActions) -> None:
    before = len(actions.calls)
    turns = [
        threading.Thread(target=rasa.turn, args=("hello",), kwargs={"turn": f"burst{number}"}) for number in range(8)
    ]
    for thread in turns:
        thread.start()
    for thread in turns:
        thread.join()
    seen = [call["tracker"]["latest_message"]["metadata"]["turn"] for call in actions.calls[before:]]
    assert sorted(seen) == [f"burst{number}" for number in range(8)]


def test_action_calls_share_a_connection_and_carry_the_message_alone(rasa: RasaProcess, actions: FakeActions) -> None:
    before = len(actions.calls)
    for _ in range(5):
        rasa.turn("hello")
    calls = actions.calls[before:]
    assert len({call["connection"] for call in calls}) == 1
    assert [(call["domain"], call["tracker"]["events"]) for call in calls] == [({}, [])] * 5
    assert all(call["tracker"]["latest_message"]["text"] == "hello" for call in calls)


def test_rasas_own_api_is_not_served(rasa: RasaProcess) -> None:
    for path in ("/conversations/c1/tracker", "/model", "/domain", "/status", "/webhooks/rest/webhook"):
        assert rasa.get(path)[0] == 404


def test_nothing_listens_beyond_loopback(rasa: RasaProcess) -> None:
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in addresses - {"127.0.0.1"}:
        with socket.socket() as probe:
            probe.settimeout(1)
            assert probe.connect_ex((str(address), rasa.port)) != 0


def test_logs_never_hold_what_people_wrote(rasa: RasaProcess, actions: FakeActions) -> None:
    for mood in ("answered", "broken", "silent"):
        actions.mood = mood
        rasa.turn("my secret word is xyzzy-4711")
    assert "xyzzy" not in rasa.log.read_text()
