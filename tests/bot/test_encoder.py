"""The sentence encoder: built once, checked, and giving vectors that mean something."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from bot import encoder
from bot.encoder import EncoderUnavailable, build_encoder, built_fingerprint, wanted_fingerprint
from bot.settings import BotSettings
from bot.understanding.sentence_encoder import SentenceEncoder


@pytest.fixture(scope="module")
def folder() -> Path:
    """The encoder that `make train` has built."""
    found = BotSettings.from_environment(os.environ).encoder_folder
    build_encoder(found)
    return found


@pytest.fixture(scope="module")
def sentences(folder: Path) -> SentenceEncoder:
    return SentenceEncoder(folder)


def test_a_built_encoder_is_not_built_again(folder: Path) -> None:
    before = (folder / encoder.MODEL_FILE).stat().st_mtime_ns
    assert built_fingerprint(folder) == wanted_fingerprint()
    assert build_encoder(folder) is False
    assert (folder / encoder.MODEL_FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize("missing", [encoder.MODEL_FILE, encoder.TOKENIZER_FILE, encoder.FINGERPRINT_FILE])
def test_an_incomplete_encoder_counts_as_missing(tmp_path: Path, missing: str) -> None:
    for name in (encoder.MODEL_FILE, encoder.TOKENIZER_FILE):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / encoder.FINGERPRINT_FILE).write_text('{"fingerprint": "f"}', encoding="utf-8")
    assert built_fingerprint(tmp_path) == "f"
    (tmp_path / missing).unlink()
    assert built_fingerprint(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"fingerprint": 1}'])
def test_an_unreadable_fingerprint_counts_as_missing(tmp_path: Path, content: str) -> None:
    for name in (encoder.MODEL_FILE, encoder.TOKENIZER_FILE):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / encoder.FINGERPRINT_FILE).write_text(content, encoding="utf-8")
    assert built_fingerprint(tmp_path) is None


def test_weights_with_another_hash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(EncoderUnavailable, match="uv sync"):
        encoder.checked_source()


def test_a_missing_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WEIGHTS_PACKAGE", "foyer_no_such_package")
    with pytest.raises(EncoderUnavailable, match="uv sync"):
        encoder.checked_source()


def test_the_file_is_small_and_says_what_it_is(folder: Path) -> None:
    assert (folder / encoder.MODEL_FILE).stat().st_size < 30_000_000
    content = json.loads((folder / encoder.FINGERPRINT_FILE).read_text(encoding="utf-8"))
    assert content == {"fingerprint": wanted_fingerprint()}


def test_a_vector_has_384_numbers_and_length_one(sentences: SentenceEncoder) -> None:
    for text in ("hi", "How much is it for 20 people?", "?", "مرحبا", "😀", "a" * 65_536):
        vector = sentences.vector(text)
        assert vector.shape == (384,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("how much does it cost", "what are your prices", "my widget is broken"),
        ("can i talk to a human", "I want to speak with a real person", "does it work with slack"),
        ("where is my data stored", "is the data kept in europe", "book me a demo"),
    ],
)
def test_what_means_the_same_lies_near(sentences: SentenceEncoder, text: str, near: str, far: str) -> None:
    vector = sentences.vector(text)
    assert vector @ sentences.vector(near) > vector @ sentences.vector(far) + 0.2


def test_the_tokenizer_neither_pads_nor_reads_without_end(folder: Path) -> None:
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / encoder.TOKENIZER_FILE))
    assert len(tokenizer.encode("hi").ids) == 3
    assert len(tokenizer.encode("word " * 1000).ids) == encoder.MOST_TOKENS
