"""M4 on judged conversations: nothing claimed without support, every must-have told or unknown, within the limit."""

from collections import Counter

import pytest

from ops.briefs.conversations import Conversation, read_conversations
from ops.briefs.judged import CONVERSATIONS, judged_briefs

LEAST_CONVERSATIONS = 60
LEAST_IN_OTHER_LANGUAGES = 8
KINDS = {
    "few_facts", "everything_known", "long_story", "support", "correction", "declined", "language", "odd_characters",
    "injection", "quotation", "numbers",
}  # fmt: skip
LEAST_PER_KIND = 3


@pytest.fixture(scope="module")
def conversations() -> list[Conversation]:
    return read_conversations(CONVERSATIONS)


def test_there_are_enough_judged_conversations_of_every_kind(conversations: list[Conversation]) -> None:
    kinds = Counter(conversation.kind for conversation in conversations)
    assert len(conversations) >= LEAST_CONVERSATIONS
    assert len({conversation.id for conversation in conversations}) == len(conversations)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= LEAST_PER_KIND
    assert sum(conversation.language != "en" for conversation in conversations) >= LEAST_IN_OTHER_LANGUAGES


def test_every_judgement_is_about_its_own_conversation(conversations: list[Conversation]) -> None:
    for conversation in conversations:
        learned = {key for said in conversation.talk for key in (*said.facts, *(said.crm or {}))}
        shown = {title for said in conversation.talk for title in said.pages}
        refused = {key for said in conversation.talk for key in said.declines}
        judged = conversation.brief
        assert set(judged.tells) == learned, conversation.id
        assert set(judged.answered) == shown, conversation.id
        assert set(judged.declined) == refused - learned, conversation.id


def test_m4_briefs_of_judged_conversations_have_no_fault() -> None:
    scores = judged_briefs()
    assert scores.faults == ()
    assert (scores.unsupported, scores.missed, scores.must_have) == (0, 0, 1.0)
    assert scores.right == scores.conversations
    assert 0 < scores.longest <= 120
