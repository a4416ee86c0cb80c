"""Modules as publishers hand them out: versions of the small module, signed or not."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from tests.content.small_pack import SCENE
from tests.small_module import PICTURE, SMALL
from trainer_app.content import minisign
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.catalog import Catalog
from trainer_app.content.module import Module
from trainer_app.operations.module_search import FoundModule, look
from trainer_app.operations.organisation import OrganisationKeys
from trainer_app.operations.programme import apply_programme
from trainer_app.store import Store
from trainer_app.training.programme import Programme, sign

OURS = minisign.SecretKey(b"ourskey1", b"o" * 32)
THEIRS = minisign.SecretKey(b"theirkey", b"t" * 32)


@cache
def data(version: str, module_id: str = "small", title: str = SMALL.title) -> bytes:
    """A version of the small module."""
    return compiled(msgspec.structs.replace(SMALL, id=module_id, version=version, title=title))


def compiled(module: Module, *others: Module) -> bytes:
    """A pack of one module in one or more languages."""
    spoken = {one.language: one for one in (module, *others)}
    return compile_pack(spoken, {PICTURE.file: SCENE})


def signature(pack: bytes, secret: minisign.SecretKey, name: str = "small.waypack") -> bytes:
    """What lies beside a pack of this publisher."""
    hashes = minisign.digests(io.BytesIO(pack))
    return minisign.sign(hashes.blake2b, secret, name=name)


def lay(folder: Path, pack: bytes, name: str, by: minisign.SecretKey | None = OURS) -> Path:
    """Put a pack, signed by ``by``, somewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.waypack"
    path.write_bytes(pack)
    if by is not None:
        path.with_name(path.name + ".minisig").write_bytes(signature(pack, by, path.name))
    return path


def trust_ours(store: Store, keys: OrganisationKeys, programme: Programme) -> None:
    """Apply a programme that names our key."""
    ours = b64encode(OURS.public.raw).decode()
    named = msgspec.structs.replace(programme, pack_keys=(ours,), endpoints=(), required=())
    apply_programme(store, sign(named, keys.seed), programme.sites[0].site_id, None)


@dataclass
class Hall:
    """A computer with a module that came with it, and a stick."""

    store: Store
    bundled: Path
    packs: Path
    stick: Path
    catalog: Catalog

    def found(self) -> dict[str, FoundModule]:
        """What is on the stick, by the names of the files."""
        found = look(self.store, self.stick, catalog=self.catalog)
        return {one.path.name.removesuffix(".waypack"): one for one in found.modules}

    def on_disk(self) -> list[str]:
        """The files in the folder of installed modules."""
        return sorted(path.name for path in self.packs.iterdir()) if self.packs.exists() else []

    def version(self, module_id: str = "small") -> str:
        """The version somebody would learn with who starts the program now."""
        return opened(self.catalog.folders, module_id)


def opened(folders: Iterable[Path], module_id: str = "small") -> str:
    """The version that opens, in a program that starts now."""
    pack = Catalog(folders).pack(module_id)
    pack.verify()
    return pack.manifest.version
