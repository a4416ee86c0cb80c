"""What lies on a stick, seen without a key."""

from __future__ import annotations

import pytest

from tests.operations.programmes import MAIN
from tests.operations.sticks import (
    learn,
)
from trainer_app.operations import bundles
from trainer_app.operations.programme import apply_programme
from trainer_app.sync.bundle import BundleRejected
from trainer_app.training.programme import sign


def test_the_inventory_names_computers_ranges_and_what_is_missing(make, desk, usb, keys, ruta):
    pc, other = make("pc"), make("other")
    for one in (pc, other):
        apply_programme(one, sign(ruta, keys.seed), MAIN)
        learn(one, 6)
    usb.hand_over(pc)
    usb.accept_all(desk, identities=[keys.identity])
    bundles.read_receipts(pc, usb.folder)
    usb.only().unlink()
    learn(pc, 4)
    usb.hand_over(pc)
    usb.hand_over(other)

    seen = {one.device: one for one in bundles.inventory(make("passer-by"), usb.folder)}
    entry = seen[pc.device]
    assert (entry.short_name, entry.site, entry.epoch) == (pc.device.hex[:6], MAIN, 1)
    assert (entry.first, entry.last, entry.count) == (7, 10, 4)
    assert (entry.missing, entry.state) == (((1, 6),), "waiting")
    assert entry.names == (f"waypost-{entry.short_name}-7-10.waybundle",)

    at_desk = {one.device: one for one in bundles.inventory(desk, usb.folder)}
    assert (at_desk[pc.device].missing, at_desk[pc.device].state) == ((), "waiting")
    assert at_desk[other.device].state == "waiting"
    usb.accept_all(desk, identities=[keys.identity])
    assert {one.state for one in bundles.inventory(desk, usb.folder)} == {"collected"}
    assert [one.state for one in bundles.inventory(pc, usb.folder) if one.device == pc.device] == [
        "collected"
    ]


def test_a_file_is_inspected_without_a_key(pc, usb, tmp_path):
    handed = usb.hand_over(pc)
    found = bundles.inspect(handed.path)
    assert (found.device, found.count, found.whole) == (pc.device, 20, True)
    assert found.fingerprint == handed.fingerprint
    data = bytearray(handed.path.read_bytes())
    data[-1] ^= 1
    handed.path.write_bytes(data)
    assert not bundles.inspect(handed.path).whole
    with pytest.raises(BundleRejected, match="cannot be read"):
        bundles.inspect(tmp_path / "gone.waybundle")
