"""What a person can do. One function per intention: one transaction, one test."""

from enum import Flag, auto


class Changed(Flag):
    """Which kinds of things an operation touched."""

    NOTHING = 0
    ATTEMPTS = auto()
    PEOPLE = auto()
    SITE = auto()
    SYNC = auto()
    STAFF = auto()
    SESSION = auto()
    MODULES = auto()
