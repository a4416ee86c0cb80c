"""A made-up programme, written into a store as it would have arrived there: bit by bit, late, some
of it twice, by server, hub and stick."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.sample.courses import Courses
from tests.sample.log import DeviceLog, Entry, Passes
from tests.sample.plan import day_of
from tests.sample.rules import programme_of
from tests.sample.telling import Telling, learner_of, staff_of
from tests.sample.truth import Delivery, Device, Issued, Truth
from trainer_app.operations.arriving import COLLECTED, make_endpoint
from trainer_app.operations.audit import STAFF
from trainer_app.operations.certificates import CERTIFICATE
from trainer_app.operations.organisation import make_keys
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.session_record import SESSION, written
from trainer_app.store import CollectedRow, EndpointRow, FeedRecord, Store
from trainer_app.store.people import facts
from trainer_app.sync.messages import head_words
from trainer_app.training import programme as programmes
from trainer_app.training.certificate import Facts, public_key, sign
from trainer_app.training.clocks import Observation
from trainer_app.training.rules import rules_of
from trainer_app.training.statement import Verb

_HASH = "$argon2id$v=19$m=8192,t=2,p=1$c2FtcGxl$c2FtcGxl"
"""Of pictures that nobody has: these people learn elsewhere."""
_FIRST, _LATER = 1, 1000
"""Counts of changes: of what was written first, and of what was written over it."""


def write(store: Store, truth: Truth, courses: Courses) -> None:
    """Write everything; ``truth`` then knows how much that was."""
    programme = programme_of(truth, (keys := make_keys()).recipient)
    apply_programme(store, programmes.sign(programme, keys.seed), programme.sites[0].site_id)
    _make_endpoints(store, truth)
    telling = Telling(truth, courses, rules_of(programme))
    _Arrivals(store, truth, telling).everything()
    _write_people(store, truth)
    _write_sessions(store, truth, telling)
    _tell_time(store, truth)


def _make_endpoints(store: Store, truth: Truth) -> None:
    make_endpoint(store)
    for site in truth.sites:
        if site.road == "hub" and not site.silent:
            store.endpoints.put(EndpointRow(site.endpoint, "hub", site.name))


def _tell_time(store: Store, truth: Truth) -> None:
    """Have this computer meet a clock that is right, so that it knows what day it is."""
    wall_ms, mono_ms = store.clocks()
    store.observations.observe(
        Observation(
            device=store.device, epoch=store.epoch, boot=store.boot, mono_ms=mono_ms,
            wall_ms=wall_ms, reference_ms=truth.plan.now_ms, source="server",
        )
    )  # fmt: skip


# ---------------------------------------------------------------- results


class _Arrivals:
    """Everything that arrives, in the order in which it does."""

    def __init__(self, store: Store, truth: Truth, telling: Telling) -> None:
        self._store = store
        self._truth = truth
        passes: Passes = {}
        self._logs = [DeviceLog(truth, device, telling, passes) for device in truth.devices]
        self._heads: dict[tuple[int, int], tuple[int, bytes]] = {}
        self._waiting: list[tuple[int, int, Delivery, list[Entry]]] = []
        self._number = 0

    def everything(self) -> None:
        """Write what was sent when it was sent, and take it in when it arrives."""
        sent = sorted(
            (one for device in self._truth.devices for one in device.deliveries),
            key=lambda one: (one.sent_ms, one.device, one.again),
        )
        newest: dict[int, list[Entry]] = {}
        for delivery in sent:
            self._receive(until_ms=delivery.sent_ms)
            if not delivery.again:
                newest[delivery.device] = list(self._written(delivery))
            self._number += 1
            entries = newest[delivery.device]
            wait = (delivery.arrived_ms, self._number, delivery, entries)
            heapq.heappush(self._waiting, wait)
        self._receive(until_ms=None)
        self._observations()
        self._sign()

    def _written(self, delivery: Delivery) -> Iterator[Entry]:
        device, log = self._truth.devices[delivery.device], self._logs[delivery.device]
        for run in device.runs[delivery.first : delivery.last + 1]:
            yield from log.write(run)
            self._heads[delivery.device, log.epoch] = log.seq, log.hash

    def _receive(self, until_ms: int | None) -> None:
        while self._waiting and (until_ms is None or self._waiting[0][0] <= until_ms):
            _arrived, _number, delivery, entries = heapq.heappop(self._waiting)
            self._take(delivery, entries)

    def _take(self, delivery: Delivery, entries: Sequence[Entry]) -> None:
        device = self._truth.devices[delivery.device]
        endpoint = self._truth.sites[device.site].endpoint
        if delivery.road == "stick":
            endpoint = COLLECTED
        received = self._store.inbox.receive(entries, endpoint)
        if received.conflicts or received.same not in (0, len(entries)):
            raise AssertionError("something arrived that is something else already")
        if received.new:
            self._truth.statements += received.new
            self._truth.answers += sum(one.draft.verb is Verb.ANSWERED for one in entries)
        if delivery.road == "stick":
            self._note_bundle(delivery, device, entries, received.new)
        else:
            self._store.endpoints.note_contact(endpoint, delivery.arrived_ms)

    def _note_bundle(
        self, delivery: Delivery, device: Device, entries: Sequence[Entry], new: int
    ) -> None:
        chance = self._truth.plan.chance("bundle", device.uuid, delivery.arrived_ms)
        ranges: dict[int, list[int]] = defaultdict(list)
        for one in entries:
            ranges[one.stamp.epoch].append(one.stamp.seq)
        self._store.inbox.note_collected(
            CollectedRow(
                digest=chance.randbytes(32),
                bundle=str(UUID(int=chance.getrandbits(128), version=4)),
                device=device.uuid,
                count=len(entries),
                new=new,
                at_ms=delivery.arrived_ms,
                ranges=tuple((epoch, min(s), max(s)) for epoch, s in ranges.items()),
            )
        )

    def _observations(self) -> None:
        for device in self._truth.devices:
            for run in device.runs:
                for seen_ms, source in run.seen:
                    self._store.observations.observe(
                        Observation(
                            device=device.uuid, epoch=run.epoch, boot=run.boot,
                            mono_ms=seen_ms - run.start_ms, wall_ms=seen_ms + run.off_ms,
                            reference_ms=seen_ms, source=source,
                        )
                    )  # fmt: skip

    def _sign(self) -> None:
        """Hold the end of every chain as its computer signed it, and know every computer."""
        for (place, epoch), (seq, digest) in self._heads.items():
            device = self._truth.devices[place]
            private = Ed25519PrivateKey.from_private_bytes(device.seed)
            signature = private.sign(head_words(device.uuid, epoch, seq, digest))
            key = private.public_key().public_bytes_raw()
            if not self._store.chains.hold_head(device.uuid, epoch, seq, digest, signature, key):
                raise AssertionError("another end of a chain was signed before")
        self._store.set_settings(
            {
                f"device-key:{device.uuid}": public_key(device.seed).hex()
                for device in self._truth.devices
            }
        )


# ---------------------------------------------------------------- people


def _write_people(store: Store, truth: Truth) -> None:
    """Everybody of whom a record arrived: as they were registered, then what was changed since."""
    first: dict[str, list[FeedRecord]] = defaultdict(list)
    later: dict[str, list[FeedRecord]] = defaultdict(list)
    for person in truth.people:
        if person.nameless:
            continue
        origin, record = _road(truth, person.first_site), partial(_record, truth, person.first_site)
        was, now = learner_of(truth, person, first=True), learner_of(truth, person)
        hashed = "" if was.walk_in else _HASH
        first[origin].append(record("learner", person.learner_id, facts(was, hashed)))
        if person.erased:
            later[origin].append(record("learner", person.learner_id, None))
        elif was != now:
            hashed = "" if now.walk_in else _HASH
            later[origin].append(
                record("learner", person.learner_id, facts(now, hashed), change=_LATER)
            )
    for batch in (first, later):
        for origin, records in batch.items():
            _merge(store, records, origin)


def _write_sessions(store: Store, truth: Truth, telling: Telling) -> None:
    """Facilitators, sessions, and the certificates of these."""
    records: dict[str, list[FeedRecord]] = defaultdict(list)
    for place, one in enumerate(truth.staff):
        member = staff_of(truth, place)
        body = {
            "actor": member.actor, "name": member.name, "roles": list(member.roles),
            "keys": list(member.keys), "has_left": False, "site": truth.sites[one.site].site_id,
        }  # fmt: skip
        records[_road(truth, one.site)].append(_record(truth, one.site, STAFF, one.staff_id, body))
    for told, session in zip(truth.meetings, telling.sessions, strict=True):
        records[_road(truth, told.site)].append(
            _record(truth, told.site, SESSION, str(told.meeting), written(session))
        )
    for _device, _run, sitting in truth.sittings():
        for deed in sitting.deeds:
            if isinstance(deed, Issued):
                site = truth.meetings[deed.meeting].site
                records[_road(truth, site)].append(_certificate(truth, telling, deed))
    for origin, batch in records.items():
        _merge(store, batch, origin)


def _certificate(truth: Truth, telling: Telling, deed: Issued) -> FeedRecord:
    """The record of a certificate; of somebody who was erased it went with them."""
    told, session = truth.meetings[deed.meeting], telling.sessions[deed.meeting]
    person, staff = truth.people[deed.who], truth.staff[told.staff]
    told_of = Facts(
        serial=deed.certificate.serial,
        name=person.name,
        module_id=told.module,
        module_title=session.title,
        version=session.version,
        issued_on=day_of(deed.at_ms),
        valid_until=deed.certificate.valid_until,
        issuer=staff.name,
        supervised=True,
        held_on=session.day,
    )
    body = {
        "learner_id": person.learner_id,
        "site": truth.sites[person.first_site].site_id,
        "meeting": str(told.meeting),
        "kind": "passed",
        "payload": sign(told_of, staff.seed),
    }
    gone = person.erased or person.nameless
    return _record(truth, told.site, CERTIFICATE, told_of.serial, None if gone else body)


def _record(
    truth: Truth, site: int, kind: str, record_id: str, body: dict[str, Any] | None,
    change: int = _FIRST,
) -> FeedRecord:  # fmt: skip
    """A record as a computer of a site made it; without a body it is gone."""
    maker = next((one.uuid for one in truth.devices if one.site == site), truth.devices[0].uuid)
    return FeedRecord(kind, record_id, change, maker, body is None, body or {})


def _road(truth: Truth, site: int) -> str:
    """The endpoint by which names come from a site; a server carries none."""
    one = truth.sites[site]
    return one.endpoint if one.road == "hub" and not one.silent else COLLECTED


def _merge(store: Store, records: Sequence[FeedRecord], origin: str) -> None:
    merged = store.directory.merge(records, origin)
    if merged.refused or merged.changed != len(records):
        raise AssertionError(f"the directory did not take {merged.refused[:3]}")
