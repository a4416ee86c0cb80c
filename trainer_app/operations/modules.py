"""Modules on this computer: which there are, and whose.

What came with the program lies in a folder of its own and is trusted as it is; what staff installed
lies in the last folder of the catalog, each pack with its signature beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app.content import minisign
from trainer_app.content.pack import SUFFIX, read_manifest
from trainer_app.errors import PackRejected, TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.asking import asking
from trainer_app.operations.audit import act_draft
from trainer_app.operations.module_files import digests_of, signature_beside
from trainer_app.operations.publishers import Judged, Publisher, Standing, Trust, judge, trust_here
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.manifest import Manifest
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.training.staff import OnDuty

_HIDDEN = "modules-withdrawn"


class ModuleRefused(TrainerError):
    """A module was not installed or removed; everything is as it was."""

    exit_code = 7

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class InstalledModule:
    """A module that is here, in its newest version.

    ``bundled`` says that this version came with the program; ``below`` is the version that would
    take its place if it were removed. A module that does not open says why in ``reason``.
    """

    manifest: Manifest
    path: Path
    size: int
    bundled: bool
    hidden: bool
    standing: Standing
    publisher: Publisher | None = None
    below: str | None = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ModulesHere:
    """Everything that is here. ``unreadable`` are names of files in the folder of modules."""

    modules: tuple[InstalledModule, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleGone:
    """A module was removed or put out of sight, or is in sight again."""

    module_id: str
    changed: Changed = field(default=Changed.MODULES)


def list_modules(store: Store | Ask, *, catalog: Catalog) -> ModulesHere:
    """Everything that is here, by id; opens and reads it all, 0.1 s for each 20 MB."""
    ask = asking(store)
    trust, hidden = ask(trust_here), ask(hidden_modules)
    catalog.rescan()
    catalog.hide(hidden)
    rows = tuple(_row(versions, trust, hidden, catalog) for versions in catalog.versions())
    known = {one.path for one in rows}
    unreadable = (one.path for one in catalog.rejected if one.path not in known)
    return ModulesHere(rows, tuple(path.name for path in unreadable))


def hidden_modules(store: Store) -> frozenset[str]:
    """The ids of modules that staff put out of sight."""
    kept = store.setting(_HIDDEN)
    return frozenset(json.loads(kept)) if kept else frozenset()


def hide_withdrawn(store: Store, catalog: Catalog) -> None:
    """Have a catalog leave out what staff put out of sight; once, when it was made."""
    catalog.hide(hidden_modules(store))


def is_bundled(path: Path, catalog: Catalog) -> bool:
    """Whether a pack came with the program."""
    return path.parent != catalog.folders[-1]


def _row(
    versions: tuple[tuple[Manifest, Path], ...],
    trust: Trust,
    hidden: frozenset[str],
    catalog: Catalog,
) -> InstalledModule:
    reason = detail = ""
    manifest, path = versions[0]
    try:
        pack = catalog.pack(manifest.id)
        manifest, path = pack.manifest, pack.path
    except PackRejected as rejected:
        reason, detail = str(rejected), rejected.detail
    bundled = is_bundled(path, catalog)
    judged = Judged("bundled") if bundled else _judged(path, trust)
    came = next((one.version for one, where in versions if is_bundled(where, catalog)), None)
    return InstalledModule(
        manifest,
        path,
        path.stat().st_size if path.exists() else 0,
        bundled,
        manifest.id in hidden,
        judged.standing,
        judged.publisher,
        below=None if bundled else came,
        reason=reason,
        detail=detail,
    )


def _judged(path: Path, trust: Trust) -> Judged:
    try:
        return judge(trust, signature_beside(path), digests_of(path))
    except OSError:
        return Judged("unsigned")


# ---------------------------------------------------------------- for installing and removing


def require_not_in_use(store: Store, module_id: str) -> None:
    """Raises ``ModuleRefused`` while a session is held with a module."""
    from trainer_app.operations.session_record import list_sessions

    held = (one.session for one in list_sessions(store) if one.session.state == "running")
    if any(one.module_id == module_id for one in held):
        raise ModuleRefused(_("A session with this module is under way. Close the session first."))


def write_down(store: Store, by: OnDuty | None, act: Act, about: str) -> None:
    """Put an act of staff into the log; where there is no staff, nothing. Raises ``NotSaved``."""
    if by is not None:
        store.append([act_draft(by, act, about)])


def set_hidden(store: Store, module_id: str, *, hidden: bool) -> None:
    """Remember whether a module is out of sight. Raises ``NotSaved``."""
    before = hidden_modules(store)
    after = before | {module_id} if hidden else before - {module_id}
    if after != before:
        store.set_setting(_HIDDEN, json.dumps(sorted(after)))


def files_of(packs: Path, module_id: str) -> Iterator[Path]:
    """The files of a module by what they say they are, or are named where they cannot be read."""
    for path in sorted(packs.glob(f"*{SUFFIX}")):
        try:
            is_it = read_manifest(path).id == module_id
        except PackRejected:
            is_it = path.stem.rpartition("-")[0] == module_id
        if is_it:
            yield path


def signature_path(path: Path) -> Path:
    """Where the signature of a pack lies."""
    return path.with_name(path.name + minisign.SUFFIX)
