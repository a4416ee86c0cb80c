"""The programme of this computer: one signed file says whose it is and how it is set up.

The first programme that is applied pins the organisation's key. After that only that key may say
more, and only with a higher version. What staff wrote themselves in the reporting chain stays.
Without a programme everything works as it always did.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from trainer_app.errors import PackRejected, TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.site import SLOTS, Contact
from trainer_app.training.programme import (
    MOST_BYTES,
    ChainPlace,
    Programme,
    ProgrammeRejected,
    Retention,
    SignedProgramme,
    Site,
    fingerprint,
    read,
)
from trainer_app.training.rules import Rules, rules_of

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import FeedRecord, Store

_PROGRAMME = "programme"
_RULES = "rules"
_RETENTION = "retention"
_SITE_ID = "site-id"
_SITE_NAME = "site-name"
_COUNTRY = "site-country"
_SERVER = "server"


class SiteUnchosen(TrainerError):
    """A programme with several sites is applied once it is said which of them this is."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Applied:
    """What a programme file set up here.

    ``first`` says that its key was pinned just now: compare the ``fingerprint`` with the
    organisation's. ``kept`` are places of the chain that staff filled otherwise; ``replaced`` are
    addresses of theirs that gave way; ``missing`` are modules and paths it asks for that are not on
    this computer.
    """

    programme: Programme
    site: Site
    fingerprint: str
    first: bool
    kept: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changed: Changed = Changed.SITE | Changed.PEOPLE | Changed.SYNC


def read_programme(source: bytes | Path) -> SignedProgramme:
    """A programme file, checked, not applied. Raises ``ProgrammeRejected``."""
    if isinstance(source, bytes):
        return read(source)
    try:
        with source.open("rb") as file:
            return read(file.read(MOST_BYTES + 1))
    except OSError as error:
        said = _("{file} cannot be read: {reason}.")
        raise ProgrammeRejected(
            said.format(file=isolate(source.name), reason=error.strerror)
        ) from error


def programme(store: Store) -> SignedProgramme | None:
    """The programme of this computer, its signature checked again; None where there is none."""
    text = store.setting(_PROGRAMME)
    return read(text.encode()) if text is not None else None


def site_here(store: Store) -> Site | None:
    """Which site of the programme this computer is at."""
    signed = programme(store)
    site_id = store.setting(_SITE_ID)
    return signed.programme.site(site_id) if signed and site_id else None


def site_id_here(store: Store) -> str:
    """The id of the site this computer is at; empty without a programme."""
    return store.setting(_SITE_ID) or ""


def renew_escrow(store: Store) -> bool:
    """Let head office open this data again where its slot was lost; whether it was."""
    if store.escrow_recipient is not None:
        return False
    signed = programme(store)
    return signed is not None and store.add_escrow(signed.programme.organisation_recipient)


def rules_here(store: Store) -> Rules:
    """What the programme asks of learners; nothing where there is none."""
    kept = store.setting(_RULES)
    return msgspec.json.decode(kept, type=Rules) if kept else Rules()


def retention_here(store: Store) -> Retention:
    """How long what is kept on this computer."""
    kept = store.setting(_RETENTION)
    return msgspec.json.decode(kept, type=Retention) if kept else Retention()


def apply_programme(
    store: Store,
    source: bytes | Path,
    site_id: str | None = None,
    catalog: Catalog | None = None,
) -> Applied:
    """Set this computer up as a programme file says.

    ``site_id`` may be left out where there is one site only, or it was chosen before. Doing it
    again does no harm, and mends what was cut short: what tells that a programme is applied is
    written last. Raises ``ProgrammeRejected``, ``SiteUnchosen``, ``TrainerError``, ``NotSaved``.
    """
    signed = read_programme(source)
    new = signed.programme
    before = programme(store)
    _require_successor(signed, before)
    site = _site(store, new, site_id)
    old = before.programme if before else None
    try:
        store.add_escrow(new.organisation_recipient)
    except ValueError as error:
        said = _("This programme file has a mistake in it. Ask the organisation for a mended one.")
        raise ProgrammeRejected(said, str(error)) from error
    replaced = _apply_endpoints(store, new, old)
    store.directory.merge(_directory(new, old))
    chain, kept = _chain(store, _written(new.chain_of(site)), _chain_before(store, old))
    store.set_settings(
        chain
        | {
            _SITE_ID: site.site_id,
            _SITE_NAME: site.name,
            _COUNTRY: site.country or new.country or None,
            _RULES: msgspec.json.encode(rules_of(new)).decode(),
            _RETENTION: msgspec.json.encode(new.retention).decode(),
            _PROGRAMME: signed.text,
        }
    )
    return Applied(
        programme=new,
        site=site,
        fingerprint=fingerprint(signed.key),
        first=before is None,
        kept=kept,
        replaced=replaced,
        missing=_missing(new, catalog) if catalog else (),
    )


# ---------------------------------------------------------------- whose, and where


def _require_successor(new: SignedProgramme, before: SignedProgramme | None) -> None:
    if before is None:
        return
    if (new.key, new.programme.programme_id) != (before.key, before.programme.programme_id):
        raise ProgrammeRejected(
            _(
                "This computer belongs to {programme}, key {key}. The file is of {other}, key "
                "{other_key}. Nothing was changed."
            ).format(
                programme=isolate(before.programme.name),
                key=fingerprint(before.key),
                other=isolate(new.programme.name),
                other_key=fingerprint(new.key),
            )
        )
    version, there = new.programme.version, before.programme.version
    if version < there:
        raise ProgrammeRejected(
            _(
                "This file is version {version}; this computer has version {there} already. "
                "Nothing was changed. Ask for the newest file."
            ).format(version=version, there=there)
        )
    if version == there and new.text != before.text:
        raise ProgrammeRejected(
            _(
                "This file has the same version {version} as the programme of this computer and "
                "says something else. Ask the organisation for a file with a higher version."
            ).format(version=version)
        )


def _site(store: Store, new: Programme, site_id: str | None) -> Site:
    """The site this computer is at. Raises ``SiteUnchosen``."""
    chosen = site_id or store.setting(_SITE_ID)
    if site_id is None and (chosen is None or new.site(chosen) is None) and len(new.sites) == 1:
        return new.sites[0]
    site = new.site(chosen) if chosen else None
    if site is not None:
        return site
    known = ", ".join(f"{one.site_id} ({one.name})" for one in new.sites[:20])
    if site_id is None:
        raise SiteUnchosen(_("Say at which site this computer is: {sites}.").format(sites=known))
    raise SiteUnchosen(
        _("There is no site {site} in this programme. There are: {sites}.").format(
            site=isolate(site_id), sites=known
        )
    )


# ---------------------------------------------------------------- what is set up


def _chain(
    store: Store, new: Mapping[str, str], old: Mapping[str, str]
) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """The places to write, and those that staff filled with something else and keep."""
    settings = store.settings()
    values: dict[str, str | None] = {}
    kept = []
    for place in SLOTS:
        there, wanted = settings.get(f"slot:{place}"), new.get(place)
        if there is None or there == old.get(place):
            values[f"slot:{place}"] = wanted
        elif wanted is not None and there != wanted:
            kept.append(place)
    return values, tuple(kept)


def contact_of(place: ChainPlace) -> Contact:
    """A place of a programme's chain as a site has it."""
    return Contact(
        name=place.name,
        number=place.number,
        hours=place.hours,
        verified_by=place.verified_by,
        verified_on=date.fromisoformat(place.verified_on) if place.verified_on else None,
    )


def _written(chain: Mapping[str, ChainPlace]) -> dict[str, str]:
    """Places of a programme as ``fill_slot`` writes them."""
    return {place: msgspec.json.encode(contact_of(one)).decode() for place, one in chain.items()}


def _chain_before(store: Store, old: Programme | None) -> dict[str, str]:
    """What the programme before wrote into the places of the chain."""
    site_id = store.setting(_SITE_ID)
    site = old.site(site_id) if old and site_id else None
    return _written(old.chain_of(site)) if old and site else {}


def _apply_endpoints(store: Store, new: Programme, old: Programme | None) -> tuple[str, ...]:
    """Set the addresses of the programme; those of staff's that gave way.

    What staff typed for the same address stays, and so does every other road. An address that the
    programme no longer has goes.
    """
    from trainer_app.store import EndpointRow

    wanted = {_endpoint_id(n): one for n, one in enumerate(new.endpoints)}
    ours = {_endpoint_id(n): one.address for n, one in enumerate(old.endpoints if old else ())}
    settings: dict[str, dict[str, str]] = {}
    replaced = []
    for row in store.endpoints.all():
        address, asked = row.settings.get("address"), wanted.get(row.endpoint_id)
        from_programme = ours.get(row.endpoint_id) == address
        if asked is not None and asked.address == address:
            settings[row.endpoint_id] = row.settings
        elif asked is not None or (from_programme and row.kind == _SERVER):
            store.endpoints.drop(row.endpoint_id)  # another receiver has nothing yet
            replaced += [] if from_programme else [str(address)]
    for endpoint_id, one in wanted.items():
        known = settings.get(endpoint_id, {"address": one.address, "key": "", "secret": ""})
        given = {"key": one.key, "secret": one.secret} if one.key else {}
        store.endpoints.put(EndpointRow(endpoint_id, _SERVER, one.title, known | given))
    return tuple(replaced)


def _endpoint_id(place: int) -> str:
    return _SERVER if place == 0 else f"{_SERVER}-{place + 1}"


def _directory(new: Programme, old: Programme | None) -> list[FeedRecord]:
    """Sites and teams as records that travel: the same on every computer that has this version.

    What a version leaves out is marked as closed, not as gone, so that a later one may open it.
    """
    from trainer_app.store import FeedRecord

    bodies = _bodies(new)
    for place, body in (_bodies(old) if old else {}).items():
        bodies.setdefault(place, body | {"closed": True})
    maker = UUID(new.programme_id)
    return [
        FeedRecord(kind, record_id, new.version, maker, gone=False, body=body)
        for (kind, record_id), body in bodies.items()
    ]


def _bodies(one: Programme) -> dict[tuple[str, str], dict[str, object]]:
    bodies: dict[tuple[str, str], dict[str, object]] = {}
    for site in one.sites:
        bodies["site", site.site_id] = {
            "name": site.name,
            "country": site.country or one.country,
            "closed": False,
        }
        for team in site.teams:
            body = {"name": team, "site": site.site_id, "closed": False}
            bodies["team", f"{site.site_id}/{team}"] = body
    return bodies


def _missing(new: Programme, catalog: Catalog) -> tuple[str, ...]:
    """The modules and paths a programme asks for that are not on this computer."""
    installed = {manifest.id for manifest in catalog.manifests()}
    paths: set[str] = set()
    with suppress(PackRejected):  # a damaged shelf has none
        paths = {path.id for path in catalog.shelf("en").paths}
    asked = [(one.path, paths) for one in new.required if one.path is not None]
    asked += [(stop.module, installed) for one in new.required for stop in one.modules]
    return tuple(dict.fromkeys(name for name, known in asked if name not in known))
