"""Why a road is closed, in plain sentences. Every failure of the network ends here."""

from __future__ import annotations

import errno
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _, isolate, ngettext, number

Kind = Literal[
    "clock", "certificate", "proxy", "no-road", "timeout", "path", "rights", "version", "busy",
    "server",
]  # fmt: skip
CLOSED = 8
"""The exit code for a road that is closed."""
TOLERATED_MS = 2 * 60 * 1000
"""A clock may be off by so much without a word about it."""
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_TOO_EARLY = {9, -67819}  # X509_V_ERR_CERT_NOT_YET_VALID; macOS
_TOO_LATE = {10, -67818}  # X509_V_ERR_CERT_HAS_EXPIRED; macOS
_OUTSIDE = {0x800B0101, -0x7FF4FEFF}  # CERT_E_EXPIRED of Windows says either
_OTHER_NAME = {62, 64, 0x800B010F, -0x7FF4FEF1, -67602}
_AWAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_NOTHING: Mapping[str, str | int] = MappingProxyType({})

_SENTENCES = {
    "clock-off": N_(
        "The clock of this computer is {difference}, so the server cannot prove who it is. "
        "Set the clock, or hand in by a hub or a stick: they do not mind."
    ),
    "clock": N_(
        "The date on this computer seems to be off, so the server cannot prove who it is. "
        "Set the clock, or hand in by a hub or a stick: they do not mind."
    ),
    "certificate-date": N_(
        "The server's certificate has run out. Tell those who run the server, and look at the "
        "date on this computer, too. Nothing was sent."
    ),
    "certificate-unknown": N_(
        "The server cannot prove who it is, so nothing was sent. Perhaps this network wants a "
        "sign-in first. If not, tell those who run the server."
    ),
    "certificate-name": N_(
        "The server that answers has another name than this address, so nothing was sent. "
        "Look at the address again. Perhaps this network wants a sign-in first."
    ),
    "certificate-hub": N_(
        "This is not the hub that was paired with this computer, so nothing was sent. "
        "Pair again while the facilitator is with you."
    ),
    "proxy-password": N_(
        "The network's gateway (proxy) wants a name and a password. Ask whoever cares for the "
        "network."
    ),
    "proxy": N_(
        "The network's gateway (proxy) does not let us through. Ask whoever cares for the network."
    ),
    "proxy-sign-in": N_(
        "This network wants a sign-in first. Open any page in a web browser, sign in there, then "
        "try again."
    ),
    "name": N_(
        "The address is not found. Either there is no network now, or the address has a slip."
    ),
    "refused": N_(
        "The computer at this address is there, but nothing takes results on it now. "
        "Is it started? Is the address right?"
    ),
    "network": N_("There is no network now. Results wait here and go when it is back."),
    "cut": N_("The line broke off. What has arrived stays; the rest goes next time."),
    "timeout": N_("The other side does not answer in time. Results wait here; we try again later."),
    "path": N_(
        "This address answers, but it is no place for results. Look at the address again."
    ),
    "page": N_(
        "This address answers with a web page; it is no place for results. Look at the address "
        "again. Perhaps this network wants a sign-in first."
    ),
    "moved": N_("The place for results has moved. Ask for the new address."),
    "plain": N_(
        "This address answers, but not over a protected line. Look at the address again."
    ),
    "key": N_(
        "The server does not know this key and secret. Type them again, or ask for new ones."
    ),
    "no-key": N_("There is no key for this address yet. Ask those who run the server."),
    "hub-key": N_("The hub does not know this computer any more. Pair again."),
    "rights": N_("This key may not hand in results here. Ask those who run the server."),
    "rights-read": N_("This key may not fetch results here. Ask those who run the server."),
    "version": N_(
        "The server speaks another version of xAPI than we do (ours: 1.0.3 and 2.0.0). "
        "Tell those who run it."
    ),
    "hub-version": N_("The hub and this computer have different releases of Waypost. Renew both."),
    "busy": N_("The other side is busy now. Results wait here; we try again later."),
    "server": N_(
        "The other side has trouble of its own (number {status}). Results wait here; we try "
        "again later."
    ),
    "answer": N_(
        "The other side answers in a way that does not show what it has kept. Nothing counts as "
        "handed in. Tell those who run it."
    ),
    "refuses-all": N_(
        "The server refuses every result. Nothing was set aside here. Tell those who run it: "
        "{words}"
    ),
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    "clock-off": "clock",
    "certificate-date": "certificate",
    "certificate-unknown": "certificate",
    "certificate-name": "certificate",
    "certificate-hub": "certificate",
    "proxy-password": "proxy",
    "proxy-sign-in": "proxy",
    "name": "no-road",
    "refused": "no-road",
    "network": "no-road",
    "cut": "no-road",
    "page": "path",
    "moved": "path",
    "plain": "path",
    "key": "rights",
    "no-key": "rights",
    "hub-key": "rights",
    "rights-read": "rights",
    "hub-version": "version",
    "answer": "server",
    "refuses-all": "server",
}
"""The kinds of the reasons that have a name of their own."""
PASSING = frozenset({"no-road", "timeout", "busy", "server"})
"""Kinds that may be gone at the next try, a moment later."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a road is closed. The words are made when they are shown, in the language of then.

    ``retry_after_s`` is what the other side asked for, in seconds.
    """

    reason: str
    facts: Mapping[str, str | int] = field(default_factory=lambda: _NOTHING)
    retry_after_s: int | None = None

    @property
    def kind(self) -> Kind:
        kind = _KINDS.get(self.reason, self.reason)
        assert kind in get_args(Kind)
        return kind  # type: ignore[return-value]

    @property
    def sentence(self) -> str:
        """What happened and what to do, for a person."""
        facts = {name: isolate(fact) for name, fact in self.facts.items()}
        if "difference_ms" in self.facts:
            facts["difference"] = difference_words(int(self.facts["difference_ms"]))
        return _(_SENTENCES[self.reason]).format(**facts)

    def __str__(self) -> str:
        return self.sentence

    def kept(self) -> str:
        """As the data file keeps it."""
        return json.dumps({"reason": self.reason} | dict(self.facts))

    @staticmethod
    def of_kept(text: str | None) -> Fault | None:
        """The inverse of ``kept``; None for what an earlier or later release may have kept."""
        try:
            facts = json.loads(text) if text else {}
            fault = Fault(facts.pop("reason"), facts)
            return fault if fault.sentence else None
        except (ValueError, KeyError, AttributeError, TypeError):
            return None


class RoadClosed(TrainerError):
    """Nothing goes over this road now; ``fault`` says why."""

    exit_code = CLOSED

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


class Stopped(Exception):
    """Somebody wants the road to end here; nothing is lost."""


def explain(error: BaseException) -> Fault:
    """What stands behind an error of the network: the finest reason in its chain."""
    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, RoadClosed):
            return one.fault
        if found := _of_tls(one):
            return Fault(found)
    names = {type(one).__name__ for one in chain}
    if "ProxyError" in names:
        refused = any(str(one).startswith("407") for one in chain)
        return Fault("proxy-password" if refused else "proxy")
    for one in chain:
        if found := _of_socket(one):
            return Fault(found)
    if any("Timeout" in name for name in names):
        return Fault("timeout")
    return Fault("cut")


def date_trouble(error: BaseException) -> Literal["early", "late", "outside"] | None:
    """Whether a certificate was refused because of its dates, and on which side of them we are."""
    for one in _chain(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            code = getattr(one, "verify_code", 0)
            if code in _TOO_EARLY:
                return "early"
            if code in _TOO_LATE:
                return "late"
            return "outside" if code in _OUTSIDE else None
    return None


def explain_dates(
    side: Literal["early", "late", "outside"],
    *,
    now_ms: int,
    valid_ms: tuple[int, int] | None,
    reference_ms: int | None,
    released_ms: int,
) -> Fault:
    """Whose clock is wrong when a certificate is refused because of its dates.

    ``valid_ms`` are the certificate's dates; ``reference_ms`` is what the server's clock says, not
    proved by anything: it only chooses between two sentences.
    """
    if reference_ms is None:
        if now_ms < released_ms - _DAY:
            return Fault("clock-off", {"difference_ms": now_ms - released_ms})
        return Fault("clock" if side == "early" else "certificate-date")
    off_ms = now_ms - reference_ms
    if valid_ms is not None:
        was_valid = valid_ms[0] <= reference_ms <= valid_ms[1]
        is_clock = was_valid and not valid_ms[0] <= now_ms <= valid_ms[1]
    else:
        is_clock = abs(off_ms) > TOLERATED_MS
    if is_clock:
        return Fault("clock-off", {"difference_ms": off_ms})
    return Fault("certificate-date")


def difference_words(difference_ms: int) -> str:
    """``about 3 hours behind``: how far this computer's clock is from the right time."""
    size = abs(difference_ms)
    for unit_ms, least in ((_DAY * 365, 2), (_DAY, 2), (_HOUR, 2), (_MINUTE, 0)):
        if size >= unit_ms * least:
            count = max(1, round(size / unit_ms))
            break
    span = {
        _DAY * 365: ngettext("{count} year", "{count} years", count),
        _DAY: ngettext("{count} day", "{count} days", count),
        _HOUR: ngettext("{count} hour", "{count} hours", count),
        _MINUTE: ngettext("{count} minute", "{count} minutes", count),
    }[unit_ms].format(count=number(count))
    behind = _("about {span} behind") if difference_ms < 0 else _("about {span} ahead")
    return behind.format(span=span)


def clock_sentence(difference_ms: int) -> str:
    """What everybody is told when this computer's clock is off; work and results go on."""
    said = _(
        "The clock of this computer is {difference}. Results are handed in all the same. "
        "Set the clock when you can."
    )
    return said.format(difference=difference_words(difference_ms))


def _of_tls(error: BaseException) -> str | None:
    if type(error).__name__ == "OtherCertificate":
        return "certificate-hub"
    if isinstance(error, ssl.SSLCertVerificationError):
        if date_trouble(error):
            return "certificate-date"
        named = getattr(error, "verify_code", 0) in _OTHER_NAME
        return "certificate-name" if named else "certificate-unknown"
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError):
        return "cut"
    if isinstance(error, ssl.SSLError):
        plain = error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL")
        return "plain" if plain else "cut"
    return None


def _of_socket(error: BaseException) -> str | None:
    if isinstance(error, socket.gaierror):
        return "name"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, OSError) and error.errno in _AWAY:
        return "network"
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
