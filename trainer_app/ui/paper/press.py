"""Many pages into one file or onto one printer, page by page, so that the window stays alive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPagedPaintDevice, QPainter, QPdfWriter

from trainer_app.errors import NotSaved
from trainer_app.ui.paper.page import Paper, pdf_writer, prepare, room_on, save_whole
from trainer_app.ui.paper.pages_of_paper import bound

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Press(QObject):
    """Paints one page at a time between other events, on the GUI thread: words on paper are in the
    language of the moment, and there is only one.

    Signals: ``moved(done, total)`` after each page; ``saved(Path)`` and ``printed`` at the end;
    ``not_saved(NotSaved)`` and ``not_printed``; ``stopped`` when ``stop`` left nothing behind.
    """

    moved = Signal(int, int)
    saved = Signal(object)
    printed = Signal()
    not_saved = Signal(object)
    not_printed = Signal()
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: list[Paper] = []
        self._done = 0
        self._painter: QPainter | None = None
        self._device: QPagedPaintDevice | None = None
        self._room: Callable[[Paper], QRectF] = lambda _page: QRectF()
        self._end: Callable[[], None] = lambda: None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._paint_next)

    @property
    def is_running(self) -> bool:
        """Whether pages are being painted."""
        return self._painter is not None

    def save(self, pages: Sequence[Paper], path: Path) -> None:
        """Begin to write all pages to one file, which appears whole at the end or not at all."""
        whole, buffer = bound(pages), QBuffer()
        writer = pdf_writer(whole, buffer)

        def room(page: Paper) -> QRectF:
            return QRectF(0, 0, writer.width(), writer.height())

        def end() -> None:
            try:
                save_whole(bytes(buffer.data().data()), path)
            except NotSaved as error:
                self.not_saved.emit(error)
            else:
                self.saved.emit(path)

        self._begin(whole, writer, QPainter(writer), room, end)

    def print(self, pages: Sequence[Paper], printer: QPrinter) -> None:
        """Begin to print all pages as one piece of work."""
        whole, painter = bound(pages), QPainter()
        prepare(printer, whole)
        if not painter.begin(printer):
            self.not_printed.emit()
            return
        self._begin(whole, printer, painter, lambda page: room_on(printer, page), self.printed.emit)

    def stop(self) -> None:
        """Leave off before the next page; a file is not written then."""
        if self._painter is None:
            return
        self._next.stop()
        if self._device is not None and hasattr(self._device, "abort"):
            self._device.abort()
        self._close()
        self.stopped.emit()

    def _begin(
        self,
        whole: Paper,
        device: QPagedPaintDevice,
        painter: QPainter,
        room: Callable[[Paper], QRectF],
        end: Callable[[], None],
    ) -> None:
        if self._painter is not None:
            raise RuntimeError("the press is running")
        self._pages, self._done = [whole, *whole.more], 0
        self._device, self._painter, self._room, self._end = device, painter, room, end
        self.moved.emit(0, len(self._pages))
        self._next.start()

    def _paint_next(self) -> None:
        if self._painter is None or self._device is None:
            return
        page = self._pages[self._done]
        if self._done:
            if isinstance(self._device, QPdfWriter):
                self._device.setPageLayout(page.layout())
            self._device.newPage()
        page.paint_into(self._painter, self._room(page))
        self._done += 1
        self.moved.emit(self._done, len(self._pages))
        if not self.is_running:  # stopped by whoever heard of it
            return
        if self._done < len(self._pages):
            self._next.start()
            return
        end = self._end
        self._close()
        end()

    def _close(self) -> None:
        if self._painter is not None:
            self._painter.end()
        self._painter = self._device = None
        self._room = lambda _page: QRectF()  # what it writes through goes before what it writes to
        self._pages, self._end = [], lambda: None
