"""``waypost modules``: check and build what authors write, list what is installed.

Signing is in ``module_keys``, installing in ``module_install``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer_app import paths
from trainer_app.cli import (
    add_json_option,
    module_install,
    module_keys,
    near,
    print_json,
    writing,
)
from trainer_app.errors import ModuleProblems, PackRejected

if TYPE_CHECKING:
    from trainer_app.content.authoring.checker import Report
    from trainer_app.content.authoring.problems import Problem
    from trainer_app.content.manifest import Manifest
from trainer_app.content.module import Module

_FOLDERS = "a module's folder, or a folder of such folders"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    modules = commands.add_parser("modules", help="check, build, sign, install and list modules")
    tasks = modules.add_subparsers(dest="task", required=True, metavar="TASK")

    check = tasks.add_parser("check", help="list everything that has to be mended in a module")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=_FOLDERS)
    check.add_argument(
        "--since", type=Path, metavar="PACK", help="an earlier pack of the module: compare ids"
    )
    add_json_option(check)
    check.set_defaults(run=_check)

    build = tasks.add_parser("build", help="make packs, the files the app loads")
    build.add_argument("paths", nargs="*", type=Path, metavar="FOLDER", help=_FOLDERS)
    build.add_argument("--output", type=Path, required=True, metavar="DIR", help="put packs here")
    build.set_defaults(run=_build)

    listing = tasks.add_parser("list", help="which modules are installed")
    add_json_option(listing)
    listing.set_defaults(run=_list)

    schema = tasks.add_parser("schema", help="write the JSON schemas that authors' editors use")
    schema.add_argument("--output", type=Path, metavar="DIR", help="default: modules/schema")
    schema.set_defaults(run=_schema)

    module_keys.add_tasks(tasks)
    module_install.add_tasks(tasks)


def _check(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.checker import check_folder

    earlier = _earlier(chosen.since) if chosen.since else None
    folders = _module_folders(chosen.paths)
    reports = [check_folder(folder, earlier=earlier) for folder in folders]
    good = not any(report.problems for report in reports)
    if chosen.json:
        print_json({"ok": good, "modules": [_report_as_json(report) for report in reports]})
    else:
        for report in reports:
            _print_report(report)
    return 0 if good else 1


def _build(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.checker import check_folder
    from trainer_app.content.authoring.compiler import build

    good = True
    for folder in _module_folders(chosen.paths or [Path("modules")]):
        report = check_folder(folder)
        if report.problems:
            _print_report(report)
            good = False
        else:
            with writing(chosen.output):
                path = build(report, chosen.output)
            print(f"{near(path)}  {path.stat().st_size / 1000:.0f} kB")
    return 0 if good else 1


def _list(chosen: argparse.Namespace) -> int:
    from trainer_app.content.catalog import Catalog, Rejected

    catalog = Catalog([paths.bundled_packs(), chosen.data_dir / "packs"])
    modules, rejected = [], list(catalog.rejected)
    for manifest in catalog.manifests():
        try:
            catalog.pack(manifest.id).verify()
            modules.append(_manifest_as_json(manifest))
        except PackRejected as found:
            rejected.append(Rejected(Path(manifest.id), str(found), found.detail))
    refused = [{"file": str(r.path), "reason": r.reason, "detail": r.detail} for r in rejected]
    answer = PackRejected.exit_code if refused else 0
    if chosen.json:
        print_json({"modules": modules, "rejected": refused})
        return answer
    for module in modules:
        print(
            "{id} {version}  {title}: {lessons} lessons, {scenarios} scenarios, {items} items "
            "({bank} in the bank), in {spoken}".format(
                **module, spoken=", ".join(module["languages"])
            )
        )
    if not modules:
        print("No modules are installed.")
    for one in refused:
        print("{file}: {reason} ({detail})".format(**one), file=sys.stderr)
    return answer


def _schema(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.schema import write_schemas

    folder = chosen.output or paths.resources() / "modules" / "schema"
    with writing(folder):
        files = write_schemas(folder)
    for file in files:
        print(near(file))
    return 0


def _earlier(path: Path) -> Module:
    """The module in a pack, in the language it was written in. Raises ``PackRejected``."""
    from trainer_app.content.pack import open_pack

    pack = open_pack(path)
    return pack.module(pack.manifest.languages[0])


def _module_folders(given: Iterable[Path]) -> Iterator[Path]:
    """The folders meant: each itself when it is a module, else the modules in it."""
    for path in given:
        inside = sorted(file.parent for file in path.glob("*/module.yaml"))
        if (path / "module.yaml").exists() or not inside:
            if not any((path / name).exists() for name in ("module.yaml", "items.yaml", "lessons")):
                raise ModuleProblems(f"There is no module in {near(path)}.")
            yield path
        else:
            yield from inside


def _print_report(report: Report) -> None:
    for found in report.findings:
        notice = "notice: " if found.level == "notice" else ""
        print(f"{_where(report, found)}:{found.line}: {notice}{found.sentence}")
    counts = [
        f"{len(found)} {word}{'' if len(found) == 1 else 's'}"
        for found, word in ((report.problems, "problem"), (report.notices, "notice"))
        if found
    ]
    print(f"{near(report.folder)}: {' and '.join(counts) or 'all good'}")


def _report_as_json(report: Report) -> dict[str, Any]:
    return {
        "path": str(report.folder),
        "id": report.draft.module.id if report.draft else None,
        "languages": [report.draft.module.language, *report.translations] if report.draft else [],
        "problems": [_finding_as_json(report, found) for found in report.problems],
        "notices": [_finding_as_json(report, found) for found in report.notices],
    }


def _finding_as_json(report: Report, found: Problem) -> dict[str, Any]:
    return {
        "file": _where(report, found),
        "line": found.line,
        "rule": found.rule,
        "sentence": found.sentence,
    }


def _manifest_as_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "version": manifest.version,
        "title": manifest.titles[manifest.languages[0]],
        "lessons": len(manifest.lessons),
        "scenarios": len(manifest.scenarios),
        "items": manifest.items,
        "bank": manifest.bank,
        "languages": list(manifest.languages),
        "reviewed": manifest.reviewed,
    }


def _where(report: Report, found: Problem) -> str:
    own = (report.folder / found.file).exists()
    shared = found.file.startswith(("assets/", "translations/")) and not own
    return near(paths.resources() / found.file if shared else report.folder / found.file)
