"""Fetching: results of others come from a server or hub into the same log.

The cursor is what the server says of when it stored them, with an overlap: commits may pass each
other. It moves only when a page is on the disk here. It never runs ahead of the server's own clock,
so that one moment in the future stops nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from trainer_app.sync.answers import iso_ms, read_json, reference_ms
from trainer_app.sync.ask import Ask, SyncProgress, Tell, tell_nobody
from trainer_app.sync.contact import HUB, met, open_line
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.sync.frame import Entry
from trainer_app.sync.lrs import Lrs, Page, servers_now_ms
from trainer_app.sync.push import Tries
from trainer_app.training.parsing import NotOurs, read_statement
from trainer_app.training.statement import IRI_BASE
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Store
    from trainer_app.sync.road import Line, Reply, Surroundings

PAGE = 500
MOST_PAGES = 20_000
"""In one contact, for one site; the next goes on from there."""
OVERLAP_MS = 10 * 60 * 1000
EVERY_SITE = ""
_MOST_ASIDE = 100_000
"""Bytes kept of a statement that is not ours."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came in one contact: new, known already, and kept aside as not ours.

    ``contact_ms`` as in ``Pushed``.
    """

    new: int = 0
    same: int = 0
    aside: int = 0
    fault: Fault | None = None
    contact_ms: int | None = None


def pull(
    ask: Ask,
    endpoint: EndpointRow,
    *,
    sites: Sequence[str] = (),
    tell: Tell = tell_nobody,
    stop: Event | None = None,
    line: Line | None = None,
    around: Surroundings | None = None,
) -> Pulled:
    """Fetch what this endpoint, a server or a hub, has of others; of ``sites`` only, if any.

    Runs on the network's thread; ``line`` is used and left open where it is given. Raises
    ``Stopped``, and the store's errors; whatever the network does ends in ``fault``.
    """
    if line is None:
        try:
            line = open_line(endpoint, stop=stop, around=around)
        except RoadClosed as closed:
            return Pulled(fault=closed.fault)
        with line:
            return pull(ask, endpoint, sites=sites, tell=tell, line=line)
    return _Pull(ask, endpoint, line, tell).run(sites or (EVERY_SITE,))


class _Stored(msgspec.Struct):
    """What a page is read for before anything else."""

    id: str
    stored: str = ""


class _Pull:
    def __init__(self, ask: Ask, endpoint: EndpointRow, line: Line, tell: Tell) -> None:
        from trainer_app.sync.hub_client import RECORDS

        self._ask, self._tell, self._id = ask, tell, endpoint.endpoint_id
        self._source = "hub" if endpoint.kind == HUB else "server"
        version = str(endpoint.settings.get("version", "1.0.3"))
        place = RECORDS if endpoint.kind == HUB else ""
        self._lrs = Lrs(line, version=version, place=place)
        self._line, self._tries = line, Tries(line)
        self._new = self._same = self._aside = 0
        self._contact_ms: int | None = None
        self._cursors = _cursors(ask(lambda store: store.endpoints.cursor(self._id)))

    def run(self, sites: Sequence[str]) -> Pulled:
        fault = None
        for site in sites:
            while fault := self._fetch(site):
                if not self._tries.again(fault):
                    return self._pulled(fault)
        return self._pulled(fault)

    def _pulled(self, fault: Fault | None) -> Pulled:
        return Pulled(self._new, self._same, self._aside, fault, self._contact_ms)

    def _fetch(self, site: str) -> Fault | None:
        """Page by page up to the newest; begins again where the last page ended."""
        try:
            page, reply = self._lrs.page(_query(site, self._cursors.get(site)))
            followed = ""
            for _number in range(MOST_PAGES):
                further = self._take(site, page, reply)
                if further:
                    self._tries.worked()
                if not page.more or not page.statements:
                    break
                if page.more == followed and not further:
                    return Fault("path")  # it leads in a circle
                followed = page.more
                page, reply = self._lrs.page(more=followed)
        except RoadClosed as closed:
            return closed.fault
        return None

    def _take(self, site: str, page: Page, reply: Reply) -> bool:
        """Put a page on the disk; whether that has brought us any further."""
        if self._contact_ms is None:
            there_ms = met(self._ask, self._source, reference_ms(reply), reply.came_at)
            self._contact_ms = there_ms or self._line.now_ms()
        entries, others = _read(page.statements)
        cursor = _later(self._cursors.get(site), page.statements, servers_now_ms(reply))
        cursors = self._cursors | ({site: cursor} if cursor else {})

        def keep(store: Store) -> tuple[int, int]:
            counted = store.inbox.receive(entries, self._id)
            for statement_id, text, reason in others:
                store.inbox.keep_aside(statement_id, text, reason, self._id)
            if cursors != self._cursors:
                store.endpoints.set_cursor(self._id, json.dumps(cursors, sort_keys=True))
            return counted.new, counted.same

        new, same = self._ask(keep)
        further = new > 0 or cursors != self._cursors
        self._cursors = cursors
        self._new += new
        self._same += same
        self._aside += len(others)
        self._tell(SyncProgress(self._id, received=self._new))
        return further


def _query(site: str, cursor: str | None) -> dict[str, str]:
    query = {"ascending": "true", "limit": str(PAGE)}
    moment = iso_ms(cursor)
    if moment is not None:
        since = at(moment) - timedelta(milliseconds=OVERLAP_MS)
        query["since"] = since.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if site != EVERY_SITE:
        account = {"homePage": f"{IRI_BASE}sites", "name": site}
        group = {"objectType": "Group", "account": account}
        query |= {"agent": json.dumps(group, separators=(",", ":")), "related_agents": "true"}
    return query


def _read(
    statements: Sequence[msgspec.Raw],
) -> tuple[list[Entry], list[tuple[UUID, bytes, str]]]:
    """What is ours, and what is not, with its id and why."""
    entries = []
    others = []
    for raw in statements:
        text = bytes(raw)
        try:
            entries.append(Entry(*read_statement(text)))
        except NotOurs as error:
            if (found := _id_of(text)) is not None:
                others.append((found, text[:_MOST_ASIDE], str(error)))
    return entries, others


def _id_of(text: bytes) -> UUID | None:
    try:
        return UUID(read_json(text, _Stored).id)
    except ValueError:
        return None


def _later(cursor: str | None, statements: Sequence[msgspec.Raw], now_ms: int | None) -> str | None:
    """The cursor after this page: when the newest of it was stored, not after the server's now."""
    newest_ms, newest = iso_ms(cursor), cursor
    for raw in statements:
        try:
            told = read_json(raw, _Stored).stored
        except ValueError:
            continue
        told_ms = iso_ms(told)
        if told_ms is None or (now_ms is not None and told_ms > now_ms + OVERLAP_MS):
            continue
        if newest_ms is None or told_ms > newest_ms:
            newest_ms, newest = told_ms, told
    return newest


def _cursors(kept: str | None) -> dict[str, str]:
    """One cursor for each site that is fetched by itself."""
    try:
        found: Any = json.loads(kept or "{}")
    except ValueError:
        return {}
    return dict(found) if isinstance(found, Mapping) else {}
