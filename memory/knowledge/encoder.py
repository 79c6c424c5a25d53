"""Turns a sentence into a vector that stands for its meaning, with the ONNX encoder that the language part uses too.

The encoder may be missing (it is built on the first start): then search works on words alone. This module must not
download or build anything.
"""

import hashlib
import json
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf
from tokenizers import Tokenizer

from qualification.errors import Misconfigured

Vector = NDArray[np.float32]

_MOST_TOKENS = 128


class SentenceEncoder(Protocol):
    """Vectors of length 1; two sentences that mean the same have a dot product near 1."""

    @property
    def fingerprint(self) -> str:
        """Differs whenever vectors would differ."""
        ...

    def encode(self, text: str) -> Vector: ...


class OnnxSentenceEncoder:
    """The encoder from `model.onnx` and `tokenizer.json`; opened at once, or when the first text is encoded."""

    def __init__(self, model: Path, tokenizer: Path, *, at_once: bool = True) -> None:
        self._model, self._tokenizer_file = model, tokenizer
        self._fingerprint = _fingerprint(model, tokenizer)
        self._tools = self._open() if at_once else None

    def _open(self) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
        options = onnxruntime.SessionOptions()
        # One short sentence at a time: more threads cost more than they bring, and spinning ones burn idle cores.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MOST_TOKENS)
        return session, tokenizer

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def encode(self, text: str) -> Vector:
        # Never in batches: the int8 weights are scaled per batch, so a text's vector would depend on its neighbours.
        if self._tools is None:
            self._tools = self._open()
        session, tokenizer = self._tools
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        (sentence,) = session.run(["sentence"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(sentence[0], dtype=np.float32)


def _fingerprint(*files: Path) -> str:
    """Of the files one after the other, read piece by piece: a model has tens of megabytes."""
    found = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                found.update(piece)
    return found.hexdigest()


def load_encoder(folder: Path, *, at_once: bool = True) -> OnnxSentenceEncoder | None:
    """The encoder in `folder`, or None when it has not been built. Not `at_once`: it takes its memory with the first
    text that nobody has encoded yet, which a site of one language never has."""
    model, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
    if not (model.is_file() and tokenizer.is_file()):
        return None
    try:
        # Tokenizer.from_file raises a bare Exception for half a file; reading it as JSON first tells the same narrowly.
        json.loads(tokenizer.read_bytes())
        return OnnxSentenceEncoder(model, tokenizer, at_once=at_once)
    except (ValueError, InvalidProtobuf, InvalidGraph, Fail):
        raise Misconfigured(f"{folder}: the sentence encoder is damaged; delete the folder and start again.") from None
