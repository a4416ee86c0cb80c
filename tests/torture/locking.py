"""Power cuts while a passphrase is set, changed and taken off: something opens, nothing is left."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from sqlcipher3 import dbapi2

from tests.torture import crew, power, worker
from trainer_app.errors import StoreLocked, TrainerError
from trainer_app.store import Store, key_homes, keys, passphrase_slot


@dataclass(frozen=True)
class JudgeLock:
    """``key`` opens the file, and so does the recovery ``code`` in every state."""

    key: bytes
    code: str

    def __call__(self, folder: Path, promised: power.Promised, fully: bool) -> str:
        copy = Path(tempfile.mkdtemp(prefix="waypost-copy-", dir=crew.SCRATCH))
        try:
            with mock.patch.object(passphrase_slot, "STRENGTH", worker.QUICK):
                return self._look(folder, copy, promised, fully)
        except (TrainerError, dbapi2.Error, OSError) as error:
            return f"unopenable: {type(error).__name__}"
        finally:
            shutil.rmtree(copy)

    def _look(self, folder: Path, copy: Path, promised: power.Promised, fully: bool) -> str:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        if self._opened(copy, keys.Typed(code=self.code)) is None:
            return "lost: the recovery code"
        now = worker.PHRASES[promised.saved : promised.saved + 2]
        found = [phrase for phrase in now if self._opened(folder, keys.Typed(passphrase=phrase))]
        if not found:
            return "lost: every way in"
        if None not in now and self._opened(folder, keys.NOTHING):
            return "open: nobody has to type anything"
        if None not in now and self._key_lies_in(folder):
            return "open: the key lies in a file"
        if fully:
            Store.open(folder, passphrase=found[0], use_keystore=False).close()
        return "ok"

    def _opened(self, folder: Path, typed: keys.Typed) -> bytes | None:
        with suppress(StoreLocked):
            key = keys.unlock(folder, typed, use_keystore=False).key
            return key if key == self.key else None
        return None

    def _key_lies_in(self, folder: Path) -> bool:
        return any(self.key.hex().encode() in file.read_bytes() for file in folder.glob("*.key*"))


def torture(images: int, seed: int, *, careless: bool = False) -> crew.Found:
    """Judge about ``images`` states; ``careless`` writes slots that may not be on the disk yet."""
    with tempfile.TemporaryDirectory(prefix="waypost-lock-", dir=crew.SCRATCH) as scratch:
        before, folder = Path(scratch) / "before", Path(scratch) / "profile"
        store = Store.open(before, use_keystore=False)
        code = store.new_recovery_code or ""
        store.close()
        shutil.copytree(before, folder)
        key = key_homes.key_file(before)
        assert key is not None
        calls = power.record("lock", folder, *(["--careless"] if careless else []))
        return power.search(calls, folder, before, JudgeLock(key, code), images, seed)
