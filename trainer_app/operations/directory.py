"""Names on their way: whom they are sealed to, whose word about them counts, and taking them in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.operations import Changed
from trainer_app.operations.programme import programme

if TYPE_CHECKING:
    from trainer_app.store import FeedRecord, Store

AUDIT = "audit"
"""The kind of records that say who saw what; they go to head office and desks only."""
_DEVICE_KEY = "device-key:"
_NAMED = ("learner", "certificate")
"""Kinds with the name of somebody of one site in them."""
_SESSION = "training-session"


@dataclass(frozen=True, slots=True)
class SiteDevice:
    """A computer that takes the names of its site: its age recipient, and which site it is at."""

    recipient: str
    site: str | None


@dataclass(frozen=True, slots=True)
class PeopleToSend:
    """Sealed blobs, and the number to ask after next time."""

    blobs: tuple[bytes, ...]
    through: int


@dataclass(frozen=True, slots=True)
class PeopleTaken:
    """What arrived: how many records changed, which learners now share a name in their team (ids).

    ``unread`` blobs were sealed for others, or came from somebody who is not known here.
    """

    count: int = 0
    doubles: tuple[str, ...] = ()
    unread: int = 0
    changed: Changed = Changed.NOTHING


def recipients(store: Store) -> tuple[str, ...]:
    """Who may open what leaves this computer: head office, and every desk it knows; never itself.

    Empty where no programme is applied and no desk was paired with.
    """
    from trainer_app.sync.people import device_recipient
    from trainer_app.sync.sealing import is_recipient

    signed = programme(store)
    named = [signed.programme.organisation_recipient] if signed else []
    named += signed.programme.desk_recipients if signed else ()
    named += [str(row.settings.get("desk_recipient", "")) for row in store.endpoints.all()]
    own = device_recipient(store)
    return tuple(dict.fromkeys(one for one in named if is_recipient(one) and one != own))


def collector_keys(store: Store) -> frozenset[str]:
    """Public keys (hex) of those who collect: the organisation's, its desks', paired desks'."""
    signed = programme(store)
    keys = {key.hex() for key in signed.collector_keys} if signed else set()
    keys |= {str(row.settings.get("desk_key", "")) for row in store.endpoints.all()}
    return frozenset(keys - {""})


def device_key(store: Store, device: UUID) -> str | None:
    """The public key (hex) that a computer is known by; None for a stranger."""
    return store.setting(f"{_DEVICE_KEY}{device}")


def known_devices(store: Store) -> dict[UUID, str]:
    """Every computer with the key it is known by."""
    settings = store.settings().items()
    return {
        UUID(name.removeprefix(_DEVICE_KEY)): key
        for name, key in settings
        if name.startswith(_DEVICE_KEY)
    }


def pin_device(store: Store, device: UUID, key: str) -> None:
    """Know a computer by its public key (hex) from now on. The first key stays."""
    if device_key(store, device) is None:
        store.set_setting(f"{_DEVICE_KEY}{device}", key)


def is_known(store: Store, device: UUID, key: str) -> bool:
    """Whether what this key signed as this computer is to be believed."""
    pinned = device_key(store, device)
    return pinned == key if pinned is not None else key in collector_keys(store)


def people_to_send(
    store: Store, *, after: int, devices: Sequence[SiteDevice] = (), without: str | None = None
) -> PeopleToSend:
    """What changed among people since ``after``, sealed for head office and desks.

    A desk names the ``devices`` it knows: each also gets what concerns its own site, and what is
    gone. Head office and desks are not given what came from the endpoint ``without``: they find it
    there; devices of its site are, for who left it there knew none of them. Where there is nobody
    to seal to, everything waits.
    """
    from trainer_app.sync.people import portions, seal_people
    from trainer_app.sync.sealing import is_recipient

    circle = recipients(store)
    known = [one for one in devices if is_recipient(one.recipient)]
    if not circle and not known:
        return PeopleToSend((), after)
    changes = store.directory.changes(after)
    ours = {one.feed for one in store.directory.changes(after, without=without)}
    groups: dict[tuple[str, ...], list[FeedRecord]] = defaultdict(list)
    for one in changes:
        own = one.feed in ours
        near = [device.recipient for device in known if _concerns(one, device, own=own)]
        groups[tuple(dict.fromkeys((*(circle if own else ()), *near)))].append(one)
    blobs = [
        seal_people(portion, to, device=store.device, seed=store.signing_seed())
        for to, records in groups.items()
        if to
        for portion in portions(records)
    ]
    return PeopleToSend(tuple(blobs), changes[-1].feed if changes else after)


def take_people(store: Store, blobs: Sequence[bytes], *, origin: str | None = None) -> PeopleTaken:
    """Take in what can be opened here and was signed by somebody known."""
    from trainer_app.sync.people import PeopleRejected, device_identity, open_people

    identity = device_identity(store)
    records: list[FeedRecord] = []
    unread = 0
    for blob in blobs:
        try:
            opened = open_people(blob, [identity])
        except PeopleRejected:
            unread += 1
            continue
        if is_known(store, opened.device, opened.key.hex()):
            records += opened.records
        else:
            unread += 1
    return merge(store, records, origin=origin, unread=unread)


def merge(
    store: Store, records: Sequence[FeedRecord], *, origin: str | None = None, unread: int = 0
) -> PeopleTaken:
    """Take in records of somebody who is believed; for each, the last change stays."""
    if not records:
        return PeopleTaken(unread=unread)
    merged = store.directory.merge(records, origin)
    changed = Changed.PEOPLE if merged.changed else Changed.NOTHING
    if merged.changed and any(one.kind == _SESSION for one in records):
        changed |= Changed.SESSION
    return PeopleTaken(merged.changed, merged.doubles, unread, changed)


def _concerns(record: FeedRecord, device: SiteDevice, *, own: bool) -> bool:
    """Whether a computer is given a record. Somebody of no site, registered elsewhere than here
    (not ``own``), stays where they are known."""
    if record.kind == AUDIT:
        return False
    if record.kind not in _NAMED or record.gone:
        return True
    site = record.body.get("site")
    return site == device.site if isinstance(site, str) and site else own
