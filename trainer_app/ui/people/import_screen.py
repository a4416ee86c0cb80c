"""Taking in a list of people: choose a file, look at every row, then write it, all at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trainer_app.i18n import _, isolate, isolate_number, listing, ngettext, number
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.background import Background, NetworkWork
from trainer_app.ui.people.plan_list import PlanList, kind_words
from trainer_app.ui.people.words import how_many, role_words
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from trainer_app.operations.roster import RosterPreview, RosterTaken
    from trainer_app.operations.roster_plan import Kind
    from trainer_app.operations.syncing import Ask
    from trainer_app.training.staff import OnDuty

KINDS: tuple[Kind, ...] = ("problem", "new", "changes", "same")
Tell = Callable[[Any], None]


def look_at(path: Path) -> NetworkWork[RosterPreview]:
    """Read a file, off both threads that somebody waits for, and ask what it would do."""

    def work(ask: Ask, _tell: Tell, _stop: threading.Event) -> RosterPreview:
        from trainer_app.operations.roster import preview_roster, read_roster

        roster = read_roster(path)
        return ask(lambda store: preview_roster(store, roster))

    return work


def take_in(preview: RosterPreview, by: OnDuty | None) -> NetworkWork[RosterTaken]:
    """Write what was looked at; tells how many of how many are done."""

    def work(ask: Ask, tell: Tell, _stop: threading.Event) -> RosterTaken:
        from trainer_app.operations.roster import import_roster

        return ask(
            lambda store: import_roster(store, by=by, preview=preview, tell=lambda *far: tell(far))
        )

    return work


class ImportScreen(Screen):
    """Signals: ``taken(RosterTaken)`` when everything is written; ``pictures_asked(list)`` with the
    ids of new people who have none."""

    taken = Signal(object)
    pictures_asked = Signal(object)

    leading: Leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty | None) -> None:
        super().__init__()
        self.on_duty = on_duty
        self._background = background
        self._path: Path | None = None
        self._preview: RosterPreview | None = None
        self._dialog: QFileDialog | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._columns, self._works = Para("body"), Para("small", colour="text_muted")
        self._promise = Callout("note")
        self.retry, self.bar = RetryLine(), ProgressBar()
        self.choose, self.cancel = PrimaryButton("upload"), SecondaryButton()
        self.other, self.write = SecondaryButton("upload"), PrimaryButton("check")
        self._counted, self._ignored, self._mend = Para("body"), NoteLine(), NoteLine()
        self.switch, self.list = StepSwitch(KINDS), PlanList()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._start_page())
        self._pages.addWidget(self._preview_page())
        self.set_content(self._pages)
        self._start_bar, self._preview_bar = ActionBar(), ActionBar()
        self._start_bar.add_start(self.cancel)
        self._start_bar.add_end(self.choose)
        self._preview_bar.add_start(self.other)
        self._preview_bar.add_end(self.write)
        self.set_bottom(self._start_bar, self._preview_bar)
        self.show_bottom(self._start_bar)
        self.choose.clicked.connect(self._on_choose)
        self.other.clicked.connect(self._on_choose)
        self.cancel.clicked.connect(self.back_asked)
        self.write.clicked.connect(self._write)
        self.switch.chosen.connect(lambda _kind: self._show_rows())
        self.settle()

    # ------------------------------------------------------------ building

    def _start_page(self) -> QWidget:
        page = ScrollPage(width=760)
        page.column.setSpacing(14)
        for part in (self._heading, self._about, self.retry):
            page.column.addWidget(part)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(8)
        inside.addWidget(self._columns)
        inside.addWidget(self._works)
        page.column.addWidget(card)
        page.column.addWidget(self._promise)
        page.column.addStretch(1)
        return page

    def _preview_page(self) -> QWidget:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.addWidget(self.list)
        column = QVBoxLayout()
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(10)
        column.addWidget(self._counted)
        column.addWidget(self.switch)
        column.addWidget(self._mend)
        column.addWidget(self._ignored)
        self._trouble = RetryLine()
        column.addWidget(self._trouble)
        column.addWidget(self.bar)
        column.addWidget(card, 1)
        self.bar.setVisible(False)
        middle = QWidget()
        middle.setMaximumWidth(1120)
        middle.setLayout(column)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(32, 0, 32, 0)
        row.addStretch(0)
        row.addWidget(middle, 100)
        row.addStretch(0)
        return whole

    def title(self) -> str:
        return _("Take in a list")

    def primary(self) -> QAbstractButton:
        return self.choose if self._preview is None else self.write

    def first_focus(self) -> QWidget:
        return self.choose

    def retranslate(self) -> None:
        self._heading.setText(_("Take in a list"))
        self._about.setText(_("From a spreadsheet: Excel (.xlsx) or CSV. You look at it first."))
        self._columns.setText(
            _(
                "The first row names the columns: **Name** and **Work**, and if you like **Team**, "
                "**Language**, **Left** and **Id**, in any order."
            )
        )
        works = " · ".join(role_words(role) for role in ROLES)
        self._works.setText(_("Words for the work: {works}").format(works=works))
        self._promise.setText(
            _("Nobody is ever taken away by a list. An empty cell changes nothing.")
        )
        self.choose.setText(_("Choose a file"))
        self.other.setText(_("Choose another file"))
        self.cancel.setText(_("Back"))
        self._show_preview()
        if self._preview is not None and self._path is not None:
            self._look(self._path)  # its sentences are in the language they were asked for in
        self.title_changed.emit()

    # ------------------------------------------------------------ looking

    def _on_choose(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        dialog = QFileDialog(self, _("Choose a file"), QStandardPaths.writableLocation(documents))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Lists") + " (*.xlsx *.csv *.txt *.tsv)", _("All files") + " (*)"])
        dialog.fileSelected.connect(self.open_file)
        self._dialog = dialog
        dialog.open()

    def open_file(self, path: str) -> None:
        """Look at this file."""
        self._look(Path(path))

    def _look(self, path: Path) -> None:
        self._path = path
        self.retry.clear()
        self._trouble.clear()
        self._set_busy(True)
        self._background.run_network(self, look_at(path), self._on_looked, self._on_not_looked)

    def _on_looked(self, preview: RosterPreview) -> None:
        self._set_busy(False)
        fresh = self._preview is None or self._preview.roster != preview.roster
        self._preview = preview
        if fresh:
            first = next((kind for kind in KINDS if preview.count(kind)), "new")
            self.switch.select(first)
        self._pages.setCurrentIndex(1)
        self.show_bottom(self._preview_bar)
        self._show_preview()
        if fresh:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_looked(self, error: Exception) -> None:
        self._set_busy(False)
        self._preview = None
        self._pages.setCurrentIndex(0)
        self.show_bottom(self._start_bar)
        self.retry.show_error(error, self._on_choose)

    def _show_preview(self) -> None:
        preview = self._preview
        words = [
            f"{kind_words(kind)} ({isolate_number(number(preview.count(kind) if preview else 0))})"
            for kind in KINDS
        ]
        self.switch.set_words(_("Rows"), words)
        if preview is None:
            return
        rows = len(preview.rows)
        said = ngettext("{count} row in {file}", "{count} rows in {file}", rows)
        name = isolate(self._path.name) if self._path else ""
        self._counted.set_plain(said.format(count=isolate_number(number(rows)), file=name))
        if preview.roster.ignored:
            columns = listing(isolate(one) for one in preview.roster.ignored)
            self._ignored.say(_("Not read, not kept: {columns}").format(columns=columns), "info")
        else:
            self._ignored.clear()
        if preview.count("problem"):
            self._mend.say(
                _("Rows to be mended are left out. Mend them in the file, then choose it again."),
                "careful",
            )
        else:
            self._mend.clear()
        if preview.writes:
            self.write.setText(_("Take in {people}").format(people=how_many(preview.writes)))
        else:
            self.write.setText(_("Nothing to take in"))
        self.write.setEnabled(preview.writes > 0)
        self._show_rows()

    def _show_rows(self) -> None:
        if self._preview is not None:
            kind = self.switch.selected()
            self.list.rows.show_plans([row for row in self._preview.rows if row.kind == kind])

    # ------------------------------------------------------------ writing

    def _write(self) -> None:
        if self._preview is None:
            return
        self._trouble.clear()
        self._set_busy(True)
        self.bar.setVisible(True)
        self._background.run_network(
            self,
            take_in(self._preview, self.on_duty),
            self._on_written,
            self._on_not_written,
            self._on_told,
        )

    def _on_told(self, far: tuple[int, int]) -> None:
        done, everybody = far
        self.bar.setValue(round(100 * done / max(1, everybody)))
        self.bar.setAccessibleName(how_many(done))

    def _on_written(self, taken: RosterTaken) -> None:
        self._set_busy(False)
        self.taken.emit(taken)

    def _on_not_written(self, error: Exception) -> None:
        self._set_busy(False)
        again = self._path
        self._trouble.show_error(error, lambda: self._look(again) if again else None)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.choose, self.other, self.cancel):
            button.setEnabled(not busy)
        writes = self._preview.writes if self._preview else 0
        self.write.setEnabled(not busy and writes > 0)
        if not busy:
            self.bar.setVisible(False)
