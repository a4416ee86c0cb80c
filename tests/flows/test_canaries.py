"""Names, pictures, ways through scenes and typed words: where results travel, none of them does."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import msgspec
import pytest

from tests.flows.cast import Computer
from tests.sync.real_hub import RealHub
from tests.sync.small_servers import RecordStore, Server
from trainer_app.operations.bundles import hand_over
from trainer_app.operations.learning import keep_place
from trainer_app.operations.organisation import make_keys
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.site import Contact, fill_slot, name_site
from trainer_app.operations.syncing import pair_with, set_server, sync_all
from trainer_app.sync.frame import decode
from trainer_app.sync.messages import read_exchange
from trainer_app.sync.people import device_identity, open_people
from trainer_app.sync.road import Line, Patience, Surroundings
from trainer_app.training.programme import Programme, Site, sign
from trainer_app.training.statement import render

NAME, TEAM, TYPED, WAY = "Zzqrosa Canary", "Zzqteam", "Zzqtyped", "zzqway"
CANARIES = [word.encode() for word in (NAME, "zzqrosa", TEAM, TYPED, WAY)]
"""Each long enough not to turn up in random bytes."""


class Sent:
    """Everything that left by a line, before it is encrypted: address, head and body."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.all: list[tuple[str, bytes]] = []
        real = Line.send

        def send(line, method, target, **words):
            head = repr((method, target, words.get("query"), words.get("headers"))).encode()
            self.all.append((target, head + b"\n" + (words.get("content") or b"")))
            return real(line, method, target, **words)

        monkeypatch.setattr(Line, "send", send)


@pytest.fixture
def pc(tmp_path, store_template):
    """A computer where somebody learned, with canaries in every place that a name has."""
    made = Computer(tmp_path / "pc", template=store_template)
    enrolled = enrol_learner(made.store, name=NAME, role="driver", team=TEAM, language="es")
    name_site(made.store, name=f"{TYPED} terminal")
    contact = Contact(name=TYPED, number="000", verified_by=TYPED, verified_on=None)
    fill_slot(made.store, slot_id="manager", contact=msgspec.structs.replace(contact, number=""))
    place = "scenario/grooming/night-bus"
    learner_id = enrolled.learner.learner_id
    keep_place(made.store, learner_id=learner_id, place=place, state=WAY.encode())
    made.answer(25, name=NAME)
    made.pictures = enrolled.pictures
    yield made
    made.close()


def canaries_in(data: bytes) -> list[bytes]:
    low = data.lower()
    return [word for word in CANARIES if word.lower() in low]


def around(context=None) -> Surroundings:
    return Surroundings(patience=Patience(read_s=3, tries=1), trusted=context)


def test_requests_to_a_record_store_say_no_name(pc, tmp_path, monkeypatch):
    sent = Sent(monkeypatch)
    records = RecordStore()
    with Server(records) as server:
        set_server(pc.store, server.address, records.key, records.secret)
        synced = sync_all(pc.ask, around=around())
    assert [road.sent for road in synced.roads] == [25]
    assert len(sent.all) >= 2
    for target, data in sent.all:
        head, _line, body = data.partition(b"\n")
        body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        assert canaries_in(head + body) == [], target
        picture_words = [name.encode() for name in pc.pictures if len(name) > 4]
        assert not all(word in body for word in picture_words)


def test_an_exchange_shows_the_hub_no_name(pc, tmp_path, monkeypatch):
    sent = Sent(monkeypatch)
    desk = Computer(tmp_path / "desk", template=tmp_path / "pc-template")
    try:
        recipient_identity = device_identity(desk.store)
        with RealHub(tmp_path / "hub") as hub:
            code = hub.desk(
                "POST",
                "/waypost/desk/pairing",
                {"recipient": _recipient(desk), "key": ""},
            )["code"]
            pair_with(pc.ask, hub.address, code, around=around())
            synced = sync_all(pc.ask, around=around())
            assert [road.sent for road in synced.roads] == [25]
        exchanges = [data.partition(b"\n")[2] for where, data in sent.all if "exchange" in where]
        assert exchanges
        sealed = 0
        for body in exchanges:
            assert canaries_in(body) == []
            message = read_exchange(body)
            for frame in message.frames:
                for entry in decode(frame).entries:
                    assert canaries_in(render(entry.draft, entry.stamp)) == []
            for blob in message.people:
                assert canaries_in(blob) == []
                names = [
                    one.body.get("name") for one in open_people(blob, [recipient_identity]).records
                ]
                sealed += NAME in names
        assert sealed == 1  # the name did travel, for the desk alone
    finally:
        desk.close()


def test_a_stick_shows_no_name(pc, tmp_path):
    keys = make_keys()
    programme = Programme(
        programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
        version=1,
        name="Ruta segura",
        organisation_recipient=keys.recipient,
        sites=(Site(site_id="bo-lpz-001", name="Terminal"),),
    )
    apply_programme(pc.store, sign(programme, keys.seed))
    stick = tmp_path / "stick"
    stick.mkdir()
    assert hand_over(pc.store, stick).count == 25
    files = [path for path in stick.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert canaries_in(path.name.encode() + b"\n" + path.read_bytes()) == []


def test_nothing_outside_the_data_file_has_them(pc, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with RealHub(tmp_path / "hub") as hub:
        pair_with(pc.ask, hub.address, hub.code(), around=around())
        sync_all(pc.ask, around=around())
    for path in [*(tmp_path / "pc").rglob("*"), *(tmp_path / "hub").rglob("*")]:
        if path.is_file():
            assert canaries_in(path.name.encode() + b"\n" + path.read_bytes()) == [], path.name
    assert canaries_in(caplog.text.encode()) == []


def _recipient(desk: Computer) -> str:
    from trainer_app.sync.people import device_recipient

    return device_recipient(desk.store)


@pytest.fixture(autouse=True)
def _template(tmp_path, store_template) -> Path:
    """A second computer's folder."""
    import shutil

    return Path(shutil.copytree(store_template, tmp_path / "pc-template"))
