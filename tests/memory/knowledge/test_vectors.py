"""The file of vectors: what is known is not encoded again, and a file that cannot be trusted is made again."""

from pathlib import Path

import numpy as np
import pytest

from memory.knowledge.vectors import encode_all
from tests.memory.knowledge.samples import WordsEncoder


def test_a_second_start_encodes_nothing(tmp_path: Path) -> None:
    first = encode_all(["one", "two"], WordsEncoder(), tmp_path / "deep" / "vectors.npz")
    encoder = WordsEncoder()
    again = encode_all(["one", "two"], encoder, tmp_path / "deep" / "vectors.npz")
    assert encoder.encoded == []
    assert np.array_equal(first, again)


def test_only_a_changed_text_is_encoded_again(tmp_path: Path) -> None:
    encode_all(["one", "two"], WordsEncoder(), tmp_path / "vectors.npz")
    encoder = WordsEncoder()
    vectors = encode_all(["two", "three"], encoder, tmp_path / "vectors.npz")
    assert encoder.encoded == ["three"]
    assert np.array_equal(vectors[0], WordsEncoder().encode("two"))


def test_a_text_that_stands_twice_is_encoded_once_and_has_two_rows(tmp_path: Path) -> None:
    encoder = WordsEncoder()
    vectors = encode_all(["one", "one"], encoder, tmp_path / "vectors.npz")
    assert encoder.encoded.count("one") == 1
    assert np.array_equal(vectors[0], vectors[1])


def test_texts_that_are_gone_leave_the_file(tmp_path: Path) -> None:
    cache = tmp_path / "vectors.npz"
    encode_all([f"text {number}" for number in range(200)], WordsEncoder(), cache)
    large = cache.stat().st_size
    encode_all(["text 1"], WordsEncoder(), cache)
    assert cache.stat().st_size < large / 10


def test_another_encoder_starts_afresh(tmp_path: Path) -> None:
    encode_all(["one"], WordsEncoder("first"), tmp_path / "vectors.npz")
    encoder = WordsEncoder("second")
    encode_all(["one"], encoder, tmp_path / "vectors.npz")
    assert encoder.encoded == ["one"]


@pytest.mark.parametrize("damage", [b"", b"not a file of vectors", b"PK\x03\x04 half a file"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "vectors.npz"
    cache.write_bytes(damage)
    encode_all(["one"], WordsEncoder(), cache)
    encoder = WordsEncoder()
    encode_all(["one"], encoder, cache)
    assert encoder.encoded == []
    assert list(tmp_path.iterdir()) == [cache]
