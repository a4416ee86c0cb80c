"""``waypost pair``: find hubs in the local network, and make this computer known to one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.cli.sync import stopping
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking

if TYPE_CHECKING:
    from trainer_app.operations.syncing import FoundHub

LOOK_S = 4.0


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    pair = commands.add_parser("pair", help="make this computer known to a hub nearby")
    pair.add_argument("address", nargs="?", help="of the hub, such as 192.168.1.20:8443")
    pair.add_argument("code", nargs="?", help="the six digits the hub shows")
    pair.add_argument("--find", action="store_true", help="list the hubs that announce themselves")
    pair.add_argument(
        "--seconds", type=float, default=LOOK_S, metavar="N", help="look for so long (with --find)"
    )
    pair.add_argument(
        "--name", default="", help="how the hub calls this computer; no person's name"
    )
    pair.add_argument(
        "--collect", action="store_true", help="fetch from this hub what others handed in, too"
    )
    add_json_option(pair)
    pair.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    if chosen.find:
        return _find(chosen)
    if not chosen.address or not chosen.code:
        raise TrainerError(_("Say the address of the hub and the six digits that it shows."))
    with opened_store(chosen) as store, stopping() as stop:
        paired = syncing.pair_with(
            asking(store),
            chosen.address,
            chosen.code,
            name=chosen.name,
            collects=chosen.collect,
            stop=stop,
        )
    if chosen.json:
        print_json({"endpoint": paired.endpoint_id, "hub": paired.title})
    else:
        print(_("Paired with {name}. See: waypost sync").format(name=paired.title))
    return 0


def _find(chosen: argparse.Namespace) -> int:
    def show(hub: FoundHub) -> None:
        if not chosen.json:
            print(f"{hub.address:24} {hub.name}", flush=True)

    with stopping() as stop:
        found = syncing.hubs_nearby(chosen.seconds, show, stop=stop)
    if chosen.json:
        hubs = [
            {"name": one.name, "address": one.address, "fingerprint": one.fingerprint}
            for one in found
        ]
        print_json({"hubs": hubs})
    elif not found:
        print(_("No hub announces itself here. Ask for its address."))
    return 0 if found else 1
