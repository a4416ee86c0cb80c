"""Hostile packs on a stick, even signed by somebody we trust: refused, and nothing is harmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.hostile_packs import hostile
from tests.operations.packs import Hall, data, lay, trust_ours
from trainer_app.content.catalog import Catalog
from trainer_app.operations.module_install import install_modules
from trainer_app.operations.module_search import look
from trainer_app.operations.organisation import OrganisationKeys
from trainer_app.store import Store
from trainer_app.training.programme import Programme


@pytest.fixture
def pc(store: Store, tmp_path: Path, keys: OrganisationKeys, ruta: Programme) -> Hall:
    """A computer on which version 0.9 was installed."""
    packs, stick = tmp_path / "packs", tmp_path / "stick"
    lay(packs, data("0.9"), "small-0.9")
    trust_ours(store, keys, ruta)
    return Hall(store, tmp_path / "bundled", packs, stick, Catalog([tmp_path / "bundled", packs]))


def test_none_is_let_in_and_the_good_one_stays(pc: Hall, tmp_path: Path) -> None:
    for number, make in enumerate(hostile().values()):
        lay(pc.stick, make(), f"hostile-{number}")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found = look(pc.store, pc.stick, catalog=pc.catalog).modules
    assert len(found) >= 190  # twins among them are told once
    assert {one.kind for one in found} == {"damaged", "too-new"}
    assert {one.standing for one in found} == {"trusted"}
    assert all(len(one.reason) > 20 for one in found)
    assert not any(one.can_install for one in found)
    done = install_modules(pc.store, found, by=None, catalog=pc.catalog)
    assert {one.state for one in done.outcomes} == {"refused"}
    assert all(len(one.reason) > 20 for one in done.outcomes)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert set(after) - set(before) == set()
    assert {path for path in before if before[path] != after[path]} <= _of_the_store(before)
    assert pc.catalog.pack("small").module("en").version == "0.9"
    assert pc.version() == "0.9"


def _of_the_store(paths: dict[Path, bytes]) -> set[Path]:
    return {path for path in paths if "data" in path.parts}


def test_a_hostile_file_in_the_place_of_an_installed_one(pc: Hall) -> None:
    """Whoever can write into the folder of modules still gets no container opened."""
    lay(pc.packs, data("0.9"), "small-0.9")
    for name, make in hostile().items():
        if name.startswith(("zip", "name", "claim", "a pack")):
            (pc.packs / "small-1.0.waypack").write_bytes(make())
            assert pc.version() == "0.9", name
