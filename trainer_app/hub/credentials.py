"""Who may bring and read what. A credential's secret is known to its holder only."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

SCOPES = frozenset({"write", "read-mine", "read-sites", "all", "desk"})
READING = ("read-mine", "read-sites", "all")


@dataclass(frozen=True, slots=True)
class Credential:
    """A key with its rights.

    ``scopes``: ``write`` brings statements; ``read-mine`` reads those brought under the same
    ``agent``, ``read-sites`` those whose team is one of ``sites``; ``all`` does everything xAPI
    knows; ``desk`` looks after the hub. ``added`` is in microseconds since 1970.
    """

    key: str
    title: str
    scopes: frozenset[str]
    sites: frozenset[str]
    agent: Mapping[str, Any]
    added: int

    def may(self, *scopes: str) -> bool:
        """Whether it has one of these scopes; ``all`` stands for each but ``desk``."""
        return not self.scopes.isdisjoint(scopes) or ("all" in self.scopes and scopes != ("desk",))


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret. Secrets are random and long, so one round of a hash is enough."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def claimed(authorization: str) -> tuple[str, str] | None:
    """The key and the secret that a header of Basic authorization names, true or not."""
    kind, _, told = authorization.partition(" ")
    try:
        key, colon, secret = b64decode(told.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return (key, secret) if colon and kind.lower() == "basic" else None
