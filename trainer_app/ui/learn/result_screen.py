"""The result: what went well, what to read again, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.learn.road_screen import RoadScreen
from trainer_app.ui.part_words import about_minutes
from trainer_app.ui.sound import Passage
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card, CardButton
from trainer_app.ui.widgets.chips import Callout, Chip
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.module import Lesson, Module, Objective
    from trainer_app.operations.attempts import AttemptFinished
    from trainer_app.operations.people import SignedIn
    from trainer_app.training.attempt import Kind
    from trainer_app.ui.sound import Speaker


class ResultScreen(RoadScreen):
    """What an attempt came to. The questions before are only thanked for.

    Signals: ``read_again(lesson_id)``; ``certificate_asked(serial)``; ``retry_asked`` for a quiz
    with other questions. Going on or away is ``back_asked``.
    """

    read_again = Signal(str)
    certificate_asked = Signal(str)
    retry_asked = Signal()

    listen: Listen
    leading = "close"

    def __init__(
        self,
        module: Module,
        kind: Kind,
        finished: AttemptFinished,
        signed_in: SignedIn,
        speaker: Speaker,
        *,
        chain_filled: bool = True,
    ) -> None:
        """``chain_filled`` says whether this site has a number for whom to call."""
        super().__init__()
        self._module, self._kind = module, kind
        self._outcome, self._serial = finished.outcome, finished.serial
        self._judged = kind == "quiz"
        self._told = kind != "pre"
        self._unfilled = finished.outcome.passed and not chain_filled
        self.listen = Listen(speaker)
        self._build_head()
        self._build_below()
        page = ScrollPage(width=1080)
        page.column.addSpacing(8)
        page.column.addWidget(self._head)
        page.column.addWidget(self._critical)
        page.column.addLayout(self._both)
        page.column.addStretch(1)
        self.set_content(page)
        self._score.setVisible(self._told)
        missed = self._judged and bool(self._outcome.missed_critical)
        self._critical.setVisible(missed or self._unfilled)
        self._other = SecondaryButton()
        self._other.clicked.connect(self._on_other_clicked)
        self._go = PrimaryButton("arrow-right", forward=True)
        self._go.clicked.connect(self._on_go_clicked)
        bar = ActionBar()
        bar.add_start(self._other)
        bar.add_end(self._go)
        self.set_bottom(bar)
        self.settle()

    # ------------------------------------------------------------ building

    def _build_head(self) -> None:
        passed = self._outcome.passed
        icon, tint = ("award", "success") if passed else ("repeat", "caution")
        if not self._judged:
            icon, tint = "heart-handshake", "primary"
        self._heading, self._about = Heading("display"), Para("body_large")
        self._score = Chip("success" if passed else "plain", "list-check")
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._heading)
        words.addWidget(self._about)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self._score, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.listen, 1)
        words.addLayout(below)
        self._head = Card(radius=20)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(28, 24, 28, 24)
        row.setSpacing(28)
        mark = PictureMark(icon, 96, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def _build_below(self) -> None:
        self._critical = Callout("remember")
        self._well, self._again = Heading("h2"), Heading("h2")
        self._lessons: list[_LessonCard] = []
        self._both = QHBoxLayout()
        self._both.setSpacing(32)
        if not self._told:
            return
        objectives = {objective.id: objective for objective in self._module.objectives}
        ordered = sorted(self._outcome.objectives, key=lambda one: one.right / max(1, one.total))
        missed = [objectives[one.objective_id] for one in ordered if not one.reached]
        reached = [objectives[one.objective_id] for one in ordered if one.reached]
        if missed:
            self._both.addLayout(self._column_again(missed), 1)
        if reached:
            column = _column(self._well)
            for objective in reached:
                column.addLayout(_line("circle-check", "success", objective.text))
            column.addStretch(1)
            self._both.addLayout(column, 1)

    def _column_again(self, missed: list[Objective]) -> QVBoxLayout:
        column = _column(self._again)
        offered: set[str] = set()
        for objective in missed:
            column.addLayout(_line("repeat", "caution", objective.text))
            for lesson_id in objective.lessons:
                if lesson_id not in offered:
                    offered.add(lesson_id)
                    column.addWidget(self._lesson_card(self._module.lesson(lesson_id)))
        column.addStretch(1)
        return column

    def _lesson_card(self, lesson: Lesson) -> QWidget:
        card = _LessonCard(lesson)
        card.clicked.connect(lambda: self.read_again.emit(lesson.id))
        self._lessons.append(card)
        return card

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return self._module.title

    def primary(self) -> QAbstractButton:
        return self._go

    def retranslate(self) -> None:
        passed = self._outcome.passed
        if self._kind == "refresher":
            about = _("That keeps it fresh. Below is what you may want to read again.")
            about = about if self._lessons else _("That keeps it fresh.")
            self._say(_("Thank you"), about, _("Continue"))
        elif not self._judged:
            self._say(_("Thank you"), _("These were only to see where you start."), _("Continue"))
        elif passed and self._serial:
            self._say(_("You have passed"), self._score_words(), _("My certificate"), _("Continue"))
        elif passed and self._module.form == "short":
            words = _("The certificate comes with your whole path.")
            self._say(_("You have passed"), f"{self._score_words()} {words}", _("Continue"))
        elif passed:
            self._say(_("You have passed"), self._score_words(), _("Continue"))
        elif self._lessons:
            about = _("Read these lessons again, then try once more. The questions will be new.")
            self._say(_("Not yet"), about, _("Read again"), _("Try once more"))
        else:
            about = _("Try once more when you like. The questions will be new.")
            self._say(_("Not yet"), about, _("Try once more"))
        of = _("{right} of {total}")
        right, total = i18n.number(self._outcome.raw), i18n.number(self._outcome.total)
        score = of.format(right=isolate(right), total=isolate(total))
        self._score.show_state("success" if passed else "plain", "list-check", score)
        self._critical.setText(self._critical_words())
        self._well.setText(_("What went well"))
        again = passed or not self._judged
        self._again.setText(_("Worth reading again") if again else _("Read again"))
        paras = [self._heading, self._about]
        if self._critical.isVisibleTo(self):
            paras.append(self._critical.para)
        read = [Passage(f"result.{n}", para.text()) for n, para in enumerate(paras)]
        self.listen.offer(read, paras, i18n.language())

    def _say(self, heading: str, about: str, go: str, other: str = "") -> None:
        self._heading.setText(heading)
        self._about.setText(about)
        self._go.setText(go)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self.title_changed.emit()

    def _score_words(self) -> str:
        if self._outcome.raw == self._outcome.total:
            return _("Every question was right.")
        if self._outcome.scaled >= 0.9:
            return _("Almost every question was right.")
        return _("Most questions were right.")

    def _critical_words(self) -> str:
        if self._unfilled:
            return _(
                "This site has not written down yet whom to call. Ask your facilitator today: "
                "what you have learnt needs a number."
            )
        count = len(self._outcome.missed_critical)
        return ngettext(
            "One question is so important that it has to be right. You will meet it again.",
            "Some questions are so important that they have to be right. You will meet them again.",
            count,
        )

    # ------------------------------------------------------------ what is asked for

    def _on_go_clicked(self) -> None:
        if self._judged and self._outcome.passed and self._serial:
            self.certificate_asked.emit(self._serial)
        elif self._judged and not self._outcome.passed:
            if self._lessons:
                self._lessons[0].click()
            else:
                self.retry_asked.emit()
        else:
            self.back_asked.emit()

    def _on_other_clicked(self) -> None:
        if self._outcome.passed:
            self.back_asked.emit()
        else:
            self.retry_asked.emit()


class _LessonCard(CardButton):
    """A lesson to read again."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson = lesson
        self._mark = PictureMark("book-2", 28)
        self._title, self._about = Para("label"), Para("small", colour="text_muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        self.see_through(self._mark, self._title, self._about)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText(isolate(self._lesson.title))
        self._about.setText(about_minutes(self._lesson.minutes))
        words = _("Read again: {lesson}").format(lesson=isolate(self._title.text()))
        self.setAccessibleName(f"{words}. {self._about.text()}")


def _column(heading: Heading) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(heading)
    return column


def _line(icon: str, tint: str, text: str) -> QHBoxLayout:
    para = Para("body")
    para.setText(isolate(text))
    return marked(PictureMark(icon, 24, colour=tint, beside="body"), para, 12)
