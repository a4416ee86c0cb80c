"""Words that several pages about a test of the room use."""

from __future__ import annotations

from trainer_app.i18n import _, pgettext
from trainer_app.operations.session_results import Standing
from trainer_app.training.meeting import Test
from trainer_app.training.statement import Taken


def name_of_test(test: Test) -> str:
    """What a test is called."""
    return _("Test before") if test == "before" else _("Test after")


def way_words(way: Taken | None) -> str:
    """How somebody answers."""
    match way:
        case None:
            return ""
        case Taken.PAPER:
            return _("on paper")
        case Taken.SHARED:
            return _("at this computer")
        case Taken.PAIRED:
            return _("at another computer")


def standing_words(standing: Standing) -> str:
    """How far somebody is. Never how well."""
    return {
        "waiting": _("Not begun"),
        "writing": _("Answering"),
        "done": pgettext("of somebody who answers a test", "Done"),
    }[standing]
