"""The window without a display, in a known look and language."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from trainer_app import i18n
from trainer_app.operations.people import SignedIn, enrol_learner, sign_in
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.sound import Speaker
from trainer_app.ui.theme import Theme

_looks: list[Theme] = []
_collections = count()


class _Flashes(QObject):
    """Remembers every widget that was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture(scope="session", autouse=True)
def nothing_is_overlooked() -> Iterator[None]:
    """The last collections, which pytest asks for, look at everything again."""
    yield
    gc.unfreeze()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The light look at normal size, in English; put back afterwards."""
    if not _looks:
        translator.install(qapp)
        _looks.append(Theme(qapp))
    _sweep(qapp)
    _collect()
    theme = _looks[0]
    theme.choose(scheme="light", zoom=1.0)
    yield theme
    _sweep(qapp)  # nobody is left who would have to be dressed again
    if i18n.language() != "en":
        translator.speak(qapp, "en")
    theme.choose(scheme="light", zoom=1.0)


def _collect() -> None:
    """No garbage of other tests is left: the window turned the automatic collector off.

    A collection looks at everything there is, a third of a second with all tests loaded. So what
    outlived some test is looked at every hundredth time only.
    """
    if next(_collections) % 100:
        gc.collect()
    else:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _sweep(qapp: QApplication) -> None:
    """What is about to be deleted is gone: before its wrappers are."""
    for _round in range(2):
        qapp.processEvents()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def speaker(look: Theme, qtbot: QtBot) -> Iterator[Speaker]:
    """Recordings only: the computer's voice differs from computer to computer."""
    made = Speaker(engine=None)
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def window(look: Theme, speaker: Speaker, qtbot: QtBot) -> MainWindow:
    """The window, shown at 1366 × 768, without a page."""
    made = MainWindow(look, speaker)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.wait_until(made.isActiveWindow)
    return made


@pytest.fixture
def background(data_folder: Path, look: Theme, qtbot: QtBot) -> Iterator[Background]:
    """A background over an empty store on a real file."""
    made = Background(lambda: Store.open(data_folder, use_keystore=False))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def flashes(window: MainWindow, qapp: QApplication) -> Iterator[list[str]]:
    """What shows up as a window beside ours from now on."""
    watch = _Flashes()
    qapp.installEventFilter(watch)
    yield watch.seen
    qapp.removeEventFilter(watch)


@pytest.fixture
def signed_in(background: Background) -> SignedIn:
    """A learner, signed in."""

    def enrolled(store: Store) -> SignedIn:
        made = enrol_learner(
            store, name="Rosa Mamani", role="ticket-office", team="Tickets", language="en"
        )
        found = sign_in(store, learner_id=made.learner.learner_id, pictures=made.pictures)
        assert found
        return found

    return background.run(background, enrolled).result()
