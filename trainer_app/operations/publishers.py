"""Whose modules are trusted here: publishers the programme names, and those staff accepted.

A publisher is an Ed25519 key and nothing else. A signature that does not hold is never let through,
whatever anybody allows.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trainer_app.content import minisign
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.training.programme import fingerprint
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

Standing = Literal["bundled", "trusted", "allowed", "stranger", "unsigned", "broken"]
"""``allowed``: staff let this very file in. ``broken``: signed, and not as it was signed."""

_ACCEPTED = "pack-publishers"
_ALLOWED = "packs-allowed"


class DutyNeeded(TrainerError):
    """On this computer, modules are for staff who gave their PIN."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who signs modules: a raw Ed25519 key. ``name`` is the programme's that vouches, or empty."""

    key: bytes
    name: str = ""

    @property
    def fingerprint(self) -> str:
        """The key as people compare it."""
        return fingerprint(self.key)


@dataclass(frozen=True, slots=True)
class Trust:
    """What counts on this computer. ``allowed`` are SHA-256 of files, each with its module."""

    publishers: Mapping[bytes, Publisher]
    allowed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """How a file stands. A stranger whose key came with the file is its ``publisher``."""

    standing: Standing
    publisher: Publisher | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TrustKept:
    """What staff decided is on the disk."""

    changed: Changed = field(default=Changed.MODULES)


def require_duty(store: Store, by: OnDuty | None) -> None:
    """Raises ``DutyNeeded`` where there is staff, and nobody of them says so."""
    from trainer_app.operations.staff import has_staff

    if by is None and has_staff(store):
        raise DutyNeeded(_("Staff do this. Sign in with your PIN first."))


def trust_here(store: Store) -> Trust:
    """Who is trusted now."""
    from trainer_app.operations.programme import programme

    publishers = {key: Publisher(key) for key in map(bytes.fromhex, _kept(store, _ACCEPTED))}
    signed = programme(store)
    if signed is not None:
        keys = map(b64decode, signed.programme.pack_keys)
        publishers |= {key: Publisher(key, signed.programme.name) for key in keys}
    return Trust(publishers, _kept(store, _ALLOWED))


def accept_publisher(store: Store, *, by: OnDuty | None, key: bytes) -> TrustKept:
    """Trust whoever has this key from now on; staff compared its fingerprint.

    Raises ``DutyNeeded``, ``NotSaved``.
    """
    require_duty(store, by)
    if by is not None:
        store.append([act_draft(by, Act.PUBLISHER_ACCEPTED, fingerprint(key))])
    _keep(store, _ACCEPTED, key.hex(), "")
    return TrustKept()


def withdraw_publisher(store: Store, *, by: OnDuty | None, key: bytes) -> TrustKept:
    """Trust this key no more. Modules that are here stay; new ones of it are a stranger's.

    Raises ``DutyNeeded``, ``NotSaved``, and ``TrainerError`` for a publisher whom the programme
    names, or whom nobody accepted.
    """
    require_duty(store, by)
    known = trust_here(store).publishers.get(key)
    if known is None:
        raise TrainerError(_("Nobody on this computer trusts this publisher."))
    if known.name:
        words = _("The programme {name} names this publisher. Ask who made its file.")
        raise TrainerError(words.format(name=isolate(known.name)))
    if by is not None:
        store.append([act_draft(by, Act.PUBLISHER_WITHDRAWN, known.fingerprint)])
    kept = _kept(store, _ACCEPTED)
    del kept[key.hex()]
    store.set_setting(_ACCEPTED, json.dumps(kept, sort_keys=True))
    return TrustKept()


def allow_unsigned(store: Store, *, by: OnDuty | None, sha256: str, named: str) -> TrustKept:
    """Let in this one file, and no other; ``named`` is its module and version (``small@1.0``).

    Raises ``DutyNeeded``, ``NotSaved``.
    """
    require_duty(store, by)
    if by is not None:
        store.append([act_draft(by, Act.UNSIGNED_ALLOWED, named)])
    _keep(store, _ALLOWED, sha256, named)
    return TrustKept()


def judge(
    trust: Trust,
    signature: bytes | None,
    digests: minisign.Digests,
    keys_beside: Collection[minisign.PublicKey] = (),
) -> Judged:
    """How a file stands whose signature file holds ``signature``; None where there is none.

    ``keys_beside`` are public keys that lay with it: good for a fingerprint, not for trust.
    """
    unknown: Standing = "allowed" if digests.sha256 in trust.allowed else "unsigned"
    if signature is None:
        return Judged(unknown)
    try:
        read = minisign.read_signature(signature)
    except minisign.SignatureRejected as rejected:
        return Judged("broken", detail=rejected.detail)
    for publisher in trust.publishers.values():
        if read.made_by(publisher.key):
            if read.holds(publisher.key, digests.blake2b):
                return Judged("trusted", publisher)
            return Judged("broken", publisher, "the file is not the one that was signed")
    return _stranger(read, digests, keys_beside, allowed=unknown == "allowed")


def _stranger(
    read: minisign.Signature,
    digests: minisign.Digests,
    keys_beside: Iterable[minisign.PublicKey],
    *,
    allowed: bool,
) -> Judged:
    """Signed by a key nobody here knows; the key may have come along."""
    shown = [read.key] if read.key else [k for k in keys_beside if k.key_id == read.key_id]
    for key in shown:
        if not read.holds(key.raw, digests.blake2b):
            return Judged("broken", Publisher(key.raw), "the signature does not hold")
    publisher = Publisher(shown[0].raw) if shown else None
    key_id = read.key_id[::-1].hex().upper()
    return Judged("allowed" if allowed else "stranger", publisher, f"minisign key {key_id}")


def _kept(store: Store, name: str) -> dict[str, str]:
    kept = store.setting(name)
    return dict(json.loads(kept)) if kept else {}


def _keep(store: Store, name: str, key: str, words: str) -> None:
    store.set_setting(name, json.dumps(_kept(store, name) | {key: words}, sort_keys=True))
