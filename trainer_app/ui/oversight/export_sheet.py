"""Saving a report: what kind of file, which columns, with names or without, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from trainer_app import i18n
from trainer_app.i18n import N_, _, isolate, listing, ngettext
from trainer_app.operations.learning import today
from trainer_app.operations.reports.hand_out import FORMATS, KINDS, WHYS, ReportFormat
from trainer_app.ui.background import Background
from trainer_app.ui.oversight.export_columns import ColumnTicks
from trainer_app.ui.oversight.export_errand import (
    Charts,
    Chosen,
    Make,
    Outline,
    ReportErrand,
    outline,
)
from trainer_app.ui.paper.report_paper import LONG, long_words
from trainer_app.ui.progress_row import ProgressRow
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.fields import Dropdown, FormField, StepSwitch
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet
from trainer_app.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from trainer_app.training.staff import OnDuty

_FOR: dict[ReportFormat, str] = {
    "xlsx": N_("To look at, filter and count."),
    "pdf": N_("To print, or for somebody who only reads it."),
    "csv": N_("For other programs."),
    "json": N_("For programs that somebody writes."),
}


class ExportReportSheet(Sheet):
    """Closed by its own buttons; says on itself where the file is. For every report.

    ``make`` makes the report with all its columns, on the store's thread: once to know them, and
    again for the file. ``charts`` gives those of the report as it is taken, for paper.
    """

    def __init__(
        self,
        background: Background,
        on_duty: OnDuty | None,
        make: Make,
        *,
        charts: Charts | None = None,
    ) -> None:
        super().__init__(width=680)
        self.on_duty = on_duty
        self._background, self._make = background, make
        self._outline: Outline | None = None
        self._dialog: QFileDialog | None = None
        self._path = ""
        self._told: Literal["", "saved", "stopped", "no-column"] = ""
        self._about, self._for = Para("body"), Para("small", colour="text_muted")
        self.switch, self._long = StepSwitch(FORMATS), NoteLine()
        self.without_names, self.why = Tick(), Dropdown()
        self._why_field, self._careful = FormField(self.why), Callout("careful")
        self.columns = ColumnTicks()
        self.note, self.retry = NoteLine(), RetryLine()
        self.errand = ReportErrand(background, charts, self)
        self.progress = ProgressRow(self.errand)
        self.cancel, self.save = SecondaryButton(), PrimaryButton("download")
        self._fill()
        self._connect()
        self.settle()
        self._load()

    def _fill(self) -> None:
        self.switch.select(FORMATS[0])
        self.without_names.setChecked(True)
        for why in WHYS:
            self.why.addItem("", why.value)
        self.why.setCurrentIndex(-1)
        parts: tuple[QWidget, ...] = (
            self._about, self.switch, self._for, self._long, self.without_names, self._why_field,
            self._careful, self.columns, self.note, self.progress, self.retry,
        )  # fmt: skip
        for part in parts:
            self.body.addWidget(part)
        self.buttons.addWidget(self.cancel)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.save)
        for part in (self._why_field, self._careful, self.without_names, self.columns):
            part.setVisible(False)
        self.save.setEnabled(False)

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.close_sheet)
        self.save.clicked.connect(self._on_save)
        self.switch.chosen.connect(lambda _format: self._say_for())
        self.without_names.toggled.connect(self._on_without_names)
        self.why.activated.connect(lambda _row: self._why_field.show_error(""))
        self.columns.changed.connect(lambda: self._tell(""))
        self.errand.moved.connect(self._on_moved)
        self.errand.ended.connect(self._on_ended)

    # ------------------------------------------------------------ words

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Save this report"))
        self.switch.set_words(_("Kind of file"), [_(KINDS[one]) for one in FORMATS])
        self.without_names.setText(_("Without names"))
        self.without_names.setAccessibleName(self.without_names.text())
        self._why_field.set_words(_("Why are the names needed?"))
        self.why.setPlaceholderText(_("Choose"))
        for place, words in enumerate(WHYS.values()):
            self.why.setItemText(place, _(words))
        self._careful.setText(
            _("This file names people. Give it only to those who need it. Saving it is noted.")
        )
        self.cancel.setText(_("Close"))
        self.save.setText(_("Choose where"))
        self._say_about()
        self._say_for()
        self._say_note()
        self._say_far()
        if self._why_field.error:
            self._ask_why()
        if self._outline is not None:  # its words are those of another language
            self._load()

    def _say_about(self) -> None:
        if self._outline is None:
            self._about.setText(_("Looking at what is in it…"))
            return
        longest = max((table.rows for table in self._outline.tables), default=0)
        words = ngettext("{report}: {count} row.", "{report}: {count} rows.", longest)
        count = isolate(i18n.number(longest))
        self._about.set_plain(words.format(report=isolate(self._outline.title), count=count))

    def _say_for(self) -> None:
        """What the kind of file is good for, and where another one would be better."""
        chosen = self._format
        tables = self._outline.tables if self._outline is not None else ()
        words = _(_FOR[chosen])
        if chosen == "csv" and len(tables) > 1:
            words += " " + _("Each table is a file of its own.")
        self._for.setText(words)
        longest = max((table.rows for table in tables), default=0)
        if chosen == "pdf" and longest > LONG:
            self._long.say(long_words(longest), "info")
        else:
            self._long.clear()

    @property
    def _format(self) -> ReportFormat:
        return cast(ReportFormat, self.switch.selected())

    # ------------------------------------------------------------ what there is

    def _load(self) -> None:
        self._background.run(
            self,
            outline(self._make),
            self._on_loaded,
            lambda error: self.retry.show_error(error, self._load),
        )

    def _on_loaded(self, found: Outline) -> None:
        first, self._outline = self._outline is None, found
        self.without_names.setVisible(found.has_names)
        self.columns.setVisible(True)
        self.columns.show_tables(found.tables)
        self._say_about()
        self._say_for()
        if first:
            self.save.setEnabled(True)
            if self.cancel.hasFocus():
                self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_without_names(self, without: bool) -> None:
        self._why_field.setVisible(not without)
        self._careful.setVisible(not without)
        self._why_field.show_error("")
        self.columns.set_with_names(not without)

    # ------------------------------------------------------------ saving

    def _chosen(self) -> Chosen:
        with_names = not self.without_names.isChecked()
        why = self.why.currentData() if with_names else None
        return Chosen(self._format, self.columns.chosen(), with_names, why)

    def _may_save(self) -> bool:
        """Whether all is chosen; says what is not."""
        chosen = self._chosen()
        if chosen.with_names and chosen.why is None:
            self._ask_why()
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_up(self._why_field)
            return False
        if not any(chosen.columns.values()):
            self.columns.open()
            self._tell("no-column")
            return False
        return True

    def _ask_why(self) -> None:
        self._why_field.show_error(_("Choose why the names are needed."))

    def _on_save(self) -> None:
        if self._outline is None or not self._may_save():
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        kind, name = self._format, _(KINDS[self._format])
        where = QStandardPaths.writableLocation(documents)
        dialog = QFileDialog(self, _("Save this report"), where)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{name} (*.{kind})")
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"waypost-{self._outline.key}-{today().isoformat()}.{kind}")
        dialog.fileSelected.connect(self.save_to)
        self._dialog = dialog
        dialog.open()

    def save_to(self, path: str) -> None:
        """Save the report as this file and say so, or say why not."""
        if self.errand.is_running or not self._may_save():
            return
        self.retry.clear()
        self._tell("")
        self._path = path
        self.errand.take(self._make, self._chosen(), Path(path), self.on_duty)

    def _on_moved(self) -> None:
        """It began, came further or ended."""
        running = self.errand.is_running
        begins = running and self.progress.isHidden()
        for part in (self.switch, self.without_names, self._why_field, self.columns, self.save):
            part.setEnabled(not running)
        self.progress.setVisible(running)
        if begins:
            self.progress.stop.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_up(self.progress)
        self._say_far()

    def _say_far(self) -> None:
        done, total = self.errand.progress or (0, 0)
        self.progress.show_progress(self._far(done, total), done / total if total else 0.0)

    def _far(self, done: int, total: int) -> str:
        if self.errand.is_painting:
            return _("Making the pages…")
        if not total:
            return _("Putting the figures together…")
        if done == total:
            return _("Almost done…")
        words = _("{done} of {total} rows")
        return words.format(done=isolate(i18n.number(done)), total=isolate(i18n.number(total)))

    def _on_ended(self) -> None:
        if self.errand.error is not None:
            path = self._path
            self.retry.show_error(self.errand.error, lambda: self.save_to(path))
            self._bring_up(self.retry)
            return
        self._tell("saved" if self.errand.saved else "stopped")
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, what: Literal["", "saved", "stopped", "no-column"]) -> None:
        self._told = what
        self._say_note()
        if what:
            self._bring_up(self.note)

    def _say_note(self) -> None:
        match self._told:
            case "":
                self.note.clear()
            case "saved":
                names = listing(isolate(path.name) for path in self.errand.saved)
                self.note.say(_("Saved: {name}").format(name=names), "good")
            case "stopped":
                self.note.say(_("Stopped. Nothing was saved."), "info")
            case "no-column":
                self.note.say(_("Tick one column at least."), "careful")

    def _bring_up(self, part: QWidget) -> None:
        """Scroll to what has just appeared, once there is a place for it."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(part, 0, 8))

    def close_sheet(self) -> None:
        """What is under way leaves off; nothing of it is left."""
        self.errand.stop()
        super().close_sheet()
