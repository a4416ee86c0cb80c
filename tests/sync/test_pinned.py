"""Exactly one certificate, and nothing is said to any other."""

import socket
import ssl
from datetime import timedelta

import pytest

from tests.sync.small_servers import Answer, Authority, Server, socket_server
from trainer_app.sync.faults import RoadClosed
from trainer_app.sync.pinned import OtherCertificate, pin_of, pinned_context
from trainer_app.sync.road import Line, Patience, Surroundings

AROUND = Surroundings(patience=Patience(connect_s=2, read_s=2, first_wait_s=0.01))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def ask(port, pin):
    line = Line(
        f"https://127.0.0.1:{port}/",
        auth=("key", "a secret"),
        context=pinned_context(pin),
        around=AROUND,
    )
    with line:
        return line.send("POST", "waypost/exchange", content=b"results")


@pytest.mark.parametrize(
    ("begins", "ends"), [(-1, 30), (-4000, -2000), (2000, 4000)], ids=["now", "past", "future"]
)
def test_the_pinned_certificate_is_trusted_whatever_the_clock_says(authority, begins, ends):
    issued = authority.issue(begins=timedelta(days=begins), ends=timedelta(days=ends), host="x")
    with Server(lambda _request: Answer(200, b"taken"), issued.context) as server:
        assert ask(server.port, pin_of(issued.der)).body == b"taken"


def test_another_certificate_gets_not_one_byte_of_the_request(authority):
    ours, other = authority.issue(), authority.issue()
    heard = []

    def listen(client: socket.socket) -> None:
        with other.context.wrap_socket(client, server_side=True) as inside:
            heard.append(inside.recv(1000))

    with socket_server(listen) as port, pytest.raises(RoadClosed) as closed:
        ask(port, pin_of(ours.der))
    assert closed.value.fault.kind == "certificate"
    assert closed.value.fault.reason == "certificate-hub"
    assert b"".join(heard) == b""


def test_while_pairing_the_first_certificate_is_the_pin_from_then_on(authority):
    ours, other = authority.issue(), authority.issue()
    context = pinned_context(None)
    for issued in (ours, other):
        with Server(lambda _request: Answer(200), issued.context) as server:
            line = Line(
                f"https://127.0.0.1:{server.port}/", auth=None, context=context, around=AROUND
            )
            with line:
                if issued is ours:
                    line.send("GET", "")
                    assert context.pin == pin_of(ours.der)
                else:
                    with pytest.raises(RoadClosed):
                        line.send("GET", "")
                    assert server.requests == []


def test_a_line_inside_another_is_held_to_the_pin_too(authority):
    issued = authority.issue()
    context = pinned_context(bytes(32))
    there, here = ssl.MemoryBIO(), ssl.MemoryBIO()
    far = issued.context.wrap_bio(there, here, server_side=True)
    near = context.wrap_bio(here, there)
    ends = [near.do_handshake, far.do_handshake]
    with pytest.raises(OtherCertificate):  # noqa: PT012  two ends take turns
        while True:
            for shake in ends:
                try:
                    shake()
                except ssl.SSLWantReadError:
                    continue


def test_old_tls_is_refused(authority):
    issued = authority.issue()
    issued.context.maximum_version = ssl.TLSVersion.TLSv1_2
    with Server(lambda _request: Answer(200), issued.context) as server:
        with pytest.raises(RoadClosed):
            ask(server.port, pin_of(issued.der))
        assert server.requests == []


def test_a_pin_has_32_bytes():
    with pytest.raises(ValueError, match="32"):
        pinned_context(b"short")
