"""F06: what the room sees. A window on the second screen, or with one screen all of ours.

It shows a slide or nothing; it has no button and no name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QStackedLayout, QWidget

from trainer_app.ui.session.lead_paint import Shown
from trainer_app.ui.session.lead_place import LeadPlace
from trainer_app.ui.session.lead_view import USUAL, SlideView
from trainer_app.ui.themed import Themed

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.ui.main_window import MainWindow

BLANK_KEYS = frozenset({Qt.Key.Key_B, Qt.Key.Key_Period})


class Place(Protocol):
    """A screen, as far as the projector needs one."""

    def geometry(self) -> QRect: ...


def screens(window: QWidget) -> Sequence[Place]:
    """The screens of this computer, the one with the facilitator's window first."""
    first = window.screen() or QGuiApplication.primaryScreen()
    return [first, *(one for one in QGuiApplication.screens() if one is not first)]


class RoomWindow(Themed, QWidget):
    """The slide over everything: a window of its own, or a cover over the facilitator's.

    Signals: ``key_pressed(int)`` for what a clicker sends; ``closed`` when somebody closed it;
    ``uncovered`` when something beneath took the keys away from a cover.
    """

    key_pressed = Signal(int)
    closed = Signal()
    uncovered = Signal()

    def __init__(self, module: Module, pack: Pack, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.stays_open: Callable[[], bool] = lambda: False
        """Whether now it only goes blank when it is told to close."""
        self.setWindowTitle("Waypost")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.view = SlideView(module, pack)
        whole = QStackedLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event.key())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if not self.isWindow() and event.reason() not in passing:
            self.uncovered.emit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802 - Qt's name
        return True  # nothing lies beneath for Tab to reach

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stays_open() and not event.spontaneous():
            self.view.set_blank(True)
            self.view.repaint()
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)


class Projector(QObject):
    """Opens, blanks and closes what the room sees; one for a stay at the desk, on the GUI thread.

    Hiding the program blanks it at once, and so it is found again; what covers the facilitator's
    own window goes instead. ``place`` is where the session is, kept while pages come and go.
    Signals: ``changed`` when it opened, closed, went blank, or screens came and went;
    ``unplugged`` when its screen went; ``key_pressed(int)`` when a clicker reached it, but for the
    keys that it takes itself: B and full stop.
    """

    changed = Signal()
    unplugged = Signal()
    key_pressed = Signal(int)

    def __init__(
        self,
        window: MainWindow,
        parent: QObject | None = None,
        *,
        find_screens: Callable[[], Sequence[Place]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._find_screens = find_screens or (lambda: screens(window))
        self.room: RoomWindow | None = None
        self.place: LeadPlace | None = None
        self.is_blank = False
        self._screen: Place | None = None
        self._before = Qt.WindowState.WindowNoState
        self._last: Shown | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._on_screen_removed)
        app.screenAdded.connect(self.changed)
        window.hidden.connect(self.blank)

    @property
    def has_second_screen(self) -> bool:
        """Whether there is a screen for the room beside the facilitator's."""
        return len(self._find_screens()) > 1

    @property
    def is_open(self) -> bool:
        """Whether the room sees anything of ours, be it blank."""
        return self.room is not None

    @property
    def is_cover(self) -> bool:
        """Whether it covers the facilitator's window, as there is one screen only."""
        return self.room is not None and not self.room.isWindow()

    @property
    def ratio(self) -> float:
        """Width : height of what the room sees, or would see."""
        found = self._find_screens()
        if len(found) > 1:
            size = found[1].geometry().size()
        elif self.room is not None:
            size = self.room.size()
        else:
            return USUAL
        return size.width() / size.height() if size.height() else USUAL

    def open(self, module: Module, pack: Pack, *, blank: bool = False) -> None:
        """Show the room's window on the second screen, or cover our own where there is none; with
        the slide, or empty until somebody wants it."""
        if self.room is not None:
            return
        found = self._find_screens()
        self.is_blank = blank
        if len(found) > 1:
            self._open_window(module, pack, found[1])
        else:
            self._cover(module, pack)
        self.changed.emit()

    def place_of(
        self, meeting: UUID, step_id: str, slide: int, ways: Mapping[str, tuple[str, ...]]
    ) -> LeadPlace:
        """Where that session is in that step: where it was, or else where the disk has it."""
        known = self.place
        if known is None or (known.meeting, known.step_id) != (meeting, step_id):
            if known is not None and known.meeting == meeting:
                ways = known.taken
            self.place = LeadPlace(meeting, step_id, dict(ways))
            self.place.slide = slide
        assert self.place is not None
        return self.place

    def show_slide(self, shown: Shown) -> None:
        """Show a slide to the room, now and when it is opened."""
        self._last = shown
        if self.room is not None:
            self.room.view.show_slide(shown)

    def blank(self) -> None:
        """Show nothing, at once. What covers the facilitator's own window goes."""
        if self.is_cover:
            self.close()
        else:
            self.set_blank(True)

    def set_blank(self, blank: bool) -> None:
        """Show nothing, or the slide again."""
        self.is_blank = blank and self.room is not None
        if self.room is not None:
            self.room.view.set_blank(self.is_blank)
            self.room.view.repaint()
        self.changed.emit()

    def close(self) -> None:
        """Take away what the room sees."""
        room, self.room = self.room, None
        self.is_blank = False
        if room is None:
            return
        self._window.removeEventFilter(self)
        covered = not room.isWindow()
        room.closed.disconnect(self._on_closed)
        room.stays_open = lambda: False
        room.hide()
        room.close()
        room.deleteLater()
        if covered:
            self._window.setWindowState(self._before)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.room is not None:
            self.room.setGeometry(self._window.rect())
            self.changed.emit()
        return False

    # ------------------------------------------------------------ opening

    def _open_window(self, module: Module, pack: Pack, screen: Place) -> None:
        self._screen = screen
        room = self._made(module, pack, None)
        room.stays_open = lambda: self._window.isVisible() and self._window.is_hidden_away
        if isinstance(screen, QScreen):
            room.setScreen(screen)
        room.setGeometry(screen.geometry())  # before it is shown, or it flashes up here
        room.showFullScreen()
        self._window.activateWindow()  # the facilitator goes on typing there

    def _cover(self, module: Module, pack: Pack) -> None:
        self._before = self._window.windowState()
        room = self._made(module, pack, self._window)
        room.uncovered.connect(self.close)
        room.setGeometry(self._window.rect())
        room.show()
        room.raise_()
        room.setFocus(Qt.FocusReason.OtherFocusReason)
        self._window.installEventFilter(self)
        self._window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)

    def _made(self, module: Module, pack: Pack, over: QWidget | None) -> RoomWindow:
        room = self.room = RoomWindow(module, pack, over)
        if self._last is not None:
            room.view.show_slide(self._last)
        room.view.set_blank(self.is_blank)
        room.key_pressed.connect(self._on_key)
        room.closed.connect(self._on_closed)
        return room

    # ------------------------------------------------------------ what happens to it

    def _on_key(self, key: int) -> None:
        if self._window.is_hidden_away:
            return  # nothing comes back on the wall before the person does
        if key in BLANK_KEYS:
            self.set_blank(not self.is_blank)
        else:
            self.key_pressed.emit(key)

    def _on_closed(self) -> None:
        room, self.room = self.room, None
        self.is_blank = False
        if room is not None:
            room.deleteLater()
        self.changed.emit()

    def _on_screen_removed(self, screen: Place) -> None:
        if screen is self._screen:
            self._screen = None
            self.close()
            self.unplugged.emit()
        else:
            self.changed.emit()
