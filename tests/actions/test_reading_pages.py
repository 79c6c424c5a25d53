"""A question that stands among other words is found by itself, and never instead of a better answer to the whole."""

from collections.abc import Mapping, Sequence

import pytest

from actions.reading.pages import search_parts
from memory.knowledge.contract import EncodedText, Hit

LEAST = 0.5


class KnownQuestions:
    """Finds one section for each of these words, with this score, and nothing else."""

    def __init__(self, scores: Mapping[str, float]) -> None:
        self.scores = scores
        self.asked: list[str] = []

    def search(self, query: str, locale: str, limit: int = 3, encoded: EncodedText | None = None) -> Sequence[Hit]:  # noqa: ARG002 - the signature of Knowledge
        self.asked.append(query)
        score = self.scores.get(query)
        return () if score is None else (Hit("Trial", "Free", "/help/trial#free", query, score, score, None),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we are Acme, can we try it", ["can we try it"]),
        ("we are Acme\ncan we try it\nthanks a lot", ["can we try it"]),
        ("a.b@acme.com, can we try it", ["can we try it"]),
        ("we are Acme and that is all", []),
        ("can we try it", ["can we try it"]),
    ],
)
def test_d7_a_question_beside_facts_is_found_by_itself(text: str, found: list[str]) -> None:
    knowledge = KnownQuestions({"can we try it": 0.8})
    assert [hit.quote for hit in search_parts(knowledge, text, "en", least=LEAST)] == found


def test_the_whole_is_kept_where_it_is_good_enough_or_no_part_is_better() -> None:
    whole = "we are Acme, can we try it"
    assert search_parts(KnownQuestions({whole: 0.6, "can we try it": 0.9}), whole, "en", least=LEAST)[0].quote == whole
    assert search_parts(KnownQuestions({whole: 0.2, "can we try it": 0.4}), whole, "en", least=LEAST)[0].quote == whole


def test_only_the_last_parts_are_searched_and_no_bare_words() -> None:
    knowledge = KnownQuestions({})
    text = ", ".join(f"this is part {number}" for number in range(20)) + ", ok then"
    search_parts(knowledge, text, "en", least=LEAST)
    assert knowledge.asked == [text, *(f"this is part {number}" for number in range(16, 20))]
