"""The running summary looks at a window: the newest messages, and the older ones that facts rest on."""

from actions.summarise import WINDOW, recent_messages, summarise
from actions.wording import Voice
from qualification.facts import FactKey, Text
from qualification.state import DialogueState
from tests.actions.office import Office
from tests.memory.samples import NOW, decision, fact


def test_m1_only_the_window_and_what_facts_rest_on_is_read(office: Office) -> None:
    conversation_id = office.conversation(*(f"line {number}" for number in range(1, WINDOW + 11)))
    old, new = fact(FactKey.NAME, Text("Dana"), number=3), fact(FactKey.COMPANY, Text("Acme"), number=WINDOW)
    with office.memory.reading() as records:
        numbers = [message.number for message in recent_messages(records, conversation_id, [old, new])]
    assert numbers == [3, *range(11, WINDOW + 11)]


def test_m4_the_stored_summary_names_what_each_sentence_rests_on(office: Office) -> None:
    conversation_id = office.conversation("I'm Dana", "from Acme")
    facts = [fact(FactKey.NAME, Text("Dana"), number=1), fact(FactKey.COMPANY, Text("Acme"), number=2)]
    voice = Voice(office.replies, "en", seed="")
    with office.memory.transaction() as records:
        summarise(records, conversation_id, facts, decision(DialogueState()), voice, NOW)
        who, last = records.summaries.get(conversation_id)
    assert (who.text, who.message_numbers, who.fact_keys) == (
        "Visitor: name Dana, company Acme.",
        (1, 2),
        ("name", "company"),
    )
    assert (last.text, last.message_numbers) == ("Last: “from Acme”", (2,))


def test_a_conversation_without_words_has_no_summary(office: Office) -> None:
    conversation_id = office.conversation()
    with office.memory.transaction() as records:
        assert recent_messages(records, conversation_id, []) == []
        voice = Voice(office.replies, "en", seed="")
        summarise(records, conversation_id, [], decision(DialogueState()), voice, NOW)
        assert list(records.summaries.get(conversation_id)) == []
