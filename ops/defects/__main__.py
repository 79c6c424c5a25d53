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
from ops.defects.outcome import Outcome, read_outcome
from ops.problems import CannotRun
from ops.settings import PROJECT, current_settings, service_python

# What a copy shares with the tree it was made from: nobody writes there.
LINKED = (Path(".venv"), Path("bot") / ".venv")
PARTS_OF_VAR = ("encoder", "models")
EVALUATION_SECONDS = 1200


def defects(only: Annotated[str, typer.Option(help="Only defects with this in their name.")] = "") -> None:
    """Shows for each defect which figures of the gate fell short and which scenarios caught it."""
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
    short = _evaluated(None).short
    if short:
        raise CannotRun(f"without any defect these fall short already: {', '.join(short)}; mend them first.")


def _noticed(defect: Defect) -> bool:
    """Evaluates a copy with the defect and prints one line of what came out."""
    outcome = _evaluated(defect)
    print(f"{defect.name} | {outcome.told}", flush=True)
    return bool(outcome.short)


def _evaluated(defect: Defect | None) -> Outcome:
    """What an evaluation of a copy of the tree with this defect comes to."""
    with tempfile.TemporaryDirectory(prefix="foyer-defect-") as folder:
        root = Path(folder)
        _copy_tree(root)
        if defect is not None:
            defect.put_into(root)
        # A changed model must be trained first; without a change this takes a second.
        trained = _run(root, "ops.train")
        ended = _run(root, "ops.evaluate", "--quick") if trained.returncode == 0 else trained
    return read_outcome(ended.stdout, ended.stderr)


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
