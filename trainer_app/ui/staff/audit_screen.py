"""What staff did, the newest first: exported, reset, merged, issued."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.errors import NotSaved, TrainerError
from trainer_app.i18n import _, day, isolate, isolate_number, ngettext, number
from trainer_app.operations.act_words import ActsWritten, act_sentence, export_acts
from trainer_app.operations.audit import ActDone, list_acts
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

FILE_NAME = "waypost-acts.csv"
_PAGE = 30
_KEYS = {
    int(Qt.Key.Key_Down): QAbstractSlider.SliderAction.SliderSingleStepAdd,
    int(Qt.Key.Key_Up): QAbstractSlider.SliderAction.SliderSingleStepSub,
    int(Qt.Key.Key_PageDown): QAbstractSlider.SliderAction.SliderPageStepAdd,
    int(Qt.Key.Key_PageUp): QAbstractSlider.SliderAction.SliderPageStepSub,
}


class AuditScreen(Screen):
    """Reads on when asked. Signals: ``loaded`` when more is there; ``back_asked``."""

    loaded = Signal()

    leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty, *, at_once: int = _PAGE) -> None:
        super().__init__()
        self._background, self._by, self._at_once = background, on_duty, at_once
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.acts: list[ActDone] = []
        self._day: _Day | None = None
        self._nothing = NoteLine()
        self.save, self.more = SecondaryButton("download"), QuietButton("chevron-down")
        self.note, self.retry = NoteLine(), RetryLine()
        self._dialog: QFileDialog | None = None
        self.save.clicked.connect(self._on_save_clicked)
        self.more.clicked.connect(self._load)
        top = QHBoxLayout()
        top.addWidget(self.save)
        top.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        page = ScrollPage(width=960)
        page.column.setSpacing(12)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        page.column.addLayout(top)
        for widget in (self.note, self.retry, self._nothing):
            page.column.addWidget(widget)
        page.column.addLayout(self._list)
        page.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        page.column.addStretch(1)
        self.set_content(page)
        self._page = page
        self.more.setVisible(False)
        self.settle()
        self._load()

    def title(self) -> str:
        return _("What staff did")

    def first_focus(self) -> QWidget:
        return self.save

    def retranslate(self) -> None:
        self._heading.setText(_("What staff did"))
        self._about.setText(_("Nobody can change this list. It stays even when somebody leaves."))
        self.save.setText(_("Save as a file"))
        self.more.setText(_("Show more"))
        if self._nothing.isVisibleTo(self):
            self._say_nothing()
        self.title_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The list holds nothing that could have the focus, so these keys move it."""
        bar = self._page.verticalScrollBar()
        step = _KEYS.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(step)

    # ------------------------------------------------------------ the list

    def _load(self) -> None:
        """What comes after what is shown."""
        before = self.acts[-1].row if self.acts else None
        limit = self._at_once + 1  # one more tells whether there is more
        self.more.setEnabled(False)
        self._background.run(
            self,
            lambda store: list_acts(store, limit=limit, before=before),
            self._on_loaded,
            self._on_not_loaded,
        )

    def _on_not_loaded(self, error: Exception) -> None:
        self.more.setEnabled(True)
        self.retry.show_error(error, self._load)

    def _on_loaded(self, found: list[ActDone]) -> None:
        new = found[: self._at_once]
        had_focus = self.more.hasFocus()
        for act in new:
            if not self.acts or _date(act) != _date(self.acts[-1]):
                self._day = _Day(act)
                self._list.addWidget(self._day)
            elif self._day is not None:
                self._day.add(act)
            self.acts.append(act)
        self.more.setEnabled(True)
        self.more.setVisible(len(found) > len(new))
        if had_focus and not self.more.isVisible():
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.acts:
            self._say_nothing()
        self.loaded.emit()

    def _say_nothing(self) -> None:
        self._nothing.say(_("Nothing was written down yet."), "info")

    # ------------------------------------------------------------ a file

    def _on_save_clicked(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        where = QStandardPaths.writableLocation(documents)
        dialog = QFileDialog(self, _("Save as a file"), where)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Table") + " (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(self.save_to)
        self._dialog = dialog
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write everything to this file and say so, or say why not."""
        by = self._by
        self.note.clear()
        self.retry.clear()

        def failed(error: Exception) -> None:
            self.retry.show_error(_sentence(error, Path(path)), lambda: self.save_to(path))

        self._background.run(
            self, lambda store: export_acts(store, Path(path), by=by), self._on_saved, failed
        )

    def _on_saved(self, written: ActsWritten) -> None:
        words = ngettext(
            "Saved: {name}, with {count} line. People stand in it as codes.",
            "Saved: {name}, with {count} lines. People stand in it as codes.",
            written.count,
        )
        name, count = isolate(written.path.name), isolate(number(written.count))
        self.note.say(words.format(name=name, count=count), "good")


class _Day(Themed, QWidget):
    """A day, and what happened on it."""

    def __init__(self, first: ActDone) -> None:
        super().__init__()
        self._acts: list[ActDone] = []
        self._date = Para("label", colour="text_muted")
        self._lines: list[tuple[Para, Para]] = []
        card = Card()
        self._inside = QVBoxLayout(card)
        self._inside.setContentsMargins(20, 12, 20, 12)
        self._inside.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self._date)
        whole.addWidget(card)
        self.add(first)
        self.settle()

    def add(self, act: ActDone) -> None:
        """One more, at the end."""
        time, words = Para("small", colour="text_muted"), Para("body")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._inside.addLayout(row)
        self._acts.append(act)
        self._lines.append((time, words))
        self._say(act, time, words)

    def retranslate(self) -> None:
        self._date.setText(day(self._acts[0].at.astimezone(), "full"))
        for act, (time, words) in zip(self._acts, self._lines, strict=True):
            self._say(act, time, words)

    @staticmethod
    def _say(act: ActDone, time: Para, words: Para) -> None:
        time.set_plain(isolate_number(f"{act.at.astimezone():%H:%M}"))
        words.set_plain(act_sentence(act))


def _date(act: ActDone) -> str:
    return act.at.astimezone().date().isoformat()


def _sentence(error: Exception, path: Path) -> Exception:
    if isinstance(error, TrainerError) or not isinstance(error, OSError):
        return error
    words = _("{name} could not be saved there. Choose another folder, or free up space.")
    return NotSaved(words.format(name=isolate(path.name)))
