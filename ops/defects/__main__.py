"""`make defects`: puts each listed defect into a copy of the tree and evaluates there, all but what needs another
day or long silence. Exit status 1 when one of them stays unnoticed. Takes about a minute for each."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ops.defects.listed import Defect, read_defects
from ops.problems import CannotRun
from ops.settings import PROJECT, current_settings, service_python

# What a copy shares with the tree it was made from: nobody writes there.
LINKED = (Path(".venv"), Path("bot") / ".venv")
PARTS_OF_VAR = ("encoder", "models")
FAILED, GREEN = "✗ ", "PROMOTE"
RULINGS = (GREEN, "HOLD", "ROLLBACK")
SHOWN = 4
EVALUATION_SECONDS = 1200


def defects(only: Annotated[str, typer.Option(help="Only defects with this in their name.")] = "") -> None:
    """Shows for each defect what the gate said and which scenarios caught it."""
    try:
        _check_green()
        missed = [defect.name for defect in read_defects() if only in defect.name and not _noticed(defect)]
    except CannotRun as problem:
        print(f"Stopped: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"\nUnnoticed: {', '.join(missed)}" if missed else "\nEvery defect was noticed.")
    if missed:
        raise typer.Exit(1)


def _check_green() -> None:
    """What is red without a defect cannot turn red by one."""
    ruling, _ = _evaluated(None)
    if ruling != GREEN:
        raise CannotRun(f"without any defect the gate says {ruling}; make it say {GREEN} first.")


def _noticed(defect: Defect) -> bool:
    """Evaluates a copy with the defect and prints one line of what came out."""
    ruling, caught = _evaluated(defect)
    more = f" and {len(caught) - SHOWN} more" if len(caught) > SHOWN else ""
    print(f"{defect.name} | {ruling} | {', '.join(caught[:SHOWN])}{more}", flush=True)
    return ruling != GREEN


def _evaluated(defect: Defect | None) -> tuple[str, list[str]]:
    """What the gate says of a copy of the tree with this defect, and the scenarios that did not go as expected."""
    with tempfile.TemporaryDirectory(prefix="foyer-defect-") as folder:
        root = Path(folder)
        _copy_tree(root)
        if defect is not None:
            defect.put_into(root)
        # A changed model must be trained first; without a change this takes a second.
        trained = _run(root, "ops.train")
        ended = _run(root, "ops.evaluate", "--quick") if trained.returncode == 0 else trained
    lines = ended.stdout.splitlines()
    caught = [line.removeprefix(FAILED).partition(":")[0] for line in lines if line.startswith(FAILED)]
    ruling = next((line.partition(":")[0] for line in lines if line.startswith(RULINGS)), None)
    if ruling is None:
        raise CannotRun(f"nothing could be evaluated: {ended.stderr.strip()[-300:]}")
    return ruling, caught


def _copy_tree(root: Path) -> None:
    git = shutil.which("git")
    if git is None:
        raise CannotRun("git is not installed, and it knows which files belong to the project; install it.")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, root / name)
    for link in LINKED:
        (root / link).symlink_to(PROJECT / link)
    for part in PARTS_OF_VAR:
        shutil.copytree(current_settings().var / part, root / "var" / part)


def _run(root: Path, module: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [service_python(), "-m", module, *options]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=EVALUATION_SECONDS, check=False)


if __name__ == "__main__":
    typer.run(defects)
