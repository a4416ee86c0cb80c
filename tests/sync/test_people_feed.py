"""The people feed: read only by those it is for, and believed only from those who signed it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer_app.store import FeedRecord
from trainer_app.sync import people, sealing
from trainer_app.sync.messages import MOST_BLOB_BYTES
from trainer_app.sync.people import PeopleRejected, open_people, seal_people
from trainer_app.training.certificate import public_key

SENDER, SEED = UUID(int=0xA1), bytes(range(32))
OFFICE, DESK, STRANGER = (sealing.new_identity() for _ in range(3))
RECIPIENTS = [sealing.recipient_of(OFFICE), sealing.recipient_of(DESK)]


def person(number: int = 1, **facts: object) -> FeedRecord:
    known: dict[str, object] = {
        "kind": "learner",
        "record_id": f"learner-{number}",
        "change": 40 + number,
        "device": SENDER,
        "gone": False,
        "body": {"name": "Rosa Mamani", "team": "Night buses", "role": "driver"},
    }
    return FeedRecord(**(known | facts))  # type: ignore[arg-type]


def sealed(*records: FeedRecord) -> bytes:
    return seal_people(records or [person()], RECIPIENTS, device=SENDER, seed=SEED)


@pytest.mark.parametrize("who", [OFFICE, DESK], ids=["office", "desk"])
def test_each_recipient_reads_the_records_and_who_vouches_for_them(who):
    records = (person(), person(2, gone=True, body={}), person(3, kind="rota", body={"n": [1]}))
    opened = open_people(sealed(*records), [STRANGER, who])
    assert opened.records == records
    assert (opened.device, opened.key) == (SENDER, public_key(SEED))


def test_nobody_else_reads_them_and_no_name_shows():
    blob = sealed()
    assert b"Rosa" not in blob
    with pytest.raises(PeopleRejected):
        open_people(blob, [STRANGER])
    with pytest.raises(PeopleRejected):
        open_people(blob, [])


def test_a_changed_byte_anywhere_is_refused():
    blob = sealed()
    for place in range(len(blob)):
        with pytest.raises(PeopleRejected):
            open_people(blob[:place] + bytes([blob[place] ^ 4]) + blob[place + 1 :], [OFFICE])
    for length in range(0, len(blob), 64):
        with pytest.raises(PeopleRejected):
            open_people(blob[:length], [OFFICE])


def inside(blob: bytes) -> bytes:
    return sealing.unseal(blob, [OFFICE])


@pytest.mark.parametrize("place", [15, 30, 70, 130])
def test_who_can_seal_but_not_sign_forges_nothing(place):
    """The recipients are public; a hub could seal anything to them."""
    plain = bytearray(inside(sealed()))
    plain[place] ^= 1
    with pytest.raises(PeopleRejected):
        open_people(sealing.seal(bytes(plain), RECIPIENTS), [OFFICE])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_what_is_sealed_to_us_and_is_no_feed_is_refused(plain):
    for data in (plain, b"WAYPEOPLE1\n" + plain):
        with pytest.raises(PeopleRejected):
            open_people(sealing.seal(data, RECIPIENTS), [OFFICE])


@pytest.mark.parametrize(
    "record",
    [
        person(change=-1),
        person(kind=""),
        person(record_id="x" * 201),
    ],
)
def test_a_record_that_does_not_keep_to_the_form_is_refused(record):
    with pytest.raises(PeopleRejected):
        open_people(sealed(person(), record), [OFFICE])


def test_a_record_too_long_to_be_read_stays_behind():
    long = person(2, body={"name": "x" * people.MOST_OF_A_RECORD})
    assert open_people(sealed(person(), long), [OFFICE]).records == (person(),)


def test_too_many_records_are_refused(monkeypatch):
    blob = sealed(*map(person, range(4)))
    monkeypatch.setattr(people, "MOST_RECORDS", 3)
    with pytest.raises(PeopleRejected):
        open_people(blob, [OFFICE])


def test_many_people_travel_in_portions_that_a_hub_takes():
    records = [person(number, body={"name": uuid4().hex * 20}) for number in range(900)]
    portions = list(people.portions(records))
    assert [one for portion in portions for one in portion] == records
    assert len(portions) > 1
    for portion in portions:
        assert len(sealed(*portion)) <= MOST_BLOB_BYTES
    assert list(people.portions([])) == []


def test_a_computer_keeps_its_identity(store):
    made = people.device_identity(store)
    assert people.device_identity(store) == made
    assert people.device_recipient(store) == sealing.recipient_of(made)
    assert people.device_recipient(store).startswith("age1")
