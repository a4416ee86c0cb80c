"""Slot a: where the key lies when nothing is typed: the system's keystore, or a file.

A keystore that keeps passwords in a plain file counts as none. The file is for its owner only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from trainer_app import durable

KINDS = ("keystore", "file")
KEY_FILE = "waypost.key"
SERVICE = "Waypost"
KEY_BYTES = 32
_BACKENDS = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "linux": (
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
        ("keyring.backends.libsecret", "Keyring"),
    ),
}


class Keystore(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def find_keystore() -> Keystore | None:
    """The keystore of this system, never one that keeps passwords in a plain file."""
    for module, name in _BACKENDS.get(sys.platform, ()):
        try:
            backend = getattr(import_module(module), name)
            if backend.viable and backend.priority >= 1:
                store: Keystore = backend()
                return store
        except Exception:  # noqa: BLE001  a backend raises whatever its system raises
            continue
    return None


def keep(folder: Path, profile: str, key: bytes, *, use_keystore: bool) -> dict[str, Any]:
    """Put the key into the best place there is; its slot. On the disk then. Raises ``OSError``."""
    store = find_keystore() if use_keystore else None
    if store is not None and _put(store, profile, key):
        return in_keystore(profile)
    durable.write(folder / KEY_FILE, f"{key.hex()}\n".encode(), mode=0o600)
    return {"kind": "file", "name": KEY_FILE}


def in_keystore(profile: str) -> dict[str, Any]:
    """The slot of a key in the keystore."""
    return {"kind": "keystore", "account": profile}


def fetch(folder: Path, slot: Mapping[str, Any]) -> bytes | None:
    """The key a slot stands for; None for a slot of another kind, and where nothing is found."""
    if slot.get("kind") == "keystore":
        return _from_keystore(str(slot["account"]))
    return key_file(folder) if slot.get("kind") == "file" else None


def key_file(folder: Path) -> bytes | None:
    """The key in the file, which is closed to others if a copy or an archive had opened it."""
    path = folder / KEY_FILE
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return _key(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError):
        return None


def lies_open(folder: Path) -> bool:
    """Whether a key file, or what a power cut left of one, lies in the folder."""
    return any(path.exists() for path in _files(folder))


def forget(folder: Path, slot: Mapping[str, Any]) -> bool:
    """Take the key of a slot away; whether it is gone. A keystore that does not answer says no."""
    return slot.get("kind") != "keystore" or _forgotten(str(slot["account"]))


def forget_file(folder: Path) -> bool:
    """Overwrite and remove the key file; whether nothing of it is left."""
    for path in _files(folder):
        with suppress(OSError):
            durable.wipe(path)
    return not lies_open(folder)


def _files(folder: Path) -> tuple[Path, Path]:
    path = folder / KEY_FILE
    return path, durable.beside(path)


def _put(store: Keystore, profile: str, key: bytes) -> bool:
    try:
        store.set_password(SERVICE, profile, key.hex())
        return store.get_password(SERVICE, profile) == key.hex()
    except Exception:  # noqa: BLE001  a backend raises whatever its system raises
        return False


def _from_keystore(account: str) -> bytes | None:
    store = find_keystore()
    try:
        return _key(store.get_password(SERVICE, account) or "") if store else None
    except Exception:  # noqa: BLE001  a backend raises whatever its system raises
        return None


def _forgotten(account: str) -> bool:
    """Gone, and looked at again. Where no keystore is found now, nobody can say so."""
    store = find_keystore()
    if store is None:
        return False
    try:
        if store.get_password(SERVICE, account) is not None:
            store.delete_password(SERVICE, account)
        return store.get_password(SERVICE, account) is None
    except Exception:  # noqa: BLE001  a backend raises whatever its system raises
        return False


def _key(text: str) -> bytes | None:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
