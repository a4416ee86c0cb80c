"""``waypost certificate verify``: what it says of each kind of certificate."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest

from trainer_app.__main__ import main
from trainer_app.store import Store
from trainer_app.training.certificate import Facts, sign

Kind = Literal["alone", "passed", "attended"]


def text(kind: Kind, seed: bytes = b"\1" * 32) -> str:
    return sign(
        Facts(
            serial="WP-2026-ABCD2345", name="Amadou Diallo", module_id="grooming",
            module_title="Understanding grooming", version="2026.1", issued_on=date(2026, 12, 2),
            valid_until=date(2099, 12, 1), issuer="Elena Vargas", supervised=kind != "alone",
            kind="attended" if kind == "attended" else "passed",
            held_on="" if kind == "alone" else "2026-12-01",
        ),
        seed,
    )  # fmt: skip


def run(capsys: Any, folder: Path, *words: str) -> tuple[int, str]:
    code = main(["--data-dir", str(folder), "certificate", "verify", *words])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "said", "missing"),
    [
        ("alone", ["self-paced", "valid until 2099-12-01"], ["Session held", "attendance"]),
        ("passed", ["· supervised", "Session held on 2026-12-01.", "valid until"], ["self-paced"]),
        (
            "attended",
            ["attendance, no test", "Session held on 2026-12-01.", "It does not expire."],
            ["supervised", "valid until", "self-paced"],
        ),
    ],
)
def test_each_kind_is_told_apart(
    kind: Kind, said: list[str], missing: list[str], capsys: Any, tmp_path: Path
) -> None:
    code, out = run(capsys, tmp_path, text(kind))
    assert code == 1  # anybody can make a key; this one nobody knows
    assert out.startswith("Not altered, but who signed it is not known")
    for words in said:
        assert words in out
    for words in missing:
        assert words not in out


def test_one_of_this_computer_is_genuine(capsys: Any, data_folder: Path) -> None:
    with closing(Store.open(data_folder, use_keystore=False)) as store:
        seed = store.signing_seed()
    code, out = run(capsys, data_folder, text("alone", seed))
    assert (code, out.startswith("Genuine.")) == (0, True)


def test_as_json(capsys: Any, tmp_path: Path) -> None:
    code, out = run(capsys, tmp_path, text("attended"), "--json")
    told = json.loads(out)
    assert (code, told["kind"], told["held_on"]) == (1, "attended", "2026-12-01")
    assert told["valid_until"] is None
    told = json.loads(run(capsys, tmp_path, text("passed"), "--json")[1])
    assert (told["kind"], told["supervised"], told["valid_until"]) == (
        "passed", True, "2099-12-01",
    )  # fmt: skip
