"""Hands to count: a number for each answer on the slide, and the way a story takes without them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.session.lead_slides import Slide, decided
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SoftButton
from trainer_app.ui.widgets.count_field import CountField
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Para


class Votes(Themed, QWidget):
    """Typed, or by plus and minus. Enter goes to the next number.

    Signals: ``counted(str, object)``: the place, and how many for which answer;
    ``way_chosen(str)`` when the facilitator names the way the room takes.
    """

    counted = Signal(str, object)
    way_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slide: Slide | None = None
        self.fields: dict[str, CountField] = {}
        self.is_unsaved = False
        """Whether something stands here that is not on the disk."""
        self.ways: dict[str, SoftButton] = {}
        self._fields, self._ask = FlowRow(), Para("body")
        self._asking = QWidget()
        self._ways = QHBoxLayout()
        self._ways.setSpacing(6)
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._ask, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 0, 32, 0)  # in line with the notes below
        column.setSpacing(6)
        column.addWidget(self._fields)
        column.addWidget(self._asking)
        self.setVisible(False)
        self.settle()

    @property
    def counts(self) -> dict[str, int]:
        """How many for which answer, none left out."""
        return {choice_id: field.value for choice_id, field in self.fields.items()}

    def show_slide(self, slide: Slide, hands: Mapping[str, int]) -> None:
        """Fields for the answers of this slide, with what is on the disk; none hides them."""
        known = self._slide
        if known is None or (known.key, known.options) != (slide.key, slide.options):
            self._slide = slide
            self._lay(slide)
        on_disk = slide.counted(hands)
        if {one: n for one, n in self.counts.items() if n} == dict(on_disk):
            self.is_unsaved = False
        if not self.is_unsaved:
            for choice_id, field in self.fields.items():
                field.set_value(on_disk.get(choice_id, 0))
        if decided(slide, hands) is not None:
            self._asking.setVisible(False)
        self.setVisible(bool(self.fields))

    def ask_way(self) -> None:
        """Offer the ways of a story, as hands do not say which."""
        self._asking.setVisible(True)
        if self.ways:
            next(iter(self.ways.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_asking(self) -> bool:
        """Whether the ways are offered."""
        return self._asking.isVisibleTo(self)

    def take_digit(self) -> CountField | None:
        """The field that a digit typed anywhere on the page belongs to."""
        if not self.fields or any(field.digits.hasFocus() for field in self.fields.values()):
            return None
        first = next(iter(self.fields.values()))
        _focus(first)
        return first

    def go_on(self) -> bool:
        """From a number to the next; False where there is none, or none has the focus."""
        fields = list(self.fields.values())
        at = next((n for n, field in enumerate(fields) if field.digits.hasFocus()), None)
        if at is None or at + 1 == len(fields):
            return False
        _focus(fields[at + 1])
        return True

    def _lay(self, slide: Slide) -> None:
        self._fields.clear()
        clear_layout(self._ways)
        self.is_unsaved = False
        asked = slide.options if slide.place else ()
        self.fields = {one.choice_id: CountField() for one in asked}
        self.ways = {one.choice_id: SoftButton() for one in asked if slide.leads_on}
        for option in asked:
            field = self.fields[option.choice_id]
            field.changed.connect(self._on_changed)
            self._fields.add(_labelled(option.letter, field))
            way = self.ways.get(option.choice_id)
            if way is not None:
                way.clicked.connect(
                    lambda _on=False, choice_id=option.choice_id: self.way_chosen.emit(choice_id)
                )
                self._ways.addWidget(way)
        self._asking.setVisible(False)
        self.retranslate()

    def _on_changed(self) -> None:
        self.is_unsaved = True
        if self._slide is not None:
            self.counted.emit(self._slide.place, self.counts)

    def retranslate(self) -> None:
        self._ask.setText(
            _("Which way does the room take? Next goes on without the rest of the story.")
        )
        for option in self._slide.options if self._slide else ():
            words = isolate(inline.plain(option.words))
            if field := self.fields.get(option.choice_id):
                field.set_name(_("Hands for {answer}").format(answer=words))
            if way := self.ways.get(option.choice_id):
                way.setText(option.letter)
                way.setAccessibleName(_("Go on with {answer}").format(answer=words))


def _focus(field: CountField) -> None:
    field.digits.setFocus(Qt.FocusReason.OtherFocusReason)
    field.digits.selectAll()


def _labelled(letter: str, field: CountField) -> QWidget:
    both = QWidget()
    words = Para("label")
    words.set_plain(letter)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(words, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(field)
    both.setFocusProxy(field)
    return both
