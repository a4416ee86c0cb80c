"""``waypost sync`` and ``waypost pair``: plain lines, JSON for scripts, exit codes that tell."""

import io
import json
import os
import signal
from uuid import UUID

import pytest

from tests.store.conftest import draft, from_elsewhere
from tests.sync.computers import answers
from tests.sync.real_hub import RealHub
from tests.sync.small_servers import Answer, RecordStore, Server
from trainer_app.__main__ import main
from trainer_app.cli import sync as sync_command
from trainer_app.store import EndpointRow, Store
from trainer_app.sync.faults import Stopped
from trainer_app.sync.lan import FoundHub


@pytest.fixture
def folder(data_folder):
    with_results(data_folder, 12)
    return data_folder


def with_results(folder, count, *, seed=1):
    store = Store.open(folder, use_keystore=False)
    store.append(answers(count, seed=seed))
    store.close()


@pytest.fixture
def lrs():
    return RecordStore()


@pytest.fixture
def server(lrs, monkeypatch):
    monkeypatch.setenv(sync_command.SECRET, "secret-1")
    with Server(lrs) as server:
        yield server


@pytest.fixture
def run(folder, capsys):
    """Runs a command in the folder: exit code, what it said, what it complained about."""

    def run(*words):
        code = main(["--data-dir", str(folder), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_without_a_road_it_says_how_to_make_one(run):
    code, said, _ = run("sync")
    assert code == 0
    assert "waypost pair" in said
    code, said, _ = run("sync", "status")
    assert (code, "12 results to hand in" in said) == (0, True)


def test_results_are_handed_in_and_told(run, server, lrs):
    code, said, _ = run("sync", "server", server.address, "--key", "key-1")
    assert (code, "localhost" in said) == (0, True)
    code, said, _ = run("sync")
    assert (code, said) == (0, "localhost: 12 handed in\n")
    assert len(lrs.texts) == 12
    code, said, _ = run("sync", "status", "--json")
    told = json.loads(said)
    assert (told["to_send"], told["roads"][0]["to_send"]) == (0, 0)
    assert told["roads"][0]["last_contact_at"]
    code, said, _ = run("sync", "status")
    assert "Nothing to hand in." in said


def test_json_tells_scripts_everything(run, server):
    run("sync", "server", server.address, "--key", "key-1")
    code, said, _ = run("sync", "--endpoint", "server", "--json")
    assert code == 0
    assert json.loads(said) == {
        "stopped": False,
        "roads": [
            {"endpoint": "server", "sent": 12, "refused": 0, "left": 0, "received": 0,
             "set_aside": 0, "fault": None}
        ],
    }  # fmt: skip


def test_a_closed_road_is_8_and_says_why(run, server, lrs):
    lrs.secret = "another"
    run("sync", "server", server.address, "--key", "key-1")
    code, said, _ = run("sync")
    assert code == 8
    assert "does not know this key" in said
    assert "12 left" in said
    code, said, _ = run("sync", "--json")
    assert (code, json.loads(said)["roads"][0]["fault"]["kind"]) == (8, "rights")
    code, said, _ = run("sync", "status")
    assert (code, "does not know this key" in said) == (0, True)


def test_an_address_is_tested(run, server):
    code, said, _ = run("sync", "test", server.address, "--key", "key-1")
    assert (code, "takes results" in said) == (0, True)
    code, said, _ = run("sync", "test", server.address, "--key", "key-1", "--json")
    assert (code, json.loads(said)["works"]) == (0, True)
    with Server(lambda _request: Answer(404)) as nothing:
        code, _, complaint = run("sync", "test", nothing.address, "--key", "k")
        assert (code, "no place for results" in complaint) == (8, True)
        code, said, _ = run("sync", "test", nothing.address, "--key", "k", "--json")
        assert (code, json.loads(said)["fault"]["kind"]) == (8, "path")


def test_the_secret_is_read_from_a_pipe_and_never_an_argument(run, server, monkeypatch, folder):
    monkeypatch.delenv(sync_command.SECRET)
    monkeypatch.setattr("sys.stdin", io.StringIO("secret-1\n"))
    assert run("sync", "server", server.address, "--key", "key-1")[0] == 0
    assert run("sync")[0] == 0
    with pytest.raises(SystemExit) as off:
        run("sync", "server", server.address, "--key", "key-1", "--secret", "secret-1")
    assert off.value.code == 2


def test_what_was_not_taken_is_listed_and_tried_again(run, server, lrs, folder):
    store = Store.open(folder, use_keystore=False)
    lrs.poison = {json.loads(store.statement_texts()[3][1])["id"]}
    store.close()
    run("sync", "server", server.address, "--key", "key-1")
    assert "11 handed in · 1 not taken" in run("sync")[1]
    code, said, _ = run("sync", "refused")
    assert (code, said.startswith("server 4: ")) == (0, True)
    assert json.loads(run("sync", "refused", "--json")[1])["refused"][0]["code"] == 400
    assert run("sync", "retry", "server", "7")[0] == 1
    lrs.poison = set()
    assert run("sync", "retry", "server", "4")[0] == 0
    assert "1 handed in" in run("sync")[1]
    assert "was taken" in run("sync", "refused")[1]


def test_what_came_and_did_not_fit_is_listed(run, folder):
    assert run("sync", "aside") == (0, "Everything that came here fits.\n", "")
    store = Store.open(folder, use_keystore=False)
    store.endpoints.put(EndpointRow("server", "server", "s"))
    for number, reason in enumerate(("another text under the same id", "not understood")):
        store.inbox.keep_aside(UUID(int=number + 1), b"{}", reason, "server")
    other, seed = UUID(int=77), bytes(32)
    store.chains.hold_head(other, 1, 1, seed, bytes(64), seed)
    (came,) = from_elsewhere(draft(), device=other)
    store.inbox.receive([came], "server")
    store.close()
    code, said, _ = run("sync", "aside")
    assert code == 1
    lines = said.splitlines()
    assert "another record under this number" in lines[0]
    assert "no record of Waypost" in lines[1]
    assert lines[2].startswith("Results of 000000 are not what it signed")
    code, said, _ = run("sync", "aside", "--json")
    told = json.loads(said)
    assert (code, len(told["aside"]), told["aside"][0]["origin"]) == (1, 2, "server")
    assert told["altered"] == [{"device": str(other), "epoch": 1, "seq": 1}]


def test_a_road_is_forgotten(run, server):
    run("sync", "server", server.address, "--key", "key-1")
    assert run("sync", "forget", "server")[0] == 0
    code, _, complaint = run("sync", "forget", "server")
    assert (code, "No road is called" in complaint) == (1, True)
    assert run("sync", "--endpoint", "server")[0] == 1


def test_control_c_stops_it_where_nothing_is_lost(run, server, lrs):
    def interrupt(_request):
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    lrs.before = interrupt
    run("sync", "server", server.address, "--key", "key-1")
    code, said, _ = run("sync", "--json")
    assert (code, json.loads(said)["stopped"]) == (1, True)
    run("sync", "forget", "server")
    run("sync", "server", server.address, "--key", "key-1")
    code, said, _ = run("sync")
    assert (code, said) == (1, "Stopped. What is left goes with the next contact.\n")
    assert signal.getsignal(signal.SIGINT) is before


def test_control_c_ends_a_test_and_a_pairing_in_one_line(run, server, lrs, monkeypatch):
    def interrupt(*_any, **_how):
        os.kill(os.getpid(), signal.SIGINT)

    lrs.before = interrupt
    code, said, complaint = run("sync", "test", server.address, "--key", "key-1")
    assert (code, said, complaint) == (1, "", "waypost: Stopped. Nothing was changed.\n")

    def stopped(*_any, **_how):
        raise Stopped

    monkeypatch.setattr("trainer_app.sync.lan.pair", stopped)
    code, _, complaint = run("pair", "localhost:9", "123456")
    assert (code, complaint) == (1, "waypost: Stopped. Nothing was changed.\n")


def test_a_stick_is_no_road_to_sync_by(run, folder):
    store = Store.open(folder, use_keystore=False)
    store.endpoints.put(EndpointRow("stick", "stick", "USB stick"))
    store.close()
    code, _, complaint = run("sync", "--endpoint", "stick")
    assert (code, "waypost bundle" in complaint) == (1, True)
    assert "key" not in run("sync", "status")[1]


def test_a_hub_is_paired_with_by_its_code(run, tmp_path):
    with RealHub(tmp_path / "hub") as hub:
        code, said, _ = run("pair", hub.address, hub.code())
        assert (code, "Paired with Terminal Norte" in said) == (0, True)
        code, said, _ = run("sync")
        assert (code, said) == (0, "Terminal Norte: 12 handed in\n")
        assert len(hub.statements()) == 12
        assert "not at the server yet" in run("sync", "status")[1]
        code, _, complaint = run("pair", hub.address, "000000")
        assert (code, "does not fit" in complaint) == (1, True)
    code, said, _ = run("sync")
    assert code == 8


@pytest.mark.parametrize("words", [["pair"], ["pair", "192.168.1.20"], ["pair", "x", "12"]])
def test_a_pairing_needs_an_address_and_six_digits(run, words):
    code, _, complaint = run(*words)
    assert (code, "digits" in complaint) == (1, True)


def test_hubs_nearby_are_listed(run, monkeypatch):
    hub = FoundHub("Terminal Norte", "192.168.1.20:8443", "0011223344556677")

    def browse(_seconds, found, **_options):
        found(hub)
        return [hub]

    monkeypatch.setattr("trainer_app.sync.lan.browse", browse)
    code, said, _ = run("pair", "--find")
    assert (code, said) == (0, "192.168.1.20:8443        Terminal Norte\n")
    code, said, _ = run("pair", "--find", "--json")
    assert (code, json.loads(said)["hubs"][0]["name"]) == (0, "Terminal Norte")
    monkeypatch.setattr("trainer_app.sync.lan.browse", lambda *_a, **_o: [])
    code, said, _ = run("pair", "--find")
    assert (code, "Ask for its address" in said) == (1, True)


def test_what_is_no_address_of_a_database_is_said_in_one_line(run):
    for words in (["devices"], ["run", "--port", "0"], ["credential", "list"]):
        code, said, complaint = run("hub", *words, "--database", "mysql://localhost/x")
        assert (code, said, complaint.count("\n")) == (1, "", 1)
        assert "PostgreSQL" in complaint
