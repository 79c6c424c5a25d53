"""The committed files of the widget: small enough, built from the committed sources, free of machine traces."""

import gzip
import hashlib
import json
from pathlib import Path

from tests.widget.sites import BUILT

WIDGET = BUILT.parent
LOADER_LIMIT = 3.5 * 1024
TOGETHER_LIMIT = 25 * 1024


def hash_of(path: Path) -> str:
    """As the build writes it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_loader_and_the_whole_widget_stay_within_their_budgets() -> None:
    loader, app = (len(gzip.compress((BUILT / name).read_bytes())) for name in ("loader.js", "app.js"))
    assert loader <= LOADER_LIMIT
    assert loader + app <= TOGETHER_LIMIT


def test_the_built_files_come_from_the_sources_beside_them() -> None:
    listing = hashlib.sha256()
    files = (path for path in (WIDGET / "src").rglob("*") if path.is_file())
    for name, path in sorted((path.relative_to(WIDGET).as_posix(), path) for path in files):
        listing.update(f"{name} {hash_of(path)}\n".encode())
    expected = {
        "sources": listing.hexdigest(),
        "loader.js": hash_of(BUILT / "loader.js"),
        "app.js": hash_of(BUILT / "app.js"),
    }
    fingerprint = json.loads((BUILT / "fingerprint.json").read_text())
    assert fingerprint == expected, 'run "npm run build" in widget/ and commit dist/'


def test_the_loader_asks_for_exactly_this_app() -> None:
    assert f"/widget/app.js?v={hash_of(BUILT / 'app.js')[:12]}" in (BUILT / "loader.js").read_text()


def test_the_lock_file_names_versions_and_hashes_but_no_registry() -> None:
    lock = json.loads((WIDGET / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())


def test_nothing_in_the_widget_can_write_markup_or_style_attributes() -> None:
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "document.cookie")
    built = (BUILT / "loader.js").read_text() + (BUILT / "app.js").read_text()
    assert [word for word in forbidden if word in built] == []
