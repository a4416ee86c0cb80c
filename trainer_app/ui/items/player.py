"""What the lesson player and the quiz share: the strip, the question, the verdict's sheet, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHideEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.training.confidence import LINES
from trainer_app.ui.items.confidence_page import ConfidencePage
from trainer_app.ui.items.stopwatch import Stopwatch
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.feedback import FeedbackSheet
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout
from trainer_app.ui.widgets.progress import ProgressSteps

if TYPE_CHECKING:
    from trainer_app.training.confidence import Level, Line
    from trainer_app.ui.items.view import ItemView
    from trainer_app.ui.sound import Speaker

_QUESTION_WIDTH = 1116


class QuestionSteps(ProgressSteps):
    """The strip over a set of questions: "Question 3 of 10"."""

    def retranslate(self) -> None:
        words = _("Question {here} of {total}")
        here, total = i18n.number(self._here + 1), i18n.number(self._total)
        self.setText(words.format(here=i18n.isolate(here), total=i18n.isolate(total)))
        self.setAccessibleName(self.text())
        self.updateGeometry()


class QuestionPage(ScrollPage):
    """Holds the question that is asked now."""

    def __init__(self) -> None:
        super().__init__(width=_QUESTION_WIDTH)
        self.view: ItemView | None = None
        self.column.setContentsMargins(0, 10, 0, 20)

    def ask(self, view: ItemView) -> None:
        """Show this question instead of the former one."""
        self.clear()
        self.view = view
        self.column.addWidget(view)
        self.column.addStretch(1)
        self.to_top()

    def clear(self) -> None:
        """Take the question away."""
        self.view = None
        clear_layout(self.column)


class PlayerScreen(Screen):
    """A page with one thing after the other. Subclasses save what is answered.

    Enter presses the button in focus, or else the primary one; L reads a question aloud.
    """

    leading = "close"
    offers_language = False

    def __init__(self, strip: ProgressSteps, speaker: Speaker) -> None:
        super().__init__()
        self.speaker = speaker
        self.watch = Stopwatch()
        self._asked_at = 0
        self.saving = False
        self.strip = strip
        self.retry = RetryLine()
        self.questions = QuestionPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.questions)
        self.confidence: ConfidencePage | None = None
        self.leave_out = QuietButton()
        self.leave_out.clicked.connect(lambda: self._say_confidence({}))
        self.pages.currentChanged.connect(self._on_page_changed)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(32, 14, 32, 4)
        self._head.setSpacing(8)
        self._head.addWidget(strip)
        self._head.addWidget(self.retry)
        column.addLayout(self._head)
        column.addWidget(self.pages, 1)
        self.set_content(content)
        self.bar, self.feedback = ActionBar(), FeedbackSheet()
        self.note = NoteLine()
        across, tall = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum
        self.note.setSizePolicy(across, tall)
        self.go = PrimaryButton("arrow-right", forward=True)
        self.go.clicked.connect(self.on_go)
        self.feedback.continued.connect(self.on_continued)
        self.hear = IconButton("volume")
        self.hear.clicked.connect(self._read_verdict)
        self.feedback.extra.addWidget(self.hear)
        self.set_bottom(self.bar, self.feedback)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # ------------------------------------------------------------ for the subclasses

    def on_go(self) -> None:
        """The primary button was pressed."""
        raise NotImplementedError

    def on_continued(self) -> None:
        """The button of the verdict's sheet was pressed."""
        raise NotImplementedError

    def save_answer(self, response: str, duration_ms: int) -> None:
        """Put an answer on disk, then call ``show_answered`` or ``show_not_saved``."""
        raise NotImplementedError

    def take_confidence(self, levels: dict[Line, Level]) -> None:
        """Put on disk how sure somebody is, then go on; nothing where they left the lines out."""
        raise NotImplementedError

    @property
    def view(self) -> ItemView | None:
        """The question that is asked now, if one is."""
        return self.questions.view if self.pages.currentWidget() is self.questions else None

    def ask(self, view: ItemView) -> None:
        """Ask this question."""
        self.feedback.close_sheet()
        self.note.clear()
        self.retry.clear()
        view.response_changed.connect(self.note.clear)
        view.arrange(self.compact)
        self.questions.ask(view)
        self.pages.setCurrentWidget(self.questions)
        self.show_bottom(self.bar)
        self._asked_at = self.watch.ms
        self._focus(view.first_focus())
        self.announce(self.strip.text(), view.prompt.text(), view.hint.text())

    def check(self) -> None:
        """Save the answer if it is complete, or else say what is missing."""
        view = self.view
        if view is None or self.saving or view.shown is not None:
            return
        response = view.response()
        if response is None:
            self.note.say(view.missing(), "info")
            return
        self.set_saving(True)
        view.freeze()
        self.save_answer(response, max(0, self.watch.ms - self._asked_at))

    def ask_confidence(self) -> None:
        """Ask how sure somebody is, on one page after the questions."""
        if self.confidence is None:
            self.confidence = page = ConfidencePage()
            page.changed.connect(self.note.clear)
            page.arrange(self.compact)
            self.pages.addWidget(page)
            self.bar.add_start(self.leave_out)
        self.confidence.clear()
        self.feedback.close_sheet()
        self.note.clear()
        self.strip.hide()
        self.pages.setCurrentWidget(self.confidence)
        self.show_bottom(self.bar)
        self._focus(self.confidence.first_focus())
        self.announce(self.confidence.heading.text(), self.confidence.about.text())

    @property
    def asks_confidence(self) -> bool:
        """Whether that page is shown now."""
        return self.confidence is not None and self.pages.currentWidget() is self.confidence

    def _on_page_changed(self) -> None:
        self.leave_out.setVisible(self.asks_confidence)

    def check_confidence(self) -> None:
        """Keep the lines if each has its answer, or else say what is missing."""
        assert self.confidence is not None
        if len(self.confidence.levels) < len(LINES):
            self.note.say(_("Choose one answer in each line, or leave these out."), "info")
        else:
            self._say_confidence(self.confidence.levels)

    def _say_confidence(self, levels: dict[Line, Level]) -> None:
        if not self.saving:
            self.set_saving(True)
            self.take_confidence(levels)

    def show_not_saved(self, error: Exception) -> None:
        """Say why it is not saved; the answer stays as it was chosen."""
        self.set_saving(False)
        if self.view is not None and self.view.shown is None:
            self.view.thaw()
        self.show_bottom(self.bar)
        self.retry.show_error(error, self.on_retry)

    def on_retry(self) -> None:
        """Try what could not be saved once more."""
        self._focus(self.go)
        self.check()

    def show_verdict(self, right: bool, response: str, *, reveal: bool) -> None:
        """Show a saved verdict on the question and in the sheet at the bottom."""
        self.set_saving(False)
        view = self.view
        if view is None:
            return
        view.show_verdict(right, response, reveal=reveal)
        self.feedback.reason.setLayoutDirection(view.layoutDirection())
        passages, language = view.spoken()
        self.hear.setVisible(self.speaker.kind_for(passages, language) != "none")
        self.feedback.show_verdict("good" if right else "not-yet", view.explanation())
        self.show_bottom(self.feedback)
        self.feedback.button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._show_answer)

    def set_saving(self, saving: bool) -> None:
        """While something is being saved, nothing can be pressed twice."""
        self.saving = saving
        self.go.setEnabled(not saving)

    def player_words(self) -> None:
        """Say again what was said on the sheet, in the language of now."""
        self.hear.setText(_("Listen to this"))
        # For translators: a button: go on without saying how sure one is.
        self.leave_out.setText(_("Leave these out"))
        view = self.view
        if view is not None and view.shown is not None:
            self.feedback.reason.setText(view.explanation())

    # ------------------------------------------------------------ keys and life

    def primary(self) -> PrimaryButton:
        """On an answer, too, Enter checks; on a button it presses that one."""
        return self.feedback.button if self.feedback.isVisible() else self.go

    def listening(self) -> Listen | None:
        """What Space, L and R talk to now."""
        return self.view.listen if self.view is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view, listen = self.view, self.listening()
        if event.key() == Qt.Key.Key_L and not event.isAutoRepeat():
            if self.hear.isVisible():
                self._read_verdict()
            elif listen is not None and listen.can_read:
                listen.toggle()
            return
        if self.asks_confidence and self.confidence is not None and self.confidence.take_key(event):
            return
        if view is not None and view.shown is None and view.take_key(event):
            focus = self.window().focusWidget()
            if focus is not None and self.questions.isAncestorOf(focus):
                self.questions.ensureWidgetVisible(focus, 0, 24)
            return
        super().keyPressEvent(event)

    def announce(self, *words: str) -> None:
        """Have screen readers say what is new on the page."""
        said = " ".join(word for word in words if word)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _read_verdict(self) -> None:
        """Read the sheet aloud, or stop."""
        if self.speaker.is_reading:
            self.speaker.stop()
        elif self.view is not None:
            self.speaker.say(*self.view.spoken())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.stop()

    def arrange(self) -> None:
        self._head.setContentsMargins(32, 8 if self.compact else 14, 32, 6)
        if self.questions.view is not None:
            self.questions.view.arrange(self.compact)
        if self.confidence is not None:
            self.confidence.arrange(self.compact)

    def first_focus(self) -> QWidget | None:
        if self.feedback.isVisible():
            return self.feedback.button
        if self.view is not None:
            return self.view.first_focus()
        if self.asks_confidence and self.confidence is not None:
            return self.confidence.first_focus()
        return self.go

    def _focus(self, widget: QWidget | None) -> None:
        if widget is not None and self.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_answer(self) -> None:
        """The sheet took room: let what was chosen be seen beside its verdict."""
        if self.view is not None:
            chosen = self.view.first_focus()
            if chosen is not None:
                self.questions.ensureWidgetVisible(chosen, 0, 12)
