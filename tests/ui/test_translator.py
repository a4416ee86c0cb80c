"""The words of Qt's own dialogs follow the language, and go back."""

import pytest
from PySide6.QtCore import QCoreApplication

from trainer_app.ui import translator


@pytest.mark.parametrize("code", ["es", "fr", "ar"])
def test_qt_speaks_the_language_too(qapp, look, code):
    def said():
        return QCoreApplication.translate("QFileDialog", "Look in:")

    translator.speak(qapp, code)
    assert said() not in ("", "Look in:")
    translator.speak(qapp, "en")
    assert said() == "Look in:"


def test_our_own_words_are_found_too(qapp, look):
    translator.speak(qapp, "es")
    assert QCoreApplication.translate("QAnything", "Next") == "Siguiente"
    translator.speak(qapp, "en")
