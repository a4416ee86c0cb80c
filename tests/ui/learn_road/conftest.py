"""A real store behind the screens, a learner, and two small modules in packs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.conftest import ROOT
from tests.small_module import PICTURE
from tests.ui.learn_road.road import OTHER, ROAD, SEATS
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.catalog import Catalog
from trainer_app.content.pack import Pack
from trainer_app.errors import NotSaved
from trainer_app.store import Store
from trainer_app.ui.background import Background

T = TypeVar("T")
DISK_FULL = "Could not save because the disk is full. Free up space, then press Try again."


@pytest.fixture(scope="session")
def road_packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packs of both modules."""
    folder = tmp_path_factory.mktemp("road-packs")
    media = {file: (ROOT / "assets" / file).read_bytes() for file in (PICTURE.file, SEATS.file)}
    for module in (ROAD, OTHER):
        used = media if module is ROAD else {PICTURE.file: media[PICTURE.file]}
        (folder / f"{module.id}-1.0.waypack").write_bytes(compile_pack({"en": module}, used))
    return folder


@pytest.fixture
def catalog(road_packs: Path) -> Catalog:
    """A catalog with both modules."""
    return Catalog([road_packs])


@pytest.fixture
def pack(catalog: Catalog) -> Pack:
    """The pack of the module with the story."""
    return catalog.pack("road")


@pytest.fixture
def on_store(background: Background) -> Callable[[Callable[[Store], T]], T]:
    """Runs something on the store and waits for it."""

    def run(operation: Callable[[Store], T]) -> T:
        return background.run(background, operation).result()

    return run


@pytest.fixture
def full_disk() -> Iterator[Callable[[], Callable[[], None]]]:
    """Call it to fill the disk; it gives back what frees it."""
    patch = pytest.MonkeyPatch()

    def refuse(*_given: object, **_more: object) -> None:
        raise NotSaved(DISK_FULL)

    def fill() -> Callable[[], None]:
        for name in ("append", "keep"):
            patch.setattr(Store, name, refuse)
        return patch.undo

    yield fill
    patch.undo()
