"""``waypost translations``: catalogs for translators, and how far each language is."""

from __future__ import annotations

import argparse
import re
from dataclasses import asdict
from pathlib import Path

from trainer_app import paths
from trainer_app.cli import add_json_option, near, print_json, writing
from trainer_app.errors import ModuleProblems


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    translations = commands.add_parser("translations", help="catalogs for translators")
    tasks = translations.add_subparsers(dest="task", required=True, metavar="TASK")

    extract = tasks.add_parser("extract", help="make or refresh the catalogs of a language")
    extract.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="a module's folder; without any: all of ours, and the shelf",
    )  # fmt: skip
    extract.add_argument("--language", dest="into", required=True, metavar="CODE", help="like es")
    extract.set_defaults(run=_extract)

    status = tasks.add_parser("status", help="how far each language is, module by module")
    add_json_option(status)
    status.set_defaults(run=_status)


def _extract(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring import catalogs
    from trainer_app.content.authoring.progress import originals
    from trainer_app.content.authoring.translation import LANGUAGE

    if not re.fullmatch(LANGUAGE, chosen.into):
        raise ModuleProblems(f"`{chosen.into}` is no language code; write it like es or pt_BR.")
    for original in originals(paths.resources(), chosen.paths):
        if chosen.into == getattr(original.part, "language", "en"):
            said = f"`{chosen.into}` is the language {original.domain} is written in."
            raise ModuleProblems(said)
        with writing(original.folder):
            file = catalogs.extract(original, chosen.into)
        print(near(file))
    return 0


def _status(chosen: argparse.Namespace) -> int:
    from trainer_app.content.authoring.progress import status

    rows = status(paths.resources())
    if chosen.json:
        print_json({"catalogs": [asdict(row) | {"share": row.share} for row in rows]})
        return 0
    print(f"{'language':9} {'catalog':30} {'translated':>19} {'fuzzy':>6} {'missing':>8} ", end="")
    print(f"{'words':>7}  reviewer")
    for row in rows:
        done = f"{row.translated}/{row.texts}"
        print(
            f"{row.language:9} {row.domain:30} {done:>12} {row.share:>6.0%} {row.fuzzy:>6} "
            f"{row.missing:>8} {row.words:>7}  {row.reviewer or 'nobody yet'}"
        )
    return 0
