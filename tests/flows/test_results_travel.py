"""Three computers, a laptop with a hub, a server and a supervisor; roads that cut, clocks that lie.

Every result travels at least twice; the supervisor holds each exactly once, to the byte.
"""

from __future__ import annotations

import ssl
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.flows.cast import YEAR_MS, Computer
from tests.sync.faulty_line import Answers, FaultyLine, Harm, Plan, Trouble, Twice
from tests.sync.real_hub import RealHub
from trainer_app.operations.bundles import hand_over, read_receipts
from trainer_app.operations.collecting import collect
from trainer_app.operations.organisation import make_keys
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.syncing import (
    Synced,
    hand_in_status,
    pair_with,
    set_server,
    sync_all,
    sync_one,
)
from trainer_app.sync.people import device_recipient
from trainer_app.sync.road import Patience, Surroundings
from trainer_app.training.programme import Programme, Site, sign

SITES = ("bo-lpz-001", "bo-lpz-002", "bo-cbb-001")
ANSWERS = (60, 45, 70)
CLOCKS = (-47 * YEAR_MS, 0, 73 * YEAR_MS)
"""1980, now, 2099."""
MOST_CONTACTS = 40
CUTS = (
    Harm("up", 300, "fin"), None, Harm("up", 1_900, "rst"), Harm("down", 700, "truncate"),
    Harm("down", 1_500, "fin"), None, Harm("down", 600, "flip", bit=3), Harm("up", 2_500, "fin"),
    Harm("down", 1_000, "delay", seconds=0.2), Harm("down", 900, "rst"), None,
    Harm("up", 800, "flip", bit=6), Harm("up", 1_200, "truncate"),
)  # fmt: skip
"""What the line to the hub does to the cipher text, one connection after the other."""
REFUSALS = (
    Answers(500), Twice(), Answers(429, {"Retry-After": "0"}), Harm("up", 2_000, "rst"), None,
    Harm("down", 150, "truncate"), Answers(502), Harm("down", 400, "fin"), Twice(),
    Harm("down", 0, "delay", seconds=0.2), Harm("up", 9_000, "fin"), Answers(503), None,
)  # fmt: skip
"""What the line to the server does inside HTTP."""


def in_turn(troubles: tuple[Trouble | None, ...]) -> Plan:
    """One after the other, over and over."""
    return lambda number: troubles[number % len(troubles)]


QUICK = Patience(connect_s=2, read_s=2, first_wait_s=0.01, longest_wait_s=0.05)


class World:
    """Everybody, and the roads between them."""

    def __init__(self, folder: Path, template: Path, stack: ExitStack) -> None:
        self.hub = stack.enter_context(RealHub(folder / "hub"))
        self.server = stack.enter_context(RealHub(folder / "server"))
        self.hub_line = stack.enter_context(FaultyLine(self.hub.place, in_turn(CUTS)))
        beyond = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        beyond.check_hostname, beyond.verify_mode = False, ssl.CERT_NONE
        self.server_line = stack.enter_context(
            FaultyLine(
                self.server.place,
                in_turn(REFUSALS),
                door=self.server.door(),
                beyond=beyond,
            )
        )
        assert self.server.opened.certificate
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusted.check_hostname, trusted.verify_mode = False, ssl.CERT_NONE
        self.around = Surroundings(patience=QUICK, trusted=trusted)
        self.keys = make_keys()
        self.stick = folder / "stick"
        self.stick.mkdir()

        def computer(name: str, off_ms: int = 0) -> Computer:
            made = Computer(folder / name, off_ms=off_ms, template=template)
            stack.callback(made.close)
            return made

        self.laptop, self.supervisor = computer("laptop"), computer("supervisor")
        self.pcs = [computer(f"pc-{n}", off) for n, off in enumerate(CLOCKS)]
        desks = tuple(device_recipient(one.store) for one in (self.laptop, self.supervisor))
        self.programme = Programme(
            programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
            version=1,
            name="Ruta segura",
            country="BO",
            organisation_recipient=self.keys.recipient,
            desk_recipients=desks,
            sites=tuple(Site(site_id=site, name=f"Terminal {site}") for site in SITES),
        )

    def apply_programme(self) -> None:
        data = sign(self.programme, self.keys.seed)
        sites = (SITES[0], SITES[0], *SITES)
        for one, site in zip((self.laptop, self.supervisor, *self.pcs), sites, strict=True):
            apply_programme(one.store, data, site)

    def pair(self, pc: Computer) -> str:
        """Known to the hub, and then by the bad line only."""
        made = pair_with(pc.ask, self.hub.address, self.hub.code(), around=self.around)
        known = pc.store.endpoints.one(made.endpoint_id)
        line = {"address": f"https://127.0.0.1:{self.hub_line.port}/"}
        pc.store.endpoints.put(replace(known, settings=known.settings | line))
        return made.endpoint_id

    def know_server(self, one: Computer, *, collects: bool = False) -> None:
        secret = self.server.opened.desk_secret
        assert secret
        address = f"https://127.0.0.1:{self.server_line.port}/xapi/"
        sites = SITES if collects else ()
        set_server(one.store, address, "desk", secret, collects=collects, sites=sites)

    def open_own_hub(self) -> str:
        """The laptop's road to its own hub, as its window makes it."""
        made = pair_with(
            self.laptop.ask, self.hub.address, self.hub.code(), collects=True, around=self.around
        )
        known = self.laptop.store.endpoints.one(made.endpoint_id)
        own = {"key": "desk", "secret": self.hub.opened.desk_secret}
        self.laptop.store.endpoints.put(replace(known, settings=known.settings | own))
        return made.endpoint_id

    def go(self, one: Computer, endpoint_id: str) -> None:
        """Contacts by this road, until nothing is left or the patience is."""
        for _contact in range(MOST_CONTACTS):
            synced = sync_one(one.ask, endpoint_id, around=self.around)
            if _is_clean(synced) and not one.left(endpoint_id):
                return
        pytest.fail(f"{endpoint_id} stays closed: {synced}")

    def carry(self, pc: Computer, *readers: Computer) -> None:
        """A stick goes from a computer to readers and back."""
        handed = hand_over(pc.store, self.stick)
        assert handed.count
        for reader in readers:
            first = collect(reader.store, self.stick, accept={handed.fingerprint})
            again = collect(reader.store, self.stick, accept={handed.fingerprint})
            assert {one.state for one in first.bundles} <= {"collected", "already"}
            assert {one.state for one in again.bundles} == {"already"}
            assert sum(one.new for one in again.bundles) == 0
        read_receipts(pc.store, self.stick)
        assert pc.left("stick") == 0


def _is_clean(synced: Synced) -> bool:
    return all(road.fault is None for road in synced.roads)


@pytest.fixture
def world(tmp_path, store_template):
    with ExitStack() as stack:
        made = World(tmp_path, store_template, stack)
        made.apply_programme()
        yield made


def test_each_result_arrives_once_by_whichever_roads(world):
    laptop, supervisor, pcs = world.laptop, world.supervisor, world.pcs
    for pc, count in zip(pcs, ANSWERS, strict=True):
        pc.answer(count)
    own_hub = world.open_own_hub()
    world.know_server(laptop)
    world.know_server(supervisor, collects=True)

    # the first and the third by hub, twice; the third goes on working meanwhile
    for pc in (pcs[0], pcs[2]):
        hub = world.pair(pc)
        world.go(pc, hub)
        pc.answer(10)
        world.go(pc, hub)
    # the second by stick to the laptop and to the supervisor, and by the server itself
    world.carry(pcs[1], laptop, supervisor)
    world.know_server(pcs[1])
    world.go(pcs[1], "server")
    # the others by stick, too
    for pc in (pcs[0], pcs[2]):
        world.carry(pc, laptop)
    # the laptop fetches from its hub and hands on to the server; the supervisor fetches there
    world.go(laptop, own_hub)
    world.go(laptop, "server")
    world.go(supervisor, "server")
    world.go(supervisor, "server")

    expected = {which: text for pc in pcs for which, text in pc.made.items()}
    assert len(expected) == sum(ANSWERS) + 20
    assert supervisor.texts() == expected
    assert laptop.texts() == expected
    assert world.server.statements().keys() == {str(which) for which in expected}
    for one in (laptop, supervisor, *pcs):
        one.store.verify_chain()
        assert one.store.chains.verify_received() == []
        before = {a: one.store.progress(a) for a in _actors(one)}
        one.store.rebuild_progress()
        assert before == {a: one.store.progress(a) for a in _actors(one)}
        assert one.store.inbox.set_aside() == []
        assert one.store.outbox.refusals() == []
    assert world.hub_line.harmed + world.server_line.harmed >= 5  # the roads were bad indeed


def test_the_same_once_more_sends_nothing(world):
    pc = world.pcs[1]
    pc.answer(20)
    hub = world.pair(pc)
    world.go(pc, hub)
    synced = sync_all(pc.ask, around=world.around)
    assert sum(road.sent for road in synced.roads) == 0
    assert len(world.hub.statements()) == 20
    status = hand_in_status(pc.store)
    assert status.to_send == 0
    assert status.roads[0].onward_at is None  # with the hub is not at the server


def _actors(one: Computer) -> set[str]:
    import msgspec

    return {msgspec.json.decode(text)["actor"]["account"]["name"] for text in one.texts().values()}
