"""When parts die in the middle of a turn: nothing lost, nothing doubled, nobody meets silence.

A frozen Rasa holds a turn in its middle for as long as a test needs; no moment is guessed.
"""

import threading
from collections.abc import Callable

import pytest

from tests.journeys.product import Product, Talk, open_talk

pytestmark = pytest.mark.journey


def test_rasa_killed_in_the_middle_of_a_turn_is_covered_by_the_script(product: Product, talk: Talk) -> None:
    talk.say("hi")
    with product.frozen_rasa():
        number = talk.post("how much does it cost?")
        product.wait_until_rasa_holds_a_turn()
        assert talk.messages(after=number) == []
        product.kill_rasa()
    try:
        assert talk.answer_to(number)
        assert talk.say("what about security?")
    finally:
        product.start_rasa()
        product.wait_for_rasa()
    assert talk.say("how much does it cost?")


def test_d11_the_gateway_killed_between_storing_and_answering_answers_once_after_its_restart(
    product: Product, talk: Talk
) -> None:
    talk.say("hi")
    with product.frozen_rasa():
        number = talk.post("how much does it cost?", "the-one")
        assert talk.messages(after=number) == []
        product.kill_gateway()
    product.start_gateway()
    assert talk.answer_to(number)
    assert talk.post("how much does it cost?", "the-one") == number
    # Answers of one conversation come in their order: a second one would stand before this one.
    talk.say("what about security?")
    assert authors(talk)[number:] == ["assistant", "visitor", "assistant"]


def test_d11_kills_at_any_moment_leave_every_message_answered_once(product: Product, talk: Talk) -> None:
    def stored(_number: int) -> None:
        """The message has a number, and nothing more has happened."""

    def begun(_number: int) -> None:
        product.wait_until_rasa_holds_a_turn()

    def answered(number: int) -> None:
        product.thaw_rasa()
        talk.answer_to(number)

    moments: tuple[Callable[[int], None], ...] = (stored, begun, answered)
    for people, moment in enumerate(moments, start=2):
        with product.frozen_rasa():
            number = talk.post(f"how much does it cost for {people} people?")
            moment(number)
            product.kill_gateway()
        product.start_gateway()
        talk.answer_to(number)
    talk.say("what about security?")
    assert [message["number"] for message in talk.messages()] == list(range(1, 2 * (len(moments) + 1) + 1))
    assert authors(talk) == ["visitor", "assistant"] * (len(moments) + 1)


def test_many_visitors_at_once_are_all_answered(product: Product) -> None:
    failures: list[str] = []

    def visit() -> None:
        try:
            with open_talk(product.url) as visitor:
                for text in ("hi", "how much does it cost", "do you have a trial"):
                    visitor.say(text)
        except AssertionError as silence:
            failures.append(str(silence))

    threads = [threading.Thread(target=visit) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def authors(talk: Talk) -> list[object]:
    """Who spoke, from the first message on."""
    return [message["author"] for message in talk.messages()]
