"""Another language, at once, from anywhere the top bar offers it."""

from PySide6.QtCore import Signal

from trainer_app.i18n import LANGUAGES, _, language
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.sheet import Sheet


class LanguageSheet(Sheet):
    """The languages, each named in itself. Signals: ``chosen(str)`` with the code."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(width=420)
        for code, name in LANGUAGES.items():
            button = QuietButton("check" if code == language() else "language")
            button.setText(name)
            button.clicked.connect(lambda _checked=False, code=code: self._choose(code))
            self.body.addWidget(button)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Language"))

    def _choose(self, code: str) -> None:
        self.close_sheet()
        self.chosen.emit(code)
