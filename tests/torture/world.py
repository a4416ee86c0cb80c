"""A small world for the model: computers, a hub, a server, sticks, and what goes between them."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from tests.sync.faulty_line import Answers, FaultyLine, Trouble, Twice, always, first
from tests.torture.ends import End
from tests.torture.machines import Disk, Pc
from trainer_app.hub.desk import KEY as DESK_KEY
from trainer_app.hub.desk import new_desk
from trainer_app.hub.records import Conflict, Incoming
from trainer_app.operations import bundles, desk, directory, syncing
from trainer_app.operations.hand_in import hand_in_status
from trainer_app.store import EndpointRow, Store
from trainer_app.store.rows import Record
from trainer_app.sync import bundle
from trainer_app.sync.people import device_identity
from trainer_app.sync.road import Patience, Surroundings
from trainer_app.sync.stick import StickTrouble
from trainer_app.training.certificate import public_key
from trainer_app.training.people import Learner
from trainer_app.training.statement import (
    ActivityType,
    Draft,
    Verb,
    module_path,
    registration,
    render,
)

HUB, SERVER, STICK = "hub", "server", "stick"
"""The roads; the hub's endpoint has its pin in the name."""
AROUND = Surroundings(
    patience=Patience(
        connect_s=5, read_s=5, bytes_per_s=1e6, tries=3, first_wait_s=0.002, longest_wait_s=0.01,
        chance=random.Random(1),
    )
)  # fmt: skip
ACTORS = ("p-0", "p-1", "p-2")
Restored = Literal["folder", "folder after a crash", "whole disk"]
Damage = Literal["flip", "cut", "away", "empty"]


class World:
    """``said`` are all texts ever said to be saved, by id. ``doubtful`` are devices of which two
    may have run unnoticed, ``forged`` the ids under which a stranger handed in something: only
    there may a number stand for two texts."""

    def __init__(self, scratch: Path, hub: End, server: End, template: Disk) -> None:
        self.scratch, self.hub, self.server = scratch, hub, server
        hub.begin(scratch / "hub.db")
        server.begin(scratch / "server.db")
        self.said: dict[UUID, set[bytes]] = defaultdict(set)
        self.doubtful: set[UUID] = set()
        self.forged: set[UUID] = set()
        self.forged_devices: set[UUID] = set()
        self.figures: Counter[str] = Counter()
        self._template = template
        self._chance = random.Random(7)
        self._names = 0
        self.pcs: list[Pc] = []
        self.laptop = self._computer((HUB, SERVER), 0)
        self.supervisor = self._computer((SERVER,), 0)
        self._open_desk()
        self._key_to_server(self.laptop, "write")
        self._key_to_server(self.supervisor, "all")
        self.sticks = [self.place() for _ in range(2)]
        self._old_sticks: dict[Path, Path] = {}
        for stick in self.sticks:
            stick.mkdir()

    @property
    def everybody(self) -> list[Pc]:
        return [*self.pcs, self.laptop, self.supervisor]

    def place(self) -> Path:
        """A folder that is not there yet."""
        self._names += 1
        return self.scratch / str(self._names)

    def close(self) -> None:
        """Let go of everything."""
        for pc in self.everybody:
            pc.close()
        self.hub.end()
        self.server.end()

    # ------------------------------------------------------------ computers

    def add(self, roads: tuple[str, ...], off_ms: int) -> None:
        """A new computer with somebody on it, paired with the hub."""
        pc = self._computer(roads, off_ms)
        self.pcs.append(pc)
        self._pair(pc)
        self._key_to_server(pc, "write")
        learner = Learner(
            learner_id=str(pc.device), actor=f"p-{pc.device}", name=f"Rosa {pc.number}",
            role="driver", team="Tickets", picture="tree",
        )  # fmt: skip
        pc.ask(lambda store: store.add_learner(learner, "hash"))
        pc.copies.append(pc.copy(self.place()))

    def clone(self, pc: Pc, *, noticed: bool) -> None:
        """Copy a data folder to another machine, or a whole disk so that nobody can tell."""
        known = {one.device for one in self.everybody}
        number = 1000 + len(self.pcs) if noticed else pc.number
        believes = None if noticed else pc.look_around(pc.folder / "waypost.db")
        disk = pc.copy(self.place())
        twin = Pc(
            self.place(), number, disk, roads=pc.roads, off_ms=pc.clock.off_ms, believes=believes
        )
        self.pcs.append(twin)
        if noticed:
            assert twin.store.identity_event == "copied", "a copy that was not noticed"
            assert twin.device not in known, "a copy that is the same device"
            self._pair(twin)
        else:
            self.doubtful.add(pc.device)

    def restore(self, pc: Pc, disk: Disk, how: Restored) -> None:
        """Put an older copy back. Of a whole disk nobody can tell, nor always after a crash."""
        before = pc.device
        pc.put_back(disk, whole_disk=how == "whole disk", crashed=how == "folder after a crash")
        if how != "folder":
            self.doubtful |= {before, pc.device}
        self.figures[f"restored: {how}"] += 1

    def answer(self, pc: Pc, count: int, actor: str) -> None:
        """Somebody answers so many questions."""
        before = pc.newest_row()
        pc.ask(lambda store: store.append([self._answer(actor) for _ in range(count)]))
        for one in pc.log(after=before):
            self.say(one)

    def say(self, one: Record) -> None:
        """This was said to be saved."""
        self.said[one.stamp.statement_id].add(one.text)
        if one.stamp.device not in self.doubtful:
            self.require_one_text(one.stamp.statement_id)

    def _hear_copies(self, pc: Pc) -> None:
        """What was said again under a free number was said, too."""
        for one in pc.log(copies=True):
            self.say(one)

    def require_one_text(self, which: UUID) -> None:
        """A number stands for one text, unless a stranger meddled."""
        assert len(self.said[which]) == 1 or which in self.forged, "a number was used twice"

    def rename(self, pc: Pc, name: str) -> None:
        """Somebody who registered on this computer gets another name."""
        records = pc.ask(lambda store: store.directory.records("learner"))
        for one in records[:1]:
            put = partial(_put, who=one.record_id, body=one.body | {"name": name})
            pc.ask(put)

    # ------------------------------------------------------------ lines

    def contact(
        self, pc: Pc, road: str, trouble: Trouble | None = None, *, lasting: bool = False,
        killed_after: int | None = None,
    ) -> None:  # fmt: skip
        """Hand in and fetch by a hub or server, over a line with a trouble of its own."""
        end = self.hub if road == HUB else self.server
        endpoint_id = self.endpoint(road)
        with self._line(end, trouble, lasting=lasting) as port:
            self._point(pc, endpoint_id, port)
            with pc.killed_after(killed_after):
                for told in syncing.sync_one(pc.ask, endpoint_id, around=AROUND).roads:
                    self.figures["contacts"] += 1
                    self.figures["contacts that failed"] += told.fault is not None
        end.wait_until_quiet()
        self._hear_copies(pc)
        self.check_handed_in(pc, road)
        if road == HUB:
            self._check_onward(pc)

    @contextmanager
    def _line(self, end: End, trouble: Trouble | None, *, lasting: bool) -> Iterator[int]:
        if trouble is None:
            yield end.port
            return
        inside = isinstance(trouble, Answers | Twice)
        door, beyond = (end.door, end.beyond) if inside else (None, None)
        plan = always(trouble) if lasting else first(trouble)
        with FaultyLine(end.place, plan, door=door, beyond=beyond) as line:
            yield line.port
        self.figures["harms that came"] += line.harmed

    def at_desk(self, killed_after: int | None = None) -> None:
        """The facilitator looks who has come, and takes in what they brought."""
        with self.laptop.killed_after(killed_after):
            seen = desk.at_desk(self.laptop.ask, self._own_hub)
            self.figures["fetched at the desk"] += seen.received
        self.hub.wait_until_quiet()
        self.check_handed_in(self.laptop, HUB)

    def endpoint(self, road: str) -> str:
        """What a road is called in the stores."""
        return self._own_hub.endpoint_id if road == HUB else road

    def _point(self, pc: Pc, endpoint_id: str, port: int) -> None:
        endpoint = pc.ask(lambda store: store.endpoints.one(endpoint_id))
        place = "http://127.0.0.1:{}/xapi/" if endpoint_id == SERVER else "https://127.0.0.1:{}/"
        settings = endpoint.settings | {"address": place.format(port)}
        pc.ask(lambda store: store.endpoints.put(replace(endpoint, settings=settings)))

    def there(self, road: str) -> Mapping[UUID, bytes]:
        """What the end of a road holds."""
        if road == STICK:
            return {one.stamp.statement_id: one.text for one in self.laptop.log()}
        return (self.hub if road == HUB else self.server).texts()

    def check_handed_in(self, pc: Pc, road: str) -> None:
        """What counts as handed in is there, with the same text."""
        there = self.there(road)
        for one in pc.handed_in(self.endpoint(road)):
            text = there.get(one.stamp.statement_id)
            assert text is not None, f"counted as handed in and not there: {road}"
            assert text == one.text, f"counted as handed in, and another text is there: {road}"

    def onward(self, pc: Pc) -> bool:
        """Whether a computer says that what it gave the hub has gone on to the server."""
        hub = self.endpoint(HUB)
        told = {one.endpoint_id: one for one in pc.ask(hand_in_status).roads}
        return told[hub].onward_at is not None

    def _check_onward(self, pc: Pc) -> None:
        if not self.onward(pc):
            return
        self.figures["said to be at the server"] += 1
        there, unsure = self.server.texts(), self.doubtful | self.forged_devices
        for one in pc.handed_in(self.endpoint(HUB)):
            which = one.stamp.statement_id
            assert which in there or one.stamp.device in unsure, "said to be at the server, is not"

    def forge(self, pc: Pc) -> None:
        """A stranger hands in another text at the server under the newest number of a computer."""
        one = next((one for one in reversed(pc.log()) if one.origin is None), None)
        if one is None:
            return
        which = one.stamp.statement_id
        text = render(replace(one.draft, response="d"), one.stamp)
        credential = self.server.records.credentials()[0]
        try:
            self.server.records.keep([Incoming(json.loads(text), text)], credential)
        except Conflict:
            return
        self.forged.add(which)
        self.forged_devices.add(one.stamp.device)
        self.said[which].add(text)
        self.figures["forged"] += 1

    # ------------------------------------------------------------ sticks

    def hand_over(self, pc: Pc, stick: Path, killed_after: int | None = None) -> None:
        """Put on the stick what waits for it, and take nothing away that nobody collected."""
        self.figures["sticks handed over"] += 1
        lay = self._on_stick(stick)
        with pc.killed_after(killed_after):
            try:
                bundles.hand_over(pc.ask, stick)
            except StickTrouble:
                self.figures["stick trouble"] += 1
        read = {one.text for one in self.laptop.log()}
        read |= {one.text for one in self.laptop.store.inbox.set_aside()}
        assert lay <= self._on_stick(stick) | read, "taken off a stick, and not collected"
        self._check_stick(pc)

    def _on_stick(self, stick: Path) -> set[bytes]:
        """The texts in every whole file on a stick."""
        identity = self.laptop.ask(device_identity)
        texts: set[bytes] = set()
        for path in stick.rglob(f"*{bundle.SUFFIX}"):
            with suppress(bundle.BundleRejected):
                opened = bundle.open_bundle(path.read_bytes(), [identity])
                texts.update(text for text, _digit in opened.statements())
        return texts

    def read_receipts(self, pc: Pc, stick: Path) -> None:
        """See what was collected."""
        bundles.read_receipts(pc.ask, stick)
        self._check_stick(pc)

    def collect(self, stick: Path, killed_after: int | None = None) -> None:
        """The laptop takes in what lies on the stick."""
        with self.laptop.killed_after(killed_after):
            for one in bundles.collect(self.laptop.ask, stick).bundles:
                self.figures[f"files {one.state}"] += 1

    def damage(self, stick: Path, which: int, how: Damage, at: float) -> None:
        """Something happens to one of the files on a stick."""
        files = [path for path in stick.rglob("*") if path.is_file()]
        files.sort(key=lambda path: (path.suffix, path.stat().st_mtime_ns))
        if not files:
            return
        path = files[which % len(files)]
        data = path.read_bytes()
        place = int(at * len(data))
        self.figures["files damaged"] += 1
        match how:
            case "flip" if data:
                path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
            case "cut":
                path.write_bytes(data[:place])
            case "away":
                path.unlink()
            case _:
                path.write_bytes(bytes(len(data)))

    def keep_stick(self, stick: Path) -> None:
        """Copy a stick, to have it again as it was."""
        self._old_sticks[stick] = self.place()
        shutil.copytree(stick, self._old_sticks[stick])

    def old_stick(self, stick: Path) -> None:
        """The stick is again as it was."""
        if old := self._old_sticks.get(stick):
            shutil.rmtree(stick)
            shutil.copytree(old, stick)
            self.figures["old sticks"] += 1

    def _check_stick(self, pc: Pc) -> None:
        self._hear_copies(pc)
        if STICK in {row.endpoint_id for row in pc.store.endpoints.all()}:
            self.check_handed_in(pc, STICK)

    # ------------------------------------------------------------ making

    def _computer(self, roads: tuple[str, ...], off_ms: int) -> Pc:
        folder = self.place()
        return Pc(folder, self._names, self._template, roads=roads, off_ms=off_ms)

    def _open_desk(self) -> None:
        certificate = self.hub.certificate
        assert certificate is not None
        secret = new_desk(self.hub.records)
        own = desk.OwnHub("Hub", self.hub.port, (), certificate.pin, DESK_KEY, secret)
        self._own_hub = own
        desk.sit_down(self.laptop.ask, own)
        self._keys = self.laptop.ask(desk._desk_keys)

    def _pair(self, pc: Pc) -> None:
        """What pairing with the hub leaves here and there."""
        key = f"pc-{self.place().name}"
        settings = {
            "address": "", "key": key, "secret": self.hub.admit(key, "write"),
            "pin": self._own_hub.pin, "desk_recipient": self._keys["recipient"],
            "desk_key": self._keys["key"],
        }  # fmt: skip
        for row in pc.ask(lambda store: store.endpoints.all()):
            if row.endpoint_id == self.endpoint(HUB):  # of a copy: it goes on where the first was
                settings = row.settings | settings
        made = EndpointRow(self.endpoint(HUB), "hub", "Hub", settings)
        pc.ask(lambda store: store.endpoints.put(made))
        maker, shown = pc.device, public_key(pc.store.signing_seed()).hex()
        self.laptop.ask(lambda store: directory.pin_device(store, maker, shown))

    def _key_to_server(self, pc: Pc, scope: str) -> None:
        key = f"{scope}-{self.place().name}"
        settings = {
            "address": "", "key": key, "secret": self.server.admit(key, scope),
            "collects": scope == "all",
        }  # fmt: skip
        row = EndpointRow(SERVER, "server", "Server", settings)
        pc.ask(lambda store: store.endpoints.put(row))

    def _answer(self, actor: str) -> Draft:
        chance = self._chance
        right, module = chance.random() < 0.7, chance.choice(("grooming", "law"))
        base = module_path(module)
        return Draft(
            actor=actor, verb=Verb.ANSWERED, activity=f"{base}/q/q{chance.randrange(15):02}",
            activity_type=ActivityType.ITEM, registration=registration(actor, module),
            session=UUID(int=chance.getrandbits(128), version=4), revision=f"{module}@1.0",
            language="es", parent=f"{base}/test/post", attempt=1, interaction="choice",
            pattern="b", response="b" if right else "c", success=right, scaled=float(right),
            duration_ms=chance.randrange(3_000, 90_000),
        )  # fmt: skip


def _put(store: Store, who: str, body: dict[str, Any]) -> None:
    store.directory.put("learner", who, body)
