"""Words get the vectors of their pieces, and few numbers say most of them."""

import numpy as np
import pytest

from bot.understanding.sentence_encoder import Encoded
from bot.understanding.word_vectors import Directions, vectors_by_line, vectors_of_words


def _encoded() -> Encoded:
    """Marks of beginning and end, and three pieces: the first two make one word."""
    pieces = np.array([[9, 9], [1, 0], [3, 0], [0, 4], [9, 9]], dtype=np.float32)
    return Encoded(pieces[0], pieces, [(0, 0), (0, 3), (3, 6), (7, 9), (0, 0)])


def test_a_word_gets_the_mean_of_its_pieces() -> None:
    assert vectors_of_words(_encoded(), [(0, 6), (7, 9)]) == pytest.approx(np.array([[2, 0], [0, 4]]))


def test_a_word_that_the_encoder_did_not_read_looks_like_the_message_at_large() -> None:
    (row,) = vectors_of_words(_encoded(), [(20, 25)])
    assert row == pytest.approx(_encoded().pieces.mean(axis=0))


def test_a_message_without_words_has_no_rows() -> None:
    assert vectors_of_words(_encoded(), []).shape == (0, 2)


def test_the_directions_are_those_in_which_words_differ_most() -> None:
    chance = np.random.default_rng(0)
    rows = (chance.normal(size=(500, 6)) * [0.1, 5, 0.1, 2, 0.1, 0.1] + 7).astype(np.float32)
    along = Directions.learn(rows, most=2).of(rows)
    assert along.mean(axis=0) == pytest.approx([0, 0], abs=1e-3)
    assert along.std(axis=0) == pytest.approx([1, 2 / 5], abs=0.05)
    assert abs(np.corrcoef(along[:, 0], rows[:, 1])[0, 1]) > 0.99


def test_d11_every_line_is_read_by_itself_and_its_words_keep_their_order() -> None:
    def read(line: str) -> Encoded:
        pieces = np.array([[len(line), 0], [len(line), 1]], dtype=np.float32)
        return Encoded(pieces[0], pieces, [(0, 2), (3, 5)])

    rows = vectors_by_line("ab cd\n\nabc de f", [(0, 2), (3, 5), (7, 9), (14, 15)], read)
    assert rows == pytest.approx(np.array([[5, 0], [5, 1], [8, 0], [8, 0.5]]))
