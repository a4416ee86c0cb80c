"""The key of the data file, in slots: what opens it, and what is made anew.

A key that nobody types lies in the system's keystore or a key file (``key_homes``). Beside it stand
the recovery code and, with a programme, the organisation (``escrow``). Where a passphrase is set,
it stands instead of the first: a key that still lies in a keystore or file opens nothing then, and
is taken away at the next opening. The keys are on the disk before a data file is made, and are only
ever made anew where there is no data file and no backup they could belong to.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trainer_app.errors import StoreLocked
from trainer_app.i18n import _
from trainer_app.store import escrow, key_homes, passphrase_slot, recovery_code, slots
from trainer_app.store.slots import Slots

KeyHome = Literal["keystore", "file", "passphrase"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to open the data, as far as they did."""

    code: str | None = None
    passphrase: str | None = None
    organisation_identity: str | None = None


NOTHING = Typed()


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
    found = slots.read(folder)
    key = _ordinary(folder, found) if found else key_homes.key_file(folder)
    key = key or secrets.token_bytes(key_homes.KEY_BYTES)
    if found is None or not found.is_right(key):
        found = _anew(key, found.count if found else 0)
    return _fill(folder, found, key, use_keystore=use_keystore)


def unlock(folder: Path, typed: Typed = NOTHING, *, use_keystore: bool) -> Unlocked:
    """The key of the data file that is there. Raises ``StoreLocked``; nothing is changed then.

    What was typed is used only where no key lies in the ordinary place. The recovery code makes
    that place anew, but never where a passphrase stands instead; the organisation's identity
    writes nothing, because its folder may be on a stick.
    """
    found = slots.read(folder)
    if found is None:
        key = key_homes.key_file(folder)
        if key is None:
            raise StoreLocked(_no_slot())
        return _fill(folder, _anew(key, 0), key, use_keystore=use_keystore)
    if found.of_kind(passphrase_slot.KIND) is not None:
        return _unlock_without_home(folder, found, typed)
    key = _ordinary(folder, found)
    if key is not None:
        slots.heal(folder, found)
        return Unlocked(key, _home(found))
    if typed.organisation_identity is not None:
        return Unlocked(_from_escrow(found, typed.organisation_identity), _home(found))
    if typed.code is None:
        raise StoreLocked(_no_slot())
    key = _from_code(found, typed.code)
    if key is None:
        raise StoreLocked(_not_the_code())
    ordinary = key_homes.keep(folder, found.profile, key, use_keystore=use_keystore)
    found = found.with_slot(ordinary, instead_of=key_homes.KINDS)
    slots.write(folder, found)
    return Unlocked(key, _home(found))


# ---------------------------------------------------------------- the recovery code


def confirm(folder: Path, code: str) -> bool:
    """Whether this is the recovery code; noted as typed back when it is."""
    found = slots.read(folder)
    if found is None or _from_code(found, code) is None:
        return False
    recovery = found.of_kind(recovery_code.KIND)
    if recovery is not None and not recovery["confirmed"]:
        confirmed = recovery | {"confirmed": True}
        slots.write(folder, found.with_slot(confirmed, instead_of=(recovery_code.KIND,)))
    return True


def is_confirmed(folder: Path) -> bool:
    """Whether the recovery code was ever typed back."""
    found = slots.read(folder)
    recovery = found.of_kind(recovery_code.KIND) if found else None
    return bool(recovery and recovery["confirmed"])


def renew_code(folder: Path, key: bytes) -> str:
    """A new recovery code; the one before opens nothing any more."""
    found, code = _of(folder, key), recovery_code.new_code()
    sealed = recovery_code.seal(key, code, found.profile)
    slots.write(folder, found.with_slot(sealed, instead_of=(recovery_code.KIND,)))
    return code


# ---------------------------------------------------------------- the organisation


def add_escrow(folder: Path, key: bytes, recipient: str) -> bool:
    """Let the organisation's key open this data, too; whether that was to be written.

    It takes the place of an escrow for another recipient. Raises ``ValueError`` for no age
    recipient, ``StoreLocked``.
    """
    found = _of(folder, key)
    there = found.of_kind(escrow.KIND)
    if there is not None and there.get("recipient") == recipient:
        return False
    slots.write(folder, found.with_slot(escrow.seal(key, recipient), instead_of=(escrow.KIND,)))
    return True


def escrow_recipient(folder: Path) -> str | None:
    """The public key of the organisation that can open this data, if one can."""
    found = slots.read(folder)
    slot = found.of_kind(escrow.KIND) if found else None
    return str(slot["recipient"]) if slot and "recipient" in slot else None


# ---------------------------------------------------------------- a passphrase


def has_passphrase(folder: Path) -> bool:
    """Whether a passphrase stands instead of a key that nobody types."""
    found = slots.read(folder)
    return found is not None and found.of_kind(passphrase_slot.KIND) is not None


def is_passphrase(folder: Path, phrase: str) -> bool:
    """Whether this is the passphrase; asking costs as much as opening. ``StoreUnusable``."""
    found = slots.read(folder)
    return found is not None and _from_passphrase(found, phrase) is not None


def set_passphrase(folder: Path, key: bytes, phrase: str) -> bool:
    """From now on this passphrase opens the data, and no key that nobody types; recovery code and
    organisation still do. Whether the keystore and the folder are free of the key.

    The new slot is on the disk, and counts, before anything is taken away: after a power cut the
    next opening goes on with that. Raises ``OSError``, ``StoreLocked``, ``StoreUnusable``.
    """
    found = _of(folder, key)
    sealed = passphrase_slot.seal(key, phrase, found.profile)
    found = found.with_slot(sealed, instead_of=(passphrase_slot.KIND,))
    slots.write(folder, found)
    return _clear(folder, found)


def is_clear(folder: Path) -> bool:
    """Whether, as far as is known, no key that nobody types is left beside the passphrase."""
    found = slots.read(folder)
    listed = found is not None and any(found.of_kind(kind) for kind in key_homes.KINDS)
    return not listed and not key_homes.lies_open(folder)


def remove_passphrase(folder: Path, key: bytes, *, use_keystore: bool) -> KeyHome:
    """Back to a key that nobody types; where it lies now. Raises ``OSError``, ``StoreLocked``.

    The slot of a keystore is named before the key is put there: after a power cut the passphrase
    still opens the data, and that opening finds what to take away.
    """
    found = _of(folder, key)
    if use_keystore and key_homes.find_keystore() is not None:
        named = key_homes.in_keystore(found.profile)
        found = found.with_slot(named, instead_of=key_homes.KINDS)
        slots.write(folder, found)
    ordinary = key_homes.keep(folder, found.profile, key, use_keystore=use_keystore)
    found = found.with_slot(ordinary, instead_of=(*key_homes.KINDS, passphrase_slot.KIND))
    slots.write(folder, found)
    return _home(found)


def _unlock_without_home(folder: Path, found: Slots, typed: Typed) -> Unlocked:
    """By passphrase, or in its place by recovery code or organisation."""
    if typed.organisation_identity is not None:
        return Unlocked(_from_escrow(found, typed.organisation_identity), "passphrase")
    if typed.passphrase is not None:
        key = _from_passphrase(found, typed.passphrase)
        refused = _("This does not open it yet. Look at each word, then try again.")
    elif typed.code is not None:
        key, refused = _from_code(found, typed.code), _not_the_code()
    else:
        key, refused = None, _("Type the passphrase to open the data of this computer.")
    if key is None:
        raise StoreLocked(refused, asks="passphrase")
    slot = found.of_kind(passphrase_slot.KIND)
    if typed.passphrase is not None and slot is not None and passphrase_slot.is_weaker(slot):
        anew = passphrase_slot.seal(key, typed.passphrase, found.profile)
        found = found.with_slot(anew, instead_of=(passphrase_slot.KIND,))
    _clear(folder, found)
    return Unlocked(key, "passphrase")


def _clear(folder: Path, found: Slots) -> bool:
    """Take away every key that nobody types; whether none is left. What could not be taken away
    stays named, so that the next opening tries again. Raises ``OSError``."""
    named = [slot for slot in found.slots if slot.get("kind") in key_homes.KINDS]
    gone = [key_homes.forget(folder, slot) for slot in named]
    is_clear = key_homes.forget_file(folder) and all(gone)
    slots.heal(folder, found.without(*key_homes.KINDS) if named and is_clear else found)
    return is_clear


# ---------------------------------------------------------------- what a slot gives


def _of(folder: Path, key: bytes) -> Slots:
    """The slots of this key. Raises ``StoreLocked``."""
    found = slots.read(folder)
    if found is None or not found.is_right(key):
        raise StoreLocked(_no_slot())
    return found


def _anew(key: bytes, count: int) -> Slots:
    return Slots(secrets.token_hex(16), count, slots.check_of(key), ())


def _fill(folder: Path, found: Slots, key: bytes, *, use_keystore: bool) -> Unlocked:
    ordinary = key_homes.keep(folder, found.profile, key, use_keystore=use_keystore)
    code = recovery_code.new_code()
    recovery = recovery_code.seal(key, code, found.profile)
    found = found.with_slot(ordinary, instead_of=(*key_homes.KINDS, passphrase_slot.KIND))
    found = found.with_slot(recovery, instead_of=(recovery_code.KIND,))
    slots.write(folder, found)
    return Unlocked(key, _home(found), code)


def _ordinary(folder: Path, found: Slots) -> bytes | None:
    for slot in found.slots:
        key = key_homes.fetch(folder, slot)
        if found.is_right(key):
            return key
    return None


def _from_escrow(found: Slots, identity: str) -> bytes:
    slot = found.of_kind(escrow.KIND)
    key = escrow.unseal(slot, identity) if slot else None
    if key is None or not found.is_right(key):
        raise StoreLocked(
            _("This organisation key does not open the data. It may belong to another programme.")
        )
    return key


def _from_code(found: Slots, code: str) -> bytes | None:
    slot = found.of_kind(recovery_code.KIND)
    key = recovery_code.unseal(slot, code, found.profile) if slot else None
    return key if found.is_right(key) else None


def _from_passphrase(found: Slots, phrase: str) -> bytes | None:
    slot = found.of_kind(passphrase_slot.KIND)
    key = passphrase_slot.unseal(slot, phrase, found.profile) if slot else None
    return key if found.is_right(key) else None


def _home(found: Slots) -> KeyHome:
    return "keystore" if found.of_kind("keystore") else "file"


def _no_slot() -> str:
    return _("This data is locked on this computer. Type the recovery code to open it.")


def _not_the_code() -> str:
    return _("This recovery code does not open the data. Look at the paper again, then try again.")
