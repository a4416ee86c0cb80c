"""A file knows when it is a copy: no two results ever share an id, and none is lost."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.store.conftest import HandClock, draft, everything
from trainer_app import paths
from trainer_app.store import EndpointRow, Store, identity, machine
from trainer_app.store.machine import Machine

Open = Callable[..., Store]
HERE = Machine("this", frozenset({"board", "card"}))


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is remembered outside of the data folder, for this test alone."""
    monkeypatch.setenv("WAYPOST_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def data(store_template: Path, tmp_path: Path) -> Path:
    """A data folder that is a copy of one; so it is a new device when it is first opened."""
    return Path(shutil.copytree(store_template, tmp_path / "data"))


@pytest.fixture
def start(data: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Starts the program on a folder and a computer; whatever is open at the end is closed."""
    opened: list[Store] = []

    def start_it(folder: Path = data, on: Machine = HERE) -> Store:
        monkeypatch.setattr(identity, "this_machine", lambda: on)
        opened.append(Store.open(folder, use_keystore=False, clock=clock))
        return opened[-1]

    yield start_it
    for store in opened:
        store.close()


def day(store: Store, *items: str) -> Store:
    """Answer, and close."""
    for item in items:
        store.append([draft(item)])
    store.close()
    return store


def who(store: Store) -> tuple[UUID, int]:
    return store.device, store.epoch


# ---------------------------------------------------------------- the same


def test_a_new_file_is_new_once(start: Open, data: Path) -> None:
    new = data.with_name("new")
    first = day(start(new), "a")
    again = day(start(new), "b")
    assert (first.identity_event, again.identity_event) == ("created", "none")
    assert who(first) == who(again)
    assert (first.boot, again.boot) == (1, 2)


def test_a_renamed_folder_is_the_same(start: Open, data: Path) -> None:
    first = day(start(), "a")
    moved = data.rename(data.with_name("moved"))
    again = day(start(moved), "b")
    assert (again.identity_event, who(again)) == ("none", who(first))


def test_a_file_written_back_as_it_was_is_the_same(start: Open, data: Path) -> None:
    """Another number on the disk at the same place: so do some sticks at every start."""
    first = day(start(), "a")
    shutil.copytree(data, data.with_name("copy"))
    shutil.rmtree(data)
    data.with_name("copy").rename(data)
    again = day(start(), "b")
    assert (again.identity_event, who(again)) == ("none", who(first))


def test_a_crash_before_the_witness_is_told_is_none(start: Open, state_home: Path) -> None:
    first = day(start(), "a")
    shutil.copytree(state_home, state_home.with_name("before"))
    day(start(), "b")
    shutil.rmtree(state_home)
    state_home.with_name("before").rename(state_home)
    again = start()
    assert (again.identity_event, who(again)) == ("none", who(first))


@pytest.mark.parametrize("words", [None, b"", b"{", b'{"epoch":1}', b'{"epoch":"x"}', b"[]"])
def test_a_witness_is_never_needed(start: Open, state_home: Path, words: bytes | None) -> None:
    first = day(start(), "a")
    (witness,) = (state_home / "devices").iterdir()
    if words is None:
        witness.unlink()
    else:
        witness.write_bytes(words)
    again = day(start(), "b")
    assert (again.identity_event, who(again)) == ("none", who(first))
    assert json.loads(witness.read_bytes()) == {"epoch": 1, "boot": 2, "seq": 2}


def test_nowhere_to_leave_word_is_no_trouble(start: Open, state_home: Path) -> None:
    state_home.write_text("a file is in the way")
    first = day(start(), "a")
    again = day(start(), "b")
    assert (again.identity_event, who(again)) == ("none", who(first))


def test_a_file_of_the_release_before_is_itself(start: Open, data: Path) -> None:
    released = Path(__file__).parents[1] / "releases" / "0.1.0"
    older = shutil.copytree(released, data.with_name("older"))
    first = day(start(older), "a")
    assert (first.identity_event, first.epoch) == ("none", 1)
    moved = shutil.copytree(older, data.with_name("copy"))
    assert start(moved).identity_event == "copied"
    assert who(start(older)) == who(first)


# ---------------------------------------------------------------- copies


def test_a_copied_folder_is_a_new_device(start: Open, data: Path) -> None:
    first = day(start(), "a", "b")
    copy = start(shutil.copytree(data, data.with_name("copy")))
    assert copy.identity_event == "copied"
    assert copy.device != first.device
    assert (copy.epoch, copy.boot) == (1, 1)
    assert copy.signing_seed() != first.signing_seed()
    (stamp,) = copy.append([draft("c")])
    assert (stamp.device, stamp.seq) == (copy.device, 1)
    assert len(everything(copy)) == copy.verify_chain() == 3
    assert copy.chains.before(first.device, 1, 3) is not None
    again = start()
    assert (again.identity_event, who(again)) == ("none", who(first))


@pytest.mark.parametrize(
    ("there", "event"),
    [
        (HERE, "none"),
        (Machine("other", frozenset({"board"})), "copied"),
        (Machine("this", frozenset({"another board"})), "copied"),  # a cloned disk
        (Machine("this", frozenset({"card", "new card"})), "none"),
        (Machine("this"), "none"),
        (Machine("", frozenset({"board"})), "none"),
        (Machine("", frozenset({"another board"})), "copied"),
        (Machine(), "none"),
    ],
)
def test_another_computer_is_a_new_device(start: Open, there: Machine, event: str) -> None:
    first = day(start(), "a")
    again = day(start(on=there), "b")
    assert again.identity_event == event
    assert (again.device == first.device) == (event == "none")
    assert day(start(on=there)).identity_event == "none"


def test_what_could_not_be_found_out_is_not_forgotten(start: Open) -> None:
    day(start(), "a")
    day(start(on=Machine()), "b")
    assert start(on=Machine("other", frozenset({"other"}))).identity_event == "copied"


# ---------------------------------------------------------------- older copies put back


def test_an_older_copy_counts_in_a_new_epoch(start: Open, data: Path) -> None:
    first = day(start(), "a")
    backup = shutil.copytree(data, data.with_name("backup"))
    later = day(start(), "b", "c")
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    back = start()
    assert (back.identity_event, who(back)) == ("restored", (first.device, 2))
    assert back.boot > later.boot
    assert back.signing_seed() == first.signing_seed()
    (stamp,) = back.append([draft("d")])
    assert (stamp.epoch, stamp.seq) == (2, 1)
    assert back.verify_chain() == 2
    back.close()
    assert start().identity_event == "none"


def test_each_time_it_is_put_back_is_another_epoch(start: Open, data: Path) -> None:
    day(start(), "a")
    backup = shutil.copytree(data, data.with_name("backup"))
    seen = {(1, 1)}
    for _time in range(3):
        shutil.rmtree(data)
        shutil.copytree(backup, data)
        store = start()
        (stamp,) = store.append([draft("b")])
        assert (stamp.epoch, stamp.seq) not in seen
        seen.add((stamp.epoch, stamp.seq))
        store.close()


def test_a_copy_made_while_it_runs_is_noticed_by_what_it_lacks(start: Open, data: Path) -> None:
    store = start()
    store.append([draft("a")])
    backup = shutil.copytree(data, data.with_name("backup"))
    day(store, "b")
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    back = start()
    assert (back.identity_event, back.epoch) == ("restored", 2)


def test_two_copies_that_both_go_on_lose_nothing(start: Open, data: Path) -> None:
    """The same folder twice at one place in turn, and a third copy beside; then all is merged."""
    day(start(), "a", "b")
    beside = shutil.copytree(data, data.with_name("beside"))
    kept = shutil.copytree(data, data.with_name("kept"))
    made = {("a", 1), ("b", 1)}
    for number in range(2, 6):
        day(start(), f"x{number}")
        day(start(beside), f"y{number}")
        swapped = data.with_name("swapped")
        data.rename(swapped)
        kept.rename(data)
        swapped.rename(kept)
        made |= {(f"x{number}", 1), (f"y{number}", 1)}
    together = start(data.with_name("supervisor"))
    for folder in (data, beside, kept):
        store = start(folder)
        together.endpoints.put(EndpointRow(folder.name, "stick", ""))
        got = together.inbox.receive(everything(store), folder.name)
        assert got.conflicts == ()
        store.close()
    found = [entry.stamp.statement_id for entry in everything(together)]
    assert len(found) == len(set(found)) == len(made)
    assert together.verify_chain() == len(made)
    assert {path.rpartition("/")[2] for path in together.progress("p-1")} == {
        item for item, _count in made
    }


# ---------------------------------------------------------------- told by others


def test_a_receiver_who_knows_more_is_believed(start: Open) -> None:
    store = start()
    store.append([draft("a")])
    assert store.begin_epoch() == 2
    assert store.begin_epoch(above=7) == 8
    assert (store.identity_event, store.epoch, store.head().seq) == ("restored", 8, 0)
    (stamp,) = store.append([draft("b")])
    assert (stamp.epoch, stamp.seq) == (8, 1)
    day(store)
    again = start()
    assert (again.identity_event, again.epoch) == ("none", 8)
    assert again.verify_chain() == 2


def test_our_own_lost_results_come_back_and_nothing_collides(
    start: Open, data: Path, state_home: Path
) -> None:
    """No witness is left; what the hub gives back is the proof that an older copy was put back."""
    day(start(), "a")
    backup = shutil.copytree(data, data.with_name("backup"))
    store = start()
    store.append([draft("b"), draft("c")])
    at_hub = everything(store)
    store.close()
    shutil.rmtree(data)
    shutil.rmtree(state_home)
    shutil.copytree(backup, data)
    back = start()
    back.endpoints.put(EndpointRow("hub:1", "hub", ""))
    assert (back.identity_event, back.epoch) == ("none", 1)
    assert back.inbox.receive(at_hub, "hub:1").new == 2
    assert (back.identity_event, back.epoch) == ("restored", 2)
    (stamp,) = back.append([draft("d")])
    assert (stamp.epoch, stamp.seq) == (2, 1)
    assert back.verify_chain() == 4
    assert not stamp.suspect
    back.close()
    assert start().append([draft("e")])[0].seq == 2


def test_another_text_under_our_own_id_is_proof_of_a_copy(start: Open) -> None:
    store = start()
    store.endpoints.put(EndpointRow("hub:1", "hub", ""))
    store.append([draft("a")])
    (ours,) = everything(store)
    theirs = replace(ours, draft=draft("b"))
    for _time in range(2):
        assert len(store.inbox.receive([theirs], "hub:1").conflicts) == 1
        assert (store.identity_event, store.epoch) == ("restored", 2)


# ---------------------------------------------------------------- the computer


def test_the_witness_lies_outside_of_every_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYPOST_STATE_HOME")
    for home in (paths.state_home(), paths.data_home()):
        assert home.is_absolute()
    assert not paths.state_home().is_relative_to(paths.data_home())


def test_this_computer_is_itself() -> None:
    first, again = machine.this_machine(), machine.this_machine()
    assert first == again
    assert Machine.read(first.text()) == first
    assert not first.differs(again)


def test_only_what_is_built_in_tells_computers_apart(tmp_path: Path) -> None:
    for name, kind, real in (("eth0", "0", True), ("wlan0", "3", True), ("veth1", "0", False)):
        card = tmp_path / name
        card.mkdir()
        (card / "addr_assign_type").write_text(f"{kind}\n")
        (card / "address").write_text(f"02:00:00:00:00:{len(name):02}\n")
        if real:
            (card / "device").mkdir()
    (tmp_path / "bonding_masters").write_text("")
    assert machine.network_cards(tmp_path) == ["02:00:00:00:00:04"]


def structure(kind: int, body: bytes, words: bytes = b"") -> bytes:
    """One structure of the firmware's tables."""
    return (
        bytes([kind, 4 + len(body)])
        + b"\0\0"
        + body
        + (words + b"\0" if words else b"\0\0")
        + (b"\0" if words else b"")
    )


@pytest.mark.parametrize(
    ("tables", "number"),
    [
        (structure(1, bytes(4) + bytes(range(16)) + bytes(3)), bytes(range(16)).hex()),
        (
            structure(0, bytes(20), b"Maker\0Board")
            + structure(1, bytes(4) + b"\x07" * 16 + bytes(3), b"Maker"),
            "07" * 16,
        ),
        (structure(1, bytes(23)), ""),
        (structure(1, bytes(4) + b"\xff" * 16 + bytes(3)), ""),
        (structure(1, bytes(4)), ""),
        (structure(0, bytes(20)), ""),
        (b"\x01\x1b", ""),
        (b"\x00\x02\x00\x00", ""),
        (b"", ""),
    ],
)
def test_the_board_is_known_by_its_number(tables: bytes, number: str) -> None:
    assert machine.board_id(tables) == number
