"""What is handed over, what stays on the stick, and how it goes on from a desk."""

from __future__ import annotations

import threading
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.operations.programmes import MAIN
from tests.operations.sticks import (
    Stick,
    identity_of,
    knowing,
    learn,
    pair,
    texts,
    waiting,
)
from trainer_app.operations import bundles, directory
from trainer_app.operations.programme import apply_programme
from trainer_app.store.clock import Reading
from trainer_app.sync import bundle, stick
from trainer_app.sync.messages import Head, head_words
from trainer_app.training.certificate import public_key
from trainer_app.training.clocks import Observation
from trainer_app.training.programme import sign


def test_what_has_no_receipt_is_handed_over_again_with_the_new(pc, desk, usb):
    knowing(desk, pc)
    usb.hand_over(pc)
    learn(pc, 10, begin=20)
    usb.hand_over(pc)
    assert [one.new for one in usb.collect(desk)] == [20, 10]
    assert texts(desk) == texts(pc)
    bundles.read_receipts(pc, usb.folder)
    assert waiting(pc) == 0


def test_made_again_without_news_the_file_stays_as_it_is(pc, usb):
    first = usb.hand_over(pc)
    before = first.path.stat()
    assert usb.hand_over(pc).paths == first.paths
    assert first.path.stat().st_mtime_ns == before.st_mtime_ns
    damaged = bytearray(first.path.read_bytes())
    damaged[-1] ^= 1
    first.path.write_bytes(damaged)
    assert usb.hand_over(pc).paths == first.paths
    assert bundles.inspect(first.path).whole


def test_a_file_stays_until_its_receipt_is_there_and_the_newest_three_longer(pc, desk, usb):
    knowing(desk, pc)
    for number in range(5):
        usb.hand_over(pc)
        learn(pc, 1, begin=20 + number)
    assert len(usb.names()) == 5
    usb.collect(desk)
    usb.hand_over(pc)
    left = usb.names()
    prefix = f"waypost-{pc.device.hex[:6]}"
    assert left == [
        f"{prefix}-1-23.waybundle",
        f"{prefix}-1-24.waybundle",
        f"{prefix}-25-25.waybundle",
    ]
    assert len(usb.names(".wayreceipt")) == 2


def test_what_is_receipted_and_too_old_goes(make, usb, keys, ruta, monkeypatch):
    pc, office = make("pc"), make("office")
    apply_programme(pc, sign(ruta, keys.seed), MAIN)
    learn(pc, 2)
    usb.hand_over(pc)
    usb.accept_all(office, identities=[keys.identity])
    real = pc._clock
    monkeypatch.setattr(
        pc, "_clock", lambda: Reading(real().utc_ms + 91 * 86_400_000, 0, real().steady_ms)
    )
    usb.hand_over(pc)
    assert usb.names() == []
    assert usb.names(".wayreceipt") == []


def test_many_results_go_into_several_files(pc, desk, usb, monkeypatch):
    monkeypatch.setattr("trainer_app.operations.stick_receipts.PAGE", 4)
    monkeypatch.setattr(bundle, "MOST_STATEMENTS", 8)
    handed = usb.hand_over(pc)
    assert (len(handed.paths), handed.count) == (3, 20)
    knowing(desk, pc)
    assert [one.new for one in usb.collect(desk)] == [8, 8, 4]
    assert texts(desk) == texts(pc)
    assert bundles.read_receipts(pc, usb.folder).count == 20


def test_handing_over_stops_between_files_and_goes_on_later(pc, desk, usb, monkeypatch):
    monkeypatch.setattr(bundle, "MOST_STATEMENTS", 8)
    monkeypatch.setattr("trainer_app.operations.stick_receipts.PAGE", 4)
    stop = threading.Event()
    put = stick.put

    def stopping(path, data):
        stop.set()
        put(path, data)

    monkeypatch.setattr(stick, "put", stopping)
    handed = bundles.hand_over(pc, usb.folder, stop)
    assert (handed.stopped, handed.count, len(usb.names())) == (True, 8, 1)
    handed = usb.hand_over(pc)
    assert (handed.stopped, handed.count, len(usb.names())) == (False, 20, 3)


def test_a_gap_is_never_passed_over(pc, desk, usb, monkeypatch):
    monkeypatch.setattr("trainer_app.operations.stick_receipts.PAGE", 4)
    monkeypatch.setattr(bundle, "MOST_STATEMENTS", 8)
    lost = usb.hand_over(pc).paths[1]
    lost.unlink()
    knowing(desk, pc)
    usb.collect(desk)
    assert bundles.read_receipts(pc, usb.folder).count == 8
    assert waiting(pc) == 12
    handed = usb.hand_over(pc)
    assert (handed.first, handed.count) == (9, 12)
    usb.collect(desk)
    bundles.read_receipts(pc, usb.folder)
    assert waiting(pc) == 0
    assert texts(desk) == texts(pc)


def test_a_desk_hands_on_everything_it_collected(make, desk, usb, tmp_path):
    office = make("office")
    pcs = [make("north"), make("south")]
    pair(desk, office)
    knowing(office, desk)
    learn(desk, 3)
    for number, one in enumerate(pcs):
        pair(one, desk)
        knowing(desk, one)
        learn(one, 6, begin=10 * number)
        usb.hand_over(one)
    usb.collect(desk)
    on = Stick(tmp_path / "second")
    on.folder.mkdir()
    assert on.hand_over(desk).count == 15
    (taken,) = on.collect(office)
    assert taken.new == 15
    assert texts(office) == texts(desk)
    assert set(texts(office)) >= {text for one in pcs for text in texts(one)}
    assert office.chains.verify_received() == []
    assert set(office.chains.heads()) == {(one.device, 1) for one in (desk, *pcs)}
    assert {one.device for one in office.chains.signed()} == {one.device for one in (desk, *pcs)}
    usb.collect(office)  # the first stick by another road: all of it is there
    assert len(texts(office)) == 15
    assert bundles.read_receipts(desk, on.folder).count == 15


def test_an_answer_changed_on_its_way_is_noticed(make, desk, usb, monkeypatch):
    """Who holds a computer's key can say anything once; its signed chain tells on them later."""
    pc = make("pc")
    pair(pc, desk)
    learn(pc, 6)
    knowing(desk, pc)
    usb.hand_over(pc)
    opened = list(bundle.open_bundle(usb.only().read_bytes(), [identity_of(desk)]).statements())
    altered = [(text.replace(b'"response":"b"', b'"response":"a"'), n) for text, n in opened]
    monkeypatch.setattr(bundle.Opened, "statements", lambda _self: iter(altered))
    usb.collect(desk)
    assert [(one.device, one.seq) for one in desk.chains.verify_received()] == [(pc.device, 6)]


def test_what_was_observed_of_clocks_goes_along(pc, desk, usb):
    seen = Observation(
        device=pc.device, epoch=1, boot=pc.boot, mono_ms=5, wall_ms=7, reference_ms=9, source="hub"
    )
    pc.observations.observe(seen)
    knowing(desk, pc)
    usb.hand_over(pc)
    usb.collect(desk)
    assert desk.observations.of(pc.device, 1) == [seen]


def test_an_end_of_a_chain_that_its_device_did_not_sign_is_passed_over(pc, desk, usb, monkeypatch):
    other, end, seed = UUID(int=5), b"h" * 32, bytes(32)
    key, pinned = public_key(seed), UUID(int=6)
    good = Ed25519PrivateKey.from_private_bytes(seed).sign(head_words(other, 1, 4, end))
    heads = [
        Head(other, 1, 4, end, good, key),
        Head(other, 2, 4, end, good, key),
        Head(other, 1, 5, end, good[::-1], key),
        Head(other, 3, 4, end, good, b"short"),
        Head(pc.device, 1, 4, end, good, key),
        Head(pinned, 1, 4, end, good, key),
    ]
    monkeypatch.setattr(bundles, "_heads", lambda *_words: heads)
    directory.pin_device(desk, pinned, "ab" * 32)
    knowing(desk, pc)
    usb.hand_over(pc)
    usb.collect(desk)
    assert [(one.device, one.epoch, one.seq) for one in desk.chains.signed()] == [(other, 1, 4)]
