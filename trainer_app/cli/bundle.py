"""``waypost bundle``: hand results over on a stick, collect them, and see what lies there."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer_app.cli import add_json_option, near, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.cli.programme import PASSPHRASE, _passphrase
from trainer_app.cli.sync import stopping
from trainer_app.i18n import _, day, ngettext
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.operations.bundles import CollectedBundle, HandedOver, Inspected, StickEntry


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    bundle = commands.add_parser("bundle", help="hand results over on a stick, or collect them")
    tasks = bundle.add_subparsers(dest="task", required=True, metavar="TASK")

    export = tasks.add_parser("export", help="put what waits on the stick; read receipts there")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="the stick")
    add_json_option(export)
    export.set_defaults(run=_export)

    collect = tasks.add_parser("import", help="take in hand-over files, and leave receipts")
    collect.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a stick, or files")
    collect.add_argument(
        "--accept", action="append", default=[], metavar="NUMBER",
        help="a computer not known here, after comparing this number with the one it shows",
    )  # fmt: skip
    collect.add_argument(
        "--key", type=Path, metavar="FILE",
        help=f"the organisation's key file; its passphrase is asked for, or in {PASSPHRASE}",
    )  # fmt: skip
    add_json_option(collect)
    collect.set_defaults(run=_import)

    inspect = tasks.add_parser("inspect", help="what a hand-over file says outside")
    inspect.add_argument("file", type=Path, metavar="FILE")
    add_json_option(inspect)
    inspect.set_defaults(run=_inspect)

    inventory = tasks.add_parser("inventory", help="whose results lie on a stick, and which")
    inventory.add_argument("folder", type=Path, metavar="FOLDER", help="the stick")
    add_json_option(inventory)
    inventory.set_defaults(run=_inventory)


def _export(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.bundles import hand_over

    with opened_store(chosen) as store:
        done = hand_over(store, chosen.folder)
    if chosen.json:
        print_json(_handed_as_json(done))
        return 0
    receipts = done.receipts
    if receipts.count:
        said = ngettext(
            "{count} result was collected since.", "{count} results were collected since.",
            receipts.count,
        )  # fmt: skip
        print(said.format(count=receipts.count))
    if receipts.refused:
        said = ngettext(
            "{count} result was not taken; look at it with: waypost sync refused",
            "{count} results were not taken; look at them with: waypost sync refused",
            receipts.refused,
        )
        print(said.format(count=receipts.refused))
    if not done.paths:
        print(_("Nothing is waiting to be handed over."))
        return 0
    said = ngettext(
        "{count} result is on the stick:", "{count} results are on the stick:", done.count
    )
    print(said.format(count=done.count))
    for path in done.paths:
        print(f"  {near(path)}")
    print(_("Number of this computer: {number}").format(number=done.fingerprint))
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.bundles import Collected, collect
    from trainer_app.operations.organisation import open_keys

    keys = [open_keys(chosen.key, _passphrase(twice=False)).identity] if chosen.key else []
    folders = [path for path in chosen.paths if not path.is_file()]
    files = [path for path in chosen.paths if path.is_file()]
    found: list[CollectedBundle] = []
    stopped = False
    with opened_store(chosen) as store, stopping() as stop:
        for source in [*folders, *([files] if files else [])]:
            done: Collected = collect(
                store, source, stop=stop, accept=chosen.accept, identities=keys
            )
            found += done.bundles
            stopped = stopped or done.stopped
    if chosen.json:
        bundles = [_collected_as_json(one) for one in found]
        print_json({"bundles": bundles, "stopped": stopped})
    else:
        _print_collected(found, stopped=stopped)
    return 1 if stopped or any(one.state in ("refused", "stranger") for one in found) else 0


def _inspect(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.bundles import inspect

    found = inspect(chosen.file)
    if chosen.json:
        print_json(_inspected_as_json(found))
    else:
        said = ngettext(
            "{count} result of {computer}", "{count} results of {computer}", found.count
        )
        print(said.format(count=found.count, computer=_computer(found.device.hex[:6], found.site)))
        for one in found.ranges:
            print(f"  {one.device.hex[:6]}  {one.epoch}: {one.first}–{one.last}")
        print(_("Made: {day}, by its own clock").format(day=day(at(found.made_ms))))
        print(_("Number of the computer: {number}").format(number=found.fingerprint))
        print(_("The file is whole.") if found.whole else _("The file is damaged."))
    return 0 if found.whole else 1


def _inventory(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.bundles import inventory

    with opened_store(chosen) as store:
        entries = inventory(store, chosen.folder)
    if chosen.json:
        print_json({"entries": [_entry_as_json(one) for one in entries]})
        return 0
    states = {
        "waiting": _("not collected yet"),
        "partly": _("collected in part"),
        "collected": _("collected"),
        "damaged": _("damaged"),
    }
    if not entries:
        print(_("There is nothing of Waypost on this stick."))
    for one in entries:
        if one.device is None:
            print(f"  {', '.join(one.names)}: {states[one.state]}")
            continue
        missing = ", ".join(f"{first}–{last}" for first, last in one.missing)
        note = "; " + _("missing: {numbers}").format(numbers=missing) if missing else ""
        who = _computer(one.short_name, one.site)
        print(
            f"  {who}  {one.epoch}: {one.first}–{one.last} ({one.count}), {states[one.state]}{note}"
        )
    return 0


def _print_collected(found: list[CollectedBundle], *, stopped: bool) -> None:
    if not found and not stopped:
        print(_("There is nothing to collect here."))
    for one in found:
        who = f" {_computer(one.short_name, one.site)}" if one.device else ""
        print(f"{one.name}{who}: {_sentence(one)}")
    if stopped:
        print(_("Stopped safely. Nothing is lost. Collect again to go on."))


def _sentence(one: CollectedBundle) -> str:
    if one.state != "collected":
        return one.reason
    said = ngettext(
        "{count} result collected, {new} new.", "{count} results collected, {new} new.", one.count
    ).format(count=one.count, new=one.new)
    if one.aside:
        more = ngettext(
            "{count} did not fit and was put aside.", "{count} did not fit and were put aside.",
            one.aside,
        )  # fmt: skip
        said += " " + more.format(count=one.aside)
    if not one.receipted:
        said += " " + _("The stick took no receipt; collect once more to leave one.")
    return said


def _computer(short_name: str, site: str | None) -> str:
    return f"{short_name} ({site})" if site else short_name


def _handed_as_json(done: HandedOver) -> dict[str, Any]:
    return {
        "files": [str(path) for path in done.paths],
        "count": done.count,
        "first": done.first,
        "last": done.last,
        "number": done.fingerprint,
        "receipts": {
            "count": done.receipts.count,
            "refused": done.receipts.refused,
            "unproven": done.receipts.unproven,
        },
    }


def _collected_as_json(one: CollectedBundle) -> dict[str, Any]:
    return {
        "name": one.name,
        "state": one.state,
        "device": str(one.device) if one.device else None,
        "site": one.site,
        "count": one.count,
        "new": one.new,
        "aside": one.aside,
        "reason": one.reason,
        "number": one.fingerprint,
        "receipt": one.receipted,
    }


def _inspected_as_json(found: Inspected) -> dict[str, Any]:
    return {
        "device": str(found.device),
        "site": found.site,
        "programme": found.programme,
        "count": found.count,
        "ranges": [[str(one.device), one.epoch, one.first, one.last] for one in found.ranges],
        "made_ms": found.made_ms,
        "size": found.size,
        "whole": found.whole,
        "number": found.fingerprint,
        "recipients": found.recipients,
    }


def _entry_as_json(one: StickEntry) -> dict[str, Any]:
    return {
        "device": str(one.device) if one.device else None,
        "site": one.site,
        "epoch": one.epoch,
        "first": one.first,
        "last": one.last,
        "count": one.count,
        "missing": one.missing,
        "state": one.state,
        "files": one.names,
    }
