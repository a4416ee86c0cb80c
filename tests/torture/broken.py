"""Programs with one mistake each, so that a torture can be seen to find it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from trainer_app.hub.keeping import Keeping, Verdict
from trainer_app.operations import stick_inventory
from trainer_app.store import identity
from trainer_app.store.receiving import _Arrived
from trainer_app.sync import hub_push, push, stick


@contextmanager
def hasty() -> Iterator[None]:
    """What is sent counts as handed in before anybody answered."""
    hand_in, exchange = push._ServerPush._hand_in, hub_push._HubPush._exchange

    def to_server(self: Any, batch: Any) -> Any:
        rows = [one.row for one in batch]
        self._ask(lambda store: store.outbox.acknowledge(self._id, rows, 0))
        return hand_in(self, batch)

    def to_hub(self: Any, load: Any) -> Any:
        rows = [one.row for run in load.runs for one in run.rows]
        self._ask(lambda store: store.outbox.acknowledge(self._id, rows, 0))
        return exchange(self, load)

    with _patched(
        (push._ServerPush, "_hand_in", to_server), (hub_push._HubPush, "_exchange", to_hub)
    ):
        yield


@contextmanager
def blind() -> Iterator[None]:
    """Of two texts under one number, the second is taken for the first."""
    with _patched(
        (Keeping, "_compare", lambda *_words: Verdict.SAME),
        (_Arrived, "is_like", lambda _one, held: held is not None),
    ):
        yield


@contextmanager
def ageless() -> Iterator[None]:
    """A computer goes on counting where an older copy of its file ended."""
    with _patched(
        (identity, "_event", lambda *_words: "none"),
        (hub_push, "_heed_chain", lambda *_words: None),
    ):
        yield


@contextmanager
def gullible() -> Iterator[None]:
    """Writes on a stick without care, and believes every receipt."""

    def put(path: Path, data: bytes) -> None:
        with stick.explained():
            path.parent.mkdir(exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
                file.write(data)

    with _patched((stick, "put", put), (stick_inventory.Judge, "believes", lambda *_words: True)):
        yield


@contextmanager
def _patched(*mistakes: tuple[Any, str, Any]) -> Iterator[None]:
    with ExitStack() as stack:
        for where, name, mistake in mistakes:
            stack.enter_context(patch.object(where, name, mistake))
        yield
