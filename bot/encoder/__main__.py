"""`python -m bot.encoder`: builds the encoders that are missing or were built from something else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.encoder.english import ENGLISH
from bot.encoder.folder import MODEL_FILE, EncoderUnavailable, built_fingerprint
from bot.encoder.multilingual import MULTILINGUAL
from bot.settings import BotSettings

ENCODERS = {"English": ENGLISH, "many languages": MULTILINGUAL}


def main() -> int:
    root = BotSettings.from_environment(os.environ).encoder_folder
    root.mkdir(parents=True, exist_ok=True)
    try:
        for name in ENCODERS:
            _build(name, root)
    except EncoderUnavailable as unavailable:
        print(f"Sentence encoder: {unavailable}", file=sys.stderr)
        return 2
    return 0


def _build(name: str, root: Path) -> None:
    encoder = ENCODERS[name]
    folder = root / encoder.subfolder
    if built_fingerprint(folder) == encoder.fingerprint:
        print(f"Sentence encoder ({name}): ready in {folder}.")
        return
    print(f"Sentence encoder ({name}): building it from its weights (about ten seconds) ...", flush=True)
    encoder.build(root)
    size_mb = (folder / MODEL_FILE).stat().st_size / 1e6
    print(f"Sentence encoder ({name}): written to {folder} ({size_mb:.0f} MB).")


if __name__ == "__main__":
    sys.exit(main())
