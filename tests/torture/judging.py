"""What must be true when all roads are open again: nothing lost, nothing twice, nothing changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from tests.torture.machines import Pc
from tests.torture.world import ACTORS, HUB, SERVER, STICK, World
from trainer_app.store.rows import Record

ROUNDS = 4
"""After so many contacts of everybody, nothing may wait any more."""


def settle(world: World) -> None:
    """Open every road, and let everybody hand in until nothing waits."""
    for _round in range(ROUNDS):
        stick = world.sticks[0]
        for pc in world.pcs:
            for road in pc.roads:
                if road == STICK:
                    world.hand_over(pc, stick)
                else:
                    world.contact(pc, road)
        world.collect(stick)
        world.at_desk()
        world.contact(world.laptop, SERVER)
        world.contact(world.supervisor, SERVER)
        for pc in world.pcs:
            if STICK in pc.roads:
                world.read_receipts(pc, stick)
        if not any(_waiting(world)):
            return
    raise AssertionError(f"still waiting: {sorted(_waiting(world))}")


def _waiting(world: World) -> Iterator[str]:
    for pc in [*world.pcs, world.laptop]:
        for road in pc.roads:
            if count := pc.left(world.endpoint(road)):
                yield f"{count} for {road}"


def judge(world: World) -> None:
    """Every promise, once all roads were open. Raises ``AssertionError`` for the first broken."""
    settle(world)
    _require_told(world)
    everywhere = _Everywhere(world)
    everywhere.require_all_at_the_supervisor()
    everywhere.require_nothing_twice()
    for pc in world.everybody:
        _require_sound(world, pc)
    for pc in world.pcs:
        _require_no_conflict_left(world, pc)
    _require_people(world)


def _require_told(world: World) -> None:
    """Who handed in at the hub is told, at the next contact, that all is at the server."""
    world.at_desk()
    by_hub = [pc for pc in world.pcs if HUB in pc.roads and pc.handed_in(world.endpoint(HUB))]
    for pc in by_hub:
        world.contact(pc, HUB)
        told = world.onward(pc)
        refused = world.laptop.store.outbox.refusals(SERVER)
        assert told or refused or pc.device in world.doubtful, "nobody told that it is there"


class _Everywhere:
    """Every text that is held anywhere, beside what the supervisor holds."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._logs = [pc.log() for pc in world.everybody]
        self._supervisor = {one.stamp.statement_id: one.text for one in self._logs[-1]}
        self._listed = set(_listed(world))
        copied = [
            (rows[copy.copy_of].stamp.statement_id, rows[copy.copy_of].text, copy.stamp)
            for rows in ({one.row: one for one in log} for log in self._logs)
            for copy in rows.values()
            if copy.copy_of is not None
        ]
        self._copies = {(which, text) for which, text, _stamp in copied}
        self._again = {stamp.statement_id for _which, _text, stamp in copied}

    def require_all_at_the_supervisor(self) -> None:
        """What is in any log, or was acknowledged by anybody, is at the supervisor."""
        for log in self._logs:
            for one in log:
                self._require(one.stamp.statement_id, one.text)
        for end in (self._world.hub, self._world.server):
            for which, text in end.texts().items():
                self._require(which, text)

    def _require(self, which: UUID, text: bytes) -> None:
        world = self._world
        assert text in world.said[which], "a text that nobody wrote"
        found = self._supervisor.get(which)
        world.figures["looked for"] += 1
        if found == text:
            return
        assert len(world.said[which]) > 1, (
            "the supervisor holds another text" if found else "missing at the supervisor"
        )
        if (which, text) in self._copies:  # which is looked for like any other
            world.figures["there under another number"] += 1
            return
        assert (which, text) in self._listed, "neither at the supervisor nor on anybody's list"
        world.figures["waits for a person"] += 1

    def require_nothing_twice(self) -> None:
        """What happened once is there once; but for what a computer said again by its rules: each
        does that has it in its file and was told that another text has its id."""
        happened = Counter(_event(one) for one in self._logs[-1])
        doubtful = self._world.doubtful | self._world.forged_devices
        for one in self._logs[-1]:
            if happened[_event(one)] > 1:
                by_rule = one.stamp.device in doubtful or one.stamp.statement_id in self._again
                assert by_rule, "twice at the supervisor"
                self._world.figures["there twice, under two numbers"] += 1


def _event(one: Record) -> tuple[object, ...]:
    return one.draft.actor, one.draft.session, one.draft.activity, one.stamp.at


def _listed(world: World) -> Iterator[tuple[UUID, bytes]]:
    """What waits for a person to look at it: refused by an end, or kept aside."""
    for pc in world.everybody:
        texts = {one.row: one.text for one in pc.log()}
        for refused in pc.store.outbox.refusals():
            yield refused.statement_id, texts[refused.row]
        for aside in pc.store.inbox.set_aside():
            yield aside.statement_id, aside.text


def _require_sound(world: World, pc: Pc) -> None:
    """The log is as it was written, and what is made from it is what it says."""
    assert pc.store.verify_chain() == pc.newest_row()
    doubtful = world.doubtful | world.forged_devices
    for found in pc.store.chains.verify_received():
        assert found.device in doubtful, "a chain that is not what its device signed"
        world.figures["chains that do not hold"] += 1
    before = [pc.store.progress(actor) for actor in ACTORS]
    pc.store.rebuild_progress()
    assert [pc.store.progress(actor) for actor in ACTORS] == before, "progress is not the log's"


def _require_no_conflict_left(world: World, pc: Pc) -> None:
    """Who reaches a hub says again what it has another text for."""
    if HUB not in pc.roads:
        return
    own = {one.row for one in pc.log() if one.origin is None}
    left = [one for one in pc.store.outbox.refusals(world.endpoint(HUB)) if one.row in own]
    assert not left, f"{left[0].code} of the hub, and no copy: {left[0].reason}"


def _require_people(world: World) -> None:
    """The laptop has each name as it was last given where it can be reached from.

    Two that believe to be one count their changes alike: what one gave is then missed of the other.
    """
    for pc in world.pcs:
        if pc.roads == (SERVER,):
            continue
        for one in pc.store.directory.records("learner"):
            there = world.laptop.store.directory.record("learner", one.record_id)
            newest = there is not None and there.rank >= one.rank
            assert newest or pc.device in world.doubtful, "an older name, or none"
            world.figures["names missed of a double"] += not newest
