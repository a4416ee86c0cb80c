"""A second place for backups, and the way back from one onto a new computer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app.errors import NotSaved, TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.learning import today
from trainer_app.operations.modules import write_down
from trainer_app.operations.publishers import require_duty
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

_FOLDER, _LAST = "backup-folder", "backup-folder-last"


class BackupRefused(TrainerError):
    """A folder that cannot be a second place, or from which nothing can be put back."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """The second place. ``last`` is the day of the newest copy that was verified there."""

    folder: Path
    is_there: bool
    last: date | None


@dataclass(frozen=True, slots=True)
class BackupKept:
    """The choice is on the disk."""

    changed: Changed = Changed.SITE


def backup_place(store: Store) -> BackupPlace | None:
    """Where backups are kept beside this computer's own; None where nobody chose a place."""
    chosen, last = store.setting(_FOLDER), store.setting(_LAST)
    if not chosen:
        return None
    folder = Path(chosen)
    return BackupPlace(folder, folder.is_dir(), date.fromisoformat(last) if last else None)


def choose_backup_folder(store: Store, folder: Path, *, by: OnDuty | None) -> BackupKept:
    """Keep backups in this folder, too, beginning now.

    Raises ``DutyNeeded``, ``BackupRefused`` where none can be kept, ``NotSaved``.
    """
    require_duty(store, by)
    folder = folder.expanduser().absolute()
    store.second_copy.require_elsewhere(folder)
    store.second_copy.back_up_now()
    _copy(store, folder)
    write_down(store, by, Act.BACKUP_FOLDER_CHOSEN, "")
    store.set_setting(_FOLDER, str(folder))
    store.set_setting(_LAST, today().isoformat())
    return BackupKept()


def forget_backup_folder(store: Store, *, by: OnDuty | None) -> BackupKept:
    """Keep no more backups elsewhere; those that lie there stay. Raises ``DutyNeeded``."""
    require_duty(store, by)
    write_down(store, by, Act.BACKUP_FOLDER_LEFT, "")
    store.set_setting(_FOLDER, "")
    store.set_setting(_LAST, "")
    return BackupKept()


def copy_elsewhere(store: Store) -> BackupKept | None:
    """Bring the second place up to date where there is one and it is there; else nothing.

    Raises ``BackupRefused``, ``NotSaved``.
    """
    place = backup_place(store)
    if place is None or not place.is_there:
        return None
    if not _copy(store, place.folder) or place.last == today():
        return None
    store.set_setting(_LAST, today().isoformat())
    return BackupKept()


def older_copies_stay(store: Store) -> bool:
    """Have what went gone from the second place, too; whether a safety copy still holds it, there
    or here, because the place is not at hand or takes nothing now."""
    if store.second_copy.holds_older:
        return True
    place = backup_place(store)
    try:
        copy_elsewhere(store)
    except (BackupRefused, NotSaved):
        return True
    return place is not None and not place.is_there


def put_back_from(chosen: Path, data_folder: Path) -> date | None:
    """Lay the newest backup of a second place into a data folder that holds none; its day.

    Opening it asks for the recovery code or the passphrase. Raises ``BackupRefused``.
    """
    from trainer_app.store import elsewhere
    from trainer_app.store.opening import FILE, holds_data

    found = elsewhere.newest_in(chosen)
    home = found[0] if found else chosen
    if holds_data(data_folder) or elsewhere.has_keys_of_another(data_folder, home):
        raise BackupRefused(
            _("There is data in {folder} already. Choose an empty folder with --data-dir.").format(
                folder=isolate(str(data_folder))
            )
        )
    if found is None:
        raise BackupRefused(
            _("There is no safety copy in {folder}.").format(folder=isolate(str(chosen)))
        )
    copy = found[1]
    try:
        elsewhere.put_back(home, copy, data_folder, FILE)
    except OSError as error:
        raise BackupRefused(
            _("The safety copy cannot be put back: {reason}.").format(reason=error.strerror)
        ) from error
    return date.fromisoformat(copy.date) if copy.date else None


def _copy(store: Store, folder: Path) -> bool:
    try:
        return store.second_copy.keep_elsewhere(folder)
    except OSError as error:
        raise BackupRefused(
            _("No safety copy can be kept in {folder}: {reason}.").format(
                folder=isolate(folder.name or str(folder)), reason=error.strerror
            )
        ) from error
