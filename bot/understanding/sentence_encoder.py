"""Reads one message into vectors with an encoder that `bot.encoder` built.

No Rasa here. One message at a time, in training too: the int8 network scales by what is in
the batch, so a message would otherwise get another vector in training than in a chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.understanding.languages import MULTILINGUAL
from bot.understanding.ngrams import FloatArray
from bot.understanding.shapes import UNDERSTOOD_CHARACTERS

MOST_TOKENS = 128


@dataclass(frozen=True)
class Encoded:
    """`sentence`: one vector of length 1. `pieces`: one for each piece of a word; `places`: where each stands."""

    sentence: FloatArray
    pieces: FloatArray
    places: list[tuple[int, int]]


class SentenceEncoder:
    """One core, no spinning threads: a turn must not take processor time from its neighbours."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The arena keeps every peak; without it a turn costs the same and memory stays flat.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def vector(self, text: str) -> FloatArray:
        """The sentence's alone."""
        return self.read(text).sentence

    def read(self, text: str) -> Encoded:
        encoding = self._tokenizer.encode(text[:UNDERSTOOD_CHARACTERS])
        ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        sentences, pieces = self._session.run(["sentence", "tokens"], inputs)
        return Encoded(sentences[0], pieces[0], encoding.offsets)


class SentenceEncoders:
    """Both encoders by name. The one for many languages takes 200 MB, so it is opened for the first message that
    needs it, and a site that speaks English alone never pays for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, SentenceEncoder] = {}

    def __getitem__(self, reader: str) -> SentenceEncoder:
        if reader not in self._open:
            folder = self._folder / MULTILINGUAL if reader == MULTILINGUAL else self._folder
            self._open[reader] = SentenceEncoder(folder)
        return self._open[reader]
