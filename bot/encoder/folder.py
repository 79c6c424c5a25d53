"""A built encoder on disk: what belongs to it, what it was built from, and how it gets there whole."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
FINGERPRINT_FILE = "fingerprint.json"
# As long as the sentences that the networks were trained on.
MOST_TOKENS = 256


class EncoderUnavailable(Exception):
    """The encoder cannot be built; the message says what to do."""


@dataclass(frozen=True)
class Weights:
    """Published weights: the import name of the package they come in, its name to install, the file and its hash."""

    module: str
    package: str
    file: str
    sha256: str

    def checked(self) -> Path:
        """The folder that holds the file inside the installed package."""
        found = importlib.util.find_spec(self.module)
        if found is None or found.origin is None:
            raise EncoderUnavailable(f"The package {self.package} is missing: run `uv sync` in the folder bot/.")
        file = Path(found.origin).parent / self.file
        if _hash(file) != self.sha256:
            raise EncoderUnavailable(
                f"The weights in the package {self.package} are not the expected ones (their hash differs): "
                "remove bot/.venv and run `uv sync` in the folder bot/ again."
            )
        return file.parent


@dataclass(frozen=True)
class Encoder:
    """One of the encoders: where in `var/encoder` it lies, and `write`, which makes its two files in a folder."""

    subfolder: str
    fingerprint: str
    weights: Weights
    write: Callable[[Path, Path], None]

    def build(self, root: Path) -> bool:
        """True when it was built, False when it is there already."""
        folder = root / self.subfolder
        if built_fingerprint(folder) == self.fingerprint:
            return False
        source = self.weights.checked()
        folder.mkdir(parents=True, exist_ok=True)
        # Built beside the target and moved file by file, the fingerprint last: a build that
        # was interrupted is seen as missing and done again.
        with tempfile.TemporaryDirectory(dir=root) as scratch_name:
            scratch = Path(scratch_name)
            self.write(source, scratch)
            content = json.dumps({"fingerprint": self.fingerprint})
            (scratch / FINGERPRINT_FILE).write_text(content + "\n", encoding="utf-8")
            (folder / FINGERPRINT_FILE).unlink(missing_ok=True)
            for name in (MODEL_FILE, TOKENIZER_FILE, FINGERPRINT_FILE):
                (scratch / name).replace(folder / name)
        return True

    def is_built(self, root: Path) -> bool:
        return built_fingerprint(root / self.subfolder) is not None


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


def _hash(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
