"""``waypost update``: what is planned, and an update file made ready for the next start."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.i18n import _

REFUSED = 7


def add_parser(commands: Any) -> None:
    """Add ``waypost update``."""
    update = commands.add_parser("update", help="take this program to a newer version, by a file")
    tasks = update.add_subparsers(dest="task", metavar="TASK", required=True)

    show = tasks.add_parser("show", help="which version this is, and what lies in a folder")
    show.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="a stick, for instance"
    )
    add_json_option(show)
    show.set_defaults(run=_show)

    install = tasks.add_parser("install", help="make an update ready: the next start has it")
    install.add_argument("file", type=Path, metavar="X.wayupdate")
    install.add_argument("--staff", metavar="NAME", help="who does this, where there is staff")
    install.set_defaults(run=_install)


def _show(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.updates import updates_here

    there = updates_here(chosen.folder)
    refused = bool(there.found) and all(one.reason for one in there.found)
    if chosen.json:
        rows = [
            {"file": one.path.name, "version": one.version, "size": one.size, "refused": one.reason}
            for one in there.found
        ]
        told = {"version": there.version, "ready": there.ready, "undone": there.undone}
        print_json(told | {"found": rows})
        return REFUSED if refused else 0
    print(_("This is version {version}.").format(version=there.version))
    if there.ready:
        print(_("Version {version} begins with the next start.").format(version=there.ready))
    if there.undone:
        print(_("Version {version} did not start here.").format(version=there.undone))
    for one in there.found:
        said = one.reason or _("version {version}, for this computer").format(version=one.version)
        print(f"{one.path.name}: {said}")
    if chosen.folder is not None and not there.found:
        print(_("There is no update in {place}.").format(place=chosen.folder))
    return REFUSED if refused else 0


def _install(chosen: argparse.Namespace) -> int:
    from trainer_app.cli.module_install import duty_of
    from trainer_app.operations.updates import prepare_update

    with opened_store(chosen) as store:
        by = duty_of(store, chosen.staff)
        ready = prepare_update(store, chosen.file, by=by)
    print(_("Version {version} begins with the next start.").format(version=ready.version))
    return 0
