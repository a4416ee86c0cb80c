"""Memory that was needed once is given back to the system."""

import sys

_LARGE = 1 << 20
_M_MMAP_THRESHOLD = -3
"""The name of the bound in mallopt(3)."""


def give_back() -> None:
    """From here on, blocks of a megabyte and more leave the process as soon as they are freed.

    The GNU C library raises this bound to the largest block it saw freed, 32 MB at most, and keeps
    as much and more for later: after one sign-in that is the 19 MB that a hash takes for a tenth of
    a second. Elsewhere, nothing changes. Any thread, once per process.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    if (bound := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        bound(_M_MMAP_THRESHOLD, _LARGE)
