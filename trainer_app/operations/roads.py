"""The roads of this computer: made known, tried, forgotten, and what they refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _, isolate
from trainer_app.operations import Changed
from trainer_app.sync.ask import Ask
from trainer_app.sync.contact import HUB, SERVER
from trainer_app.sync.faults import Fault

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, RefusalRow, Store
    from trainer_app.sync.lan import FoundHub
    from trainer_app.sync.lrs import Works
    from trainer_app.sync.road import Surroundings

SERVER_ID = "server"
_BY_CODE = {
    409: N_("The other side has another record under this number. Ours stays here."),
    413: N_("The other side says that this record is too large."),
}


@dataclass(frozen=True, slots=True)
class RoadKept:
    """A road as it is now on disk."""

    endpoint_id: str
    title: str
    changed: Changed = Changed.SYNC


@dataclass(frozen=True, slots=True)
class Paired:
    """A hub that this computer knows from now on. ``title`` is its name."""

    endpoint_id: str
    title: str
    address: str
    changed: Changed = Changed.SYNC


def test_address(
    address: str,
    key: str,
    secret: str,
    *,
    stop: Event | None = None,  # noqa: PT028  no test of pytest's
    around: Surroundings | None = None,  # noqa: PT028
) -> Fault | Works:
    """Whether results can be handed in there, or why not, in a sentence. Nothing is written.

    For the network's thread. Raises ``TrainerError`` for what is no address, ``Stopped``.
    """
    from trainer_app.sync.lrs import try_address

    return try_address(address, key, secret, stop=stop, around=around)


def set_server(
    store: Store,
    address: str,
    key: str,
    secret: str,
    *,
    collects: bool | None = None,
    sites: Sequence[str] = (),
) -> RoadKept:
    """Hand in to this server from now on. With ``collects`` this computer also fetches what others
    handed in there, of ``sites`` only if any are named; None leaves both as they are.

    Another address is another server: it is given everything. Raises ``TrainerError``.
    """
    from trainer_app.store import EndpointRow
    from trainer_app.sync.lrs import tidy_address

    base = tidy_address(address)
    if not key.strip() or not secret.strip() or ":" in key:
        raise TrainerError(_("A server wants a key and a secret. Ask those who run it."))
    known = _find(store, SERVER_ID)
    if known is not None and known.settings.get("address") != base:
        store.endpoints.drop(SERVER_ID)
        known = None
    title = known.title if known else urlsplit(base).hostname or base
    before = known.settings if known else {}
    settings = {  # what was learnt of the server is left out: it may be another by now
        "address": base,
        "key": key.strip(),
        "secret": secret.strip(),
        "collects": before.get("collects", False) if collects is None else collects,
        "sites": before.get("sites", []) if collects is None else list(sites),
    }
    store.endpoints.put(EndpointRow(SERVER_ID, SERVER, title, settings))
    return RoadKept(SERVER_ID, title)


def forget_endpoint(store: Store, endpoint_id: str) -> RoadKept:
    """Hand in there no more. Raises ``TrainerError`` for a road that is not known."""
    known = known_endpoint(store, endpoint_id)
    store.endpoints.drop(endpoint_id)
    return RoadKept(endpoint_id, known.title)


def hubs_nearby(
    seconds: float, found: Callable[[FoundHub], None], *, stop: Event | None = None
) -> list[FoundHub]:
    """The hubs that announce themselves; each is told to ``found`` as soon as it is seen.

    For the network's thread. Raises ``RoadClosed`` without a network.
    """
    from trainer_app.sync.lan import browse

    return browse(seconds, found, stop=stop)


def pair_with(
    ask: Ask,
    address: str,
    code: str,
    *,
    name: str = "",
    collects: bool | None = None,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> Paired:
    """Make this computer and a hub known to each other by the six digits the hub shows.

    ``name`` is how the hub calls this computer; without one, by some letters of its number.
    ``collects`` None leaves it as it is whether this computer fetches there. Raises
    ``PairingRefused``, ``RoadClosed``, ``TrainerError``, ``Stopped``.
    """
    from trainer_app.store import EndpointRow
    from trainer_app.sync.lan import pair
    from trainer_app.sync.pairing import CODE_DIGITS, digits

    typed = digits(code)
    if len(typed) != CODE_DIGITS:
        raise TrainerError(_("The code has six digits. It is shown where the hub is."))
    device = ask(lambda store: store.device)
    shown = name.strip() or f"{device.hex[:4]}-{device.hex[4:8]}".upper()
    made = pair(address, typed, device=device, name=shown, stop=stop, around=around)
    grant = made.grant
    endpoint_id = f"hub:{made.pin.hex()[:16]}"
    settings: dict[str, str | bool] = {
        "address": made.address,
        "pin": made.pin.hex(),
        "key": grant.key,
        "secret": grant.secret,
        "desk_recipient": grant.desk_recipient,
        "desk_key": grant.desk_key,
    }
    if collects is not None:
        settings["collects"] = collects
    title = grant.hub or made.address

    def keep(store: Store) -> None:
        known = _find(store, endpoint_id)
        kept = known.settings | settings if known else settings
        store.endpoints.put(EndpointRow(endpoint_id, HUB, title, kept))

    ask(keep)
    return Paired(endpoint_id, title, made.address)


# ---------------------------------------------------------------- what was refused


def refusals(store: Store, endpoint_id: str | None = None) -> list[RefusalRow]:
    """What was not taken, each with its reason in plain words; of one road or of all."""
    if endpoint_id is not None:
        known_endpoint(store, endpoint_id)
    return [_explained(one) for one in store.outbox.refusals(endpoint_id)]


def try_again(store: Store, endpoint_id: str, *rows: int) -> RoadKept:
    """Have refused results, or without ``rows`` all that this road refused, handed in once more."""
    known = known_endpoint(store, endpoint_id)
    refused = rows or [one.row for one in store.outbox.refusals(endpoint_id)]
    store.outbox.forgive(endpoint_id, *refused)
    return RoadKept(endpoint_id, known.title)


def _explained(refused: RefusalRow) -> RefusalRow:
    if refused.code not in _BY_CODE:
        return refused
    said = _(_BY_CODE[refused.code])
    return replace(refused, reason=f"{said} {isolate(refused.reason)}".strip())


def known_endpoint(store: Store, endpoint_id: str) -> EndpointRow:
    """Raises ``TrainerError`` for a road that is not known here."""
    known = _find(store, endpoint_id)
    if known is None:
        raise TrainerError(_("No road is called {name} here.").format(name=isolate(endpoint_id)))
    return known


def _find(store: Store, endpoint_id: str) -> EndpointRow | None:
    found = (row for row in store.endpoints.all() if row.endpoint_id == endpoint_id)
    return next(found, None)
