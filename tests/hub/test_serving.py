"""The hub as a process: TLS 1.3 and nothing else, one for each folder, closed when it is time."""

import json
import logging
import signal
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from threading import Event

import pytest
import zeroconf
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from tests.hub.conftest import KEY
from tests.hub.devices import Device
from tests.hub.opened import WAIT, HubCaller, Relay, desk_of, opened_hub, unchecked
from tests.sync.computers import QUICK, computers, make_results
from trainer_app.errors import StoreUnusable, TrainerError
from trainer_app.hub import announce
from trainer_app.hub.announce import Announcement
from trainer_app.hub.certificate import open_certificate
from trainer_app.hub.folder import HubFolder
from trainer_app.hub.records import Records
from trainer_app.hub.serve import Idle, Options, run_hub
from trainer_app.operations.roads import pair_with
from trainer_app.operations.syncing import sync_all
from trainer_app.sync import messages
from trainer_app.sync.hub_client import exchange, open_hub_line
from trainer_app.sync.lan import browse, pair

ON_WINDOWS = sys.platform == "win32"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with opened_hub(tmp_path_factory.mktemp("served")) as opened:
        yield opened


def handshake(port, context):
    line = socket.create_connection(("127.0.0.1", port), WAIT)
    with line, context.wrap_socket(line) as secure:
        return secure.version(), secure.getpeercert(binary_form=True)


def test_tls_1_3_and_nothing_older(served):
    assert handshake(served.port, unchecked())[0] == "TLSv1.3"
    older = unchecked()
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        handshake(served.port, older)


def test_what_is_no_http_is_a_line_in_the_log_and_no_stack(served, caplog):
    torn = b"POST / HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"
    with (
        caplog.at_level(logging.WARNING, "uvicorn.error"),
        socket.create_connection(("127.0.0.1", served.port), WAIT) as line,
        unchecked().wrap_socket(line) as secure,
    ):
        secure.sendall(torn)
        assert secure.recv(1000).startswith(b"HTTP/1.1 400")
        assert HubCaller(served.port).ask("GET", "/xapi/about")[0] == 200
    told = [one.getMessage() for one in caplog.records if "no HTTP" in one.getMessage()]
    assert len(told) == 1
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]


def test_without_tls_there_is_no_answer(served):
    with socket.create_connection(("127.0.0.1", served.port), WAIT) as line:
        line.sendall(b"GET /xapi/about HTTP/1.1\r\nHost: hub\r\n\r\n")
        with suppress(ConnectionResetError):
            assert line.recv(100)[:4] != b"HTTP"


def test_the_certificate_holds_for_a_century_and_is_the_one_that_is_told(served):
    shown = x509.load_der_x509_certificate(handshake(served.port, unchecked())[1])
    assert shown.fingerprint(SHA256()) == served.certificate.fingerprint
    assert (shown.not_valid_before_utc.year, shown.not_valid_after_utc.year) == (2000, 2100)
    assert served.certificate.grouped.replace(" ", "").lower() == served.certificate.pin


def test_answers_say_no_more_than_they_must(served):
    status, headers, _body = HubCaller(served.port).ask("GET", "/xapi/about")
    assert status == 200
    assert headers.keys() == {
        "date", "content-length", "content-type", "x-experience-api-version"
    }  # fmt: skip
    for method, path in (("HEAD", "/"), ("GET", "/../etc/passwd"), ("PUT", "/waypost")):
        status, _headers, body = HubCaller(served.port).ask(method, path)
        assert status in (400, 404)
        assert b"Traceback" not in body


@pytest.mark.parametrize(("results", "most"), [(0, 4000), (500, 12_000)])
def test_a_contact_costs_few_bytes(served, results, most):
    device = Device(f"wire-{results}").work(results)
    key, pin = paired_key(served, device), served.certificate.fingerprint
    message = messages.Exchange(hello=device.hello(), frames=[device.frame()] if results else [])
    with Relay(served.port) as counted:
        address = f"https://127.0.0.1:{counted.port}/"
        with open_hub_line(address, *key, pin, around=QUICK) as line:
            answer, _reply = exchange(line, message)
    assert answer.known_seq == results
    assert counted.up + counted.down <= most


def paired_key(served, device):
    _status, opened = desk_of(served).json("POST", "/waypost/desk/pairing")
    made = pair(f"127.0.0.1:{served.port}", opened["code"], device=device.uuid, name="x",
                around=QUICK)  # fmt: skip
    return made.grant.key, made.grant.secret


def test_a_computer_with_a_data_file_hands_in_and_is_done(served, store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        store = make()
        make_results(store, 60)
        _status, opened = desk_of(served).json("POST", "/waypost/desk/pairing")
        address = f"127.0.0.1:{served.port}"
        pair_with(lambda work: work(store), address, opened["code"], name="Gate 4", around=QUICK)
        for sent in (60, 0):
            (road,) = sync_all(lambda work: work(store), tell=print, stop=Event()).roads
            assert (road.sent, road.left, road.fault) == (sent, 0, None)
    _status, known = desk_of(served).json("GET", "/waypost/desk/devices")
    (one,) = [one for one in known["devices"] if one["name"] == "Gate 4"]
    assert one["known_seq"] == one["seq"] == 60


# ---------------------------------------------------------------- one folder, one hub


def test_a_second_hub_of_the_same_folder_is_refused(tmp_path):
    with (
        opened_hub(tmp_path),
        pytest.raises(StoreUnusable, match="already"),
        opened_hub(tmp_path),
    ):
        pass
    with opened_hub(tmp_path):
        pass


def test_the_certificate_stays_and_the_desks_secret_changes(tmp_path):
    with opened_hub(tmp_path) as first:
        old = desk_of(first)
    with opened_hub(tmp_path) as second:
        assert second.certificate.fingerprint == first.certificate.fingerprint
        assert second.desk_secret != first.desk_secret
        again = HubCaller(second.port, old.key, old.secret)
        assert again.json("GET", "/waypost/desk/devices")[0] == 401


def test_a_key_from_the_window_is_not_written_down(tmp_path):
    with opened_hub(tmp_path):
        pass
    folder = tmp_path / "hub"
    assert not (folder / "hub.key").exists()
    everything = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert KEY not in everything
    assert KEY.hex().encode() not in everything
    assert b"ENCRYPTED PRIVATE KEY" in (folder / "hub.pem").read_bytes()
    with pytest.raises(StoreUnusable, match="window"):
        HubFolder(tmp_path).key()
    with pytest.raises(StoreUnusable), opened_hub(tmp_path, key=bytes(32)):
        pass


def test_a_hub_of_its_own_keeps_its_key_for_its_user_alone(tmp_path):
    with opened_hub(tmp_path, key=None) as opened:
        assert opened.desk_secret is None
        assert HubCaller(opened.port).ask("GET", "/waypost/desk/devices")[0] == 404
    for name in ("hub.key", "hub.pem"):
        assert ON_WINDOWS or (tmp_path / "hub" / name).stat().st_mode & 0o077 == 0
    Records.open(tmp_path / "hub/hub.db", key=HubFolder(tmp_path).key()).close()


@pytest.mark.parametrize("content", [b"", b"xyz", b"00" * 31, b"\xff"])
def test_a_damaged_key_file_is_told(tmp_path, content):
    folder = HubFolder(tmp_path)
    (folder.path / "hub.key").write_bytes(content)
    with pytest.raises(StoreUnusable, match=r"hub\.key"):
        folder.key()


@pytest.mark.parametrize("damage", [b"", b"nothing", None])
def test_a_damaged_certificate_is_told(tmp_path, damage):
    open_certificate(tmp_path, key=KEY)
    if damage is not None:
        (tmp_path / "hub.pem").write_bytes(damage)
    with pytest.raises(StoreUnusable, match=r"hub\.pem"):
        open_certificate(tmp_path, key=bytes(32) if damage is None else KEY)


def test_a_port_that_is_taken_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TrainerError, match=str(port)), opened_hub(tmp_path, port=port):
            pass


# ---------------------------------------------------------------- behind a proxy


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::"])
def test_without_tls_only_this_computer_is_answered(tmp_path, host):
    options = Options(data_folder=tmp_path, name="x", host=host, behind_proxy=True)
    with pytest.raises(TrainerError, match="TLS"):
        run_hub(options, lambda _opened: None)


def test_behind_a_proxy_there_is_no_pairing_and_its_word_is_taken_for_addresses(tmp_path):
    with opened_hub(tmp_path, key=None, behind_proxy=True) as opened:
        assert opened.certificate is None

        def ask(method, path, client):
            line = HTTPConnection("127.0.0.1", opened.port, timeout=WAIT)
            headers = {"X-Forwarded-For": client, "Authorization": "Basic eDp5"}
            line.request(method, path, b"{}" if method == "POST" else None, headers)
            status = line.getresponse().status
            line.close()
            return status

        assert ask("GET", "/xapi/about", "10.0.0.1") == 200
        assert ask("POST", "/waypost/pair/start", "10.0.0.1") == 404
        statuses = [ask("POST", "/waypost/exchange", "10.0.0.2") for _ in range(6)]
        assert statuses == [401] * 5 + [429]
        assert ask("POST", "/waypost/exchange", "10.0.0.3") == 401


def test_nobody_but_a_proxy_may_speak_for_others(tmp_path):
    with opened_hub(tmp_path) as opened:
        status, _headers, _body = desk_of(opened).ask(
            "GET", "/waypost/desk/devices", X_Forwarded_For="10.0.0.1"
        )
        assert status == 200


def test_several_workers_need_postgresql(tmp_path):
    with pytest.raises(TrainerError, match="PostgreSQL"), opened_hub(tmp_path, workers=2):
        pass


# ---------------------------------------------------------------- when it closes


def test_nobody_came_for_so_long():
    now = 100.0
    idle = Idle(60, lambda: now)
    now += 3600
    assert not idle.over()
    idle.seen("device-1")
    now += 3600
    assert not idle.over()
    idle.seen("desk")
    now += 1
    assert idle.over()


def test_a_hub_nobody_comes_to_closes_by_itself(tmp_path):
    options = Options(data_folder=tmp_path, name="x", host="127.0.0.1", port=0, key=KEY,
                      idle_minutes=0.002, announce=False)  # fmt: skip
    opened = []
    run_hub(options, opened.append)
    assert len(opened) == 1


def test_the_desk_closes_the_hub(tmp_path):
    with hub_process(tmp_path) as (process, told):
        desk = HubCaller(told["port"], told["key"], told["secret"])
        assert desk.ask("POST", "/waypost/desk/stop")[0] == 202
        assert process.wait(WAIT) == 0


def test_the_hub_goes_when_the_window_has_gone(tmp_path):
    with hub_process(tmp_path) as (process, _told):
        process.stdin.close()
        assert process.wait(WAIT) == 0


@pytest.mark.skipif(ON_WINDOWS, reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_it_in_order(tmp_path, number):
    with hub_process(tmp_path) as (process, told):
        assert HubCaller(told["port"]).ask("GET", "/xapi/about")[0] == 200
        process.send_signal(number)
        assert process.wait(WAIT) == 0
    with opened_hub(tmp_path):
        pass


def test_the_line_for_the_window_is_all_it_needs(tmp_path):
    with hub_process(tmp_path) as (_process, told):
        assert told.keys() == {
            "name", "port", "addresses", "pin", "fingerprint", "key", "secret"
        }  # fmt: skip
        desk = HubCaller(told["port"], told["key"], told["secret"])
        assert desk.json("POST", "/waypost/desk/pairing")[0] == 200


@contextmanager
def hub_process(folder):
    """A hub as the window starts it."""
    command = [sys.executable, "-m", "trainer_app", "--data-dir", str(folder), "hub", "run",
               "--from-desktop", "--host", "127.0.0.1", "--port", "0"]  # fmt: skip
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        try:
            process.stdin.write(KEY.hex().encode() + b"\n")
            process.stdin.flush()
            yield process, json.loads(process.stdout.readline())
        finally:
            if process.poll() is None:
                process.terminate()
            assert process.stderr.read() == b""


# ---------------------------------------------------------------- announcing


def test_a_hub_is_found_by_its_announcement():
    made = Announcement(
        "Terminal. Norte", 8443, KEY, addresses=["127.0.0.1"], interfaces=["127.0.0.1"]
    )
    try:
        found = []
        stop = Event()

        def see(hub):
            found.append(hub)
            stop.set()

        browse(WAIT, see, stop=stop, interfaces=["127.0.0.1"])
    finally:
        made.close()
    hub = next(one for one in found if one.fingerprint == KEY.hex()[:16])
    assert (hub.name, hub.address) == ("Terminal  Norte", "127.0.0.1:8443")
    made.close()


def test_where_nothing_can_be_announced_the_hub_works_without(monkeypatch):
    def no_network(*_arguments, **_named):
        raise OSError(19, "No such device")

    monkeypatch.setattr(zeroconf, "Zeroconf", no_network)
    assert not Announcement("x", 1, KEY, addresses=["127.0.0.1"]).stands
    assert not Announcement("x", 1, KEY, addresses=[]).stands


@pytest.mark.parametrize(
    ("address", "near"),
    [("192.168.1.4", True), ("10.1.2.3", True), ("127.0.0.1", False), ("8.8.8.8", False)],
)
def test_only_private_addresses_are_announced(address, near):
    assert announce._is_near(address) is near
