"""Numbers of a country: nothing is a number to call before somebody tried it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from trainer_app.__main__ import main
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.shelf_reader import read_shelf
from trainer_app.content.shelf import Helpline, Shelf
from trainer_app.errors import TrainerError
from trainer_app.operations.helplines import (
    filled_from_lines,
    lines_of,
    set_country,
    site_country,
)
from trainer_app.operations.site import Contact, fill_slot, reporting_chain
from trainer_app.paths import resources
from trainer_app.store import Store

ON = date(2026, 11, 22)


def line(**facts: object) -> Helpline:
    known: dict[str, object] = {
        "id": "line",
        "country": "BO",
        "name": "A line",
        "channel": "child-helpline",
        "number": "000",
        "source": "HL-BO",
        "confidence": "V",
    }
    return Helpline(**(known | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "to-check"),
        ({"number": "", "confidence": "U"}, "to-supply"),
        ({"number": "", "web": "example.org"}, "to-check"),
        ({"verified_by": "A partner", "verified_on": "2026-11-01"}, "verified"),
        ({"verified_by": "A partner", "verified_on": "2026-05-23"}, "verified"),
        ({"verified_by": "A partner", "verified_on": "2026-05-22"}, "outdated"),
        ({"verified_by": "A partner", "verified_on": "2026-11-23"}, "outdated"),
    ],
)
def test_the_state_of_a_row(facts: dict[str, object], state: str) -> None:
    assert [one.state for one in lines_of([line(**facts)], "BO", ON)] == [state]


def test_only_verified_rows_of_the_country_reach_learners(store: Store) -> None:
    tried = {"verified_by": "A partner", "verified_on": "2026-11-01"}
    rows = [
        line(id="untried"),
        line(id="elsewhere", country="PE", number="111", **tried),
        line(id="tried", number="222", **tried),
        line(id="police", channel="police", number="333", **tried),
        line(id="world", country="world", channel="emergency", number="444", **tried),
    ]
    fill_slot(store, slot_id="police", contact=Contact(name="The post at gate 2"))
    chain = reporting_chain(store, on=ON)
    filled = {s.slot_id: s for s in filled_from_lines(chain, rows, "BO", ON)}
    helpline = filled["child-helpline"]
    assert helpline.callable
    assert helpline.contact is not None
    assert helpline.contact.number == "222"
    assert filled["police"].contact == Contact(name="The post at gate 2")  # the site comes first
    assert filled["emergency-number"].contact is None
    assert filled_from_lines(chain, rows, "", ON) == chain


def test_the_country_of_a_site(store: Store) -> None:
    assert site_country(store) == ""
    set_country(store, country=" bo ")
    assert site_country(store) == "BO"
    with pytest.raises(TrainerError, match="two letters"):
        set_country(store, country="Bolivia")


def test_none_of_our_rows_is_a_number_to_call_yet() -> None:
    shelf = read_shelf(resources() / "assets", Findings()).part
    assert isinstance(shelf, Shelf)
    assert len(shelf.helplines) > 40
    for country in {one.country for one in shelf.helplines}:
        states = {one.state for one in lines_of(shelf.helplines, country, ON)}
        assert states <= {"to-check", "to-supply"}


def test_facilitators_see_them_as_to_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data-dir", str(tmp_path / "data")]
    assert main([*data, "site", "country", "BO"]) == 0
    capsys.readouterr()
    assert main([*data, "site", "helplines"]) == 0
    said = capsys.readouterr().out
    assert "to be checked" in said
    assert "to be supplied by a national partner" in said
    assert main([*data, "site", "helplines", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["country"] == "BO"
    assert {row["state"] for row in answer["helplines"]} == {"to-check", "to-supply"}
    assert main([*data, "site", "country", "Bolivia"]) == 1
