"""What was measured last of each case, on disk: a whole run takes hours and may be done case by case."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ops.bench_nlu.report import Compared, Measured
from ops.bench_nlu.scores import Figure
from ops.bench_nlu.sets import RECIPES


def keep(folder: Path, compared: Compared) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _file(folder, compared.case).write_text(json.dumps(asdict(compared), indent=1), encoding="utf-8")


def read_kept(folder: Path) -> list[Compared]:
    """In the order of the recipes; a case that was never measured is left out."""
    files = [_file(folder, case) for case in RECIPES]
    return [_compared(json.loads(file.read_text(encoding="utf-8"))) for file in files if file.exists()]


def _file(folder: Path, case: str) -> Path:
    return folder / f"{case}.json"


def _compared(content: dict[str, Any]) -> Compared:
    systems = {name: _measured(found) for name, found in content.pop("systems").items()}
    return Compared(systems=systems, **content)


def _measured(content: dict[str, Any]) -> Measured:
    figures = {name: Figure(**figure) for name, figure in content.pop("figures").items()}
    return Measured(figures=figures, **content)
