"""This computer: is it set up, where its key lies, what its recovery code is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trainer_app.errors import TrainerError
from trainer_app.operations import Changed
from trainer_app.operations.backup_folder import BackupKept, copy_elsewhere
from trainer_app.operations.helplines import site_chain
from trainer_app.operations.learning import today
from trainer_app.operations.programme import renew_escrow
from trainer_app.operations.retention import apply_limit_by_itself
from trainer_app.operations.site import SlotState, reporting_chain, site_name

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store

_SET_UP = "set-up"
_LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class PutRight:
    """A damaged data file was put right at this opening: all that was saved, or what could be read.
    ``results`` are here now; the damaged file is in the folder ``kept_in``."""

    is_all: bool
    results: int
    kept_in: str


@dataclass(frozen=True, slots=True)
class Computer:
    """What the window needs to know before anybody signs in.

    ``recovery_code`` is there until somebody has typed it back once.
    """

    set_up: bool
    language: str | None
    recovery_code: str | None
    key_home: Literal["keystore", "file", "passphrase"]
    site: str
    chain: tuple[SlotState, ...]
    put_right: PutRight | None = None


@dataclass(frozen=True, slots=True)
class ComputerKept:
    """The choice is on disk."""

    changed: Changed = Changed.SITE


def open_computer(store: Store, catalog: Catalog | None = None) -> Computer:
    """How this computer stands, right after its store was opened.

    With a ``catalog``, verified numbers of the country fill places the site left empty.
    """
    with suppress(TrainerError):  # a disk that takes nothing now is told when it matters
        renew_escrow(store)
    set_up = is_set_up(store)
    chain = site_chain(store, catalog, today()) if catalog else reporting_chain(store, on=today())
    return Computer(
        set_up=set_up,
        language=store.setting(_LANGUAGE),
        recovery_code=None if set_up else _code_to_show(store),
        key_home=store.key_home,
        site=site_name(store),
        chain=tuple(chain),
        put_right=_put_right(store),
    )


def keep_safe(store: Store) -> BackupKept | None:
    """Make a backup where one is due, and have it in the second place, where there is one; before
    it, single answers past their time go.

    Raises ``NotSaved``, ``BackupRefused``.
    """
    if store.second_copy.is_due:
        apply_limit_by_itself(store)
    store.second_copy.back_up_if_due()
    return copy_elsewhere(store)


def _put_right(store: Store) -> PutRight | None:
    """What there is to tell; a file that only caught up needs no words."""
    told = store.rescued
    if told is None or told.aside is None:
        return None
    return PutRight(told.kind == "restored", told.statements, str(told.aside))


def _code_to_show(store: Store) -> str | None:
    """The code made just now, or a new one where set-up was cut off before it was written down."""
    if store.recovery_confirmed:
        return None
    return store.new_recovery_code or store.renew_recovery_code()


def check_recovery_code(store: Store, *, code: str) -> bool:
    """Whether somebody wrote the recovery code down right: does it open this data file?"""
    return store.confirm_recovery_code(code)


def is_set_up(store: Store) -> bool:
    """Whether the first-run cards were seen to their end."""
    return store.setting(_SET_UP) is not None


def finish_set_up(store: Store) -> ComputerKept:
    """The first-run cards were seen; they are not shown again."""
    store.set_setting(_SET_UP, today().isoformat())
    return ComputerKept()


def choose_language(store: Store, *, language: str) -> ComputerKept:
    """The language of this computer while nobody is signed in."""
    store.set_setting(_LANGUAGE, language)
    return ComputerKept()
