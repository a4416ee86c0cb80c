"""``waypost people``: looking, lists in and out; a PIN where there is staff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainer_app.__main__ import main
from trainer_app.cli import staff as staff_command
from trainer_app.operations.staff import add_first_staff
from trainer_app.store import Store

LIST = "Name,Work,Team\nRosa Mamani,driver,Tickets\nSomebody,juggler,\n"


@pytest.fixture
def say(capsys, data_folder):
    def run(*words: str | Path) -> tuple[int, str]:
        code = main(["--data-dir", str(data_folder), "people", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(LIST)
    return path


def test_nobody_yet(say) -> None:
    assert say("list") == (0, "Nobody is registered yet\n")
    assert json.loads(say("list", "--json")[1]) == {"people": []}


def test_a_list_is_looked_at_before_it_is_written(say, file: Path) -> None:
    code, said = say("import", file)
    assert code == 1
    assert "Row 3: Somebody" in said
    assert "New: 1. Changed: 0. The same: 0. To be mended: 1." in said
    assert "--write" in said
    assert json.loads(say("list", "--json")[1]) == {"people": []}
    code, said = say("import", file, "--write")
    assert (code, "Written." in said) == (1, True)
    told = json.loads(say("list", "--json")[1])["people"]
    assert [(one["name"], one["team"], one["has_pictures"]) for one in told] == [
        ("Rosa Mamani", "Tickets", False)
    ]
    assert "No pictures yet" in say("list")[1]


def test_out_and_in_again(say, file: Path, tmp_path: Path) -> None:
    say("import", file, "--write")
    code, said = say("export", tmp_path / "out.xlsx")
    assert (code, said.startswith("1 person: ")) == (0, True)
    told = json.loads(say("import", tmp_path / "out.xlsx", "--json")[1])
    assert (told["same"], told["new"], told["written"]) == (1, 0, False)
    assert json.loads(say("export", tmp_path / "out.csv", "--json")[1])["count"] == 1


def test_what_is_no_list_is_one_line(say, tmp_path: Path) -> None:
    code, said = say("import", tmp_path / "none.csv")
    assert (code, said.count("\n")) == (1, 1)


def test_where_there_is_staff_somebody_gives_their_pin(
    say, file: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(data_folder, use_keystore=False)
    code = store.renew_recovery_code()
    add_first_staff(
        store, name="Amina Bello", roles=("facilitator",), pin="274913", recovery_code=code
    )
    store.close()
    for words in (("list",), ("import", file, "--write"), ("export", file)):
        assert say(*words)[0] == 1
    monkeypatch.setattr(staff_command, "_ask", lambda _words: "274913")
    assert say("import", file, "--write")[0] == 1
    store = Store.open(data_folder, use_keystore=False)
    acts = [told.draft.activity for _row, told in store.sittings.acts()]
    store.close()
    assert any(one.endswith("/imported") for one in acts)
