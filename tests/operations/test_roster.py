"""Lists in and out: every row is told before anything is written, and nobody is ever taken away."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.operations.people_here import DUTY, acts, register
from trainer_app import i18n
from trainer_app.errors import NotSaved, TrainerError
from trainer_app.operations.people import list_learners
from trainer_app.operations.people_desk import (
    Reason,
    erase_person,
    list_people,
    mark_left,
    merge_people,
    set_role,
)
from trainer_app.operations.roster import (
    RosterPreview,
    export_roster,
    import_roster,
    preview_roster,
    read_roster,
)
from trainer_app.operations.roster_files import RosterUnreadable, read_file
from trainer_app.store import Store

LIST = "Name,Work,Team\nRosa Mamani,driver,Tickets\nAmadou Diallo,guard,Gate 2\n"


def preview(store: Store, path: Path, text: str | bytes) -> RosterPreview:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return preview_roster(store, read_roster(path))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def take(store: Store, file: Path, text: str | bytes) -> RosterPreview:
    looked = preview(store, file, text)
    import_roster(store, by=DUTY, preview=looked)
    return looked


def facts(store: Store) -> list[tuple[object, ...]]:
    return [
        (o.learner_id, o.name, o.role, o.team, o.preferences, o.has_left, o.merged_into, o.walk_in)
        for o in store.learners()
    ]


# ---------------------------------------------------------------- in


def test_new_people_come_without_pictures(store: Store, file: Path) -> None:
    looked = preview(store, file, LIST)
    assert [(row.row, row.kind, row.name) for row in looked.rows] == [
        (2, "new", "Rosa Mamani"), (3, "new", "Amadou Diallo"),
    ]  # fmt: skip
    assert store.learners() == []
    taken = import_roster(store, by=DUTY, preview=looked)
    assert len(taken.new) == 2
    assert [(o.name, o.role, o.team) for o in store.learners()] == [
        ("Amadou Diallo", "guard", "Gate 2"), ("Rosa Mamani", "driver", "Tickets"),
    ]  # fmt: skip
    assert list_learners(store) == []
    assert [person.has_pictures for person in list_people(store)] == [False, False]
    assert acts(store) == [("imported", "2")]


def test_the_same_list_again_changes_nothing(store: Store, file: Path) -> None:
    take(store, file, LIST)
    before = facts(store)
    looked = take(store, file, LIST)
    assert [row.kind for row in looked.rows] == ["same", "same"]
    assert facts(store) == before
    assert len(acts(store)) == 1  # nothing was done, so nothing is noted


def test_changes_are_told_field_by_field(store: Store, file: Path) -> None:
    rosa = register(store)
    looked = preview(
        store, file, f"id;name;role;team;left\n{rosa.learner_id};Rosa Quispe;guard;;yes\n"
    )
    (row,) = looked.rows
    assert [(c.column, c.before, c.after) for c in row.changes] == [
        ("name", "Rosa Mamani", "Rosa Quispe"), ("role", "driver", "guard"),
        ("left", "False", "True"),
    ]  # fmt: skip
    hashed = store.picture_hash(rosa.learner_id)
    import_roster(store, by=DUTY, preview=looked)
    now = store.learner(rosa.learner_id)
    assert (now.name, now.team, now.has_left) == ("Rosa Quispe", "Tickets", True)
    assert store.picture_hash(rosa.learner_id) == hashed


def test_every_row_with_a_problem_is_named_and_left_out(store: Store, file: Path) -> None:
    gone, kept, other = (register(store, name) for name in ("Gone", "Kept", "Other"))
    erase_person(store, by=DUTY, learner_id=gone.learner_id, reason=Reason.ASKED)
    merge_people(store, by=DUTY, kept=kept.learner_id, other=other.learner_id)
    rows = [
        f"{gone.learner_id},Gone,driver,,",  # 2
        f"{other.learner_id},Other,driver,,",
        "strange,Somebody,driver,,",
        ",,driver,Tickets,",  # 5
        ",New One,,Tickets,",
        ",New Two,juggler,Tickets,",
        ",New Three,driver,Tickets,perhaps",
        ",New Four,driver,Tickets,",  # 9
        ",new four,driver,TICKETS,",
        f"{kept.learner_id},Kept,,,",
        ",Kept,,Tickets,",  # 12
        f",{'x' * 61},driver,,",
    ]
    looked = preview(store, file, "id,name,role,team,left\n" + "\n".join(rows))
    told = {row.row: row.words for row in looked.rows if row.kind == "problem"}
    assert told.keys() == {2, 3, 4, 5, 6, 7, 8, 10, 12, 13}
    assert "erased" in told[2]
    assert "put together" in told[3]
    assert "Empty the cell" in told[4]
    assert "Write the name" in told[5]
    assert "Write the work" in told[6]
    assert "do not know this work" in told[7]
    assert "yes or no" in told[8]
    assert "Row \u20669\u2069 is about the same person" in told[10]
    assert "Row \u206611\u2069" in told[12]
    assert "60 letters" in told[13]
    assert (looked.writes, looked.count("same"), looked.count("new")) == (1, 1, 1)
    import_roster(store, by=DUTY, preview=looked)
    assert {one.name for one in store.learners()} == {"Kept", "Other", "New Four"}


def test_a_name_in_two_teams_needs_the_team(store: Store, file: Path) -> None:
    for team in ("Tickets", "Gate 2"):
        register(store, team=team)
    (row,) = preview(store, file, "name,role\nRosa Mamani,guard\n").rows
    assert (row.kind, "Several people" in row.words) == ("problem", True)
    (row,) = preview(store, file, "name,role,team\nRosa Mamani,guard,gate 2\n").rows
    assert row.kind == "changes"
    (row,) = preview(store, file, "name,role,team\nRosa Mamani,guard,Night\n").rows
    assert (row.kind, "another team" in row.words) == ("new", True)


def test_two_may_change_names_with_each_other_but_not_take_one(store: Store, file: Path) -> None:
    rosa, ana = register(store, "Rosa"), register(store, "Ana")
    swap = f"id,name\n{rosa.learner_id},Ana\n{ana.learner_id},Rosa\n"
    take(store, file, swap)
    assert store.learner(rosa.learner_id).name == "Ana"
    (row,) = preview(store, file, f"id,name\n{rosa.learner_id},Rosa\n").rows
    assert (row.kind, "There is another" in row.words) == ("problem", True)
    looked = preview(store, file, f"id,name\n{rosa.learner_id},Rosa\n{ana.learner_id},Rosa\n")
    assert [row.kind for row in looked.rows] == ["problem", "same"]


def test_who_left_is_known_again(store: Store, file: Path) -> None:
    rosa = register(store)
    mark_left(store, by=DUTY, learner_ids=[rosa.learner_id])
    (row,) = preview(store, file, LIST.splitlines()[0] + "\nRosa Mamani,driver,Tickets\n").rows
    assert (row.kind, row.words) == ("same", "Marked as left.")
    take(store, file, "name,team,left\nRosa Mamani,Tickets,no\n")
    assert not store.learner(rosa.learner_id).has_left


def test_people_who_changed_meanwhile_stop_it(store: Store, file: Path) -> None:
    rosa = register(store)
    looked = preview(store, file, LIST)
    set_role(store, by=DUTY, learner_ids=[rosa.learner_id], role="hotel")
    before = facts(store)
    with pytest.raises(TrainerError, match="changed meanwhile"):
        import_roster(store, by=DUTY, preview=looked)
    assert facts(store) == before


def test_all_or_nothing(store: Store, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trainer_app.store import directory

    looked = preview(store, file, LIST)
    written: list[Any] = []
    whole: Any = directory.change

    def change(*told: Any) -> None:
        if written:
            raise NotSaved("The disk is full.")
        written.append(told)
        whole(*told)

    with monkeypatch.context() as patched:
        patched.setattr(directory, "change", change)
        with pytest.raises(NotSaved):
            import_roster(store, by=DUTY, preview=looked)
    assert (written != [], store.learners(), acts(store)) == (True, [], [])


def test_a_long_list_says_how_far_it_is(store: Store, file: Path) -> None:
    rows = "".join(f"Person {number},driver,Team\n" for number in range(60))
    looked = preview(store, file, "name,role,team\n" + rows)
    told: list[tuple[int, int]] = []
    import_roster(store, by=DUTY, preview=looked, tell=lambda *far: told.append(far))
    assert told == [(0, 60), (25, 60), (50, 60)]


# ---------------------------------------------------------------- files as they come

PLAIN = "Nombre{0}Trabajo{0}Equipo\r\nJosé Nuñez{0}Chofer{0}Boletería\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semi", "tab", "bar"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_way_a_spreadsheet_writes_csv(
    store: Store, file: Path, delimiter: str, encoding: str
) -> None:
    (row,) = preview(store, file, PLAIN.format(delimiter).encode(encoding)).rows
    assert row.after is not None
    assert (row.name, row.after.role, row.after.team) == ("José Nuñez", "driver", "Boletería")


def test_arabic_as_old_excel_writes_it(store: Store, file: Path) -> None:
    (row,) = preview(store, file, "الاسم;العمل\nأمل;سائق\n".encode("cp1256")).rows
    assert (row.name, row.kind) == ("أمل", "new")


def workbook(rows: list[list[object]], **sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_with_the_names_on_its_second_sheet(store: Store, tmp_path: Path) -> None:
    data = workbook(
        [["Read me"]], People=[["Name", "Work", "Left"], ["Rosa", "Driver", True], [7.0, "guard"]]
    )
    looked = preview(store, tmp_path / "people.xlsx", data)
    assert [(row.name, row.kind) for row in looked.rows] == [("Rosa", "new"), ("7", "new")]
    assert looked.rows[0].after is not None
    assert looked.rows[0].after.has_left


def test_what_a_formula_found_counts_and_the_formula_does_not(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(workbook([["Name"], ["=1+1"], ["Rosa"]]))
    assert [row[:1] for row in read_file(path)] == [["Name"], [], ["Rosa"]]  # never worked out


# ---------------------------------------------------------------- out, and in again


def test_out_and_in_again_changes_nothing_in_every_language(store: Store, tmp_path: Path) -> None:
    names = ["Rosa Mamani", "=cmd()", "+1", "-1", "@here", "'quoted", "''=x", "O'Brien", 'a "b"',
             "a;b,c", "أمل", "Ünïcødé", "soft\u00adhyphen", "1", "yes", "#N/A"]  # fmt: skip
    for number, name in enumerate(names):
        register(store, name, ("", "Tickets", "=team")[number % 3], language="fr")
    mark_left(store, by=DUTY, learner_ids=[store.learners()[3].learner_id])
    ids = [one.learner_id for one in store.learners()]
    merge_people(store, by=DUTY, kept=ids[0], other=ids[1])
    before = facts(store)
    for language in i18n.LANGUAGES:
        for suffix in ("csv", "xlsx"):
            i18n.set_language(language)
            written = export_roster(store, by=DUTY, path=tmp_path / f"{language}.{suffix}")
            assert written.count == len(names) - 1
            i18n.set_language("en")
            looked = preview_roster(store, read_roster(written.path))
            assert {row.kind for row in looked.rows} == {"same"}, language
            import_roster(store, by=DUTY, preview=looked)
    assert facts(store) == before
    assert acts(store)[-1] == ("exported", "15")


def test_no_cell_is_run_by_a_spreadsheet(store: Store, tmp_path: Path) -> None:
    register(store, "=HYPERLINK(0)", "@team")
    for suffix in ("csv", "xlsx"):
        export_roster(store, by=None, path=tmp_path / f"people.{suffix}")
    rows = list(csv.reader(io.StringIO((tmp_path / "people.csv").read_text("utf-8-sig"))))
    assert [cell[0] for cell in rows[1] if "HYPERLINK" in cell or "team" in cell] == ["'", "'"]
    sheet = openpyxl.load_workbook(tmp_path / "people.xlsx").active
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 6
    assert sheet["B2"].value == "=HYPERLINK(0)"


def test_a_sheet_in_arabic_runs_from_right_to_left(store: Store, tmp_path: Path) -> None:
    register(store)
    i18n.set_language("ar")
    try:
        export_roster(store, by=None, path=tmp_path / "people.xlsx")
    finally:
        i18n.set_language("en")
    sheet = openpyxl.load_workbook(tmp_path / "people.xlsx").active
    assert sheet.sheet_view.rightToLeft
    assert sheet["B1"].value == "الاسم"


def test_a_folder_that_takes_nothing_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="Choose another folder"):
        export_roster(store, by=None, path=tmp_path / "nowhere" / "people.csv")


def test_who_was_erased_is_in_no_export(store: Store, tmp_path: Path) -> None:
    made = register(store, "Zoraya Canaria")
    register(store)
    erase_person(store, by=DUTY, learner_id=made.learner_id, reason=Reason.ASKED)
    for suffix in ("csv", "xlsx"):
        path = export_roster(store, by=DUTY, path=tmp_path / f"people.{suffix}").path
        assert "Zoraya Canaria" not in str(read_file(path))


# ---------------------------------------------------------------- hostile files


def _sheet(body: str) -> bytes:
    """A workbook whose only sheet has these rows as XML."""
    whole = io.BytesIO(workbook([["Name"]]))
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(made, "w", 8) as out:
        for one in parts.namelist():
            data = parts.read(one)
            if one == "xl/worksheets/sheet1.xml":
                head, _rows, _tail = data.partition(b"<sheetData>")
                data = head + b"<sheetData>" + body.encode() + b"</sheetData></worksheet>"
            out.writestr(one, data)
    return made.getvalue()


def _cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


HEAD = f'<row r="1">{_cell("A1", "Name")}</row>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def _bomb(size: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", b"<x/>" + b" " * size)
    return made.getvalue()


def _entities() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("xl/workbook.xml", f"<?xml version='1.0'?>{' ' * 9000}{ENTITIES}<x>&b;</x>")
    return made.getvalue()


def _many_parts() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for number in range(2500):
            out.writestr(f"xl/{number}.xml", b"")
        out.writestr("xl/workbook.xml", b"<x/>")
    return made.getvalue()


HOSTILE = {
    "nothing": b"",
    "one-blank": b" ",
    "nuls": bytes(5000),
    "binary": bytes(range(256)) * 40,
    "half-a-utf-16-letter": b"\xff\xfeN\x00a",
    "cut-zip": workbook([["Name"], ["Rosa"]])[:900],
    "no-workbook": _bomb(0).replace(b"xl/workbook.xml", b"xl/workbonk.xml"),
    "bomb": _bomb(40_000_000),
    "entities": _entities(),
    "many-parts": _many_parts(),
    "old-excel": b"\xd0\xcf\x11\xe0" + bytes(600),
    "million-columns": ("Name" + "," * 1_000_000).encode(),
    "endless-cell": b'Name\n"' + b"x" * 200_000,
    "too-many-rows": b"Name\n" + b"Rosa\n" * 5_001,
    "blank-lines": b"Name\n" + b"\n" * 2_000_000,
    "too-many-bytes": b"Name\n" + b" " * (21 * 1024 * 1024),
    "no-names": b"Phone,Age\n1,2\n",
    "far-row": _sheet(HEAD + f'<row r="1048576">{_cell("A1048576", "Rosa")}</row>'),
    "bad-row": _sheet(HEAD + f'<row r="-5">{_cell("A-5", "Rosa")}</row>'),
    "no-such-string": _sheet(HEAD + '<row r="2"><c r="A2" t="s"><v>999999</v></c></row>'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(RosterUnreadable) as told:
        read_roster(path)
    assert str(told.value).endswith(".")


def test_a_cell_a_million_columns_away_takes_no_room(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    far = f'<row r="2">{_cell("A2", "Rosa")}{_cell("ZZZ2", "far")}</row>'
    path.write_bytes(_sheet(HEAD + far))
    (line,) = read_roster(path).lines
    assert line.name == "Rosa"


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(RosterUnreadable, match="could not be opened"):
            read_roster(path)


CELLS = st.one_of(
    st.sampled_from(
        ["", "Rosa", "Ana", "Tickets", "driver", "guard", "yes", "no", "es", "?", "=1"]
    ),
    st.text(max_size=12),
)


def _told(cell: str | int, ids: list[str]) -> str:
    if isinstance(cell, str):
        return cell
    return ids[cell % len(ids)] if ids else ""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_the_file_nobody_is_taken_away(
    store: Store, tmp_path: Path, data: st.DataObject
) -> None:
    before = facts(store)
    ids = [str(one[0]) for one in before]
    headers = data.draw(
        st.lists(
            st.sampled_from(["id", "name", "work", "team", "language", "left", "phone"]),
            min_size=1, max_size=7, unique=True,
        )
    )  # fmt: skip
    cells = st.one_of(CELLS, st.integers(0, 9))  # a number stands for somebody who is here
    drawn = data.draw(st.lists(st.lists(cells, max_size=8), max_size=8))
    rows = [[_told(cell, ids) for cell in row] for row in drawn]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *rows])
    path = tmp_path / "any.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    try:
        looked = preview_roster(store, read_roster(path))
    except RosterUnreadable:
        assert facts(store) == before
        return
    assert facts(store) == before
    import_roster(store, by=DUTY, preview=looked)
    now = {one.learner_id for one in store.learners()}
    assert now >= set(ids)
    assert len(now) == len(ids) + looked.count("new")
    assert {row.kind for row in preview_roster(store, looked.roster).rows} <= {
        "same", "problem", "changes",
    }  # fmt: skip
    assert store.directory.doubles() == set()
