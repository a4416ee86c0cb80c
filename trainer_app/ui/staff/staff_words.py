"""What staff do, in the words they choose it by."""

from __future__ import annotations

from collections.abc import Sequence

from trainer_app.i18n import _, pgettext
from trainer_app.training.staff import StaffRole


def role_words(role: StaffRole) -> str:
    """A role by its name."""
    return {
        "facilitator": _("Facilitator"),
        "supervisor": pgettext("of staff", "Supervisor"),
    }[role]


def roles_words(roles: Sequence[StaffRole]) -> str:
    """All that somebody does, in one line."""
    return " · ".join(role_words(role) for role in roles)


def role_choice(role: StaffRole) -> str:
    """A role with what it means, to be chosen."""
    return {
        "facilitator": _("**Facilitator:** leads training sessions"),
        "supervisor": _("**Supervisor:** sees who is trained"),
    }[role]
