"""Above the figures: of which module, at which sites, in which half-years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.reports.terms import ModuleTerm
from trainer_app.operations.reports.works_report import half_words
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.oversight.pick_sheet import PickSheet, PickWords
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.fields import Dropdown

_LONGEST = 26
"""So many letters of a title or a name have room; the list has it whole."""


class WorksBar(Themed, QWidget):
    """Whole sites and whole half-years only: see ``store.reports.figures``.

    Signals: ``module_changed``, ``scope_changed``, ``sheet_asked(Sheet)``.
    """

    module_changed = Signal()
    scope_changed = Signal()
    sheet_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sites: tuple[str, ...] = ()
        self.halves: tuple[date, ...] = ()
        self._modules: tuple[ModuleTerm, ...] = ()
        self._sites: Mapping[str, str] = {}
        self._halves: tuple[date, ...] = ()
        self.module = Dropdown()
        self.module.setSizeAdjustPolicy(
            Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.module.setMinimumContentsLength(_LONGEST)
        self.site, self.half = SecondaryButton("building"), SecondaryButton("calendar")
        self.flow = FlowRow()
        for part in (self.module, self.site, self.half):
            self.flow.add(part)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self.flow, 1)
        self.module.activated.connect(self._on_module_activated)
        self.site.clicked.connect(self._on_site_clicked)
        self.half.clicked.connect(self._on_half_clicked)
        self.settle()

    def add(self, button: QWidget) -> None:
        """Put a button at the end of the row."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def module_id(self) -> str:
        """The module that is shown; empty before any is known."""
        return str(self.module.currentData() or "")

    def offer(
        self,
        modules: Sequence[ModuleTerm],
        module_id: str,
        sites: Mapping[str, str],
        halves: Sequence[date],
    ) -> None:
        """Offer these modules, sites (names by id) and half-years; ``module_id`` is shown."""
        self._modules, self._sites, self._halves = tuple(modules), sites, tuple(halves)
        self.module.clear()
        for one in self._modules:
            self.module.addItem(one.title, one.module_id)
        self.module.setCurrentIndex(self.module.findData(module_id))
        self.site.setVisible(len(sites) > 1)
        self.half.setVisible(len(halves) > 1)
        self.retranslate()
        self.flow.updateGeometry()

    def retranslate(self) -> None:
        self.module.setAccessibleName(_("Module"))
        self.module.setToolTip(self.module.currentText())
        for button, name, words in (
            (self.site, _("Sites"), self._site_words()),
            (self.half, _("When"), self._half_words()),
        ):
            button.setText(words)
            button.setAccessibleName(f"{name}: {words}")
            button.setToolTip(name)

    def _site_words(self) -> str:
        if not self.sites:
            return _("All sites")
        if len(self.sites) == 1:
            name = self._sites.get(self.sites[0]) or _("No site")
            return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        words = ngettext("{count} site", "{count} sites", len(self.sites))
        return words.format(count=isolate(i18n.number(len(self.sites))))

    def _half_words(self) -> str:
        if not self.halves:
            return _("All time")
        if len(self.halves) == 1:
            return half_words(self.halves[0])
        words = ngettext("{count} half-year", "{count} half-years", len(self.halves))
        return words.format(count=isolate(i18n.number(len(self.halves))))

    # ------------------------------------------------------------ choosing

    def _on_module_activated(self) -> None:
        self.halves = ()
        self.retranslate()
        self.module_changed.emit()

    def _on_site_clicked(self) -> None:
        words = PickWords(
            lambda: _("Which sites?"),
            lambda: _("Tick one or more. Each counts as a whole."),
            lambda: _("All sites"),
            lambda: _("Show"),
        )
        offers = [
            (site_id, lambda name=name: name or _("No site"))
            for site_id, name in self._sites.items()
        ]
        sheet = PickSheet(words, offers, self.sites)
        sheet.picked.connect(self._on_sites_picked)
        self.sheet_asked.emit(sheet)

    def _on_half_clicked(self) -> None:
        words = PickWords(
            lambda: _("Which half-years?"),
            lambda: _("Tick one or more. Each counts as a whole."),
            lambda: _("All time"),
            lambda: _("Show"),
        )
        offers = [(one.isoformat(), lambda one=one: half_words(one)) for one in self._halves]
        sheet = PickSheet(words, offers, [one.isoformat() for one in self.halves])
        sheet.picked.connect(self._on_halves_picked)
        self.sheet_asked.emit(sheet)

    def _on_sites_picked(self, keys: tuple[str, ...]) -> None:
        self.sites = keys
        self._on_picked()

    def _on_halves_picked(self, keys: tuple[str, ...]) -> None:
        self.halves = tuple(map(date.fromisoformat, keys))
        self._on_picked()

    def _on_picked(self) -> None:
        self.retranslate()
        self.scope_changed.emit()
