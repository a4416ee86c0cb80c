"""The four numbers at the top: people, trained, overdue, tests before and after."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.reports.overview import Change, Overview
from trainer_app.operations.reports.scope import Scope
from trainer_app.ui.oversight.tile import Tile
from trainer_app.ui.themed import Themed

_ARROW = "\N{RIGHTWARDS ARROW}"
_HELD = "\N{NO-BREAK SPACE}"
_RLM = "\N{RIGHT-TO-LEFT MARK}"


class Tiles(Themed, QWidget):
    """Signals: ``chosen(Scope)``, whom the tile that was pressed counts; pressed again, everybody
    of before."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people, self.trained = Tile("users", "primary"), Tile("circle-check", "success")
        self.overdue, self.change = Tile("clock-exclamation", "danger"), Tile("bulb", "accent")
        self._whole: Overview | None = None
        self._scope = Scope()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for place, tile in enumerate(self.all):
            self._grid.addWidget(tile, 0, place)
            self._grid.setColumnStretch(place, 1)
            tile.clicked.connect(lambda _on=False, tile=tile: self._on_clicked(tile))
        self.change.setCheckable(False)
        self.settle()

    @property
    def all(self) -> tuple[Tile, ...]:
        return self.people, self.trained, self.overdue, self.change

    def add(self, button: QWidget) -> None:
        """Put a button at the end of the row."""
        self._grid.addWidget(button, 0, len(self.all), Qt.AlignmentFlag.AlignVCenter)

    def show_overview(self, whole: Overview, scope: Scope) -> None:
        """Say the numbers of a scope; the tile it is narrowed by is checked."""
        self._whole, self._scope = whole, scope
        self.people.setChecked(False)
        self.trained.setChecked(scope.trained is True)
        self.overdue.setChecked(scope.overdue is True)
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Less in each on a small window."""
        for tile in self.all:
            tile.set_compact(compact)

    def retranslate(self) -> None:
        whole = self._whole
        if whole is None:
            return
        sites = sum(bool(line.people) for line in whole.sites)
        words = ngettext("at {count} site", "at {count} sites", sites)
        self.people.say(
            _("People"), i18n.number(whole.people), words.format(count=isolate(i18n.number(sites)))
        )
        share = whole.trained / whole.people if whole.people else 0.0
        of = _("{share} of them have all they need").format(share=isolate(i18n.percent(share)))
        self.trained.say(_("Trained"), i18n.number(whole.trained), of if whole.people else "")
        self.overdue.say(
            _("Overdue"), i18n.number(whole.overdue), _("a refresher is missing for two weeks")
        )
        self._say_change(whole)

    def _say_change(self, whole: Overview) -> None:
        words = change_value(whole.change)
        name = _("Before and after")
        if words:
            self.change.say(name, words, _("mean of the tests, out of 100"))
        else:
            self.change.say(name, "–", _("too few to compare: fewer than 5 wrote both tests"))

    def _on_clicked(self, tile: Tile) -> None:
        if tile is self.trained:
            now = True if self._scope.trained is not True else None
            self.chosen.emit(replace(self._scope, trained=now, overdue=None))
        elif tile is self.overdue:
            now = True if self._scope.overdue is not True else None
            self.chosen.emit(replace(self._scope, overdue=now, trained=None))
        else:
            self.chosen.emit(replace(self._scope, overdue=None, trained=None, states=()))


def change_value(change: Change) -> str:
    """“46 → 78”, in the reading direction; empty where too few wrote both."""
    if change.before is None or change.after is None:
        return ""
    before, after = (i18n.number(round(one * 100)) for one in (change.before, change.after))
    if i18n.is_rtl():
        return f"{_RLM}{before}{_HELD}\N{LEFTWARDS ARROW}{_HELD}{after}"
    return f"{before}{_HELD}{_ARROW}{_HELD}{after}"
