"""Statements as a file for other programs: one JSON statement a line, in the order of the log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.clock import moments
from trainer_app.operations.directory import AUDIT
from trainer_app.operations.programme import programme
from trainer_app.training.statement import EXTENSIONS, ActivityType, Verb
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.operations.organisation import OrganisationKeys
    from trainer_app.store import Store
    from trainer_app.training.clocks import Moment

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """So many statements are in the file."""

    path: Path
    count: int
    changed: Changed = Changed.NOTHING


class _Verb(msgspec.Struct):
    id: str


class _Definition(msgspec.Struct):
    type: str


class _Object(msgspec.Struct):
    definition: _Definition


class _Context(msgspec.Struct):
    extensions: dict[str, str | int | float]


class _Statement(msgspec.Struct):
    """As much of a statement as has to be known here."""

    verb: _Verb
    object: _Object
    context: _Context

    @property
    def is_result(self) -> bool:
        """Not a single answer, and nothing of what somebody chose in a scene."""
        scene = self.object.definition.type == ActivityType.SCENARIO.iri
        return self.verb.id != Verb.ANSWERED.iri and not scene


def export_statements(
    store: Store,
    path: Path,
    *,
    everything: OrganisationKeys | None = None,
    with_times: bool = False,
) -> Exported:
    """Write results to a file; with the organisation's keys, every statement, which is noted.

    ``with_times``: each line holds the statement, when it really was, and how sure that is. The
    file is whole or not there. Raises ``TrainerError`` where the keys are not those of this
    computer's organisation, and ``OSError``.
    """
    if everything is not None:
        _require_ours(store, everything)
        _note(store, with_times=with_times)
    count = 0
    beside = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(beside, _FLAGS, 0o600), "wb") as file:
            for line in _lines(store, everything=everything is not None, with_times=with_times):
                file.write(line + b"\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        _rename(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    changed = Changed.PEOPLE if everything is not None else Changed.NOTHING
    return Exported(path, count, changed)


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def _rename(source: Path, target: Path) -> None:
    from trainer_app.store import durable

    durable.rename(source, target)


def _require_ours(store: Store, keys: OrganisationKeys) -> None:
    signed = programme(store)
    if signed is None:
        raise TrainerError(
            _("No programme is applied on this computer, so no key opens every answer.")
        )
    if signed.programme.organisation_recipient != keys.recipient:
        raise TrainerError(
            _("This key is not the one of the programme on this computer. Nothing was written.")
        )


def _note(store: Store, *, with_times: bool) -> None:
    """Say for good that all was taken out; before, so that it cannot happen unnoticed."""
    now_ms = store.clocks()[0]
    body = {"what": "statements-all", "at_ms": now_ms, "with_times": with_times}
    store.directory.put(AUDIT, str(uuid4()), body)


def _lines(store: Store, *, everything: bool, with_times: bool) -> Iterator[bytes]:
    times: dict[tuple[UUID, int], dict[int, Moment]] = {}
    after = 0
    while page := store.statement_texts(after, _PAGE):
        after = page[-1][0]
        for _row, text in page:
            read = msgspec.json.decode(text, type=_Statement)
            if everything or read.is_result:
                yield _with_time(store, text, read, times) if with_times else text


def _with_time(
    store: Store,
    text: bytes,
    read: _Statement,
    times: dict[tuple[UUID, int], dict[int, Moment]],
) -> bytes:
    said = read.context.extensions
    chain = UUID(str(said[f"{EXTENSIONS}device"])), int(said[f"{EXTENSIONS}epoch"])
    if chain not in times:
        times[chain] = moments(store, *chain)
    moment = times[chain][int(said[f"{EXTENSIONS}seq"])]
    corrected = at(moment.at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return b'{"statement":%b,"corrected":"%b","quality":"%b"}' % (
        text, corrected.encode(), moment.quality.encode(),
    )  # fmt: skip
