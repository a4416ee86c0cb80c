"""Whatever is sent as an exchange is answered, and never with an error of the hub's own."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hub.asking import Asker, as_json, statement
from tests.hub.conftest import KEY
from tests.hub.devices import Device, bring
from tests.training.drafts import drafts
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.limits import Limits, Rate
from trainer_app.hub.records import Records
from trainer_app.sync.frame import Entry, encode
from trainer_app.sync.messages import Seen, read_exchange

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NO_LIMIT = Rate(per_second=1e9, burst=1e9)
WHOLE = msgspec.msgpack.decode(
    Device().work(3).exchange(
        Device().work(3).frame(), texts=[as_json(statement())], people=[b"sealed"],
        observations=[Seen(device=Device().uuid, epoch=1, boot=1, mono_ms=1, wall_ms=1,
                           reference_ms=1, source="server")],
    )
)  # fmt: skip
ATOMS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=9)
    | st.binary(max_size=40) | st.sampled_from([bytes(16), bytes(32), bytes(64), "\0", "\x00a", ""])
)  # fmt: skip
VALUES = st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=4), max_leaves=8)


@pytest.fixture(scope="module")
def asker(portal, tmp_path_factory):
    """A device of one hub, for all examples."""
    records = Records.open(tmp_path_factory.mktemp("fuzz") / "hub.db", key=KEY)
    limits = Limits(for_all=NO_LIMIT, for_one=NO_LIMIT, for_strangers=NO_LIMIT)
    app = make_app(records, Settings(name="x", fingerprint=bytes(32), limits=limits))
    secret = records.add_credential("device-1", scopes=("write",))
    yield Asker(app, portal, "device-1", secret, version=None, prefix="")
    records.close()


@MANY
@given(st.binary(max_size=200))
def test_any_bytes(asker, body):
    assert bring(asker, body).status == 400


@st.composite
def changed(draw):
    """The whole message with a few of its values replaced, at any depth."""
    message = msgspec.msgpack.decode(msgspec.msgpack.encode(WHOLE))
    for _ in range(draw(st.integers(1, 3))):
        inside = message
        while True:
            place = draw(st.integers(0, len(inside) - 1))
            if isinstance(inside[place], list) and inside[place] and draw(st.booleans()):
                inside = inside[place]
                continue
            inside[place] = draw(VALUES)
            break
    return msgspec.msgpack.encode(message)


@MANY
@given(changed())
def test_changed_values(asker, body):
    assert bring(asker, body).status in (200, 400, 401)


@MANY
@given(st.data())
def test_changed_frames(asker, data):
    frame = bytearray(read_exchange(msgspec.msgpack.encode(WHOLE)).frames[0])
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(frame)))
    body = Device().work(3).exchange(bytes(frame), bytes(frame[:cut]))
    assert bring(asker, body).status == 200


@MANY
@given(drafts(), st.integers(1, 2**53))
def test_signed_frames_of_whatever_a_device_may_write(asker, draft, seq):
    device = Device().work(1)
    stamp = replace(device.entries[0].stamp, seq=seq)
    try:
        frame = encode([Entry(draft, stamp)], bytes(32))
    except ValueError:
        return
    assert bring(asker, device.exchange(frame)).status == 200


@MANY
@given(st.recursive(
    ATOMS.filter(lambda value: not isinstance(value, bytes)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*statement(), "context", "result", "\0", "attachments"]), inner),
    max_leaves=10,
))  # fmt: skip
def test_texts_of_whatever_json(asker, value):
    whole = statement() | (value if isinstance(value, dict) else {"result": value})
    texts = [as_json(value), as_json(whole)]
    assert bring(asker, Device().exchange(texts=texts)).status == 200


@pytest.mark.parametrize("word", ["release", "site", "recipient"])
def test_a_hello_with_bytes_that_are_no_text_is_no_hello(asker, word):
    device = Device()
    told = device.exchange(hello=device.hello(**{word: "zzzzzz"}))
    assert told.count(b"zzzzzz") == 1
    assert bring(asker, told.replace(b"zzzzzz", b"zz\xa5zzz")).status == 400


@pytest.mark.parametrize("name", ["release", "site", "recipient"])
def test_a_hello_with_control_characters_is_no_hello(asker, name):
    device = Device()
    assert bring(asker, device.exchange(hello=device.hello(**{name: "a\0b"}))).status == 400
