"""The language of the running program: our words, Qt's own words, and the direction of writing."""

from PySide6.QtCore import QEvent, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui.collector import paused
from trainer_app.ui.theme import Theme


class Translator(QTranslator):
    """Lets Qt's own words (Copy, Paste, Cancel) come from our catalogs."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return _(text)

    def isEmpty(self) -> bool:
        return False  # Qt leaves out a translator that says it is empty


def install(app: QApplication) -> None:
    """Give Qt our words; once per program."""
    app.installTranslator(Translator(app))


def speak(app: QApplication, code: str) -> None:
    """Change the language of everything on screen, at once."""
    i18n.set_language(code)
    QLocale.setDefault(QLocale(i18n.SOURCE if code == i18n.PSEUDO else code))
    rtl = i18n.is_rtl(code)
    app.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    look: Theme
    for look in app.findChildren(Theme):
        look.refresh()  # other letters, other fonts
    with paused():
        app.sendEvent(app, QEvent(QEvent.Type.LanguageChange))
