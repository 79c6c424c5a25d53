"""One message from the pieces of a decision: what runs on, what stands by itself, and handoffs that are true (D9)."""

from pathlib import Path

import pytest

from actions.replies import load_replies
from actions.wording import Voice, announcement_key, compose
from memory.contract import Handoff
from qualification.conversation import HandoffStatus
from qualification.decision import Cause, Line, Question, Quote
from qualification.facts import FactKey, Text
from qualification.state import KnowledgeHit
from tests.memory.samples import NOW, fact

VOICE = Voice(load_replies(Path("data/replies"), {"company": "Acme", "assistant": "Acme assistant"}), "en", seed="1")
HIT = KnowledgeHit("Pricing: Plans", "/help/pricing#plans", "Growth costs $99 a month.", 0.9)
EMAIL = "dana@acme.com"


def handoff(status: HandoffStatus) -> Handoff:
    return Handoff(
        id="h", conversation_id="c", status=status, cause=Cause.DEMO, reason="", requested_at=NOW, score=None,
        last_activity_at=NOW, source_priority=0, claimed_by=None, claimed_name=None, claimed_at=None, closed_at=None,
        outcome=None,
    )  # fmt: skip


def test_lines_run_on_and_a_question_stands_by_itself_with_its_choices() -> None:
    email = fact(FactKey.EMAIL, Text(EMAIL))
    message = compose([Line("thanks"), Line("ack.email", (email,)), Question(FactKey.TEAM_SIZE)], VOICE, None, EMAIL)
    said, asked = message.text.split("\n\n")
    assert said.startswith(VOICE.say("thanks") + " ")
    assert EMAIL in said
    assert asked == VOICE.say("ask.team_size")
    assert message.choices == VOICE.choices("ask.team_size")


def test_a_quotation_stands_by_itself_and_names_its_page() -> None:
    message = compose([Line("intro"), Quote(HIT)], VOICE, None, None)
    assert message.text == f"{VOICE.say('intro')}\n\n{HIT.quote}"
    assert [(source.title, source.url) for source in message.sources] == [(HIT.title, HIT.url)]


def test_a_question_put_a_second_time_is_worded_anew() -> None:
    again = compose([Question(FactKey.EMAIL, again=True)], VOICE, None, None)
    assert again.text == VOICE.say("ask_again.email")


def test_d9_without_a_stored_handoff_nothing_is_announced() -> None:
    assert compose([Line("thanks")], VOICE, None, None).text == VOICE.say("thanks")


def test_d9_a_stored_handoff_is_announced_before_the_question() -> None:
    message = compose([Line("delete_my_data"), Question(FactKey.EMAIL)], VOICE, handoff(HandoffStatus.WAITING), None)
    assert VOICE.say("handoff_waiting") in message.text
    assert message.text.endswith(VOICE.say("ask.email"))


@pytest.mark.parametrize(
    ("status", "email", "waited", "away", "key"),
    [
        (HandoffStatus.WAITING, None, False, False, "handoff_waiting"),
        (HandoffStatus.WAITING, EMAIL, True, False, "handoff_waiting"),
        (HandoffStatus.WAITING, None, False, True, "handoff_waiting"),
        (HandoffStatus.UNANSWERED, None, False, False, "handoff_nobody"),
        (HandoffStatus.UNANSWERED, EMAIL, False, False, "handoff_nobody_reachable"),
        (HandoffStatus.UNANSWERED, None, True, False, "handoff_unanswered"),
        (HandoffStatus.UNANSWERED, EMAIL, True, False, "handoff_unanswered_reachable"),
        (HandoffStatus.UNANSWERED, None, False, True, "handoff_away"),
        (HandoffStatus.UNANSWERED, EMAIL, False, True, "handoff_away_reachable"),
        (HandoffStatus.UNANSWERED, None, True, True, "handoff_away"),
    ],
)
def test_d9_the_announcement_is_what_is_stored(
    status: HandoffStatus,
    email: str | None,
    waited: bool,  # noqa: FBT001 - a parameter of the test
    away: bool,  # noqa: FBT001 - as above
    key: str,
) -> None:
    assert announcement_key(handoff(status), email, waited=waited, away=away) == key


def test_d9_a_recorded_demo_is_not_contradicted_by_an_empty_desk() -> None:
    recorded = [Line("demo_requested", values={"email": EMAIL})]
    alone = compose(recorded, VOICE, handoff(HandoffStatus.UNANSWERED), EMAIL)
    assert alone.text == VOICE.say("demo_requested", email=EMAIL)
    awaited = compose(recorded, VOICE, handoff(HandoffStatus.WAITING), EMAIL)
    assert VOICE.say("handoff_waiting") in awaited.text
