"""One question: its words, its figures, and which answers people chose."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, is_rtl, isolate
from trainer_app.operations.reports.choices import ChoiceFigure, ChoiceTable
from trainer_app.operations.reports.works import ItemFigure
from trainer_app.operations.reports.works_report import TESTS, WHOLE_ONLY, fewest_line
from trainer_app.ui.charts.bars import StackedBars
from trainer_app.ui.charts.data import Bar, Bars, Part
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.items.slots import direction
from trainer_app.ui.oversight.works_words import (
    apart_sentence,
    group_sentence,
    remark_words,
    too_few,
)
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.sheet import Sheet


class QuestionSheet(Sheet):
    """Words of the module stand in its own ``language``, the others in ours."""

    def __init__(self, figure: ItemFigure, language: str) -> None:
        super().__init__(width=860)
        self._figure = figure
        self._prompt, self._objective = Heading("h2"), Para("small", colour="text_muted")
        self._figures, self._apart = Para("body"), Para("body", colour="text_muted")
        self._remark = Callout("note")
        self._reason_title, self._reason = Para("label"), Para("body")
        self._none, self._counted = Para("body"), Para("small", colour="text_muted")
        self.charts = [(one, StackedBars()) for one in figure.choices]
        self.frames = [ChartFrame(bars, "waypost-answers") for _table, bars in self.charts]
        self._notes = [Para("small", colour="text_muted") for _table in self.charts]
        for para, words in (
            (self._prompt, figure.prompt),
            (self._objective, figure.objective),
            (self._reason, figure.reason),
        ):
            para.set_plain(words)
            para.setLayoutDirection(direction(is_rtl(language)))
        self._done = PrimaryButton()
        self._done.clicked.connect(self.close_sheet)
        self._lay_out()
        self.settle()

    def _lay_out(self) -> None:
        for part in (self._prompt, self._objective, self._figures, self._remark, self._apart):
            self.body.addWidget(part)
        for frame, note in zip(self.frames, self._notes, strict=True):
            block = QWidget()
            column = QVBoxLayout(block)
            column.setContentsMargins(0, 4, 0, 0)
            column.setSpacing(6)
            column.addWidget(frame)
            column.addWidget(note)
            self.body.addWidget(block)
        self.body.addWidget(self._none)
        self.body.addWidget(self._reason_title)
        self.body.addWidget(self._reason)
        self.body.addWidget(self._counted)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._done, 0, Qt.AlignmentFlag.AlignTrailing)
        self._none.setVisible(not self.charts)

    def retranslate(self) -> None:
        super().retranslate()
        figure = self._figure
        self.set_title(_("Question"))
        said = [group_sentence(_(TESTS["before"]), figure.before),
                group_sentence(_(TESTS["after"]), figure.after)]  # fmt: skip
        if figure.critical:
            said.insert(0, _("It must be right to pass."))
        self._figures.setText(" ".join(said))
        seen, to_do = remark_words(figure)
        self._remark.setText(" ".join(filter(None, (seen, to_do))))
        self._remark.setVisible(bool(seen))
        self._apart.setText(apart_sentence(figure.upper_lower))
        # For translators: over the sentence that says why an answer is right
        self._reason_title.setText(_("Why"))
        self._counted.setText(f"{fewest_line()} {_(WHOLE_ONLY)}")
        self._none.setText(
            _("Which answers people choose: too few to show, or there are none to choose from.")
        )
        self._done.setText(_("Close"))
        for place, (table, bars) in enumerate(self.charts):
            self._say_choices(table, bars, self.frames[place], self._notes[place])

    def _say_choices(
        self, table: ChoiceTable, bars: StackedBars, frame: ChartFrame, note: Para
    ) -> None:
        bars.show_data(choice_bars(table))
        count = isolate(i18n.number(table.people))
        about = _("{count} people, at all sites and all time").format(count=count)
        frame.set_words(_(TESTS[table.test]), about)
        drawing = next((one.text for one in table.choices if one.choice_id == table.drawing), "")
        note.setText(_("Most of the others chose: {answer}").format(answer=isolate(drawing)))
        note.setVisible(bool(drawing))


def choice_bars(table: ChoiceTable) -> Bars:
    """The choices of a table as bars, each of all people."""
    rows = [_bar(one, table.people) for one in table.choices]
    if table.others is not None:
        share = table.others / table.people
        parts = (0, table.others, table.people - table.others)
        rows.append(Bar("", _("All others together"), parts, _end(table.others, share)))
    return Bars(
        rows_name=_("Answer"),
        parts=(
            Part(_("Right answer"), "solid"),
            Part(_("Another answer"), "hatched"),
            Part(_("Did not choose it"), "faint"),
        ),
        rows=tuple(rows),
    )


def _bar(one: ChoiceFigure, people: int) -> Bar:
    if one.people is None or one.share is None:
        return Bar(one.choice_id, one.text, None, too_few())
    rest = people - one.people
    parts = (one.people, 0, rest) if one.right else (0, one.people, rest)
    return Bar(one.choice_id, one.text, parts, _end(one.people, one.share))


def _end(people: int, share: float) -> str:
    return f"{i18n.percent(share)} · {i18n.number(people)}"
