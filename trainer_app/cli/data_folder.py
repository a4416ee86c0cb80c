"""The data folder, as commands open it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.store import Store


@contextmanager
def opened_store(chosen: argparse.Namespace) -> Iterator[Store]:
    """The store of ``--data-dir``, closed again at the end. Raises ``StoreUnusable``."""
    from trainer_app.store import Store

    store = Store.open(chosen.data_dir)
    try:
        yield store
    finally:
        store.close()
