"""Asking an address whether it takes results, and speaking with real record stores."""

import gzip
import json
import random
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.sync.computers import QUICK, computers, make_results, server_endpoint
from tests.sync.real_hub import RealHub
from tests.sync.small_servers import Answer, RecordStore, Server, socket_server
from trainer_app.errors import TrainerError
from trainer_app.operations.asking import asking
from trainer_app.sync import lrs as lrs_module
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.sync.lrs import Lrs, Works
from trainer_app.sync.pull import pull
from trainer_app.sync.push import push
from trainer_app.sync.road import Patience, Surroundings

SHORT = Surroundings(patience=Patience(connect_s=5, read_s=0.1))


def tried(store: RecordStore):
    with Server(store) as server:
        found = lrs_module.try_address(server.address, "key-1", "secret-1", around=QUICK)
        return found, server.requests


def test_a_good_address_works_and_nothing_is_written():
    store = RecordStore()
    works, asked = tried(store)
    assert works == Works("1.0.3", works.clock_difference_ms, gzip=True, reads=True)
    assert abs(works.clock_difference_ms) < 5_000
    assert store.kept == {}
    assert {one.method for one in asked} == {"GET", "POST"}


def test_a_key_that_may_only_write_is_a_good_key():
    works, _ = tried(RecordStore(may_read=False))
    assert isinstance(works, Works)
    assert works.reads is False


@pytest.mark.parametrize("status", [400, 422, 200, 204])
def test_an_empty_batch_shows_who_may_write(status):
    """Some servers take it, some say that something is missing: both know the key."""
    store = RecordStore()
    store.before = lambda request: (
        Answer(status, b"" if status == 204 else b"[]")
        if request.method == "POST" and len(request.body) < 50
        else None
    )
    works, _ = tried(store)
    assert isinstance(works, Works)
    assert works.gzip is (status in (200, 204))


def test_a_server_that_speaks_2_only():
    works, asked = tried(RecordStore(about={"version": ["2.0.0"]}))
    assert works.version == "2.0.0"
    assert asked[-1].headers["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.parametrize("told", [True, False])
def test_what_the_server_says_of_gzip_is_believed(told):
    extensions = {"https://w3id.org/waypost/xapi/ext/gzip": told}
    works, asked = tried(RecordStore(about={"version": ["1.0.3"], "extensions": extensions}))
    assert works.gzip is told
    assert not any("Content-Encoding" in one.headers for one in asked)


def test_a_server_without_an_about_page_can_be_good():
    works, _ = tried(RecordStore(about=None))
    assert isinstance(works, Works)
    assert works.version == "1.0.3"


def test_how_far_our_clock_is_off_by_the_servers():
    date = format_datetime(datetime.now(UTC) + timedelta(hours=3), usegmt=True)
    store = RecordStore()
    store.before = lambda request: (
        Answer(200, json.dumps(store.about).encode(), date=date)
        if request.path.endswith("about")
        else None
    )
    works, _ = tried(store)
    assert abs(works.clock_difference_ms + 3 * 3_600_000) < 5_000


@pytest.mark.parametrize("status", [401, 403])
def test_an_about_page_behind_a_key_is_no_trouble(status):
    store = RecordStore()
    store.before = lambda request: Answer(status) if request.path.endswith("about") else None
    assert isinstance(tried(store)[0], Works)


def test_an_answer_larger_than_any_page_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr("trainer_app.sync.road.MOST_ANSWER_BYTES", 10_000)
    store = RecordStore()
    store.before = lambda _request: Answer(200, b" " * 20_000)
    fault, _ = tried(store)
    assert isinstance(fault, Fault)
    assert fault.kind == "server"


def zipped(body, times=1):
    for _ in range(times):
        body = gzip.compress(body)
    return Answer(200, body, {"Content-Encoding": ", ".join(["gzip"] * times)})


def test_an_answer_is_unpacked_no_further_than_it_is_read(monkeypatch):
    monkeypatch.setattr("trainer_app.sync.road.MOST_ANSWER_BYTES", 10_000)
    given = []
    real = zlib.decompressobj

    class Counted:
        def __init__(self, wbits):
            self.inner = real(wbits)

        def decompress(self, data, most=0):
            given.append(self.inner.decompress(data, most))
            return given[-1]

    monkeypatch.setattr("trainer_app.sync.road.zlib.decompressobj", Counted)
    store = RecordStore()
    for answer in (zipped(b" " * 20_000_000), zipped(b" " * 20_000_000, times=2)):
        store.before = lambda _request, answer=answer: answer
        fault, _ = tried(store)
        assert isinstance(fault, Fault)
        assert fault.reason == "answer"
    assert sum(map(len, given)) <= 10_001


@pytest.mark.parametrize(
    "more",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"a\r\n\x1f\x8b\x08\0\0\0\0\0\0\xff\r\n" + b"5\r\n\0\0\0\xff\xff\r\n" * 2_000,
    ],
    ids=["continue", "empty blocks"],
)
def test_an_answer_that_never_begins_or_says_nothing_has_an_end(monkeypatch, more):
    monkeypatch.setattr("trainer_app.sync.road.MOST_ANSWER_BYTES", 5_000)
    monkeypatch.setattr("trainer_app.sync.road._HEADS", 5_000)

    def talk(client):
        client.recv(10_000)
        client.sendall(more)
        while True:
            client.sendall(more[-200:])

    with socket_server(talk) as port:
        found = lrs_module.try_address(f"http://127.0.0.1:{port}/xapi", "k", "s", around=SHORT)
    assert isinstance(found, Fault)
    assert found.reason == "answer"


def test_whatever_a_server_says_is_told_and_never_a_bug():
    """Answers of a good server, damaged: each ends in a fault or in an address that works."""
    chance = random.Random(5)
    good = [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
        % (len(body), body)
        for body in (
            b'{"version":["1.0.3"],"extensions":{"a":[{}]}}',
            b'{"statements":[{"id":"x"}],"more":"/xapi/more?a=1"}',
            b'["c0ffee00-0000-4000-8000-000000000001"]',
            gzip.compress(b'{"version":["1.0.3"]}'),
        )
    ]
    good.append(good[3].replace(b"OK\r\n", b"OK\r\nContent-Encoding: gzip\r\n"))

    def talk(client):
        client.recv(10_000)
        answer = bytearray(chance.choice(good))
        for _ in range(chance.randrange(4)):
            answer[chance.randrange(len(answer))] = chance.randrange(256)
        client.sendall(bytes(answer))

    with socket_server(talk) as port:
        for _ in range(150):
            address = f"http://127.0.0.1:{port}/xapi"
            found = lrs_module.try_address(address, "k", "s", around=SHORT)
            assert isinstance(found, Fault | Works)


@pytest.mark.parametrize("more", ["http://[", "//\x00", "http://a:b:c", "https://\u2603..x"])
def test_a_strange_way_to_more_is_not_followed(more):
    page = json.dumps({"statements": [{"id": "x"}], "more": more}).encode()
    with Server(lambda _request: Answer(200, page)) as server:
        line = lrs_module.open_server_line(server.address, "k", "s", around=QUICK)
        with line:
            found, _ = Lrs(line).page()
            with pytest.raises(RoadClosed):
                Lrs(line).page(more=found.more)
        assert len(server.requests) == 1


@pytest.mark.parametrize("address", ["https://[::1/", "https://a:99999", "https://:80", "x:y"])
def test_what_is_hardly_an_address_is_said(address):
    with pytest.raises(TrainerError):
        lrs_module.try_address(address, "k", "s", around=QUICK)


@pytest.mark.parametrize("address", ["https://a b.example.org", "https://.."])
def test_an_address_nobody_can_have_leads_nowhere(address):
    assert lrs_module.try_address(address, "k", "s", around=QUICK).kind in ("path", "no-road")


@pytest.mark.parametrize("to", ["http://[", "//", "", "http://login.example.org:x/"])
def test_a_strange_way_to_another_place_is_not_followed(to):
    with Server(lambda _request: Answer(302, headers={"Location": to})) as server:
        found = lrs_module.try_address(server.address, "k", "s", around=QUICK)
        assert found.reason in ("moved", "proxy-sign-in", "cut")
        assert len(server.requests) == 1


# ---------------------------------------------------------------- our own hub as a record store


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with RealHub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def around(hub):
    """The hub's certificate as if the system trusted it."""
    context = ssl.create_default_context(
        cadata=ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(_own_certificate(hub)))
    )
    context.check_hostname = False
    return Surroundings(patience=QUICK.patience, trusted=context)


def _own_certificate(hub):
    text = hub.opened.certificate.path.read_text()
    return text[text.index("-----BEGIN CERTIFICATE") :]


def test_the_hub_passes_the_same_test_as_any_server(hub, around):
    address = f"https://{hub.address}/xapi"
    works = lrs_module.try_address(address, "desk", hub.opened.desk_secret, around=around)
    assert isinstance(works, Works), works.sentence
    assert works.gzip
    wrong = lrs_module.try_address(address, "desk", "another", around=around)
    assert wrong.reason == "key"
    assert lrs_module.try_address(address + "/api", "desk", "x", around=around).kind == "path"


def test_results_go_through_the_hub_as_through_any_server(hub, around, store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        there, here = make(), make()
        endpoint = server_endpoint(
            f"https://{hub.address}/xapi/", key="desk", secret=hub.opened.desk_secret
        )
        make_results(there, 160)
        for store in (there, here):
            store.endpoints.put(endpoint)
        pushed = push(asking(there), endpoint, around=around)
        assert (pushed.sent, pushed.left, pushed.fault) == (160, 0, None)
        assert push(asking(there), endpoint, around=around).sent == 0
        pulled = pull(asking(here), endpoint, around=around)
        assert (pulled.new, pulled.aside, pulled.fault) == (160, 0, None)
        assert pull(asking(here), endpoint, around=around).new == 0
        assert here.outbox.to_hand_in("server").count == 0
        assert here.statement_texts() == there.statement_texts()
