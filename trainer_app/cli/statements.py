"""``waypost statements``: results as a file for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from trainer_app.cli import add_json_option, near, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.cli.programme import PASSPHRASE, _passphrase
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, ngettext


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    statements = commands.add_parser("statements", help="results as a file for other programs")
    tasks = statements.add_subparsers(dest="task", required=True, metavar="TASK")
    export = tasks.add_parser("export", help="write results, one xAPI statement a line")
    export.add_argument("file", type=Path, metavar="FILE", help="where to")
    export.add_argument(
        "--all", action="store_true", dest="everything",
        help="single answers and choices in scenes, too; needs --key and is noted",
    )  # fmt: skip
    export.add_argument(
        "--key", type=Path, metavar="FILE",
        help=f"the organisation's key file; its passphrase is asked for, or in {PASSPHRASE}",
    )  # fmt: skip
    export.add_argument(
        "--with-times", action="store_true", help="beside each, when it really was, and how sure"
    )
    export.add_argument(
        "--site", action="append", default=[], metavar="ID", dest="sites",
        help="only what happened at this site; may be given several times",
    )  # fmt: skip
    add_json_option(export)
    export.set_defaults(run=_export)


def _export(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.organisation import open_keys
    from trainer_app.operations.records_export import export_statements

    if chosen.everything and chosen.key is None:
        raise TrainerError(
            _("For every answer, name the key file of the organisation: --key FILE.")
        )
    keys = open_keys(chosen.key, _passphrase(twice=False)) if chosen.everything else None
    with opened_store(chosen) as store:
        done = export_statements(
            store,
            chosen.file,
            everything=keys,
            with_times=chosen.with_times,
            sites=chosen.sites,
        )
    if chosen.json:
        print_json({"file": str(done.path), "count": done.count, "all": keys is not None})
        return 0
    said = ngettext("{count} statement: {file}", "{count} statements: {file}", done.count)
    print(said.format(count=done.count, file=near(done.path)))
    return 0
