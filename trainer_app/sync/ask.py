"""How the network's thread speaks with the store's, and with whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from trainer_app.store import Store

T = TypeVar("T")


class Ask(Protocol):
    """Runs an operation on the store's thread and gives its result, or raises its error.

    Each call is a few short transactions; none stays open while the network is spoken to.
    """

    def __call__(self, operation: Callable[[Store], T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far one road has come in this contact. ``left`` are results still to hand in."""

    endpoint_id: str
    sent: int = 0
    left: int = 0
    received: int = 0


Tell = Callable[[SyncProgress], None]
"""Called on the network's thread."""


def tell_nobody(_progress: SyncProgress) -> None:
    """For when nobody watches."""
