"""``waypost narration``: recordings of what learners read; how far they are, and taking them in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app import paths
from trainer_app.cli import add_json_option, print_json, writing
from trainer_app.errors import ModuleProblems

if TYPE_CHECKING:
    from trainer_app.content.authoring.reader import Draft
    from trainer_app.content.module import Module


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    narration = commands.add_parser("narration", help="recordings of what learners read")
    tasks = narration.add_subparsers(dest="task", required=True, metavar="TASK")

    status = tasks.add_parser("status", help="what is recorded, stale or missing")
    status.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="a module's folder; without any: all of ours",
    )  # fmt: skip
    status.add_argument("--language", dest="spoken", metavar="CODE", help="only this language")
    status.add_argument(
        "--list", action="store_true", help="name each text to record: its key, a tab, its words"
    )
    add_json_option(status)
    status.set_defaults(run=_status)

    take = tasks.add_parser("import", help="take in a folder of recordings named by text key")
    take.add_argument("folder", type=Path, metavar="FOLDER", help="holds files such as title.opus")
    take.add_argument("--module", type=Path, required=True, metavar="PATH", help="its folder")
    take.add_argument("--language", dest="spoken", required=True, metavar="CODE", help="like es")
    take.set_defaults(run=_import)


def _status(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.narration import status, to_record

    found = list(_modules(chosen.paths, chosen.spoken))
    if chosen.list:
        for draft, module in found:
            for key, text in to_record(draft.media, module):
                print(f"{key}\t{text}")
        return 0
    rows = [status(draft.media, module) for draft, module in found]
    if chosen.json:
        print_json({"narration": [asdict(row) | {"missing": row.missing} for row in rows]})
        return 0
    print(f"{'module':20} {'language':9} {'recorded':>12} {'stale':>6} {'missing':>8} {'words':>7}")
    for row in rows:
        print(
            f"{row.module:20} {row.language:9} {f'{row.recorded}/{row.texts}':>12} "
            f"{row.stale:>6} {row.missing:>8} {row.words:>7}"
        )
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.narration import take

    if not chosen.folder.is_dir():
        raise ModuleProblems(f"There is no folder {chosen.folder}.")
    found = list(_modules([chosen.module], chosen.spoken))
    if not found:
        raise ModuleProblems(f"The module in {chosen.module} is not in `{chosen.spoken}` yet.")
    draft, module = found[0]
    with writing(draft.folder / "media"):
        done = take(chosen.folder, draft.folder, module)
    for sentence in done.refused:
        print(sentence, file=sys.stderr)
    print(f"{len(done.taken)} recordings taken in, {len(done.refused)} left out.")
    return 1 if done.refused or not done.taken else 0


def _modules(folders: list[Path], language: str | None) -> Iterator[tuple[Draft, Module]]:
    """Each module in each of its languages. Raises ``ModuleProblems``."""
    from trainer_app.content.authoring.checker import check_folder

    ours = sorted(file.parent for file in paths.resources().glob("modules/*/module.yaml"))
    for folder in folders or ours:
        report = check_folder(folder)
        if report.draft is None:
            raise ModuleProblems(f"The module in {folder} cannot be read; check it first.")
        for module in (report.draft.module, *report.translations.values()):
            if language in (None, module.language):
                yield report.draft, module
