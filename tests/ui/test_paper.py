"""Paper of any size: as a PDF, from a printer, and its dialogs, which Hide closes."""

from pathlib import Path

import pytest
from PySide6 import QtPrintSupport
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from trainer_app.ui import theme
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.page import A4, A4_LANDSCAPE, Paper, pdf_of, print_on
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.paper.view import PaperView
from trainer_app.ui.screen import Screen
from trainer_app.ui.theme import Theme

SMALL = (80.0, 50.0)
ALL = QColor("black")


def black(size: tuple[float, float]) -> Paper:
    """A page that is black all over."""
    return Paper("Black", size, lambda painter: painter.fillRect(QRectF(0, 0, *size), ALL))


class PaperPage(Screen):
    """A page with nothing but the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = PaperButtons()
        self.buttons.set_paper(black(SMALL), "black.pdf")
        self.set_content(self.buttons)
        self.settle()


@pytest.fixture
def buttons(window: MainWindow) -> PaperButtons:
    page = PaperPage()
    window.show_page(page)
    return page.buttons


@pytest.mark.parametrize(
    ("size", "points"),
    [(SMALL, b"227 142"), (A4, b"595 842"), (A4_LANDSCAPE, b"842 595")],
)
def test_a_pdf_is_as_large_as_its_paper(
    look: Theme, size: tuple[float, float], points: bytes
) -> None:
    data = pdf_of(black(size))
    assert b"/MediaBox [0 0 " in data
    box = data.split(b"/MediaBox [0 0 ")[1].split(b"]")[0]
    wanted = [float(one) for one in points.split()]
    assert [float(one) for one in box.split()] == pytest.approx(wanted, abs=1)


def printed(paper: Paper, tmp_path: Path, sheet: QPageSize.PageSizeId) -> QImage:
    """What comes out of a printer with such sheets in it, at 50 dots per inch."""
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setPageSize(QPageSize(sheet))
    assert print_on(paper, printer)
    document = qtpdf.QPdfDocument()
    document.load(str(tmp_path / "out.pdf"))
    inches = document.pagePointSize(0) / 72
    drawn = document.render(0, QSize(round(inches.width() * 50), round(inches.height() * 50)))
    document.close()
    shown = QImage(drawn.size(), QImage.Format.Format_RGB32)
    shown.fill(QColor("white"))
    painter = QPainter(shown)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return shown


def dark(image: QImage) -> tuple[int, int]:
    """How wide and how high the black is."""
    places = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 128
    ]
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    return max(xs) - min(xs) + 1, max(ys) - min(ys) + 1


def test_a_small_card_is_printed_in_its_true_size(look: Theme, tmp_path: Path) -> None:
    image = printed(black(SMALL), tmp_path, QPageSize.PageSizeId.A4)
    assert image.height() > image.width() > 400
    assert dark(image) == pytest.approx((80 / 25.4 * 50, 50 / 25.4 * 50), abs=2)


def test_a_whole_page_turns_the_sheet(look: Theme, tmp_path: Path) -> None:
    image = printed(black(A4_LANDSCAPE), tmp_path, QPageSize.PageSizeId.A4)
    assert image.width() > image.height()
    assert dark(image) == pytest.approx((image.width(), image.height()), abs=2)


def test_paper_is_white_where_nothing_is_painted(look: Theme) -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(ALL)
    painter = QPainter(image)
    Paper("Empty", (10, 10), lambda painter: None).paint_into(painter, QRectF(image.rect()))
    painter.end()
    assert image.pixelColor(50, 50) == QColor(theme.LIGHT.surface)


def test_words_are_made_smaller_until_they_fit(look: Theme) -> None:
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    PaperText(painter, 400).filled(QRectF(0, 0, 400, 200), "So many words. " * 9, Ink(40))
    painter.end()
    assert 120 < dark(image)[1] <= 200


def test_the_view_has_the_shape_of_its_paper(look: Theme, qtbot: QtBot) -> None:
    view = PaperView()
    qtbot.addWidget(view)
    view.show_paper(black(SMALL), "Black")
    assert view.heightForWidth(160) == 100
    assert view.accessibleName() == "Black"


def test_where_to_save_is_asked_without_blocking(buttons: PaperButtons, tmp_path: Path) -> None:
    buttons.save.click()
    dialog = buttons._dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("mine")
    dialog.accept()
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")
    assert buttons.note.para.text().startswith("Saved:")


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_P])
def test_hide_closes_the_dialogs(
    buttons: PaperButtons, window: MainWindow, key: Qt.Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QtPrintSupport.QPrinterInfo, "availablePrinterNames", lambda: ["In the office"]
    )
    QTest.keyClick(window.windowHandle(), key, Qt.KeyboardModifier.ControlModifier)
    dialog = buttons._dialog
    assert dialog is not None
    assert dialog.isVisible()
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    window.hide_now()
    assert closed == [0]
    assert window.is_hidden_away
    assert not buttons.note.isVisibleTo(buttons)


def test_the_sheet_of_the_printer_is_turned_before_it_is_asked_for(look: Theme) -> None:
    way = QPageLayout.Orientation
    assert black(A4_LANDSCAPE).layout().orientation() == way.Landscape
    assert black(A4).layout().pageSize().id() == QPageSize.PageSizeId.A4
    assert black(A4).layout().orientation() == way.Portrait
    assert not black(SMALL).fills_a_sheet
