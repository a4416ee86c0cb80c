"""Operations that also work from another thread than the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask


def asking(store: Store | Ask) -> Ask:
    """An ``Ask`` of either: of a store, on its own thread, each operation is called at once."""
    if callable(store):
        return store
    return lambda operation: operation(store)
