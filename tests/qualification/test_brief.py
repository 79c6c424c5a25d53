"""The brief of a handoff and the running summary (M4): every sentence rests on rows, within 120 words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.brief import LABELS, Brief, BriefSource, Sentence, running_summary, verify, write_brief
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


def _everything(brief: Brief) -> list[Sentence]:
    return [*brief.sentences, *filter(None, (brief.open_question, brief.answered, brief.opener))]


def test_m4_a_brief_tells_who_what_for_what_is_open_and_what_to_say_first(rulebook: Rulebook) -> None:
    brief = write_brief(_with_open_question(rulebook), rulebook)
    assert [sentence.text for sentence in brief.sentences] == [
        "Visitor: name Dana, company Acme.",
        "Wants: use case lead qualification, team size 40 people.",
    ]
    question = "for lead qualification. Can you sign our DPA today?"
    assert brief.open_question == Sentence(f"“{question}”", (5,))
    assert brief.answered == Sentence("Already answered from: Pricing.", (2,))
    assert brief.opener == Sentence(f"Dana, you asked: “{question}”", (5,), (FactKey.NAME,))


def test_m4_the_running_summary_tells_the_same_in_a_row(rulebook: Rulebook) -> None:
    assert [sentence.text for sentence in running_summary(_with_open_question(rulebook))] == [
        "Visitor: name Dana, company Acme.",
        "Wants: use case lead qualification, team size 40 people.",
        "Already answered from: Pricing.",
        "Open question: “for lead qualification. Can you sign our DPA today?”",
    ]


def test_m4_missing_must_have_facts_are_listed_as_unknown(rulebook: Rulebook) -> None:
    brief = write_brief(_source(*STORY), rulebook)
    assert brief.missing == (FactKey.EMAIL, FactKey.ROLE)


def test_m4_every_sentence_names_the_messages_of_its_facts(rulebook: Rulebook) -> None:
    wants = write_brief(_source(*STORY), rulebook).sentences[1]
    assert wants.message_numbers == (3, 5)
    assert wants.fact_keys == (FactKey.USE_CASE, FactKey.TEAM_SIZE)


def test_m4_without_an_open_question_the_opener_rests_on_what_it_is_for(rulebook: Rulebook) -> None:
    opener = write_brief(_source(*STORY), rulebook).opener
    assert opener == Sentence("Dana, you want this for lead qualification?", (), (FactKey.NAME, FactKey.USE_CASE))


def test_m4_a_question_that_a_page_answered_is_not_open(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decisions = [talk.say(Intent.ASK_PRICING), talk.say(Intent.ASK_PRICING, page=PAGE)]
    assert write_brief(_source(*STORY, decisions=decisions), rulebook).open_question is None


def test_m4_pressing_the_button_is_not_quoted_as_the_visitors_words(rulebook: Rulebook) -> None:
    button = replace(_message(6, Author.VISITOR, "Talk to a person"), person_requested=True)
    brief = write_brief(_source(*STORY, button), rulebook)
    assert not any("Talk to a person" in sentence.text for sentence in _everything(brief))


@pytest.mark.parametrize("heard", [True, False], ids=["not understood", "engine down"])
def test_m4_words_that_nobody_understood_are_no_first_words_for_a_rep(rulebook: Rulebook, heard: bool) -> None:  # noqa: FBT001 - a parameter of the test
    talk = Talk(rulebook)
    decision = talk.say(None) if heard else talk.say_unheard()
    said = _message(1, Author.VISITOR, "blorp")
    brief = write_brief(_source(said, facts={}, decisions=[decision]), rulebook)
    assert brief.open_question == Sentence("“blorp”", (1,))
    assert brief.opener is None


def test_m4_the_third_message_in_a_row_that_was_not_understood_is_no_opener_either(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decisions = [talk.say(None) for _ in range(3)]
    said = [_message(number, Author.VISITOR, "blorp") for number in (1, 2, 3)]
    assert decisions[-1].bring_in is not None
    assert write_brief(_source(*said, facts={}, decisions=decisions), rulebook).opener is None


@pytest.mark.parametrize(
    "planted",
    [
        Sentence("Visitor: company Acme, team size 500 people.", (3,), (FactKey.COMPANY, FactKey.TEAM_SIZE)),
        Sentence("Wants: use case lead qualification, budget $500.", (5,), (FactKey.USE_CASE,)),
        Sentence("Visitor: company Acme.", (), (FactKey.COMPANY, FactKey.EMAIL)),
        Sentence("Visitor: company Acme.", (9,), (FactKey.COMPANY,)),
        Sentence("Visitor: company Acme."),
        Sentence("Open question: “How cheap is Growth?”", (1,)),
        Sentence("Open question: “Growth is How much?”", (1,)),
        Sentence("Visitor uses Salesforce.", (3,), (FactKey.COMPANY,)),
    ],
)
def test_m4_a_planted_sentence_without_support_is_removed(planted: Sentence) -> None:
    true = Sentence("Visitor: company Acme.", (3,), (FactKey.COMPANY,))
    assert verify([true, planted], _source(*STORY)) == (true,)


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
    brief = write_brief(source, rulebook)
    told = _everything(brief)
    assert brief.words <= rulebook.handoff.brief_words
    assert verify(told, source) == tuple(told)
    assert set(brief.missing) == set(rulebook.handoff.must_have) - facts.keys()
    summary = running_summary(source)
    assert verify(summary, source) == summary


@given(
    st.text(min_size=1), st.lists(st.sampled_from(list(FactKey)), max_size=2), st.lists(st.integers(0, 7), max_size=2)
)
def test_m4_whatever_passes_the_check_is_made_of_the_words_of_its_support(
    text: str, keys: list[FactKey], numbers: list[int]
) -> None:
    source = _source(*STORY)
    for kept in verify([Sentence(text, tuple(numbers), tuple(keys))], source):
        assert kept.message_numbers or kept.fact_keys
        assert all(1 <= number <= len(STORY) for number in kept.message_numbers)
        assert set(kept.fact_keys) <= FACTS.keys()


@pytest.mark.parametrize("size", [1, 30, 500])
def test_m4_all_known_facts_stay_in_the_brief_however_long_their_words_are(rulebook: Rulebook, size: int) -> None:
    facts = {key: fact(key, Text("word " * size)) for key in FactKey}
    brief = write_brief(_source(*STORY, facts=facts), rulebook)
    told = {key for sentence in brief.sentences for key in sentence.fact_keys}
    assert told == set(FactKey)
    assert brief.words <= rulebook.handoff.brief_words


def test_m4_every_fact_has_a_label_and_a_place_in_the_brief() -> None:
    assert set(LABELS) == set(FactKey)
