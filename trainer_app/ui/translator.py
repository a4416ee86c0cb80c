"""The language of the running program: our words, Qt's own words, and the direction of writing."""

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui.collector import paused
from trainer_app.ui.theme import Theme

_QT_WORDS = "words of Qt"


class Translator(QTranslator):
    """Lets Qt find in our catalogs what its own do not have."""

    def translate(  # type: ignore[override]  # None lets Qt ask its other translators
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        ours = _(text)
        return ours if ours != text else None

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
        _load_qt_words(app, code)
    app.sendEvent(app, QEvent(QEvent.Type.LanguageChange))


def _load_qt_words(app: QApplication, code: str) -> None:
    """The words of Qt's own dialogs; English needs none, and a missing file leaves English."""
    words: QTranslator
    for words in app.findChildren(QTranslator, _QT_WORDS):
        app.removeTranslator(words)
        words.setParent(None)
    words = QTranslator(app)
    words.setObjectName(_QT_WORDS)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{code.split('_')[0]}", folder):
        app.installTranslator(words)
