"""Updates of the program that computers fetch from a hub, a piece at each contact.

They lie in ``<data folder>/hub/updates`` and are named as ``dev.py package update`` names them. The
hub only hands them out: whoever fetches one checks whose it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.responses import Response

from trainer_app.content.pack import newer
from trainer_app.hub.http import Call, Door, Refused

PATH = "/waypost/update"
FOLDER = "updates"
LARGEST_PIECE = 64 * 1024
NAME, SIZE, DIGEST = "X-Waypost-Update", "X-Waypost-Size", "X-Waypost-SHA256"
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){1,3}")
_PLATFORM = re.compile(r"[a-z0-9_]{1,20}-[a-z0-9_]{1,20}")
_FILE = re.compile(r"waypost-([0-9.]+)(?:-from-([0-9.]+))?-([a-z0-9_]+-[a-z0-9_]+)\.wayupdate")


@dataclass(frozen=True, slots=True)
class Updates:
    """The address of updates. A folder that is not there has none."""

    folder: Path
    _digests: dict[tuple[Path, int, int], str] = field(default_factory=dict)

    def doors(self) -> Mapping[str, Door]:
        """For ``http.route``."""
        return {"GET": Door(self.answer, ("write",))}

    def answer(self, call: Call) -> Response:
        """204 where there is nothing newer; otherwise a piece from the byte ``at`` on."""
        call.only("platform", "version", "at")
        platform, version = call.query.get("platform", ""), call.query.get("version", "")
        at = call.query.get("at", "0")
        if not (_PLATFORM.fullmatch(platform) and _VERSION.fullmatch(version)):
            raise Refused(400, "a platform and a version are needed")
        if not re.fullmatch("[0-9]{1,12}", at):
            raise Refused(400, "at is a number of bytes")
        path = self._newest(platform, version)
        if path is None:
            return Response(status_code=204)
        try:
            with path.open("rb") as file:
                file.seek(int(at))
                piece = file.read(LARGEST_PIECE)
            facts = path.stat()
            told = {NAME: path.name, SIZE: str(facts.st_size), DIGEST: self._digest(path)}
        except OSError as error:
            raise Refused(404, "the update is gone") from error
        return Response(piece, media_type="application/octet-stream", headers=told)

    def _newest(self, platform: str, version: str) -> Path | None:
        """The newest that leads on from a version; where several do, the smallest."""
        fitting: list[tuple[str, int, Path]] = []
        for path in self.folder.glob("*.wayupdate") if self.folder.is_dir() else ():
            match = _FILE.fullmatch(path.name)
            if match is None or match[3] != platform or match[2] not in (None, version):
                continue
            if newer(match[1], version) and path.is_file() and not path.is_symlink():
                fitting.append((match[1], path.stat().st_size, path))
        best: tuple[str, int, Path] | None = None
        for one in fitting:
            if best is None or newer(one[0], best[0]) or (one[0] == best[0] and one[1] < best[1]):
                best = one
        return best[2] if best else None

    def _digest(self, path: Path) -> str:
        facts = path.stat()
        known = (path, facts.st_size, facts.st_mtime_ns)
        if known not in self._digests:
            with path.open("rb") as file:
                self._digests[known] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._digests[known]
