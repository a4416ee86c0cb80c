"""What pages about modules have done, as the store's thread and the network thread run it.

Operations are imported when they are first needed, so that the window is up before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from trainer_app.ui.background import NetworkWork

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.module_install import Installed
    from trainer_app.operations.module_search import Found, FoundModule
    from trainer_app.operations.module_stick import Written
    from trainer_app.operations.modules import ModuleGone, ModulesHere
    from trainer_app.operations.publishers import Publisher, TrustKept
    from trainer_app.operations.syncing import Ask
    from trainer_app.operations.updates import UpdateReady, UpdatesHere
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

Tell = Callable[[Any], None]


def drives() -> list[Path]:
    """Where removable drives are now."""
    from trainer_app.operations.drives import drives as find

    return find()


def installed(catalog: Catalog) -> Callable[[Store], ModulesHere]:
    """Everything that is here."""

    def operation(store: Store) -> ModulesHere:
        from trainer_app.operations.modules import list_modules

        return list_modules(store, catalog=catalog)

    return operation


def look(folder: Path, catalog: Catalog, language: str) -> NetworkWork[Found]:
    """What lies on a stick."""

    def work(ask: Ask, tell: Tell, stop: Event) -> Found:
        from trainer_app.operations.module_search import look as read

        return read(ask, folder, catalog=catalog, language=language, tell=tell, stop=stop)

    return work


def install(
    chosen: Sequence[FoundModule], by: OnDuty | None, catalog: Catalog
) -> NetworkWork[Installed]:
    """Install what was looked at."""

    def work(ask: Ask, tell: Tell, stop: Event) -> Installed:
        from trainer_app.operations.module_install import install_modules

        return install_modules(ask, chosen, by=by, catalog=catalog, tell=tell, stop=stop)

    return work


def write(module_ids: Sequence[str], folder: Path, catalog: Catalog) -> NetworkWork[Written]:
    """Put modules on a stick."""

    def work(ask: Ask, tell: Tell, stop: Event) -> Written:
        from trainer_app.operations.module_stick import write_modules

        return write_modules(ask, module_ids, folder, catalog=catalog, tell=tell, stop=stop)

    return work


def look_for_updates(folder: Path | None) -> NetworkWork[UpdatesHere]:
    """Which version of the program is here, is planned, or lies in a folder."""

    def work(_ask: Ask, _tell: Tell, stop: Event) -> UpdatesHere:
        from trainer_app.operations.updates import updates_here

        return updates_here(folder, stop=stop)

    return work


def update(path: Path, by: OnDuty | None) -> NetworkWork[UpdateReady]:
    """Make the version of an update file ready."""

    def work(ask: Ask, tell: Tell, stop: Event) -> UpdateReady:
        from trainer_app.operations.updates import prepare_update

        return prepare_update(ask, path, by=by, tell=tell, stop=stop)

    return work


def accept(key: bytes, by: OnDuty | None) -> Callable[[Store], TrustKept]:
    """Trust a publisher."""

    def operation(store: Store) -> TrustKept:
        from trainer_app.operations.publishers import accept_publisher

        return accept_publisher(store, by=by, key=key)

    return operation


def publishers() -> Callable[[Store], list[Publisher]]:
    """Whom this computer trusts, those of the programme first."""

    def operation(store: Store) -> list[Publisher]:
        from trainer_app.operations.publishers import trust_here

        known = trust_here(store).publishers.values()
        return sorted(known, key=lambda one: (not one.name, one.fingerprint))

    return operation


def withdraw(key: bytes, by: OnDuty | None) -> Callable[[Store], TrustKept]:
    """Trust a publisher no more."""

    def operation(store: Store) -> TrustKept:
        from trainer_app.operations.publishers import withdraw_publisher

        return withdraw_publisher(store, by=by, key=key)

    return operation


def allow(one: FoundModule, by: OnDuty | None) -> Callable[[Store], TrustKept]:
    """Let in one file."""

    def operation(store: Store) -> TrustKept:
        from trainer_app.operations.publishers import allow_unsigned

        return allow_unsigned(store, by=by, sha256=one.sha256, named=one.named)

    return operation


def take_away(
    name: str, module_id: str, by: OnDuty | None, catalog: Catalog
) -> Callable[[Store], ModuleGone]:
    """Remove, withdraw or bring back a module; ``name`` says which."""

    def operation(store: Store) -> ModuleGone:
        from trainer_app.operations import module_removal as removal

        act = {
            "remove": removal.remove_module,
            "withdraw": removal.withdraw_module,
            "bring-back": removal.bring_back_module,
        }[name]
        return act(store, module_id, by=by, catalog=catalog)

    return operation
