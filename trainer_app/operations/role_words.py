"""What people do for work, in plain words."""

from trainer_app.content.module import Role
from trainer_app.i18n import N_

ROLES: dict[Role, str] = {
    "ticket-office": N_("Ticket office"),
    "driver": N_("Driver or conductor"),
    # For translators: somebody who sells things in or around the terminal.
    "vendor": N_("Vendor"),
    "guard": N_("Guard or security"),
    "hotel": N_("Hotel or guest house"),
    "internet-cafe": N_("Internet café"),
    "supervisor": N_("Supervisor"),
    "other": N_("Other work"),
}
"""What people do, in the words they choose it by."""
