"""The bodies from the gateway: what is accepted, and which field a refusal names."""

import json

import pytest

from bot.turn_request import MalformedRequest, ParseRequest, TurnRequest

GOOD = {
    "conversation": "c1",
    "turn": "t1",
    "text": "hello",
    "last_message": 7,
    "requested": None,
    "locale": "en",
    "page": None,
}


def _body(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def test_a_complete_turn_is_read_with_its_metadata() -> None:
    turn = TurnRequest.read(_body(requested="team_size", page="https://foyer.example/pricing"))
    assert (turn.conversation, turn.turn, turn.text) == ("c1", "t1", "hello")
    assert turn.metadata == {
        "turn": "t1",
        "last_message": 7,
        "requested": "team_size",
        "locale": "en",
        "page": "https://foyer.example/pricing",
    }


def test_what_may_be_left_out_may_be_left_out() -> None:
    turn = TurnRequest.read(b'{"conversation": "c1", "turn": "t1", "text": "hello"}')
    assert (turn.last_message, turn.requested, turn.locale, turn.page) == (None, None, "en", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"conversation": ""}, "conversation"),
        ({"conversation": "c" * 65}, "conversation"),
        ({"conversation": 7}, "conversation"),
        ({"turn": None}, "turn"),
        ({"turn": "t" * 65}, "turn"),
        ({"text": ""}, "text"),
        ({"text": "a" * 8001}, "text"),
        ({"text": ["hello"]}, "text"),
        ({"last_message": 0}, "last_message"),
        ({"last_message": "7"}, "last_message"),
        ({"last_message": 7.5}, "last_message"),
        ({"last_message": True}, "last_message"),
        ({"requested": 4}, "requested"),
        ({"requested": "f" * 65}, "requested"),
        ({"locale": {}}, "locale"),
        ({"page": "p" * 2049}, "page"),
    ],
)
def test_a_refusal_names_the_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        TurnRequest.read(_body(**changes))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "torn", "array", "string", "null", "bytes", "deep"],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        TurnRequest.read(body)
    assert refusal.value.field == "body"


def test_the_longest_allowed_text_is_read() -> None:
    assert len(TurnRequest.read(_body(text="a" * 8000)).text) == 8000


def test_up_to_sixty_four_texts_are_parsed_at_once() -> None:
    assert len(ParseRequest.read(json.dumps({"texts": ["a"] * 64}).encode()).texts) == 64


@pytest.mark.parametrize(
    ("texts", "field"),
    [([], "texts"), (["a"] * 65, "texts"), ("a", "texts"), (["a", ""], "texts[1]"), ([1], "texts[0]")],
)
def test_a_list_of_texts_is_checked_one_by_one(texts: object, field: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        ParseRequest.read(json.dumps({"texts": texts}).encode())
    assert refusal.value.field == field


def test_texts_to_read_are_english_unless_said_otherwise() -> None:
    assert ParseRequest.read(json.dumps({"texts": ["a"]}).encode()).locale == "en"
    assert ParseRequest.read(json.dumps({"texts": ["a"], "locale": "de"}).encode()).locale == "de"
