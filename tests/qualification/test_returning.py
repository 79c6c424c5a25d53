"""M3: who was here before is recognised by a code alone; a claim changes nothing, in whatever words it is made."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.decide import decide
from qualification.decision import Decision
from qualification.facts import Fact, FactKey, FactSource, Text
from qualification.recognising.addresses import mailbox_of
from qualification.recognising.codes import MASK, check_of, codes_in, may_be_try, without_code
from qualification.rulebook import Rulebook
from qualification.state import CodeCheck, DialogueState, Identity, Pending, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import EMAIL, NOW, PAGE, Talk, lines, quotes, start

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


def test_m3_a_yes_when_no_code_is_left_promises_none(rulebook: Rulebook) -> None:
    offered = replace(SENT, identity=Identity.OFFERED, pending=Pending.VERIFY_OFFER)
    decision = _says(rulebook, offered, "yes please", Intent.AFFIRM, left=False)
    assert (decision.send_code_to, decision.next_dialogue.identity) == (None, Identity.ENDED)
    assert "code_none" in lines(decision)
    assert "code_sent" not in lines(decision)


@pytest.mark.parametrize("before", [Identity.VERIFIED, Identity.CODE_SENT])
def test_m3_a_corrected_address_is_as_unproven_as_any_other(rulebook: Rulebook, before: Identity) -> None:
    dialogue = replace(SENT, identity=before)
    new = replace(EARLIER, key=FactKey.EMAIL, value=Text("omar@acme.com"), source=FactSource.MESSAGE)
    same = replace(new, value=Text("Dana@acme.com"))
    corrected = _says(rulebook, dialogue, "it is omar@acme.com", Intent.CORRECT, None, new, known=False)
    assert corrected.next_dialogue.identity is Identity.STRANGER
    repeated = _says(rulebook, dialogue, "it is Dana@acme.com", Intent.INFORM, None, same)
    assert repeated.next_dialogue.identity is before


def test_m3_a_no_goes_on_as_somebody_new(rulebook: Rulebook) -> None:
    offered = replace(SENT, identity=Identity.OFFERED, pending=Pending.VERIFY_OFFER)
    decision = _says(rulebook, offered, "no", Intent.DENY)
    assert (decision.send_code_to, decision.next_dialogue.identity) == (None, Identity.ENDED)


@pytest.mark.parametrize(
    ("check", "said", "identity"),
    [
        (CodeCheck.RIGHT, "verified_first", Identity.VERIFIED),
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
    assert "verified" in lines(decision)


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


@given(st.text(max_size=80), st.sampled_from(["482913", "482 913", "it is 482913."]))
def test_m3_the_code_is_left_nowhere_in_a_text_without_it(text: str, typed: str) -> None:
    whole = f"{typed}\n{text}\n{typed}"
    assert "482913" not in codes_in(without_code(whole, "482913"))


@pytest.mark.parametrize(
    "typed",
    ["482913", "it is 482 913.", "my code is: 482\u00a0913", "٤٨٢٩١٣", "48 29 13", "4 8 2 9 1 3", "it is 48 29 13."],
)
def test_m3_a_code_is_found_as_people_type_it(typed: str) -> None:
    assert codes_in(typed) == ("482913",)
    assert may_be_try(typed)
    assert MASK in without_code(typed, None)
    assert not re.search(r"\d", without_code(typed, None))


@pytest.mark.parametrize(
    "typed",
    [
        "we are 100 200 people",
        "a budget of 150000 euros",
        "call me: 0151 234 5678",
        "we could spend about 150 000 or 90",
    ],
)
def test_m3_figures_in_a_text_that_says_more_are_no_try(typed: str) -> None:
    assert not may_be_try(typed)


def test_m3_only_the_code_is_masked_and_other_figures_stay() -> None:
    typed = "482 913 is my code, once more 482913, and we have 150000 euros"
    assert without_code(typed, "482913") == f"{MASK} is my code, once more {MASK}, and we have 150000 euros"


def test_m3_when_the_time_of_a_code_is_over_what_is_no_try_ends_the_wait_unsaid(rulebook: Rulebook) -> None:
    decision = _says(rulebook, SENT, "what about slack", Intent.ASK_INTEGRATION, CodeCheck.LAPSED)
    assert decision.next_dialogue.identity is Identity.ENDED
    assert not {"code_expired", "code_spent", "code_wrong"} & set(lines(decision))


@pytest.mark.parametrize("typed", ["4829131", "48291", "12 482 90", "48 29", "a code", "+49 151 234 567", "1,482,913"])
def test_m3_other_numbers_are_no_codes(typed: str) -> None:
    assert codes_in(typed) == ()


def test_m3_a_code_in_the_end_of_its_time_or_after_the_last_try_is_none(rulebook: Rulebook) -> None:
    numbers = rulebook.recognition

    def check(tries: int, minutes: int) -> CodeCheck | None:
        ends = NOW + timedelta(minutes=minutes)
        return check_of(MASK, verified=False, tries=tries, expires_at=ends, numbers=numbers, now=NOW)

    assert check(1, 1) is CodeCheck.WRONG
    assert check(numbers.tries_at_most, 1) is CodeCheck.SPENT
    assert check(1, 0) is CodeCheck.EXPIRED
    for typed, minutes, came_to in (
        ("hello", 1, None),
        ("hello", 0, CodeCheck.LAPSED),
        ("482913", 0, CodeCheck.EXPIRED),
        ("we are 100 200 people", 0, CodeCheck.LAPSED),
    ):
        ends = NOW + timedelta(minutes=minutes)
        said = check_of(typed, verified=False, tries=0, expires_at=ends, numbers=numbers, now=NOW)
        assert said is came_to


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [("Dana+news@Acme.com", "dana@acme.com"), ("dana@acme.com", "dana@acme.com"), ("+x@acme.com", "+x@acme.com")],
)
def test_m3_an_address_with_a_tag_is_the_same_mailbox(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def test_m3_the_right_code_proves_the_address_while_the_engine_is_down(rulebook: Rulebook) -> None:
    signals = TurnSignals((9,), None, learned=(EARLIER,), code_check=CodeCheck.RIGHT)
    decision = decide(start(known=EMAIL, dialogue=SENT), signals, rulebook, NOW)
    assert decision.next_dialogue.identity is Identity.VERIFIED
    assert "verified" in lines(decision)
    assert decision.bring_in is None


def test_m3_a_wrong_code_is_told_so_while_the_engine_is_down(rulebook: Rulebook) -> None:
    signals = TurnSignals((9,), None, code_check=CodeCheck.WRONG)
    decision = decide(start(known=EMAIL, dialogue=SENT), signals, rulebook, NOW)
    assert (lines(decision), decision.bring_in) == (["code_wrong"], None)


def test_d7_a_question_beside_the_right_code_is_answered_too(rulebook: Rulebook) -> None:
    heard = Understanding(f"{MASK}, and what does it cost?", ((Intent.ASK_PRICING, 0.9),))
    signals = TurnSignals((9,), heard, code_check=CodeCheck.RIGHT, hits=(PAGE,))
    decision = decide(start(known=EMAIL, dialogue=SENT), signals, rulebook, NOW)
    assert decision.next_dialogue.identity is Identity.VERIFIED
    assert quotes(decision) == [PAGE.quote]


@pytest.mark.parametrize(
    "typed",
    ["482-913", "482.913", "48.29.13", "482\n913", "482  913", "48 29 13, thanks", "the mail says: 48 29 13, is it?",
     "4\ufe0f\u20e38\ufe0f\u20e32\ufe0f\u20e39\ufe0f\u20e31\ufe0f\u20e33\ufe0f\u20e3", "100200 no, 482913"],
)  # fmt: skip
def test_m3_a_code_is_looked_for_in_every_form_that_people_type(typed: str) -> None:
    assert "482913" in codes_in(typed)
    assert "482913" not in codes_in(without_code(typed, "482913"))
