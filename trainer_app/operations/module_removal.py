"""Taking modules away: what was installed goes, what came with the program is put out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app.content.pack import read_manifest
from trainer_app.errors import PackRejected
from trainer_app.operations.asking import asking
from trainer_app.operations.module_files import explained
from trainer_app.operations.modules import (
    ModuleGone,
    files_of,
    hidden_modules,
    require_not_in_use,
    set_hidden,
    signature_path,
    write_down,
)
from trainer_app.operations.publishers import require_duty
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.training.staff import OnDuty


def remove_module(
    store: Store | Ask, module_id: str, *, by: OnDuty | None, catalog: Catalog
) -> ModuleGone:
    """Take away what was installed; a version that came with the program is there again then.

    Raises ``DutyNeeded``, ``ModuleRefused`` while a session is held with it, ``NotSaved``,
    ``CopyBroken``, and ``KeyError`` for a module that was not installed.
    """
    from trainer_app import durable

    ask = asking(store)
    ask(lambda store: require_duty(store, by))
    packs = catalog.folders[-1]
    paths = list(files_of(packs, module_id))
    if not paths:
        raise KeyError(module_id)
    ask(lambda store: require_not_in_use(store, module_id))
    version = _version(paths)
    named = f"{module_id}@{version}" if version else module_id
    ask(lambda store: write_down(store, by, Act.MODULE_REMOVED, named))
    with explained(module_id):
        for path in paths:
            path.unlink(missing_ok=True)
            signature_path(path).unlink(missing_ok=True)
        durable.sync_folder(packs)
    catalog.rescan()
    return ModuleGone(module_id)


def withdraw_module(
    store: Store | Ask, module_id: str, *, by: OnDuty | None, catalog: Catalog
) -> ModuleGone:
    """Put a module out of sight that came with the program; it can come back.

    Raises ``DutyNeeded``, ``ModuleRefused`` while a session is held with it, ``NotSaved``.
    """
    return _in_sight(store, module_id, by, catalog, hidden=True)


def bring_back_module(
    store: Store | Ask, module_id: str, *, by: OnDuty | None, catalog: Catalog
) -> ModuleGone:
    """Show it again. Raises ``DutyNeeded``, ``NotSaved``."""
    return _in_sight(store, module_id, by, catalog, hidden=False)


def _in_sight(
    store: Store | Ask, module_id: str, by: OnDuty | None, catalog: Catalog, *, hidden: bool
) -> ModuleGone:
    ask = asking(store)
    ask(lambda store: require_duty(store, by))
    if hidden:
        ask(lambda store: require_not_in_use(store, module_id))
    act = Act.MODULE_REMOVED if hidden else Act.MODULE_INSTALLED
    ask(lambda store: write_down(store, by, act, module_id))
    ask(lambda store: set_hidden(store, module_id, hidden=hidden))
    catalog.hide(ask(hidden_modules))
    return ModuleGone(module_id)


def _version(paths: Sequence[Path]) -> str:
    """The version of the first of these packs that can be read; empty where none can."""
    for path in paths:
        with suppress(PackRejected):
            return read_manifest(path).version
    return ""
