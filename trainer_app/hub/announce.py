"""Tells the local network that there is a hub. Only a suggestion: trust comes from pairing."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

VERSION = "1"
_LONGEST_NAME = 60
"""Bytes; a label of DNS has at most 63."""
_log = logging.getLogger(__name__)


class Announcement:
    """Stands in the network from the making of it until ``close``; where it cannot, it does not.

    ``addresses`` are ours; those of the Internet are never announced.
    """

    def __init__(
        self,
        name: str,
        port: int,
        fingerprint: bytes,
        *,
        addresses: Sequence[str] | None = None,
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self._zeroconf: Zeroconf | None = None
        near = own_addresses() if addresses is None else list(addresses)
        if not near:
            return
        from zeroconf import Error, Zeroconf

        try:
            self._zeroconf = Zeroconf(interfaces=list(interfaces or near))
            info = _info(name, port, fingerprint, near)
            self._zeroconf.register_service(info, allow_name_change=True)
        except (OSError, Error, RuntimeError):
            _log.warning("the hub cannot announce itself here", exc_info=True)
            self.close()

    @property
    def stands(self) -> bool:
        """Whether it could be made."""
        return self._zeroconf is not None

    def close(self) -> None:
        """Takes it back."""
        if self._zeroconf is not None:
            zeroconf, self._zeroconf = self._zeroconf, None
            zeroconf.close()


def own_addresses() -> list[str]:
    """This computer's addresses (IPv4) in private networks."""
    import ifaddr

    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips]
    return [address for address in found if isinstance(address, str) and _is_near(address)]


def _is_near(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return parsed.is_private and not parsed.is_loopback


def _info(name: str, port: int, fingerprint: bytes, addresses: Sequence[str]) -> ServiceInfo:
    from zeroconf import ServiceInfo

    from trainer_app.sync.lan import SERVICE

    label = name.encode()[:_LONGEST_NAME].decode(errors="ignore").replace(".", " ")
    return ServiceInfo(
        SERVICE,
        f"{label}.{SERVICE}",
        parsed_addresses=list(addresses),
        port=port,
        properties={"v": VERSION, "fp": fingerprint.hex()[:16], "name": label},
        server=f"waypost-{fingerprint.hex()[:16]}.local.",
    )
