"""What is said about language itself: a wish is confirmed, a language not spoken here is told honestly (D14)."""

from qualification.conversation import HandoffStatus
from qualification.decision import Decision
from qualification.facts import FactKey
from qualification.rulebook import Rulebook
from qualification.state import Pending, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import EMAIL, PAGE, Talk, fact, lines, question, rules, start


def _foreign(talk: Talk, intent: Intent | None = None, confidence: float = 0.9) -> Decision:
    ranking = ((intent, confidence),) if intent else ()
    learned = tuple(fact(key, value) for key, value in EMAIL.items())
    return talk.turn(TurnSignals((1,), Understanding("…", ranking), learned=learned, language_foreign=True))


def _wished(talk: Talk) -> Decision:
    return talk.turn(TurnSignals((1,), Understanding("auf Deutsch bitte", ()), language_wished=True))


def test_d14_a_language_that_is_not_spoken_is_told_and_a_person_offered(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decision = _foreign(talk)
    assert lines(decision)[-1] == "language_foreign"
    assert decision.next_dialogue.pending is Pending.HANDOFF_OFFER
    assert rules(decision) == {"D14"}
    # An address is an address in every language.
    assert [learned.key for learned in decision.learned] == [FactKey.EMAIL]


def test_d4_whoever_wants_a_person_gets_one_in_whatever_language(rulebook: Rulebook) -> None:
    decision = _foreign(Talk(rulebook), Intent.ASK_HUMAN)
    assert decision.bring_in is not None
    assert "language_foreign" not in lines(decision)


def test_d9_nobody_is_offered_a_person_who_is_coming_already(rulebook: Rulebook) -> None:
    decision = _foreign(Talk(rulebook, start(handoff=HandoffStatus.WAITING)))
    assert "language_foreign" not in lines(decision)


def test_a_yes_to_the_offer_brings_a_person_in(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    _foreign(talk)
    assert talk.say(Intent.AFFIRM).bring_in is not None


def test_d14_a_wish_is_confirmed_and_the_visitor_may_ask(rulebook: Rulebook) -> None:
    assert lines(_wished(Talk(rulebook))) == ["intro", "language_wished", "greet"]


def test_d14_a_wish_leaves_the_open_question_open_and_puts_it_again(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    asked = question(talk.say(Intent.ASK_PRICING, page=PAGE))
    decision = _wished(talk)
    assert asked is not None
    assert (lines(decision), question(decision)) == (["language_wished"], asked)
    assert decision.next_dialogue.requested is asked
    assert decision.next_dialogue.misunderstandings == 0
