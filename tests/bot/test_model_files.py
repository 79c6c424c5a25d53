"""Which model counts, when it is made anew, and how many stay."""

from pathlib import Path

from bot.model_files import (
    KEPT_MODELS,
    fingerprint_file,
    fingerprint_of,
    fingerprint_sources,
    forget_old_models,
    models,
    newest_model,
)


def _model(folder: Path, name: str, fingerprint: str | None = "f") -> Path:
    model = folder / f"{name}.tar.gz"
    model.write_bytes(b"model")
    if fingerprint is not None:
        fingerprint_file(model).write_text(fingerprint + "\n", encoding="utf-8")
    return model


def test_the_newest_finished_model_counts(tmp_path: Path) -> None:
    _model(tmp_path, "20260101T000000")
    newest = _model(tmp_path, "20260102T000000", "g")
    _model(tmp_path, "20260103T000000", fingerprint=None)
    assert newest_model(tmp_path) == newest
    assert fingerprint_of(newest) == "g"


def test_an_empty_or_missing_folder_has_no_model(tmp_path: Path) -> None:
    assert newest_model(tmp_path) is None
    assert newest_model(tmp_path / "missing") is None


def test_only_the_last_three_models_stay(tmp_path: Path) -> None:
    for day in range(1, 6):
        _model(tmp_path, f"2026010{day}T000000")
    assert forget_old_models(tmp_path) == ["20260101T000000.tar.gz", "20260102T000000.tar.gz"]
    assert len(models(tmp_path)) == KEPT_MODELS
    assert len(list(tmp_path.iterdir())) == 2 * KEPT_MODELS


def test_a_change_of_content_name_or_fact_changes_the_fingerprint(tmp_path: Path) -> None:
    file, other = tmp_path / "a.yml", tmp_path / "b.yml"
    file.write_text("one", encoding="utf-8")
    before = fingerprint_sources(tmp_path, [file], "3.6.21")
    assert fingerprint_sources(tmp_path, [file], "3.6.21") == before
    assert fingerprint_sources(tmp_path, [file], "3.6.22") != before
    other.write_text("one", encoding="utf-8")
    assert fingerprint_sources(tmp_path, [other], "3.6.21") != before
    assert fingerprint_sources(tmp_path, [file, other], "3.6.21") != before
    file.write_text("two", encoding="utf-8")
    assert fingerprint_sources(tmp_path, [file], "3.6.21") != before


def test_the_order_of_files_and_the_place_of_the_project_do_not_count(tmp_path: Path) -> None:
    prints = []
    for place in ("here", "there"):
        folder = tmp_path / place
        folder.mkdir()
        files = [folder / "a.yml", folder / "b.yml"]
        for file in files:
            file.write_text(file.name, encoding="utf-8")
        prints += [fingerprint_sources(folder, files), fingerprint_sources(folder, files[::-1])]
    assert len(set(prints)) == 1
