"""Checking certificates without a network, and withdrawing them.

A certificate proves itself: its text holds the facts, the key that signed them, and the signature.
Whether that key is to be trusted, and whether the certificate was withdrawn since, is what this
computer knows from its own records and from those that came here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trainer_app.errors import CertificateRejected, TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.audit import STAFF, act_draft
from trainer_app.operations.certificates import CERTIFICATE, is_withdrawn, withdrawal
from trainer_app.operations.directory import known_devices
from trainer_app.operations.learning import today
from trainer_app.operations.site import site_name
from trainer_app.training.certificate import Facts, fingerprint, public_key, read
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from datetime import date

    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

Verdict = Literal["genuine", "unknown", "expired", "withdrawn"]
"""``unknown``: the text was not altered, but the key that signed it is not known on this computer;
anybody can make a key."""
_SERIAL = re.compile(r"WP-\d{4}-[A-Z2-7]{8}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``key_known`` says whether the issuer's key is known on this computer,
    ``issuer`` whose it is: the name of staff, or of this site; empty for other computers."""

    verdict: Verdict
    facts: Facts
    fingerprint: str
    key_known: bool
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class SerialFound:
    """A serial alone proves nothing; this is what the records here say of it."""

    serial: str
    module_id: str
    valid_until: date
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A certificate is withdrawn on this computer, and wherever its records go."""

    serial: str
    changed: Changed = field(default=Changed.PEOPLE)


def verify_certificate(store: Store | None, *, text: str, on: date | None = None) -> Checked:
    """Check a certificate's text without a network. Raises ``CertificateRejected``."""
    signed = read(text)
    facts = signed.facts
    known, issuer = (False, "") if store is None else _issuer(store, signed.key)
    verdict: Verdict = "genuine"
    if store is not None and is_withdrawn(store, facts.serial):
        verdict = "withdrawn"
    elif facts.kind == "passed" and (on or today()) > facts.valid_until:
        verdict = "expired"
    elif not known:
        verdict = "unknown"
    return Checked(verdict, facts, fingerprint(signed.key), known, issuer)


def find_serial(store: Store, *, typed: str) -> Checked | SerialFound | None:
    """What is known here of a serial as somebody typed it; None where that is nothing.

    Of certificates of training sessions the signed text itself is kept, and checked. Raises
    ``CertificateRejected`` for what cannot be a serial.
    """
    serial = "".join(typed.split()).upper()
    if not is_serial(serial):
        raise CertificateRejected(
            _("A number of a certificate looks like WP-2026-K7QF2M3A. Look at the paper again.")
        )
    record = store.directory.record(CERTIFICATE, serial)
    if record is not None and not record.gone and "payload" in record.body:
        return verify_certificate(store, text=str(record.body["payload"]))
    row = store.reports.certificate(serial)
    if row is None:
        return None
    return SerialFound(serial, row.path.partition("/")[2], row.until, is_withdrawn(store, serial))


def is_serial(typed: str) -> bool:
    """Whether this is the number of a certificate rather than its whole text."""
    return _SERIAL.fullmatch("".join(typed.split()).upper()) is not None


def withdraw_certificate(store: Store, *, by: OnDuty, serial: str) -> Withdrawn:
    """Take a certificate back; for good, because paper cannot be called back twice.

    Raises ``TrainerError`` for what is no serial, ``NotSaved``.
    """
    if not is_serial(serial):
        raise TrainerError(_("This is not the number of a certificate."))
    if not is_withdrawn(store, serial):
        store.append(
            [act_draft(by, Act.CERTIFICATE_WITHDRAWN, serial)],
            records=withdrawal(serial, by),
        )
    return Withdrawn(serial)


def _issuer(store: Store, key: bytes) -> tuple[bool, str]:
    """Whether a key is known, and whose it is."""
    if public_key(store.signing_seed()) == key:
        return True, site_name(store)
    for one in store.directory.records(STAFF):
        if key.hex() in one.body.get("keys", ()):
            return True, str(one.body.get("name") or "")
    return key.hex() in known_devices(store).values(), ""
