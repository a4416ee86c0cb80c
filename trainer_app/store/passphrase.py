"""Whether a passphrase opens this data file: set, compared, taken away."""

from __future__ import annotations

from pathlib import Path

from trainer_app.store import keys
from trainer_app.store.connection import saving


class Passphrase:
    """Of one open store, on its thread. Who may change it is for others to ask.

    Each call that looks at a passphrase takes as long as opening with it: tenths of a second.
    """

    def __init__(self, folder: Path, unlocked: keys.Unlocked, *, use_keystore: bool) -> None:
        self._folder, self._key = folder, unlocked.key
        self._use_keystore = use_keystore
        self._home = unlocked.home

    @property
    def key_home(self) -> keys.KeyHome:
        """Where the key lies, or that a passphrase stands instead."""
        return "passphrase" if self.is_set else self._home

    @property
    def is_set(self) -> bool:
        """Whether the file opens with a passphrase only, or what stands in its place on paper."""
        return keys.has_passphrase(self._folder)

    @property
    def is_alone(self) -> bool:
        """Whether no key is left in a keystore or a file that could not be taken away yet."""
        return keys.is_clear(self._folder)

    def is_right(self, phrase: str) -> bool:
        """Whether this is the passphrase. Raises ``StoreUnusable`` for too little memory."""
        return keys.is_passphrase(self._folder, phrase)

    def put(self, phrase: str) -> None:
        """From now on this one opens the file, instead of the one before or of a key that nobody
        types; the recovery code still does. On the disk when the call returns.

        Raises ``NotSaved``; then it may count already. ``StoreUnusable`` for too little memory.
        """
        with saving():
            keys.set_passphrase(self._folder, self._key, phrase)

    def take_off(self) -> None:
        """Back to a key that nobody types. Raises ``NotSaved``."""
        with saving():
            self._home = keys.remove_passphrase(
                self._folder, self._key, use_keystore=self._use_keystore
            )
