"""``waypost sync``: hand in results, see how far they are, and look after the roads."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from getpass import getpass
from threading import Event
from typing import TYPE_CHECKING, Any

from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, ngettext
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking

if TYPE_CHECKING:
    from trainer_app.operations.arriving import Doubtful
    from trainer_app.operations.syncing import HandInStatus, RoadResult, RoadStatus, Synced
    from trainer_app.sync.lrs import Works

SECRET = "WAYPOST_SYNC_SECRET"
"""The environment variable a script hands a server's secret over in."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    sync = commands.add_parser("sync", help="hand in results, or see how far they are")
    sync.add_argument("--endpoint", metavar="ID", help="by this road only; status lists them")
    add_json_option(sync)
    sync.set_defaults(run=_hand_in)
    tasks = sync.add_subparsers(dest="task", metavar="TASK")
    status = tasks.add_parser("status", help="show how far results are, by every road")
    add_json_option(status)
    status.set_defaults(run=_status)
    server = tasks.add_parser("server", help="hand in to this server from now on")
    _add_address(server)
    server.add_argument("--collect", action="store_true", help="fetch what others handed in, too")
    server.add_argument(
        "--site", action="append", default=[], metavar="ID", help="fetch this site only; repeatable"
    )
    server.set_defaults(run=_server)
    test = tasks.add_parser("test", help="does this address take results? writes nothing")
    _add_address(test)
    add_json_option(test)
    test.set_defaults(run=_test)
    forget = tasks.add_parser("forget", help="hand in by this road no more")
    forget.add_argument("endpoint", metavar="ID")
    forget.set_defaults(run=_forget)
    refused = tasks.add_parser("refused", help="list what was not taken, and why")
    add_json_option(refused)
    refused.set_defaults(run=_refused)
    aside = tasks.add_parser("aside", help="list what came here and did not fit, and why")
    add_json_option(aside)
    aside.set_defaults(run=_aside)
    retry = tasks.add_parser("retry", help="have what was not taken handed in again")
    retry.add_argument("endpoint", metavar="ID")
    retry.add_argument("row", type=int, nargs="?", help="only this one; refused lists them")
    retry.set_defaults(run=_retry)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("address", help="such as https://results.example.org/xapi")
    command.add_argument(
        "--key", required=True, help=f"its secret is asked for, or read from {SECRET}"
    )


@contextmanager
def stopping() -> Iterator[Event]:
    """Control-C ends what is under way where nothing is lost.

    Raises ``TrainerError`` for what has no result then.
    """
    stop = Event()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: stop.set())
    try:
        yield stop
    except syncing.Stopped as error:
        raise TrainerError(_("Stopped. Nothing was changed.")) from error
    finally:
        signal.signal(signal.SIGINT, before)


def _secret() -> str:
    """Never an argument: other programs can read those."""
    given = os.environ.get(SECRET)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass(_("Secret: "))


def _hand_in(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store, stopping() as stop:
        ask = asking(store)
        if chosen.endpoint:
            synced = syncing.sync_one(ask, chosen.endpoint, stop=stop)
        else:
            synced = syncing.sync_all(ask, stop=stop)
    if chosen.json:
        print_json(_synced_json(synced))
    elif not synced.roads and not synced.stopped:
        print(_("There is no road yet. See: waypost sync server, waypost pair"))
    for road in () if chosen.json else synced.roads:
        print(f"{road.title}: {_result_words(road)}")
        if road.fault:
            print(f"  {road.fault.sentence}")
    if synced.stopped and not chosen.json:
        print(_("Stopped. What is left goes with the next contact."))
    faults = [road.fault for road in synced.roads if road.fault]
    return syncing.RoadClosed(faults[0]).exit_code if faults else int(synced.stopped)


def _synced_json(synced: Synced) -> dict[str, Any]:
    roads = [
        {
            "endpoint": road.endpoint_id,
            "sent": road.sent,
            "refused": road.refused,
            "left": road.left,
            "received": road.received,
            "set_aside": road.aside,
            "fault": _fault_json(road.fault),
        }
        for road in synced.roads
    ]
    return {"stopped": synced.stopped, "roads": roads}


def _result_words(road: RoadResult) -> str:
    parts = [ngettext("{n} handed in", "{n} handed in", road.sent).format(n=road.sent)]
    counts = (
        (road.refused, _("{n} not taken")),
        (road.left, _("{n} left")),
        (road.received, _("{n} fetched")),
        (road.aside, _("{n} set aside")),
    )
    parts += [words.format(n=count) for count, words in counts if count]
    return " · ".join(parts)


def _status(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        status = syncing.hand_in_status(store)
    if chosen.json:
        print_json(_status_json(status))
        return 0
    words = ngettext("{n} result to hand in", "{n} results to hand in", status.to_send)
    print(words.format(n=status.to_send) if status.to_send else _("Nothing to hand in."))
    for road in status.roads:
        print(f"  {road.endpoint_id:22} {road.title}: {_road_words(road)}")
        if road.last_error:
            print(f"      {road.last_error}")
    if status.clock_note:
        print(status.clock_note.sentence)
    return 0


def _road_words(road: RoadStatus) -> str:
    parts = [_("{n} to hand in").format(n=road.to_send)]
    if road.refused:
        parts.append(_("{n} not taken").format(n=road.refused))
    if road.last_contact_at:
        parts.append(_("last contact {day}").format(day=f"{road.last_contact_at:%Y-%m-%d %H:%M}"))
    if road.kind == syncing.HUB:
        parts.append(_("passed on to the server") if road.onward_at else _("not at the server yet"))
    return " · ".join(parts)


def _status_json(status: HandInStatus) -> dict[str, Any]:
    roads = [
        {
            "endpoint": road.endpoint_id,
            "kind": road.kind,
            "title": road.title,
            "to_send": road.to_send,
            "refused": road.refused,
            "last_contact_at": _iso(road.last_contact_at),
            "last_error": str(road.last_error) if road.last_error else None,
            "onward_at": _iso(road.onward_at),
        }
        for road in status.roads
    ]
    return {
        "to_send": status.to_send,
        "oldest_at": _iso(status.oldest_at),
        "clock_note": status.clock_note.sentence if status.clock_note else None,
        "roads": roads,
    }


def _server(chosen: argparse.Namespace) -> int:
    secret = _secret()
    with opened_store(chosen) as store:
        kept = syncing.set_server(
            store,
            chosen.address,
            chosen.key,
            secret,
            collects=chosen.collect or bool(chosen.site),
            sites=chosen.site,
        )
    print(_("Results are handed in to {name} from now on.").format(name=kept.title))
    return 0


def _test(chosen: argparse.Namespace) -> int:
    secret = _secret()
    with stopping() as stop:
        found = syncing.test_address(chosen.address, chosen.key, secret, stop=stop)
    if isinstance(found, syncing.Fault):
        if not chosen.json:
            raise syncing.RoadClosed(found)
        print_json({"works": False, "fault": _fault_json(found)})
        return syncing.RoadClosed(found).exit_code
    if chosen.json:
        print_json(_works_json(found))
        return 0
    print(_("This address takes results (xAPI {version}).").format(version=found.version))
    if note := syncing.note_about(found.clock_difference_ms):
        print(note.sentence)
    return 0


def _works_json(works: Works) -> dict[str, Any]:
    return {
        "works": True,
        "version": works.version,
        "clock_difference_ms": works.clock_difference_ms,
        "gzip": works.gzip,
        "reads": works.reads,
    }


def _forget(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        kept = syncing.forget_endpoint(store, chosen.endpoint)
    print(_("{name} is forgotten. Results stay here.").format(name=kept.title))
    return 0


def _refused(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        refused = syncing.refusals(store)
    if chosen.json:
        rows = [
            {
                "endpoint": one.endpoint_id,
                "row": one.row,
                "statement": str(one.statement_id),
                "code": one.code,
                "reason": one.reason,
            }
            for one in refused
        ]
        print_json({"refused": rows})
        return 0
    for one in refused:
        print(f"{one.endpoint_id} {one.row}: {one.reason}")
    if not refused:
        print(_("Everything that was handed in was taken."))
    return 0


def _aside(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.arriving import doubtful

    with opened_store(chosen) as store:
        found = doubtful(store)
    if chosen.json:
        rows = [
            {
                "statement": str(one.statement_id),
                "origin": one.origin,
                "reason": one.reason,
                "at": _iso(one.at),
            }
            for one in found.aside
        ]
        chains = [
            {"device": str(device), "epoch": epoch, "seq": seq}
            for device, epoch, seq in found.altered
        ]
        print_json({"aside": rows, "altered": chains})
    else:
        _print_doubtful(found)
    return 1 if found.altered else 0


def _print_doubtful(found: Doubtful) -> None:
    for one in found.aside:
        print(f"{one.statement_id} {one.origin or ''}: {one.reason}")
    for device, epoch, seq in found.altered:
        said = _("Results of {computer} are not what it signed: {epoch}, up to number {number}.")
        print(said.format(computer=device.hex[:6], epoch=epoch, number=seq))
    if not found.aside and not found.altered:
        print(_("Everything that came here fits."))


def _retry(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        known = {one.row for one in syncing.refusals(store, chosen.endpoint)}
        if chosen.row is not None and chosen.row not in known:
            raise TrainerError(_("There is no such result among those that were not taken."))
        syncing.try_again(store, chosen.endpoint, *([] if chosen.row is None else [chosen.row]))
    print(_("They go again with the next contact."))
    return 0


def _fault_json(fault: syncing.Fault | None) -> dict[str, Any] | None:
    if fault is None:
        return None
    return {
        "kind": fault.kind,
        "reason": fault.reason,
        "sentence": fault.sentence,
        "retry_after_seconds": fault.retry_after_s,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
