"""The list of defects in `data/golden/defects.yml`, and how one is put into a tree."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from ops.problems import CannotRun
from ops.settings import PROJECT

DEFECTS_FILE = PROJECT / "data" / "golden" / "defects.yml"


@dataclass(frozen=True, slots=True)
class Defect:
    """In `file`, below the root of the project, `find` is replaced by `put`."""

    name: str
    file: str
    find: str
    put: str

    def put_into(self, root: Path) -> None:
        """Raises CannotRun when `find` does not stand exactly once in the file: then the list is out of date."""
        path = root / self.file
        whole = path.read_text(encoding="utf-8")
        if whole.count(self.find) != 1:
            raise CannotRun(f"{DEFECTS_FILE}: {self.name}: {self.file} does not hold its words once; write them anew.")
        path.write_text(whole.replace(self.find, self.put), encoding="utf-8")


def read_defects(file: Path = DEFECTS_FILE) -> list[Defect]:
    adapter = TypeAdapter(list[Defect], config=ConfigDict(extra="forbid"))
    try:
        return adapter.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CannotRun(f"{file} cannot be used: {' '.join(str(error).split())}") from None
