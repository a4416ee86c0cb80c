"""The recovery code at set-up: write it on paper, then type it back from there."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from trainer_app.i18n import _, isolate_number
from trainer_app.ui import theme
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.small_card import recovery_sheet
from trainer_app.ui.themed import Themed
from trainer_app.ui.tour_card import TourCard
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Heading, Para

FILE_NAME = "waypost-code.pdf"


class CodeGroups(Themed, FlowRow):
    """A code in its groups, always from left to right."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(code)
        self._groups: list[_Group] = []
        for letters in code.split("-"):
            group = _Group(letters)
            self.add(group)
            self._groups.append(group)
        self.settle()


class _Group(Card):
    def __init__(self, letters: str) -> None:
        super().__init__(ground="surface", edge="border_strong", radius=theme.CONTROL_RADIUS)
        self._letters = Heading("h1")
        self._letters.set_plain(isolate_number(letters))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._letters)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside else super().sizeHint()


class WriteDownCard(TourCard):
    """Shows the code, says why, and offers to put it on paper."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._who = Para("label", colour="accent")
        self.words.insertWidget(0, self._who)
        self.groups = CodeGroups(code)
        self._why = Para("body", colour="text_muted")
        self.buttons = PaperButtons()
        self.buttons.set_paper(recovery_sheet(code), FILE_NAME)
        self.rest.addWidget(self.groups, 0, Qt.AlignmentFlag.AlignLeading)
        self.rest.addWidget(self._why)
        self.rest.addWidget(self.buttons)
        self.settle()

    def retranslate(self) -> None:
        self._who.setText(_("For the person who sets up this computer"))
        self.heading.setText(_("Write this code on paper"))
        self.about.setText(_("It is the recovery code. It is shown only now."))
        self._why.setText(
            _(
                "What is kept here is locked. This computer holds the key. If the key is ever "
                "lost, **only this code opens the data again**. Keep the paper in a safe place, "
                "away from the computer."
            )
        )
        self.buttons.set_words(
            print_it=_("Print the code"),
            saved=_("Saved. Keep the file away from this computer, or print it and delete it."),
            printed=_("The code was sent to the printer."),
            no_printer=_("The printer does not answer. Save as PDF instead."),
        )

    def spoken(self) -> list[Para]:
        return [self._who, self.heading, self.about, self._why]


class TypeBackCard(TourCard):
    """Asks for the code from the paper. Signals: ``changed`` when ``confirmed`` may have."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.confirmed = False
        self.editor = QLineEdit()
        self.editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.editor.setMaxLength(60)
        self.editor.textEdited.connect(self._on_edited)
        self._field = FormField(self.editor)
        self._note = NoteLine()
        self._right: bool | None = None
        self.rest.addWidget(self._field)
        self.rest.addWidget(self._note)
        self.settle()

    def retranslate(self) -> None:
        self.heading.setText(_("Type the code from your paper"))
        self.about.setText(_("This makes sure that what you wrote down opens the data."))
        self._field.set_words(
            _("Recovery code"), _("Capital or small letters, with or without lines between.")
        )
        if self._right is not None:
            self.show_answer(self._right)

    def typed(self) -> str:
        """What stands in the field."""
        return self.editor.text().strip() if self.editor is not None else ""

    def ready_to_check(self) -> bool:
        """Whether something was typed; says so if not."""
        if not self.typed():
            self._field.show_error(_("Type the code first."))
        return bool(self.typed())

    def show_answer(self, right: bool) -> None:
        """Say whether the code was the right one."""
        self._right, self.confirmed = right, right
        if right:
            self._field.show_error("")
            self._note.say(_("This is the right code. Keep the paper in a safe place."), "good")
        else:
            self._note.clear()
            self._field.show_error(
                _("This is not the code yet. Go back, compare it with your paper, and try again.")
            )
        self.changed.emit()

    def _on_edited(self) -> None:
        self._right = None
        self._field.show_error("")
        if self.confirmed:
            return
        self._note.clear()
