"""Frames: everything comes back, nothing else does, and it is small."""

import lzma
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.road import road
from tests.training.drafts import UUIDS, WHOLE, WORDS, drafts, stamps
from tests.training.test_statement import ANSWER, CERTIFICATE, GOLDEN, LESSON, POST_TEST, STAMP
from trainer_app.sync import frame as module
from trainer_app.sync import frame_rows
from trainer_app.sync.frame import FORMAT, MOST, Entry, Frame, FrameRejected, decode, encode
from trainer_app.training import chain
from trainer_app.training.statement import (
    RENDERER,
    Draft,
    Stamp,
    render,
    statement_id,
)
from trainer_app.training.times import at

BEFORE = bytes(range(32))
HEAD = 1 + 4 + 32 + 32


def run(found: Sequence[Draft], start: Stamp = STAMP) -> list[Entry]:
    """The drafts as one device appends them, a second apart."""
    return [
        Entry(draft, replace(start, seq=start.seq + n, mono_ms=start.mono_ms + 1000 * n))
        for n, draft in enumerate(found)
    ]


def after(entries: Sequence[Entry], before: bytes = BEFORE) -> bytes:
    for entry in entries:
        text = render(entry.draft, entry.stamp)
        before = chain.link(before, entry.draft, entry.stamp, RENDERER, text)
    return before


def resealed(data: bytes) -> bytes:
    """The same bytes with the checksum that fits."""
    return data[:1] + zlib.crc32(data[5:]).to_bytes(4, "big") + data[5:]


def repacked(data: bytes, change: Callable[[Any], None] | None = None, inside: Any = None) -> bytes:
    """A frame with something else inside, packed and sealed as it should be."""
    if inside is None:
        inside = msgspec.msgpack.decode(module._unpacked(data))
    if change:
        change(inside)
    packed = lzma.compress(msgspec.msgpack.encode(inside), lzma.FORMAT_RAW, filters=module._FILTERS)
    return resealed(data[:HEAD] + packed)


# ---------------------------------------------------------------- everything comes back


@pytest.mark.parametrize("name", GOLDEN)
def test_one_statement(name: str) -> None:
    draft, stamp = GOLDEN[name]
    frame = decode(encode([Entry(draft, stamp)], BEFORE))
    entries = (Entry(draft, stamp),)
    assert frame == Frame(stamp.device, stamp.epoch, stamp.seq, entries, BEFORE, (), ())
    assert frame.texts == tuple(render(entry.draft, entry.stamp) for entry in entries)
    assert len(frame.hashes) == len(entries)


@st.composite
def runs(draw: st.DrawFn) -> list[Entry]:
    """One to six statements of one device; also such as the text would not tell whole."""
    start = draw(stamps())
    entries: list[Entry] = []
    flip = st.booleans()
    for n in range(draw(st.integers(1, 6))):
        again = draw(flip)
        if entries and again:
            draft = replace(entries[-1].draft, response=draw(st.none() | WORDS))
            subjects = [entry.stamp.statement_id for entry in entries]
            draft = replace(draft, subject=draw(st.sampled_from([None, *subjects]) | UUIDS))
        else:
            draft = draw(drafts())
        if draft.interaction and draw(flip):
            draft = replace(draft, response=draft.pattern)
        if draft.response is not None and draw(flip):
            draft = replace(draft, response=draw(st.sampled_from(["=", "==", "=\n", "[,]"])))
        if draft.maximum is None:
            draft = replace(draft, raw=draw(st.none() | WHOLE))
        draft = replace(draft, duration_ms=draw(st.none() | st.integers(-3, 10**12)))
        place = replace(
            draw(stamps()) if draw(flip) else start,
            device=start.device, epoch=start.epoch, seq=start.seq + n,
        )  # fmt: skip
        entries.append(Entry(draft, place))
    return entries


@settings(deadline=None)
@given(runs(), st.binary(min_size=32, max_size=32))
def test_every_column_comes_back(entries: list[Entry], before: bytes) -> None:
    data = encode(entries, before)
    frame = decode(data)
    assert list(frame.entries) == entries
    assert str(frame.entries) == str(tuple(entries))  # -0.0 is not 0.0, 1 is not True
    assert data[37:HEAD] == after(entries, before)
    assert decode(data).before == before


@pytest.mark.parametrize(
    "paths",
    [
        ("m/x", None), ("m/x", "m/x"), ("m/x/q/1", "m/x"), ("m/x/q/1", "m/y/t"), ("m/x/", "m/x/"),
        ("m/x//q", "m/x//"), ("m", "m"), ("", ""), ("/", "/"), ("m//q", "m/"), ("p/driver", "/m/x"),
        ("m/x/q", "m/xy"),
    ],
)  # fmt: skip
def test_every_path_comes_back(paths: tuple[str, str | None]) -> None:
    entries = run([replace(ANSWER, activity=paths[0], parent=paths[1])])
    assert list(decode(encode(entries, BEFORE)).entries) == entries


def test_every_field_is_in_the_property() -> None:
    """A new column of the log must come into frames, too."""
    told = {field.name for field in fields(Draft)} | {field.name for field in fields(Stamp)}
    rows = [frame_rows.Topic, frame_rows.Visit, frame_rows.Outcome]
    within = {name for row in rows for name in row.__struct_fields__}
    elsewhere = {"device", "epoch", "seq", "at", "mono_ms", "duration_ms", "refers_back"}
    assert told - within == elsewhere


def test_usual_registrations_and_near_subjects_are_not_sent() -> None:
    odd = replace(ANSWER, registration=UUID(int=7))
    near = replace(CERTIFICATE, subject=statement_id(STAMP.device, STAMP.epoch, STAMP.seq - 1))
    for draft, other in ((ANSWER, odd), (near, CERTIFICATE)):
        short, long = (len(encode(run([one]), BEFORE)) for one in (draft, other))
        assert short < long


def test_clocks_may_jump() -> None:
    entries = [
        Entry(ANSWER, replace(STAMP, seq=n + 1, at=at(wall), mono_ms=mono, boot=boot))
        for n, (wall, mono, boot) in enumerate(
            [(1_800_000_000_000, 5_000, 3), (315_532_800_000, 9_000, 3), (-1, 10, 4),
             (4_100_000_000_000, 2**62, 4), (1_800_000_000_000, 0, 5)]
        )
    ]  # fmt: skip
    assert list(decode(encode(entries, BEFORE)).entries) == entries


# ---------------------------------------------------------------- what is no run is not encoded


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [*run([ANSWER]), *run([LESSON])],
        [*run([ANSWER, LESSON])[::-1]],
        [run([ANSWER] * 3)[0], run([ANSWER] * 3)[2]],
        [*run([ANSWER]), *run([LESSON], replace(STAMP, seq=STAMP.seq + 1, epoch=2))],
        [*run([ANSWER]), *run([LESSON], replace(STAMP, seq=STAMP.seq + 1, device=UUID(int=1)))],
        run([ANSWER] * (MOST + 1)),
        run([replace(ANSWER, response="x" * 70_000)]),
        run([replace(ANSWER, scaled=2.0)]),
    ],
    ids=["none", "twice", "backwards", "gap", "epochs", "devices", "many", "long", "invalid"],
)
def test_only_runs_are_encoded(entries: list[Entry]) -> None:
    with pytest.raises(ValueError, match=r"frame|scaled"):
        encode(entries, BEFORE)


# ---------------------------------------------------------------- damage

SMALL = encode(run([ANSWER, LESSON, POST_TEST]), BEFORE)


def test_every_flipped_bit_is_noticed() -> None:
    for place in range(len(SMALL)):
        for bit in range(8):
            damaged = bytearray(SMALL)
            damaged[place] ^= 1 << bit
            with pytest.raises(FrameRejected):
                decode(bytes(damaged))


def test_every_cut_is_noticed() -> None:
    for length in range(len(SMALL)):
        with pytest.raises(FrameRejected):
            decode(SMALL[:length])
        with pytest.raises(FrameRejected):
            decode(resealed(SMALL[:length]))
    for more in (b"\0", b"x", SMALL):
        with pytest.raises(FrameRejected):
            decode(SMALL + more)
        with pytest.raises(FrameRejected):
            decode(resealed(SMALL + more))


def test_no_flipped_byte_makes_another_frame_though_its_checksum_fits() -> None:
    whole = decode(SMALL)
    for place in range(5, len(SMALL)):
        for flip in (1, 128, 255):
            damaged = bytearray(SMALL)
            damaged[place] ^= flip
            try:
                assert decode(resealed(bytes(damaged))) == whole
            except FrameRejected:
                continue


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_rejected(data: bytes) -> None:
    for made in (data, bytes([FORMAT]) + data, resealed(SMALL[:HEAD] + data)):
        with pytest.raises(FrameRejected):
            decode(made)


def places(value: Any, path: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    found = [path] if path else []
    for n, inner in enumerate(value) if isinstance(value, list) else ():
        found += places(inner, (*path, n))
    return found


LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats()
THINGS = st.recursive(
    LEAVES | st.text(max_size=40) | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=2),
)


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_anything_inside_is_rejected_or_the_same(data: st.DataObject) -> None:
    inside = msgspec.msgpack.decode(module._unpacked(SMALL))
    *way, last = data.draw(st.sampled_from(places(inside)))
    place = inside
    for step in way:
        place = place[step]
    place[last] = data.draw(THINGS)
    try:
        assert decode(repacked(SMALL, inside=inside)) == decode(SMALL)
    except FrameRejected:
        return


def test_a_changed_column_does_not_fit_the_chain() -> None:
    def other_response(inside: Any) -> None:
        inside[5][1][3][0] = inside[5][1][3][0].replace("ask-the-child", "tell-focal-point")

    with pytest.raises(FrameRejected, match="another end"):
        decode(repacked(SMALL, other_response))


def test_the_hashes_before_and_after_are_part_of_it() -> None:
    for place in (5, 36, 37, 68):
        damaged = bytearray(SMALL)
        damaged[place] ^= 1
        with pytest.raises(FrameRejected, match="another end"):
            decode(resealed(bytes(damaged)))


@pytest.mark.parametrize("table", [4, 5, 6], ids=["topics", "outcomes", "visits"])
def test_a_statement_without_a_row_is_rejected(table: int) -> None:
    def left_out(inside: Any) -> None:
        assert inside[table][2] == b"\1\2"
        inside[table][2] = b"\1\0"

    with pytest.raises(FrameRejected, match="without a row"):
        decode(repacked(encode(run([ANSWER, ANSWER]), BEFORE), left_out))


def test_a_frame_of_another_format_is_left_to_others() -> None:
    with pytest.raises(FrameRejected, match="not a frame of format 1"):
        decode(bytes([FORMAT + 1]) + SMALL[1:])


def test_a_bomb_does_not_go_off() -> None:
    packed = lzma.compress(bytes(16 << 20), lzma.FORMAT_RAW, filters=module._FILTERS)
    assert len(packed) < 16_000
    with pytest.raises(FrameRejected, match="no proper end"):
        decode(resealed(SMALL[:HEAD] + packed))


def test_a_long_word_is_not_repeated_in_every_statement() -> None:
    entries = run([LESSON] * 2000)

    def lengthened(inside: Any) -> None:
        inside[4][1][11][0] = "x" * (3 << 20)

    with pytest.raises(FrameRejected, match="too long"):
        decode(repacked(encode(entries, BEFORE), lengthened))


def test_a_column_of_very_many_words_is_not_made() -> None:
    def many(inside: Any) -> None:
        inside[4][1][11][0] = "\n" * (3 << 20)

    with pytest.raises(FrameRejected):
        decode(repacked(SMALL, many))


# ---------------------------------------------------------------- small


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_500_statements_of_a_real_road_are_6500_bytes_at_most(seed: int) -> None:
    entries = road(seed, 500)
    data = encode(entries, BEFORE)
    assert list(decode(data).entries) == entries
    assert len(data) <= 6_500


def test_a_whole_day_goes_into_one_frame() -> None:
    entries = road(4, MOST, modules=3, people=20)
    data = encode(entries, BEFORE)
    assert list(decode(data).entries) == entries
    assert len(data) <= 13 * MOST
