"""Applying a programme: one file sets a computer up, and nothing but the right key changes that."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.operations.programmes import ADDRESS, MAIN, enrolled, place
from tests.small_module import SMALL
from trainer_app.content.catalog import Catalog
from trainer_app.errors import StoreLocked, TrainerError
from trainer_app.operations.computer import open_computer
from trainer_app.operations.home import open_home
from trainer_app.operations.learning import finish_lesson, my_path, open_module
from trainer_app.operations.organisation import OrganisationKeys, make_keys
from trainer_app.operations.programme import (
    Applied,
    SiteUnchosen,
    apply_programme,
    programme,
    read_programme,
    renew_escrow,
    retention_here,
    rules_here,
    site_here,
)
from trainer_app.operations.site import Contact, fill_slot, reporting_chain, site_name
from trainer_app.store import EndpointRow, Store
from trainer_app.training.programme import (
    Programme,
    ProgrammeRejected,
    Retention,
    ServerEndpoint,
    Site,
    fingerprint,
    sign,
)

ON = date(2026, 11, 22)


def refused(store: Store, data: bytes, site: str | None = None) -> str:
    """Applying fails with this sentence, and changes nothing."""
    before = (store.settings(), store.endpoints.all(), store.escrow_recipient)
    with pytest.raises(TrainerError) as caught:
        apply_programme(store, data, site)
    assert (store.settings(), store.endpoints.all(), store.escrow_recipient) == before
    return str(caught.value)


# ---------------------------------------------------------------- a PC in a minute


def test_one_file_configures_a_pc_in_a_minute(
    store: Store,
    data_folder: Path,
    tmp_path: Path,
    keys: OrganisationKeys,
    ruta: Programme,
    ruta_catalog: Catalog,
) -> None:
    file = tmp_path / "ruta.wayprogramme"
    file.write_bytes(sign(ruta, keys.seed))
    began = time.monotonic()
    applied = apply_programme(store, file, MAIN, ruta_catalog)
    assert time.monotonic() - began < 60
    assert applied == Applied(
        programme=ruta,
        site=ruta.sites[1],
        fingerprint=fingerprint(keys.public_key),
        first=True,
        missing=("not-here",),
    )
    # who and where
    assert site_name(store) == "La Paz, main terminal"
    assert store.setting("site-id") == MAIN
    assert store.setting("site-country") == "BO"
    assert site_here(store) == ruta.sites[1]
    # the reporting chain: the site's own place first, then the programme's
    chain = {state.slot_id: state for state in reporting_chain(store, on=ON)}
    assert chain["police"].contact == Contact(
        name="The post at gate 2",
        number="110",
        verified_by="Ana Quispe",
        verified_on=date(2026, 11, 20),
    )
    assert chain["child-helpline"].callable
    assert chain["manager"].contact is None
    # where results go
    (server,) = store.endpoints.all()
    assert (server.endpoint_id, server.kind, server.title) == ("server", "server", "Records")
    assert server.settings == {"address": ADDRESS, "key": "", "secret": ""}
    # sites and teams, for everybody who shares this directory
    assert {one.record_id: one.body["name"] for one in store.directory.records("site")} == {
        "bo-lpz-001": "La Paz, main terminal",
        "bo-lpz-002": "La Paz, east",
    }
    assert {one.body["name"] for one in store.directory.records("team")} == {
        "Tickets", "Gate 2", "Night buses",
    }  # fmt: skip
    # what is asked of learners, how long it is kept
    rosa = enrolled(store)
    assert rosa.learner.site == MAIN
    path = my_path(ruta_catalog, rosa)
    assert path is not None
    assert path.id == "crew"
    home = open_home(store, catalog=ruta_catalog, signed_in=rosa)
    assert [card.on_path for card in home.modules] == [True]
    assert retention_here(store).answers_months == 6
    # head office opens it when everything else is lost
    assert store.escrow_recipient == keys.recipient
    store.close()
    (data_folder / "waypost.key").unlink()
    with pytest.raises(StoreLocked):
        Store.open(data_folder, use_keystore=False)
    rescued = Store.open(data_folder, use_keystore=False, organisation_identity=keys.identity)
    signed = programme(rescued)
    assert signed is not None
    assert signed.programme == ruta
    rescued.close()


def test_statements_name_the_site(
    store: Store, keys: OrganisationKeys, ruta: Programme, ruta_catalog: Catalog
) -> None:
    rosa = enrolled(store)
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    module = open_module(store, catalog=ruta_catalog, signed_in=rosa, module_id=SMALL.id).module
    finish_lesson(
        store, signed_in=rosa, module=module, lesson_id=SMALL.lessons[0].id, duration_ms=1000
    )
    ((_row, text),) = store.statement_texts()
    team = msgspec.json.decode(text)["context"]["team"]
    assert team["account"]["name"] == MAIN


def test_without_a_programme_everything_is_as_it_was(store: Store, ruta_catalog: Catalog) -> None:
    assert programme(store) is None
    assert site_here(store) is None
    assert rules_here(store).required == ()
    assert retention_here(store) == Retention()
    rosa = enrolled(store, "vendor")
    assert rosa.learner.site == ""
    path = my_path(ruta_catalog, rosa)
    assert path is not None
    assert path.id == "crew"


# ---------------------------------------------------------------- which site


def test_with_several_sites_one_has_to_be_chosen(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    data = sign(ruta, keys.seed)
    assert MAIN in refused(store, data)
    assert "no site" in refused(store, data, "bo-lpz-009")
    with pytest.raises(SiteUnchosen):
        apply_programme(store, data)
    apply_programme(store, data, MAIN)
    assert apply_programme(store, data).site.site_id == MAIN  # chosen before
    assert apply_programme(store, data, "bo-lpz-002").site.name == "La Paz, east"
    assert site_name(store) == "La Paz, east"
    contact = next(s.contact for s in reporting_chain(store, on=ON) if s.slot_id == "police")
    assert contact is not None
    assert contact.number == "111"  # no longer the other site's own place


def test_one_site_needs_no_choice(store: Store, keys: OrganisationKeys, ruta: Programme) -> None:
    single = replace(ruta, sites=ruta.sites[:1])
    assert apply_programme(store, sign(single, keys.seed)).site.site_id == "bo-lpz-002"


def test_a_site_that_is_no_more_has_to_be_chosen_anew(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    third = Site(site_id="bo-cbb-001", name="Cochabamba")
    later = sign(replace(ruta, version=4, sites=(ruta.sites[0], third)), keys.seed)
    assert "bo-cbb-001" in refused(store, later)
    apply_programme(store, later, "bo-cbb-001")
    closed = {one.record_id: one.body["closed"] for one in store.directory.records("site")}
    assert closed == {"bo-cbb-001": False, "bo-lpz-001": True, "bo-lpz-002": False}
    teams = {one.record_id: one.body["closed"] for one in store.directory.records("team")}
    assert teams["bo-lpz-001/Tickets"]
    back = sign(replace(ruta, version=5), keys.seed)
    apply_programme(store, back, MAIN)
    assert not any(
        one.body["closed"] for one in store.directory.records("site") if one.record_id == MAIN
    )


# ---------------------------------------------------------------- whose file


def test_the_first_key_is_pinned(store: Store, keys: OrganisationKeys, ruta: Programme) -> None:
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    other = make_keys()
    theirs = replace(ruta, version=9, organisation_recipient=other.recipient)
    said = refused(store, sign(theirs, other.seed), MAIN)
    assert fingerprint(keys.public_key) in said
    assert fingerprint(other.public_key) in said
    assert store.escrow_recipient == keys.recipient


def test_another_programme_of_the_same_organisation_is_refused(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    another = replace(ruta, version=9, programme_id="7b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11")
    assert "belongs to" in refused(store, sign(another, keys.seed), MAIN)


def test_a_version_only_rises(store: Store, keys: OrganisationKeys, ruta: Programme) -> None:
    data = sign(ruta, keys.seed)
    assert apply_programme(store, data, MAIN).first
    assert not apply_programme(store, data, MAIN).first
    assert "version 2" in refused(store, sign(replace(ruta, version=2), keys.seed), MAIN)
    assert "same version" in refused(store, sign(replace(ruta, name="Else"), keys.seed), MAIN)
    later = apply_programme(store, sign(replace(ruta, version=4, name="Else"), keys.seed))
    assert later.programme.name == "Else"


def test_a_damaged_file_changes_nothing(
    store: Store, tmp_path: Path, keys: OrganisationKeys, ruta: Programme
) -> None:
    data = sign(ruta, keys.seed)
    assert "altered" in refused(store, data.replace(b"Ruta", b"Rota"), MAIN)
    with pytest.raises(ProgrammeRejected, match="cannot be read"):
        read_programme(tmp_path / "nothing.wayprogramme")
    with pytest.raises(ProgrammeRejected, match="cannot be read"):
        read_programme(tmp_path)


def test_a_lost_escrow_is_made_again_at_the_next_start(
    store: Store, data_folder: Path, keys: OrganisationKeys, ruta: Programme
) -> None:
    assert not renew_escrow(store)  # no programme, nobody to open it
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    store.close()
    for file in data_folder.glob("keyslots*.json"):
        file.unlink()
    again = Store.open(data_folder, use_keystore=False)
    before = again.escrow_recipient
    open_computer(again)
    assert (before, again.escrow_recipient) == (None, keys.recipient)
    assert not renew_escrow(again)
    again.close()


def test_a_recipient_with_a_slip_is_refused(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    """Only its last letters tell; nobody could open what is sealed to it."""
    slipped = replace(ruta, organisation_recipient="age1" + "q" * 58)
    assert "mistake" in refused(store, sign(slipped, keys.seed), MAIN)


def test_another_recipient_takes_the_escrow_over(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    new = make_keys().recipient
    moved = replace(ruta, version=4, organisation_recipient=new)
    apply_programme(store, sign(moved, keys.seed))
    assert store.escrow_recipient == new


# ---------------------------------------------------------------- what staff wrote themselves


def filled(store: Store, slot: str) -> str | None:
    contact = next(s.contact for s in reporting_chain(store, on=ON) if s.slot_id == slot)
    return contact.number if contact else None


def test_a_number_that_staff_tried_is_kept(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    mine = Contact(number="222", verified_by="Rosa Mamani", verified_on=ON)
    fill_slot(store, slot_id="police", contact=mine)
    fill_slot(store, slot_id="manager", contact=Contact(name="Ana"))
    applied = apply_programme(store, sign(ruta, keys.seed), MAIN)
    assert applied.kept == ("police",)
    assert filled(store, "police") == "222"
    assert filled(store, "child-helpline") == "800"
    assert filled(store, "manager") == ""


def test_the_programme_mends_what_it_wrote_and_nothing_else(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    fill_slot(store, slot_id="police", contact=Contact(name="A new post"))
    later = replace(
        ruta,
        version=4,
        chain=(place("emergency-number", "112"),),  # the helpline was given up
    )
    applied = apply_programme(store, sign(later, keys.seed))
    assert applied.kept == ("police",)
    assert filled(store, "police") == ""
    assert filled(store, "child-helpline") is None
    assert filled(store, "emergency-number") == "112"


def test_a_key_that_staff_typed_stays_with_its_address(
    store: Store, keys: OrganisationKeys, ruta: Programme
) -> None:
    typed = {"address": ADDRESS, "key": "k", "secret": "s"}
    store.endpoints.put(EndpointRow("server", "server", "Mine", typed))
    store.endpoints.put(EndpointRow("hub:0123456789abcdef", "hub", "Hub", {"pin": "01"}))
    assert apply_programme(store, sign(ruta, keys.seed), MAIN).replaced == ()
    rows = {row.endpoint_id: row for row in store.endpoints.all()}
    assert rows["server"].settings == typed
    assert rows["server"].title == "Records"
    assert "hub:0123456789abcdef" in rows


def test_another_address_begins_anew(store: Store, keys: OrganisationKeys, ruta: Programme) -> None:
    typed = {"address": "https://old.example.org/", "key": "k", "secret": "s"}
    store.endpoints.put(EndpointRow("server", "server", "Mine", typed, mark=7))
    applied = apply_programme(store, sign(ruta, keys.seed), MAIN)
    assert applied.replaced == ("https://old.example.org/",)
    (server,) = store.endpoints.all()
    assert (server.settings["key"], server.mark) == ("", 0)
    second = ServerEndpoint(title="Two", address="https://two.example.org/", key="w", secret="x")
    both = replace(ruta, version=4, endpoints=(*ruta.endpoints, second))
    apply_programme(store, sign(both, keys.seed))
    rows = {row.endpoint_id: row.settings for row in store.endpoints.all()}
    assert rows["server-2"] == {"address": "https://two.example.org/", "key": "w", "secret": "x"}
    applied = apply_programme(store, sign(replace(ruta, version=5, endpoints=()), keys.seed))
    assert store.endpoints.all() == []
    assert applied.replaced == ()


# ---------------------------------------------------------------- the same everywhere


def test_every_computer_has_the_same_directory(
    store: Store, tmp_path: Path, store_template: Path, keys: OrganisationKeys, ruta: Programme
) -> None:
    import shutil

    data = sign(ruta, keys.seed)
    apply_programme(store, data, MAIN)
    shutil.copytree(store_template, tmp_path / "second")
    second = Store.open(tmp_path / "second", use_keystore=False)
    apply_programme(second, data, "bo-lpz-002")
    mine = [one for one in store.directory.changes(0) if one.kind in {"site", "team"}]
    theirs = [one for one in second.directory.changes(0) if one.kind in {"site", "team"}]
    assert mine == theirs
    assert second.directory.merge(mine).changed == 0
    second.close()


def test_a_programme_cut_short_is_applied_again(
    store: Store, keys: OrganisationKeys, ruta: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What says that it is applied comes last, and doing it again does no harm."""
    data = sign(ruta, keys.seed)

    def cut(_values: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(store, "set_settings", cut)
        with pytest.raises(OSError, match="power"):
            apply_programme(store, data, MAIN)
    assert programme(store) is None
    applied = apply_programme(store, data, MAIN)
    assert applied.first
    assert applied.kept == ()
    assert applied.replaced == ()
