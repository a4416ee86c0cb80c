"""Installing modules that were found.

The file is copied, every byte of the copy is read again, and it gets its name; the version before
goes when the new one opens. So at any moment the old or the new module is there, and never half of
one. What people learnt stands in the log and is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from trainer_app.content import minisign
from trainer_app.content.pack import SUFFIX, newer, open_pack
from trainer_app.errors import PackRejected, TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.asking import asking
from trainer_app.operations.module_files import (
    PackFile,
    Passed,
    Stopped,
    copy,
    digests_of,
    explained,
    put_in_place,
    require_room,
    signature_beside,
)
from trainer_app.operations.module_search import FoundModule, Tell, counting
from trainer_app.operations.modules import (
    ModuleRefused,
    files_of,
    hidden_modules,
    require_not_in_use,
    set_hidden,
    signature_path,
    write_down,
)
from trainer_app.operations.publishers import judge, require_duty, trust_here
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.training.staff import OnDuty

_PART = ".part"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one module that was to be installed."""

    found: FoundModule
    state: Literal["installed", "refused", "stopped"]
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of all of them, in order."""

    outcomes: tuple[Outcome, ...]
    changed: Changed = field(default=Changed.MODULES)


def install_modules(
    store: Store | Ask,
    chosen: Sequence[FoundModule],
    *,
    by: OnDuty | None,
    catalog: Catalog,
    tell: Tell = lambda _progress: None,
    stop: Event | None = None,
) -> Installed:
    """Install what was looked at, into the last folder of the catalog. For the network thread.

    One that cannot be installed does not hold up the others. Raises ``DutyNeeded``.
    """
    ask = asking(store)
    ask(lambda store: require_duty(store, by))
    files = [PackFile(one.path, one.size, None) for one in chosen]
    outcomes: list[Outcome] = []
    for one, passed in zip(chosen, counting(files, tell, stop, times=2), strict=True):
        try:
            if stop is not None and stop.is_set():
                raise Stopped
            _install(ask, one, by, catalog, passed)
            outcomes.append(Outcome(one, "installed"))
        except Stopped:
            outcomes.append(Outcome(one, "stopped"))
        except TrainerError as error:
            detail = getattr(error, "detail", "")
            outcomes.append(Outcome(one, "refused", str(error), detail))
    catalog.rescan()
    catalog.hide(ask(hidden_modules))
    return Installed(tuple(outcomes))


def _install(
    ask: Ask, one: FoundModule, by: OnDuty | None, catalog: Catalog, passed: Passed
) -> None:
    module_id, version = _require_wanted(ask, one, catalog)
    packs = catalog.folders[-1]
    require_room(packs, one.size)
    path = packs / f"{module_id}-{version}{SUFFIX}"
    beside = path.with_name(path.name + _PART)
    with explained(one.path.name):
        from trainer_app import durable

        durable.make_folder(packs)
        signature = signature_beside(one.path)
        copy(one.path, beside, passed)
        try:
            _require_same(ask, one, beside, signature, passed)
            open_pack(beside).verify()
            ask(lambda store: write_down(store, by, Act.MODULE_INSTALLED, one.named))
            ask(lambda store: set_hidden(store, module_id, hidden=False))
            if signature is None:
                signature_path(path).unlink(missing_ok=True)
            else:
                durable.write(signature_path(path), signature, mode=0o644)
            put_in_place(beside, path)
        except BaseException:
            with suppress(OSError):  # what was not said to be installed is not there
                (beside if beside.exists() else path).unlink(missing_ok=True)
            raise
        _take_over(module_id, path, catalog)


def _require_wanted(ask: Ask, one: FoundModule, catalog: Catalog) -> tuple[str, str]:
    """Id and version, when it is trusted and comes after what is here by now."""
    if one.manifest is None or not one.can_install:
        raise ModuleRefused(one.reason or _("This module cannot be installed."), one.detail)
    module_id, version = one.manifest.id, one.manifest.version
    ask(lambda store: require_not_in_use(store, module_id))
    try:
        here = catalog.pack(module_id).manifest.version
    except (KeyError, PackRejected):
        return module_id, version
    if newer(here, version) or (not newer(version, here) and one.kind != "mended"):
        said = _("Version {version} is here already. It stays.")
        raise ModuleRefused(said.format(version=isolate(here)))
    return module_id, version


def _require_same(
    ask: Ask, one: FoundModule, copied: Path, signature: bytes | None, passed: Passed
) -> None:
    """Every byte of the copy is what was looked at, and still trusted."""
    hashes = digests_of(copied, passed)
    if hashes.sha256 != one.sha256:
        raise ModuleRefused(
            _("This USB copy is damaged. Copy the module again, or try another USB stick."),
            "the copy is not the file that was looked at",
        )
    judged = judge(ask(trust_here), signature, hashes)
    if judged.standing not in ("trusted", "allowed"):
        raise ModuleRefused(_("Nobody you trust has signed this module."), judged.detail)


def _take_over(module_id: str, path: Path, catalog: Catalog) -> None:
    """Open the new file where it is now; then the others of the module go, or else itself."""
    catalog.rescan()
    try:
        opened = catalog.pack(module_id).path
    except PackRejected:
        opened = None
    if opened != path:
        path.unlink(missing_ok=True)
        signature_path(path).unlink(missing_ok=True)
        raise ModuleRefused(
            _("The disk of this computer did not keep the module. Try again."),
            "the copy does not open in its place",
        )
    with suppress(OSError):  # what stays is taken away with the next one
        drop_others(path, module_id)


def drop_others(path: Path, module_id: str) -> None:
    """Take away other versions of a module, and what interrupted work left. Raises ``OSError``."""
    packs = path.parent
    for other in files_of(packs, module_id):
        if other != path:
            other.unlink(missing_ok=True)
            signature_path(other).unlink(missing_ok=True)
    for left in packs.glob(f"*{SUFFIX}*{_PART}"):
        left.unlink(missing_ok=True)
    for left in packs.glob(f"*{SUFFIX}{minisign.SUFFIX}"):
        if not left.with_name(left.name.removesuffix(minisign.SUFFIX)).exists():
            left.unlink(missing_ok=True)
