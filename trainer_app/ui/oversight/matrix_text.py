"""Rows of the matrix as lines for a spreadsheet's clipboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainer_app.i18n import _
from trainer_app.operations.reports.completion import MatrixRow
from trainer_app.operations.reports.terms import ModuleTerm
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.oversight.standing_words import state_words


def as_lines(
    rows: Sequence[MatrixRow], modules: Sequence[ModuleTerm], sites: Mapping[str, str]
) -> str:
    """A line of titles, then one for each person; tabs between cells. Nothing in a cell can be
    taken for a formula."""
    head = [_("Name"), _("Site"), _("Team"), _("Work"), *(one.title for one in modules),
            _("Test before"), _("Test after")]  # fmt: skip
    lines = [head]
    for row in rows:
        cells = [row.cells[one.module_id].state for one in modules]
        scores = ["" if one is None else str(round(one * 100)) for one in (row.before, row.after)]
        lines.append(
            [
                row.name,
                sites.get(row.site, row.site),
                row.team,
                _(ROLES[row.role]),
                *(state_words(state) if state else "" for state in cells),
                *scores,
            ]
        )
    return "".join("\t".join(map(_harmless, line)) + "\n" for line in lines)


def _harmless(words: str) -> str:
    flat = " ".join(words.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") else flat
