"""What tests of the hub need: records on a real file, and callers with and without rights."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.applications import Starlette

from tests.hub.asking import Asker
from trainer_app.hub.records import Records
from trainer_app.hub.xapi_app import xapi_routes

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all requests."""
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def hub_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables; making them is slow, copying is not."""
    path = tmp_path_factory.mktemp("hub") / "hub.db"
    Records.open(path, key=KEY).close()
    return path


@pytest.fixture
def database(hub_template: Path, tmp_path: Path) -> Path:
    """The file of a hub that keeps nothing yet, opened with ``KEY``."""
    return Path(shutil.copy(hub_template, tmp_path / "hub.db"))


@pytest.fixture
def records(database: Path) -> Iterator[Records]:
    """Open, empty records."""
    opened = Records.open(database, key=KEY)
    yield opened
    opened.close()


@pytest.fixture
def app(records: Records) -> Starlette:
    """An application with the addresses of xAPI and nothing else."""
    return Starlette(routes=list(xapi_routes(records)))


@pytest.fixture
def caller(app: Starlette, records: Records, portal: BlockingPortal) -> Callable[..., Asker]:
    """Makes a caller with scopes and sites of its own."""

    def make(key: str, *scopes: str, sites: tuple[str, ...] = ()) -> Asker:
        secret = records.add_credential(key, scopes=scopes, sites=sites)
        return Asker(app, portal, key, secret)

    return make


@pytest.fixture
def hub(caller: Callable[..., Asker]) -> Asker:
    """A caller who may do everything."""
    return caller("all", "all")
