"""``waypost hub`` and what is packaged around it: every command that is written down works."""

import configparser
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.hub.asking import statement
from tests.hub.conftest import KEY
from tests.hub.devices import Device
from tests.hub.opened import HubCaller, opened_hub
from trainer_app import cli
from trainer_app.__main__ import main
from trainer_app.hub import device_tables
from trainer_app.hub.device_records import bind
from trainer_app.hub.folder import HubFolder
from trainer_app.hub.keeping import Incoming
from trainer_app.hub.records import Records
from trainer_app.hub.serve import DATABASE_VARIABLE

ROOT = Path(__file__).parents[2]
PACKAGED = ROOT / "packaging" / "hub"


@pytest.fixture(autouse=True)
def _no_database(monkeypatch):
    monkeypatch.delenv(DATABASE_VARIABLE, raising=False)


@pytest.fixture
def waypost(tmp_path, capsys):
    """Runs a command on the hub of a folder; exit code, lines, and the line of an error."""

    def run(*words):
        code = main(["--data-dir", str(tmp_path), "hub", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def answer(waypost):
    """The same as JSON."""

    def run(*words):
        code, out, _errors = waypost(*words, "--json")
        assert code == 0
        return json.loads(out)

    return run


def opened(tmp_path):
    return Records.open(tmp_path / "hub/hub.db", key=HubFolder(tmp_path).key())


# ---------------------------------------------------------------- credentials and devices


def test_a_credential_is_made_shown_and_ended(answer, waypost, tmp_path):
    made = answer("credential", "add", "sup-1", "--scope", "read-sites", "--site", "bo-lpz-004",
                  "--site", "bo-lpz-005", "--title", "Supervisor La Paz")  # fmt: skip
    records = opened(tmp_path)
    known = records.authenticate("sup-1", made["secret"])
    assert known is not None
    assert known.sites == {"bo-lpz-004", "bo-lpz-005"}
    (listed,) = answer("credential", "list")["credentials"]
    assert (listed["key"], listed["scopes"]) == ("sup-1", ["read-sites"])
    assert "secret" not in json.dumps(listed)
    assert answer("credential", "revoke", "sup-1") == {"revoked": True}
    assert records.authenticate("sup-1", made["secret"]) is None
    records.close()
    code, _out, error = waypost("credential", "revoke", "sup-1")
    assert (code, error) == (1, "waypost: Nobody has this key.\n")


def test_a_secret_is_shown_once_and_in_plain_words(waypost):
    code, out, _error = waypost("credential", "add", "pc", "--scope", "write")
    assert code == 0
    secret = re.search(r"Secret: (\S{43})", out)
    assert secret
    _code, out, _error = waypost("credential", "list")
    assert secret[1] not in out
    assert out == "pc  write\n"


@pytest.mark.parametrize(
    "words",
    [
        ["pc", "--scope", "read-sites"],
        ["pc", "--scope", "write", "--site", "x"],
        ["a:b", "--scope", "write"],
    ],
)
def test_what_makes_no_sense_is_told(waypost, words):
    code, _out, error = waypost("credential", "add", *words)
    assert code == 1
    assert error.count("\n") == 1


def test_a_key_that_is_there_is_not_replaced(waypost):
    assert waypost("credential", "add", "pc", "--scope", "write")[0] == 0
    assert waypost("credential", "add", "pc", "--scope", "write")[0] == 1


def test_the_scope_of_the_desk_is_not_for_sale(waypost, capsys):
    with pytest.raises(SystemExit) as left:
        waypost("credential", "add", "pc", "--scope", "desk")
    assert left.value.code == cli.BAD_ARGUMENTS
    capsys.readouterr()


def test_a_code_opened_by_command_pairs_with_the_hub_that_runs(tmp_path, capsys):
    from tests.sync.computers import QUICK
    from trainer_app.sync.lan import pair

    with opened_hub(tmp_path, key=None) as hub:
        main(["hub", "pair", "--data-dir", str(tmp_path), "--json"])
        code = json.loads(capsys.readouterr().out)["code"]
        device = Device()
        address = f"127.0.0.1:{hub.port}"
        made = pair(address, code, device=device.uuid, name="Gate", around=QUICK)
        assert made.grant.hub == "Terminal Norte"
        main(["hub", "devices", "--data-dir", str(tmp_path), "--json"])
        (known,) = json.loads(capsys.readouterr().out)["devices"]
        assert (known["name"], known["met_ms"]) == ("Gate", None)
        main(["hub", "credential", "revoke", known["key"], "--data-dir", str(tmp_path)])
        gone = HubCaller(hub.port, made.grant.key, made.grant.secret)
        assert gone.ask("POST", "/waypost/exchange", device.exchange())[0] == 401
    main(["hub", "devices", "--data-dir", str(tmp_path)])
    assert capsys.readouterr().out.endswith("0 computers\n")


def test_a_code_is_shown_to_be_read_aloud(waypost):
    _code, out, _error = waypost("pair")
    assert re.match(r"Code: \d{3} \d{3}\n", out)


def test_a_hub_of_the_window_is_left_to_it(tmp_path, waypost):
    with opened_hub(tmp_path):
        pass
    code, _out, error = waypost("pair")
    assert code == 4
    assert "window" in error


@pytest.mark.parametrize("words", [["--workers", "2"], ["--workers", "0"], ["--port", "99999"]])
def test_a_hub_that_cannot_be_opened_says_why(waypost, words):
    code, out, error = waypost("run", "--host", "127.0.0.1", "--no-announce", *words)
    assert code == 1
    assert not out
    assert error.count("\n") == 1


def test_an_address_of_no_database_is_told(waypost):
    code, _out, error = waypost("pair", "--database", "postgresql://127.0.0.1:1/none")
    assert code == 4
    assert error.startswith("waypost: ")


# ---------------------------------------------------------------- backup


@pytest.fixture
def filled(tmp_path):
    """A hub's folder with three statements and a device."""
    records = opened(tmp_path)
    device_tables.make_tables(records.database)
    records.add_credential("pc", scopes=("write",))
    who = records.credential("pc")
    assert who is not None
    records.keep([Incoming(statement()) for _ in range(3)], who)
    with records.database.writing() as connection:
        bind(connection, "pc", Device().uuid, "Gate", 1, paired=True)
    yield tmp_path
    records.close()


def test_a_backup_is_whole_while_the_hub_is_open(filled, answer, waypost):
    copy = filled / "copy.db"
    assert answer("backup", str(copy))["statements"] == 3
    assert sys.platform == "win32" or copy.stat().st_mode & 0o077 == 0
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    restored = filled / "restored"
    (restored / "hub").mkdir(parents=True)
    (restored / "hub/hub.db").write_bytes(copy.read_bytes())
    (restored / "hub/hub.key").write_bytes((filled / "hub/hub.key").read_bytes())
    again = opened(restored)
    assert again.credential("pc") is not None
    again.close()


def test_a_backup_overwrites_nothing(filled, waypost):
    (filled / "copy.db").write_text("something else")
    code, _out, error = waypost("backup", str(filled / "copy.db"))
    assert code == 3
    assert "already" in error
    assert (filled / "copy.db").read_text() == "something else"


def test_a_copy_that_cannot_be_made_leaves_nothing(filled, waypost, monkeypatch):
    from trainer_app.hub import backup

    def damaged(path, key):
        path.write_bytes(path.read_bytes()[:-1000] + bytes(1000))
        return verified(path, key)

    verified = backup._verified
    monkeypatch.setattr(backup, "_verified", damaged)
    code, _out, error = waypost("backup", str(filled / "copy.db"))
    assert (code, error) == (3, "waypost: The copy could not be made; there is none.\n")
    assert list(filled.glob("copy*")) == []
    assert waypost("backup", str(filled / "no such folder/copy.db"))[0] == 3


def test_where_there_is_no_hub_a_backup_makes_none(tmp_path, waypost):
    code, _out, error = waypost("backup", str(tmp_path / "copy.db"))
    assert code == 4
    assert error.count("\n") == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_postgresql_is_copied_by_its_own_tools(waypost, monkeypatch):
    monkeypatch.setenv(DATABASE_VARIABLE, "postgresql://x")
    code, _out, error = waypost("backup", "copy.db")
    assert code == 1
    assert "pg_dump" in error


# ---------------------------------------------------------------- what is packaged


def commands_written_down():
    """Every ``waypost …`` of the texts, the unit and the compose file, as words."""
    for file in sorted(PACKAGED.glob("*.md")):
        for line in file.read_text().splitlines():
            if line.startswith("    waypost "):
                yield file.name, shlex.split(line.strip())[1:]
    unit = unit_file()
    yield "unit", shlex.split(unit["Service"]["ExecStart"])[1:]
    for name, service in compose()["services"].items():
        if "build" in service:
            yield name, shlex.split(service["command"])


def unit_file():
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(PACKAGED / "waypost-hub.service")
    return parser


def compose():
    return yaml.safe_load((PACKAGED / "compose.yaml").read_text())


def test_every_command_that_is_written_down_exists():
    found = list(commands_written_down())
    assert len(found) > 10
    for where, words in found:
        chosen = cli.parse(words)
        assert chosen.run is not None, (where, words)


def test_the_unit_gives_the_hub_no_more_than_it_needs():
    service = unit_file()["Service"]
    assert service["User"] == "waypost"
    assert service["UMask"] == "0077"
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert service[name] in ("yes", "true"), name
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert "password" not in (PACKAGED / "waypost-hub.service").read_text().lower()


def test_the_compose_file_names_plain_images_and_holds_no_secret():
    services = compose()["services"]
    images = {service["image"] for service in services.values() if "build" not in service}
    assert all(re.fullmatch(r"[a-z]+:[0-9][0-9.a-z-]*", image) for image in images)
    assert services["proxy"]["network_mode"] == "service:records"
    assert "ports" not in services["database"]
    text = (PACKAGED / "compose.yaml").read_text()
    assert not re.search(r"(PASSWORD|SECRET|DATABASE)\w*\s*[:=]\s*['\"]?\w+://", text)
    for name in compose()["secrets"].values():
        assert name["file"].startswith("./secrets/")


def test_the_proxy_hands_on_to_the_port_the_hub_answers_at():
    words = shlex.split(compose()["services"]["records"]["command"])
    port = words[words.index("--port") + 1]
    assert "--behind-proxy" in words
    assert f"reverse_proxy 127.0.0.1:{port}" in (PACKAGED / "Caddyfile").read_text()


def test_the_image_has_every_package_the_hub_needs_and_no_window():
    command = [sys.executable, str(PACKAGED / "pins.py"), str(ROOT / "requirements-dev.lock")]
    pins = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = set(re.findall(r"^([a-z0-9-]+)==", pins, re.MULTILINE))
    wanted = re.findall(r'"([a-z0-9-]+)"', (PACKAGED / "pins.py").read_text().split("})")[0])
    assert names == set(wanted)
    assert {"starlette", "uvicorn", "sqlalchemy", "sqlcipher3", "psycopg", "zeroconf"} <= names
    assert pins.count("--hash=sha256:") >= len(names)


def test_packaged_texts_name_no_place_on_the_network():
    for file in PACKAGED.iterdir():
        for address in re.findall(r"https?://([^\s/\"'`)]+)", file.read_text()):
            assert address.split(":")[0] in {"127.0.0.1", "hub.example.org"}, (file.name, address)


def test_the_key_of_the_tests_is_nowhere(filled):
    assert HubFolder(filled).key() != KEY
