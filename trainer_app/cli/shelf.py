"""``waypost shelf``: check and build what stands beside the modules."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app import paths
from trainer_app.cli import near, writing

if TYPE_CHECKING:
    from trainer_app.content.authoring.catalogs import Original
    from trainer_app.content.authoring.problems import Findings


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    shelf = commands.add_parser("shelf", help="check and build library, glossary, paths, job aids")
    tasks = shelf.add_subparsers(dest="task", required=True, metavar="TASK")
    check = tasks.add_parser("check", help="list everything that has to be mended")
    check.set_defaults(run=_check)
    build = tasks.add_parser("build", help="write one file for each language")
    build.add_argument("--output", type=Path, required=True, metavar="DIR", help="put them here")
    build.set_defaults(run=_build)


def _check(_chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.translation import lay_over

    original, findings = _read()
    for language in original.files():
        lay_over(original, language, findings)
    return _print(findings)


def _build(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.shelf_reader import build_shelf

    original, findings = _read()
    if any(found.level == "problem" for found in findings):
        return _print(findings)
    with writing(chosen.output):
        for file in build_shelf(original, chosen.output, findings):
            print(f"{near(file)}  {file.stat().st_size / 1000:.0f} kB")
    return _print(findings, only_problems=True)


def _read() -> tuple[Original, Findings]:
    from trainer_app.content.authoring.problems import Findings
    from trainer_app.content.authoring.reader import read_folder
    from trainer_app.content.authoring.shelf_reader import check_shelf, read_shelf

    findings = Findings()
    original = read_shelf(paths.resources() / "assets", findings)
    drafts = {
        file.parent.name: read_folder(file.parent, Findings())
        for file in paths.resources().glob("modules/*/module.yaml")
    }
    short = {name: bool(draft and draft.module.short_form) for name, draft in drafts.items()}
    check_shelf(original, short, findings)
    return original, findings


def _print(findings: Findings, *, only_problems: bool = False) -> int:
    found = [one for one in findings if one.level == "problem" or not only_problems]
    for one in found:
        folder = "" if one.file.startswith("translations/") else "assets/"
        notice = "notice: " if one.level == "notice" else ""
        print(f"{folder}{one.file}:{one.line}: {notice}{one.sentence}")
    problems = sum(one.level == "problem" for one in found)
    if problems:
        print(f"The shelf has {problems} problems.", file=sys.stderr)
    return 1 if problems else 0
