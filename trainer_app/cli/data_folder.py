"""The data folder, as commands open it."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app.errors import StoreLocked
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.store import Store

PASSPHRASE = "WAYPOST_PASSPHRASE"
"""The environment variable a script hands the passphrase of the data over in."""
_TRIES = 3


@contextmanager
def opened_store(chosen: argparse.Namespace) -> Iterator[Store]:
    """The store of ``--data-dir``, closed again at the end. Raises ``StoreUnusable``.

    Where a passphrase opens it, that comes from the environment or is typed.
    """
    from trainer_app.store import Store

    given = os.environ.get(PASSPHRASE)
    try:
        store = Store.open(chosen.data_dir, passphrase=given)
    except StoreLocked as locked:
        if locked.asks != "passphrase" or given is not None:
            raise
        store = _open_by_typing(chosen.data_dir)
    try:
        yield store
    finally:
        store.close()


def _open_by_typing(folder: Path) -> Store:
    """Ask a few times; each try costs as much as opening."""
    from trainer_app.store import Store

    if not sys.stdin.isatty():
        raise StoreLocked(
            _("There is nobody to ask for the passphrase. Set {name}.").format(name=PASSPHRASE),
            asks="passphrase",
        )
    for left in reversed(range(_TRIES)):
        typed = getpass.getpass(_("Passphrase of this computer:") + " ")
        try:
            return Store.open(folder, passphrase=typed)
        except StoreLocked as locked:
            if not left:
                raise
            print(locked, file=sys.stderr)
    raise AssertionError("the last try returns or raises")
