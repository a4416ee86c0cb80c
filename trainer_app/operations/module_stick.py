"""Putting modules on a stick for other computers, each with its signature."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from trainer_app.content import minisign
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate
from trainer_app.operations.asking import asking
from trainer_app.operations.module_files import (
    PackFile,
    Passed,
    copy,
    digests_of,
    put_in_place,
    require_room,
    signature_beside,
)
from trainer_app.operations.module_search import Tell, counting
from trainer_app.operations.modules import ModuleRefused, is_bundled, signature_path
from trainer_app.operations.publishers import Trust, judge, trust_here

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.pack import Pack
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask


@dataclass(frozen=True, slots=True)
class Written:
    """The packs that are on the stick now, each read back from it. ``size`` is all of them."""

    folder: Path
    names: tuple[str, ...]
    size: int


def write_modules(
    store: Store | Ask,
    module_ids: Sequence[str],
    folder: Path,
    *,
    catalog: Catalog,
    tell: Tell = lambda _progress: None,
    stop: Event | None = None,
) -> Written:
    """Put these modules into ``Waypost`` on a stick. For the network thread.

    What does not verify here is handed on to nobody. Raises ``NothingThere``, ``NoRoom``,
    ``StickTrouble``, ``ModuleRefused``, and ``Stopped``; each file is whole or not there.
    """
    from trainer_app import durable
    from trainer_app.operations.stick_inventory import require
    from trainer_app.sync import stick

    require(folder)
    trust = asking(store)(trust_here)
    packs = [_good(module_id, catalog, trust) for module_id in module_ids]
    files = [PackFile(one.path, one.path.stat().st_size, None) for one in packs]
    size = sum(file.size for file in files)
    require_room(folder, size)
    home = stick.home(folder)
    with stick.explained():
        with suppress(OSError):  # a folder that is not synced is found again, or made again
            durable.make_folder(home)
        names = [
            _put(pack, home, trust, passed)
            for pack, passed in zip(packs, counting(files, tell, stop, times=2), strict=True)
        ]
    return Written(home, tuple(names), size)


def _good(module_id: str, catalog: Catalog, trust: Trust) -> Pack:
    """The pack, which opens, and whose signature holds if it has one."""
    try:
        pack = catalog.pack(module_id)
        pack.verify()
    except PackRejected as rejected:
        raise ModuleRefused(str(rejected), rejected.detail) from rejected
    if not is_bundled(pack.path, catalog):
        judged = judge(trust, signature_beside(pack.path), digests_of(pack.path))
        if judged.standing == "broken":
            said = _("The signature of {name} does not hold. Remove it, and install it again.")
            raise ModuleRefused(said.format(name=isolate(pack.path.name)), judged.detail)
    return pack


def _put(pack: Pack, home: Path, trust: Trust, passed: Passed) -> str:
    """Write beside, sync, read back, compare, rename; the signature and its key follow."""
    from trainer_app.sync import stick

    wanted = digests_of(pack.path)
    path = home / f"{pack.manifest.id}-{pack.manifest.version}{pack.path.suffix}"
    beside = path.with_name(path.name + ".part")
    copy(pack.path, beside, passed)
    try:
        if digests_of(beside, passed) != wanted:
            raise OSError("read back differently")
        put_in_place(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    signature = signature_beside(pack.path)
    if signature is not None:
        stick.put(signature_path(path), signature)
        _put_key(signature, home, trust)
    return path.name


def _put_key(signature: bytes, home: Path, trust: Trust) -> None:
    """The public key, too, where a signature does not carry it."""
    from trainer_app.sync import stick

    try:
        read = minisign.read_signature(signature)
    except minisign.SignatureRejected:
        return
    known = next((key for key in trust.publishers if read.key is None and read.made_by(key)), None)
    if known is not None:
        name = f"publisher-{read.key_id[::-1].hex()}.pub"
        stick.put(home / name, minisign.write_public_key(minisign.PublicKey(read.key_id, known)))
