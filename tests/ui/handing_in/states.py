"""How results of a computer can stand, and what a stick can hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from trainer_app.operations.bundles import HandedOver, ReceiptsRead, StickEntry
from trainer_app.operations.collecting import Collected, CollectedBundle
from trainer_app.operations.syncing import ClockNote, Fault, HandInStatus, RoadStatus
from trainer_app.sync.lan import FoundHub
from trainer_app.training.programme import (
    ChainPlace,
    Programme,
    Requirement,
    ServerEndpoint,
    Site,
    sign,
)

NOW = datetime.now(UTC)
BEFORE = NOW - timedelta(days=9)
SERVER = RoadStatus("server", "server", "results.example.org", 0, 0, NOW, None)
HUB = RoadStatus("hub:0011223344556677", "hub", "Waiting hall", 0, 0, BEFORE, None)
UNUSED = RoadStatus("server", "server", "results.example.org", 0, 0, None, None)
STICK = RoadStatus("stick", "stick", "USB stick", 14, 0, None, None)
CLOSED = RoadStatus("server", "server", "results.example.org", 14, 2, BEFORE, Fault("network"))
CLOCK = ClockNote(
    "The clock of this computer is wrong: it says March 3, 2019. You can go on learning; "
    "results are kept in the right order."
)
STATES = {
    "empty": HandInStatus(0, None, (), None),
    "kept": HandInStatus(14, None, (), None),
    "new": HandInStatus(
        0, None, (RoadStatus("server", "server", "example.org", 0, 0, None, None),), None
    ),
    "all": HandInStatus(0, None, (SERVER, HUB), None),
    "hub": HandInStatus(0, None, (HUB,), None),
    "waiting": HandInStatus(14, BEFORE, (CLOSED,), None),
    "trouble": HandInStatus(14, BEFORE, (CLOSED, HUB, STICK), CLOCK),
}
"""What a computer can have to say about its results."""
DEVICE = UUID("7f3a9c00-0000-4000-8000-000000000001")
NUMBER = "K7QX-2M4W-5T3A-PL9D-8HNC"
ENTRIES = [
    StickEntry(DEVICE, 1, 1, 120, 120, (), "collected", "site-norte"),
    StickEntry(UUID(int=DEVICE.int + 2**120), 1, 41, 90, 50, ((1, 40),), "waiting", "site-sur"),
    StickEntry(None, 0, 0, 0, 0, (), "damaged", names=("waypost-00aa11-0003.waybundle",)),
]
COLLECTED = Collected(
    (
        CollectedBundle("a.waybundle", "collected", DEVICE, "site-norte", 120, 96),
        CollectedBundle(
            "b.waybundle", "already", UUID(int=DEVICE.int + 2**120), "site-sur", 50, 0,
            reason="Already collected on March 12, 2026. Nothing was added.",
        ),
        CollectedBundle(
            "c.waybundle", "stranger", UUID(int=DEVICE.int + 2**121), None, 30, 0,
            reason="This computer is not known here yet. Compare its number with the one it shows: "
            f"{NUMBER}. If they are the same, accept it.",
            fingerprint=NUMBER,
        ),
        CollectedBundle(
            "waypost-00aa11-0003.waybundle", "refused",
            reason="This file is damaged. Make it again on the computer it is from.",
        ),
    )
)  # fmt: skip
HANDED = HandedOver((Path("waypost-7f3a9c-0014.waybundle"),), 14, 1, 14, NUMBER, ReceiptsRead())
FOUND = [
    FoundHub("Waiting hall", "192.168.1.20:8443", "0011223344556677"),
    FoundHub("Office", "192.168.1.33:8443", "8899aabbccddeeff"),
]


def programme_file() -> bytes:
    """A signed programme of two sites."""
    from trainer_app.operations.organisation import make_keys

    keys = make_keys()
    return sign(
        Programme(
            programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
            version=3,
            name="Ruta segura",
            country="BO",
            organisation_recipient=keys.recipient,
            sites=(
                Site(site_id="norte", name="La Paz, north"),
                Site(site_id="sur", name="La Paz, south"),
            ),
            chain=(ChainPlace(place="police", name="The post at gate 2"),),
            required=(Requirement(role="driver", path="crew"),),
            endpoints=(
                ServerEndpoint(title="Records", address="https://records.example.org/xapi/"),
            ),
        ),
        keys.seed,
    )
