"""M3: who was here before is recognised by a code alone; a claim changes nothing, in whatever words it is made."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.decide import decide
from qualification.decision import Decision
from qualification.facts import Fact, FactKey, FactSource, Text
from qualification.recognising.codes import MASK, check_of, code_in, without_codes
from qualification.rulebook import Rulebook
from qualification.state import CodeCheck, DialogueState, Identity, Pending, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import EMAIL, NOW, Talk, lines, start

SENT = DialogueState(turn=3, introduced=True, question_answered=True, identity=Identity.CODE_SENT)
EARLIER = Fact(FactKey.ROLE, Text("CTO"), "cto", FactSource.EARLIER, 0.9, NOW)


def _says(
    rulebook: Rulebook,
    dialogue: DialogueState,
    text: str,
    intent: Intent | None,
    check: CodeCheck | None = None,
    *learned: Fact,
    known: bool | None = None,
    left: bool = True,
) -> Decision:
    signals = TurnSignals(
        (9,),
        Understanding(text, ((intent, 0.9),) if intent else ()),
        learned=learned,
        code_check=check,
        known_address=known,
        codes_left=left,
    )
    return decide(start(known=EMAIL, dialogue=dialogue), signals, rulebook, NOW)


def test_m3_a_known_address_leads_to_one_offer_in_words_that_tell_nothing(rulebook: Rulebook) -> None:
    dialogue = DialogueState(introduced=True, question_answered=True)
    offered = _says(rulebook, dialogue, "thanks", Intent.THANKS, known=True)
    assert lines(offered)[-1] == "verify_offer"
    assert offered.next_dialogue.pending is Pending.VERIFY_OFFER
    later = _says(rulebook, offered.next_dialogue, "what about slack", Intent.ASK_INTEGRATION, known=True)
    assert later.next_dialogue.identity is Identity.ENDED
    assert "verify_offer" not in lines(later)


@pytest.mark.parametrize(("known", "left"), [(False, True), (None, True), (True, False)])
def test_m3_no_offer_for_a_new_address_or_when_no_code_is_left(
    rulebook: Rulebook, *, known: bool | None, left: bool
) -> None:
    dialogue = DialogueState(introduced=True, question_answered=True)
    assert "verify_offer" not in lines(_says(rulebook, dialogue, "thanks", Intent.THANKS, known=known, left=left))


def test_m3_a_yes_sends_the_code_to_the_address_that_was_given(rulebook: Rulebook) -> None:
    offered = replace(SENT, identity=Identity.OFFERED, pending=Pending.VERIFY_OFFER)
    decision = _says(rulebook, offered, "yes please", Intent.AFFIRM)
    assert (decision.send_code_to, lines(decision)) == ("dana@acme.com", ["code_sent"])
    assert decision.next_dialogue.identity is Identity.CODE_SENT


def test_m3_a_no_goes_on_as_somebody_new(rulebook: Rulebook) -> None:
    offered = replace(SENT, identity=Identity.OFFERED, pending=Pending.VERIFY_OFFER)
    decision = _says(rulebook, offered, "no", Intent.DENY)
    assert (decision.send_code_to, decision.next_dialogue.identity) == (None, Identity.ENDED)


@pytest.mark.parametrize(
    ("check", "said", "identity"),
    [
        (CodeCheck.RIGHT, "verified", Identity.VERIFIED),
        (CodeCheck.WRONG, "code_wrong", Identity.CODE_SENT),
        (CodeCheck.EXPIRED, "code_expired", Identity.OFFERED),
        (CodeCheck.SPENT, "code_spent", Identity.ENDED),
    ],
)
def test_m3_what_a_code_came_to_is_said_and_remembered(
    rulebook: Rulebook, check: CodeCheck, said: str, identity: Identity
) -> None:
    decision = _says(rulebook, SENT, MASK, Intent.INFORM, check)
    assert said in lines(decision)
    assert decision.next_dialogue.identity is identity


def test_m3_with_the_right_code_earlier_facts_are_learned_even_from_an_insult(rulebook: Rulebook) -> None:
    decision = _says(rulebook, SENT, MASK, Intent.INSTRUCT_BOT, CodeCheck.RIGHT, EARLIER)
    assert decision.learned == (EARLIER,)


@given(st.text(max_size=60), st.none() | st.sampled_from(Intent), st.sampled_from(Identity))
def test_m3_d12_without_a_right_code_no_words_make_anybody_verified(
    rulebook: Rulebook, text: str, intent: Intent | None, identity: Identity
) -> None:
    dialogue = replace(SENT, identity=identity)
    decision = _says(rulebook, dialogue, text, intent)
    verified = decision.next_dialogue.identity is Identity.VERIFIED
    assert verified == (identity is Identity.VERIFIED)
    assert "verified" not in lines(decision)


def test_m3_who_says_that_we_talked_is_asked_for_the_address(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(dialogue=DialogueState(introduced=True, question_answered=True)))
    claimed = talk.say(Intent.GREET, text="I'm Dana from Acme, we talked last week")
    assert lines(claimed)[-1] in {"greet_again", "returning_ask_email"}
    told = talk.say(Intent.INFORM, states={FactKey.NAME: Text("Dana")}, text="we talked last week")
    assert lines(told)[-1] == "returning_ask_email"
    given = talk.say(Intent.INFORM, states=EMAIL, text="dana@acme.com")
    assert lines(given)[-1] == "verify_offer"


@given(st.text(max_size=80))
def test_m3_no_code_is_left_in_a_text_without_codes(text: str) -> None:
    assert code_in(without_codes(text)) is None


@pytest.mark.parametrize("typed", ["482913", "it is 482 913.", "code:482-913", "٤٨٢٩١٣"])
def test_m3_a_code_is_found_as_people_type_it(typed: str) -> None:
    assert code_in(typed) == "482913"
    assert MASK in without_codes(typed)


@pytest.mark.parametrize("typed", ["4829131", "48291", "12 482 9", "a code"])
def test_m3_other_numbers_are_no_codes(typed: str) -> None:
    assert code_in(typed) is None


def test_m3_a_code_in_the_end_of_its_time_or_after_the_last_try_is_none(rulebook: Rulebook) -> None:
    numbers = rulebook.recognition

    def check(tries: int, minutes: int) -> CodeCheck | None:
        ends = NOW + timedelta(minutes=minutes)
        return check_of(MASK, verified=False, tries=tries, expires_at=ends, numbers=numbers, now=NOW)

    assert check(1, 1) is CodeCheck.WRONG
    assert check(numbers.tries_at_most, 1) is CodeCheck.SPENT
    assert check(1, 0) is CodeCheck.EXPIRED
    no_try = check_of("hello", verified=False, tries=0, expires_at=NOW, numbers=numbers, now=NOW)
    assert no_try is None
