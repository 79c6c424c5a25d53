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
    """The encoder from `model.onnx` and `tokenizer.json`."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        options = onnxruntime.SessionOptions()
        # One short sentence at a time: more threads cost more than they bring, and spinning ones burn idle cores.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._fingerprint = _fingerprint(model, tokenizer)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def encode(self, text: str) -> Vector:
        # Never in batches: the int8 weights are scaled per batch, so a text's vector would depend on its neighbours.
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (sentence,) = self._session.run(["sentence"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(sentence[0], dtype=np.float32)


def _fingerprint(*files: Path) -> str:
    """Of the files one after the other, read piece by piece: a model has tens of megabytes."""
    found = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                found.update(piece)
    return found.hexdigest()


def load_encoder(folder: Path) -> OnnxSentenceEncoder | None:
    """The encoder in `folder`, or None when it has not been built."""
    model, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
    if not (model.is_file() and tokenizer.is_file()):
        return None
    try:
        # Tokenizer.from_file raises a bare Exception for half a file; reading it as JSON first tells the same narrowly.
        json.loads(tokenizer.read_bytes())
        return OnnxSentenceEncoder(model, tokenizer)
    except (ValueError, InvalidProtobuf, InvalidGraph, Fail):
        raise Misconfigured(f"{folder}: the sentence encoder is damaged; delete the folder and start again.") from None
