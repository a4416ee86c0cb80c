"""Names on their way down: from a desk through its hub to the computers of a site, and no further.

The hub is real and keeps only what is sealed; each computer is a real data folder.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.flows.cast import Computer
from tests.sync.real_hub import RealHub
from trainer_app.operations import Changed, desk
from trainer_app.operations.desk import AtDesk, OwnHub
from trainer_app.operations.organisation import make_keys
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.syncing import pair_with, sync_one
from trainer_app.store import Store
from trainer_app.sync.road import Patience, Surroundings
from trainer_app.training.programme import Programme, Site, sign

NORTH, SOUTH = "bo-lpz-001", "bo-cbb-001"
QUICK = Surroundings(patience=Patience(connect_s=5, read_s=5, first_wait_s=0.01))


class Hall:
    """A laptop with its hub open, and the computers that hand in there."""

    def __init__(self, folder: Path, template: Path, stack: ExitStack) -> None:
        self._folder, self._template, self._stack = folder, template, stack
        self._hub = stack.enter_context(RealHub(folder / "hub"))
        secret = self._hub.opened.desk_secret
        assert secret
        self.own = OwnHub(
            "Terminal Norte", self._hub.opened.port, (self._hub.address,), self._hub.pin.hex(),
            "desk", secret,
        )  # fmt: skip
        self.laptop = self.computer("laptop")
        desk.sit_down(self.laptop.ask, self.own)
        self._keys = make_keys()
        self._programme = Programme(
            programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
            version=1,
            name="Ruta segura",
            organisation_recipient=self._keys.recipient,
            sites=(Site(site_id=NORTH, name="North"), Site(site_id=SOUTH, name="South")),
        )

    def computer(self, name: str) -> Computer:
        made = Computer(self._folder / name, template=self._template)
        self._stack.callback(made.close)
        return made

    def set_up(self, one: Computer, site: str) -> None:
        apply_programme(one.store, sign(self._programme, self._keys.seed), site)

    def pc(self, name: str, site: str | None = None) -> Computer:
        """A computer that was paired by the digits the laptop showed."""
        made = self.computer(name)
        if site is not None:
            self.set_up(made, site)
        code = desk.new_code(self.laptop.ask, self.own).digits
        pair_with(made.ask, self._hub.address, code, around=QUICK)
        self.meet(made)
        return made

    def meet(self, one: Computer) -> None:
        """A contact of a computer with the hub."""
        (road,) = sync_one(one.ask, self.own.endpoint_id, around=QUICK).roads
        assert road.fault is None

    def look(self) -> AtDesk:
        """What the laptop's window does every few seconds."""
        return desk.at_desk(self.laptop.ask, self.own)


@pytest.fixture
def hall(tmp_path, store_template):
    with ExitStack() as stack:
        yield Hall(tmp_path, store_template, stack)


def names(one: Computer) -> list[str]:
    return [learner.name for learner in one.store.learners()]


def enrol(one: Computer, name: str) -> str:
    made = enrol_learner(one.store, name=name, role="driver", team="Night buses", language="es")
    return made.learner.learner_id


def correct(store: Store, learner_id: str, name: str) -> None:
    known = store.directory.record("learner", learner_id)
    assert known is not None
    store.directory.put("learner", learner_id, known.body | {"name": name})


def test_a_name_corrected_at_the_desk_reaches_the_computers_of_its_site(hall):
    hall.set_up(hall.laptop, NORTH)
    first, second = hall.pc("first", NORTH), hall.pc("second", NORTH)
    elsewhere = hall.pc("elsewhere", SOUTH)
    rosa = enrol(first, "Rosa Mamani")
    enrol(elsewhere, "Amadou Diallo")
    for one in (first, elsewhere):
        hall.meet(one)
    assert hall.look().changed & Changed.PEOPLE
    assert sorted(names(hall.laptop)) == ["Amadou Diallo", "Rosa Mamani"]

    # whoever was registered at one computer of the site is known at the other
    hall.look()  # what came with the first is given with the next
    hall.meet(second)
    assert names(second) == ["Rosa Mamani"]

    correct(hall.laptop.store, rosa, "Rosa Mamani Quispe")
    hall.look()
    for one in (first, second, elsewhere):
        hall.meet(one)
    assert names(first) == names(second) == ["Rosa Mamani Quispe"]
    assert names(elsewhere) == ["Amadou Diallo"]

    # and back: nothing goes round in circles
    hall.meet(first)
    assert hall.look().changed == Changed.NOTHING
    assert sorted(names(hall.laptop)) == ["Amadou Diallo", "Rosa Mamani Quispe"]


def test_who_is_erased_at_the_desk_is_gone_everywhere(hall):
    hall.set_up(hall.laptop, NORTH)
    pc = hall.pc("pc", NORTH)
    rosa = enrol(pc, "Rosa Mamani")
    hall.meet(pc)
    hall.look()
    hall.laptop.store.directory.erase("learner", rosa)
    hall.look()
    hall.meet(pc)
    assert names(pc) == []


def test_without_a_programme_the_desk_and_its_computers_still_tell_each_other(hall):
    pc = hall.pc("pc")
    rosa = enrol(pc, "Rosa Mamani")
    hall.meet(pc)
    hall.look()
    assert names(hall.laptop) == ["Rosa Mamani"]
    correct(hall.laptop.store, rosa, "Rosa Mamani Quispe")
    hall.look()
    hall.meet(pc)
    assert names(pc) == ["Rosa Mamani Quispe"]


def test_names_left_before_the_desk_knew_the_computer_are_not_lost(hall, monkeypatch):
    """A computer comes between the desk's look at the list and its look into the hub."""
    pc = hall.pc("pc")
    enrol(pc, "Rosa Mamani")
    hall.meet(pc)
    with monkeypatch.context() as early:
        early.setattr(desk, "_devices", lambda _hub, _stop: [])
        hall.look()
    assert names(hall.laptop) == []
    hall.look()
    assert names(hall.laptop) == ["Rosa Mamani"]
