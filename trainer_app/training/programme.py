"""The programme file: one signed file that sets a computer up as an organisation wants it.

``X.wayprogramme`` is canonical JSON: ``format``, the organisation's Ed25519 ``key``, the
``signature`` (both base64) and the ``body``, a ``Programme``. The signature covers ``SIGNED`` and
the body's exact bytes. Another number in ``format`` is another language, and refused; a higher
``minor`` in the body tells of fields that an older Waypost may pass over. Otherwise a field nobody
knows is refused like any damage.

The file holds no secret, with one exception that is somebody's deliberate choice: an address may
carry a key and secret that can only write. Whoever has the file can then hand in results there, and
read nothing. Leave both empty and staff type them once on each computer.
"""

from __future__ import annotations

import binascii
import re
from base64 import b32encode, b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from trainer_app.content import canonical
from trainer_app.content.fields import Date, Id, Words
from trainer_app.content.module import Role
from trainer_app.content.shelf import SlotId
from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _
from trainer_app.training.programme_checklists import MINOR as WITH_CHECKLISTS
from trainer_app.training.programme_checklists import ProgrammeChecklist, checklist_faults

FORMAT = "wayprogramme-1"
MINOR = WITH_CHECKLISTS
"""The newest that this release knows whole."""
SIGNED = b"waypost programme 1\0"
MOST_BYTES = 1024 * 1024
SUFFIX = ".wayprogramme"
_FAMILY = "wayprogramme-"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_NOT_OURS = N_("This is no programme file of Waypost.")
_NEWER = N_("This programme file is for a newer Waypost. Update this computer first.")
_ALTERED = N_("This programme file was altered or damaged. Ask the organisation for it again.")
_MISTAKEN = N_("This programme file has a mistake in it. Ask the organisation for a mended one.")

Uuid = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        description="Keep the one that `waypost programme new` wrote.",
    ),
]
Recipient = Annotated[
    str,
    Meta(
        pattern=r"^age1[02-9ac-hj-np-z]{58}$",
        description="A public key that starts with age1 and has 62 letters and digits.",
    ),
]
PublicKey = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$",
        description="A public key of 44 characters that ends with =.",
    ),
]
Signature = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{85}[AQgw]==$")]
Country = Annotated[
    str, Meta(pattern=r"^([A-Z]{2})?$", description="Two capital letters, such as BO for Bolivia.")
]
Name = Annotated[str, Meta(min_length=1, max_length=60)]
Line = Annotated[str, Meta(max_length=300)]
Months = Annotated[int, Meta(ge=1, le=120)]
Days = Annotated[int, Meta(ge=1, le=365)]


class ProgrammeRejected(TrainerError):
    """A programme file is damaged, altered, too new or not for this computer; nothing was applied.

    The text is for the person; ``detail`` is for whoever helps them.
    """

    exit_code = 7

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class _Part(Struct, frozen=True, kw_only=True):
    """The common shape. Every field is written, so that a missing one is seen as such."""


class ChainPlace(_Part, frozen=True, kw_only=True):
    """A place of the reporting chain: who, the number, and who of the organisation tried it when.

    Without a day on which it was tried, a place has no number.
    """

    place: SlotId
    name: Line = ""
    number: Line = ""
    hours: Line = ""
    verified_by: Line = ""
    verified_on: Date | None = None


class Site(_Part, frozen=True, kw_only=True):
    """A place of work. Its own ``chain`` comes before the programme's, place by place."""

    site_id: Id
    name: Name
    country: Country = ""
    teams: tuple[Name, ...] = ()
    chain: tuple[ChainPlace, ...] = ()


class RequiredModule(_Part, frozen=True, kw_only=True):
    """One module to go through; ``short`` is content with its short form."""

    module: Id
    short: bool = False


class Requirement(_Part, frozen=True, kw_only=True):
    """What a role goes through: a path of the shelf, or modules in order."""

    role: Role
    path: Id | None = None
    modules: tuple[RequiredModule, ...] = ()


class Retention(_Part, frozen=True, kw_only=True):
    """How long what is kept, at most. ``hub_days`` and ``bundle_days`` count from the hand-over."""

    answers_months: Months = 12
    people_months: Months = 12
    audit_months: Months = 24
    hub_days: Days = 30
    bundle_days: Days = 90


class ServerEndpoint(_Part, frozen=True, kw_only=True):
    """A record store results are handed in to. ``key`` and ``secret``: see the top of this file."""

    title: Name
    address: Words
    key: Line = ""
    secret: Line = ""


class Programme(_Part, frozen=True, kw_only=True):
    """Everything one organisation wants on its computers.

    ``organisation_recipient`` is the age key of head office: it opens what is handed over, and data
    files whose other keys are lost. ``desk_recipients`` may open hand-over files, too.
    ``bundle_keys`` may sign receipts besides the organisation's own key, ``pack_keys`` modules.
    ``pass_mark`` takes the place of every module's own. ``checklists`` came with minor 1.
    """

    minor: Annotated[int, Meta(ge=0)] = 0
    programme_id: Uuid
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    name: Words
    country: Country = ""
    organisation_recipient: Recipient
    desk_recipients: Annotated[tuple[Recipient, ...], Meta(max_length=250)] = ()
    bundle_keys: tuple[PublicKey, ...] = ()
    pack_keys: tuple[PublicKey, ...] = ()
    sites: tuple[Site, ...]
    chain: tuple[ChainPlace, ...] = ()
    required: tuple[Requirement, ...] = ()
    pass_mark: Annotated[float, Meta(ge=0.5, le=1)] | None = None
    retention: Retention = Retention()
    endpoints: tuple[ServerEndpoint, ...] = ()
    checklists: tuple[ProgrammeChecklist, ...] = ()

    def site(self, site_id: str) -> Site | None:
        """The site of that id."""
        return next((site for site in self.sites if site.site_id == site_id), None)

    def chain_of(self, site: Site) -> dict[str, ChainPlace]:
        """The reporting chain as it is filled at a site."""
        return {one.place: one for one in (*self.chain, *site.chain)}


@dataclass(frozen=True, slots=True)
class SignedProgramme:
    """A programme whose signature held, the key (32 bytes) that made it, and the file's text."""

    programme: Programme
    key: bytes
    text: str

    @property
    def collector_keys(self) -> frozenset[bytes]:
        """The public keys whose receipts count: the organisation's own, and those it names."""
        return frozenset((self.key, *map(b64decode, self.programme.bundle_keys)))


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    body: msgspec.Raw
    format: str
    key: PublicKey
    signature: Signature


class _Named(Struct, frozen=True):
    """As much of a file as tells in which language it is written."""

    format: str


def sign(programme: Programme, seed: bytes) -> bytes:
    """The file, signed with the Ed25519 key of this 32-byte seed.

    Raises ``ProgrammeRejected`` for a programme that every reader would refuse.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(seed)
    body = canonical.encode(_written(programme))
    signature = b64encode(private.sign(SIGNED + body)).decode()
    key = b64encode(private.public_key().public_bytes_raw()).decode()
    data = canonical.encode(
        {"body": msgspec.json.decode(body), "format": FORMAT, "key": key, "signature": signature}
    )
    read(data)
    return data


def read(data: bytes) -> SignedProgramme:
    """The programme, when the signature over it holds. Raises ``ProgrammeRejected``."""
    if len(data) > MOST_BYTES:
        raise ProgrammeRejected(_(_NOT_OURS), f"more than {MOST_BYTES} bytes")
    data = data.strip()
    try:
        named = msgspec.json.decode(data, type=_Named).format
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProgrammeRejected(_(_NOT_OURS), str(error)) from error
    if named != FORMAT:
        said = _(_NEWER) if named.startswith(_FAMILY) else _(_NOT_OURS)
        raise ProgrammeRejected(said, f"format {named[:40]!r}")
    try:
        file = canonical.decode(data, _File)
        key = _verified(file)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProgrammeRejected(_(_ALTERED), str(error)) from error
    return SignedProgramme(_programme(bytes(file.body)), key, data.decode())


def faults(programme: Programme) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What no type can say is wrong: the place of each fault, and a sentence for its author."""
    if not programme.sites:
        yield ("sites",), "A programme has at least one site."
    yield from _twice((site.site_id for site in programme.sites), "sites", "site_id")
    yield from _twice((one.role for one in programme.required), "required", "role")
    for n, one in enumerate(programme.required):
        if bool(one.path) == bool(one.modules):
            yield ("required", n), "A role goes through a `path` or through `modules`; give one."
    yield from _chain_faults(programme.chain, ("chain",))
    for n, site in enumerate(programme.sites):
        yield from _chain_faults(site.chain, ("sites", n, "chain"))
        for at, said in _twice(site.teams, "teams"):
            yield ("sites", n, *at), said
    yield from _twice((one.address for one in programme.endpoints), "endpoints", "address")
    for n, endpoint in enumerate(programme.endpoints):
        for said in _address_faults(endpoint):
            yield ("endpoints", n, "address"), said
    yield from checklist_faults(programme.checklists)


def fingerprint(key: bytes) -> str:
    """A public key in twenty letters and digits a person can compare, in groups of four."""
    from hashlib import sha256

    short = b32encode(sha256(key).digest())[:20].decode()
    return "-".join(short[at : at + 4] for at in range(0, 20, 4))


def _verified(file: _File) -> bytes:
    """The key that signed the file. Raises ``ValueError``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key, signature = b64decode(file.key, validate=True), b64decode(file.signature)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, SIGNED + bytes(file.body))
    except (InvalidSignature, binascii.Error) as error:
        raise ValueError("the signature does not hold") from error
    return key


def _written(programme: Programme) -> dict[str, object]:
    """The body as it is signed: the lowest minor that tells it all, so that older readers take it.

    What came with a higher minor is not written where there is none of it.
    """
    written: dict[str, object] = msgspec.to_builtins(programme)
    if programme.checklists:
        written["minor"] = max(programme.minor, WITH_CHECKLISTS)
    else:
        del written["checklists"]
    return written


def _programme(body: bytes) -> Programme:
    try:
        programme = msgspec.json.decode(body, type=Programme)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProgrammeRejected(_(_MISTAKEN), str(error)) from error
    if programme.minor <= MINOR and not _covers(
        msgspec.to_builtins(programme), msgspec.json.decode(body)
    ):
        raise ProgrammeRejected(_(_MISTAKEN), "a field nobody knows")
    for at, said in faults(programme):
        raise ProgrammeRejected(_(_MISTAKEN), f"{'.'.join(map(str, at))}: {said}")
    return programme


def _covers(known: object, given: object) -> bool:
    """Whether everything given is known, and means the same."""
    if isinstance(known, dict) and isinstance(given, dict):
        return all(name in known and _covers(known[name], given[name]) for name in given)
    if isinstance(known, list | tuple) and isinstance(given, list):
        return len(known) == len(given) and all(map(_covers, known, given))
    return known == given


def _twice(values: Iterable[str], *field: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    counted: Counter[str] = Counter()
    for n, value in enumerate(values):
        counted[value] += 1
        if counted[value] == 2:
            yield (field[0], n, *field[1:]), f"`{value}` is there twice."


def _chain_faults(
    chain: tuple[ChainPlace, ...], at: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for (_name, n, *_rest), said in _twice((one.place for one in chain), "chain"):
        yield (*at, n, "place"), said
    for n, one in enumerate(chain):
        if one.number and not (one.verified_by and one.verified_on):
            yield (*at, n, "number"), "Say who tried this number and on which day."
        if one.number and not re.search(r"\d", one.number):
            yield (*at, n, "number"), "A number to call has digits in it."
        if not (one.name or one.number):
            yield (*at, n), "A place of the chain has a name or a number."
        try:
            date.fromisoformat(one.verified_on or "2026-11-22")
        except ValueError:
            yield (*at, n, "verified_on"), f"`{one.verified_on}` is no day of the calendar."


def _address_faults(endpoint: ServerEndpoint) -> Iterator[str]:
    try:
        parts = urlsplit(endpoint.address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port == 0 or parts.query or parts.fragment:
        yield "An address looks like https://records.example.org/xapi/."
        return
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        yield "An address starts with https://, or results would travel for all to read."
    if parts.username or parts.password:
        yield "Key and secret do not stand in the address; they have fields of their own."
    if bool(endpoint.key) != bool(endpoint.secret):
        yield "Key and secret belong together; give both or none."
