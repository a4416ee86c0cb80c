"""What pages have done about handing in: operations, as the network thread and the store run them.

Operations are imported when they are first needed, so that the window is up before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from trainer_app.ui.background import NetworkWork

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.bundles import HandedOver
    from trainer_app.operations.collecting import Collected
    from trainer_app.operations.desk import AtDesk, OwnHub, PairingCode
    from trainer_app.operations.programme import Applied
    from trainer_app.operations.stick_inventory import StickEntry
    from trainer_app.operations.syncing import Ask, HandInStatus, Paired, RoadKept, Synced
    from trainer_app.store import RefusalRow, Store
    from trainer_app.sync.faults import Fault
    from trainer_app.sync.lan import FoundHub
    from trainer_app.sync.lrs import Works
    from trainer_app.training.programme import SignedProgramme

SEARCH_S, NEARBY_S = 8.0, 3.0
"""How long a person's search for laptops lasts, and a quiet one, in seconds."""

Tell = Callable[[Any], None]


# ---------------------------------------------------------------- handing in


def status(store: Store) -> HandInStatus:
    """Where results are."""
    from trainer_app.operations.syncing import hand_in_status

    return hand_in_status(store)


def held(store: Store) -> int:
    """How many results are on this computer, its own and those it collected."""
    return store.outbox.kept()


def hand_in(endpoint_id: str | None) -> NetworkWork[Synced]:
    """By every road, or by one."""

    def work(ask: Ask, tell: Tell, stop: Event) -> Synced:
        from trainer_app.operations.syncing import sync_all, sync_one

        if endpoint_id is None:
            return sync_all(ask, tell=tell, stop=stop)
        return sync_one(ask, endpoint_id, tell=tell, stop=stop)

    return work


def nearby_endpoints(ask: Ask, _tell: Tell, stop: Event) -> frozenset[str]:
    """The roads to paired laptops that are within reach now."""
    from trainer_app.operations.nearby import paired_nearby

    return paired_nearby(ask, NEARBY_S, stop=stop)


# ---------------------------------------------------------------- roads


def test_address(address: str, key: str, secret: str) -> NetworkWork[Fault | Works]:
    """Try a server without leaving anything there."""

    def work(_ask: Ask, _tell: Tell, stop: Event) -> Fault | Works:
        from trainer_app.operations.syncing import test_address as try_it

        return try_it(address, key, secret, stop=stop)

    return work


def set_server(address: str, key: str, secret: str) -> Callable[[Store], RoadKept]:
    """Keep the server."""

    def operation(store: Store) -> RoadKept:
        from trainer_app.operations.syncing import set_server as keep

        return keep(store, address, key, secret)

    return operation


def hubs_nearby(_ask: Ask, tell: Tell, stop: Event) -> list[FoundHub]:
    """Laptops that are open; tells the list so far as each is found."""
    from trainer_app.operations.syncing import hubs_nearby as look

    so_far: list[FoundHub] = []

    def found(hub: FoundHub) -> None:
        so_far.append(hub)
        tell(list(so_far))

    look(SEARCH_S, found, stop=stop)
    return so_far


def pair_with(address: str, code: str) -> NetworkWork[Paired]:
    """Make a laptop and this computer know each other."""

    def work(ask: Ask, _tell: Tell, stop: Event) -> Paired:
        from trainer_app.operations.syncing import pair_with as pair

        return pair(ask, address, code, stop=stop)

    return work


def forget(endpoint_id: str) -> Callable[[Store], RoadKept]:
    """Hand in by this road no more."""

    def operation(store: Store) -> RoadKept:
        from trainer_app.operations.syncing import forget_endpoint

        return forget_endpoint(store, endpoint_id)

    return operation


def refusals(endpoint_id: str) -> Callable[[Store], list[RefusalRow]]:
    """What this road did not take."""

    def operation(store: Store) -> list[RefusalRow]:
        from trainer_app.operations.syncing import refusals as read

        return read(store, endpoint_id)

    return operation


def try_again(endpoint_id: str, rows: Sequence[int]) -> Callable[[Store], RoadKept]:
    """Have these records handed in once more."""

    def operation(store: Store) -> RoadKept:
        from trainer_app.operations.syncing import try_again as again

        return again(store, endpoint_id, *rows)

    return operation


# ---------------------------------------------------------------- sticks


def drives() -> list[Path]:
    """Where removable drives are now."""
    from trainer_app.operations.drives import drives as find

    return find()


def collect(folder: Path, accept: Sequence[str] = ()) -> NetworkWork[Collected]:
    """Take in what is on a stick; ``accept`` are fingerprints somebody compared."""

    def work(ask: Ask, tell: Tell, stop: Event) -> Collected:
        from trainer_app.operations.bundles import collect as take_in

        return take_in(ask, folder, tell, stop, accept=accept)

    return work


def hand_over(folder: Path) -> NetworkWork[HandedOver]:
    """Put on a stick what waits."""

    def work(ask: Ask, _tell: Tell, stop: Event) -> HandedOver:
        from trainer_app.operations.bundles import hand_over as put

        return put(ask, folder, stop)

    return work


def inventory(folder: Path) -> NetworkWork[list[StickEntry]]:
    """What lies on a stick."""

    def work(ask: Ask, _tell: Tell, _stop: Event) -> list[StickEntry]:
        from trainer_app.operations.bundles import inventory as look

        return look(ask, folder)

    return work


def serve_stick(folder: Path) -> NetworkWork[HandedOver | None]:
    """Read receipts and hand over, on a stick that was used here before; leaves others alone."""

    def work(ask: Ask, _tell: Tell, stop: Event) -> HandedOver | None:
        from trainer_app.operations.bundles import hand_over as put
        from trainer_app.operations.bundles import knows_stick

        known = ask(lambda store: knows_stick(store, folder))
        return put(ask, folder, stop) if known else None

    return work


# ---------------------------------------------------------------- a hub of our own


def hub_key(store: Store) -> bytes:
    """The key of the hub's database."""
    from trainer_app.operations.desk import hub_key as key

    return key(store)


def read_opened(line: bytes) -> OwnHub:
    """What the hub says once it is open. Raises ``HubNotOpened``."""
    from trainer_app.operations.desk import read_opened as read

    return read(line)


def hub_trouble(said: str) -> Exception:
    """Why a hub ended; ``said`` is what it wrote last, which may be a sentence for people."""
    from trainer_app.operations.desk import hub_trouble as trouble

    return trouble(said)


def new_code(hub: OwnHub) -> NetworkWork[PairingCode]:
    """Six digits for the next computer."""

    def work(ask: Ask, _tell: Tell, stop: Event) -> PairingCode:
        from trainer_app.operations import desk

        desk.sit_down(ask, hub)
        return desk.new_code(ask, hub, stop=stop)

    return work


def at_desk(hub: OwnHub) -> NetworkWork[AtDesk]:
    """Who has come, and what they brought."""

    def work(ask: Ask, tell: Tell, stop: Event) -> AtDesk:
        from trainer_app.operations import desk

        desk.sit_down(ask, hub)
        return desk.at_desk(ask, hub, tell=tell, stop=stop)

    return work


def end_device(hub: OwnHub, key: str) -> NetworkWork[None]:
    """Let a computer come no more."""

    def work(_ask: Ask, _tell: Tell, stop: Event) -> None:
        from trainer_app.operations import desk

        desk.end_device(hub, key, stop=stop)

    return work


# ---------------------------------------------------------------- programmes


def programme_files(_ask: Ask, _tell: Tell, _stop: Event) -> list[Path]:
    """Programme files on the sticks that are put in."""
    from trainer_app.operations.drives import programme_files as find

    return find()


def read_programme(path: Path) -> NetworkWork[SignedProgramme]:
    """A programme file, checked, not applied."""

    def work(_ask: Ask, _tell: Tell, _stop: Event) -> SignedProgramme:
        from trainer_app.operations.programme import read_programme as read

        return read(path)

    return work


def fingerprint(signed: SignedProgramme) -> str:
    """The organisation's key, short enough to compare."""
    from trainer_app.training.programme import fingerprint as of_key

    return of_key(signed.key)


def apply_programme(
    signed: SignedProgramme, site_id: str, catalog: Catalog | None
) -> Callable[[Store], Applied]:
    """Set this computer up as the file says that was looked at, whatever the stick holds now."""

    def operation(store: Store) -> Applied:
        from trainer_app.operations.programme import apply_programme as put_in_force

        return put_in_force(store, signed.text.encode(), site_id, catalog)

    return operation
