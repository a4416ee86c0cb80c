"""The window: the frame or the hidden screen, sheets, and the keys that work everywhere."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedLayout, QToolTip, QWidget

from trainer_app.i18n import _
from trainer_app.ui import icons, theme
from trainer_app.ui.collector import Collector
from trainer_app.ui.focus_ring import FocusRing
from trainer_app.ui.frame import NAME, Frame
from trainer_app.ui.hidden_screen import HiddenScreen
from trainer_app.ui.keyboard import KeyWatch
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Speaker
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.sheet import Sheet

AWAY_MINUTES = 10


class MainWindow(Themed, QWidget):
    """Shows one screen at a time and decides nothing.

    Signals: ``helpline_asked`` (button or F1), ``language_asked``, ``profile_asked``;
    ``hidden`` after the departures board came up, ``return_asked`` when somebody wants back from
    it (check who it is, then call ``return_now``), ``returned`` when the frame is back, ``left``
    when it stayed hidden for ten minutes (sign the person out);
    ``text_size_changed(float)`` when Ctrl +/-/0 changed it, to be remembered; ``page_shown`` when
    another screen took the place of the one before.
    """

    helpline_asked = Signal()
    language_asked = Signal()
    profile_asked = Signal()
    hidden = Signal()
    return_asked = Signal()
    returned = Signal()
    left = Signal()
    text_size_changed = Signal(float)
    page_shown = Signal()

    def __init__(self, look: theme.Theme, speaker: Speaker) -> None:
        super().__init__()
        self._look = look
        self._speaker = speaker
        self._sheets: list[Sheet] = []
        self.frame = Frame()
        self.hidden_screen = HiddenScreen()
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self.frame)
        self._layers.addWidget(self.hidden_screen)
        self._ring = FocusRing(self)
        self._keys = KeyWatch(self)
        self._collector = Collector(self)
        self._keys.chord_pressed.connect(self.hide_now)
        self._keys.keyboard_used.connect(self._ring.set_wanted)
        bar = self.frame.bar
        bar.helpline_asked.connect(self.helpline_asked)
        bar.language_asked.connect(self.language_asked)
        bar.profile_asked.connect(self.profile_asked)
        bar.hide_asked.connect(self.hide_now)
        self.hidden_screen.return_asked.connect(self.return_asked)
        self._shortcuts = [
            self._shortcut("F1", self.helpline_asked.emit),
            self._shortcut("Ctrl++", self._on_larger_pressed),
            self._shortcut("Ctrl+=", self._on_larger_pressed),
            self._shortcut("Ctrl+-", self._on_smaller_pressed),
            self._shortcut("Ctrl+0", self._on_normal_pressed),
        ]
        self._shortcut("F11", self._on_full_screen_pressed)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(AWAY_MINUTES * 60_000)
        self._away.timeout.connect(self.left)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)
        bar.show_person("", "")
        self.resize(1180, 700)
        self.settle()

    # ------------------------------------------------------------ screens and sheets

    @property
    def speaker(self) -> Speaker:
        """The one voice of the program, for screens that read aloud."""
        return self._speaker

    @property
    def page(self) -> Screen | None:
        """The screen shown."""
        return self.frame.screen_shown

    def show_page(self, page: Screen) -> None:
        """Show a screen instead of the present one, which is deleted. Sound and sheets end."""
        self._speaker.stop()
        self.close_sheets()
        self.frame.show_screen(page)
        self.page_shown.emit()

    def show_person(self, picture: str, name: str) -> None:
        """Show in the top bar who is signed in; empty words mean nobody."""
        self.frame.bar.show_person(picture, name)

    def open_sheet(self, sheet: Sheet) -> Sheet:
        """Open a sheet over what is shown, over the departures board too."""
        hidden = self.is_hidden_away
        host = self.hidden_screen if hidden else self.frame
        self._sheets.append(sheet)
        sheet.closed.connect(self._on_sheet_closed)
        # Helpline and Hide stay within reach of the mouse
        sheet.open_over(host, below=None if hidden else self.frame.bar)
        return sheet

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on top, if one is open."""
        return self._sheets[-1] if self._sheets else None

    def close_sheets(self) -> None:
        """Close every open sheet."""
        for sheet in reversed(self._sheets[:]):
            sheet.close_sheet()

    # ------------------------------------------------------------ hiding

    @property
    def is_hidden_away(self) -> bool:
        """Whether the departures board is shown."""
        return self._layers.currentWidget() is self.hidden_screen

    def hide_now(self) -> None:
        """Sound off, departures board on, everything else closed; one call, under 100 ms."""
        self._speaker.stop()
        if self.is_hidden_away:
            self._close_sheets_of_the_board()
            self._close_others()
            self.hidden_screen.take_focus()
            return
        self._keys.begin_anew()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        self._layers.setCurrentWidget(self.hidden_screen)
        self._close_others()
        self.retranslate()
        self.dress()
        self.hidden_screen.take_focus()
        self.hidden_screen.repaint()
        self._away.start()
        self.hidden.emit()

    def return_now(self) -> None:
        """Show the frame again, as it was left. Ask for the pictures before calling this."""
        if not self.is_hidden_away:
            return
        self._away.stop()
        self._close_sheets_of_the_board()
        self._layers.setCurrentWidget(self.frame)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        self.retranslate()
        self.dress()
        if self.sheet is not None:
            self.sheet.focus_first()
        elif self.page is not None:
            (self.page.first_focus() or self.page).setFocus(Qt.FocusReason.OtherFocusReason)
        self.returned.emit()

    def _close_sheets_of_the_board(self) -> None:
        for sheet in self._sheets[:]:
            if sheet.parentWidget() is self.hidden_screen:
                sheet.close_sheet()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What finishes loading under an open sheet must not take the keys."""
        sheet = self.sheet
        if now is None or sheet is None or not sheet.isVisible() or sheet.isAncestorOf(now):
            return
        if self.isAncestorOf(now) and now is not sheet:
            sheet.focus_first()

    def _close_others(self) -> None:
        """Popups, tooltips and other windows of ours must not stay over the board."""
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            if QApplication.activePopupWidget() is popup:
                popup.hide()
                break
        for window in QApplication.topLevelWidgets():
            if window is not self and window.isVisible() and window.isWindow():
                window.close()
        self.activateWindow()  # the keys were perhaps with one of those

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.page
        wants_back = event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat()
        if wants_back and not self.is_hidden_away and page is not None and page.leading != "mark":
            page.go_back()
            return
        super().keyPressEvent(event)

    def _shortcut(self, keys: str, then: object) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(then)
        return shortcut

    def _on_larger_pressed(self) -> None:
        self.text_size_changed.emit(self._look.step_zoom(+1))

    def _on_smaller_pressed(self) -> None:
        self.text_size_changed.emit(self._look.step_zoom(-1))

    def _on_normal_pressed(self) -> None:
        self._look.choose(zoom=1.0)
        self.text_size_changed.emit(1.0)

    def _on_full_screen_pressed(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _on_sheet_closed(self) -> None:
        self._sheets = [one for one in self._sheets if not one.isHidden()]

    # ------------------------------------------------------------ look

    def retranslate(self) -> None:
        self.setWindowTitle(_("Departures") if self.is_hidden_away else NAME)
        self.frame.retitle()

    def dress(self) -> None:
        self.setWindowIcon(icons.window_icon("bus" if self.is_hidden_away else icons.MARK))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(1180, 700)

    def _fit(self) -> None:
        small = self.width() < theme.px(theme.COMPACT_WIDTH)
        low = self.height() < theme.px(theme.COMPACT_HEIGHT)
        self.frame.set_compact(small or low)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._fit()
