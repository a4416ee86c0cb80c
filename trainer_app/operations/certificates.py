"""Certificates: earned with a passed quiz, shown again at any time, checked offline."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trainer_app.content.module import Module
from trainer_app.errors import CertificateRejected, PackRejected
from trainer_app.operations.learning import draft, my_path, today
from trainer_app.operations.site import site_name
from trainer_app.training.certificate import Facts, fingerprint, public_key, read, sign, valid_until
from trainer_app.training.statement import ActivityType, Draft, Verb, role_path

if TYPE_CHECKING:
    from datetime import date

    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

CERTIFICATE = "certificate"
"""The kind of a certificate of a training session in the directory."""
WITHDRAWAL = "certificate-withdrawn"
"""The kind of records of the directory that take certificates back; their id is the serial."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it is shown and printed. ``payload`` is the signed text of the QR code."""

    facts: Facts
    payload: str
    fingerprint: str


def certificate_draft(store: Store, *, signed_in: SignedIn, module: Module) -> Draft:
    """The statement of a certificate earned; it refers to the statement before it."""
    issued = today()
    serial = new_serial(issued)
    return draft(
        signed_in, module, Verb.EARNED, ActivityType.CERTIFICATE, f"cert/{serial}",
        name=module.title,
        serial=serial,
        valid_until=valid_until(issued).isoformat(),
        refers_back=1,
    )  # fmt: skip


def new_serial(issued: date) -> str:
    """A serial nobody has yet, such as WP-2026-K7QF2M3A."""
    return f"WP-{issued.year}-{b32encode(secrets.token_bytes(5)).decode()}"


def is_withdrawn(store: Store, serial: str) -> bool:
    """Whether a certificate was taken back."""
    record = store.directory.record(WITHDRAWAL, serial)
    return record is not None and not record.gone


def withdrawn(store: Store) -> frozenset[str]:
    """The serials of all certificates that were taken back."""
    return frozenset(one.record_id for one in store.directory.records(WITHDRAWAL))


def withdrawal(serial: str, by: OnDuty) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The record that takes a certificate back."""
    return {(WITHDRAWAL, serial): {"on": today().isoformat(), "by": by.staff.actor}}


def list_certificates(store: Store, *, catalog: Catalog, signed_in: SignedIn) -> list[Certificate]:
    """The learner's certificates, newest first, without those that were taken back.

    What was learnt alone is signed by this computer as it is shown; what a facilitator vouched for
    bears the signature they gave.
    """
    learner = signed_in.learner
    seed = store.signing_seed()
    titles = {
        manifest.id: manifest.titles.get(learner.preferences.language)
        or manifest.titles[manifest.languages[0]]
        for manifest in catalog.manifests()
    }
    with suppress(PackRejected):  # a damaged shelf takes no certificate away
        shelf = catalog.shelf(learner.preferences.language)
        titles |= {role_path(path.id): path.title for path in shelf.paths}
    if mine := my_path(catalog, signed_in):
        titles[role_path(mine.id)] = mine.title
    found, gone = [], withdrawn(store)
    for row in store.certificates(learner.actor):
        if row.serial in gone:
            continue
        if row.meeting is not None and (supervised := _supervised(store, row.serial)):
            found.append(supervised)
            continue
        module_id = row.module.removeprefix("m/")
        facts = Facts(
            serial=row.serial,
            name=learner.name,
            module_id=module_id,
            module_title=titles.get(module_id, module_id),
            version=row.revision.partition("@")[2],
            issued_on=row.at.astimezone().date(),
            valid_until=row.valid_until,
            issuer=site_name(store),
        )
        found.append(Certificate(facts, sign(facts, seed), fingerprint(public_key(seed))))
    return sorted(found, key=lambda c: (c.facts.issued_on, c.facts.serial), reverse=True)


def kept_certificate(body: Mapping[str, Any]) -> Certificate | None:
    """A certificate from its record, its signature checked; None for a record that has none."""
    try:
        signed = read(str(body.get("payload")))
    except CertificateRejected:
        return None
    return Certificate(signed.facts, str(body["payload"]), fingerprint(signed.key))


def _supervised(store: Store, serial: str) -> Certificate | None:
    record = store.directory.record(CERTIFICATE, serial)
    return kept_certificate(record.body) if record and not record.gone else None
