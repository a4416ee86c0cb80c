"""What is installed: modules, and the shelf beside them.

Reads manifests only; a pack is verified when it is opened.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from trainer_app.content.manifest import Manifest
from trainer_app.content.pack import SUFFIX, Pack, newer, open_pack, read_manifest
from trainer_app.content.shelf import Shelf, open_shelf
from trainer_app.errors import PackRejected
from trainer_app.i18n import _


class Rejected(NamedTuple):
    """A pack that was passed over: the sentence for the person, the detail for their helper."""

    path: Path
    reason: str
    detail: str


class Catalog:
    """The newest good pack of each module in some folders.

    Earlier folders win where two packs have the same version, so list the packs that came with
    the program first. Packs stay open until ``rescan`` finds them changed or gone. Safe to use from
    several threads.
    """

    def __init__(self, folders: Iterable[Path], shelf: Path | None = None) -> None:
        self.folders = tuple(folders)
        self._shelf_folder = shelf
        self._shelves: dict[str, Shelf] = {}
        self._hidden: frozenset[str] = frozenset()
        self._rejected: list[Rejected] = []
        self._installed: dict[str, list[tuple[Manifest, Path]]] = {}
        self._opened: dict[Path, tuple[_Mark, Pack]] = {}
        self._lock = threading.Lock()
        self.rescan()

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Packs that could not be used so far."""
        return tuple(self._rejected)

    def rescan(self) -> None:
        """See what lies in the folders now."""
        with self._lock:
            self._rejected = []
            installed: dict[str, list[tuple[Manifest, Path]]] = {}
            for folder in self.folders:
                for path in sorted(folder.glob(f"*{SUFFIX}")):
                    self._look_at(path, installed)
            self._installed = installed
            kept = self._opened.items()
            self._opened = {path: one for path, one in kept if one[0] == _mark(path)}

    def hide(self, module_ids: Collection[str]) -> None:
        """Leave these modules, and no others, out of ``manifests``; their packs still open."""
        self._hidden = frozenset(module_ids)

    def manifests(self) -> tuple[Manifest, ...]:
        """The newest version of every module that is not hidden, by id."""
        return tuple(found[0][0] for found in self.versions() if found[0][0].id not in self._hidden)

    def versions(self) -> tuple[tuple[tuple[Manifest, Path], ...], ...]:
        """Every module by id, hidden ones too: all its versions, the newest first."""
        installed = self._installed  # never waits for a pack that is being opened
        return tuple(tuple(found) for _, found in sorted(installed.items()))

    def pack(self, module_id: str) -> Pack:
        """The newest pack of a module that opens; an older one steps in for a damaged one.

        Raises ``PackRejected`` when none opens, ``KeyError`` when none was ever there. A damaged
        pack gives way in ``manifests``, too, unless it is the last.
        """
        with self._lock:
            versions = self._installed[module_id]
            while True:
                _, path = versions[0]
                try:
                    if path not in self._opened:
                        self._opened[path] = (_mark(path), open_pack(path))
                    return self._opened[path][1]
                except PackRejected as rejection:
                    self._reject(path, rejection)
                    if len(versions) == 1:
                        raise
                    versions.pop(0)

    def shelf(self, language: str) -> Shelf:
        """Library, glossary, paths and job aids in a language; empty where none came along.

        Raises ``PackRejected`` when its file was damaged.
        """
        if self._shelf_folder is None:
            return Shelf(language=language)
        with self._lock:
            if language not in self._shelves:
                try:
                    self._shelves[language] = open_shelf(self._shelf_folder, language)
                except (ValueError, msgspec.MsgspecError, OSError) as error:
                    said = _("The library cannot open. Your progress is safe.")
                    raise PackRejected(said, str(error)) from error
            return self._shelves[language]

    def _look_at(self, path: Path, installed: dict[str, list[tuple[Manifest, Path]]]) -> None:
        try:
            manifest = read_manifest(path)
        except PackRejected as rejection:
            self._reject(path, rejection)
            return
        versions = installed.setdefault(manifest.id, [])
        place = 0
        while place < len(versions) and not newer(manifest.version, versions[place][0].version):
            place += 1
        versions.insert(place, (manifest, path))

    def _reject(self, path: Path, rejection: PackRejected) -> None:
        entry = Rejected(path, str(rejection), rejection.detail)
        if entry not in self._rejected:
            self._rejected.append(entry)


_Mark = tuple[int, int] | None


def _mark(path: Path) -> _Mark:
    """What changes when a file is replaced; None when it is gone."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size
