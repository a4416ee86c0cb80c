"""Which pack is installed when there are several, and what happens to bad ones."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec
import pytest

from tests.content.small_pack import DATA, SCENE
from tests.small_module import PICTURE, SMALL
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.catalog import Catalog
from trainer_app.errors import PackRejected


def put(folder: Path, version: str, **changes: object) -> Path:
    """Lay a version of the small module into a folder."""
    module = msgspec.structs.replace(SMALL, version=version, **changes)
    folder.mkdir(exist_ok=True)
    path = folder / f"{module.id}-{version}.waypack"
    path.write_bytes(compile_pack({"en": module}, {PICTURE.file: SCENE}))
    return path


def damage(path: Path, at: int = -60) -> None:
    """Flip a bit, by default in the list at the end, far from the manifest."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    return tmp_path / "bundled"


@pytest.fixture
def added(tmp_path: Path) -> Path:
    return tmp_path / "added"


def test_nothing_is_installed(bundled: Path, added: Path) -> None:
    catalog = Catalog([bundled, added])
    assert catalog.manifests() == ()
    assert catalog.rejected == ()
    with pytest.raises(KeyError):
        catalog.pack("small")


def test_the_newest_of_each_module_counts(bundled: Path, added: Path) -> None:
    put(bundled, "2.9")
    put(added, "2.10")
    put(added, "2.2")
    put(bundled, "1.0", id="another")
    catalog = Catalog([bundled, added])
    assert [(m.id, m.version) for m in catalog.manifests()] == [
        ("another", "1.0"),
        ("small", "2.10"),
    ]
    assert catalog.pack("small").manifest.version == "2.10"
    assert catalog.pack("small") is catalog.pack("small")


def test_what_came_with_the_program_wins_a_tie(bundled: Path, added: Path) -> None:
    path = put(bundled, "1.0")
    put(added, "1.0", title="Changed")
    assert Catalog([bundled, added]).pack("small").path == path


def test_a_bad_pack_is_passed_over_and_reported(bundled: Path) -> None:
    put(bundled, "1.0")
    (bundled / "noise.waypack").write_bytes(b"noise")
    (bundled / "folder.waypack").mkdir()
    put(bundled, "3.0", minimum_app_version="99.0")
    (bundled / "note.txt").write_text("no pack")
    catalog = Catalog([bundled])
    assert [m.version for m in catalog.manifests()] == ["1.0"]
    reasons = {found.path.name: found.reason for found in catalog.rejected}
    assert reasons.keys() == {"noise.waypack", "folder.waypack", "small-3.0.waypack"}
    assert reasons["small-3.0.waypack"] == "This module needs Waypost 99.0 or newer."
    assert all(found.detail for found in catalog.rejected if "99.0" not in found.reason)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_does_not_hold_up_the_start(bundled: Path) -> None:
    bundled.mkdir()
    os.mkfifo(bundled / "pipe.waypack")
    assert len(Catalog([bundled]).rejected) == 1


def test_an_older_pack_steps_in_for_a_damaged_one(bundled: Path, added: Path) -> None:
    put(bundled, "1.0")
    damage(put(added, "2.0"))
    catalog = Catalog([bundled, added])
    assert [m.version for m in catalog.manifests()] == ["2.0"]  # only the manifest was read
    assert catalog.pack("small").manifest.version == "1.0"
    assert [m.version for m in catalog.manifests()] == ["1.0"]
    assert [found.path.name for found in catalog.rejected] == ["small-2.0.waypack"]


def test_threads_that_meet_a_damaged_pack_together(bundled: Path, added: Path) -> None:
    put(bundled, "1.0")
    damage(put(added, "2.0"))
    catalog = Catalog([bundled, added])
    found: list[str] = []
    readers = [
        threading.Thread(target=lambda: found.append(catalog.pack("small").manifest.version))
        for _ in range(8)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == ["1.0"] * 8


def test_the_last_pack_says_why_it_does_not_open(bundled: Path) -> None:
    damage(put(bundled, "1.0"))
    catalog = Catalog([bundled])
    for _ in range(2):
        with pytest.raises(PackRejected):
            catalog.pack("small")
    assert len(catalog.rejected) == 1


def test_the_manifest_alone_is_read_at_start(bundled: Path) -> None:
    bundled.mkdir()
    end = DATA.index(b"PK\3\4", 10)  # where the second file begins
    (bundled / "cut.waypack").write_bytes(DATA[:end])
    assert len(Catalog([bundled]).manifests()) == 1


def test_it_sees_what_changed_in_the_folders(bundled: Path, added: Path) -> None:
    first = put(bundled, "1.0")
    catalog = Catalog([bundled, added])
    pack = catalog.pack("small")
    path = put(added, "2.0")
    assert catalog.pack("small") is pack
    catalog.rescan()
    assert catalog.pack("small").manifest.version == "2.0"
    assert [[m.version for m, _path in found] for found in catalog.versions()] == [["2.0", "1.0"]]
    path.unlink()
    (added / "noise.waypack").write_bytes(b"noise")
    catalog.rescan()
    assert catalog.pack("small").manifest.version == "1.0"
    assert [found.path.name for found in catalog.rejected] == ["noise.waypack"]
    first.unlink()
    catalog.rescan()
    assert catalog.manifests() == ()
    with pytest.raises(KeyError):
        catalog.pack("small")


def test_what_did_not_change_stays_open(bundled: Path, added: Path) -> None:
    path = put(bundled, "1.0")
    catalog = Catalog([bundled, added])
    pack = catalog.pack("small")
    catalog.rescan()
    assert catalog.pack("small") is pack
    put(bundled, "1.0", title="Changed")
    os.utime(path, (1, 1))
    catalog.rescan()
    assert catalog.pack("small").module("en").title == "Changed"


def test_a_module_that_is_hidden_still_opens(bundled: Path) -> None:
    put(bundled, "1.0")
    put(bundled, "1.0", id="another")
    catalog = Catalog([bundled])
    catalog.hide({"small", "gone"})
    assert [m.id for m in catalog.manifests()] == ["another"]
    assert catalog.pack("small").manifest.version == "1.0"
    catalog.rescan()
    assert [m.id for m in catalog.manifests()] == ["another"]
    catalog.hide(())
    assert len(catalog.manifests()) == 2
