"""Hands to count: a number for each answer on the slide."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.session.lead_slides import Slide
from trainer_app.ui.widgets.count_field import CountField
from trainer_app.ui.widgets.para import Para


class Votes(FlowRow):
    """Signals: ``counted(str, object)``: the place, and how many for which answer."""

    counted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = ""
        self.fields: dict[str, CountField] = {}
        self._unsaved = False

    def saved(self) -> None:
        """What was counted last is on the disk."""
        self._unsaved = False

    def show_slide(self, slide: Slide, hands: Mapping[str, int]) -> None:
        """Fields for the answers of this slide; none hides the row."""
        same = self._asked == slide.place and list(self.fields) == [
            one.choice_id for one in slide.options
        ]
        if not same:
            self.clear()
            self._unsaved = False
            self._asked = slide.place
            self.fields = {one.choice_id: CountField() for one in slide.options if slide.place}
            for option in slide.options if slide.place else ():
                field = self.fields[option.choice_id]
                field.set_name(_("Hands for {answer}").format(answer=isolate(option.words)))
                field.changed.connect(lambda _count: self._on_changed())
                self.add(_labelled(option.letter, field))
        for choice_id, field in self.fields.items():
            if not self._unsaved and not field.digits.hasFocus():
                field.set_value(hands.get(choice_id, 0))
        self.setVisible(bool(self.fields))

    def _on_changed(self) -> None:
        self._unsaved = True
        counts = {choice_id: field.value for choice_id, field in self.fields.items()}
        self.counted.emit(self._asked, counts)


def _labelled(letter: str, field: CountField) -> QWidget:
    both = QWidget()
    words = Para("label")
    words.set_plain(letter)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 16, 0)
    row.setSpacing(8)
    row.addWidget(words, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(field)
    both.setFocusProxy(field)
    return both
