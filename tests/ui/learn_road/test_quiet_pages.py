"""The grounding page and my card: to be read, heard and kept."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_road.road import ROAD, plain
from trainer_app.content.pack import Pack
from trainer_app.ui import translator
from trainer_app.ui.learn.card_screen import CardScreen, card_paper
from trainer_app.ui.learn.grounding_screen import GroundingScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.page import save_pdf
from trainer_app.ui.theme import Theme

VALUES = {"focal-point": "Elena Choque"}


def test_a_quiet_page_is_left_with_enter(window: MainWindow, pack: Pack, qtbot: QtBot) -> None:
    screen = GroundingScreen(ROAD, window.speaker, VALUES, pack)
    window.show_page(screen)
    assert [step.text() for step in screen._steps] == ["Breathe out.", "Look around."]
    assert [one.key for one in screen.listen._passages] == [
        "grounding.title", "grounding.steps.0", "grounding.steps.1",
    ]  # fmt: skip
    with qtbot.wait_signal(screen.back_asked):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


def test_recordings_of_the_pack_are_heard(
    window: MainWindow, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "narration/en/grounding.title.opus"
    module = msgspec.structs.replace(ROAD, narration={"grounding.title": name})
    monkeypatch.setattr(pack, "media", lambda asked: b"OggS" if asked == name else b"")
    screen = GroundingScreen(module, window.speaker, VALUES, pack)
    assert [one.clip for one in screen.listen._passages] == [b"OggS", None, None]
    screen.deleteLater()


def test_my_card_has_the_words_of_the_site(window: MainWindow, tmp_path: Path) -> None:
    screen = CardScreen(ROAD, VALUES, window.speaker)
    window.show_page(screen)
    assert [line.text() for line in screen._lines] == ["Greet.", "Tell Elena Choque."]
    target = tmp_path / "card.pdf"
    screen._buttons.save_to(str(target))
    assert target.read_bytes().startswith(b"%PDF-")
    assert plain(screen._buttons.note.para.text()) == "Saved: card.pdf"


def test_what_the_site_has_not_filled_in_stands_as_its_fallback(window: MainWindow) -> None:
    screen = CardScreen(ROAD, {}, window.speaker)
    assert screen._lines[1].text() == "Tell your focal point."
    screen.deleteLater()


def test_a_long_card_still_fits_its_paper(look: Theme, tmp_path: Path) -> None:
    lines = tuple(f"Line {n}. " + "Stay near, and tell somebody. " * 6 for n in range(9))
    card = msgspec.structs.replace(ROAD.summary_card, lines=lines)
    save_pdf(card_paper(msgspec.structs.replace(ROAD, summary_card=card), {}), tmp_path / "c.pdf")
    assert (tmp_path / "c.pdf").stat().st_size > 1000


def test_quiet_pages_stay_in_the_language_of_the_module(
    window: MainWindow, qapp: QApplication
) -> None:
    screen = CardScreen(ROAD, VALUES, window.speaker)
    window.show_page(screen)
    translator.speak(qapp, "ar")
    assert screen._lines[0].layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert screen._buttons.layoutDirection() == Qt.LayoutDirection.RightToLeft
