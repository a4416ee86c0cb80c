"""Cells of a report as people read them; the same words on paper, in Excel and on screen."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from trainer_app import i18n
from trainer_app.i18n import N_, said_in
from trainer_app.operations.reports.table import Cell, Kind
from trainer_app.training.standing import State

UNKNOWN = "–"
"""Stands where nobody knows, or too few people are behind a figure."""
UNKNOWN_MEANS = N_("– stands for: not known, or too few people to show.")
SCORES_MEAN = N_("Test results are out of 100.")
STATE_WORDS: dict[State, str] = {
    # For translators: where somebody stands with a module: passed, and still fresh
    "in-date": N_("In date"),
    # For translators: where somebody stands with a module: passed, a refresher is due now
    "due": N_("Refresher due"),
    # For translators: where somebody stands with a module: passed, the refresher is late
    "overdue": N_("Overdue"),
    "in-progress": N_("In progress"),
    "not-started": N_("Not started"),
}
STATE_SIGNS: dict[State, str] = {
    "in-date": "✔",
    "due": "◔",
    "overdue": "!",
    "in-progress": "◌",
    "not-started": "○",
}
"""Told apart by shape, in fonts that every office program has."""
_YES, _NO = N_("Yes"), N_("No")


def state_words(state: State, language: str = "") -> str:
    """A state in words; in the language of the moment unless another is named."""
    return said_in(language or i18n.language(), STATE_WORDS[state])


def yes_words(truth: bool, language: str = "") -> str:
    """A truth in a word; in the language of the moment unless another is named."""
    return said_in(language or i18n.language(), _YES if truth else _NO)


def out_of_100(share: float) -> Decimal:
    """A share 0..1 as a test result out of 100, exactly as many digits as it has."""
    return Decimal(str(share)) * 100


def cell_words(cell: Cell, kind: Kind) -> str:
    """A cell in the language of the moment; a half goes up, as in any spreadsheet."""
    if cell is None:
        return UNKNOWN
    match kind:
        case "count":
            return i18n.number(cast(int, cell))
        case "share":
            return i18n.percent(cast(float, cell))
        case "score":
            whole = out_of_100(cast(float, cell)).quantize(Decimal(1), ROUND_HALF_UP)
            return i18n.number(int(whole))
        case "day":
            return i18n.day(cast(date, cell), "medium")
        case "state":
            return state_words(cast(State, cell))
        case "yes":
            return yes_words(bool(cell))
    return str(cell)
