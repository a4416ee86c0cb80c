"""One contact of a device with the hub: exactly once, whatever is repeated, changed or mixed."""

from dataclasses import replace
from zlib import crc32

import pytest

from tests.hub.asking import Asker, as_json, statement
from tests.hub.devices import NOON, Device, bring, brought, kept_ids
from trainer_app.hub import device_records, device_tables, exchange, feed_records
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.chains import Brought, Run, joined
from trainer_app.hub.credentials import Credential
from trainer_app.hub.http import Call, Refused
from trainer_app.sync import messages
from trainer_app.sync.messages import Seen
from trainer_app.training import chain


@pytest.fixture
def whole(records):
    """The hub as it is served."""
    return make_app(records, Settings(name="Terminal Norte", fingerprint=bytes(32)))


@pytest.fixture
def caller(whole, records, portal):
    """Makes a caller with scopes and sites of its own, who speaks to all addresses."""

    def make(key="device-1", *scopes, sites=()):
        secret = records.add_credential(
            key, scopes=scopes or ("write", "read-mine"), sites=sites, title=f"of {key}"
        )
        return Asker(whole, portal, key, secret, version=None, prefix="")

    return make


@pytest.fixture
def everything(caller):
    return caller("all", "all")


def test_results_arrive_and_the_receipt_names_them(caller, everything):
    device = Device().work(30)
    answer = brought(caller(), device.exchange(device.frame()))
    assert answer.receipts == [messages.Receipt(device.uuid, 1, 1, 30, 30, 0)]
    assert (answer.known_seq, answer.known_head) == (30, device.hashes[30])
    assert not answer.refused
    assert sorted(kept_ids(everything)) == sorted(device.ids())


def test_the_text_the_hub_keeps_is_the_one_the_device_froze(caller, everything):
    device = Device().work(1)
    brought(caller(), device.exchange(device.frame()))
    query = {"statementId": device.ids()[0]}
    got = everything.ask("GET", "/xapi/statements", query, {"x-experience-api-version": "1.0.3"})
    assert device.texts()[0][:-1] in got.body.replace(b", ", b",").replace(b'": ', b'":')


def test_the_same_again_is_the_same(caller, everything):
    device, asker = Device().work(20), caller()
    message = device.exchange(device.frame(), people=[b"sealed"])
    first = brought(asker, message)
    again = brought(asker, message)
    assert (first.receipts[0].stored, again.receipts[0].stored) == (20, 0)
    assert again.receipts[0].same == 20
    assert again.receipts[0].fits
    assert len(kept_ids(everything)) == 20
    assert len(brought(everything, Device("desk").exchange()).people) == 1


def test_runs_that_come_in_any_order_close_their_gaps(caller):
    device, asker = Device().work(30), caller()
    known = []
    for first, last in ((11, 20), (25, 30), (1, 10), (18, 26)):
        answer = brought(asker, device.exchange(device.frame(first, last)))
        assert answer.receipts[0].fits
        known.append(answer.known_seq)
    assert known == [0, 0, 20, 30]
    assert answer.known_head == device.hashes[30]


def test_by_texts_and_by_frame_it_is_one_result(caller, everything):
    device = Device().work(10)
    other = caller("device-2")
    answer = brought(other, Device("b").exchange(texts=device.texts(1, 6)))
    assert (answer.texts_stored, answer.texts_same) == (6, 0)
    answer = brought(caller(), device.exchange(device.frame()))
    assert (answer.receipts[0].stored, answer.receipts[0].same) == (4, 6)
    assert answer.known_seq == 10
    assert sorted(kept_ids(everything)) == sorted(device.ids())


def test_another_text_under_a_known_id_is_told_and_the_rest_is_kept(caller):
    device, clone = Device().work(10), Device(seed=2).work(10)
    asker = caller()
    brought(asker, device.exchange(device.frame(1, 4)))
    answer = brought(asker, clone.exchange(clone.frame()))
    told = answer.receipts[0]
    assert [one.statement_id for one in told.conflicts] == [
        one.stamp.statement_id for one in clone.entries[:4]
    ]
    assert (told.stored, told.same, told.fits) == (6, 0, False)
    assert (answer.known_seq, answer.known_head) == (4, device.hashes[4])


def test_a_computer_set_back_learns_what_the_hub_knows(caller):
    device, asker = Device().work(40), caller()
    brought(asker, device.exchange(device.frame()))
    restored = Device().work(25)
    answer = brought(asker, restored.exchange())
    assert (answer.known_seq, answer.known_head) == (40, device.hashes[40])


def test_a_run_that_continues_another_past_does_not_fit(caller):
    device, asker = Device().work(10), caller()
    brought(asker, device.exchange(device.frame()))
    clone = Device(seed=2).work(15)
    answer = brought(asker, clone.exchange(clone.frame(11, 15)))
    assert answer.receipts[0].stored == 5
    assert not answer.receipts[0].fits
    assert (answer.known_seq, answer.known_head) == (10, device.hashes[10])


def test_results_of_an_earlier_epoch_come_as_frames_too(caller):
    old = Device().work(3)
    new = Device(epoch=2).work(2)
    answer = brought(caller(), new.exchange(old.frame(), new.frame()))
    assert [(one.epoch, one.stored) for one in answer.receipts] == [(1, 3), (2, 2)]
    assert answer.known_seq == 2


def test_frames_of_others_and_broken_ones_are_refused_alone(caller):
    device, other = Device().work(2), Device("b").work(2)
    later = Device(epoch=2).work(1)
    message = device.exchange(b"", other.frame(), device.frame(), later.frame(), b"\x01" * 90)
    answer = brought(caller(), message)
    assert [one.what for one in answer.refused] == ["frame 0", "frame 1", "frame 3", "frame 4"]
    assert [one.stored for one in answer.receipts] == [2]


def test_texts_that_are_no_statements_are_refused_alone(caller):
    device = Device("b").work(2)
    nameless = statement()
    del nameless["id"]
    texts = [
        b"", b"[]", b"\xff", as_json(nameless), as_json(statement(verb={})), b"[" * 5000,
        as_json(statement(result={"score": {"scaled": 2}})), *device.texts(),
    ]  # fmt: skip
    answer = brought(caller(), Device().exchange(texts=texts))
    assert [one.what for one in answer.refused] == [f"text {place}" for place in range(7)]
    assert all(one.reason for one in answer.refused)
    assert (answer.texts_stored, answer.texts_same) == (2, 0)


def test_a_text_in_conflict_is_refused_with_its_place(caller):
    asker = caller()
    mine = statement()
    brought(asker, Device().exchange(texts=[as_json(mine)]))
    other = mine | {"verb": {"id": "http://adlnet.gov/expapi/verbs/failed"}}
    answer = brought(asker, Device().exchange(texts=[as_json(statement()), as_json(other)]))
    assert [(one.what, one.code) for one in answer.refused] == [("text 1", 409)]
    assert (answer.texts_stored, answer.texts_same) == (1, 0)


def test_nothing_new_is_answered_in_few_bytes(caller):
    device, asker = Device().work(500), caller()
    first = bring(asker, device.exchange(device.frame()))
    assert len(device.frame()) < 6500
    assert len(first.body) < 150
    assert len(bring(asker, device.exchange()).body) < 100


# ---------------------------------------------------------------- whose it is


def test_a_key_is_one_computers_from_its_first_use_on(caller):
    asker = caller()
    brought(asker, Device().exchange())
    assert bring(asker, Device("b").exchange()).status == 401
    brought(asker, Device().exchange())


def test_a_computer_signs_with_one_key_for_ever(caller):
    asker, device = caller(), Device()
    brought(asker, device.exchange())
    device.private = Device("b").private
    assert bring(asker, device.exchange()).status == 401
    assert bring(caller("device-2"), device.exchange()).status == 401


def test_a_head_that_is_not_signed_is_refused(caller, everything):
    device = Device().work(1)
    hello = device.hello(signature=Device("b").hello().signature)
    assert bring(caller(), device.exchange(device.frame(), hello=hello)).status == 400
    assert kept_ids(everything) == []


def test_pairing_again_ends_the_older_key_of_the_computer(caller, records):
    device = Device()
    old, new, other, by_hand = (caller(key) for key in ("old", "new", "other", "by-hand"))
    with records.database.writing() as connection:
        for now, key in enumerate(("old", "other", "new")):
            whose = Device("b") if key == "other" else device
            device_records.bind(connection, key, whose.uuid, key, now, paired=True)
    brought(old, device.exchange())
    brought(other, Device("b").exchange())
    brought(by_hand, device.exchange())
    brought(new, device.exchange())
    assert bring(old, device.exchange()).status == 401
    for asker, whose in ((other, Device("b")), (by_hand, device), (new, device)):
        brought(asker, whose.exchange())
    known = {one.credential for one in device_records.devices(records.database)}
    assert known == {"new", "other", "by-hand"}


def test_the_scope_to_write_is_needed(caller):
    assert bring(caller("reader", "read-sites", sites=("x",)), Device().exchange()).status == 403


# ---------------------------------------------------------------- all or nothing


def test_nothing_is_kept_unless_everything_is(caller, everything, records, monkeypatch):
    device = Device().work(5)

    def fail(*_arguments):
        raise Refused(503, "as if the power went")

    monkeypatch.setattr(feed_records, "left_for", fail)
    assert bring(caller(), device.exchange(device.frame(), people=[b"x"])).status == 503
    monkeypatch.undo()
    assert kept_ids(everything) == []
    assert device_records.devices(records.database) == []
    assert brought(caller("device-2"), device.exchange()).known_seq == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xc1", 400),
        (messages.write(messages.Answer(now_ms=1, clock_known=True)), 400),
    ],
)
def test_what_is_no_exchange_is_refused(caller, body, status):
    assert bring(caller(), body).status == status


def test_a_later_releases_fields_are_left_alone(caller):
    import msgspec

    later = msgspec.msgpack.decode(Device().exchange())
    later[1].append("more of the hello")
    later.append({"more": "of the message"})
    brought(caller(), msgspec.msgpack.encode(later))


def test_too_many_statements_are_to_come_in_parts(caller, monkeypatch):
    asker, device = caller(), Device().work(8)
    frames = [device.frame(1, 1)] * (exchange.MOST_FRAMES + 1)
    assert bring(asker, device.exchange(*frames)).status == 413
    monkeypatch.setattr(messages, "MOST_STATEMENTS", 15)
    assert bring(asker, device.exchange(device.frame(), device.frame())).status == 413
    assert bring(asker, device.exchange(device.frame(1, 7), texts=device.texts())).status == 200


def test_frames_that_are_refused_are_work_too(caller):
    asker, device = caller(), Device().work(4)
    frame = device.frame()
    inside = frame[5:37] + bytes(32) + frame[69:]  # another end of the chain
    wrong_end = frame[:1] + crc32(inside).to_bytes(4, "big") + inside
    answer = brought(asker, device.exchange(*[wrong_end] * 20))
    assert len(answer.refused) == 20
    assert bring(asker, device.exchange(*[wrong_end] * 21)).status == 413


def test_what_frames_stand_for_is_not_without_measure(caller, monkeypatch):
    asker, device = caller(), Device().work(20)
    size = sum(map(len, device.texts()))
    monkeypatch.setattr(exchange, "LARGEST_TEXTS", size - 1)
    assert bring(asker, device.exchange(device.frame())).status == 413
    monkeypatch.setattr(exchange, "LARGEST_TEXTS", size)
    assert bring(asker, device.exchange(device.frame())).status == 200


def test_another_content_type_is_refused(caller):
    answer = bring(caller(), Device().exchange(), **{"content-type": "application/json"})
    assert answer.status == 415


# ---------------------------------------------------------------- clocks


def call_at(records, device, now_ms, message=None):
    who = Credential(
        "k", "", frozenset({"write"}), frozenset(), {"mbox": "mailto:k@example.org"}, 0
    )
    call = Call("POST", messages.PATH, {}, {"content-type": messages.MEDIA_TYPE},
                message or device.exchange(), credential=who)  # fmt: skip
    device_tables.make_tables(records.database)
    answer = exchange.Exchanges(records, now_ms=lambda: now_ms).answer(call)
    return messages.read_answer(bytes(answer.body))


def test_the_hubs_clock_is_told_and_whether_it_can_be_right(records):
    assert call_at(records, Device(), NOON).clock_known
    assert not call_at(records, Device(), 0).clock_known
    assert not call_at(records, Device(), NOON * 3).clock_known


def test_a_clock_behind_what_was_stored_is_no_reference(records):
    device = Device().work(1)
    assert call_at(records, device, NOON, device.exchange(device.frame())).clock_known
    before = records.consistent_through() // 1000
    assert not call_at(records, Device(), before - 3_600_000).clock_known


def test_the_time_a_message_waited_for_its_turn_is_not_put_on_the_devices_clock(records):
    device_tables.make_tables(records.database)
    clock = iter(range(NOON, NOON + 10**9, 60_000))  # a minute from each look to the next
    who = Credential(
        "k", "", frozenset({"write"}), frozenset(), {"mbox": "mailto:k@example.org"}, 0
    )
    call = Call("POST", messages.PATH, {}, {"content-type": messages.MEDIA_TYPE},
                Device().exchange(), credential=who)  # fmt: skip
    answer = exchange.Exchanges(records, now_ms=lambda: next(clock)).answer(call)
    assert messages.read_answer(bytes(answer.body)).now_ms > NOON
    reader = feed_records.Reader(device=Device("desk").uuid, collects=True)
    with records.database.reading() as connection:
        (seen,) = feed_records.others(connection, reader, 0).observations
    assert (seen.source, seen.wall_ms, seen.reference_ms) == ("hub", NOON, NOON)


def test_an_observation_is_kept_once_unless_the_clock_was_set(caller, everything):
    device, asker = Device(), caller()

    def seen(mono, wall, reference):
        return Seen(device=device.uuid, epoch=1, boot=3, mono_ms=mono, wall_ms=wall,
                    reference_ms=reference, source="server")  # fmt: skip

    there = [seen(1000, NOON, NOON + 60_000), seen(9000, NOON + 8000, NOON + 68_400)]
    brought(asker, device.exchange(observations=there))
    brought(asker, device.exchange(observations=[*there, seen(20_000, NOON, NOON + 79_000)]))
    told = brought(everything, Device("desk").exchange())
    from_server = [one for one in told.observations if one.source == "server"]
    assert [one.mono_ms for one in from_server] == [1000, 20_000]
    again = brought(everything, Device("desk").exchange(others_after=told.others_newest))
    assert again.observations == []


def test_observations_of_others_are_not_taken(caller, everything):
    other = Device("b").uuid
    lie = Seen(device=other, epoch=1, boot=1, mono_ms=1, wall_ms=1, reference_ms=1, source="hub")
    brought(caller(), Device().exchange(observations=[lie]))
    told = brought(everything, Device("desk").exchange())
    assert {one.device for one in told.observations} == {Device().uuid}


# ---------------------------------------------------------------- what others left


def test_who_collects_gets_signed_heads_of_what_is_here(caller, everything):
    device, asker = Device().work(9), caller()
    brought(asker, device.exchange(device.frame(1, 5)))
    desk = Device("desk")
    assert brought(everything, desk.exchange()).heads == []
    brought(asker, device.exchange(device.frame(6)))
    told = brought(everything, desk.exchange())
    hello = device.hello()
    assert told.heads == [
        messages.Head(device.uuid, 1, 9, device.hashes[9], hello.signature, hello.key)
    ]
    assert brought(everything, desk.exchange(others_after=told.others_newest)).heads == []
    assert brought(asker, device.exchange()).heads == []


def test_sealed_names_go_to_who_collects_the_site_and_from_desks_to_all(caller, everything):
    north, south = caller("north"), caller("south")
    desk, supervisor = everything, caller("sup", "write", "read-sites", sites=("north",))
    a, b = Device("a", site="north"), Device("b", site="south")
    brought(north, a.exchange(people=[b"from north"]))
    brought(south, b.exchange(people=[b"from south"]))
    brought(desk, Device("desk").exchange(people=[b"from the desk"]))

    def had(asker, device, after=0):
        return [one.data for one in brought(asker, device.exchange(people_after=after)).people]

    assert had(north, a) == [b"from the desk"]
    assert had(south, b) == [b"from the desk"]
    assert had(desk, Device("desk")) == [b"from north", b"from south"]
    assert had(supervisor, Device("sup")) == [b"from north", b"from the desk"]
    assert had(desk, Device("desk"), after=1) == [b"from south"]


def test_sealed_names_come_in_parts_that_say_there_is_more(caller, everything):
    device, asker = Device(), caller()
    large = [bytes([n]) * messages.MOST_BLOB_BYTES for n in range(9)]
    brought(asker, device.exchange(people=large))
    after, had = 0, []
    while True:
        told = brought(everything, Device("desk").exchange(people_after=after))
        had += [one.data for one in told.people]
        after = told.people[-1].number
        if after == told.people_newest:
            break
    assert had == large


def test_one_computer_cannot_fill_the_hub(caller, monkeypatch):
    monkeypatch.setattr(feed_records, "MOST_LEFT_BYTES", 10)
    told = brought(caller(), Device().exchange(people=[b"123456", b"abcdef", b"789"]))
    assert [one.what for one in told.refused] == ["people 1"]


def test_how_far_results_went_on_is_told_to_their_computer(caller, records):
    asker, device = caller(), Device()
    mark = messages.Onward("server", device.uuid, 1, 12, NOON)
    with records.database.writing() as connection:
        feed_records.note_onward(connection, [mark, replace_mark(mark, seq=7)])
    assert brought(asker, device.exchange()).onward == [mark]
    other = caller("two")
    assert brought(other, Device("b").exchange()).onward == []
    asked = [messages.Chain(device.uuid, 1), messages.Chain(device.uuid, 2)]
    assert brought(other, Device("b").exchange(on_the_way=asked)).onward == [mark]


def replace_mark(mark, **changes):
    import msgspec

    return msgspec.structs.replace(mark, **changes)


# ---------------------------------------------------------------- chains


def test_stretches_join_only_where_their_hashes_meet():
    hashes = [bytes([n]) * 32 for n in range(1, 9)]
    start = Brought(1, chain.START, hashes[:3])
    known = joined([], start)
    assert known == [Run(first=1, last=3, before=chain.START, head=hashes[2])]
    assert joined([], replace(start, before=hashes[0])) is None
    assert joined([], Brought(0, chain.START, hashes[:1])) is None
    assert joined(known, Brought(4, hashes[3], hashes[4:6])) is None
    apart = joined(known, Brought(5, hashes[3], hashes[4:6]))
    assert apart is not None
    assert [(run.first, run.last) for run in apart] == [(1, 3), (5, 6)]
    assert joined(apart, Brought(4, hashes[2], [hashes[0]])) is None
    closed = joined(apart, Brought(4, hashes[2], [hashes[3]]))
    assert closed == [Run(first=1, last=6, before=chain.START, head=hashes[5])]
    assert joined(closed, Brought(2, hashes[0], hashes[1:3])) == closed
