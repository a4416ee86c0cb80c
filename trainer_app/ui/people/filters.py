"""Above the list: the search, and whom to show."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from trainer_app.i18n import _, isolate_number, number
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.people.finding import SHOWS, Index, Show, Wanted
from trainer_app.ui.people.words import role_words
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.fields import Dropdown, FormField


class Filters(Themed, QWidget):
    """Signals: ``changed`` when somebody looks for other people; ``wanted`` says for whom."""

    changed = Signal()

    def __init__(self, search: QLineEdit, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: Index | None = None
        self._wanted = wanted
        self.search = search
        self.search.setText(wanted.letters)
        self.team, self.role, self.show_what = Dropdown(), Dropdown(), Dropdown()
        for box in (self.team, self.role, self.show_what):
            box.setSizeAdjustPolicy(Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self._fields = [
            FormField(one) for one in (self.search, self.show_what, self.team, self.role)
        ]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for place, field in enumerate(self._fields):
            self._grid.addWidget(field, 0, place)
            self._grid.setColumnStretch(place, 1)
        self.search.textChanged.connect(self._on_changed)
        for box in (self.team, self.role, self.show_what):
            box.activated.connect(self._on_changed)
        self.settle()

    @property
    def wanted(self) -> Wanted:
        """Who is looked for."""
        return self._wanted

    def offer(self, index: Index) -> None:
        """Offer the teams there are, and say how many there are of each kind."""
        self._index = index
        if self._wanted.team not in index.teams:
            self._wanted = Wanted(self._wanted.letters, "", self._wanted.role, self._wanted.show)
        self.retranslate()

    def retranslate(self) -> None:
        # For translators: the four fields above the list of people.
        words = (_("Find a person"), _("Show"), _("Team"), _("Work"))
        for field, label in zip(self._fields, words, strict=True):
            field.set_words(label)
        self.search.setPlaceholderText(_("Name or team"))
        self._fill(self.team, [(_("All teams"), "")] + [(t, t) for t in self._teams()])
        works = [(role_words(role), role) for role in ROLES]
        self._fill(self.role, [(_("All work"), ""), *works])
        self._fill(self.show_what, [(self._show_words(show), show) for show in SHOWS])
        for box, value in (
            (self.team, self._wanted.team),
            (self.role, self._wanted.role),
            (self.show_what, self._wanted.show),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))

    def _teams(self) -> list[str]:
        return self._index.teams if self._index else []

    def _show_words(self, show: Show) -> str:
        words = {
            "here": _("Everybody here"),
            "without": _("Without pictures"),
            "doubles": _("Perhaps twice"),
            "left": _("Who left"),
        }
        count = self._index.count(show) if self._index else 0
        return f"{words[show]} ({isolate_number(number(count))})"

    @staticmethod
    def _fill(box: Dropdown, entries: list[tuple[str, str]]) -> None:
        box.clear()
        for words, value in entries:
            box.addItem(words, value)

    def _on_changed(self) -> None:
        self._wanted = Wanted(
            letters=self.search.text(),
            team=str(self.team.currentData() or ""),
            role=str(self.role.currentData() or ""),
            show=cast("Show", self.show_what.currentData() or "here"),
        )
        self.changed.emit()
