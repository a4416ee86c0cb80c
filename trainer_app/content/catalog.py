"""What is installed: modules, and the shelf beside them.

Reads manifests only; a pack is verified when it is opened.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
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
    the program first. Packs stay open for the life of the catalog; make a new one after a change.
    Safe to use from several threads.
    """

    def __init__(self, folders: Iterable[Path], shelf: Path | None = None) -> None:
        self._shelf_folder = shelf
        self._shelves: dict[str, Shelf] = {}
        self._rejected: list[Rejected] = []
        self._installed: dict[str, list[tuple[Manifest, Path]]] = {}
        self._opened: dict[Path, Pack] = {}
        self._lock = threading.Lock()
        for folder in folders:
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                self._look_at(path)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Packs that could not be used so far."""
        return tuple(self._rejected)

    def manifests(self) -> tuple[Manifest, ...]:
        """The newest version of every module, by id."""
        return tuple(versions[0][0] for _, versions in sorted(self._installed.items()))

    def pack(self, module_id: str) -> Pack:
        """The newest pack of a module that opens; an older one steps in for a damaged one.

        Raises ``PackRejected`` when none opens, ``KeyError`` when none was ever there. A damaged
        pack gives way in ``manifests``, too, unless it is the last.
        """
        versions = self._installed[module_id]
        with self._lock:
            while True:
                _, path = versions[0]
                try:
                    if path not in self._opened:
                        self._opened[path] = open_pack(path)
                    return self._opened[path]
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

    def _look_at(self, path: Path) -> None:
        try:
            manifest = read_manifest(path)
        except PackRejected as rejection:
            self._reject(path, rejection)
            return
        versions = self._installed.setdefault(manifest.id, [])
        place = 0
        while place < len(versions) and not newer(manifest.version, versions[place][0].version):
            place += 1
        versions.insert(place, (manifest, path))

    def _reject(self, path: Path, rejection: PackRejected) -> None:
        entry = Rejected(path, str(rejection), rejection.detail)
        if entry not in self._rejected:
            self._rejected.append(entry)
