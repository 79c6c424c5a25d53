"""What may stand in a brief (M4): `verify` keeps what the named rows say, and nothing that was added, changed, denied,
swapped or put together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from qualification.briefing.brief import HEADS, LABELS, BriefSource, Sentence
from qualification.briefing.quoting import cut, full_stop, is_cut_of, tidy
from qualification.briefing.verifying import Flaw, verify
from qualification.briefing.writing import running_summary, write_brief
from qualification.conversation import Author, Message, Source
from qualification.decision import Decision, Evidence, EvidenceKind, Line, Outcome, Verdict
from qualification.facts import Fact, FactKey, FactValue, Headcount, JobTitle, Money, Text, Timeframe
from qualification.rulebook import Rulebook
from qualification.state import DialogueState
from tests.qualification.conversations import NOW, fact
from tests.qualification.generated import KNOWN, WORDS

NOT_TAIL = "zzyzx"
DENIALS = ("no", "not", "never", "kein", "nicht", "sin", "لا")
QUOTATION = re.compile("“([^”]*)”")
FRAME = (
    "Visitor Wants Contact Last Problem", "Open question", "Already answered from", "Would not say",
    "You you wrote want this for",
)  # fmt: skip
HEADCOUNTS = st.builds(lambda low, more: Headcount(low, low + more), st.integers(1, 5000), st.integers(0, 90))
LETTERS = st.text("abc dé ñüß، عر \u2011’'.,", min_size=1, max_size=60).filter(lambda text: bool(tidy(text)))
SPOKEN = st.builds(Text, LETTERS)
SAID = st.lists(
    st.tuples(st.sampled_from([Author.VISITOR, Author.ASSISTANT]), st.text(max_size=200), st.booleans()),
    min_size=1,
    max_size=6,
)


def _describe(value: FactValue) -> str:
    match value:
        case Text(text):
            return text
        case Headcount(low, high):
            return str(low) if low == high else f"{low} to {high}"
        case Money(low):
            return f"{low:f}"
        case Timeframe():
            return value.phrase
    raise AssertionError


def _messages(said: list[tuple[Author, str, bool]]) -> list[Message]:
    pages = (Source("Pricing", "/help/pricing"),)
    return [
        Message(number, author, text, NOW, sources=pages if shows and author is Author.ASSISTANT else ())
        for number, (author, text, shows) in enumerate(said, start=1)
    ]


def _turn(number: int, *, turn: int = 2, dialogue: DialogueState | None = None, line: str = "no_answer") -> Decision:
    return Decision(
        outcome=Outcome.ASK,
        confidence=1,
        reason="",
        source="rule",
        evidence=(Evidence(EvidenceKind.MESSAGE, str(number)),),
        reply=(Line(line),),
        next_dialogue=replace(dialogue or DialogueState(), turn=turn),
        verdict=Verdict.NEEDS_REVIEW,
    )


@dataclass(frozen=True)
class Talk:
    """Facts and what was said, as generated."""

    facts: Mapping[FactKey, Fact]
    messages: list[Message]

    @property
    def source(self) -> BriefSource:
        spoken = [message.number for message in self.messages if message.author is Author.VISITOR]
        return BriefSource(self.facts, self.messages, [_turn(number) for number in spoken[-1:]], _describe)

    @property
    def words(self) -> str:
        """Everything that was said or is known."""
        said = [text for message in self.messages for text in (message.text, *(page.title for page in message.sources))]
        return tidy(" ".join([*said, *(_describe(known.value) for known in self.facts.values())]))


TALKS = st.builds(Talk, KNOWN, SAID.map(_messages))
NAME, COMPANY, TEAM, USE, BUDGET = (
    FactKey.NAME, FactKey.COMPANY, FactKey.TEAM_SIZE, FactKey.USE_CASE, FactKey.BUDGET,
)  # fmt: skip
STORY = BriefSource(
    facts={
        NAME: fact(NAME, Text("Dana"), 3),
        COMPANY: fact(COMPANY, Text("Acme, Inc."), 3),
        TEAM: fact(TEAM, Headcount(40, 40), 3),
        USE: fact(USE, JobTitle("chat on the help pages of our shops in three countries"), 5),
    },
    messages=[
        Message(1, Author.VISITOR, "How much is Growth?", NOW),
        Message(2, Author.ASSISTANT, "It is $49.", NOW, sources=(Source("Pricing", "/help/pricing"),)),
        Message(3, Author.VISITOR, "I'm Dana of Acme, Inc., 40 of us. The widget is gone", NOW),
        Message(4, Author.ASSISTANT, "What is your budget?", NOW),
        Message(5, Author.VISITOR, "I'd rather not say. She said “no way” to 40 000 chats", NOW),
        Message(6, Author.VISITOR, "Talk to a person", NOW, person_requested=True),
    ],
    decisions=[
        _turn(1, turn=1, line="greet"),
        _turn(3, dialogue=DialogueState(problem_open=True), line="support_open"),
        _turn(5, dialogue=DialogueState(problem_open=True, declined=frozenset({BUDGET})), line="skipped"),
    ],
    describe=_describe,
)
TRUE = [
    Sentence("Visitor: name Dana, company Acme, Inc.", (3,), (NAME, COMPANY)),
    Sentence("Visitor: company Acme, Inc.", (3,), (COMPANY,)),
    Sentence("Wants: use case chat on the help…, team size 40.", (3, 5), (USE, TEAM)),
    Sentence("“How much is Growth?”", (1,)),
    Sentence("“How much…”", (1,)),
    Sentence("Open question: “I'm Dana of…”", (3,)),
    Sentence("Problem: “I'm Dana of…”", (3,)),
    Sentence("Last: “I'd rather not say. She said \u2018no way’ to…”", (5,)),
    Sentence("Would not say: budget.", (5,)),
    Sentence("Already answered from: Pricing.", (2,)),
    Sentence("You wrote: “How much is Growth?”", (1,)),
    Sentence("Dana, you wrote: “How much is Growth?”", (1, 3), (NAME,)),
    Sentence("Dana, you want this for chat on the help…?", (3, 5), (NAME, USE)),
]
PLANTED = {
    "another number": (Sentence("Wants: team size 400.", (3,), (TEAM,)), Flaw.NOT_SAID),
    "a cut number": (Sentence("Wants: team size 4…", (3,), (TEAM,)), Flaw.NOT_SAID),
    "a number cut in a quotation": (
        Sentence("Last: “I'd rather not say. She said \u2018no way’ to 40…”", (5,)), Flaw.NOT_SAID,
    ),
    "a swapped label": (Sentence("Wants: budget 40.", (3,), (TEAM,)), Flaw.NOT_SAID),
    "swapped facts": (Sentence("Visitor: name Acme, Inc., company Dana.", (3,), (NAME, COMPANY)), Flaw.NOT_SAID),
    "a denial": (Sentence("Wants: no use case chat on the help….", (5,), (USE,)), Flaw.NOT_SAID),
    "a denied value": (Sentence("Wants: use case no chat on the help….", (5,), (USE,)), Flaw.NOT_SAID),
    "another head": (Sentence("Contact: name Dana.", (3,), (NAME,)), Flaw.NOT_SAID),
    "a fact too many": (Sentence("Visitor: name Dana, role CTO.", (3,), (NAME,)), Flaw.NOT_SAID),
    "a fact that is not told": (Sentence("Visitor: name Dana.", (3,), (NAME, COMPANY)), Flaw.NOT_SAID),
    "a hidden cut": (Sentence("Wants: use case chat on the help.", (5,), (USE,)), Flaw.NOT_SAID),
    "half a word": (Sentence("“How mu…”", (1,)), Flaw.NOT_SAID),
    "the middle of a message": (Sentence("“The widget is gone”", (3,)), Flaw.NOT_SAID),
    "an altered quotation": (Sentence("“How cheap is Growth?”", (1,)), Flaw.NOT_SAID),
    "two messages in one quotation": (Sentence("“How much is Growth? I'd rather not say.…”", (1, 5)), Flaw.NOT_SAID),
    "words of the assistant": (Sentence("“It is $49.”", (2,)), Flaw.NOT_SAID),
    "a button as words": (Sentence("“Talk to a person”", (6,)), Flaw.NOT_SAID),
    "older words as the last": (Sentence("Last: “How much is Growth?”", (1,)), Flaw.NOT_SAID),
    "a question that is not open": (Sentence("Open question: “How much is Growth?”", (1,)), Flaw.NOT_SAID),
    "a question as the problem": (Sentence("Problem: “How much is Growth?”", (1,)), Flaw.NOT_SAID),
    "a page never shown": (Sentence("Already answered from: Security.", (2,)), Flaw.NOT_SAID),
    "pages of other words": (Sentence("Already answered from: Pricing.", (4,)), Flaw.NOT_SAID),
    "what was never declined": (Sentence("Would not say: phone.", (5,)), Flaw.NOT_SAID),
    "more than was declined": (Sentence("Would not say: budget, phone.", (5,)), Flaw.NOT_SAID),
    "declined and known": (Sentence("Would not say: name.", (3,)), Flaw.NOT_SAID),
    "free words": (Sentence("The visitor is ready to buy.", (3,), (NAME,)), Flaw.NOT_SAID),
    "another name": (Sentence("Tom, you wrote: “How much is Growth?”", (1, 3), (NAME,)), Flaw.NOT_SAID),
    "more need": (
        Sentence("Dana, you want this for chat on the help… and surveys?", (3, 5), (NAME, USE)), Flaw.NOT_SAID,
    ),
    "another need": (Sentence("Dana, you want this for surveys?", (3, 5), (NAME, USE)), Flaw.NOT_SAID),
    "the wrong message": (Sentence("Visitor: name Dana.", (1,), (NAME,)), Flaw.OTHER_MESSAGES),
    "a message twice": (Sentence("Visitor: name Dana.", (3, 3), (NAME,)), Flaw.OTHER_MESSAGES),
    "no message": (Sentence("Visitor: name Dana.", (), (NAME,)), Flaw.OTHER_MESSAGES),
    "a message too many": (Sentence("Visitor: name Dana.", (1, 3), (NAME,)), Flaw.OTHER_MESSAGES),
    "declined elsewhere": (Sentence("Would not say: budget.", (1,)), Flaw.OTHER_MESSAGES),
    "no such message": (Sentence("Visitor: name Dana.", (9,), (NAME,)), Flaw.NO_SUCH_ROW),
    "no such fact": (Sentence("Contact: e-mail a@b.example.", (3,), (FactKey.EMAIL,)), Flaw.NO_SUCH_ROW),
    "nothing": (Sentence("Visitor: name Dana."), Flaw.NO_SUPPORT),
}  # fmt: skip


@pytest.mark.parametrize("sentence", TRUE, ids=lambda sentence: sentence.text)
def test_m4_what_the_rows_say_is_kept(sentence: Sentence) -> None:
    assert verify([sentence], STORY).kept == (sentence,)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_m4_a_planted_sentence_falls_and_it_is_said_why(planted: tuple[Sentence, Flaw]) -> None:
    sentence, _ = planted
    verified = verify([TRUE[0], sentence, TRUE[1]], STORY)
    assert verified.kept == (TRUE[0], TRUE[1])
    assert [(fallen.sentence, fallen.flaw) for fallen in verified.fallen] == [planted]


def _written(talk: Talk, rulebook: Rulebook) -> list[Sentence]:
    return [*write_brief(talk.source, rulebook.handoff).told, *running_summary(talk.source)]


@given(TALKS)
def test_m4_whatever_is_written_passes_unchanged_and_in_its_order(rulebook: Rulebook, talk: Talk) -> None:
    written = _written(talk, rulebook)
    once = verify(written, talk.source)
    assert once.kept == tuple(written)
    assert verify(once.kept, talk.source) == once


@given(TALKS, st.lists(st.sampled_from([*TRUE, *(sentence for sentence, _ in PLANTED.values())])))
def test_m4_sentences_are_only_ever_left_out(rulebook: Rulebook, talk: Talk, planted: list[Sentence]) -> None:
    given_sentences = [*planted, *_written(talk, rulebook), *planted]
    verified = verify(given_sentences, talk.source)
    fallen = [found.sentence for found in verified.fallen]
    left = list(given_sentences)
    for sentence in verified.kept:
        del left[: left.index(sentence)]
        left.remove(sentence)
    assert len(verified.kept) + len(fallen) == len(given_sentences)
    assert [sentence for sentence in given_sentences if sentence in verified.kept] == list(verified.kept)


@given(TALKS, st.data())
def test_m4_an_added_word_makes_any_sentence_fall(rulebook: Rulebook, talk: Talk, data: st.DataObject) -> None:
    added = data.draw(st.sampled_from([NOT_TAIL, *DENIALS]))
    assume(added not in talk.words.split())
    for sentence in _written(talk, rulebook):
        words = sentence.text.split(" ")
        place = data.draw(st.integers(0, len(words)))
        longer = replace(sentence, text=" ".join([*words[:place], added, *words[place:]]))
        assert verify([longer], talk.source).kept == ()


def _is_of_its_rows(sentence: Sentence, source: BriefSource) -> bool:
    """Whether each word and number stands in the rows that are named, and each quotation in one of the messages."""
    messages = [source.by_number[number] for number in sentence.message_numbers]
    pages = [page.title for message in messages for page in message.sources]
    values = [_describe(source.facts[key].value) for key in sentence.fact_keys]
    labels = [LABELS[key] for key in sentence.fact_keys]
    quotations = QUOTATION.findall(sentence.text)
    known = _words(
        *pages, *values, *labels, *FRAME, *(LABELS.values() if sentence.text.startswith("Would not") else ())
    )
    said = [tidy(message.text) for message in messages]
    claimed = QUOTATION.sub("", sentence.text)
    return _words(claimed) <= known and all(
        any(text.startswith(quotation.removesuffix("…")) for text in said) for quotation in quotations
    )


def _words(*texts: str) -> set[str]:
    return {word.strip(".,:;?…") for text in texts for word in tidy(text).split()} | {""}


@given(TALKS, st.data())
def test_m4_whatever_is_put_together_from_a_talk_is_kept_only_if_its_own_rows_say_it(
    rulebook: Rulebook, talk: Talk, data: st.DataObject
) -> None:
    others = ["not", "budget", "name", "400", *talk.words.split()]
    numbers = st.lists(st.sampled_from([message.number for message in talk.messages]), max_size=2).map(tuple)
    keys = st.lists(st.sampled_from([*talk.facts, NAME]), max_size=2).map(tuple)
    for sentence in _written(talk, rulebook):
        words = sentence.text.split(" ")
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(others))
        forged = [
            replace(sentence, text=" ".join(words)),
            replace(sentence, message_numbers=data.draw(numbers)),
            replace(sentence, fact_keys=data.draw(keys)),
        ]
        for kept in verify([sentence, *forged], talk.source).kept:
            assert _is_of_its_rows(kept, talk.source)


@given(HEADCOUNTS, HEADCOUNTS)
@example(Headcount(40, 40), Headcount(400, 400))
@example(Headcount(40, 60), Headcount(40, 40))
def test_m4_a_changed_number_makes_a_sentence_fall(known: Headcount, claimed: Headcount) -> None:
    source = replace(STORY, facts={TEAM: fact(TEAM, known, 3)})
    sentence = Sentence(f"Wants: team size {_describe(claimed)}.", (3,), (TEAM,))
    assert bool(verify([sentence], source).kept) == (_describe(known) == _describe(claimed))


def test_m4_half_a_range_says_something_else_and_falls() -> None:
    source = replace(STORY, facts={TEAM: fact(TEAM, Headcount(40, 60), 3)})
    assert verify([Sentence("Wants: team size 40 to…", (3,), (TEAM,))], source).kept == ()


@given(SPOKEN, st.permutations(list(FactKey)))
def test_m4_a_value_under_another_label_falls(value: Text, keys: list[FactKey]) -> None:
    key, other = keys[:2]
    source = replace(STORY, facts={key: fact(key, value, 3)})
    for head, members in HEADS.items():
        for label in (key, other):
            claim = f"{LABELS[label]} {tidy(value.text)}"
            sentence = Sentence(f"{head}: {claim}{full_stop(claim)}", (3,), (key,))
            right = label is key and key in members
            assert bool(verify([sentence], source).kept) == right


@given(st.lists(LETTERS, min_size=2, max_size=4, unique_by=tidy), st.data())
def test_m4_a_quotation_comes_from_one_message_and_from_its_beginning(said: list[str], data: st.DataObject) -> None:
    messages = [Message(number, Author.VISITOR, text, NOW) for number, text in enumerate(said, start=1)]
    source = BriefSource({}, messages, (), _describe)
    first, second = data.draw(st.permutations(messages))[:2]
    joined = f"{tidy(first.text)} {tidy(second.text)}"
    for numbers in [(first.number,), (second.number,), (first.number, second.number)]:
        kept = verify([Sentence(f"“{joined}”", numbers)], source).kept
        assert bool(kept) == (len(numbers) == 1 and joined == tidy(source.by_number[numbers[0]].text))


@given(
    st.text(min_size=1), st.lists(st.sampled_from(list(FactKey)), max_size=2), st.lists(st.integers(0, 7), max_size=2)
)
def test_m4_whatever_passes_names_rows_that_are_there(text: str, keys: list[FactKey], numbers: list[int]) -> None:
    for kept in verify([Sentence(text, tuple(numbers), tuple(keys))], STORY).kept:
        assert kept.message_numbers or kept.fact_keys
        assert set(kept.message_numbers) <= STORY.by_number.keys()
        assert set(kept.fact_keys) <= STORY.facts.keys()


@given(TALKS)
def test_m4_without_support_everything_falls(rulebook: Rulebook, talk: Talk) -> None:
    written = _written(talk, rulebook)
    bare = [Sentence(sentence.text) for sentence in written]
    assert [fallen.flaw for fallen in verify(bare, talk.source).fallen] == [Flaw.NO_SUPPORT] * len(bare)
    empty = BriefSource({}, (), (), _describe)
    assert verify(written, empty).kept == ()


@given(WORDS | st.text("ab 40.ñعé", max_size=300), st.integers(1, 14))
def test_m4_a_cut_is_a_beginning_and_says_that_it_was_cut(text: str, words: int) -> None:
    shown, whole = cut(text, words), tidy(text)
    assert not whole or is_cut_of(shown, text)
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))
    assert len(shown.split()) <= words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wir sind 40 Leute und möchten wechseln", "Wir sind 40 Leute…"),
        ("we have about 40 000 chats", "we have about…"),
        ("مرحبا نحن شركة من أربعين شخصا", "مرحبا نحن شركة من…"),
        ("cafe\u0301", "café"),
        ("she said “stop”", "she said \u2018stop’"),
        ("safe \u202egnorw", "safe gnorw"),
        ("a" * 130, "a" * 100 + "…"),
        ("two\nlines", "two lines"),
    ],
)
def test_m4_words_of_any_language_are_cut_at_a_word_and_never_behind_a_number(text: str, shown: str) -> None:
    assert cut(text, 4) == shown
    assert is_cut_of(shown, text)
