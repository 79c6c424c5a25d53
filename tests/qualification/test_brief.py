"""The brief of a handoff and the running summary (M4): every sentence rests on rows, within 120 words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.briefing.brief import HEADS, LABELS, BriefSource, Sentence
from qualification.briefing.verifying import verify
from qualification.briefing.writing import running_summary, write_brief
from qualification.conversation import Author, Message, Source
from qualification.decide import decide
from qualification.decision import Decision
from qualification.facts import Fact, FactKey, FactValue, Headcount, Text
from qualification.rulebook import Rulebook
from qualification.state import ConversationState, TurnSignals
from qualification.understanding import Intent
from tests.qualification.conversations import NOW, PAGE, Talk, fact
from tests.qualification.generated import KNOWN, MOMENTS, SIGNALS, STATES, WORDS

FACTS = {
    FactKey.NAME: fact(FactKey.NAME, Text("Dana"), 3),
    FactKey.COMPANY: fact(FactKey.COMPANY, Text("Acme"), 3),
    FactKey.TEAM_SIZE: fact(FactKey.TEAM_SIZE, Headcount(40, 40), 3),
    FactKey.USE_CASE: fact(FactKey.USE_CASE, Text("lead qualification"), 5),
}
AUTHORS = st.sampled_from([Author.VISITOR, Author.ASSISTANT])
SOURCES = st.lists(st.builds(Source, WORDS, WORDS), max_size=2).map(tuple)
MESSAGES = st.lists(st.tuples(AUTHORS, st.text(max_size=400), SOURCES), max_size=8).map(
    lambda said: [Message(n, author, text, NOW, sources=pages) for n, (author, text, pages) in enumerate(said, start=1)]
)


def _describe(value: FactValue) -> str:
    match value:
        case Text(text):
            return text
        case Headcount(low):
            return f"{low} people"
        case _:
            return "a value"


def _message(number: int, author: Author, text: str, *pages: str) -> Message:
    return Message(number, author, text, NOW, sources=tuple(Source(title, "/help") for title in pages))


def _source(
    *messages: Message, facts: Mapping[FactKey, Fact] = FACTS, decisions: Sequence[Decision] = ()
) -> BriefSource:
    return BriefSource(facts, messages, decisions, _describe)


STORY = (
    _message(1, Author.VISITOR, "How much is Growth?"),
    _message(2, Author.ASSISTANT, PAGE.quote, "Pricing"),
    _message(3, Author.VISITOR, "I'm Dana of Acme, 40 people"),
    _message(4, Author.ASSISTANT, "What would you use it for?"),
    _message(5, Author.VISITOR, "for lead qualification. Can you sign our DPA today?"),
)


def _with_open_question(rulebook: Rulebook) -> BriefSource:
    talk = Talk(rulebook)
    answered = talk.say(Intent.ASK_PRICING, page=PAGE)
    talk.number = 4
    return _source(*STORY, decisions=[answered, talk.say(Intent.ASK_PRIVACY)])


def test_m4_a_brief_tells_who_what_for_what_is_open_and_what_to_say_first(rulebook: Rulebook) -> None:
    brief = write_brief(_with_open_question(rulebook), rulebook.handoff)
    assert [sentence.text for sentence in brief.sentences] == [
        "Visitor: name Dana, company Acme.",
        "Wants: use case lead qualification, team size 40 people.",
    ]
    question = "for lead qualification. Can you sign our DPA today?"
    assert brief.open_question == Sentence(f"“{question}”", (5,))
    assert brief.answered == Sentence("Already answered from: Pricing.", (2,))
    assert brief.opener == Sentence(f"Dana, you wrote: “{question}”", (3, 5), (FactKey.NAME,))


def test_m4_the_running_summary_tells_the_same_in_a_row(rulebook: Rulebook) -> None:
    assert [sentence.text for sentence in running_summary(_with_open_question(rulebook))] == [
        "Visitor: name Dana, company Acme.",
        "Wants: use case lead qualification, team size 40 people.",
        "Already answered from: Pricing.",
        "Open question: “for lead qualification. Can you sign our DPA today?”",
    ]


def test_m4_missing_must_have_facts_are_listed_as_unknown(rulebook: Rulebook) -> None:
    brief = write_brief(_source(*STORY), rulebook.handoff)
    assert brief.missing == (FactKey.EMAIL, FactKey.ROLE)


def test_m4_every_sentence_names_the_messages_of_its_facts(rulebook: Rulebook) -> None:
    wants = write_brief(_source(*STORY), rulebook.handoff).sentences[1]
    assert wants.message_numbers == (3, 5)
    assert wants.fact_keys == (FactKey.USE_CASE, FactKey.TEAM_SIZE)


def test_m4_without_an_open_question_the_opener_rests_on_what_it_is_for(rulebook: Rulebook) -> None:
    opener = write_brief(_source(*STORY), rulebook.handoff).opener
    assert opener == Sentence("Dana, you want this for lead qualification?", (3, 5), (FactKey.NAME, FactKey.USE_CASE))


def test_m4_a_question_that_a_page_answered_is_not_open(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decisions = [talk.say(Intent.ASK_PRICING), talk.say(Intent.ASK_PRICING, page=PAGE)]
    assert write_brief(_source(*STORY, decisions=decisions), rulebook.handoff).open_question is None


def test_m4_pressing_the_button_is_not_quoted_as_the_visitors_words(rulebook: Rulebook) -> None:
    button = replace(_message(6, Author.VISITOR, "Talk to a person"), person_requested=True)
    brief = write_brief(_source(*STORY, button), rulebook.handoff)
    assert not any("Talk to a person" in sentence.text for sentence in brief.told)


def test_m4_the_words_with_which_a_problem_came_up_are_told_once(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    said = [_message(1, Author.VISITOR, "the widget is blank"), _message(2, Author.VISITOR, "still blank")]
    decisions = [talk.say(Intent.REPORT_BUG)]
    first = write_brief(_source(*said[:1], facts={}, decisions=decisions), rulebook.handoff)
    assert (first.sentences, first.open_question) == ((), Sentence("“the widget is blank”", (1,)))
    decisions.append(talk.say(Intent.REPORT_BUG))
    second = write_brief(_source(*said, facts={}, decisions=decisions), rulebook.handoff)
    assert second.sentences == (Sentence("Problem: “the widget is blank”", (1,)),)
    assert second.open_question == Sentence("“still blank”", (2,))
    decisions.append(talk.say(Intent.PROBLEM_SOLVED))
    third = write_brief(_source(*said, facts={}, decisions=decisions), rulebook.handoff)
    assert not any("Problem" in sentence.text for sentence in third.told)


def test_m4_what_the_visitor_would_not_say_is_told_with_the_words_of_the_refusal(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decisions = [talk.say(Intent.ASK_PRICING, page=PAGE), talk.say(Intent.SKIP)]
    (asked,) = decisions[-1].next_dialogue.declined
    said = [_message(1, Author.VISITOR, "how much"), _message(2, Author.VISITOR, "rather not")]
    brief = write_brief(_source(*said, facts={}, decisions=decisions), rulebook.handoff)
    assert Sentence(f"Would not say: {LABELS[asked]}.", (2,)) in brief.sentences
    told_later = {asked: fact(asked, Text("Acme"), 1)}
    later = write_brief(_source(*said, facts=told_later, decisions=decisions), rulebook.handoff)
    assert not any("Would not say" in sentence.text for sentence in later.told)


@pytest.mark.parametrize("heard", [True, False], ids=["not understood", "engine down"])
def test_m4_words_that_nobody_understood_are_no_first_words_for_a_rep(rulebook: Rulebook, heard: bool) -> None:  # noqa: FBT001 - a parameter of the test
    talk = Talk(rulebook)
    decision = talk.say(None) if heard else talk.say_unheard()
    said = _message(1, Author.VISITOR, "blorp")
    brief = write_brief(_source(said, facts={}, decisions=[decision]), rulebook.handoff)
    assert brief.open_question == Sentence("“blorp”", (1,))
    assert brief.opener is None


def test_m4_the_third_message_in_a_row_that_was_not_understood_is_no_opener_either(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decisions = [talk.say(None) for _ in range(3)]
    said = [_message(number, Author.VISITOR, "blorp") for number in (1, 2, 3)]
    assert decisions[-1].bring_in is not None
    assert write_brief(_source(*said, facts={}, decisions=decisions), rulebook.handoff).opener is None


@given(KNOWN, MESSAGES, STATES, SIGNALS, MOMENTS)
def test_m4_no_brief_is_longer_than_its_limit_or_says_more_than_its_rows(
    rulebook: Rulebook,
    facts: dict[FactKey, Fact],
    messages: list[Message],
    state: ConversationState,
    signals: TurnSignals,
    now: datetime,
) -> None:
    source = _source(*messages, facts=facts, decisions=[decide(state, signals, rulebook, now)])
    brief = write_brief(source, rulebook.handoff)
    assert brief.words <= rulebook.handoff.brief_words
    assert verify(brief.told, source).kept == brief.told
    told = {key for sentence in brief.sentences for key in sentence.fact_keys}
    assert set(brief.missing) == set(rulebook.handoff.must_have) - told
    assert told == {key for key, known in facts.items() if _describe(known.value).strip()}
    summary = running_summary(source)
    assert verify(summary, source).kept == summary


@pytest.mark.parametrize("size", [1, 30, 500])
def test_m4_all_known_facts_stay_in_the_brief_however_long_their_words_are(rulebook: Rulebook, size: int) -> None:
    facts = {key: fact(key, Text("word " * size)) for key in FactKey}
    brief = write_brief(_source(*STORY, facts=facts), rulebook.handoff)
    told = {key for sentence in brief.sentences for key in sentence.fact_keys}
    assert told == set(FactKey)
    assert brief.words <= rulebook.handoff.brief_words


def test_m4_every_fact_has_a_label_and_a_place_in_the_brief() -> None:
    assert set(LABELS) == set(FactKey)
    assert sorted(key for keys in HEADS.values() for key in keys) == sorted(FactKey)
