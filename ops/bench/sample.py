"""A smaller copy of the language data, so that stock Rasa can be trained in minutes instead of more than an hour.

Both sides are trained on the same copy when their training is compared. It is thinned evenly, block by block, so that
every intent, fact and way of asking stays in it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from ops.problems import CannotRun

Block = Mapping[str, object]
MARK = "- "


def sample(files: Iterable[Path], *, per_intent: int) -> str:
    """The data of all `files` as one file of Rasa's format, with about `per_intent` examples for every intent."""
    blocks = [block for path in files for block in _blocks(path)]
    total = Counter[str]()
    for block in blocks:
        total[str(block["intent"])] += len(_examples(block))
    thinned = [_thinned(block, per_intent / total[str(block["intent"])]) for block in blocks]
    return 'version: "3.1"\nnlu:\n' + "".join(map(_written, thinned))


def _thinned(block: Block, share: float) -> dict[str, object]:
    """Every n-th example of the block, at least one."""
    examples = _examples(block)
    kept = max(1, round(len(examples) * min(share, 1.0)))
    step = len(examples) / kept
    chosen = [examples[int(place * step)] for place in range(kept)]
    return {**block, "examples": "\n".join(f"{MARK}{example}" for example in chosen) + "\n"}


def _written(block: Block) -> str:
    """The block as people write it: `examples: |` and one line for each."""
    head = {name: value for name, value in block.items() if name != "examples"}
    lines = yaml.safe_dump([head], allow_unicode=True, sort_keys=False) + "  examples: |\n"
    return lines + "".join(f"    {MARK}{example}\n" for example in _examples(block))


def _examples(block: Block) -> list[str]:
    return [line.removeprefix(MARK) for line in str(block["examples"]).splitlines() if line.startswith(MARK)]


def _blocks(path: Path) -> list[Block]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    blocks = (content or {}).get("nlu", [])
    if not all(isinstance(block, dict) and block.get("examples") for block in blocks):
        raise CannotRun(f"{path} is not language data of Rasa's format: see data/nlu/ for what it looks like.")
    return [block for block in blocks if "intent" in block]
