"""What modules lie on a stick or in a folder, and what each would change here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from trainer_app.content.pack import Pack, PackTooNew, newer, open_pack
from trainer_app.errors import PackRejected
from trainer_app.operations.asking import asking
from trainer_app.operations.module_changes import Changes, changes
from trainer_app.operations.module_files import (
    SPARE,
    PackFile,
    Passed,
    Stopped,
    digests_of,
    free_bytes,
    pack_files,
)
from trainer_app.operations.publishers import Publisher, Standing, Trust, judge, trust_here

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.manifest import Manifest
    from trainer_app.content.minisign import Digests
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask

Kind = Literal["new", "newer", "mended", "same", "other", "older", "damaged", "too-new"]
"""Against what is here. ``mended``: the same version, of which the copy here does not open.
``other``: the same number on another content."""


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """How far: which of how many modules (from 1), and how many bytes of all."""

    number: int
    count: int
    done: int
    total: int


Tell = Callable[[ModuleProgress], None]


@dataclass(frozen=True, slots=True)
class FoundModule:
    """A pack that was found, and what it is. Without a ``manifest`` it cannot be read at all.

    ``sha256`` is of the whole file as it was looked at; nothing else is installed later. ``reason``
    says why a damaged pack or one for a newer Waypost (``needs_version``) is refused.
    """

    path: Path
    size: int
    kind: Kind
    standing: Standing
    sha256: str = ""
    manifest: Manifest | None = None
    publisher: Publisher | None = None
    here: str | None = None
    changed: Changes | None = None
    reason: str = ""
    detail: str = ""
    needs_version: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether it would bring something, if it is trusted."""
        return self.kind in ("new", "newer", "mended")

    @property
    def can_install(self) -> bool:
        """Whether nothing but room is needed."""
        return self.is_wanted and self.standing in ("trusted", "allowed")

    @property
    def named(self) -> str:
        """The module and its version, as the list of acts has it."""
        return f"{self.manifest.id}@{self.manifest.version}" if self.manifest else ""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found. ``free`` bytes are where modules are kept here."""

    folder: Path
    modules: tuple[FoundModule, ...]
    free: int

    def fits(self, *chosen: FoundModule) -> bool:
        """Whether there is room for all of these together."""
        return sum(one.size for one in chosen) + SPARE <= self.free


def look(
    store: Store | Ask,
    folder: Path,
    *,
    catalog: Catalog,
    language: str = "en",
    only: str | None = None,
    tell: Tell = lambda _progress: None,
    stop: Event | None = None,
) -> Found:
    """Read every pack there to its end, or the one whose file is called ``only``. Changes nothing.

    Raises ``NothingThere``, ``StickTrouble``, ``Stopped``.
    """
    trust = asking(store)(trust_here)
    files = [file for file in pack_files(folder) if only in (None, file.path.name)]
    passed = counting(files, tell, stop)
    found: dict[str, FoundModule] = {}
    for file in files:
        one = _looked_at(file, trust, catalog, language, next(passed))
        found.setdefault(one.sha256 or str(one.path), one)
    order = sorted(found.values(), key=_order)
    return Found(folder, tuple(order), free_bytes(catalog.folders[-1]))


def _order(one: FoundModule) -> tuple[bool, bool, str]:
    """What can be installed comes first, then what needs somebody to decide."""
    return not one.can_install, not one.is_wanted, one.path.name


def counting(
    files: list[PackFile], tell: Tell, stop: Event | None, times: int = 1
) -> Iterator[Passed]:
    """For each file in turn, what counts its bytes; each is read so many ``times``."""
    total, before = times * sum(file.size for file in files), 0
    for number, file in enumerate(files, 1):
        yield _counter(number, len(files), before, total, tell, stop)
        before += times * file.size


def _counter(
    number: int, count: int, before: int, total: int, tell: Tell, stop: Event | None
) -> Passed:
    done = before

    def passed(length: int) -> None:
        nonlocal done
        done += length
        if stop is not None and stop.is_set():
            raise Stopped
        tell(ModuleProgress(number, count, done, total))

    return passed


def _looked_at(
    file: PackFile, trust: Trust, catalog: Catalog, language: str, passed: Passed
) -> FoundModule:
    try:
        hashes = digests_of(file.path, passed)
    except OSError as error:
        detail = f"{type(error).__name__}: {error.strerror}"
        return FoundModule(file.path, file.size, "damaged", "unsigned", detail=detail)
    judged = judge(trust, file.signature, hashes, file.keys_beside)
    found = FoundModule(
        file.path, file.size, "damaged", judged.standing, hashes.sha256,
        publisher=judged.publisher, detail=judged.detail,
    )  # fmt: skip
    try:
        pack = open_pack(file.path)
        pack.verify()
    except PackTooNew as refused:
        said, version = str(refused), refused.version
        return replace(found, kind="too-new", reason=said, needs_version=version)
    except PackRejected as refused:
        return replace(found, reason=str(refused), detail=refused.detail)
    kind, version_here, here = _against(pack, hashes, catalog)
    differs = changes(here, pack, language) if here and kind == "newer" else None
    return replace(found, kind=kind, manifest=pack.manifest, here=version_here, changed=differs)


def _against(pack: Pack, hashes: Digests, catalog: Catalog) -> tuple[Kind, str | None, Pack | None]:
    """How a pack stands to the newest one here that opens, that one's version, and that one."""
    new = pack.manifest
    try:
        here = catalog.pack(new.id)
    except KeyError:
        return "new", None, None
    except PackRejected:
        broken = next(one[0][0].version for one in catalog.versions() if one[0][0].id == new.id)
        return ("older" if newer(broken, new.version) else "mended"), broken, None
    version = here.manifest.version
    if newer(new.version, version):
        return "newer", version, here
    if newer(version, new.version):
        return "older", version, here
    try:
        return ("same" if digests_of(here.path) == hashes else "other"), version, here
    except OSError:
        return "mended", version, here
