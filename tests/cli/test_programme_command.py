"""``waypost programme``: from head office's first command to a computer that is set up."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer_app.__main__ import main
from trainer_app.cli import programme as command
from trainer_app.operations import organisation
from trainer_app.operations.organisation import (
    KEY_FILE,
    TEMPLATE,
    OrganisationKeys,
    open_keys,
)
from trainer_app.store import Store
from trainer_app.training.programme import fingerprint, read

PASSPHRASE = "five words nobody else has"
SITES = """sites:
  - site_id: bo-lpz-001
    name: La Paz, main terminal
    teams:
      - Tickets
  - site_id: bo-lpz-002
    name: La Paz, east
"""


@pytest.fixture(scope="module", autouse=True)
def passphrase() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(command.PASSPHRASE, PASSPHRASE)
        yield patch


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, passphrase: object) -> Path:
    """What ``new`` made. The keys are sealed once for all tests, because that takes seconds."""
    folder = tmp_path_factory.mktemp("office") / "keys"
    assert main(["programme", "new", 'Ruta "segura": 2026', "--output", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def keys(office: Path) -> OrganisationKeys:
    """What lies in the key file; opened once, for the same reason."""
    return open_keys(office / KEY_FILE, PASSPHRASE)


@pytest.fixture
def quickly(keys: OrganisationKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    """``sign`` finds the key file open already."""
    monkeypatch.setattr(organisation, "open_keys", lambda _file, _passphrase: keys)


@pytest.fixture(scope="module")
def signed(office: Path) -> Path:
    """The programme file of a filled-in template."""
    template = office / "filled.yaml"
    template.write_text(filled((office / TEMPLATE).read_text("utf-8")), "utf-8")
    file = office / "ruta.wayprogramme"
    done = main(
        ["programme", "sign", str(template), "--key", str(office / KEY_FILE), "--output", str(file)]
    )
    assert done == 0
    return file


def filled(template: str) -> str:
    """The template as head office might fill it in."""
    before, _sites, rest = template.partition("sites:\n")
    _examples, _heading, after = rest.partition("# The reporting chain of all sites.")
    text = f"{before}{SITES}# The reporting chain of all sites.{after}"
    return (
        text.replace("country:\n", "country: BO\n", 1)
        .replace("required: []", "required:\n  - role: guard\n    path: guard")
        .replace(
            "endpoints: []",
            "endpoints:\n  - title: Records\n    address: https://records.example.org/xapi/",
        )
    )


def sign(office: Path, text: str, output: str, *, key: str = KEY_FILE) -> int:
    template = office / "another.yaml"
    template.write_text(text, "utf-8")
    arguments = ["sign", str(template), "--key", str(office / key), "--output"]
    return main(["programme", *arguments, str(office / output)])


# ---------------------------------------------------------------- head office


def test_new_makes_a_sealed_key_and_a_template(
    office: Path, keys: OrganisationKeys, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = (office / KEY_FILE).read_bytes()
    assert sealed.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert keys.identity.encode() not in sealed
    template = (office / TEMPLATE).read_text("utf-8")
    assert keys.recipient in template
    assert keys.identity not in template
    assert keys.identity not in repr(keys)
    if sys.platform != "win32":
        assert stat.S_IMODE((office / KEY_FILE).stat().st_mode) == 0o600
    before = {file: file.read_bytes() for file in office.iterdir()}
    assert main(["programme", "new", "Again", "--output", str(office)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in office.iterdir()} == before


def test_a_template_that_is_not_filled_in_names_its_fields(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (office / TEMPLATE).read_text("utf-8")
    assert sign(office, text, "not.wayprogramme") == 1
    said = capsys.readouterr().out
    line = text.splitlines().index("  - site_id:") + 1
    assert f"another.yaml:{line}: `site_id` of this site is empty." in said
    assert not (office / "not.wayprogramme").exists()


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("version: 1", "version: one", "`version` is `one`"),
        ("version: 1", "", "no `version`"),
        ("name: La Paz, east", "nome: La Paz, east", "did you mean `name`?"),
        ("country: BO", "country: Bolivia", "Two capital letters"),
        ("role: guard", "role: guardian", "must be one of"),
        ("https://records", "http://records", "https://"),
        ("chain: []", "chain:\n  - place: police\n    number: 110", "who tried this number"),
        ("age1", "age2", "starts with age1"),
        ("desk_recipients: []", "desk_recipients:\n  - age1" + "q" * 58, "slip"),
        ("sites:", "sites: [\n", "does not read as YAML"),
    ],
)
def test_a_slip_in_the_template_is_named_with_its_line(
    office: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, said: str
) -> None:
    good = filled((office / TEMPLATE).read_text("utf-8"))
    start = good.index("\nprogramme_id")
    slipped = good[:start] + good[start:].replace(was, becomes, 1)
    assert sign(office, slipped, "not.wayprogramme") == 1
    assert said in capsys.readouterr().out
    assert not (office / "not.wayprogramme").exists()


def test_a_wrong_passphrase_signs_nothing(
    office: Path, passphrase: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = filled((office / TEMPLATE).read_text("utf-8"))
    (office / "not.waykey").write_text("no key")
    assert sign(office, good, "not.wayprogramme", key="not.waykey") == 1
    assert "no key file" in capsys.readouterr().err
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(command.PASSPHRASE, "five words somebody else has")
        assert sign(office, good, "not.wayprogramme") == 1
    assert "does not open the key file" in capsys.readouterr().err
    assert not (office / "not.wayprogramme").exists()


def test_a_version_that_was_given_out_is_not_written_over(
    office: Path, signed: Path, quickly: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signed.read_bytes()
    good = filled((office / TEMPLATE).read_text("utf-8"))
    assert sign(office, good.replace("main terminal", "terminal"), signed.name) == 1
    assert "Write version: 2" in capsys.readouterr().err
    (office / "letter.txt").write_text("Dear all")
    assert sign(office, good, "letter.txt") == 1
    assert "no programme file" in capsys.readouterr().err
    assert signed.read_bytes() == before
    assert (office / "letter.txt").read_text() == "Dear all"


def with_checklist(template: str) -> str:
    """A filled template with the example of a self-check uncommented."""
    before, _none, rest = filled(template).partition("checklists: []\n")
    example, blank, after = rest.partition("\n\n")
    lines = "\n".join(line.removeprefix("#") for line in example.splitlines())
    return f"{before}checklists:\n{lines}{blank}{after}"


def test_a_self_check_of_their_own_is_signed_and_shown(
    office: Path, quickly: None, capsys: pytest.CaptureFixture[str]
) -> None:
    text = with_checklist((office / TEMPLATE).read_text("utf-8"))
    assert sign(office, text, "port.wayprogramme") == 0
    file = office / "port.wayprogramme"
    (brought,) = read(file.read_bytes()).programme.checklists
    assert (brought.id, len(brought.items), len(brought.beside)) == ("river-port", 1, 1)
    assert main(["programme", "show", str(file)]) == 0
    assert "river-port              Self-check of a river port (1.0)" in capsys.readouterr().out
    assert main(["programme", "show", str(file), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["programme"]
    assert shown["checklists"][0]["proposal"] == "Our own list, not confirmed by anybody yet."
    slipped = text.replace("title: A drill at the port", "title: " + "A drill " * 5)
    assert sign(office, slipped, "not.wayprogramme") == 1
    assert "A title has 8 words at most" in capsys.readouterr().out


@pytest.mark.parametrize("weak", ["ruta2026", "four words are few"])
def test_a_weak_passphrase_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], weak: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(command.PASSPHRASE, weak)
        assert main(["programme", "new", "R", "--output", str(tmp_path / "new")]) == 1
    assert "too short" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_new_passphrase_is_typed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(command.PASSPHRASE)
    new = ["programme", "new", "R", "--output", str(tmp_path / "new")]
    monkeypatch.setattr("sys.stdin", Seat(taken=False))
    assert main(new) == 1
    assert "nobody to ask" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", Seat(taken=True))
    typed = iter([PASSPHRASE, f"{PASSPHRASE}!"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert main(new) == 1
    assert "two different passphrases" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


class Seat:
    """Where somebody types, or nobody does."""

    def __init__(self, *, taken: bool) -> None:
        self._taken = taken

    def isatty(self) -> bool:
        return self._taken


# ---------------------------------------------------------------- a computer


def test_apply_sets_a_computer_up_and_show_says_so(
    tmp_path: Path, office: Path, signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--data-dir", str(tmp_path / "data"), "programme"]
    assert main([*here, "show"]) == 1
    assert "No programme is applied" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()
    assert main([*here, "apply", str(signed)]) == 2
    assert "bo-lpz-002 (La Paz, east)" in capsys.readouterr().err
    assert main([*here, "apply", str(signed), "--site", "bo-lpz-001"]) == 0
    said = capsys.readouterr().out
    key = fingerprint(read(signed.read_bytes()).key)
    assert "La Paz, main terminal" in said
    assert f"The organisation's key is {key}." in said
    assert main([*here, "apply", str(signed)]) == 0
    assert "organisation's key" not in capsys.readouterr().out  # it is known by now
    assert main([*here, "show"]) == 0
    shown = capsys.readouterr().out
    assert 'Ruta "segura": 2026, version 1' in shown
    assert "This computer: La Paz, main terminal [bo-lpz-001]" in shown
    assert "https://records.example.org/xapi/" in shown
    assert "Head office can open" in shown
    assert main([*here, "show", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["site"], answer["key"]) == ("bo-lpz-001", key)
    assert answer["programme"]["country"] == "BO"


def test_head_office_opens_the_profile_of_a_lost_computer(
    tmp_path: Path, keys: OrganisationKeys, signed: Path
) -> None:
    folder = tmp_path / "data"
    arguments = ["programme", "apply", str(signed), "--site", "bo-lpz-002", "--json"]
    Store.open(folder, use_keystore=False).close()
    assert main(["--data-dir", str(folder), *arguments]) == 0
    (folder / "waypost.key").unlink()
    store = Store.open(folder, use_keystore=False, organisation_identity=keys.identity)
    assert store.setting("site-name") == "La Paz, east"
    store.close()


def test_a_file_is_shown_without_being_applied(
    tmp_path: Path, signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--data-dir", str(tmp_path / "data"), "programme"]
    assert main([*here, "show", str(signed)]) == 0
    assert "bo-lpz-001" in capsys.readouterr().out
    damaged = tmp_path / "damaged.wayprogramme"
    damaged.write_bytes(signed.read_bytes().replace(b"La Paz", b"Lo Paz"))
    for task in ("show", "apply"):
        assert main([*here, task, str(damaged)]) == 7
        assert "altered or damaged" in capsys.readouterr().err
    assert main([*here, "apply", str(tmp_path / "nothing")]) == 7
    assert not (tmp_path / "data").exists()


def test_a_secret_in_the_file_is_not_shown(
    tmp_path: Path, office: Path, quickly: None, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "\n    address: https://records.example.org/xapi/"
    written = f"{address}\n    key: site-key\n    secret: canary-7kq2"
    good = filled((office / TEMPLATE).read_text("utf-8")).replace(address, written)
    assert sign(office, good, "with-key.wayprogramme") == 0
    file = str(office / "with-key.wayprogramme")
    for more in ([], ["--json"]):
        assert main(["--data-dir", str(tmp_path), "programme", "show", file, *more]) == 0
    said = capsys.readouterr()
    assert "canary" not in said.out + said.err
