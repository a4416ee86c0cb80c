"""Hand-over files: whole and from who says so, or nothing at all."""

import gzip
import hashlib
import json
import secrets
import struct
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer_app.content import canonical
from trainer_app.store import FeedRecord
from trainer_app.sync import bundle, sealing
from trainer_app.sync.bundle import BundleRejected, Contents, Range, Sender
from trainer_app.sync.messages import Head, Seen
from trainer_app.training.statement import ActivityType, Draft, Stamp, Verb, registration, render

DEVICE = UUID(int=0xD1)
SEED = bytes(range(32))
OFFICE, DESK, STRANGER = (sealing.new_identity() for _ in range(3))
_UNPACKER = zlib.decompressobj
START = datetime(2026, 12, 1, 12, tzinfo=UTC)


def statement(seq: int) -> tuple[Stamp, bytes]:
    draft = Draft(
        actor=f"p-{seq % 7}",
        verb=Verb.ANSWERED,
        activity=f"m/grooming/q/item-{seq % 12}",
        activity_type=ActivityType.ITEM,
        registration=registration(f"p-{seq % 7}", "grooming"),
        session=UUID(int=seq // 10),
        revision="grooming@1.0",
        language="es",
        interaction="choice",
        pattern="a",
        response="b",
        success=False,
        duration_ms=12_340,
    )
    stamp = Stamp(
        device=DEVICE,
        epoch=1,
        seq=seq,
        at=START + timedelta(seconds=9 * seq),
        offset_minutes=-240,
        boot=seq // 50,
        mono_ms=9_000 * seq,
        suspect=False,
        release="0.1.0",
    )
    return stamp, render(draft, stamp)


def sender(**facts: object) -> Sender:
    known: dict[str, object] = {
        "device": DEVICE,
        "epoch": 1,
        "boot": 3,
        "mono_ms": 5_000,
        "wall_ms": 1_796_126_400_000,
        "seed": SEED,
        "site": "bo-lpb-004",
    }
    return Sender(**(known | facts))  # type: ignore[arg-type]


def contents(count: int = 20, **facts: object) -> Contents:
    made = [statement(seq) for seq in range(1, count + 1)]
    known: dict[str, object] = {
        "texts": [text for _stamp, text in made],
        "digits": "".join(str(seq % 10) for seq in range(count)),
        "ranges": bundle.runs(stamp for stamp, _text in made),
        "rows": (1, count),
    }
    return Contents(**(known | facts))  # type: ignore[arg-type]


def recipients(*identities: str) -> list[str]:
    return [sealing.recipient_of(one) for one in identities or (OFFICE, DESK)]


@cache
def sealed() -> bytes:
    return bundle.write(contents(), sender(), recipients())


def forged(
    payload: bytes, *, count: int = 0, ranges: tuple[Range, ...] = (), **header: object
) -> bytes:
    """A file whose maker, with a good key, does not keep to the form."""
    whole = bundle.write(contents(0), sender(), recipients())
    known = msgspec.to_builtins(bundle.read_header(whole))
    cipher = sealing.seal(payload, recipients())
    facts = known | {
        "count": count,
        "ranges": ranges,
        "size": len(cipher),
        "sha256": hashlib.sha256(cipher).hexdigest(),
    }
    return signed(canonical.encode(facts | header)) + cipher


def signed(header: bytes) -> bytes:
    start = bundle.MAGIC + struct.pack(">I", len(header)) + header
    return start + Ed25519PrivateKey.from_private_bytes(SEED).sign(start)


def refused(data: bytes, *identities: str) -> str:
    with pytest.raises(BundleRejected) as caught:
        bundle.open_bundle(data, identities or (OFFICE,))
    return str(caught.value)


@pytest.mark.parametrize("who", [OFFICE, DESK], ids=["office", "desk"])
def test_each_recipient_opens_it_and_finds_the_exact_texts(who):
    opened = bundle.open_bundle(sealed(), [STRANGER, who])
    wanted = contents()
    found = list(opened.statements())
    assert [text for text, _digit in found] == wanted.texts
    assert [digit for _text, digit in found] == [int(one) for one in wanted.digits]
    assert opened.header.ranges == (Range(DEVICE, 1, 1, 20),)
    assert opened.header.count == 20


def test_heads_clocks_and_people_travel_inside():
    head = Head(DEVICE, 1, 20, b"h" * 32, b"s" * 64, b"k" * 32)
    seen = Seen(device=DEVICE, epoch=1, boot=1, mono_ms=5, wall_ms=-7, reference_ms=9, source="hub")
    person = FeedRecord("learner", "l-1", 4, DEVICE, False, {"name": "Ana Quispe"})
    unknown = FeedRecord("rota", "r-1", 5, DEVICE, True, {})
    made = contents(heads=[head], observations=[seen], people=[person, unknown], people_through=9)
    data = bundle.write(made, sender(), recipients())
    opened = bundle.open_bundle(data, [OFFICE])
    assert opened.heads == (head,)
    assert opened.observations == (seen,)
    assert opened.people == (person, unknown)
    assert opened.header.people == 9
    assert b"Quispe" not in data


def test_the_header_is_read_without_a_key_and_from_the_first_bytes():
    header = bundle.read_header(sealed()[: bundle.START_BYTES])
    assert (header.device, header.epoch, header.count) == (DEVICE, 1, 20)
    assert header.site == "bo-lpb-004"
    assert header.key == Ed25519PrivateKey.from_private_bytes(SEED).public_key(
    ).public_bytes_raw().hex()  # fmt: skip
    assert set(header.recipients) == {sealing.fingerprint(one) for one in recipients()}


@pytest.mark.parametrize("typed", ["Terminal Norte", "Rosa", "", "x" * 65, "élan"])
def test_a_header_takes_codes_and_nothing_somebody_typed(typed):
    data = bundle.write(contents(1), sender(site=typed, programme=typed), recipients())
    header = bundle.read_header(data)
    assert header.site == header.programme == (typed if typed == "Rosa" else None)


def test_nothing_of_the_statements_shows_outside():
    for word in (b"grooming", b"p-3", b"answered", b"item-"):
        assert word not in sealed()


def test_a_file_for_others_is_not_opened():
    assert "another office" in refused(sealed(), STRANGER)


def test_a_file_cut_at_any_place_is_refused():
    data = sealed()
    for length in range(0, len(data), 64):
        refused(data[:length])
    refused(data[:-1])
    refused(data + b"\0")


def test_a_flipped_byte_anywhere_is_refused():
    data = sealed()
    for place in range(len(data)):
        refused(data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(bundle.MAGIC.__add__)))
def test_anything_else_is_refused(data):
    refused(data)


def test_a_newer_file_says_so():
    assert "newer" in refused(b"WAYBUNDLE2\n" + sealed()[11:])
    assert "no hand-over file" in refused(b"PK\3\4")


def test_a_strangers_header_over_our_sealed_part_is_refused():
    header = bundle.read_header(sealed())
    cipher = sealed()[-header.size :]
    stranger = secrets.token_bytes(32)
    key = Ed25519PrivateKey.from_private_bytes(stranger).public_key().public_bytes_raw().hex()
    for stolen in ({"key": key}, {"key": key, "device": uuid4()}):
        coded = canonical.encode(msgspec.to_builtins(header) | stolen)
        start = bundle.MAGIC + struct.pack(">I", len(coded)) + coded
        signature = Ed25519PrivateKey.from_private_bytes(stranger).sign(start)
        assert "damaged" in refused(start + signature + cipher)


@pytest.mark.parametrize(
    "header",
    [
        {"format": 2},
        {"count": -1},
        {"count": bundle.MOST_STATEMENTS + 1},
        {"ranges": [[str(DEVICE), 1, 0, 4]]},
        {"ranges": [[str(DEVICE), 1, 5, 4]]},
        {"ranges": [[str(DEVICE), 1, 1, 5]]},
        {"ranges": [[str(DEVICE), 1, n, n] for n in range(1, 202)], "count": 201},
        {"device": "me"},
        {"key": "00"},
        {"key": "A" * 64},
        {"site": "two words"},
        {"recipients": ["x y"]},
        {"padding": "x" * bundle.MOST_HEADER},
    ],
)
def test_a_signed_header_that_does_not_keep_to_the_form_is_refused(header):
    assert bundle.read_header(forged(b"")).count == 0
    with pytest.raises(BundleRejected, match="damaged"):
        bundle.read_header(forged(b"", **header))


@pytest.mark.parametrize("header", [{"sha256": "0" * 64}, {"size": 5}])
def test_a_sealed_part_other_than_the_signed_one_is_refused(header):
    packed, known = payload()
    assert bundle.open_bundle(forged(packed, **known), [OFFICE])
    assert "damaged" in refused(forged(packed, **known, **header))


@pytest.mark.parametrize(
    "header",
    [b"", b"[]", b"{}", b"null", b"[" * 5_000, b'{"format":1, "x":2}', b'{"a":"\xc3\xa9"}'],
)
def test_a_signed_header_that_is_none_is_refused(header):
    assert "damaged" in refused(signed(header))


def first_line() -> bytes:
    """As the file that ``forged`` signs would have it."""
    whole = bundle.write(contents(0), sender(), recipients())
    opened = bundle.open_bundle(whole, [OFFICE])
    facts = {"bundle": str(opened.header.bundle), "device": str(DEVICE), "key": opened.header.key}
    return json.dumps(facts | {"kind": "bundle", "secret": opened.secret}).encode() + b"\n"


def payload(*lines: bytes) -> tuple[bytes, dict[str, object]]:
    begin = first_line()
    packed = gzip.compress(begin + b"".join(line + b"\n" for line in lines))
    return packed, {"bundle": json.loads(begin)["bundle"]}


def test_unknown_sections_are_passed_over():
    packed, header = payload(b'{"count":2,"kind":"weather"}', b"rain", b"sun")
    opened = bundle.open_bundle(forged(packed, **header), [OFFICE])
    assert list(opened.statements()) == []


@pytest.mark.parametrize(
    "lines",
    [
        [b'{"count":2,"kind":"weather"}', b"rain"],
        [b'{"count":-1,"kind":"weather"}'],
        [b'{"count":1,"kind":"statements"}', b"{}"],
        [b'{"count":1,"kind":"people"}', b"[" * 9_000],
        [b'{"count":1,"kind":"people"}', b'{"kind":"learner"}'],
        [b'{"count":1,"kind":"heads"}', b"[1,2,3]"],
        [b'{"count":1,"kind":"milliseconds"}', b"1"],
        [b"rubbish"],
        [b'{"count":1,"kind":"weather"}', b"x" * (bundle.MOST_OF_A_LINE + 1)],
    ],
)
def test_a_sealed_part_that_does_not_keep_to_the_form_is_refused_whole(lines):
    packed, header = payload(*lines)
    assert "damaged" in refused(forged(packed, **header))


@pytest.mark.parametrize("number", [-1, 2**60])
@pytest.mark.parametrize("place", [1, 2])
def test_the_end_of_a_chain_with_a_number_that_cannot_be_is_refused(place, number):
    head = [str(DEVICE), 1, 20, "aA==", "aA==", "aA=="]
    head[place] = number
    packed, header = payload(b'{"count":1,"kind":"heads"}', json.dumps(head).encode())
    assert "damaged" in refused(forged(packed, **header))


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no gzip",
        gzip.compress(b""),
        gzip.compress(b'{"kind":"bundle"}\n'),
        gzip.compress(b"\n")[:-6],
        gzip.compress(b"\n") + gzip.compress(b"\n"),
    ],
    ids=["nothing", "no gzip", "empty", "no start", "cut", "twice"],
)
def test_a_sealed_part_that_is_none_is_refused(packed):
    assert "damaged" in refused(forged(packed))


def test_sections_upon_sections_are_not_read_to_their_end(monkeypatch):
    monkeypatch.setattr(bundle, "_MOST_LINES", 10)
    four = [b'{"count":4,"kind":"weather"}', *[b"rain"] * 4]
    packed, header = payload(*four * 2)
    assert bundle.open_bundle(forged(packed, **header), [OFFICE])
    packed, header = payload(*four * 3)
    assert "damaged" in refused(forged(packed, **header))


def test_a_large_file_is_taken_piece_by_piece(monkeypatch):
    """What is left of it is not copied again and again."""
    fed = []

    class Fed(_Counted):
        def decompress(self, data: bytes, most: int) -> bytes:
            fed.append(len(data))
            return super().decompress(data, most)

    monkeypatch.setattr(sealing.zlib, "decompressobj", lambda wbits: Fed(wbits, []))
    long = [secrets.token_hex(500).encode() for _ in range(2_000)]
    packed = sealing.pack(long)
    assert list(sealing.lines(packed, most_bytes=1 << 24, most_of_a_line=1 << 12)) == long
    assert sum(fed) < 3 * len(packed)


def test_a_bomb_is_left_after_a_few_bytes(monkeypatch):
    packed, header = payload(b'{"count":90000,"kind":"weather"}', *[b" " * 250_000] * 50)
    monkeypatch.setattr(bundle, "MOST_UNPACKED", 1_000_000)
    looked_at = []
    monkeypatch.setattr(sealing.zlib, "decompressobj", lambda wbits: _Counted(wbits, looked_at))
    assert "damaged" in refused(forged(packed, **header))
    assert sum(looked_at) < 1_200_000


class _Counted:
    """An unpacker that notes how much it gave."""

    def __init__(self, wbits: int, given: list[int]) -> None:
        self._inner = _UNPACKER(wbits)
        self._given = given

    def decompress(self, data: bytes, most: int) -> bytes:
        piece = self._inner.decompress(data, most)
        self._given.append(len(piece))
        return piece

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


def test_nobody_to_seal_to_makes_no_file():
    with pytest.raises(ValueError, match="nobody"):
        bundle.write(contents(1), sender(), [])
    with pytest.raises(ValueError, match="no age recipient"):
        bundle.write(contents(1), sender(), ["age1nobody"])


def test_a_header_has_room_for_the_desks_of_a_country_and_for_no_more():
    ranges = [Range(uuid4(), 10**9, 10**9 * n, 10**9 * n) for n in range(1, bundle.MOST_RANGES + 1)]
    texts = [statement(1)[1]] * len(ranges)
    made = contents(0, texts=texts, digits="0" * len(texts), ranges=tuple(ranges))
    many = [OFFICE, *(sealing.new_identity() for _ in range(bundle.MOST_RECIPIENTS - 1))]
    data = bundle.write(made, sender(), recipients(*many))
    assert len(bundle.read_header(data).recipients) == bundle.MOST_RECIPIENTS
    assert len(list(bundle.open_bundle(data, [many[-1]]).statements())) == len(texts)
    with pytest.raises(ValueError, match="too many"):
        bundle.write(made, sender(), recipients(*many, STRANGER))


def test_more_people_than_are_read_go_in_several_files(monkeypatch):
    monkeypatch.setattr(bundle.people, "MOST_RECORDS", 3)
    records = [
        FeedRecord("learner", f"l-{n}", n, DEVICE, False, {"name": "Ana Quispe"}, feed=10 * n)
        for n in range(1, 6)
    ]
    made = contents(1, people=records, people_through=99)
    opened = bundle.open_bundle(bundle.write(made, sender(), recipients()), [OFFICE])
    assert [one.record_id for one in opened.people] == ["l-1", "l-2", "l-3"]
    assert opened.header.people == 30
    made = contents(1, people=records[3:], people_through=99)
    opened = bundle.open_bundle(bundle.write(made, sender(), recipients()), [OFFICE])
    assert (len(opened.people), opened.header.people) == (2, 99)


def test_more_observations_than_are_read_leave_the_oldest_behind(monkeypatch):
    monkeypatch.setattr(bundle, "_MOST_OTHER_LINES", 3)
    seen = [
        Seen(device=DEVICE, epoch=1, boot=n, mono_ms=5, wall_ms=7, reference_ms=9, source="hub")
        for n in range(5)
    ]
    data = bundle.write(contents(1, observations=seen), sender(), recipients())
    assert [one.boot for one in bundle.open_bundle(data, [OFFICE]).observations] == [2, 3, 4]


def test_runs_name_exactly_what_is_there():
    found = bundle.runs(_stamp(seq, epoch) for seq, epoch in
                        [(3, 1), (1, 1), (2, 1), (7, 1), (1, 2), (9, 1), (8, 1)])  # fmt: skip
    assert found == (Range(DEVICE, 1, 1, 3), Range(DEVICE, 1, 7, 9), Range(DEVICE, 2, 1, 1))
    assert [one.count for one in found] == [3, 3, 1]
    assert bundle.runs([]) == ()


def _stamp(seq: int, epoch: int) -> Stamp:
    return Stamp(
        device=DEVICE, epoch=epoch, seq=seq, at=START, offset_minutes=0, boot=1, mono_ms=0,
        suspect=False, release="0.1.0",
    )  # fmt: skip
