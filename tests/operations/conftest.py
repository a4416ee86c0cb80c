"""An organisation, its programme, and what is installed where it is applied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.operations.programmes import ADDRESS, MAIN, place
from tests.operations.reported import World
from tests.small_module import SMALL
from tests.store.conftest import HandClock
from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import RolePath, Shelf, Stop, write_shelf
from trainer_app.operations.organisation import OrganisationKeys, make_keys
from trainer_app.store import EndpointRow, FeedRecord, Store
from trainer_app.training.programme import (
    Programme,
    RequiredModule,
    Requirement,
    Retention,
    ServerEndpoint,
    Site,
)


@pytest.fixture(scope="session")
def keys() -> OrganisationKeys:
    return make_keys()


@pytest.fixture(scope="session")
def ruta(keys: OrganisationKeys) -> Programme:
    return Programme(
        programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
        version=3,
        name="Ruta segura",
        country="BO",
        organisation_recipient=keys.recipient,
        sites=(
            Site(site_id="bo-lpz-002", name="La Paz, east", teams=("Night buses",)),
            Site(
                site_id=MAIN,
                name="La Paz, main terminal",
                teams=("Tickets", "Gate 2"),
                chain=(place("police", "110", name="The post at gate 2"),),
            ),
        ),
        chain=(place("police", "111"), place("child-helpline", "800")),
        required=(
            Requirement(role="driver", path="crew"),
            Requirement(role="guard", modules=(RequiredModule(module="small"),)),
            Requirement(role="hotel", modules=(RequiredModule(module="not-here"),)),
        ),
        pass_mark=1.0,
        retention=Retention(answers_months=6),
        endpoints=(ServerEndpoint(title="Records", address=ADDRESS),),
    )


@pytest.fixture
def ruta_catalog(small_packs: Path, tmp_path: Path) -> Catalog:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    crew = RolePath(
        id="crew",
        roles=("vendor",),
        title="Crew",
        summary="What counts on the road.",
        stops=(Stop(module=SMALL.id),),
        do=("I greet everybody.",),
        call=("focal-point",),
    )
    write_shelf(shelf, Shelf(language="en", paths=(crew,)))
    return Catalog([small_packs], shelf)


@pytest.fixture
def world(data_folder: Path) -> Iterator[World]:
    """A store of a programme with three sites, and nothing collected yet."""
    store = Store.open(data_folder, use_keystore=False, clock=HandClock())
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    store.directory.merge(
        [
            FeedRecord(
                "site", site_id, 1, UUID(int=9), gone=False,
                body={"name": name, "country": "", "closed": False},
            )
            for site_id, name in (("north", "North"), ("south", "South"), ("west", "West"))
        ]
    )  # fmt: skip
    yield World(store)
    store.close()
