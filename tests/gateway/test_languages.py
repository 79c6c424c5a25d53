"""A conversation in another language, through the whole gateway: what is said, shown and passed on (D14)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.gateway.languages import MARK, with_german
from tests.gateway.world import PlayedEngine, Visitor, make_gateway, settings_for

Message = dict[str, object]


@pytest.fixture(scope="module")
def engine() -> PlayedEngine:
    return PlayedEngine()


@pytest.fixture(scope="module")
def client(engine: PlayedEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = with_german(Path("data"), tmp_path_factory.mktemp("data"))
    settings = settings_for(tmp_path_factory.mktemp("var")).model_copy(update={"data_dir": data})
    with TestClient(make_gateway(settings, engine)) as client:
        yield client


@pytest.fixture(autouse=True)
def fresh(engine: PlayedEngine) -> None:
    engine.reset()


def _open(client: TestClient, **said: object) -> Visitor:
    opened = client.post("/api/v1/conversations", json=said)
    assert opened.status_code == 201, opened.text
    return Visitor(client, opened.json()["id"], opened.json()["token"])


def _state(visitor: Visitor) -> Message:
    state = visitor.read()["state"]
    assert isinstance(state, dict)
    return state


def _is_german(text: object) -> bool:
    """Every piece of it was said in German."""
    return str(text).startswith(MARK)


@pytest.mark.parametrize(("wanted", "held"), [("de-AT", "de"), ("en", "en"), ("sw", "en"), (None, "en")])
def test_d14_a_conversation_opens_in_the_pages_language_if_it_is_spoken(
    client: TestClient, wanted: str | None, held: str
) -> None:
    state = _state(_open(client, locale=wanted))
    assert state["locale"] == held
    assert _is_german(state["line"]) == (held == "de")


def test_d14_a_clear_message_is_answered_in_its_language_from_that_very_message_on(
    client: TestClient, engine: PlayedEngine
) -> None:
    visitor = _open(client, locale="en")
    assert _is_german(visitor.say("Ich habe eine Frage zu den Preisen"))
    assert _state(visitor)["locale"] == "de"
    assert engine.locales == ["de"]
    assert _is_german(visitor.say("ok"))


def test_d14_an_english_conversation_stays_english(client: TestClient) -> None:
    visitor = _open(client, locale="en")
    assert not _is_german(visitor.say("hi"))
    assert not _is_german(visitor.say("we are 40 people at Müller GmbH"))


def test_d14_a_wish_is_confirmed_and_not_overruled_by_a_short_message(client: TestClient) -> None:
    visitor = _open(client, locale="en")
    answer = visitor.say("auf Deutsch bitte")
    assert "From here on" in answer or "English it is" in answer
    assert _is_german(visitor.say("hi there"))
    assert _state(visitor)["locale"] == "de"


def test_d14_a_language_that_is_not_spoken_gets_an_honest_line_and_the_offer_of_a_person(client: TestClient) -> None:
    visitor = _open(client, locale="en")
    answer = visitor.say("Bonjour, j'ai une question sur les prix de votre produit")
    assert "English" in answer
    assert "German" in answer
    last = visitor.messages()[-1]
    assert last["choices"] == ["Talk to a person", "No, thanks"]


def test_d14_the_menu_changes_the_language_at_once(client: TestClient) -> None:
    visitor = _open(client, locale="en")
    chosen = client.post(f"{visitor.path}/locale", json={"locale": "de"}, headers=visitor.headers)
    assert chosen.status_code == 204
    assert _state(visitor)["locale"] == "de"
    assert _is_german(_state(visitor)["line"])
    assert _is_german(visitor.say("hi"))


@pytest.mark.parametrize("wrong", [{"locale": "sw"}, {"locale": "<b>"}, {"locale": "d" * 80}, {}, {"locale": 1}])
def test_the_menu_takes_nothing_but_a_spoken_language(client: TestClient, wrong: dict[str, object]) -> None:
    visitor = _open(client, locale="en")
    refused = client.post(f"{visitor.path}/locale", json=wrong, headers=visitor.headers)
    assert refused.status_code == 422
    assert _state(visitor)["locale"] == "en"


def test_the_menu_is_for_the_conversations_own_visitor(client: TestClient) -> None:
    visitor = _open(client, locale="en")
    path, stranger = f"{visitor.path}/locale", {"Authorization": "Bearer no"}
    assert client.post(path, json={"locale": "de"}, headers=stranger).status_code == 401


def test_a_language_chosen_before_the_first_message_holds_like_one_chosen_later(client: TestClient) -> None:
    visitor = _open(client, locale="de", locale_chosen=True)
    assert _is_german(visitor.say("How much is it a month"))


def test_whoever_listens_hears_of_the_new_language_at_once(client: TestClient) -> None:
    visitor = _open(client, locale="en")
    with client.websocket_connect(f"{visitor.path}/socket") as socket:
        socket.send_json({"type": "hello", "token": visitor.token, "after": 0})
        assert socket.receive_json()["state"]["locale"] == "en"
        client.post(f"{visitor.path}/locale", json={"locale": "de"}, headers=visitor.headers)
        state = socket.receive_json()["state"]
        assert (state["locale"], _is_german(state["line"])) == ("de", True)


def test_a_choice_is_understood_by_its_position_and_kept_in_the_visitors_words(
    client: TestClient, engine: PlayedEngine
) -> None:
    engine.intents = {"wir sind": "inform"}
    visitor = _open(client, locale="de")
    visitor.say("wir sind heute einige Leute")
    choices = visitor.messages()[-1]["choices"]
    assert isinstance(choices, list)
    pressed = str(choices[1])
    visitor.say(pressed)
    assert pressed == f"{MARK}Prices"
    assert (engine.texts[-1], engine.locales[-1]) == ("Prices", "en")
    assert [message["text"] for message in visitor.messages() if message["author"] == "visitor"][-1] == pressed
    assert _is_german(visitor.messages()[-1]["text"])


def test_words_that_were_not_offered_are_passed_on_as_they_are(client: TestClient, engine: PlayedEngine) -> None:
    visitor = _open(client, locale="de")
    visitor.say(f"{MARK}Prices")
    assert (engine.texts, engine.locales) == ([f"{MARK}Prices"], ["de"])


def test_d14_a_page_of_the_conversations_language_is_quoted_and_linked(
    client: TestClient, engine: PlayedEngine
) -> None:
    engine.intents = {"was kostet": "ask_pricing"}
    visitor = _open(client, locale="de")
    visitor.say("Was kostet das?")
    sources = visitor.messages()[-1]["sources"]
    assert isinstance(sources, list)
    assert sources[0]["url"].startswith("/de/help/pricing#")
