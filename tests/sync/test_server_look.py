"""The look at a server that is not trusted ends soon, whatever it says."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.sync.small_servers import Answer, Authority, Server, socket_server
from trainer_app.sync import server_look
from trainer_app.sync.server_look import Look, http_date_ms, look_at
from trainer_app.training.times import milliseconds

NOON = "Thu, 01 May 2031 12:00:00 GMT"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def test_both_dates_are_told_and_no_key_is(authority):
    issued = authority.issue(begins=timedelta(days=-30), ends=timedelta(days=-1))
    with Server(lambda _request: Answer(404, date=NOON), issued.context) as server:
        look = look_at("localhost", server.port, 5)
        (asked,) = server.requests
    assert look.date_ms == milliseconds(datetime(2031, 5, 1, 12, tzinfo=UTC))
    now_ms = milliseconds(datetime.now(UTC))
    assert look.valid_ms
    assert look.valid_ms[1] - now_ms == pytest.approx(-86_400_000, abs=60_000)
    assert (asked.method, asked.path) == ("HEAD", "/")
    assert asked.headers == {"Host": f"localhost:{server.port}", "Connection": "close"}


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 100 Continue\r\n" * 50, b"HTTP/1.1 200 OK\r\nDate: \xff\xfe\r\n\r\n", b""]
)
def test_what_is_no_answer_ends_soon(authority, monkeypatch, said):
    issued = authority.issue()
    monkeypatch.setattr(server_look, "_MOST_HEAD", 5_000)

    def talk(client):
        with issued.context.wrap_socket(client, server_side=True) as inside:
            inside.recv(1000)
            while said:
                inside.sendall(said)

    with socket_server(talk) as port:
        look = look_at("localhost", port, 5)
    assert look.valid_ms
    assert look.date_ms is None


def test_a_server_that_says_a_little_now_and_then_is_left_in_time(authority):
    issued, done = authority.issue(), threading.Event()

    def talk(client):
        with issued.context.wrap_socket(client, server_side=True) as inside:
            inside.recv(1000)
            while not done.wait(0.05):
                inside.sendall(b"HTTP/1.1 ")

    began = time.monotonic()
    with socket_server(talk) as port:
        assert look_at("localhost", port, 0.3).date_ms is None
        assert time.monotonic() - began < 3
        done.set()


def test_nobody_there_is_an_empty_look():
    assert look_at("nowhere.invalid", 443, 1) == Look()


@pytest.mark.parametrize("text", [None, "", "now", "Thu, 99 May 2031 12:00:00 GMT", "é" * 99])
def test_what_is_no_date_is_none(text):
    assert http_date_ms(text) is None
