"""What may be said as an answer: whole sentences from the beginning, never more than fit."""

from hypothesis import given
from hypothesis import strategies as st

from memory.knowledge.quotes import LONGEST_QUOTE, quote_of

SENTENCE = st.text(alphabet="abc ", min_size=1, max_size=150).map(lambda words: f"A{words.strip()}.")


def test_a_paragraph_that_fits_is_quoted_as_it_stands() -> None:
    paragraph = "It costs $10. " * 12
    assert quote_of([paragraph.strip(), "More."]) == paragraph.strip()


def test_a_short_first_paragraph_is_completed_by_the_second() -> None:
    assert quote_of(["No.", "It is planned."]) == "No. It is planned."


def test_a_second_paragraph_that_does_not_fit_is_left_out() -> None:
    assert quote_of(["No.", "x" * LONGEST_QUOTE]) == "No."


def test_a_long_paragraph_is_cut_after_a_whole_sentence() -> None:
    assert quote_of(["First. " + "b" * 400 + ". Third."]) == "First."


def test_a_sentence_that_ends_in_a_quotation_mark_stays_whole() -> None:
    assert quote_of(['He says "yes." ' + "b" * 400]) == 'He says "yes."'


def test_a_first_sentence_that_is_too_long_yields_nothing() -> None:
    assert quote_of(["b" * 401]) == ""
    assert quote_of([]) == ""


@given(st.lists(SENTENCE, min_size=1, max_size=8))
def test_a_quote_is_always_a_beginning_of_the_text_in_whole_sentences(sentences: list[str]) -> None:
    quote = quote_of([" ".join(sentences)])
    assert len(quote) <= LONGEST_QUOTE
    assert " ".join(sentences).startswith(quote)
    assert quote.endswith(".")
