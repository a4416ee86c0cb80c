"""What tests of several rooms need: a real store, real packs. Qt stays offscreen."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.small_module import PICTURE, SMALL

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported
os.environ["LANGUAGE"] = os.environ["LC_ALL"] = "C.UTF-8"

ROOT = Path(__file__).parent.parent


def _weaken(patch: pytest.MonkeyPatch) -> None:
    from trainer_app.operations import people, staff_pins

    patch.setattr(people, "_STRENGTH", (1, 8))
    patch.setattr(staff_pins, "_LIGHT", (1, 8))
    patch.setattr(staff_pins, "_STRONG", (2, 8))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever a test made the program speak, the next one hears English."""
    from trainer_app import i18n

    yield
    if i18n.language() != i18n.SOURCE:
        i18n.set_language(i18n.SOURCE)


@pytest.fixture(scope="session", autouse=True)
def weak_hashes() -> Iterator[pytest.MonkeyPatch]:
    """Pictures and PINs are hashed weakly: nearly every test has somebody in it."""
    with pytest.MonkeyPatch.context() as patch:
        _weaken(patch)
        yield patch


@pytest.fixture
def true_hashes(weak_hashes: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes as strong as the program makes them."""
    weak_hashes.undo()
    yield
    _weaken(weak_hashes)


@pytest.fixture(scope="session")
def shared_statements() -> Iterator[None]:
    """Compiled once for all stores of this process."""
    from tests import engines

    with engines.shared_statements():
        yield


@pytest.fixture(scope="session")
def store_template(tmp_path_factory: pytest.TempPathFactory, shared_statements: None) -> Path:
    """A folder with a migrated empty store; making one is slow, copying it is not."""
    from trainer_app.store import Store

    folder = tmp_path_factory.mktemp("store")
    Store.open(folder, use_keystore=False).close()
    return folder


@pytest.fixture
def data_folder(store_template: Path, tmp_path: Path) -> Path:
    """A data folder with an empty store that is closed."""
    return Path(shutil.copytree(store_template, tmp_path / "data"))


@pytest.fixture
def store(data_folder: Path) -> Iterator["Store"]:
    """An open, empty store on a real file."""
    from trainer_app.store import Store

    opened = Store.open(data_folder, use_keystore=False)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def small_packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pack of the small module."""
    from trainer_app.content.authoring.compiler import compile_pack

    scene = ROOT / "assets" / PICTURE.file
    folder = tmp_path_factory.mktemp("packs")
    pack = compile_pack({"en": SMALL}, {PICTURE.file: scene.read_bytes()})
    (folder / "small-1.0.waypack").write_bytes(pack)
    return folder


@pytest.fixture
def catalog(small_packs: Path) -> "Catalog":
    """A catalog with the small module."""
    from trainer_app.content.catalog import Catalog

    return Catalog([small_packs])


@pytest.fixture
def rosa(store: "Store") -> "SignedIn":
    """A learner, signed in."""
    from trainer_app.operations.people import enrol_learner, sign_in

    enrolled = enrol_learner(
        store, name="Rosa Mamani", role="ticket-office", team="Tickets", language="en"
    )
    signed_in = sign_in(store, learner_id=enrolled.learner.learner_id, pictures=enrolled.pictures)
    assert signed_in
    return signed_in
