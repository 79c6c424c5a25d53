"""Reads one sentence into a vector with the encoder that `bot.encoder` built.

No Rasa here. One sentence at a time, in training too: the int8 network scales by what is in
the batch, so a sentence would otherwise get another vector in training than in a chat.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.understanding.ngrams import FloatArray
from bot.understanding.shapes import UNDERSTOOD_CHARACTERS

MOST_TOKENS = 128


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
        """384 numbers of length 1."""
        encoding = self._tokenizer.encode(text[:UNDERSTOOD_CHARACTERS])
        ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (sentences,) = self._session.run(["sentence"], inputs)
        vector: FloatArray = sentences[0]
        return vector
