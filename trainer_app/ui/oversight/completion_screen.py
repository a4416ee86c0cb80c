"""V03: everybody with every module, found and sorted, to be opened, copied and saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.learning import today
from trainer_app.operations.reports.completion import (
    Matrix,
    MatrixRow,
    Sorting,
    matrix,
    matrix_rows,
)
from trainer_app.operations.reports.coverage import Coverage
from trainer_app.operations.reports.overview import Overview, overview
from trainer_app.operations.reports.scope import EVERYBODY, Scope
from trainer_app.operations.reports.terms import Terms, teams_of, terms
from trainer_app.ui.oversight.legend import StateLegend
from trainer_app.ui.oversight.matrix_text import as_lines
from trainer_app.ui.oversight.matrix_view import MatrixView
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.scope_bar import ScopeBar
from trainer_app.ui.oversight.site_words import coverage_line
from trainer_app.ui.oversight.tiles import Tiles
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.ui.background import Background


class CompletionScreen(OversightPage):
    """Signals: ``person_asked(str)`` with a learner id; ``export_asked(Scope, Sorting)``;
    ``scope_changed(Scope)`` when somebody looks for others."""

    person_asked = Signal(str)
    export_asked = Signal(object, object)
    scope_changed = Signal(object)

    place = "completion"

    def __init__(self, background: Background, catalog: Catalog, scope: Scope = EVERYBODY) -> None:
        """``scope`` is whom somebody looked for when they left, or whom a number counts."""
        super().__init__(background)
        self._catalog = catalog
        self._told: Terms | None = None
        self._made: Matrix | None = None
        self._overview: Overview | None = None
        self._sorting = Sorting()
        self._is_dense = False
        self._question = 0
        self.export = PrimaryButton("file-spreadsheet")
        self.tiles = Tiles()
        self.filters = ScopeBar(scope, today())
        self.legend, self.table = StateLegend(), MatrixView()
        self.dense = QuietButton("table")
        self._count, self._news = (
            Para("small", colour="text_muted"),
            Para("small", colour="text_muted"),
        )
        self.nobody, self.clear = NoteLine(), SecondaryButton("x")
        self.note = NoteLine()
        self._build()
        self._connect()
        self.settle()
        self.begin()

    def _build(self) -> None:
        self.tiles.add(self.export)
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self.legend, 1, Qt.AlignmentFlag.AlignVCenter)
        above.addWidget(self.dense, 0, Qt.AlignmentFlag.AlignVCenter)
        self._card = Card()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(6, 4, 6, 6)
        inside.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(10, 0, 10, 0)
        top.addLayout(above)
        inside.addLayout(top)
        inside.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self._count)
        below.addWidget(self._news, 1)
        page = QWidget()
        self._inside = column = QVBoxLayout(page)
        column.setSpacing(10)
        column.addWidget(self.tiles)
        column.addWidget(self.filters)
        for line in (self.waiting, self.retry, self.note, self.nobody):
            column.addWidget(line)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._card, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        column.addLayout(below)
        self.set_page(page)
        for part in (self._card, self.tiles, self.filters, self.clear):
            part.setVisible(False)

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_scope_changed)
        self.tiles.chosen.connect(self.filters.show_scope)
        self.table.opened.connect(self.person_asked)
        self.table.copy_asked.connect(self._on_copy_asked)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.model.wanted.connect(self._on_rows_wanted)
        self.dense.clicked.connect(self._on_dense_clicked)
        self.clear.clicked.connect(self.filters.clear)
        self.export.clicked.connect(
            lambda: self.export_asked.emit(self.filters.scope, self._sorting)
        )
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_pressed)
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.activated.connect(self.export.click)

    # ------------------------------------------------------------ asking

    def read(self) -> None:
        """Ask who is in the scope, and for its numbers."""
        scope, sorting, language = self.filters.scope, self._sorting, i18n.language()
        self._question += 1
        mine = self._question

        def ask(store: Store) -> tuple[Terms, Matrix, Overview, tuple[str, ...]]:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            made = matrix(store, told=told, scope=scope, sorting=sorting)
            whole = overview(store, told=told, scope=replace(scope, trained=None, overdue=None))
            return told, made, whole, teams_of(store, scope.sites)

        def answered(found: tuple[Terms, Matrix, Overview, tuple[str, ...]]) -> None:
            if mine == self._question:
                self._show(*found)

        self.background.run(self, ask, answered, self.show_error)

    def _show(self, told: Terms, made: Matrix, whole: Overview, teams: Sequence[str]) -> None:
        first = self._made is None
        self._told, self._made, self._overview = told, made, whole
        self.filters.offer(_names(whole.coverage), teams)
        self.tiles.show_overview(whole, self.filters.scope)
        self.table.show_matrix(made, _names(whole.coverage))
        self._say()
        if first and (self.focusWidget() is None or self.focusWidget() is self):
            focus = self.first_focus()
            if focus is not None and self.isVisible():
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rows_wanted(self, ids: list[int]) -> None:
        told = self._told
        if told is not None:
            self.background.run(
                self,
                lambda store: matrix_rows(store, told=told, ids=ids),
                self.table.model.keep,
                self.show_error,
            )

    def _on_scope_changed(self) -> None:
        self.note.clear()
        self.scope_changed.emit(self.filters.scope)
        self.read()

    def _on_sort_asked(self, column: int) -> None:
        """By this column; by the one it is sorted by already, from the other end."""
        if self._made is None or column > len(self._made.modules):
            return
        module = self._made.modules[column - 1].module_id if column else ""
        by = Sorting("module" if column else "name", module)
        same = replace(self._sorting, descending=False) == by
        self._sorting = replace(by, descending=same and not self._sorting.descending)
        self.table.show_sorted(column, descending=self._sorting.descending)
        self.read()

    # ------------------------------------------------------------ copying

    def _on_copy_asked(self, ids: list[int]) -> None:
        told, made = self._told, self._made
        if told is None or made is None:
            return

        def copied(rows: list[MatrixRow]) -> None:
            names = _names(self._overview.coverage) if self._overview else {}
            QGuiApplication.clipboard().setText(as_lines(rows, made.modules, names))
            words = ngettext("{count} row copied.", "{count} rows copied.", len(rows))
            self.note.say(words.format(count=isolate(i18n.number(len(rows)))), "good")

        self.background.run(
            self, lambda store: matrix_rows(store, told=told, ids=ids), copied, self.show_error
        )

    # ------------------------------------------------------------ words, keys

    def arrange(self) -> None:
        super().arrange()
        margin = 16 if self.compact else 28
        self._inside.setContentsMargins(margin, 14, margin, 12)
        self.tiles.set_compact(self.compact)
        self._is_dense = self.compact
        self.table.set_dense(self._is_dense)
        self._say_dense()

    def title(self) -> str:
        return _("Who is trained")

    def first_focus(self) -> QWidget | None:
        if self._made is None:
            return self.bar.buttons[self.place]
        return self.table if self._made.ids else self.filters.search

    def retranslate(self) -> None:
        super().retranslate()
        # For translators: a button: save what is shown as a file.
        self.export.setText(_("Export"))
        self._say_dense()
        self.clear.setText(_("Show everybody"))
        self._say()
        self.title_changed.emit()

    def _say(self) -> None:
        made, whole = self._made, self._overview
        if made is None or whole is None:
            return
        anybody = bool(made.ids) or self.filters.is_narrow
        for part in (self.tiles, self.filters, self.export, self._count):
            part.setVisible(anybody)
        self._card.setVisible(bool(made.ids))
        self._rest.setVisible(not made.ids)
        self.clear.setVisible(not made.ids and self.filters.is_narrow)
        if made.ids:
            self.nobody.clear()
        elif self.filters.is_narrow:
            self.nobody.say(_("No one matches."), "info")
        else:
            self.nobody.say(
                _("Nobody is registered yet. Register people at the desk, or collect results."),
                "info",
            )
        words = ngettext("{count} person", "{count} people", len(made.ids))
        self._count.setText(words.format(count=isolate(i18n.number(len(made.ids)))))
        self._news.setText(coverage_line(whole.coverage))

    def _say_dense(self) -> None:
        self.dense.setText(_("Two lines a row") if self._is_dense else _("Compact rows"))

    def _on_dense_clicked(self) -> None:
        self._is_dense = not self._is_dense
        self.table.set_dense(self._is_dense)
        self._say_dense()

    def _on_find_pressed(self) -> None:
        if self.filters.search.isVisible():
            self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filters.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filters.search.text():
            self.filters.search.clear()
        elif self.filters.search.hasFocus() and event.key() == Qt.Key.Key_Down:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _names(covered: Coverage) -> dict[str, str]:
    return {one.site_id: one.name for one in covered.sites if not one.closed or one.is_in}
