"""Results go over on a stick and are receipted: exactly once, however often it goes."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.operations.programmes import MAIN
from tests.operations.sticks import (
    hub_of,
    knowing,
    learn,
    new_store,
    pair,
    texts,
    waiting,
)
from trainer_app.operations import bundles
from trainer_app.operations.bundles import NobodyToSealTo, NothingThere
from trainer_app.operations.programme import apply_programme
from trainer_app.sync import stick
from trainer_app.sync.stick import StickTrouble
from trainer_app.training.programme import sign


def test_results_go_over_and_the_receipt_takes_them_off_the_list(pc, desk, usb):
    handed = usb.hand_over(pc)
    assert (handed.count, handed.first, handed.last) == (20, 1, 20)
    assert handed.path == usb.only()
    assert handed.path.name == f"waypost-{pc.device.hex[:6]}-1-20.waybundle"
    assert waiting(pc) == 20

    (stranger,) = usb.collect(desk)
    assert (stranger.state, stranger.new) == ("stranger", 0)
    assert stranger.fingerprint == handed.fingerprint
    assert handed.fingerprint in stranger.reason
    assert texts(desk) == []

    (taken,) = usb.collect(desk, accept={handed.fingerprint})
    assert (taken.state, taken.count, taken.new, taken.receipted) == ("collected", 20, 20, True)
    assert texts(desk) == texts(pc)
    assert desk.chains.verify_received() == []
    assert desk.chains.heads()[pc.device, 1].hash == pc.head().hash

    assert bundles.read_receipts(pc, usb.folder).count == 20
    assert waiting(pc) == 0
    again = usb.hand_over(pc)
    assert (again.paths, again.count) == ((), 0)


def test_who_was_accepted_once_is_known(pc, desk, usb):
    usb.hand_over(pc)
    usb.accept_all(desk)
    learn(pc, 5)
    usb.hand_over(pc)
    assert {one.state for one in usb.collect(desk)} == {"already", "collected"}


def test_the_same_file_three_times_adds_nothing(pc, desk, usb):
    knowing(desk, pc)
    usb.hand_over(pc)
    usb.collect(desk)
    for _time in range(3):
        (again,) = usb.collect(desk)
        assert (again.state, again.new) == ("already", 0)
        assert again.on is not None
        assert again.on in again.reason
        assert "Nothing was added" in again.reason
    assert len(texts(desk)) == 20
    assert len(usb.names(".wayreceipt")) == 1


def test_a_receipt_that_was_lost_is_written_again(pc, desk, usb):
    knowing(desk, pc)
    usb.hand_over(pc)
    usb.collect(desk)
    usb.only(".wayreceipt").unlink()
    (again,) = usb.collect(desk)
    assert (again.state, again.receipted) == ("already", True)
    assert bundles.read_receipts(pc, usb.folder).count == 20


def test_a_stick_that_takes_no_receipt_is_collected_all_the_same(pc, desk, usb, monkeypatch):
    knowing(desk, pc)
    usb.hand_over(pc)

    def read_only(*_words: object) -> None:
        raise StickTrouble("no")

    with monkeypatch.context() as patch:
        patch.setattr(stick, "put", read_only)
        (taken,) = usb.collect(desk)
    assert (taken.state, taken.new, taken.receipted) == ("collected", 20, False)
    assert waiting(pc) == 20


def test_head_office_opens_with_the_key_of_the_organisation(make, usb, keys, ruta):
    pc, office = make("pc"), make("office")
    apply_programme(pc, sign(ruta, keys.seed), MAIN)
    learn(pc, 4)
    usb.hand_over(pc)
    (closed,) = usb.accept_all(office)
    assert closed.state == "refused"
    assert "another office" in closed.reason
    (taken,) = usb.accept_all(office, identities=[keys.identity])
    assert (taken.state, taken.site) == ("collected", MAIN)
    assert bundles.read_receipts(pc, usb.folder).count == 4


def test_with_nobody_to_seal_to_it_says_what_to_do(make, usb):
    pc = make("pc")
    learn(pc, 3)
    with pytest.raises(NobodyToSealTo, match="programme file, or pair"):
        usb.hand_over(pc)
    assert usb.names("") == []


def test_a_desk_never_seals_for_itself_alone(make, usb):
    desk = make("desk")
    pair(desk, desk)
    with pytest.raises(NobodyToSealTo):
        usb.hand_over(desk)


def test_a_folder_that_is_not_there_is_not_made(pc, usb, tmp_path):
    for gone in (tmp_path / "gone", tmp_path / "gone" / "Waypost"):
        for task in (bundles.hand_over, bundles.collect, bundles.inventory, bundles.read_receipts):
            with pytest.raises(NothingThere):
                task(pc, gone)
    assert not (tmp_path / "gone").exists()


def test_a_file_that_a_person_carried_elsewhere_is_collected_there(pc, desk, usb, tmp_path):
    knowing(desk, pc)
    usb.hand_over(pc)
    mailed = tmp_path / "mail"
    mailed.mkdir()
    shutil.move(usb.only(), mailed)
    (taken,) = bundles.collect(desk, list(mailed.iterdir())).bundles
    assert taken.state == "collected"
    (written,) = mailed.glob("*.wayreceipt")
    shutil.move(written, usb.folder)
    assert bundles.read_receipts(pc, usb.folder).count == 20


def test_a_known_stick_is_known(pc, usb, tmp_path):
    assert not bundles.knows_stick(pc, usb.folder)
    usb.hand_over(pc)
    assert bundles.knows_stick(pc, usb.folder)
    assert not bundles.knows_stick(pc, tmp_path)


def test_a_slow_stick_does_not_hold_the_thread_of_the_store(store_template, tmp_path, desk, usb):
    with ThreadPoolExecutor(1) as worker:
        pc = worker.submit(new_store, store_template, tmp_path / "pc").result()
        worker.submit(pc.endpoints.put, hub_of(desk)).result()
        worker.submit(learn, pc, 10).result()
        store_threads = set()

        def ask(operation):
            def noted():
                store_threads.add(threading.current_thread().name)
                return operation(pc)

            return worker.submit(noted).result()

        assert bundles.hand_over(ask, usb.folder).count == 10
        assert len(store_threads) == 1
        worker.submit(pc.close).result()


def test_collecting_stops_when_told_and_goes_on_later(pc, desk, usb, monkeypatch):
    monkeypatch.setattr("trainer_app.operations.arriving._PAGE", 5)
    knowing(desk, pc)
    usb.hand_over(pc)
    stop = threading.Event()
    told = []

    def tell(progress):
        told.append(progress.done)
        if progress.done >= 10:
            stop.set()

    found = bundles.collect(desk, usb.folder, tell, stop)
    assert (found.bundles, found.stopped) == ((), True)
    assert len(texts(desk)) == 10
    assert told == [0, 5, 10]
    assert usb.names(".wayreceipt") == []
    (taken,) = usb.collect(desk)
    assert (taken.state, taken.new) == ("collected", 10)
