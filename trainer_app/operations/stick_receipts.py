"""The road by stick: what still waits for a receipt, and what a receipt takes off the list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.i18n import N_, _
from trainer_app.operations import Changed
from trainer_app.operations.asking import asking
from trainer_app.operations.stick_inventory import judge, look

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Outgoing, Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.receipt import Receipt

STICK = "stick"
"""The endpoint whose mark receipts move."""
PAGE = 200
"""How many statements are asked for at once."""
_AT_ONCE = 5_000
_PEOPLE, _READ, _MADE = "people", "receipts", "made"
_MOST_READ = 500
"""So many receipts are remembered as read, and files as made; no stick keeps its own for so long.
"""
_REFUSALS = {
    "conflict": (409, N_("Another result stands there under the same number.")),
    "not-understood": (400, N_("The other computer could not read it and has put it aside.")),
}


@dataclass(frozen=True, slots=True)
class ReceiptsRead:
    """What receipts on a stick said.

    ``count`` results need not be handed over again; ``refused`` were not taken and stand among the
    refusals. ``unproven`` names receipts of nobody who may collect, which were not believed.
    """

    count: int = 0
    refused: int = 0
    unproven: tuple[str, ...] = ()
    changed: Changed = Changed.SYNC


def read_receipts(store: Store | Ask, folder: Path) -> ReceiptsRead:
    """Take off the list what receipts on the stick prove to be collected, up to the first gap.

    Only of files made here: a copy of this computer may have other results under the same numbers.
    Raises ``NothingThere``, ``StickTrouble``.
    """
    ask = asking(store)
    judging = ask(judge)
    found = [one for one in look(folder).receipts if one[1].device == judging.device]
    believed = [one for _path, one in found if judging.believes(one)]
    unproven = tuple(path.name for path, one in found if one not in believed)
    made = ask(files_made)
    good = [one for one in believed if str(one.bundle) in made]
    if not good:
        return ReceiptsRead(unproven=unproven)
    before = ask(_waiting)
    refused = _refuse(ask, ask(lambda store: _unread(store, good)))
    rows = ask(lambda store: _rows(store, good))
    for begin in range(0, len(rows), _AT_ONCE):
        ask(partial(_acknowledge, rows=rows[begin : begin + _AT_ONCE]))
    ask(lambda store: _note(store, good))
    return ReceiptsRead(max(0, before - refused - ask(_waiting)), refused, unproven)


def stick_endpoint(store: Store) -> EndpointRow:
    """The road by stick, as it stands; it is there from the first time it is used."""
    from trainer_app.store import EndpointRow

    try:
        return store.endpoints.one(STICK)
    except KeyError:
        store.endpoints.put(EndpointRow(STICK, STICK, _("USB stick")))
        return store.endpoints.one(STICK)


def files_made(store: Store) -> frozenset[str]:
    """The newest files that this computer made, whether or not they came onto a stick."""
    return frozenset(stick_endpoint(store).settings.get(_MADE, ()))


def note_made(store: Store, bundle: UUID) -> None:
    """Remember a file, before anybody can see it."""
    endpoint = stick_endpoint(store)
    made = [*endpoint.settings.get(_MADE, ()), str(bundle)][-_MOST_READ:]
    store.endpoints.put(replace(endpoint, settings=endpoint.settings | {_MADE: made}))


def next_page(store: Store, after: int | None = None) -> list[Outgoing]:
    """What waits after a row of the log; at first, what a person wants tried again comes alone."""
    return store.outbox.outgoing(STICK, PAGE, after=after)


def people_mark(store: Store, endpoint: EndpointRow) -> int:
    """How far a collector has our list of people; the list counts anew in another epoch."""
    known = endpoint.settings.get(_PEOPLE, {})
    return int(known["through"]) if known.get("epoch") == store.epoch else 0


def _waiting(store: Store) -> int:
    stick_endpoint(store)
    return store.outbox.to_hand_in(STICK).count


def _rows(store: Store, receipts: Sequence[Receipt]) -> list[int]:
    """The rows that hold what was taken, in their order."""
    between = store.outbox.rows_between
    ranges = {one for receipt in receipts for one in receipt.ranges}
    return sorted(
        row for one in ranges for row in between(one.device, one.epoch, one.first, one.last)
    )


def _unread(store: Store, receipts: Sequence[Receipt]) -> dict[UUID, str]:
    """What was not taken and why, from receipts not read before: a person may have wanted it tried
    again since."""
    read: Collection[str] = stick_endpoint(store).settings.get(_READ, ())
    return {
        one.statement_id: one.reason
        for receipt in receipts
        if str(receipt.bundle) not in read
        for one in receipt.refused
    }


def _acknowledge(store: Store, rows: Sequence[int]) -> None:
    store.outbox.acknowledge(STICK, rows, store.clocks()[0])


def _refuse(ask: Ask, reasons: dict[UUID, str]) -> int:
    """Put what was not taken among the refusals, for a person to look at; how many that were."""
    left, refused = dict(reasons), 0
    page = ask(next_page) if left else []
    while left and page:
        for one in page:
            reason = left.pop(one.stamp.statement_id, None)
            if reason is not None:
                ask(partial(_refuse_one, row=one.row, reason=reason))
                refused += 1
        page = ask(partial(next_page, after=page[-1].row))
    return refused


def _refuse_one(store: Store, row: int, reason: str) -> None:
    code, said = _REFUSALS.get(reason, _REFUSALS["not-understood"])
    store.outbox.refuse(STICK, row, code, _(said))


def _note(store: Store, receipts: Sequence[Receipt]) -> None:
    """Remember which receipts were read, and how far the list of people was taken."""
    endpoint = stick_endpoint(store)
    here = {str(one.bundle) for one in receipts}
    others = [one for one in endpoint.settings.get(_READ, ()) if one not in here]
    known = endpoint.settings | {_READ: [*others, *sorted(here)][-_MOST_READ:]}
    through = max((one.people for one in receipts if one.epoch == store.epoch), default=0)
    if through > people_mark(store, endpoint):
        known |= {_PEOPLE: {"epoch": store.epoch, "through": through}}
    if known != endpoint.settings:
        store.endpoints.put(replace(endpoint, settings=known))
