"""Above the matrix: the search, and whom to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content.module import Role
from trainer_app.i18n import _, ngettext
from trainer_app.operations.reports.scope import Period, Scope
from trainer_app.operations.role_words import ROLES
from trainer_app.training.standing import STATES, State
from trainer_app.ui import theme
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.oversight.standing_words import state_words
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.fields import Dropdown

_PAUSE_MS = 150
"""So long after the last letter the search begins: each is a question to the store."""
MONTHS = (0, 1, 3, 12)
"""Periods that can be chosen: everything, this month, so many months with this one."""


class ScopeBar(Themed, QWidget):
    """Signals: ``changed``; ``scope`` says for whom somebody looks."""

    changed = Signal()

    def __init__(self, scope: Scope, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope, self._today = scope, today
        self._sites: Mapping[str, str] = {}
        self._teams: Sequence[str] = ()
        self.search = QLineEdit(scope.words)
        self.site, self.team, self.role = Chosen(), Chosen(), Chosen()
        self.state, self.period = Chosen(), Chosen()
        row = FlowRow()
        for editor in (self.search, *self.boxes):
            row.add(editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_changed)
        self.search.textChanged.connect(self._pause.start)
        for box in self.boxes:
            box.activated.connect(self._on_changed)
        self.settle()

    @property
    def boxes(self) -> tuple[Dropdown, ...]:
        return self.site, self.team, self.role, self.state, self.period

    @property
    def scope(self) -> Scope:
        """Whom somebody looks for."""
        return self._scope

    @property
    def is_narrow(self) -> bool:
        """Whether not everybody is looked for."""
        return self._scope != Scope()

    def offer(self, sites: Mapping[str, str], teams: Sequence[str]) -> None:
        """Offer these sites, names by id, and these teams."""
        self._sites, self._teams = sites, teams
        self.site.setVisible(len(sites) > 1)
        self.team.setVisible(bool(teams))
        self.retranslate()

    def show_scope(self, scope: Scope) -> None:
        """Look for others; says ``changed``."""
        self._scope = scope
        self.search.blockSignals(True)
        self.search.setText(scope.words)
        self.search.blockSignals(False)
        self._select()
        self.changed.emit()

    def clear(self) -> None:
        """Look for everybody again."""
        self.show_scope(Scope())

    def retranslate(self) -> None:
        self.search.setPlaceholderText(_("Find by name or team"))
        self.search.setAccessibleName(_("Find by name or team"))
        names = (_("Site"), _("Team"), _("Work"), _("Where they stand"), _("Passed"))
        for box, name in zip(self.boxes, names, strict=True):
            box.setAccessibleName(name)
            box.setToolTip(name)
        _fill(self.site, [(_("All sites"), None)])
        for site_id, name in self._sites.items():
            self.site.addItem(name or _("No site"), (site_id,))
        _fill(self.team, [(_("All teams"), ""), *((team, team) for team in self._teams)])
        _fill(self.role, [(_("All work"), ""), *((_(words), one) for one, words in ROLES.items())])
        _fill(self.state, [(_("Everybody"), ""), *((state_words(one), one) for one in STATES)])
        self.state.addItem(_("With those who left"), "left")
        _fill(self.period, [(_period_words(months), months) for months in MONTHS])
        self._select()

    def _select(self) -> None:
        scope = self._scope
        chosen: tuple[tuple[Dropdown, object], ...] = (
            (self.site, scope.sites or None),
            (self.team, next(iter(scope.teams), "")),
            (self.role, next(iter(scope.roles), "")),
            (self.state, "left" if scope.with_left else next(iter(scope.states), "")),
            (self.period, self._months(scope.period)),
        )
        for box, value in chosen:
            box.setCurrentIndex(max(0, _place(box, value)))

    def _on_changed(self) -> None:
        self._pause.stop()
        state = str(self.state.currentData() or "")
        site = self.site.currentData()
        before = self._scope
        self._scope = replace(
            before,
            words=self.search.text(),
            sites=tuple(site) if site else (),
            teams=tuple(filter(None, (str(self.team.currentData() or ""),))),
            roles=cast("tuple[Role, ...]", tuple(filter(None, (self.role.currentData(),)))),
            states=cast("tuple[State, ...]", (state,) if state in STATES else ()),
            with_left=state == "left",
            period=self._period(int(self.period.currentData() or 0)),
        )
        if self._scope != before:
            self.changed.emit()

    def _period(self, months: int) -> Period:
        if not months:
            return Period()
        first = self._today.replace(day=1)
        for _month in range(months - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        return Period(first, self._today.replace(day=1))

    def _months(self, period: Period) -> int:
        return next((one for one in MONTHS if self._period(one) == period), 0)


class Chosen(Dropdown):
    """As wide as what is chosen, not as the longest there is to choose from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentIndexChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(words + 2 * theme.px(12) + theme.px(20) + 20, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(90), super().minimumSizeHint().height())


def _fill(box: Dropdown, entries: Sequence[tuple[str, object]]) -> None:
    box.clear()
    for words, value in entries:
        box.addItem(words, value)


def _place(box: Dropdown, value: object) -> int:
    return next((place for place in range(box.count()) if box.itemData(place) == value), -1)


def _period_words(months: int) -> str:
    if not months:
        return _("Passed at any time")
    if months == 1:
        return _("Passed this month")
    words = ngettext("Passed in {count} month", "Passed in {count} months", months)
    return words.format(count=i18n.isolate(i18n.number(months)))
