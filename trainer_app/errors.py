"""Errors a person can act on. Their text is shown as it is: what happened, what to do."""

from typing import Literal


class TrainerError(Exception):
    """Shown to the person in one or two plain sentences; anything else is a bug."""

    exit_code = 1


class NotSaved(TrainerError):
    """The data file could not take what was to be saved; nothing was lost that was said saved."""

    exit_code = 3


class StoreUnusable(TrainerError):
    """The data folder or the data file cannot be used as it is."""

    exit_code = 4


class NewerDatabase(StoreUnusable):
    """The data file was written by a newer release; it is left untouched."""

    exit_code = 5


class DataDamaged(StoreUnusable):
    """The data file is damaged or gone, and not everything can be put back without a person.

    ``statements``: so many results stand in the newest copy that can be read; None without any.
    """

    def __init__(self, message: str, statements: int | None) -> None:
        super().__init__(message)
        self.statements = statements


class StoreLocked(StoreUnusable):
    """No key slot opens the data file by itself; ``asks`` says what somebody has to type.

    Where a passphrase is asked for, the recovery code opens it, too.
    """

    exit_code = 6

    def __init__(self, message: str, *, asks: Literal["code", "passphrase"] = "code") -> None:
        super().__init__(message)
        self.asks: Literal["code", "passphrase"] = asks


class PackRejected(TrainerError):
    """A pack is damaged, unsafe or not for this version; nothing of it was used.

    The text is for the person; ``detail`` is for whoever helps them.
    """

    exit_code = 7

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class ModuleProblems(TrainerError):
    """A module's folder cannot be read, checked, built or written as it is."""


class CertificateRejected(TrainerError):
    """The checked text is no genuine certificate of ours."""
