"""The common shape of everything in a module."""

from msgspec import Struct


class Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Frozen; a field nobody knows is a mistake, and what is usual is not written."""
