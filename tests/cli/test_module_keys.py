"""Signing, verifying and installing modules, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.operations.packs import OURS, THEIRS, data, lay
from trainer_app.__main__ import main
from trainer_app.content import minisign
from trainer_app.training.programme import fingerprint

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that came with version 1.0 of a module."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("trainer_app.paths.bundled_packs", lambda: tmp_path / "bundled")
    monkeypatch.setenv("WAYPOST_STATE_HOME", str(tmp_path / "state"))
    lay(tmp_path / "bundled", data("1.0"), "small-1.0", by=None)


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder


def modules(folder: Path, *words: str) -> int:
    return main(["--data-dir", str(folder), "modules", *words])


def test_a_key_signs_and_is_shown(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_PUBLISHER_PASSWORD", "waiting hall")
    assert main(["modules", "keys", "new", "--output", "keys"]) == 0
    said = capsys.readouterr().out
    assert "Number to compare: " in said
    assert minisign.is_protected(Path("keys/publisher.key").read_bytes())
    assert main(["modules", "keys", "new", "--output", "keys"]) == 1
    assert "is there already" in capsys.readouterr().err
    pack = lay(Path("out"), data("1.1"), "small-1.1", by=None)
    assert main(["modules", "sign", str(pack), "--key", "keys/publisher.key"]) == 0
    assert capsys.readouterr().out == "out/small-1.1.waypack.minisig\n"
    for file in ("keys/publisher.pub", "out/small-1.1.waypack.minisig"):
        assert main(["modules", "keys", "show", file, "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert shown["fingerprint"] in said
        assert shown["programme"] in said
    assert main(["modules", "verify", str(pack), "--key", "keys/publisher.pub"]) == 0
    assert f"good, signed by {shown['fingerprint']}" in capsys.readouterr().out
    monkeypatch.setenv("WAYPOST_PUBLISHER_PASSWORD", "another")
    assert main(["modules", "sign", str(pack), "--key", "keys/publisher.key"]) == 1
    assert "This password does not open the key." in capsys.readouterr().err


def test_a_password_is_asked_for(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYPOST_PUBLISHER_PASSWORD", raising=False)
    assert main(["modules", "keys", "new", "--output", "keys"]) == 1
    assert "Set WAYPOST_PUBLISHER_PASSWORD." in capsys.readouterr().err
    assert main(["modules", "keys", "new", "--output", "keys", "--no-password"]) == 0
    assert not minisign.is_protected(Path("keys/publisher.key").read_bytes())


def test_what_verify_says(capsys: Out, folder: Path) -> None:
    Path("ours.pub").write_bytes(minisign.write_public_key(OURS.public))
    lay(Path("a"), data("1.1"), "ours")
    lay(Path("a"), data("1.2"), "theirs", by=THEIRS)
    lay(Path("a"), data("1.3"), "bare", by=None)
    lay(Path("a"), data("1.4"), "other").write_bytes(data("1.5"))
    lay(Path("a"), data("1.6"), "cut").write_bytes(data("1.6")[:-9])
    names = ("ours", "theirs", "bare", "other", "cut", "gone")
    packs = [f"a/{name}.waypack" for name in names]
    assert modules(folder, "verify", *packs, "--key", "ours.pub", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["standing"] for one in answer["packs"]] == [
        "trusted", "stranger", "unsigned", "broken", "broken", "broken",
    ]  # fmt: skip
    assert modules(folder, "verify", *packs) == 1
    said = capsys.readouterr().out.splitlines()
    assert "signed by somebody nobody here knows" in said[0]
    assert said[2].endswith("not signed")
    assert "damaged" in said[4]
    assert modules(folder, "verify", "a/ours.waypack", "--key", "gone.pub") == 1
    assert "gone.pub cannot be read" in capsys.readouterr().err


def test_installing_and_removing(capsys: Out, folder: Path) -> None:
    stick = Path("stick")
    lay(stick, data("1.1"), "one", by=THEIRS)
    lay(stick, data("1.0", "more"), "two", by=None)
    lay(stick, data("0.9"), "three", by=None)
    number = _number(THEIRS)
    assert modules(folder, "install", "stick") == 7
    said = capsys.readouterr().out
    assert f"compare the number, then use --accept ({number})" in said
    assert "nobody signed it" in said
    assert "an older one does not take its place" in said
    Path("stick/three.waypack").unlink()
    words = ("--accept", number, "--allow", "more@1.0", "--json")
    assert modules(folder, "install", "stick", *words, "--dry-run") == 7
    capsys.readouterr()
    assert modules(folder, "install", "stick", *words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {one["module"]: one["state"] for one in answer["modules"]} == {
        "small@1.1": "installed",
        "more@1.0": "installed",
    }
    assert modules(folder, "install", "stick/one.waypack") == 0
    assert capsys.readouterr().out == "one.waypack: small@1.1: it is here already\n"
    assert modules(folder, "remove", "small") == 0
    assert modules(folder, "remove", "small") == 0
    assert modules(folder, "restore", "small") == 0
    assert capsys.readouterr().out.splitlines() == [
        "small was removed.",
        "small is out of sight. It can come back.",
        "small is there again.",
    ]
    assert modules(folder, "remove", "gone") == 1
    assert modules(folder, "install", "bundled") == 0
    Path("empty").mkdir()
    assert modules(folder, "install", "empty") == 0
    assert capsys.readouterr().out.endswith("There is no module in empty.\n")


def test_staff_say_who_they_are(capsys: Out, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trainer_app.operations.audit import list_acts
    from trainer_app.operations.staff import add_first_staff
    from trainer_app.store import Store

    with_staff = Store.open(folder, use_keystore=False)
    code = with_staff.renew_recovery_code()
    add_first_staff(
        with_staff, name="Elena Vargas", roles=("facilitator",), pin="824617", recovery_code=code
    )
    with_staff.close()
    assert modules(folder, "remove", "small") == 1
    assert "Say who you are with --staff NAME." in capsys.readouterr().err
    assert modules(folder, "remove", "small", "--staff", "elena vargas") == 1
    assert "Set WAYPOST_STAFF_PIN." in capsys.readouterr().err
    monkeypatch.setenv("WAYPOST_STAFF_PIN", "000111")
    assert modules(folder, "remove", "small", "--staff", "elena vargas") == 1
    monkeypatch.setenv("WAYPOST_STAFF_PIN", "824617")
    assert modules(folder, "remove", "small", "--staff", "elena vargas") == 0
    again = Store.open(folder, use_keystore=False)
    assert list_acts(again)[0].act == "module-removed"
    again.close()


def _number(secret: minisign.SecretKey) -> str:
    from trainer_app.training.programme import fingerprint

    return fingerprint(secret.public.raw)


def test_publishers_are_listed_and_withdrawn(folder: Path, capsys: Out) -> None:
    assert modules(folder, "keys", "list") == 0
    assert "trusts no publisher yet" in capsys.readouterr().out
    lay(Path("stick"), data("1.1"), "theirs", by=THEIRS)
    number = fingerprint(THEIRS.public.raw)
    assert modules(folder, "install", "stick", "--accept", number) == 0
    capsys.readouterr()
    assert modules(folder, "keys", "list", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"publishers": [{"number": number, "programme": ""}]}
    assert modules(folder, "keys", "withdraw", number.lower()) == 0
    assert "not trusted any more" in capsys.readouterr().out
    assert modules(folder, "keys", "withdraw", number) == 1
    assert "Nobody on this computer trusts" in capsys.readouterr().err
