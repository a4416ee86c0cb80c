"""Whatever goes wrong with a stick: nothing is lost, doubled, or believed of strangers."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.operations.sticks import (
    Stick,
    identity_of,
    knowing,
    learn,
    pair,
    recipient_of,
    texts,
    waiting,
)
from trainer_app.operations import bundles, directory
from trainer_app.store import Store
from trainer_app.store.clock import Reading
from trainer_app.store.identity import _witness_file
from trainer_app.sync import bundle, receipt, stick
from trainer_app.sync.stick import StickTrouble
from trainer_app.training.times import at


def test_one_bad_file_never_stands_in_anothers_way(make, pc, desk, usb):
    knowing(desk, pc)
    good = usb.hand_over(pc).path
    data = good.read_bytes()
    elsewhere = make("elsewhere")
    pair(elsewhere, make("other-desk"))
    knowing(desk, elsewhere)
    learn(elsewhere, 2)
    usb.hand_over(elsewhere)
    for name, spoiled in {
        "cut": data[: len(data) // 2],
        "empty": b"",
        "flipped": data[:-3] + bytes([data[-3] ^ 8]) + data[-2:],
        "header": data[:40] + bytes([data[40] ^ 8]) + data[41:],
        "noise": os.urandom(500),
    }.items():
        (usb.home / f"a-{name}.waybundle").write_bytes(spoiled)
    (usb.home / "link.waybundle").symlink_to("/etc/hostname")
    found = {one.name: one for one in usb.collect(desk)}
    assert found.pop(good.name).state == "collected"
    assert len(found) == 6
    assert {one.state for one in found.values()} == {"refused"}
    assert all(len(one.reason) > 20 for one in found.values())
    assert texts(desk) == texts(pc)
    states = [one.state for one in bundles.inventory(desk, usb.folder)]
    assert sorted(states) == ["collected", "damaged", "damaged", "damaged", "damaged", "waiting"]


def test_a_file_cut_at_any_place_adds_nothing(pc, desk, usb):
    knowing(desk, pc)
    path = usb.hand_over(pc).path
    data = path.read_bytes()
    for length in range(0, len(data), 64):
        path.write_bytes(data[:length])
        (found,) = usb.collect(desk)
        assert found.state == "refused"
    assert texts(desk) == []
    path.write_bytes(data)
    (found,) = usb.collect(desk)
    assert found.new == 20


def test_another_key_for_a_known_computer_is_refused(pc, desk, usb):
    knowing(desk, pc)
    usb.home.mkdir()
    thief = bundle.Sender(
        device=pc.device, epoch=1, boot=1, mono_ms=0, wall_ms=0, seed=os.urandom(32)
    )
    data = bundle.write(bundle.Contents(), thief, [recipient_of(desk)])
    (usb.home / "thief.waybundle").write_bytes(data)
    number = bundles.inspect(usb.only()).fingerprint
    (found,) = usb.collect(desk, accept={number})
    assert found.state == "refused"
    assert "another key" in found.reason
    assert usb.names(".wayreceipt") == []


def test_receipts_of_strangers_are_not_believed(make, pc, desk, usb):
    knowing(desk, pc)
    path = usb.hand_over(pc).path
    header = bundle.read_header(path.read_bytes())
    forged = receipt.Receipt(
        bundle=header.bundle, device=pc.device, epoch=1, ranges=header.ranges, count=20, people=9,
        at=0, collector=UUID(int=5),
    )  # fmt: skip
    name = usb.home / "forged.wayreceipt"
    name.write_bytes(receipt.write(forged, seed=os.urandom(32), secret="00" * 32))
    read = bundles.read_receipts(pc, usb.folder)
    assert (read.count, read.unproven) == (0, (name.name,))
    (usb.home / "noise.wayreceipt").write_bytes(b"WAYRECEIPT1\nnoise")
    assert bundles.read_receipts(pc, usb.folder).count == 0
    assert waiting(pc) == 20
    usb.collect(desk)
    assert bundles.read_receipts(pc, usb.folder).count == 20


def test_a_receipt_of_a_paired_desk_counts_by_its_key(pc, desk, usb):
    header = bundle.read_header(usb.hand_over(pc).path.read_bytes())
    made = receipt.Receipt(
        bundle=header.bundle, device=pc.device, epoch=1, ranges=header.ranges, count=20,
        at=0, collector=desk.device,
    )  # fmt: skip
    data = receipt.write(made, seed=desk.signing_seed(), secret="00" * 32)
    (usb.home / "desk.wayreceipt").write_bytes(data)
    assert bundles.read_receipts(pc, usb.folder).count == 20


STEPS = ["open", "write", "fsync", "replace", "read_back", "stick_id"]


@pytest.mark.parametrize("step", STEPS)
def test_a_stick_pulled_at_any_moment_leaves_the_old_state(pc, desk, usb, monkeypatch, step):
    knowing(desk, pc)
    first = usb.hand_over(pc)
    before = {path.name: path.read_bytes() for path in usb.home.iterdir()}
    learn(pc, 5, begin=20)
    if step == "stick_id":
        (usb.home / "stick-id").unlink()
        before.pop("stick-id")

    def gone(*_words: object, **_more: object) -> None:
        raise OSError(errno.EIO, "pulled")

    with monkeypatch.context() as patch:
        match step:
            case "write":
                patch.setattr(stick, "_write", gone)
            case "replace":
                patch.setattr(Path, "replace", gone)
            case "read_back":
                patch.setattr(stick, "_compare", gone)
            case "stick_id":
                patch.setattr(stick, "name_stick", gone)
            case _:
                patch.setattr(os, step, gone)
        with pytest.raises((StickTrouble, OSError)) as caught:
            usb.hand_over(pc)
    if step != "stick_id":
        assert isinstance(caught.value, StickTrouble)
        assert "Nothing is lost" in str(caught.value)
        assert {path.name: path.read_bytes() for path in usb.home.iterdir()} == before
    assert waiting(pc) == 25
    assert bundle.read_header(first.path.read_bytes()).count == 20
    assert usb.hand_over(pc).count == 25
    usb.collect(desk)
    assert texts(desk) == texts(pc)
    bundles.read_receipts(pc, usb.folder)
    assert waiting(pc) == 0


def test_an_older_state_of_a_computer_never_overwrites_what_it_handed_over(pc, desk, usb):
    knowing(desk, pc)
    pc.begin_epoch()
    learn(pc, 5)
    lost = usb.hand_over(pc).path
    assert lost.name.endswith("-1-25.waybundle")
    pc.begin_epoch()  # as after an older backup was put back
    before = lost.read_bytes()
    learn(pc, 1)
    again = usb.hand_over(pc)
    assert lost.read_bytes() == before
    assert again.path != lost
    usb.collect(desk)
    assert {epoch for _device, epoch in desk.chains.heads()} == {1, 2, 3}


def test_the_same_name_of_another_epoch_gets_a_number(pc, usb):
    first = usb.hand_over(pc).path
    pc.begin_epoch()
    second = usb.hand_over(pc).path
    assert second.name == first.name.replace(".waybundle", "-2.waybundle")
    assert bundles.inspect(first).whole


def test_what_the_collector_cannot_take_stands_in_a_list_and_holds_nothing_up(
    pc, desk, usb, monkeypatch
):
    knowing(desk, pc)
    usb.hand_over(pc)
    opened = list(bundle.open_bundle(usb.only().read_bytes(), [identity_of(desk)]).statements())
    spoiled = dict(enumerate(opened))
    spoiled[3] = (opened[3][0].replace(b"cmi.interaction", b"hologram"), 0)
    monkeypatch.setattr(bundle.Opened, "statements", lambda _self: iter(spoiled.values()))
    (taken,) = usb.collect(desk)
    monkeypatch.undo()
    assert (taken.state, taken.new, taken.aside) == ("collected", 19, 1)
    assert len(desk.inbox.set_aside()) == 1
    read = bundles.read_receipts(pc, usb.folder)
    assert (read.count, read.refused) == (19, 1)
    assert waiting(pc) == 0
    (row,) = pc.outbox.refusals("stick")
    assert row.stamp.seq == 4
    assert "put it aside" in row.reason
    assert usb.hand_over(pc).count == 0

    pc.outbox.forgive("stick", row.row)  # a person has it tried again; the old receipt says nothing
    assert bundles.read_receipts(pc, usb.folder).refused == 0
    learn(pc, 1, begin=50)
    handed = usb.hand_over(pc)
    assert handed.count == 2
    usb.collect(desk)
    assert bundles.read_receipts(pc, usb.folder).count == 2
    assert waiting(pc) == 0
    assert pc.outbox.refusals("stick") == []


def test_an_old_receipt_on_one_of_two_sticks_refuses_nothing_again(
    pc, desk, usb, tmp_path, monkeypatch
):
    knowing(desk, pc)
    usb.hand_over(pc)
    opened = list(bundle.open_bundle(usb.only().read_bytes(), [identity_of(desk)]).statements())
    opened[3] = (opened[3][0].replace(b"cmi.interaction", b"hologram"), 0)
    monkeypatch.setattr(bundle.Opened, "statements", lambda _self: iter(opened))
    usb.collect(desk)
    monkeypatch.undo()
    assert bundles.read_receipts(pc, usb.folder).refused == 1
    (tmp_path / "second").mkdir()
    second = Stick(tmp_path / "second")
    learn(pc, 1, begin=50)
    second.hand_over(pc)
    second.collect(desk)
    assert bundles.read_receipts(pc, second.folder).count == 1

    (row,) = pc.outbox.refusals("stick")
    pc.outbox.forgive("stick", row.row)  # a person has it tried again
    assert bundles.read_receipts(pc, usb.folder).refused == 0
    assert waiting(pc) == 1


def test_another_text_under_the_same_number_is_told_and_the_first_copy_stays(
    make, pc, desk, usb, monkeypatch
):
    knowing(desk, pc)
    usb.hand_over(pc)
    opened = list(bundle.open_bundle(usb.only().read_bytes(), [identity_of(desk)]).statements())
    other = [(text.replace(b'"response":"b"', b'"response":"c"'), n) for text, n in opened[:1]]
    monkeypatch.setattr(bundle.Opened, "statements", lambda _self: iter(other + opened[1:]))
    usb.collect(desk)
    monkeypatch.undo()
    usb.only(".wayreceipt").unlink()
    learn(pc, 1, begin=30)
    usb.hand_over(pc)
    found = usb.collect(desk)
    assert [one.aside for one in found] == [0, 1]
    read = bundles.read_receipts(pc, usb.folder)
    assert read.refused == 1
    assert [one.code for one in pc.outbox.refusals("stick")] == [409]
    assert waiting(pc) == 0


@pytest.mark.parametrize("year_ms", [315_532_800_000, 4_102_444_800_000 - 1])
def test_no_clock_stands_in_the_way(pc, desk, usb, monkeypatch, year_ms):
    for one in (pc, desk):
        monkeypatch.setattr(one, "_clock", lambda: Reading(year_ms, 0, 5_000_000_000))
    knowing(desk, pc)
    usb.hand_over(pc)
    (taken,) = usb.collect(desk)
    assert taken.new == 20
    (again,) = usb.collect(desk)
    assert str(at(year_ms).year) in (again.on or "")
    assert bundles.read_receipts(pc, usb.folder).count == 20


def test_a_stick_that_goes_while_it_is_read_stops_it_safely(make, pc, desk, usb):
    other = make("other")
    pair(other, desk)
    learn(other, 3)
    for one in (pc, other):
        knowing(desk, one)
        usb.hand_over(one)
    away = usb.folder.with_name("away")

    def pull(progress):
        if progress.file == 2 and usb.folder.exists():
            usb.folder.rename(away)

    found = bundles.collect(desk, usb.folder, pull)
    assert found.stopped
    assert [one.state for one in found.bundles] == ["collected"]
    away.rename(usb.folder)
    assert sorted(one.state for one in usb.collect(desk)) == ["already", "collected"]
    assert len(texts(desk)) == 23


def test_what_a_desk_signs_pins_no_computer_to_its_key(pc, desk, make, usb):
    """A desk is believed for what it forwards; it cannot take another's place for good."""
    office = make("office")
    pair(office, desk)
    usb.home.mkdir()
    as_pc = bundle.Sender(
        device=pc.device, epoch=1, boot=1, mono_ms=0, wall_ms=0, seed=desk.signing_seed()
    )
    data = bundle.write(bundle.Contents(), as_pc, [recipient_of(office)])
    (usb.home / "desk.waybundle").write_bytes(data)
    (found,) = usb.collect(office)
    assert found.state == "collected"
    assert directory.device_key(office, pc.device) is None


@pytest.fixture
def set_back(pc, usb):
    """The computer after a whole disk was put back, so that nobody can tell: 20 results are on the
    stick, and 3 it no longer has; 3 others have their numbers."""
    folder, device = pc._folder, pc.device
    usb.hand_over(pc)
    pc.close()
    older = shutil.copytree(folder, folder.with_name("older"))
    with closing(Store.open(folder, use_keystore=False)) as copy:
        learn(copy, 3, response="a")
        usb.hand_over(copy)
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    _witness_file(device).unlink()
    with closing(Store.open(folder, use_keystore=False)) as again:
        assert (again.device, again.epoch) == (device, 1)
        learn(again, 3, response="c")
        yield again


def test_a_receipt_for_other_results_under_the_same_numbers_is_not_ours(desk, set_back, usb):
    knowing(desk, set_back)
    theirs = usb.home / f"waypost-{set_back.device.hex[:6]}-1-23.waybundle"
    before = theirs.read_bytes()
    ours = usb.hand_over(set_back).path
    assert (theirs.read_bytes(), ours == theirs) == (before, False)
    ours.rename(usb.folder / "ours")
    usb.collect(desk)
    assert bundles.read_receipts(set_back, usb.folder) == bundles.ReceiptsRead(20)
    (usb.folder / "ours").rename(ours)
    usb.collect(desk)
    read = bundles.read_receipts(set_back, usb.folder)
    assert (read.count, read.refused, read.unproven) == (0, 3, ())


def test_a_file_of_other_results_under_the_same_numbers_is_left(desk, set_back, usb, monkeypatch):
    monkeypatch.setattr(bundles, "KEPT", 0)
    knowing(desk, set_back)
    (theirs,) = usb.home.glob("*-1-23.waybundle")
    ours = usb.hand_over(set_back).path
    theirs.rename(usb.folder / "theirs")
    usb.collect(desk)
    (usb.folder / "theirs").rename(theirs)
    assert usb.hand_over(set_back).receipts.count == 23
    assert (theirs.exists(), ours.exists()) == (True, False)
