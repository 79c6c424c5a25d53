"""When parts die in the middle of a turn: nothing lost, nothing doubled, nobody meets silence."""

import threading
import time

import pytest

from tests.journeys.product import Product, Talk, open_talk

pytestmark = pytest.mark.journey


def test_rasa_killed_in_the_middle_of_a_turn_is_covered_by_the_script(product: Product, talk: Talk) -> None:
    talk.say("hi")
    number = talk.post("how much does it cost?")
    time.sleep(0.09)
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
    number = talk.post("how much does it cost?", "the-one")
    product.kill_gateway()
    product.start_gateway()
    assert talk.answer_to(number)
    time.sleep(1.5)
    assert talk.post("how much does it cost?", "the-one") == number
    assert [message["author"] for message in talk.messages(after=number)] == ["assistant"]


def test_d11_kills_at_any_moment_leave_every_message_answered_once(product: Product, talk: Talk) -> None:
    numbers: list[int] = []
    for pause in (0.0, 0.05, 0.1, 0.2):
        number = talk.post(f"how much does it cost for {len(numbers) + 2} people?")
        numbers.append(number)
        time.sleep(pause)
        product.kill_gateway()
        product.start_gateway()
        talk.answer_to(number)
    time.sleep(1)
    messages = talk.messages()
    assert [message["number"] for message in messages] == list(range(1, len(messages) + 1))
    authors = [message["author"] for message in messages]
    assert authors == ["visitor", "assistant"] * len(numbers)


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
