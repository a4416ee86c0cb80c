"""A computer that is set back each night writes other results under ids it used: none is lost."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.store.conftest import HandClock, draft, earned, passed
from trainer_app.store import EndpointRow, Store
from trainer_app.store.outbox import Outgoing
from trainer_app.training.statement import Verb

HUB, SERVER = "hub:0011223344556677", "server"


class Hub:
    """Takes each id once; another text under it is a conflict."""

    def __init__(self) -> None:
        self.held: dict[UUID, bytes] = {}

    def exchange(self, store: Store, name: str = HUB) -> int:
        """Take all that a store has for us; how many of its own were conflicts."""
        conflicts = 0
        while batch := store.outbox.outgoing(name, 3):
            refused = [one for one in batch if not self._take(one)]
            for one in refused:
                store.outbox.refuse(name, one.row, 409, "another text under the same id")
            taken = [one.row for one in batch if one not in refused]
            store.outbox.acknowledge(name, taken, 1)
            conflicts += store.reissue([one.row for one in refused if one.own])
        return conflicts

    def _take(self, one: Outgoing) -> bool:
        return self.held.setdefault(one.stamp.statement_id, one.text) == one.text

    def responses(self) -> list[str]:
        results = [json.loads(text)["result"] for text in self.held.values()]
        return sorted(result["response"] for result in results)


@pytest.fixture
def pc(store_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All that is on a computer: a data folder, and what is remembered outside of it."""
    monkeypatch.setenv("WAYPOST_STATE_HOME", str(tmp_path / "pc" / "state"))
    shutil.copytree(store_template, tmp_path / "pc" / "data")
    return tmp_path / "pc"


def start(pc: Path, clock: HandClock) -> Store:
    store = Store.open(pc / "data", use_keystore=False, clock=clock)
    for name in (HUB, SERVER):
        store.endpoints.put(EndpointRow(name, "", ""))
    return store


def test_days_on_a_computer_that_forgets_are_all_kept(
    pc: Path, tmp_path: Path, clock: HandClock
) -> None:
    store = start(pc, clock)
    store.append([draft("a", response="image")])
    store.close()
    image = shutil.copytree(pc, tmp_path / "image")
    hub = Hub()
    told = []
    for day in range(4):
        clock.pass_time(86_400_000)
        store = start(pc, clock)
        assert store.identity_event == "none"
        for number in range(3 + day):
            store.append([draft(f"q{number}", response=f"d{day}n{number}")])
        assert bool(hub.exchange(store)) == bool(day)
        told += [f"d{day}n{number}" for number in range(3 + day)]
        assert store.statement_count("p-1") == 1 + 3 + day <= store.verify_chain()
        assert store.outbox.refusals() == []
        assert store.outbox.to_hand_in(HUB).count == 0
        store.close()
        shutil.rmtree(pc)
        shutil.copytree(image, pc)
    assert hub.responses() == sorted(["image", *told])


@pytest.fixture
def store(pc: Path, clock: HandClock) -> Store:
    return start(pc, clock)


def test_a_copy_says_the_same_under_a_free_id(store: Store, clock: HandClock) -> None:
    stamps = store.append([draft("a"), passed(), earned()])
    store.outbox.refuse(HUB, 2, 409, "")
    clock.pass_time(60_000)
    assert store.reissue([2, 3]) == 2
    assert store.epoch == 2
    found = store.outbox.outgoing(HUB, 9)
    assert [one.row for one in found] == [1, 4, 5]
    first, copy, paper = found
    assert replace(copy.stamp, epoch=1, seq=2) == stamps[1]
    assert copy.draft == passed()
    assert paper.draft.subject == copy.stamp.statement_id
    assert (copy.stamp.seq, paper.stamp.seq, first.stamp.seq) == (1, 2, 1)
    (next_stamp,) = store.append([draft("b")])
    assert (next_stamp.epoch, next_stamp.seq, next_stamp.suspect) == (2, 3, False)
    assert store.verify_chain() == 6


def test_what_was_said_twice_counts_once(store: Store) -> None:
    store.append([draft("a"), passed(), earned(), draft("b", verb=Verb.COMPLETED)])
    before = (
        store.progress("p-1"),
        store.passes("p-1"),
        store.certificates("p-1"),
        store.statement_count("p-1"),
        store.answers(draft().registration, "m/grooming/test/post", 1),
    )
    store.reissue([1, 2, 3, 4])
    store.rebuild_progress()
    assert before == (
        store.progress("p-1"),
        store.passes("p-1"),
        store.certificates("p-1"),
        store.statement_count("p-1"),
        store.answers(draft().registration, "m/grooming/test/post", 1),
    )


def test_who_took_the_first_is_not_handed_the_copy(store: Store) -> None:
    store.append([draft("a"), draft("b"), draft("c")])
    store.outbox.acknowledge(SERVER, [1, 2], 1)
    store.outbox.refuse(HUB, 1, 409, "")
    store.outbox.refuse(HUB, 2, 409, "")
    store.reissue([1, 2])
    assert [one.row for one in store.outbox.outgoing(SERVER, 9)] == [3]
    assert [one.row for one in store.outbox.outgoing(HUB, 9)] == [3, 4, 5]
    assert store.outbox.to_hand_in(SERVER).count == 1
    assert store.outbox.to_hand_in(HUB).count == 3
    assert store.outbox.refusals() == []


def test_it_is_done_once_and_only_for_our_own(store: Store) -> None:
    store.append([draft("a")])
    store.endpoints.put(EndpointRow("new", "", ""))
    assert store.reissue([1]) == 1
    assert store.reissue([1]) == 0
    assert [one.row for one in store.outbox.outgoing("new", 9)] == [2]
    assert store.reissue([2]) == 1  # the copy met a conflict, too
    assert [one.row for one in store.outbox.outgoing("new", 9)] == [3]
    assert (store.epoch, store.verify_chain()) == (3, 3)
    assert store.reissue([]) == 0
