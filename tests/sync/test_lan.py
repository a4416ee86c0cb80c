"""Hubs nearby: found by their announcements, known by pairing only."""

import json
import socket
import threading
from base64 import b64decode, b64encode
from uuid import uuid4

import pytest

from tests.sync.computers import QUICK
from tests.sync.small_servers import Answer, Authority, Server, as_json
from trainer_app.errors import TrainerError
from trainer_app.sync.faults import RoadClosed
from trainer_app.sync.lan import FoundHub, browse, hub_address, pair
from trainer_app.sync.pairing import Grant, HubSide, PairingRefused, confirm
from trainer_app.sync.pinned import pin_of

GRANT = Grant(key="device-1", secret="s3cret", hub="Terminal Norte", desk_key="ab")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


class PairingHub:
    """As a hub pairs, in a few lines: one code, one use."""

    def __init__(self, code, fingerprint):
        self.code, self.fingerprint = code, fingerprint
        self.asked, self.keys = [], {}

    def __call__(self, request):
        if request.method != "POST":
            return Answer(404)
        said = json.loads(request.body)
        self.asked.append(said)
        if request.path.endswith("start"):
            message, key = HubSide(self.code, self.fingerprint).answer(b64decode(said["message"]))
            self.keys["1"] = key
            return as_json({"pairing": "1", "message": b64encode(message).decode()})
        try:
            proof, sealed = confirm(self.keys["1"], self.fingerprint, b64decode(said["mac"]), GRANT)
        except PairingRefused:
            return as_json({"error": "the code does not fit"}, 403)
        return as_json({"mac": b64encode(proof).decode(), "sealed": b64encode(sealed).decode()})


@pytest.fixture
def hub(authority):
    issued = authority.issue()
    pairing = PairingHub("482913", pin_of(issued.der))
    with Server(pairing, issued.context) as server:
        yield pairing, server, issued


def test_six_digits_make_a_hub_known(hub):
    pairing, server, issued = hub
    device = uuid4()
    made = pair(f"127.0.0.1:{server.port}", "482913", device=device, name="7F3A", around=QUICK)
    assert made.grant == GRANT
    assert made.pin == pin_of(issued.der)
    assert made.address == f"https://127.0.0.1:{server.port}/"
    assert pairing.asked[0]["device"] == str(device)
    assert pairing.asked[0]["name"] == "7F3A"
    assert "482913" not in json.dumps(pairing.asked)


def test_another_code_is_refused(hub):
    _pairing, server, _issued = hub
    with pytest.raises(PairingRefused, match="does not fit"):
        pair(f"127.0.0.1:{server.port}", "482914", device=uuid4(), name="x", around=QUICK)


def test_somebody_in_between_with_another_certificate_learns_nothing(hub, authority):
    """They pass on what both ends say, but each end proves what it sees."""
    pairing, _server, _issued = hub
    between = authority.issue()
    with Server(pairing, between.context) as relay, pytest.raises(PairingRefused):
        pair(f"127.0.0.1:{relay.port}", "482913", device=uuid4(), name="x", around=QUICK)


def test_a_hub_that_only_pretends_to_know_the_code_is_refused(authority):
    issued = authority.issue()

    def pretends(request):
        if request.path.endswith("start"):
            message, _key = HubSide("000000", pin_of(issued.der)).answer(
                b64decode(json.loads(request.body)["message"])
            )
            return as_json({"pairing": "1", "message": b64encode(message).decode()})
        junk = b64encode(bytes(64)).decode()
        return as_json({"mac": junk, "sealed": junk})

    with Server(pretends, issued.context) as server, pytest.raises(PairingRefused):
        pair(f"127.0.0.1:{server.port}", "482913", device=uuid4(), name="x", around=QUICK)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(404), "path"),
        (as_json({"hello": 1}), "path"),
        (as_json({"pairing": "1", "message": "§"}), "path"),
        (Answer(429, headers={"Retry-After": "30"}), "busy"),
    ],
)
def test_what_is_no_hub_that_pairs_is_said(authority, answer, kind):
    with Server(lambda _request: answer, authority.issue().context) as server:
        with pytest.raises(RoadClosed) as closed:
            pair(f"127.0.0.1:{server.port}", "482913", device=uuid4(), name="x", around=QUICK)
        assert closed.value.fault.kind == kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("192.168.1.20", "https://192.168.1.20:8443/"),
        (" 192.168.1.20:9000 ", "https://192.168.1.20:9000/"),
        ("https://hub.local:9000/", "https://hub.local:9000/"),
        ("[fe80::1]:9000", "https://[fe80::1]:9000/"),
    ],
)
def test_an_address_of_a_hub(typed, kept):
    assert hub_address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "http://192.168.1.20", "https://hub/xapi", "hub:port", "a@b"]
)
def test_what_is_no_address_of_a_hub(typed):
    with pytest.raises(TrainerError):
        hub_address(typed)


def test_hubs_that_announce_themselves_are_found():
    from zeroconf import ServiceInfo, Zeroconf

    announcer = Zeroconf(interfaces=["127.0.0.1"])
    info = ServiceInfo(
        "_waypost._tcp.local.",
        "Terminal Norte._waypost._tcp.local.",
        addresses=[socket.inet_aton("127.0.0.1")],
        port=9001,
        properties={"v": "1", "fp": "00112233445566778899", "name": "Terminal Norte"},
        server="terminal-norte.local.",
    )
    announcer.register_service(info)
    stop = threading.Event()
    seen = []

    def found(hub):
        seen.append(hub)
        stop.set()

    try:
        hubs = browse(20, found, stop=stop, interfaces=["127.0.0.1"])
    finally:
        announcer.unregister_service(info)
        announcer.close()
    assert seen == hubs == [FoundHub("Terminal Norte", "127.0.0.1:9001", "0011223344556677")]


@pytest.mark.parametrize("stops", [True, False])
def test_names_nobody_stands_behind_do_not_keep_anybody(monkeypatch, stops):
    """Announcements cost nothing; each one that leads nowhere takes its time to look up."""
    stop, looked_up = threading.Event(), []

    class Announced:
        def __init__(self, _zeroconf, service, listener):
            for number in range(1000):
                listener.add_service(None, service, f"{number}.{service}")

        def cancel(self):
            """Nothing runs."""

    def nobody(_zeroconf, _service, name, _timeout):
        looked_up.append(name)
        if stops:
            stop.set()
        threading.Event().wait(0.05)

    monkeypatch.setattr("zeroconf.ServiceBrowser", Announced)
    monkeypatch.setattr("zeroconf.Zeroconf.get_service_info", nobody)
    assert browse(20 if stops else 0.3, print, stop=stop, interfaces=["127.0.0.1"]) == []
    assert len(looked_up) == 1 if stops else 0 < len(looked_up) < 20


def test_looking_where_nobody_is_ends_in_time():
    assert browse(0.2, print, interfaces=["127.0.0.1"]) == []


def test_no_network_to_look_at(monkeypatch):
    def no_network(*_arguments, **_options):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("zeroconf.Zeroconf", no_network)
    with pytest.raises(RoadClosed) as closed:
        browse(1, print)
    assert closed.value.fault.reason == "network"
