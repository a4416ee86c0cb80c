"""Certificates: shown, saved whole or not at all, and checkable from what is on the paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import segno
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.learn_road.road import OTHER, ROAD, plain, read, sit
from trainer_app import i18n
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.operations.certificate_check import verify_certificate
from trainer_app.operations.certificates import Certificate, list_certificates
from trainer_app.operations.people import SignedIn
from trainer_app.store import Store
from trainer_app.training.certificate import Facts, fingerprint, public_key, sign
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.certificate_screen import CertificateScreen, _CodeSheet
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.certificate_pdf import draw_code, paint, write_pdf
from trainer_app.ui.theme import Theme

Open = Callable[..., CertificateScreen]


@pytest.fixture
def certificate() -> Certificate:
    """A certificate as it is printed."""
    seed = b"\1" * 32
    facts = Facts(
        serial="WP-2026-ABCD2345", name="Amadou Diallo", module_id="road",
        module_title="On the road", version="1.0", issued_on=date(2026, 3, 12),
        valid_until=date(2027, 3, 11), issuer="Central terminal",
    )  # fmt: skip
    return Certificate(facts, sign(facts, seed), fingerprint(public_key(seed)))


@pytest.fixture
def open_certificates(
    window: MainWindow,
    background: Background,
    catalog: Catalog,
    signed_in: SignedIn,
    qtbot: QtBot,
) -> Open:
    """Shows the certificates and waits until they are read."""

    def opened(serial: str | None = None) -> CertificateScreen:
        screen = CertificateScreen(background, catalog, signed_in, serial)
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._certificates is not None)
        return screen

    return opened


@pytest.fixture
def two(on_store: Any, signed_in: SignedIn, catalog: Catalog) -> list[Certificate]:
    """The learner has passed both modules."""

    def passed(store: Store) -> list[Certificate]:
        for module in (ROAD, OTHER):
            read(store, signed_in, module)
            sit(store, signed_in, module)
        return list_certificates(store, catalog=catalog, signed_in=signed_in)

    found = on_store(passed)
    assert isinstance(found, list)
    return found


# ---------------------------------------------------------------- on paper


def test_the_pdf_is_named_by_its_serial(
    certificate: Certificate, look: Theme, tmp_path: Path
) -> None:
    path = tmp_path / "mine.pdf"
    write_pdf(certificate, path, "en")
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert certificate.facts.serial.encode("utf-16-be") in data
    assert b"/MediaBox [0 0 842" in data or b"/MediaBox [0 0 841" in data
    assert list(tmp_path.iterdir()) == [path]


def test_the_words_are_in_the_pdf(certificate: Certificate, look: Theme, tmp_path: Path) -> None:
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    path = tmp_path / "mine.pdf"
    write_pdf(certificate, path, "en")
    document = qtpdf.QPdfDocument()
    document.load(str(path))
    text = plain(document.getAllText(0).text())
    document.close()
    facts = certificate.facts
    for words in (
        facts.name, "completed awareness training", facts.module_title, facts.serial,
        "self-paced", "Central terminal", certificate.fingerprint, "March 12, 2026",
        "March 11, 2027", "does not certify that a person or a terminal is safe",
    ):  # fmt: skip
        assert words in text.replace("\r\n", " ").replace("\n", " ")


def test_a_save_that_does_not_work_leaves_nothing(
    certificate: Certificate, look: Theme, tmp_path: Path
) -> None:
    before = tmp_path / "mine.pdf"
    before.write_bytes(b"older")
    with pytest.raises(NotSaved, match="could not be saved"):
        write_pdf(certificate, tmp_path / "nowhere" / "mine.pdf", "en")
    folder = tmp_path / "mine.pdf" / "mine.pdf"
    with pytest.raises(NotSaved):
        write_pdf(certificate, folder, "en")
    assert before.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [before]


def code_on(image: QImage, area: QRectF, modules: int) -> list[list[bool]]:
    """The squares of a code, read back from a picture."""
    side = area.width() / modules
    return [
        [
            image.pixelColor(
                int(area.x() + (x + 0.5) * side), int(area.y() + (y + 0.5) * side)
            ).lightness() < 128
            for x in range(modules)
        ]
        for y in range(modules)
    ]  # fmt: skip


def test_the_code_holds_a_text_that_verifies(certificate: Certificate, look: Theme) -> None:
    image = QImage(900, 900, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_code(painter, certificate.payload, QRectF(image.rect()))
    painter.end()
    code = segno.make(certificate.payload, error="m", micro=False)
    wanted = [[bool(one) for one in row] for row in code.matrix_iter(border=4)]
    assert code_on(image, QRectF(image.rect()), len(wanted)) == wanted
    checked = verify_certificate(None, text=certificate.payload, on=date(2026, 5, 1))
    assert checked.verdict == "unknown"
    assert checked.facts == certificate.facts
    assert checked.fingerprint == certificate.fingerprint


def painted(certificate: Certificate, language: str) -> QImage:
    image = QImage(1188, 840, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(certificate, painter, QRectF(image.rect()), language)
    painter.end()
    return image


def test_arabic_is_mirrored_and_leaves_the_language_alone(
    certificate: Certificate, look: Theme
) -> None:
    def dark_in(image: QImage, x: int) -> int:
        """How much of the code's square is dark, on one side of the page."""
        return sum(
            image.pixelColor(x + dx, 480 + dy).lightness() < 60
            for dx in range(0, 180, 4)
            for dy in range(0, 180, 4)
        )

    arabic = msgspec.structs.replace(certificate.facts, name="أمادو ديالو")
    english, mirrored = (
        painted(certificate, "en"),
        painted(replace(certificate, facts=arabic), "ar"),
    )
    assert dark_in(english, 905) > 400 > dark_in(english, 100)
    assert dark_in(mirrored, 100) > 400 > dark_in(mirrored, 905)
    assert i18n.language() == "en"


@pytest.mark.parametrize("name", ["A", "Maria Fernanda " * 4])
def test_every_name_fits(certificate: Certificate, look: Theme, name: str) -> None:
    facts = msgspec.structs.replace(certificate.facts, name=name.strip(), issuer="")
    image = painted(replace(certificate, facts=facts), "en")
    edge = [image.pixelColor(1188 - 70, y) for y in range(190, 300)]
    assert all(one == QColor("white") for one in edge)


# ---------------------------------------------------------------- on screen


def test_the_one_asked_for_is_shown_and_others_are_listed(
    open_certificates: Open, two: list[Certificate], qtbot: QtBot
) -> None:
    screen = open_certificates(two[1].facts.serial)
    assert screen._shown is not None
    assert screen._shown.facts.serial == two[1].facts.serial
    assert [card.isChecked() for card in screen._cards] == [False, True]
    screen._cards[0].click()
    assert screen._shown.facts.serial == two[0].facts.serial
    assert screen._view.accessibleName()


def test_save_with_ctrl_s(
    open_certificates: Open,
    two: list[Certificate],
    window: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    screen = open_certificates()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = screen._buttons._dialog
    assert isinstance(dialog, QFileDialog)
    assert screen._shown is not None
    assert Path(dialog.selectedFiles()[0]).name == f"Waypost {screen._shown.facts.serial}.pdf"
    target = tmp_path / "mine.pdf"
    dialog.fileSelected.emit(str(target))
    assert target.read_bytes().startswith(b"%PDF-")
    assert plain(screen._buttons.note.para.text()) == "Saved: mine.pdf"
    dialog.reject()


def test_a_save_that_does_not_work_is_said(
    open_certificates: Open, two: list[Certificate], tmp_path: Path
) -> None:
    screen = open_certificates()
    screen._buttons.save_to(str(tmp_path / "nowhere" / "mine.pdf"))
    assert "Choose another folder" in screen._buttons.note.para.text()


def test_no_printer_is_no_dead_end(
    open_certificates: Open,
    two: list[Certificate],
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6 import QtPrintSupport

    monkeypatch.setattr(QtPrintSupport.QPrinterInfo, "availablePrinterNames", list)
    screen = open_certificates()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    said = screen._buttons.note.para.text()
    assert said == "Saved on this computer. Your facilitator can print it."


def test_the_code_can_be_copied_and_checked(
    open_certificates: Open, two: list[Certificate], window: MainWindow, on_store: Any
) -> None:
    screen = open_certificates()
    screen._code.click()
    sheet = window.sheet
    assert isinstance(sheet, _CodeSheet)
    sheet._copy.click()
    text = QGuiApplication.clipboard().text()
    checked = on_store(lambda store: verify_certificate(store, text=text))
    assert checked.verdict == "genuine"
    assert checked.key_known
    assert verify_certificate(None, text=sheet._text.text()).facts == checked.facts


def test_without_a_certificate_the_page_says_how_to_get_one(open_certificates: Open) -> None:
    screen = open_certificates()
    assert screen._notice.para.text().startswith("No certificate yet.")
    assert not screen._body.isVisible()


def test_certificates_speak_another_language_at_once(
    open_certificates: Open, two: list[Certificate], qapp: QApplication
) -> None:
    screen = open_certificates()
    translator.speak(qapp, "ar")
    assert screen.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert screen._heading.text() in ("On the road", "Another module")
