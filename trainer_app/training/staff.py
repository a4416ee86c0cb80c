"""Staff: who leads and who oversees, and what of theirs is written down for others to see."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

StaffRole = Literal["facilitator", "supervisor"]
STAFF_ROLES: tuple[StaffRole, ...] = ("facilitator", "supervisor")


class Act(StrEnum):
    """What staff did that others may have to account for."""

    STAFF_ADDED = "staff-added"
    STAFF_LEFT = "staff-left"
    PIN_RESET = "pin-reset"
    PIN_RECOVERED = "pin-recovered"
    REGISTERED = "registered"
    CORRECTED = "corrected"
    PICTURES_RESET = "pictures-reset"
    MERGED = "merged"
    UNMERGED = "unmerged"
    TOLD_APART = "told-apart"
    LEFT = "left"
    CAME_BACK = "came-back"
    ERASED = "erased"
    IMPORTED = "imported"
    EXPORTED = "exported"
    ISSUED = "issued"
    CERTIFICATE_WITHDRAWN = "certificate-withdrawn"
    PUBLISHER_ACCEPTED = "publisher-accepted"
    PUBLISHER_WITHDRAWN = "publisher-withdrawn"
    UNSIGNED_ALLOWED = "unsigned-allowed"
    MODULE_INSTALLED = "module-installed"
    MODULE_REMOVED = "module-removed"
    UPDATE_PREPARED = "update-prepared"
    PASSPHRASE_SET = "passphrase-set"
    PASSPHRASE_REMOVED = "passphrase-removed"
    CODE_RENEWED = "code-renewed"
    BACKUP_FOLDER_CHOSEN = "backup-folder-chosen"
    BACKUP_FOLDER_LEFT = "backup-folder-left"
    SITE_CHECKED = "site-checked"
    HEADCOUNT_SET = "headcount-set"
    LIMIT_APPLIED = "limit-applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One member of staff, as the directory has them.

    ``actor`` is the pseudonym that stands in statements. ``keys`` are the public Ed25519 keys (hex)
    whose signatures are theirs, the newest last.
    """

    staff_id: str
    actor: str
    name: str
    roles: tuple[StaffRole, ...]
    keys: tuple[str, ...] = ()
    has_left: bool = False

    @property
    def leads(self) -> bool:
        return "facilitator" in self.roles

    @property
    def oversees(self) -> bool:
        return "supervisor" in self.roles


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A member of staff who gave their PIN. ``sitting`` marks what belongs to this stay."""

    staff: Staff
    sitting: UUID
