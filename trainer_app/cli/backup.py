"""``waypost backup``: a second place for backups, and the way back from it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from trainer_app import i18n
from trainer_app.cli.data_folder import opened_store
from trainer_app.i18n import _


def add_parser(commands: Any) -> None:
    """Add ``waypost backup``."""
    backup = commands.add_parser("backup", help="keep backups on a stick or another disk, too")
    tasks = backup.add_subparsers(dest="task", metavar="TASK", required=True)

    show = tasks.add_parser("show", help="where backups are kept, and since when")
    show.set_defaults(run=_show)

    folder = tasks.add_parser("folder", help="keep backups in this folder, too, from now on")
    folder.add_argument("folder", type=Path, metavar="FOLDER")
    _add_staff(folder)
    folder.set_defaults(run=_folder)

    end = tasks.add_parser("end", help="keep no more backups there; those that lie there stay")
    _add_staff(end)
    end.set_defaults(run=_end)

    back = tasks.add_parser("put-back", help="on a new computer: begin with such a backup")
    back.add_argument("folder", type=Path, metavar="FOLDER")
    back.set_defaults(run=_put_back)


def _add_staff(task: argparse.ArgumentParser) -> None:
    task.add_argument("--staff", metavar="NAME", help="who does this, where there is staff")


def _show(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.backup_folder import backup_place

    with opened_store(chosen) as store:
        place = backup_place(store)
    if place is None:
        print(_("Safety copies are kept beside the data only."))
        return 0
    print(_("Safety copies are kept in {folder}, too.").format(folder=place.folder))
    if place.last is not None:
        print(_("The last one was copied on {date}.").format(date=i18n.day(place.last)))
    if not place.is_there:
        print(_("The folder is not there now."))
    return 0


def _folder(chosen: argparse.Namespace) -> int:
    from trainer_app.cli.module_install import duty_of
    from trainer_app.operations.backup_folder import choose_backup_folder

    with opened_store(chosen) as store:
        choose_backup_folder(store, chosen.folder, by=duty_of(store, chosen.staff))
    print(_("Safety copies are kept in {folder}, too.").format(folder=chosen.folder))
    return 0


def _end(chosen: argparse.Namespace) -> int:
    from trainer_app.cli.module_install import duty_of
    from trainer_app.operations.backup_folder import forget_backup_folder

    with opened_store(chosen) as store:
        forget_backup_folder(store, by=duty_of(store, chosen.staff))
    print(_("Safety copies are kept beside the data only."))
    return 0


def _put_back(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.backup_folder import put_back_from

    day = put_back_from(chosen.folder, chosen.data_dir)
    if day is None:
        print(_("The safety copy is here."))
    else:
        print(_("The safety copy of {date} is here.").format(date=i18n.day(day)))
    print(_("Start Waypost: it asks for the recovery code or the passphrase."))
    return 0
