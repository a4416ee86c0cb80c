"""``waypost report``: who is trained, who is overdue, as a file for programs and for paper."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app import i18n, paths
from trainer_app.cli import add_json_option, near, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.content.catalog import Catalog
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, ngettext
from trainer_app.operations.learning import today
from trainer_app.operations.reports.completion import completion_report
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.reports.due import overdue_report
from trainer_app.operations.reports.hand_out import Why, narrowed, note_export
from trainer_app.operations.reports.readiness_report import readiness_report
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.terms import Terms, terms
from trainer_app.operations.reports.upkeep import bring_up_to_date
from trainer_app.operations.reports.works_report import items_report

if TYPE_CHECKING:
    from trainer_app.operations.reports.table import Report
    from trainer_app.store import Store

Save = Callable[["Report", Path], object]
"""Writes a report as PDF. The one part that needs Qt, which this room does not know."""
_FORMATS = ("csv", "xlsx", "json", "pdf")
_KINDS = ("completion", "overdue", "items", "readiness")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line; ``__main__`` begins its work, as it has ``Save``."""
    command = commands.add_parser("report", help="who is trained, who is overdue, as a file")
    command.add_argument("kind", choices=_KINDS, metavar="WHAT", help=", ".join(_KINDS))
    command.add_argument("--output", type=Path, required=True, metavar="FILE", help="write it here")
    command.add_argument("--format", choices=_FORMATS, help="if the name of the file does not say")
    command.add_argument(
        "--site", action="append", default=[], metavar="ID", help="only this site; may be repeated"
    )
    command.add_argument("--module", metavar="ID", help="for items: the questions of this module")
    names = command.add_mutually_exclusive_group()
    names.add_argument("--without-names", action="store_true", help="name nobody (the default)")
    names.add_argument(
        "--with-names", choices=tuple(Why), metavar="WHY", help="name people: " + ", ".join(Why)
    )
    command.add_argument("--by", default="", metavar="NAME", help="who you are, if several are")
    add_json_option(command)


def write_a_report(chosen: argparse.Namespace, save: Save) -> int:
    """Bring the reports up to date, note who takes what away, and write the file."""
    from trainer_app.cli.people import _on_duty

    kind = chosen.format or chosen.output.suffix.removeprefix(".").lower()
    if kind not in _FORMATS:
        raise TrainerError(_("Say which kind of file: {kinds}.").format(kinds=", ".join(_FORMATS)))
    with opened_store(chosen) as store:
        by = _on_duty(store, chosen.by)
        bring_up_to_date(store)
        catalog = Catalog([paths.bundled_packs(), chosen.data_dir / "packs"], paths.bundled_shelf())
        told = terms(store, catalog=catalog, language=i18n.language(), on=today())
        _require_sites(store, told, chosen.site)
        report = narrowed(
            _made(chosen, store, told, catalog),
            with_names=chosen.with_names is not None,
        )
        note_export(store, by=by, report=report, format=kind, why=chosen.with_names)
    files = _write(report, chosen.output, kind, save)
    _say(chosen, report, files)
    return 0


def _made(chosen: argparse.Namespace, store: Store, told: Terms, catalog: Catalog) -> Report:
    scope = Scope(sites=tuple(chosen.site))
    match chosen.kind:
        case "completion":
            return completion_report(store, told=told, scope=scope)
        case "overdue":
            return overdue_report(store, told=told, scope=scope)
        case "readiness":
            return readiness_report(store, told=told, catalog=catalog, scope=scope)
    modules = [one.module_id for one in told.modules if one.installed]
    if chosen.module not in modules:
        words = _("Say which module: --module with one of {modules}.")
        raise TrainerError(words.format(modules=", ".join(modules)))
    return items_report(
        store, told=told, catalog=catalog, module_id=chosen.module, sites=scope.sites,
        language=i18n.language(),
    )  # fmt: skip


def _write(report: Report, path: Path, kind: str, save: Save) -> list[Path]:
    from trainer_app.operations.reports.files import write_report

    if kind == "pdf":
        save(report, path)
        return [path]
    return list(write_report(report, path, format=kind).paths)  # type: ignore[arg-type]


def _require_sites(store: Store, told: Terms, wanted: list[str]) -> None:
    known = [one.site_id for one in coverage(store, told=told).sites]
    for one in wanted:
        if one not in known:
            raise TrainerError(
                _("There is no site {site}. Known are: {sites}.").format(
                    site=one, sites=", ".join(filter(None, known)) or "–"
                )
            )


def _say(chosen: argparse.Namespace, report: Report, files: list[Path]) -> None:
    counts = {table.key: len(table.rows) for table in report.tables}
    if chosen.json:
        print_json({"files": [str(one) for one in files], "rows": counts})
        return
    for line in report.about:
        print(line)
    count = sum(counts.values())
    said = ngettext("{count} row: {files}", "{count} rows: {files}", count)
    print(said.format(count=count, files=", ".join(near(one) for one in files)))
