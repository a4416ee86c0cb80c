"""A module folder to a pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import EXAMPLE, Edit
from trainer_app.content.authoring.checker import Report, check_folder
from trainer_app.content.authoring.compiler import build
from trainer_app.content.pack import open_pack
from trainer_app.errors import ModuleProblems


def test_the_pack_holds_what_the_author_wrote(example_report: Report, example_pack: Path) -> None:
    assert example_pack.name == "greeting-travellers-2026.1.waypack"
    pack = open_pack(example_pack)
    module = pack.module("en")
    assert example_report.draft
    assert module == example_report.draft.module
    assert pack.manifest.reviewed is False
    assert pack.manifest.items == len(module.items) == 11
    assert pack.media("waiting-hall.svg") == (EXAMPLE / "media" / "waiting-hall.svg").read_bytes()
    assert pack.media("scenes/counter.svg").startswith(b"<svg")


def test_the_same_folder_gives_the_same_bytes(
    example: Path, example_pack: Path, tmp_path: Path
) -> None:
    for number in range(2):
        again = build(check_folder(example), tmp_path / str(number))
        assert again.read_bytes() == example_pack.read_bytes()
        assert again.name == example_pack.name


def test_problems_keep_it_from_being_built(example: Path, edit: Edit, tmp_path: Path) -> None:
    edit("module.yaml", "draw: 6", "draw: 16")
    with pytest.raises(ModuleProblems, match="has 1 problem"):
        build(check_folder(example), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_interrupted_build_leaves_the_old_pack(
    example_report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(example_report, tmp_path)
    before = path.read_bytes()

    def fail(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        build(example_report, tmp_path)
    assert path.read_bytes() == before


def test_a_signed_module_says_so(example: Path, edit: Edit, tmp_path: Path) -> None:
    review = "{kind: child-protection-expert, name: Dr. Ana Example, date: 2026-03-31}"
    edit("module.yaml", "reviews: []", f"reviews: [{review}]")
    assert open_pack(build(check_folder(example), tmp_path)).manifest.reviewed
    edit("module.yaml", "2026-03-31", "2026-02-31")
    assert any("is no date" in p.sentence for p in check_folder(example).problems)


def test_media_rules(example: Path) -> None:
    media = example / "media"
    svg = (media / "waiting-hall.svg").read_bytes()
    (media / "Big Picture.SVG").write_bytes(svg)
    (media / "left-over.svg").write_bytes(svg)
    (media / "scenes").mkdir()
    (media / "scenes" / "counter.svg").write_bytes(svg)
    (media / "waiting-hall.svg").write_bytes(svg + b" " * 300_001)
    found = {(p.file, p.rule) for p in check_folder(example).problems}
    assert found == {
        ("media/Big Picture.SVG", "media-name"),
        ("media/left-over.svg", "unused-media"),
        ("media/scenes/counter.svg", "media-name"),
        ("media/waiting-hall.svg", "media"),
    }
