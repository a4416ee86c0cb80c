"""Names travel sealed, win by their last change, and show nowhere outside."""

from __future__ import annotations

import logging
import tempfile

import msgspec

from tests.operations.programmes import MAIN
from tests.operations.sticks import (
    answer,
    enrol,
    hub_of,
    identity_of,
    knowing,
    learn,
    pair,
    recipient_of,
)
from trainer_app.operations import Changed, bundles, directory, syncing
from trainer_app.operations.asking import asking
from trainer_app.operations.organisation import OrganisationKeys
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.site import name_site
from trainer_app.sync import bundle, sealing
from trainer_app.training.programme import Programme, sign


def test_names_travel_with_the_results_and_only_once(pc, desk, usb):
    knowing(desk, pc)
    enrol(pc, "Rosa Mamani")
    usb.hand_over(pc)
    found = bundles.collect(desk, usb.folder)
    assert [one.name for one in desk.learners()] == ["Rosa Mamani"]
    assert found.doubles == ()
    bundles.read_receipts(pc, usb.folder)
    learn(pc, 1)
    path = usb.hand_over(pc).path
    assert bundle.open_bundle(path.read_bytes(), [identity_of(desk)]).people == ()
    enrol(pc, "Ana Quispe")
    handed = usb.hand_over(pc)
    assert handed.count == 1
    usb.collect(desk)
    assert [one.name for one in desk.learners()] == ["Ana Quispe", "Rosa Mamani"]


def test_names_travel_alone_too(pc, desk, usb):
    knowing(desk, pc)
    usb.hand_over(pc)
    usb.collect(desk)
    bundles.read_receipts(pc, usb.folder)
    enrol(pc, "Rosa Mamani")
    handed = usb.hand_over(pc)
    assert (len(handed.paths), handed.count) == (1, 0)
    usb.collect(desk)
    assert [one.name for one in desk.learners()] == ["Rosa Mamani"]


def test_in_another_epoch_all_names_are_handed_over_again(pc, desk, usb):
    knowing(desk, pc)
    enrol(pc, "Rosa Mamani")
    usb.hand_over(pc)
    usb.collect(desk)
    bundles.read_receipts(pc, usb.folder)
    assert usb.hand_over(pc).paths == ()
    pc.begin_epoch()
    (path,) = usb.hand_over(pc).paths
    assert len(bundle.open_bundle(path.read_bytes(), [identity_of(desk)]).people) == 1


def test_who_is_gone_goes_everywhere_and_two_of_a_name_are_told(pc, desk, usb):
    knowing(desk, pc)
    rosa = enrol(pc, "Rosa Mamani")
    enrol(desk, "Rosa Mamani")
    usb.hand_over(pc)
    found = bundles.collect(desk, usb.folder)
    assert found.doubles == (rosa,)
    bundles.read_receipts(pc, usb.folder)
    pc.directory.erase("learner", rosa)
    usb.hand_over(pc)
    usb.collect(desk)
    assert rosa not in {one.learner_id for one in desk.learners()}


def test_nothing_of_people_shows_outside(
    make, desk, usb, keys, ruta, caplog, monkeypatch, tmp_path
):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    pc = make("pc")
    apply_programme(pc, sign(ruta, keys.seed), MAIN)
    pair(pc, desk)
    name_site(pc, name="ZZQ-CANARY-SITE")
    who = enrol_learner(
        pc, name="ZZQ-CANARY-NAME", role="driver", team="ZZQ-CANARY-TEAM", language="es"
    )
    actor = who.learner.actor
    pc.append([answer(1, actor=actor, response="choice-zzq", name="ZZQ-CANARY-TEXT")])
    handed = usb.hand_over(pc)
    usb.accept_all(desk)
    bundles.read_receipts(pc, usb.folder)
    opened = bundle.open_bundle(handed.path.read_bytes(), [identity_of(desk)])
    assert any(actor.encode() in text for text, _digit in opened.statements())
    files = [path for path in usb.folder.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert list(temporary.iterdir()) == []
    outside = b" ".join([path.name.encode() + path.read_bytes() for path in files])
    outside += caplog.text.encode() + repr(handed).encode() + str(opened.header).encode()
    words = [
        b"ZZQ-CANARY",
        b"choice-zzq",
        b"picture",
        actor.encode(),
        who.learner.learner_id.encode(),
        b"Ruta",
        b"Tickets",
    ]
    words += [f'"{one}"'.encode() for one in who.pictures if one != "key"]  # headers have one
    for word in words:
        assert word not in outside, word
    assert MAIN.encode() in outside  # a code of the programme, for the inventory


def test_names_for_a_hub_are_read_by_desk_and_office_and_nobody_else(make, pc, desk):
    enrol(pc, "Rosa Mamani")
    sent = directory.people_to_send(pc, after=0)
    assert len(sent.blobs) == 1
    assert directory.people_to_send(pc, after=sent.through).blobs == ()
    unknown = directory.take_people(desk, sent.blobs)
    assert (unknown.count, unknown.unread) == (0, 1)
    knowing(desk, pc)
    taken = directory.take_people(desk, [b"noise", *sent.blobs])
    assert (taken.count, taken.unread) == (1, 1)
    assert [one.name for one in desk.learners()] == ["Rosa Mamani"]
    passer_by = make("passer-by")
    knowing(passer_by, pc)
    assert directory.take_people(passer_by, sent.blobs).unread == 1
    assert passer_by.learners() == []


def test_a_desk_gives_each_site_its_own_names(make, desk):
    office, north, south = make("office"), make("north"), make("south")
    pair(desk, office)
    devices = [directory.SiteDevice("", "bo-1"), directory.SiteDevice("age1nobody", "bo-1")]
    for one, site, name in ((north, "bo-1", "Rosa Mamani"), (south, "bo-2", "Ana Quispe")):
        one.set_setting("site-id", site)
        pair(one, desk)
        knowing(desk, one)
        devices.append(directory.SiteDevice(recipient_of(one), site))
        enrol(one, name)
        directory.take_people(desk, directory.people_to_send(one, after=0).blobs)
    desk.directory.put("site", "bo-2", {"name": "South"})
    desk.directory.put(directory.AUDIT, "a-1", {"what": "statements-all"})
    sent = directory.people_to_send(desk, after=0, devices=devices)
    new_north = make("new-north")
    new_north.set_setting("age-identity", identity_of(north))
    for one, names in ((new_north, ["Rosa Mamani"]), (office, ["Ana Quispe", "Rosa Mamani"])):
        knowing(one, desk)
        directory.take_people(one, sent.blobs)
        assert [person.name for person in one.learners()] == names
        assert len(one.directory.records("site")) == 1
        assert len(one.directory.records("audit")) == (one is office)


def test_a_certificate_goes_where_its_owner_is_and_a_session_everywhere(make, desk):
    north, south = make("north"), make("south")
    devices = []
    for one, site in ((north, "bo-1"), (south, "bo-2")):
        pair(one, desk)
        devices.append(directory.SiteDevice(recipient_of(one), site))
    desk.directory.put("certificate", "WP-1", {"site": "bo-1", "payload": "WAYPOST1:"})
    desk.directory.put("training-session", "m-1", {"state": "running"})
    sent = directory.people_to_send(desk, after=0, devices=devices)
    for one, certificates in ((north, 1), (south, 0)):
        knowing(one, desk)
        taken = directory.take_people(one, sent.blobs)
        assert taken.changed == Changed.PEOPLE | Changed.SESSION
        assert len(one.directory.records("certificate")) == certificates
        assert len(one.directory.records("training-session")) == 1


def test_names_wait_for_somebody_to_seal_to(make):
    pc, desk = make("pc"), make("desk")
    enrol(pc, "Rosa Mamani")
    sent = directory.people_to_send(pc, after=0)
    assert (sent.blobs, sent.through) == ((), 0)
    pair(pc, desk)
    assert len(directory.people_to_send(pc, after=sent.through).blobs) == 1


def test_whoever_may_read_names_later_is_given_those_from_before(make, pc, desk, keys, ruta):
    """A desk that a newer programme names, or a laptop that was paired again."""
    enrol(pc, "Rosa Mamani")
    (hub,) = pc.endpoints.all()
    feed = syncing._People(asking(pc), ())
    assert len(feed.waiting(hub.endpoint_id)) == 1
    feed.delivered(hub.endpoint_id)
    assert feed.waiting(hub.endpoint_id) == ()
    office = make("office")
    named = msgspec.structs.replace(ruta, desk_recipients=(recipient_of(office),))
    apply_programme(pc, sign(named, keys.seed), MAIN)
    knowing(office, pc)
    directory.take_people(office, feed.waiting(hub.endpoint_id))
    assert [one.name for one in office.learners()] == ["Rosa Mamani"]


def test_a_desk_alone_seals_for_its_computers_and_spreads_nobody_of_no_site(make, desk):
    one, other = make("one"), make("other")
    devices = [directory.SiteDevice(recipient_of(pc), None) for pc in (one, other)]
    for pc in (one, other):
        pair(pc, desk)
    knowing(desk, one)
    enrol(one, "Rosa Mamani")
    desk.endpoints.put(hub_of(desk))  # its own, where the names came from
    came = hub_of(desk).endpoint_id
    sent = directory.people_to_send(one, after=0)
    directory.take_people(desk, sent.blobs, origin=came)
    enrol(desk, "Ana Quispe")
    given = directory.people_to_send(desk, after=0, devices=devices, without=came)
    assert directory.take_people(other, given.blobs).count == 1
    assert [person.name for person in other.learners()] == ["Ana Quispe"]
    assert given.through == directory.people_to_send(desk, after=given.through).through


def test_recipients_are_named_once(make, keys: OrganisationKeys, ruta: Programme):
    pc, desk = make("pc"), make("desk")
    assert directory.recipients(pc) == ()
    pair(pc, desk)
    apply_programme(pc, sign(ruta, keys.seed), MAIN)
    assert directory.recipients(pc) == (keys.recipient, recipient_of(desk))
    assert sealing.recipient_of(keys.identity) == keys.recipient
    assert keys.public_key.hex() in directory.collector_keys(pc)
