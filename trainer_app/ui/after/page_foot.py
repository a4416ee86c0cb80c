"""The foot of the papers of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.i18n import _, isolate_number
from trainer_app.ui.paper.foot import numbered_foot

if TYPE_CHECKING:
    from trainer_app.ui.after.session_facts import SessionFacts
    from trainer_app.ui.paper.pages_of_paper import Foot


def page_foot(facts: SessionFacts) -> Foot:
    """Whose paper it is, the number of the session, which page of how many."""
    return numbered_foot(lambda: _("Session {number}").format(number=isolate_number(facts.number)))
