"""Pasted signatures: found, read, and kept with the visitor's yes alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.facts import FactKey, Text
from qualification.rulebook import Rulebook
from qualification.signatures.blocks import read_signature, split_signature
from qualification.state import Pending, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import COMPANY, PAGE, Talk, fact, lines

WRITTEN = "Hi,\nwhat does the Growth plan cost for us?"
FULL = "Best regards,\nDana Whitfield\nHead of Sales, Acme Robotics\n+49 30 1234567\ndana@acme.example\n12 Mill Lane"
DISCLAIMER = (
    "This e-mail and its attachments are confidential and meant for the person named above alone. If you are not that"
    " person, call 0800 5550100 and delete it."
)
SIGNED = (fact(FactKey.NAME, Text("Dana Whitfield")), fact(FactKey.PHONE, Text("+49301234567")))


@pytest.mark.parametrize(
    "signature",
    [
        FULL,
        "--\nDana Whitfield\nHead of Sales | Acme Robotics\nTel: +49 30 1234567\nE: dana@acme.example",
        "\nDana Whitfield\nHead of Sales\nAcme Robotics\n+49 30 1234567\ndana@acme.example",
        "Mit freundlichen Grüßen\n\nDana Whitfield\nHead of Sales\nAcme Robotics\n+49 30 1234567\ndana@acme.example",
        "Saludos cordiales,\nDana Whitfield\nHead of Sales · Acme Robotics\ndana@acme.example\n+49 30 1234567",
    ],
)
def test_d7_a_signature_is_found_and_read(signature: str) -> None:
    written, found = split_signature(f"{WRITTEN}\n{signature}")
    assert written == WRITTEN
    assert dict(read_signature(found)) == {
        FactKey.NAME: "Dana Whitfield",
        FactKey.ROLE: "Head of Sales",
        FactKey.COMPANY: "Acme Robotics",
        FactKey.PHONE: "+49 30 1234567",
        FactKey.EMAIL: "dana@acme.example",
    }


@pytest.mark.parametrize("closing", ["Best regards", "--", "Mit freundlichen Grüßen", "Saludos"])
@pytest.mark.parametrize(
    "small_print", [DISCLAIMER, f"\n{DISCLAIMER}\n\n{DISCLAIMER}", "\n".join(["12 Mill Lane", *["Room 7"] * 10])]
)
def test_d7_small_print_under_a_signature_hides_it_not_and_says_nothing(closing: str, small_print: str) -> None:
    block = f"{closing}\nDana Whitfield\nHead of Sales, Acme Robotics\ndana@acme.example"
    written, found = split_signature(f"{WRITTEN}\n\n{block}\n{small_print}")
    assert written == WRITTEN
    assert dict(read_signature(found)) == {
        FactKey.NAME: "Dana Whitfield",
        FactKey.ROLE: "Head of Sales",
        FactKey.COMPANY: "Acme Robotics",
        FactKey.EMAIL: "dana@acme.example",
    }


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN,
        "we are 40 people\nat Acme\nmy mail is dana@acme.example",
        "hi\nthanks\n40 of us",
        "Best regards",
        FULL,
        "it fails with this:\n--\nerror 500 in line 12\nand it goes on and on like this until the page is left",
        f"it fails with this:\n--\nerror 500\nat www.acme.example\n{DISCLAIMER}",
        f"what about this:\n\nDana Whitfield\nwww.acme.example\ndana@acme.example\n{DISCLAIMER}",
        "cheers\nwhat about Slack\nand Teams",
    ],
)
def test_d7_what_is_no_signature_is_left_alone(text: str) -> None:
    assert split_signature(text) == (text, "")


@pytest.mark.parametrize("line", ["a\n", "\n", "Best regards\n", "--\n"])
def test_d7_the_longest_of_turns_is_looked_through_at_once(line: str) -> None:
    text = "hello\n" + line * (7_900 // len(line)) + FULL
    begun = time.perf_counter()
    _, found = split_signature(text)
    assert time.perf_counter() - begun < 0.2
    assert "dana@acme.example" in found


@given(st.text(max_size=300))
def test_d7_no_line_is_lost_or_made_up(text: str) -> None:
    written, signature = split_signature(text)
    together = [line for line in f"{written}\n{signature}".split("\n") if line.strip()]
    assert [line.strip() for line in together] == [line.strip() for line in text.split("\n") if line.strip()]
    assert all(said in signature for _, said in read_signature(signature))


@given(st.text(alphabet="ab @.\n-+1", max_size=200))
def test_d7_each_fact_of_a_signature_comes_once(text: str) -> None:
    keys = [key for key, _ in read_signature(text)]
    assert len(keys) == len(set(keys))


def _with_signature(talk: Talk) -> list[str]:
    asked = talk.turn(
        TurnSignals((talk.number + 1,), Understanding("…", ((Intent.ASK_PRICING, 0.9),)), signed=SIGNED, hits=(PAGE,))
    )
    assert asked.learned == ()
    return lines(asked)


def test_d7_a_signature_is_asked_about_after_the_answer_and_kept_with_a_yes(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    assert _with_signature(talk)[-1] == "signature_offer"
    assert talk.state.dialogue.pending is Pending.SIGNATURE
    agreed = talk.say(Intent.AFFIRM)
    assert agreed.learned == SIGNED
    assert lines(agreed)[0] == "signature_taken"


@pytest.mark.parametrize("intent", [Intent.DENY, Intent.ASK_SECURITY, Intent.INSTRUCT_BOT, None])
def test_d7_without_a_yes_nothing_of_a_signature_is_kept(rulebook: Rulebook, intent: Intent | None) -> None:
    talk = Talk(rulebook)
    _with_signature(talk)
    assert talk.say(intent).learned == ()
    assert talk.say(Intent.AFFIRM).learned == ()


def test_d7_a_signature_is_asked_about_once(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    _with_signature(talk)
    talk.say(Intent.DENY)
    assert "signature_offer" not in _with_signature(talk)


def test_d6_what_is_known_already_is_not_asked_about(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.INFORM, states={**COMPANY, **{one.key: one.value for one in SIGNED}})
    assert "signature_offer" not in _with_signature(talk)
