"""What lies on a stick, one line for each computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number, listing, ngettext
from trainer_app.ui.handing_in.words import counted
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.operations.stick_inventory import StickEntry


class StickRow(Themed, QWidget):
    """A computer in six letters and digits, its results, what is missing. No names of people."""

    def __init__(self, entry: StickEntry) -> None:
        super().__init__()
        self._entry = entry
        self.name, self.facts = Para("label"), Para("small", colour="text_muted")
        self.missing, self.chip = Para("small", colour="caution"), Chip()
        words = QVBoxLayout()
        words.setSpacing(0)
        for para in (self.name, self.facts, self.missing):
            words.addWidget(para)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.settle()

    def retranslate(self) -> None:
        entry = self._entry
        if entry.device is None:
            self.name.setText(_("A file that cannot be read"))
            self.facts.set_plain(listing(isolate_number(name) for name in entry.names))
        else:
            self.name.setText(computer_said(entry.short_name, entry.site))
            words = ngettext("{count} result", "{count} results", entry.count)
            numbers = _("numbers {first} to {last}").format(
                first=isolate(i18n.number(entry.first)), last=isolate(i18n.number(entry.last))
            )
            self.facts.setText(f"{counted(words, entry.count)} · {numbers}")
        self._say_missing()
        self.chip.show_state(*self._state())

    def _say_missing(self) -> None:
        missing = sum(last - first + 1 for first, last in self._entry.missing)
        words = ngettext(
            "{count} result before these is missing", "{count} results before these are missing",
            missing,
        )  # fmt: skip
        self.missing.setText(counted(words, missing))
        self.missing.setVisible(bool(missing))

    def _state(self) -> tuple[str, str, str]:
        states = {
            "waiting": ("primary", "clock", _("To collect")),
            "partly": ("primary", "circle-dashed", _("Partly collected")),
            "collected": ("success", "circle-check", _("Collected")),
            "damaged": ("caution", "alert-circle", _("Damaged")),
        }
        return states[self._entry.state]


def computer_said(short_name: str, site: str | None) -> str:
    """A computer by its short name, and its site where that is known."""
    name = isolate_number(short_name)
    if site:
        return _("Computer {name} · {site}").format(name=name, site=isolate(site))
    return _("Computer {name}").format(name=name)
