"""The card of all questions: what they are sorted by, the table, and a way to save it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QVBoxLayout

from trainer_app.i18n import _
from trainer_app.operations.reports.works import ItemFigure
from trainer_app.operations.reports.works_report import WHOLE_ONLY
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.oversight.questions_model import ORDERS, QuestionOrder
from trainer_app.ui.oversight.questions_view import QuestionsView
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.fields import Dropdown
from trainer_app.ui.widgets.para import Heading, Para


class QuestionsCard(Card):
    """Signals: ``opened(ItemFigure)``; ``row_entered(QRect)`` in ``table``."""

    opened = Signal(object)
    row_entered = Signal(QRect)

    def __init__(self) -> None:
        self._title, self._about = Heading("h2"), Para("small", colour="text_muted")
        self.order, self.export = Dropdown(), SecondaryButton("file-spreadsheet")
        self.table = QuestionsView()
        super().__init__()  # dresses and names all of them
        tools = FlowRow()  # below each other where there is no room
        tools.add(self.order)
        tools.add(self.export)
        top = QVBoxLayout()
        top.setContentsMargins(20, 14, 20, 8)
        top.setSpacing(4)
        top.addWidget(self._title)
        top.addWidget(self._about)
        top.addSpacing(4)
        top.addWidget(tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table)
        self.order.activated.connect(lambda: self._sort(self.order.currentData()))
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(self.opened)
        self.table.row_entered.connect(self.row_entered)

    def show_figures(self, figures: tuple[ItemFigure, ...]) -> None:
        """Show these questions, given in the order of the module."""
        self.table.questions.show_figures(figures)

    def retranslate(self) -> None:
        self._title.setText(_("Questions"))
        self._about.setText(_(WHOLE_ONLY))
        self.export.setText(_("Export questions"))
        names = {
            "notice": _("What stands out first"),
            "difficulty": _("The hardest first"),
            "apart": _("What tells people apart least first"),
            "module": _("As in the module"),
        }
        self.order.setAccessibleName(_("Order of the questions"))
        self.order.setToolTip(_("Order of the questions"))
        self.order.clear()
        for one in ORDERS:
            self.order.addItem(names[one], one)
        self._select()

    def _sort(self, order: str) -> None:
        self.table.questions.sort_by(cast("QuestionOrder", order))
        self._select()

    def _select(self) -> None:
        self.order.setCurrentIndex(self.order.findData(self.table.questions.order))
        self.table.head.viewport().update()
