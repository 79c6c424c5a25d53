"""The search as callers see it, over two small pages and with a fake encoder or none."""

from pathlib import Path

import numpy as np
import pytest

from memory.knowledge.contract import EncodedText
from memory.knowledge.encoder import load_encoder
from memory.knowledge.index import SectionIndex
from memory.knowledge.pages import load_pages
from memory.knowledge.search import PageKnowledge, open_knowledge
from qualification.errors import Misconfigured
from tests.memory.knowledge.samples import PRICES, SETUP, WordsEncoder, write_pages


@pytest.fixture(params=["with meaning", "words alone"])
def knowledge(request: pytest.FixtureRequest, tmp_path: Path) -> PageKnowledge:
    pages = load_pages(write_pages(tmp_path / "pages", prices=PRICES, setup=SETUP))
    encoder = WordsEncoder() if request.param == "with meaning" else None
    return PageKnowledge(SectionIndex(pages, encoder, tmp_path / "vectors.npz", "Acme"))


def test_the_section_that_answers_comes_first_with_its_words_and_address(knowledge: PageKnowledge) -> None:
    hit = knowledge.search("how much is it a month")[0]
    assert (hit.page_title, hit.section_title, hit.url) == ("Prices", "The price", "/help/prices#the-price")
    assert hit.quote == "Acme costs $10 a month. The price is per workspace. More about it."


def test_a_quote_stands_on_the_page_word_for_word(knowledge: PageKnowledge) -> None:
    source = " ".join(f"{PRICES} {SETUP}".split())
    for hit in knowledge.search("price discount install", limit=10):
        assert hit.quote in source


def test_hits_come_best_first_and_no_more_than_asked_for(knowledge: PageKnowledge) -> None:
    hits = knowledge.search("do charities pay less", limit=2)
    assert hits[0].section_title == "Discounts"
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score


def test_a_score_is_a_share_and_its_parts_are_shown(knowledge: PageKnowledge) -> None:
    hit = knowledge.search("how do i install it")[0]
    assert 0.0 <= hit.score <= 1.0
    assert 0.0 < hit.lexical <= 1.0


@pytest.mark.parametrize("query", ["", "   ", "?!", "…", "\u200b"])
def test_a_query_without_words_finds_nothing(knowledge: PageKnowledge, query: str) -> None:
    assert knowledge.search(query) == ()


@pytest.mark.parametrize("query", ["x" * 2000, "price " * 400, "\x00price\x07", '" OR 1=1 --', "/inform{}", "价格"])
def test_a_strange_query_does_no_harm(knowledge: PageKnowledge, query: str) -> None:
    assert all(0.0 <= hit.score <= 1.0 for hit in knowledge.search(query))


def test_nonsense_is_not_good_enough(knowledge: PageKnowledge) -> None:
    assert all(hit.score < 0.5 for hit in knowledge.search("colourless elephants sleep furiously"))


def test_without_an_encoder_it_says_that_meaning_played_no_part(tmp_path: Path) -> None:
    pages = load_pages(write_pages(tmp_path / "pages", prices=PRICES))
    knowledge = open_knowledge({"en": pages}, "Acme", tmp_path / "none", tmp_path, ["en"])
    assert [hit.semantic for hit in knowledge.search("price", "en")] == [None, None]


def test_the_company_name_does_not_decide_which_page_answers(tmp_path: Path) -> None:
    pages = load_pages(write_pages(tmp_path / "pages", prices=PRICES, setup=SETUP))
    knowledge = PageKnowledge(SectionIndex(pages, WordsEncoder(), tmp_path / "vectors.npz", "Acme"))
    plain, named = (knowledge.search(f"how do i install {name}")[0] for name in ("it", "ACME"))
    assert plain == named


def test_a_damaged_encoder_stops_the_start_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(Misconfigured, match="the sentence encoder is damaged; delete the folder and start again"):
        load_encoder(tmp_path)


def _searched(tmp_path: Path, query: str, encoded: EncodedText | None) -> tuple[list[str], int]:
    """The titles found, best first, and how often the query was encoded for it."""
    pages = load_pages(write_pages(tmp_path / "pages", prices=PRICES, setup=SETUP))
    encoder = WordsEncoder()
    knowledge = PageKnowledge(SectionIndex(pages, encoder, tmp_path / "vectors.npz", "Acme"))
    before = len(encoder.encoded)
    hits = knowledge.search(query, encoded=encoded)
    return [hit.section_title for hit in hits], len(encoder.encoded) - before


def _vector(text: str) -> bytes:
    return WordsEncoder().encode(text).astype("<f2").tobytes()


def test_a_vector_that_comes_with_its_text_is_not_made_again_and_finds_the_same(tmp_path: Path) -> None:
    query = "how do i  install it"
    found, encoded = _searched(tmp_path, query, EncodedText("how do i install it", _vector(query)))
    assert encoded == 0
    assert (found, 1) == _searched(tmp_path, query, None)


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(EncodedText("how much is it", _vector("how much is it")), id="of another text"),
        pytest.param(EncodedText("how do i install it", np.ones(3, dtype="<f2").tobytes()), id="of another encoder"),
        pytest.param(EncodedText("how do i install it", b"x"), id="damaged"),
    ],
)
def test_a_vector_that_does_not_fit_is_not_used(tmp_path: Path, encoded: EncodedText) -> None:
    assert _searched(tmp_path, "how do i install it", encoded) == _searched(tmp_path, "how do i install it", None)
