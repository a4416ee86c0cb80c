"""Reports that leave: without names unless for a reason, noted first, told in words afterwards."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path

import pytest

from tests.operations.people_here import DUTY, acts
from tests.operations.sample_report import PEOPLE, REPORT
from trainer_app.errors import NotSaved
from trainer_app.operations.act_words import act_sentence
from trainer_app.operations.audit import ActDone, list_acts
from trainer_app.operations.module_files import Stopped
from trainer_app.operations.reports.hand_out import (
    KINDS,
    REPORTS,
    WHYS,
    Why,
    WhyMissing,
    export_report,
    has_names,
    names_line,
    narrowed,
    note_export,
    take_report,
)
from trainer_app.operations.reports.table import Column, Report, Table
from trainer_app.store import Store
from trainer_app.training.times import at

_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def told(store: Store) -> str:
    """The last thing that was done, in a sentence."""
    return act_sentence(list_acts(store)[0]).translate(_ISOLATES)


def test_without_names_is_what_you_get_unless_you_ask(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report = narrowed(REPORT)
    assert not report.with_names
    assert not has_names(report)
    export_report(store, by=DUTY, report=report, path=path, format="json")
    text = path.read_text()
    assert "HYPERLINK" not in text
    assert "Ndiaye" not in text
    assert [column["key"] for column in json.loads(text)["tables"][0]["columns"]] == [
        column.key for column in PEOPLE.columns if not column.named
    ]
    assert acts(store) == [("exported", "completion, json, without-names, 14")]
    assert told(store) == (
        "Amina Bello saved the report “Completion” without names: JSON, 14 rows."
        .replace("Amina Bello", DUTY.staff.actor)
    )  # fmt: skip


@pytest.mark.parametrize("why", [None, "", "because", "without-names"])
def test_names_without_a_reason_of_the_list_are_not_handed_out(
    store: Store, tmp_path: Path, why: str | None
) -> None:
    report = narrowed(REPORT, with_names=True)
    with pytest.raises(WhyMissing, match="Choose why"):
        export_report(store, by=DUTY, report=report, path=tmp_path / "r.csv", format="csv", why=why)
    assert list(tmp_path.glob("r*")) == []
    assert acts(store) == []


@pytest.mark.parametrize("why", Why)
def test_names_for_a_reason_are_noted_with_it(store: Store, tmp_path: Path, why: Why) -> None:
    report = narrowed(REPORT, with_names=True)
    path = tmp_path / "r.xlsx"
    export_report(store, by=DUTY, report=report, path=path, format="xlsx", why=why.value)
    assert path.exists()
    assert acts(store) == [("exported", f"completion, xlsx, {why.value}, 14")]
    assert told(store).endswith(f"with names: Excel, 14 rows. {WHYS[why]}")


def test_it_is_noted_before_anything_is_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = narrowed(REPORT, with_names=True)
    with pytest.raises(NotSaved):
        export_report(
            store, by=DUTY, report=report, path=tmp_path / "gone" / "r.csv", format="csv",
            why="for-an-inspection",
        )  # fmt: skip
    assert acts(store) == [("exported", "completion, csv, for-an-inspection, 14")]

    def full(*_anything: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(store._log, "append", full)
    with pytest.raises(NotSaved, match="disk is full"):
        export_report(
            store, by=DUTY, report=report, path=tmp_path / "r.csv", format="csv",
            why="for-an-inspection",
        )  # fmt: skip
    assert list(tmp_path.glob("r*")) == []


def test_what_is_stopped_before_it_begins_is_not_noted(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        export_report(
            store, by=DUTY, report=narrowed(REPORT), path=tmp_path / "r.csv", format="csv",
            stop=stop,
        )  # fmt: skip
    assert acts(store) == []


def test_a_report_is_taken_away_with_all_its_rows_and_noted(store: Store) -> None:
    asked: list[Store] = []

    def make(opened: Store) -> Report:
        asked.append(opened)
        return REPORT

    report = take_report(
        store, by=DUTY, make=make, format="pdf", columns={"people": ["site", "state"]}
    )
    assert asked == [store]
    assert [len(table.rows) for table in report.tables] == [12, 2]
    assert acts(store) == [("exported", "completion, pdf, without-names, 14")]
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        take_report(store, by=DUTY, make=make, format="pdf", stop=stop)
    assert len(acts(store)) == 1


def test_where_nobody_is_staff_nothing_is_noted_but_a_reason_is_needed(store: Store) -> None:
    note_export(store, by=None, report=narrowed(REPORT), format="pdf", why=None)
    with pytest.raises(WhyMissing):
        note_export(
            store, by=None, report=narrowed(REPORT, with_names=True), format="pdf", why=None
        )
    assert acts(store) == []


# ---------------------------------------------------------------- what is left out


def test_the_head_says_once_whether_there_are_names() -> None:
    report = Report(
        "completion", "Completion", ("All sites", names_line(with_names=True)), REPORT.tables, True
    )
    assert narrowed(report).about == ("All sites", "Without names.")
    assert narrowed(report, with_names=True).about == ("All sites", "With names.")
    only_sites = narrowed(report, {"people": ["site"]}, with_names=True)
    assert only_sites.about == ("All sites", "Without names.")
    assert not only_sites.with_names


def test_columns_are_chosen_by_table_and_an_empty_table_goes() -> None:
    report = narrowed(REPORT, {"people": ["site", "state", "name"], "sites": []})
    (table,) = report.tables
    assert [column.key for column in table.columns] == ["site", "state"]
    with pytest.raises(KeyError):
        narrowed(REPORT, {"people": ["shoe-size"]})


def test_rows_without_names_do_not_stand_in_the_order_of_names() -> None:
    """A list of staff from A to Z beside them would tell who is who."""
    columns = (
        Column("name", "Name", named=True), Column("site", "Site"),
        Column("due_on", "Next", "day"), Column("count", "Passed", "count"),
    )  # fmt: skip
    rows = (
        ("Amadou", "Lomé", date(2026, 5, 1), 3),
        ("Elena", "La Paz", None, 9),
        ("Fatou", "Lomé", date(2026, 1, 1), 1),
        ("Kossi", "La Paz", None, None),
        ("Rosa", "La Paz", date(2026, 1, 1), 7),
    )
    report = Report("overdue", "Overdue", (), (Table("people", "People", columns, rows),), True)
    assert narrowed(report).tables[0].rows == [
        ("La Paz", date(2026, 1, 1), 7),
        ("La Paz", None, 9),
        ("La Paz", None, None),
        ("Lomé", date(2026, 1, 1), 1),
        ("Lomé", date(2026, 5, 1), 3),
    ]
    assert narrowed(report, with_names=True).tables[0].rows == rows


# ---------------------------------------------------------------- in the audit


def test_every_report_kind_and_reason_has_its_sentence() -> None:
    for report, words in REPORTS.items():
        for kind in KINDS:
            for why in (*Why, "without-names"):
                done = ActDone(1, "exported", "Elena", f"{report}, {kind}, {why}, 1", at(0))
                said = act_sentence(done).translate(_ISOLATES)
                assert f"“{words}”" in said
                assert "1 row" in said
                assert said.endswith(".")


@pytest.mark.parametrize(
    "about", ["audit", "7", "shoes, xlsx, without-names, 3", "items, xlsx, for-fun, 3"]
)
def test_other_exports_are_told_as_before(about: str) -> None:
    said = act_sentence(ActDone(1, "exported", "Elena", about, at(0))).translate(_ISOLATES)
    assert said.startswith("Elena saved a list")
