"""Three steps for a desk that was never used: people, modules, a session."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.operations.desk_home import DeskHome
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

NAMES = ("people", "modules", "session")


class FirstSteps(Card):
    """What to do first, and what is done. Hidden once a session was planned.

    Signals: ``chosen(name)``, one of ``NAMES``.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Heading("h2")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        self._marks: dict[str, PictureMark] = {}
        self._lines: dict[str, Para] = {}
        self.buttons: dict[str, QAbstractButton] = {}
        for name in NAMES:
            mark = PictureMark("circle", 28, colour="primary")
            line = Para("body")
            button = PrimaryButton() if name == "session" else SecondaryButton()
            button.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
            row = QHBoxLayout()
            row.setSpacing(14)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(line, 1, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)
            self._marks[name], self._lines[name], self.buttons[name] = mark, line, button

    def show_home(self, home: DeskHome | None) -> None:
        """Say, in the language of the moment, what is done already."""
        self.setVisible(home is not None and home.is_new)
        self._title.setText(_("Three steps to your first session"))
        words = {
            "people": (_("Write down who works here, or bring a list."), _("Add people")),
            "modules": (_("Look which modules are here. More come by USB."), _("See modules")),
            "session": (_("Choose a module and a day. The plan is there."), _("New session")),
        }
        done = {
            "people": bool(home and home.people),
            "modules": bool(home and home.modules),
            "session": False,
        }
        for name, (line, button) in words.items():
            self._marks[name].show_icon("circle-check" if done[name] else "circle")
            # For translators: before a step that is done
            self._lines[name].setText(_("Done: {step}").format(step=line) if done[name] else line)
            self.buttons[name].setText(button)
