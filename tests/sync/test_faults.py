"""Every failure is met on a real socket and told in a plain sentence of its kind."""

import base64
import json
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.sync.faulty_line import FaultyLine, Harm, always
from tests.sync.small_servers import (
    Answer,
    Authority,
    RecordStore,
    Server,
    as_json,
    socket_server,
)
from trainer_app.errors import TrainerError
from trainer_app.sync import lrs
from trainer_app.sync.faults import (
    _KINDS,
    _SENTENCES,
    Fault,
    RoadClosed,
    Stopped,
    clock_sentence,
    difference_words,
    explain_dates,
)
from trainer_app.sync.road import Patience, Surroundings

PATIENCE = Patience(connect_s=5, read_s=10, bytes_per_s=1e6, first_wait_s=0.01)
AROUND = Surroundings(patience=PATIENCE)
SHORT = Surroundings(patience=Patience(connect_s=5, read_s=0.2, bytes_per_s=1e6))
DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def no_gateway(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fault_of(address, key="key-1", secret="secret-1", around=AROUND) -> Fault:
    answer = lrs.try_address(address, key, secret, around=around)
    assert isinstance(answer, Fault), answer
    assert answer.sentence
    return answer


def answering(*_words, **facts):
    return Server(lambda _request: Answer(**facts))


# ---------------------------------------------------------------- no road


def test_a_name_nobody_knows():
    assert fault_of("https://nowhere.invalid/xapi").reason == "name"
    assert fault_of("https://nowhere.invalid/xapi").kind == "no-road"


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert fault_of(f"http://127.0.0.1:{port}/xapi").reason == "refused"


def test_no_network(monkeypatch):
    def unreachable(*_arguments, **_options):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    fault = fault_of("https://192.0.2.1/xapi")
    assert (fault.kind, fault.reason) == ("no-road", "network")


def test_a_line_that_is_cut():
    with socket_server(lambda client: client.recv(10)) as port:
        assert fault_of(f"http://127.0.0.1:{port}/").kind == "no-road"


def test_a_line_that_breaks_within_the_handshake(authority):
    with Server(RecordStore(), authority.issue().context) as server:
        for harm in (Harm("down", 100, "rst"), Harm("up", 20, "fin")):
            with FaultyLine(server.place, always(harm)) as line:
                around = Surroundings(patience=PATIENCE, trusted=authority.trusted())
                assert fault_of(f"https://localhost:{line.port}/xapi", around=around).kind in (
                    "no-road",
                )


# ---------------------------------------------------------------- time-outs


def test_silence():
    with (
        Server(RecordStore()) as server,
        FaultyLine(server.place, always(Harm("down", 0, "silence"))) as line,
    ):
        began = time.monotonic()
        fault = fault_of(f"http://127.0.0.1:{line.port}/xapi", around=SHORT)
        assert fault.kind == "timeout"
        assert time.monotonic() - began < 5


def test_an_answer_that_drips_is_given_up():
    def drip(client):
        client.recv(1000)
        for sign in b"HTTP/1.1 200 OK\r\n" * 10:
            client.sendall(bytes([sign]))
            time.sleep(0.02)

    patience = Patience(connect_s=2, read_s=0.2, bytes_per_s=1000)
    with socket_server(drip) as port:
        around = Surroundings(patience=patience)
        assert fault_of(f"http://127.0.0.1:{port}/", around=around).kind == "timeout"


def test_a_large_body_may_take_its_time_and_a_small_one_may_not():
    def think(client):
        got = 0
        while got < 1000:
            got += len(client.recv(100_000))
        time.sleep(0.3)
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")

    patience = Patience(connect_s=2, read_s=0.15, bytes_per_s=100_000)
    with socket_server(think) as port:
        for size, good in ((60_000, True), (1000, False)):
            line = lrs.open_server_line(
                f"http://127.0.0.1:{port}/", "k", "s", around=Surroundings(patience=patience)
            )
            with line:
                if good:
                    assert lrs.Lrs(line).post([b"x" * size], zipped=False).status == 200
                else:
                    with pytest.raises(RoadClosed):
                        lrs.Lrs(line).post([b"x" * size], zipped=False)


def test_a_wait_ends_when_somebody_wants_it_to():
    stop = threading.Event()
    around = Surroundings(patience=Patience(connect_s=2, read_s=60))

    def hold(client):
        client.recv(1000)
        stop.set()
        client.recv(1000)

    with socket_server(hold) as port:
        began = time.monotonic()
        with pytest.raises(Stopped):
            lrs.try_address(f"http://127.0.0.1:{port}/", "k", "s", stop=stop, around=around)
        assert time.monotonic() - began < 5


# ---------------------------------------------------------------- clock and certificate


def tls_fault(issued, authority, clock_days=0, date=True):
    def now_ms():
        return time.time_ns() // 1_000_000 + clock_days * DAY_MS

    around = Surroundings(patience=PATIENCE, trusted=authority.trusted(), now_ms=now_ms)
    with Server(lambda _request: Answer(404, date=date), issued.context) as server:
        fault = fault_of(server.address, around=around)
        assert not [one for one in server.requests if "Authorization" in one.headers]
        return fault


def test_a_certificate_that_has_run_out_where_our_clock_is_right(authority):
    issued = authority.issue(begins=timedelta(days=-90), ends=timedelta(days=-2))
    fault = tls_fault(issued, authority)
    assert (fault.kind, fault.reason) == ("certificate", "certificate-date")


def test_a_certificate_that_is_fine_by_the_servers_clock_but_not_by_ours(authority):
    """Our clock is years behind: the system and the reading say so, the server says otherwise."""
    issued = authority.issue(begins=timedelta(days=1000), ends=timedelta(days=1090))
    date = format_datetime(datetime.now(UTC) + timedelta(days=1030), usegmt=True)
    fault = tls_fault(issued, authority, date=date)
    assert (fault.kind, fault.reason) == ("clock", "clock-off")
    assert "3 years behind" in fault.sentence


def test_a_clock_ahead_of_a_certificate(authority):
    issued = authority.issue(begins=timedelta(days=-60), ends=timedelta(days=-30))
    date = format_datetime(datetime.now(UTC) - timedelta(days=45), usegmt=True)
    fault = tls_fault(issued, authority, date=date)
    assert fault.kind == "clock"
    assert "45 days ahead" in fault.sentence


def test_a_clock_before_the_release_is_known_without_the_server(authority):
    issued = authority.issue(begins=timedelta(days=1), ends=timedelta(days=90))
    fault = tls_fault(issued, authority, clock_days=-5000, date=False)
    assert (fault.kind, fault.reason) == ("clock", "clock-off")


def test_an_early_date_and_no_reference_is_most_likely_the_clock(authority):
    issued = authority.issue(begins=timedelta(days=1), ends=timedelta(days=90))
    fault = tls_fault(issued, authority, date=False)
    assert (fault.kind, fault.reason) == ("clock", "clock")
    late = authority.issue(begins=timedelta(days=-9), ends=timedelta(days=-2))
    assert tls_fault(late, authority, date=False).kind == "certificate"


def test_a_certificate_of_an_authority_nobody_knows(authority, tmp_path):
    stranger = Authority(tmp_path, "stranger").issue()
    assert tls_fault(stranger, authority).reason == "certificate-unknown"
    other = authority.issue(host="elsewhere.example.org")
    assert tls_fault(other, authority).reason == "certificate-name"


def test_what_the_system_trusts_is_trusted(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with Server(RecordStore(), authority.issue().context) as server:
        works = lrs.try_address(server.address, "key-1", "secret-1", around=AROUND)
    assert isinstance(works, lrs.Works)
    assert works.version == "1.0.3"
    assert works.reads
    assert abs(works.clock_difference_ms) < 5000


def test_a_server_without_tls_at_a_protected_address():
    with answering() as server:
        fault = fault_of(f"https://localhost:{server.port}/xapi")
    assert (fault.kind, fault.reason) == ("path", "plain")


@pytest.mark.parametrize(
    ("side", "now", "valid", "reference", "kind"),
    [
        ("early", 0, (10, 20), 15, "clock"),
        ("late", 30, (10, 20), 15, "clock"),
        ("late", 30, (10, 20), 30, "certificate"),
        ("early", 5, (10, 20), 5, "certificate"),
        ("outside", 30, None, 15, "clock"),
        ("outside", 30, None, 30, "certificate"),
        ("late", 30, None, None, "certificate"),
        ("late", -90, (10, 20), None, "clock"),
    ],
)
def test_whose_clock_is_wrong(side, now, valid, reference, kind):
    fault = explain_dates(
        side,
        now_ms=now * DAY_MS,
        valid_ms=(valid[0] * DAY_MS, valid[1] * DAY_MS) if valid else None,
        reference_ms=None if reference is None else reference * DAY_MS,
        released_ms=12 * DAY_MS if now < 0 else -DAY_MS,
    )
    assert fault.kind == kind


# ---------------------------------------------------------------- gateways


def test_a_gateway_that_wants_a_password(monkeypatch):
    with answering(status=407) as gateway:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{gateway.port}")
        assert fault_of("https://results.example.org/xapi").reason == "proxy-password"
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{gateway.port}")
        monkeypatch.setattr("trainer_app.sync.road.proxy_bypass", lambda _host: False)
        assert fault_of("http://127.0.0.1:9/xapi").kind == "proxy"


def test_a_gateway_that_does_not_let_us_through(monkeypatch):
    with answering(status=403) as gateway:
        monkeypatch.setenv("https_proxy", f"http://user:pass%20word@127.0.0.1:{gateway.port}")
        fault = fault_of("https://results.example.org/xapi")
    assert (fault.kind, fault.reason) == ("proxy", "proxy")


def test_a_gateway_with_letters_of_any_script(monkeypatch):
    with answering(status=407) as gateway:
        monkeypatch.setenv("https_proxy", f"http://us%C3%A9r:p%C3%A1ss@127.0.0.1:{gateway.port}")
        assert fault_of("https://results.example.org/xapi").reason == "proxy-password"
        (asked,) = gateway.requests
    told = asked.headers["Proxy-Authorization"].removeprefix("Basic ")
    assert base64.b64decode(told).decode() == "us\u00e9r:p\u00e1ss"
    monkeypatch.setenv("https_proxy", "http://pasarela-\u00f1.example:8080")
    assert fault_of("https://nowhere.invalid/xapi").reason == "name"


def test_results_go_through_a_gateway(monkeypatch):
    store = RecordStore()
    with Server(store) as server, FaultyLine(server.place) as gateway:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{gateway.port}")
        monkeypatch.setattr("trainer_app.sync.road.proxy_bypass", lambda _host: False)
        assert isinstance(
            lrs.try_address(server.address, "key-1", "secret-1", around=AROUND), lrs.Works
        ) or server.requests[-1].path.startswith("http://")
        assert gateway.connections == 1


def test_a_network_that_wants_a_sign_in():
    page = {"Content-Type": "text/html; charset=utf-8"}
    with answering(status=200, body=b"<html>Hello</html>", headers=page) as server:
        assert fault_of(server.address).kind == "proxy"
    with answering(status=302, headers={"Location": "http://login.example.org/"}) as server:
        assert fault_of(server.address).reason == "proxy-sign-in"
    with answering(status=511) as server:
        assert fault_of(server.address).kind == "proxy"


# ---------------------------------------------------------------- answers


def test_a_place_that_has_moved():
    with answering(status=301, headers={"Location": "/new/xapi"}) as server:
        fault = fault_of(server.address)
    assert (fault.kind, fault.reason) == ("path", "moved")


def test_a_web_page_over_a_protected_line(authority):
    page = Answer(200, b"<html>", {"Content-Type": "text/html"})
    with Server(lambda _request: page, authority.issue().context) as server:
        around = Surroundings(patience=PATIENCE, trusted=authority.trusted())
        fault = fault_of(server.address, around=around)
    assert (fault.kind, fault.reason) == ("path", "page")


@pytest.mark.parametrize("answer", [Answer(404), Answer(200, b"hello"), as_json({"hello": 1})])
def test_a_server_that_is_no_record_store(answer):
    with Server(lambda _request: answer) as server:
        assert fault_of(server.address).kind == "path"


def test_a_wrong_path_of_a_good_server():
    with Server(RecordStore()) as server:
        assert fault_of(server.address.replace("xapi", "api")).kind == "path"


def test_no_rights():
    with Server(RecordStore()) as server:
        fault = fault_of(server.address, secret="another")
        assert (fault.kind, fault.reason) == ("rights", "key")
    only_reads = RecordStore(
        before=lambda request: Answer(403) if request.method == "POST" else None
    )
    with Server(only_reads) as server:
        assert fault_of(server.address).reason == "rights"


def test_another_version():
    with Server(RecordStore(about={"version": ["0.95"]})) as server:
        assert fault_of(server.address).kind == "version"


def test_a_busy_server_says_how_long():
    with answering(status=503, headers={"Retry-After": "120"}) as server:
        fault = fault_of(server.address)
        assert (fault.kind, fault.retry_after_s) == ("busy", 120)
    later = format_datetime(datetime(2031, 5, 1, 12, 1, tzinfo=UTC), usegmt=True)
    with answering(
        status=429, headers={"Retry-After": later}, date="Thu, 01 May 2031 12:00:00 GMT"
    ) as server:
        assert fault_of(server.address).retry_after_s == 60


@pytest.mark.parametrize("status", [500, 502, 507, 418])
def test_a_server_in_trouble(status):
    with answering(status=status) as server:
        fault = fault_of(server.address)
    assert fault.kind == "server"
    assert str(status) in fault.sentence


# ---------------------------------------------------------------- words


def test_every_reason_has_a_kind_and_a_sentence():
    assert _KINDS.keys() <= _SENTENCES.keys()
    facts = {"status": 500, "difference_ms": -DAY_MS, "words": "no"}
    for reason in _SENTENCES:
        fault = Fault(reason, facts)
        assert fault.kind
        assert "{" not in fault.sentence
        kept = Fault.of_kept(fault.kept())
        assert (kept.reason, kept.sentence) == (reason, fault.sentence)
        assert RoadClosed(fault).exit_code == 8
        assert isinstance(RoadClosed(fault), TrainerError)


@pytest.mark.parametrize("kept", [None, "", "{", "[]", '"x"', json.dumps({"reason": "unheard"})])
def test_what_another_release_kept_is_passed_over(kept):
    assert Fault.of_kept(kept) is None


@pytest.mark.parametrize(
    ("difference_ms", "words"),
    [
        (-3 * 3_600_000, "about 3 hours behind"),
        (125_000, "about 2 minutes ahead"),
        (-90 * 60_000, "about 90 minutes behind"),
        (-40 * DAY_MS, "about 40 days behind"),
        (73 * 365 * DAY_MS, "about 73 years ahead"),
    ],
)
def test_how_far_a_clock_is_off(difference_ms, words):
    assert difference_words(difference_ms) == words
    assert words in clock_sentence(difference_ms)
    assert "handed in all the same" in clock_sentence(difference_ms)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("results.example.org/xapi", "https://results.example.org/xapi/"),
        (" https://results.example.org/xapi/statements ", "https://results.example.org/xapi/"),
        ("https://results.example.org", "https://results.example.org/"),
        ("http://localhost:8080/xapi/about", "http://localhost:8080/xapi/"),
    ],
)
def test_an_address_is_tidied(typed, kept):
    assert lrs.tidy_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "https://", "http://results.example.org/xapi", "ftp://results.example.org",
        "https://a:b@results.example.org", "https://results.example.org:x/",
        "https://results.example.org/?key=1",
    ],
)  # fmt: skip
def test_what_is_no_address_is_said(typed):
    with pytest.raises(TrainerError):
        lrs.tidy_address(typed)
