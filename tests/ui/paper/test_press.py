"""Many pages at once: one after the other, the window alive between them, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from trainer_app import i18n
from trainer_app.ui.paper.page import A4, A4_LANDSCAPE, Paper
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages
from trainer_app.ui.paper.press import Press
from trainer_app.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("look")


def pages(count: int, spoken: list[str] | None = None) -> list[Paper]:
    def paint(painter: QPainter) -> None:
        if spoken is not None:
            spoken.append(i18n.language())
        painter.fillRect(QRectF(20, 20, 50, 50), QColor("black"))

    return [Paper("Waypost", A4 if n % 2 else A4_LANDSCAPE, paint, "ar") for n in range(count)]


@pytest.fixture
def press(look: Theme) -> Press:
    return Press()


def test_all_pages_are_in_the_file_and_the_window_lives(
    press: Press, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "all.pdf"
    spoken: list[str] = []
    between: list[str] = []
    ticking = QTimer()
    ticking.setInterval(0)
    ticking.timeout.connect(lambda: between.append(i18n.language()))
    ticking.start()
    moved: list[tuple[int, int]] = []
    press.moved.connect(lambda done, total: moved.append((done, total)))
    with qtbot.wait_signal(press.saved) as saved:
        press.save(pages(20, spoken), path)
        assert press.is_running
        assert not path.exists()
    ticking.stop()
    assert saved.args == [path]
    assert moved == [(done, 20) for done in range(21)]
    assert spoken == ["ar"] * 20
    assert set(between) == {"en"}
    assert path.read_bytes().count(b"/Type /Page\n") == 20
    assert not press.is_running


def test_it_is_the_same_file_as_all_at_once(press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "all.pdf"
    with qtbot.wait_signal(press.saved):
        press.save(pages(3), path)
    boxes = [
        [one.split(b"]")[0] for one in data.split(b"/MediaBox [")[1:]]
        for data in (path.read_bytes(), pdf_of_pages(pages(3)))
    ]
    assert boxes[0] == boxes[1]
    assert len(boxes[0]) == 3


def test_stopping_leaves_nothing_and_it_can_begin_again(
    press: Press, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "all.pdf"
    path.write_bytes(b"older")
    press.moved.connect(lambda done, _total: press.stop() if done == 2 else None)
    with qtbot.wait_signal(press.stopped):
        press.save(pages(9), path)
    assert path.read_bytes() == b"older"
    press.stop()  # nothing to stop
    press.moved.disconnect()
    with qtbot.wait_signal(press.saved):
        press.save(pages(1), path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_where_it_cannot_be_written_nothing_is(press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.wait_signal(press.not_saved) as told:
        press.save(pages(2), tmp_path / "nowhere" / "all.pdf")
    assert "Choose another folder" in str(told.args[0])
    assert list(tmp_path.iterdir()) == []


def test_one_piece_of_work_at_a_time(press: Press, tmp_path: Path) -> None:
    press.save(pages(2), tmp_path / "one.pdf")
    with pytest.raises(RuntimeError, match="running"):
        press.save(pages(2), tmp_path / "two.pdf")
    press.stop()


def test_a_printer_gets_every_page(press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    with qtbot.wait_signal(press.printed):
        press.print(pages(4), printer)
    assert (tmp_path / "out.pdf").read_bytes().count(b"/Type /Page\n") == 4


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_is_said(press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "out.pdf"))
    told: list[bool] = []
    press.not_printed.connect(lambda: told.append(True))
    press.print(pages(1), printer)
    assert told == [True]
    assert not press.is_running
