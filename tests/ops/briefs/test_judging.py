"""The judge of briefs finds what was planted: it is not the code that wrote and checked them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ops.briefs.conversations import read_conversations
from ops.briefs.judged import BriefScores, scores, write_all
from ops.briefs.judging import Judged, Told, judge
from ops.problems import CannotRun
from qualification.briefing.brief import LABELS, Brief, Sentence
from qualification.facts import FactKey
from qualification.rulebook import HandoffNumbers, PresentMode

MUST_HAVE = (FactKey.NAME, FactKey.EMAIL, FactKey.COMPANY, FactKey.ROLE, FactKey.TEAM_SIZE, FactKey.USE_CASE)
NUMBERS = HandoffNumbers(120, 75, (), (), (), (), PresentMode.OFFER, MUST_HAVE, 120)
TALK = """
version: 1
conversations:
- id: planted
  kind: numbers
  talk:
  - visitor: "Dana of Acme, 40 people, for chat. How much is it?"
    facts: {name: Dana, company: Acme, team_size: "40", use_case: chat}
  - {assistant: "It is $49.", pages: [Pricing]}
  - {visitor: "no phone please", declines: [phone]}
  - {visitor: "do you sign our DPA?", open: no_answer}
  brief:
    tells: {name: Dana, company: Acme, team_size: "40", use_case: chat}
    unknown: [email, role]
    open: 4
    finds: [4]
    opener: open
    declined: [phone]
    answered: [Pricing]
    never: [VIP]
"""


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    file = tmp_path_factory.mktemp("briefs") / "briefs.yml"
    file.write_text(TALK, encoding="utf-8")
    (one,) = write_all(read_conversations(file), NUMBERS)
    return one


def _with_sentence(text: str) -> Callable[[Brief], Brief]:
    return lambda brief: replace(brief, sentences=(*brief.sentences, Sentence(text, (1,))))


def _with_change(old: str, new: str) -> Callable[[Brief], Brief]:
    def changed(brief: Brief) -> Brief:
        sentences = tuple(replace(sentence, text=sentence.text.replace(old, new)) for sentence in brief.sentences)
        assert sentences != brief.sentences
        return replace(brief, sentences=sentences)

    return changed


def _judged(told: Told, change: Callable[[Brief], Brief]) -> Judged:
    return judge(replace(told, brief=change(told.brief)), MUST_HAVE)


def test_m4_a_true_brief_has_no_fault(told: Told) -> None:
    judged = judge(told, MUST_HAVE)
    assert (judged.unsupported, judged.missed) == ((), ())
    assert judged.must_have == judged.must_have_right == len(MUST_HAVE)
    assert judged.words == told.brief.words


@pytest.mark.parametrize(
    "change",
    [
        _with_sentence("Visitor is a VIP."),
        _with_sentence("Contact: e-mail dana@acme.example."),
        _with_sentence("Wants: budget 40."),
        _with_sentence("Last: “we want your VIP plan”"),
        _with_sentence("Last: “do you sign our”"),
        _with_sentence("Last: “do you sign o…”"),
        _with_sentence("“It is $49.”"),
        _with_sentence("Problem: “no phone please”"),
        _with_sentence("“no phone please do you sign our DPA?”"),
        _with_sentence("Already answered from: Security."),
        _with_sentence("Would not say: budget."),
        _with_change("team size 40", "team size 400"),
        _with_change("team size 40", "no team size 40"),
        _with_change("name Dana", "company Dana"),
        _with_change("use case chat", "use case never chat"),
    ],
)
def test_m4_what_nobody_said_is_counted(told: Told, change: Callable[[Brief], Brief]) -> None:
    assert _judged(told, change).unsupported


@pytest.mark.parametrize(
    "change",
    [
        lambda brief: replace(brief, sentences=brief.sentences[1:]),
        lambda brief: replace(brief, sentences=brief.sentences[:2]),
        lambda brief: replace(brief, missing=()),
        lambda brief: replace(brief, open_question=None),
        lambda brief: replace(brief, open_question=Sentence("“no phone please”", (3,))),
        lambda brief: replace(brief, answered=None),
        lambda brief: replace(brief, opener=None),
        lambda brief: replace(brief, opener=Sentence("You wrote: “do you sign our DPA?”", (4,))),
        lambda brief: replace(brief, opener=Sentence("Dana, you wrote: “no phone please”", (3,))),
        _with_change("team size 40", ""),
    ],
    ids=[
        "who",
        "declined",
        "unknown",
        "no question",
        "other question",
        "pages",
        "no opener",
        "no name",
        "other",
        "size",
    ],
)
def test_m4_what_a_rep_does_not_find_is_counted(told: Told, change: Callable[[Brief], Brief]) -> None:
    assert _judged(told, change).missed


@pytest.mark.parametrize(
    "change",
    [
        _with_change("team size 40", "team size 400"),
        lambda brief: replace(brief, missing=(FactKey.EMAIL,)),
        lambda brief: replace(brief, missing=(*brief.missing, FactKey.NAME)),
    ],
)
def test_m4_a_must_have_that_is_wrong_or_hidden_is_not_counted(told: Told, change: Callable[[Brief], Brief]) -> None:
    assert _judged(told, change).must_have_right < len(MUST_HAVE)


def test_m4_the_counts_of_all_briefs_name_every_fault_and_the_longest() -> None:
    good = Judged("good", (), (), 6, 6, 80)
    bad = Judged("bad", ("nobody said it",), ("name is not told",), 6, 4, 121)
    assert scores([good, bad], NUMBERS) == BriefScores(
        2, 1, 1, 10 / 12, 1, 121, ("bad: nobody said it", "bad: name is not told", "bad: 121 words")
    )
    assert scores([good], NUMBERS).line == "1 briefs: unsupported 0, must-have 100%, missed 0, longest 80 words"
    assert scores([good, bad], NUMBERS).share == 0.5


def test_the_judge_knows_every_fact_by_its_name_in_a_brief(told: Told) -> None:
    for key, label in LABELS.items():
        brief = replace(told.brief, missing=(key,))
        assert judge(replace(told, brief=brief), MUST_HAVE).words == brief.words, label


@pytest.mark.parametrize(
    "text",
    [
        "version: 1\nconversations: [{id: x, kind: y, talk: [{visitor: a, button: b}], brief: {opener: need}}]",
        "version: 1\nconversations: [{id: x, kind: y, talk: [{visitor: a}], brief: {openers: need}}]",
        "conversations: [",
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("briefs") / "briefs.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=r"briefs\.yml"):
        read_conversations(file)
