"""``waypost people``: who is registered on this computer; lists in and out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer_app.cli import add_json_option, near, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.i18n import _, ngettext

if TYPE_CHECKING:
    from trainer_app.operations.people_desk import DeskPerson
    from trainer_app.operations.roster import RosterPreview
    from trainer_app.operations.roster_plan import RowPlan
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    people = commands.add_parser("people", help="who learns here; lists in and out")
    tasks = people.add_subparsers(dest="task", required=True, metavar="TASK")
    listed = tasks.add_parser("list", help="everybody, also who left")
    listed.set_defaults(run=_list)
    take_in = tasks.add_parser(
        "import", help="look at a list (.csv, .xlsx), or with --write take it in"
    )
    take_in.add_argument("file", type=Path, metavar="FILE")
    take_in.add_argument(
        "--write", action="store_true", help="write it; rows with a problem are left out"
    )
    take_in.set_defaults(run=_import)
    export = tasks.add_parser("export", help="write everybody to a list (.csv, .xlsx)")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(run=_export)
    for task in (listed, take_in, export):
        task.add_argument("--by", default="", metavar="NAME", help="who you are, if several are")
        add_json_option(task)


def _list(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.people_desk import list_people

    with opened_store(chosen) as store:
        _on_duty(store, chosen.by)
        people = list_people(store)
    if chosen.json:
        print_json({"people": [_person(one) for one in people]})
        return 0
    for one in people:
        learner = one.learner
        print(f"{learner.name:32}{learner.role:16}{learner.team:24}{_state(one)}".rstrip())
    if not people:
        print(_("Nobody is registered yet"))
    return 0


def _import(chosen: argparse.Namespace) -> int:
    """0 where every row can be read, 1 where one is to be mended."""
    from trainer_app.operations.roster import import_roster, preview_roster, read_roster

    roster = read_roster(chosen.file)
    with opened_store(chosen) as store:
        by = _on_duty(store, chosen.by)
        preview = preview_roster(store, roster)
        if chosen.write:
            import_roster(store, by=by, preview=preview)
    if chosen.json:
        counts = _counts(preview) | {"written": chosen.write}
        print_json(counts | {"rows": [_row(one) for one in preview.rows]})
    else:
        _say(preview, written=chosen.write)
    return 1 if preview.count("problem") else 0


def _export(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.roster import export_roster

    with opened_store(chosen) as store:
        done = export_roster(store, by=_on_duty(store, chosen.by), path=chosen.file)
    if chosen.json:
        print_json({"file": str(done.path), "count": done.count})
        return 0
    said = ngettext("{count} person: {file}", "{count} people: {file}", done.count)
    print(said.format(count=done.count, file=near(done.path)))
    return 0


def _on_duty(store: Store, name: str) -> OnDuty | None:
    """Whoever types their PIN; None where nobody is staff on this computer."""
    from trainer_app.cli.staff import _on_duty as ask
    from trainer_app.operations.staff import has_staff

    return ask(store, name) if has_staff(store) else None


def _say(preview: RosterPreview, *, written: bool) -> None:
    for row in preview.rows:
        if row.kind == "problem":
            print(_("Row {row}: {name}").format(row=row.row, name=row.name or "–"))
            print(f"    {row.words}")
    counts = _counts(preview)
    words = _("New: {new}. Changed: {changes}. The same: {same}. To be mended: {problem}.")
    print(words.format(**counts))
    if written:
        print(_("Written. New people have no pictures yet: draw them in the window."))
    elif preview.writes:
        print(_("Nothing is written yet. To write it: --write"))


def _counts(preview: RosterPreview) -> dict[str, Any]:
    return {kind: preview.count(kind) for kind in ("new", "changes", "same", "problem")}


def _row(row: RowPlan) -> dict[str, Any]:
    changes = {one.column: [one.before, one.after] for one in row.changes}
    return {
        "row": row.row, "kind": row.kind, "name": row.name, "words": row.words, "changes": changes,
    }  # fmt: skip


def _person(person: DeskPerson) -> dict[str, Any]:
    learner = person.learner
    return {
        "id": learner.learner_id,
        "name": learner.name,
        "role": learner.role,
        "team": learner.team,
        "language": learner.preferences.language,
        "left": learner.has_left,
        "walk_in": learner.walk_in,
        "has_pictures": person.has_pictures,
        "perhaps": [{"id": one.learner_id, "why": one.why.value} for one in person.likes],
    }


def _state(person: DeskPerson) -> str:
    if person.learner.has_left:
        return _("Left")
    return "" if person.is_ready else _("No pictures yet")
