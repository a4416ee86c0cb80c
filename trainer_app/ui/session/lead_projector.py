"""F06: the window the room sees. It shows a slide or nothing; it has no button and no name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QStackedLayout, QWidget

from trainer_app.ui.session.lead_view import Shown, SlideView
from trainer_app.ui.themed import Themed

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.ui.main_window import MainWindow


class Place(Protocol):
    """A screen, as far as the projector needs one."""

    def geometry(self) -> QRect: ...


def screens() -> Sequence[Place]:
    """The screens of this computer, the facilitator's first."""
    first = QGuiApplication.primaryScreen()
    return [first, *(one for one in QGuiApplication.screens() if one is not first)]


class RoomWindow(Themed, QWidget):
    """The room's window. Signals: ``key_pressed(int)`` for what a clicker sends; ``closed``."""

    key_pressed = Signal(int)
    closed = Signal()

    def __init__(self, module: Module, pack: Pack) -> None:
        super().__init__()
        self.setWindowTitle("Waypost")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.view = SlideView(module, pack)
        whole = QStackedLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event.key())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


class Projector(QObject):
    """Opens, blanks and closes the room's window; one for a stay at the desk, on the GUI thread.

    Signals: ``changed`` when it opened, closed or went blank; ``unplugged`` when its screen went;
    ``key_pressed(int)`` when a clicker reached it.
    """

    changed = Signal()
    unplugged = Signal()
    key_pressed = Signal(int)

    def __init__(
        self,
        window: MainWindow,
        parent: QObject | None = None,
        *,
        find_screens: Callable[[], Sequence[Place]] = screens,
    ) -> None:
        super().__init__(parent)
        self._find_screens = find_screens
        self.room: RoomWindow | None = None
        self.is_blank = False
        self._screen: Place | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._on_screen_removed)
        window.hidden.connect(self.blank)

    @property
    def has_second_screen(self) -> bool:
        """Whether there is a screen for the room beside the facilitator's."""
        return len(self._find_screens()) > 1

    @property
    def is_open(self) -> bool:
        return self.room is not None

    def open(self, module: Module, pack: Pack) -> None:
        """Show the room's window on the second screen; without one nothing happens."""
        found = self._find_screens()
        if self.room is not None or len(found) < 2:
            return
        self._screen = found[1]
        self.room = RoomWindow(module, pack)
        self.room.key_pressed.connect(self.key_pressed)
        self.room.closed.connect(self._on_closed)
        if isinstance(self._screen, QScreen):
            self.room.setScreen(self._screen)
        self.room.setGeometry(self._screen.geometry())  # before it is shown, or it flashes up here
        self.room.showFullScreen()
        self.set_blank(False)

    def show_slide(self, shown: Shown) -> None:
        """Show a slide to the room, if its window is open."""
        if self.room is not None:
            self.room.view.show_slide(shown)

    def blank(self) -> None:
        """Show nothing, at once."""
        self.set_blank(True)

    def set_blank(self, blank: bool) -> None:
        """Show nothing, or the slide again."""
        self.is_blank = blank
        if self.room is not None:
            self.room.view.set_blank(blank)
        self.changed.emit()

    def close(self) -> None:
        """Take the room's window away."""
        room, self.room = self.room, None
        if room is not None:
            room.closed.disconnect(self._on_closed)
            room.close()
            room.deleteLater()
            self.changed.emit()

    def _on_closed(self) -> None:
        room, self.room = self.room, None
        if room is not None:
            room.deleteLater()
        self.changed.emit()

    def _on_screen_removed(self, screen: Place) -> None:
        if screen is self._screen:
            self._screen = None
            self.close()
            self.unplugged.emit()
