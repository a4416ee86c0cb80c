"""Nobody asks too much: sizes, rates, and secrets that are guessed."""

import gzip
import os
import sys
import time
from statistics import median

import pytest

from tests.hub.asking import Asker, as_json, basic, send, statement
from tests.hub.devices import Device, bring
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.http import LARGEST_BODY
from trainer_app.hub.limits import (
    FOR_ONE,
    WRONG_FROM_ADDRESS,
    WRONG_SECRETS,
    Bucket,
    Limits,
    Rate,
)
from trainer_app.hub.mentions import digest, term

HERE = "192.168.1.20"


class Steady:
    """A clock that goes on when it is told to."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Steady()


@pytest.fixture
def limits(clock):
    return Limits(clock=clock)


@pytest.fixture
def caller(records, portal, limits):
    """Makes callers of a hub with these limits."""
    app = make_app(records, Settings(name="x", fingerprint=bytes(32), limits=limits))

    def make(key="device-1", secret=None, scopes=("write",)):
        if secret is None:
            secret = records.add_credential(key, scopes=scopes)
        return Asker(app, portal, key, secret, version=None, prefix="")

    return make


# ---------------------------------------------------------------- buckets


def test_a_bucket_gives_its_burst_and_then_as_much_as_trickles_in():
    bucket = Bucket(Rate(per_second=2, burst=3), 0.0)
    assert [bucket.wait(0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert bucket.wait(0.5) == 0.0
    assert bucket.wait(0.5) == 0.5
    assert [bucket.wait(1000.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_workers_share_what_is_allowed():
    assert FOR_ONE.shared(4).per_second == FOR_ONE.per_second / 4
    assert Rate(per_second=1, burst=2).shared(8).burst == 1


def test_one_who_asks_too_much_waits_and_the_others_do_not(caller, limits, clock):
    limits.for_one = Rate(per_second=1, burst=3)
    busy, calm = caller("busy"), caller("calm")
    message, other = Device().exchange(), Device("b").exchange()
    assert [bring(busy, message).status for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = bring(busy, message)
    assert answer.headers["retry-after"] == "1"
    assert bring(calm, other).status == 200
    clock.now += 1
    assert bring(busy, message).status == 200


def test_all_together_wait_when_it_is_too_much_for_the_hub(records, portal, clock):
    limits = Limits(clock=clock, for_all=Rate(per_second=1, burst=3))
    app = make_app(records, Settings(name="x", limits=limits))
    secrets = {key: records.add_credential(key, scopes=("write",)) for key in "abcd"}
    askers = [Asker(app, portal, key, secret, None, "") for key, secret in secrets.items()]
    statuses = [bring(one, Device(one.key).exchange()).status for one in askers]
    assert statuses == [200, 200, 200, 429]


def test_a_stranger_cannot_ask_for_ever(caller, limits):
    limits.for_strangers = Rate(per_second=1, burst=2)
    stranger = caller("nobody", "")
    asked = [stranger.ask("GET", "/xapi/about", None, {"authorization": ""}) for _ in range(3)]
    assert [one.status for one in asked] == [200, 200, 429]


def test_what_is_remembered_of_callers_is_bounded(limits, monkeypatch):
    monkeypatch.setattr("trainer_app.hub.limits._MOST_REMEMBERED", 50)
    for number in range(500):
        limits.wait(f"key-{number}", HERE)
        limits.wrong(f"key-{number}", HERE)
        limits.right(f"key-{number}", HERE)
    assert len(limits._buckets) == len(limits._known) == 50
    assert len(limits._failures) <= 50


# ---------------------------------------------------------------- secrets


def test_after_five_wrong_secrets_the_sixth_has_to_wait(caller, clock):
    caller("device-1")
    thief = caller("device-1", "guessed")
    message = Device().exchange()
    statuses = [bring(thief, message).status for _ in range(7)]
    assert statuses == [401] * WRONG_SECRETS + [429, 429]
    assert int(bring(thief, message).headers["retry-after"]) >= 1
    clock.now += 2.1
    assert bring(thief, message).status == 401
    clock.now += 2.1
    assert bring(thief, message).status == 429


def test_the_wait_grows_and_ends(limits, clock):
    waits = []
    for _ in range(12):
        limits.wrong("key", HERE)
        waits.append(limits.wait("key", HERE))
        clock.now += waits[-1]
    assert waits[:4] == [0.0] * 4
    assert waits[4:8] == [2.0, 4.0, 8.0, 16.0]
    assert max(waits) == 60.0
    clock.now += 601
    limits.wrong("key", HERE)
    assert limits.wait("key", HERE) == 0.0


def test_a_right_secret_forgives_slips(limits):
    for _ in range(4):
        limits.wrong("key", HERE)
    limits.right("key", HERE)
    limits.wrong("key", HERE)
    assert limits.wait("key", HERE) == 0.0


def test_a_guesser_elsewhere_does_not_keep_the_owner_out(limits):
    for _ in range(20):
        limits.wrong("key", "10.0.0.66")
    assert limits.wait("key", HERE) == 0.0
    assert limits.wait("key", "10.0.0.66") > 0


def test_who_tries_many_keys_waits_and_known_ones_there_go_on(limits):
    limits.right("known", HERE)
    for number in range(WRONG_FROM_ADDRESS):
        limits.wrong(f"key-{number}", HERE)
    assert limits.wait("another", HERE) > 0
    assert limits.wait("", HERE) > 0
    assert limits.wait("known", HERE) == 0.0


@pytest.mark.parametrize("path", ["/xapi/about", "/waypost/pair/start", "/nowhere"])
def test_a_stranger_gets_no_more_with_keys_that_are_made_up(caller, limits, path):
    limits.for_strangers = limits.for_one = Rate(per_second=1, burst=4)
    stranger = caller("nobody", "")
    made_up = ({"authorization": basic(f"key-{n}", "x")} for n in range(9))
    asked = [stranger.ask("POST", path, None, header).status for header in made_up]
    assert asked[4:] == [429] * 5


@pytest.mark.parametrize("key", ["known", "new"])
def test_who_is_known_has_a_bucket_apart_from_those_who_are_new(limits, key):
    limits.for_one = Rate(per_second=1, burst=3)
    limits.right("known", HERE)
    assert [limits.wait(f"key-{n}", HERE) for n in range(4)] == [0.0, 0.0, 0.0, 1.0]
    assert limits.wait(key, HERE) == (0.0 if key == "known" else 1.0)


@pytest.mark.parametrize(
    ("name", "lead"), [("authorization", "Basic  "), ("authorization", "bAsIc \t"), ("", "")]
)
def test_however_a_wrong_secret_is_written_it_counts(caller, name, lead):
    """Nor does a second header hide it."""
    thief = caller("device-1", "guessed")
    caller("device-1")
    told = basic(thief.key, thief.secret)

    async def both(scope, receive, send):
        decoy = [(b"authorization", told.encode()), (b"authorization", b"Bearer x")]
        await thief.app(scope | {"headers": scope["headers"] + decoy}, receive, send)

    asker = thief if name else Asker(both, thief.portal, version=None, prefix="")
    header = {"authorization": told.replace("Basic ", lead) if name else ""}
    statuses = [asker.ask("POST", "/waypost/exchange", None, header, b"x").status for _ in range(6)]
    assert statuses == [401] * WRONG_SECRETS + [429]


def test_of_two_headers_the_first_counts_everywhere(caller):
    asker = caller("device-1")

    async def both(scope, receive, send):
        decoy = [(b"authorization", b"Bearer x")]
        await asker.app(scope | {"headers": decoy + scope["headers"]}, receive, send)

    hidden = Asker(both, asker.portal, asker.key, asker.secret, version=None, prefix="")
    assert bring(asker, Device().exchange()).status == 200
    assert bring(hidden, Device().exchange()).status == 401


def test_long_words_are_not_remembered():
    long, short = "x" * 100_000, "xapi " * 10
    before = sys.getrefcount(long), sys.getrefcount(short)
    for word in (long, short):
        assert term("verb", word) == term("verb", word)
        assert digest(word) == digest(word)
    assert sys.getrefcount(long) == before[0]
    assert sys.getrefcount(short) > before[1]


def test_an_open_door_forgives_nothing(caller, limits):
    thief = caller("device-1", "guessed")
    for _ in range(5):
        assert bring(thief, Device().exchange()).status == 401
        assert thief.ask("GET", "/xapi/about").status in (200, 429)
    assert bring(thief, Device().exchange()).status == 429


def test_unknown_keys_and_wrong_secrets_look_the_same(caller):
    caller("device-1")
    wrong = bring(caller("device-1", "guessed"), b"x")
    unknown = bring(caller("device-2", "guessed"), b"x")
    assert (wrong.status, wrong.body, wrong.headers) == (
        unknown.status,
        unknown.body,
        unknown.headers,
    )


def test_unknown_keys_and_wrong_secrets_take_the_same_time(records):
    records.add_credential("device-1", scopes=("write",))

    def one(key):
        began = time.perf_counter_ns()
        assert records.authenticate(key, "guessed") is None
        return time.perf_counter_ns() - began

    for _attempt in range(5):
        pairs = [(one("device-1"), one("device-2")) for _ in range(400)]
        known, unknown = (median(times) for times in zip(*pairs, strict=True))
        if abs(known - unknown) <= 0.2 * max(known, unknown):
            return
    pytest.fail(f"known {known} ns, unknown {unknown} ns")


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Bearer x", "Basic " + "QQ" * 3000, "Basic /w==", "basic Og=="]
)
def test_headers_that_are_no_key_are_not_let_in(caller, header):
    answer = caller().ask("POST", "/waypost/exchange", None, {"authorization": header}, b"x")
    assert answer.status == 401


# ---------------------------------------------------------------- sizes


class Untouched:
    """A body that fails the test when it is read."""

    def __iter__(self):
        return self

    def __next__(self):
        pytest.fail("the body was read")


@pytest.mark.parametrize("path", ["/waypost/exchange", "/xapi/statements", "/waypost/pair/start"])
def test_what_is_too_large_is_refused_before_it_is_read(caller, path):
    asker = caller()
    headers = {"content-length": str(LARGEST_BODY + 1), "content-type": "application/msgpack"}
    answer = send(asker.portal, asker.app, "POST", path, "", headers, Untouched())
    assert answer.status == 413


def test_what_is_sent_without_a_length_is_cut_off(caller):
    asker = caller()
    pieces = [bytes(2**20)] * 8
    headers = {"transfer-encoding": "chunked", "content-type": "application/msgpack"}
    headers["authorization"] = basic(asker.key, asker.secret)
    answer = send(asker.portal, asker.app, "POST", "/waypost/exchange", "", headers, pieces)
    assert answer.status == 413


def test_a_bomb_is_not_unpacked(caller):
    bomb = gzip.compress(bytes(60 * 2**20))
    answer = bring(caller(), bomb, **{"content-encoding": "gzip"})
    assert answer.status == 413


def test_an_exchange_just_within_the_limit_is_taken(caller):
    text = as_json(statement(result={"response": "x" * 4_000_000}))
    answer = bring(caller(), Device().exchange(texts=[text], people=[os.urandom(200_000)]))
    assert answer.status == 200
