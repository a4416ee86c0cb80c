"""Statements as a file for other programs: one JSON statement a line, in the order of the log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.asking import asking
from trainer_app.operations.clock import moments
from trainer_app.operations.directory import AUDIT
from trainer_app.operations.module_files import Stopped
from trainer_app.operations.programme import programme
from trainer_app.operations.whole_files import whole_file
from trainer_app.training.statement import EXTENSIONS, ActivityType, Verb
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.operations.organisation import OrganisationKeys
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
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


class _Account(msgspec.Struct):
    name: str


class _Team(msgspec.Struct):
    account: _Account


class _Context(msgspec.Struct):
    extensions: dict[str, str | int | float]
    team: _Team | None = None


class _Result(msgspec.Struct):
    response: str | None = None


class _Statement(msgspec.Struct):
    """As much of a statement as has to be known here."""

    verb: _Verb
    object: _Object
    context: _Context
    result: _Result | None = None

    @property
    def is_result(self) -> bool:
        """Not a single answer, whatever test or refresher asked for it, and nothing of what
        somebody chose in a scene."""
        apart = (ActivityType.ITEM.iri, ActivityType.SCENARIO.iri)
        told = self.object.definition.type == ActivityType.SITE_CHECK.iri  # of a site, by staff
        answers = not told and self.result is not None and self.result.response is not None
        return not (
            self.verb.id == Verb.ANSWERED.iri or self.object.definition.type in apart or answers
        )

    @property
    def site(self) -> str:
        """The id of the site it happened at; empty where it says none."""
        return self.context.team.account.name if self.context.team else ""


def export_statements(
    store: Store | Ask,
    path: Path,
    *,
    everything: OrganisationKeys | None = None,
    with_times: bool = False,
    sites: Collection[str] = (),
    progress: Callable[[int, int], None] | None = None,
    stop: threading.Event | None = None,
) -> Exported:
    """Write results to a file; with the organisation's keys, every statement, which is noted.

    ``with_times``: each line holds the statement, when it really was, and how sure that is.
    ``sites``: only what happened at these, by id. ``progress`` hears how many statements of how
    many were looked at. The store is asked page by page, so that an ``Ask`` keeps it free between.
    The file is whole or not there. Raises ``TrainerError`` where the keys are not those of this
    computer's organisation, ``NotSaved``, and ``Stopped`` once ``stop`` is set.
    """
    ask = asking(store)
    if everything is not None:
        ask(lambda opened: _require_ours(opened, everything))
        ask(lambda opened: _note(opened, with_times=with_times))
    log = _Log(ask, progress or (lambda _done, _total: None), stop or threading.Event())
    count = 0
    with whole_file(path) as file:
        for text, read in log.statements():
            if (everything is None and not read.is_result) or (sites and read.site not in sites):
                continue
            file.write((log.with_time(text, read) if with_times else text) + b"\n")
            count += 1
    changed = Changed.PEOPLE if everything is not None else Changed.NOTHING
    return Exported(path, count, changed)


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


class _Log:
    """The log from its beginning, read page by page."""

    def __init__(
        self, ask: Ask, progress: Callable[[int, int], None], stop: threading.Event
    ) -> None:
        self._ask, self._progress, self._stop = ask, progress, stop
        self._times: dict[tuple[UUID, int], dict[int, Moment]] = {}

    def statements(self) -> Iterator[tuple[bytes, _Statement]]:
        """Every statement, its text and what was read of it. Raises ``Stopped``."""
        total = self._ask(lambda store: store.outbox.kept())
        done = after = 0
        while page := self._page(after):
            after = page[-1][0]
            for _row, text in page:
                yield text, msgspec.json.decode(text, type=_Statement)
            done += len(page)
            self._progress(min(done, total), total)

    def _page(self, after: int) -> list[tuple[int, bytes]]:
        if self._stop.is_set():
            raise Stopped
        return self._ask(lambda store: store.statement_texts(after, _PAGE))

    def with_time(self, text: bytes, read: _Statement) -> bytes:
        """A statement with the moment it really happened at."""
        said = read.context.extensions
        chain = UUID(str(said[f"{EXTENSIONS}device"])), int(said[f"{EXTENSIONS}epoch"])
        if chain not in self._times:
            self._times[chain] = self._ask(lambda store: moments(store, *chain))
        moment = self._times[chain][int(said[f"{EXTENSIONS}seq"])]
        corrected = at(moment.at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return b'{"statement":%b,"corrected":"%b","quality":"%b"}' % (
            text, corrected.encode(), moment.quality.encode(),
        )  # fmt: skip
