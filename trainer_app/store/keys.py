"""The key of the data file, in slots: the system's keystore or a key file, a recovery code, escrow.

``keyslots.json`` says which slots there are; it lies there twice, each copy with a checksum, and
the newer good one counts. The keys are on the disk before a data file is made, and are only ever
made anew where there is no data file and no backup they could belong to. Slots of kinds this
release does not know are kept as they are.
"""

import hashlib
import json
import os
import secrets
import sys
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol

from trainer_app.errors import StoreLocked
from trainer_app.i18n import _
from trainer_app.store import durable, escrow

KeyHome = Literal["keystore", "file"]
Slot = dict[str, Any]

FILES = ("keyslots.json", "keyslots-copy.json")
KEY_FILE = "waypost.key"
SERVICE = "Waypost"
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26
_CODE_GROUP = 4
_KEY_BYTES = 32
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


@dataclass(frozen=True, slots=True)
class Slots:
    """What ``keyslots.json`` holds. ``check`` tells the right key from others, and nothing more."""

    profile: str
    count: int
    check: str
    slots: tuple[Slot, ...]

    def of_kind(self, kind: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.get("kind") == kind), None)

    def with_slot(self, slot: Slot, *, instead_of: tuple[str, ...]) -> "Slots":
        others = tuple(other for other in self.slots if other.get("kind") not in instead_of)
        return replace(self, count=self.count + 1, slots=(slot, *others))


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key, where it lies, and a recovery code when one was made just now."""

    key: bytes
    home: KeyHome
    new_code: str | None = None


def make(folder: Path, *, use_keystore: bool) -> Unlocked:
    """Keys for a data file that is not there yet; on the disk when the call returns.

    A key left by a first start that was cut short is used again. Raises ``OSError``.
    """
    slots = _read(folder)
    key = _ordinary(folder, slots) if slots else _key_file(folder)
    key = key or secrets.token_bytes(_KEY_BYTES)
    if slots is None or slots.check != _check(key):
        count = slots.count if slots else 0
        slots = Slots(secrets.token_hex(16), count, _check(key), ())
    return _fill(folder, slots, key, use_keystore=use_keystore)


def unlock(
    folder: Path, *, code: str | None, use_keystore: bool, organisation_identity: str | None = None
) -> Unlocked:
    """The key of the data file that is there. Raises ``StoreLocked``; nothing is changed then.

    Code and identity are used only when the ordinary slot does not open. The code makes that slot
    anew; the organisation's identity writes nothing, because its folder may be on a stick.
    """
    slots = _read(folder)
    if slots is None:
        key = _key_file(folder)
        if key is None:
            raise StoreLocked(_no_slot())
        anew = Slots(secrets.token_hex(16), 0, _check(key), ())
        return _fill(folder, anew, key, use_keystore=use_keystore)
    key = _ordinary(folder, slots)
    if key is not None:
        _heal(folder, slots)
        return Unlocked(key, _home(slots))
    if organisation_identity is not None:
        return Unlocked(_from_escrow(slots, organisation_identity), _home(slots))
    if code is None:
        raise StoreLocked(_no_slot())
    key = _unsealed(slots, code)
    if key is None:
        raise StoreLocked(
            _("This recovery code does not open the data. Look at the paper again, then try again.")
        )
    slots = slots.with_slot(
        _keep(folder, slots.profile, key, use_keystore=use_keystore),
        instead_of=("keystore", "file"),
    )
    _write(folder, slots)
    return Unlocked(key, _home(slots))


def confirm(folder: Path, code: str) -> bool:
    """Whether this is the recovery code; noted as typed back when it is."""
    slots = _read(folder)
    if slots is None or _unsealed(slots, code) is None:
        return False
    recovery = slots.of_kind("recovery")
    if recovery is not None and not recovery["confirmed"]:
        confirmed = recovery | {"confirmed": True}
        _write(folder, slots.with_slot(confirmed, instead_of=("recovery",)))
    return True


def is_confirmed(folder: Path) -> bool:
    """Whether the recovery code was ever typed back."""
    slots = _read(folder)
    recovery = slots.of_kind("recovery") if slots else None
    return bool(recovery and recovery["confirmed"])


def renew_code(folder: Path, key: bytes) -> str:
    """A new recovery code; the one before opens nothing any more."""
    slots = _read(folder)
    if slots is None or slots.check != _check(key):
        raise StoreLocked(_no_slot())
    code = _new_code()
    _write(folder, slots.with_slot(_sealed(slots.profile, key, code), instead_of=("recovery",)))
    return code


def add_escrow(folder: Path, key: bytes, recipient: str) -> bool:
    """Let the organisation's key open this data, too; whether that was to be written.

    It takes the place of an escrow for another recipient. Raises ``ValueError`` for no age
    recipient, ``StoreLocked``.
    """
    slots = _read(folder)
    if slots is None or slots.check != _check(key):
        raise StoreLocked(_no_slot())
    there = slots.of_kind(escrow.KIND)
    if there is not None and there.get("recipient") == recipient:
        return False
    _write(folder, slots.with_slot(escrow.seal(key, recipient), instead_of=(escrow.KIND,)))
    return True


def escrow_recipient(folder: Path) -> str | None:
    """The public key of the organisation that can open this data, if one can."""
    slots = _read(folder)
    slot = slots.of_kind(escrow.KIND) if slots else None
    return str(slot["recipient"]) if slot and "recipient" in slot else None


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


# ---------------------------------------------------------------- slots


def _fill(folder: Path, slots: Slots, key: bytes, *, use_keystore: bool) -> Unlocked:
    ordinary = _keep(folder, slots.profile, key, use_keystore=use_keystore)
    code = _new_code()
    slots = slots.with_slot(ordinary, instead_of=("keystore", "file"))
    slots = slots.with_slot(_sealed(slots.profile, key, code), instead_of=("recovery",))
    _write(folder, slots)
    return Unlocked(key, _home(slots), code)


def _keep(folder: Path, profile: str, key: bytes, *, use_keystore: bool) -> Slot:
    """Put the key into the best ordinary place there is."""
    store = find_keystore() if use_keystore else None
    if store is not None and _put(store, profile, key):
        return {"kind": "keystore", "account": profile}
    durable.write(folder / KEY_FILE, f"{key.hex()}\n".encode(), mode=0o600)
    return {"kind": "file", "name": KEY_FILE}


def _put(store: Keystore, profile: str, key: bytes) -> bool:
    try:
        store.set_password(SERVICE, profile, key.hex())
        return store.get_password(SERVICE, profile) == key.hex()
    except Exception:  # noqa: BLE001  a backend raises whatever its system raises
        return False


def _ordinary(folder: Path, slots: Slots) -> bytes | None:
    for slot in slots.slots:
        key = None
        if slot.get("kind") == "keystore":
            key = _from_keystore(str(slot["account"]))
        elif slot.get("kind") == "file":
            key = _key_file(folder)
        if key is not None and _check(key) == slots.check:
            return key
    return None


def _from_escrow(slots: Slots, identity: str) -> bytes:
    slot = slots.of_kind(escrow.KIND)
    key = escrow.unseal(slot, identity) if slot else None
    if key is None or _check(key) != slots.check:
        raise StoreLocked(
            _("This organisation key does not open the data. It may belong to another programme.")
        )
    return key


def _from_keystore(account: str) -> bytes | None:
    store = find_keystore()
    try:
        return _key(store.get_password(SERVICE, account) or "") if store else None
    except Exception:  # noqa: BLE001  a backend raises whatever its system raises
        return None


def _key_file(folder: Path) -> bytes | None:
    path = folder / KEY_FILE
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)  # a copy or an unpacked archive may have opened it to others
        return _key(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError):
        return None


def _key(text: str) -> bytes | None:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _home(slots: Slots) -> KeyHome:
    return "keystore" if slots.of_kind("keystore") else "file"


def _check(key: bytes) -> str:
    return hashlib.sha256(b"waypost key check 1\0" + key).hexdigest()[:16]


def _no_slot() -> str:
    return _("This data is locked on this computer. Type the recovery code to open it.")


# ---------------------------------------------------------------- the recovery code


def _new_code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
    groups = range(0, CODE_LENGTH, _CODE_GROUP)
    return "-".join(letters[start : start + _CODE_GROUP] for start in groups)


def _typed(code: str) -> str:
    """The code as it was made: O is read as 0, I and L as 1, and dashes as nothing."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


def _sealed(profile: str, key: bytes, code: str) -> Slot:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = _cipher(code, salt).encrypt(nonce, key, profile.encode())
    return {
        "kind": "recovery",
        "salt": b64encode(salt).decode(),
        "nonce": b64encode(nonce).decode(),
        "sealed": b64encode(sealed).decode(),
        "confirmed": False,
    }


def _unsealed(slots: Slots, code: str) -> bytes | None:
    slot = slots.of_kind("recovery")
    if slot is None or len(_typed(code)) != CODE_LENGTH:
        return None
    from cryptography.exceptions import InvalidTag

    salt, nonce, sealed = (b64decode(slot[name]) for name in ("salt", "nonce", "sealed"))
    try:
        key: bytes = _cipher(code, salt).decrypt(nonce, sealed, slots.profile.encode())
    except InvalidTag:
        return None
    return key if _check(key) == slots.check else None


def _cipher(code: str, salt: bytes) -> Any:
    """130 random bits need no slow hash: HKDF makes them a key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"waypost recovery slot 1")
    return AESGCM(derive.derive(_typed(code).encode()))


# ---------------------------------------------------------------- the two files


def _read(folder: Path) -> Slots | None:
    found = [slots for name in FILES if (slots := _parsed(folder / name)) is not None]
    return max(found, key=lambda slots: slots.count, default=None)


def _parsed(path: Path) -> Slots | None:
    try:
        data = json.loads(path.read_bytes())
        crc = data.pop("crc")
        if crc != _crc(data) or data["format"] != 1:
            return None
        return Slots(data["profile"], data["count"], data["check"], tuple(data["slots"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(folder: Path, slots: Slots) -> None:
    data = {
        "format": 1,
        "profile": slots.profile,
        "count": slots.count,
        "check": slots.check,
        "slots": list(slots.slots),
    }
    text = json.dumps(data | {"crc": _crc(data)}, indent=1)
    for name in FILES:
        durable.write(folder / name, text.encode())


def _heal(folder: Path, slots: Slots) -> None:
    """Write both copies again when one is missing, older or damaged."""
    if any(_parsed(folder / name) != slots for name in FILES):
        _write(folder, slots)


def _crc(data: dict[str, Any]) -> str:
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return f"{zlib.crc32(canonical.encode()):08x}"
