"""The facilitator's safety script: what to say and do when it gets hard. One key away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout

from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.operations.site import FALLBACKS
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.sheet import Sheet


class SafetySheet(Sheet):
    """``values`` is whom to call at this site. The first line is for every session."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(width=860)
        self._values = dict(values)
        self._first = Callout("remember")
        self.body.addWidget(self._first)
        self._parts: list[tuple[Heading, list[Para]]] = []
        for _name, lines in _script():
            heading, paras = Heading("h2"), [Para("body") for _line in lines]
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(heading)
            for para in paras:
                column.addWidget(para)
            self.body.addSpacing(8)
            self.body.addLayout(column)
            self._parts.append((heading, paras))
        self.done = PrimaryButton("check")
        self.done.clicked.connect(self.close_sheet)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.done)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Safety script"))
        self._first.setText(
            _("Nobody has to share. Everybody may leave at any time, and come back.")
        )
        known = {name: _(words) for name, words in FALLBACKS.items()} | self._values
        for (heading, paras), (title, lines) in zip(self._parts, _script(), strict=True):
            heading.setText(title)
            for para, line in zip(paras, lines, strict=True):
                para.setText(inline.fill(line, known))
        self.done.setText(_("Back to the session"))


def _script() -> list[tuple[str, list[str]]]:
    """Each situation with what to do; words in quotes can be said as they stand."""
    return [
        (
            _("Somebody is upset"),
            [
                _("Stop the slide: press B. Speak slowly, and give the room a pause."),
                _("Say: “We take a short break. You can go out, stay, or sit with somebody.”"),
                _("One of you goes along and stays near. Offer water. Ask nothing about why."),
                _("Before the person goes home, show the helpline card: F1."),
            ],
        ),
        (
            _("Somebody tells of their own past"),
            [
                _("Listen. Say: “Thank you for telling me. It was not your fault.”"),
                _("Do not ask for details, and do not let the room ask."),
                _("Say: “Would you like to go on talking in the break, with one of us?”"),
                _("Offer the helpline and {protection-office}. The person decides."),
            ],
        ),
        (
            _("Somebody tells of a child in danger now"),
            [
                _("Thank them, and stop the story in front of the room: no names, no places."),
                _("Go aside with them. In danger now, call {emergency-number} first."),
                _("Then tell {focal-point}, in this shift. Do not investigate, do not confront."),
                _("Notes go on paper or the official form. Never into this program."),
            ],
        ),
        (
            _("Somebody jokes, or blames the child"),
            [
                _("Say calmly: “Whoever harms a child is responsible, never the child.”"),
                _("Go on with the plan. Speak with the person alone in the break."),
            ],
        ),
        (
            _("Somebody asks for details or pictures"),
            [_("Say: “We need no details to help. We never look at or show such pictures.”")],
        ),
        (
            _("Afterwards, for you"),
            [
                _("Ten minutes with your colleague: what was hard, what went well?"),
                _("Anger, sadness or nothing at all: each is all right. Rest, and talk."),
            ],
        ),
    ]
