"""What holds for every page: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.ui.gallery import SIZES, settle_layout
from tests.ui.keys import write
from tests.ui.start.pages import Pseudo
from tests.ui.test_gallery import focusable
from trainer_app import i18n
from trainer_app.ui import translator
from trainer_app.ui.handing_in.code_square import CodeSquare
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.pages_view import PagesView
from trainer_app.ui.paper.view import PaperThumb, PaperView
from trainer_app.ui.screen import Screen
from trainer_app.ui.theme import Theme
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.fields import Dropdown
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

PAPERS = (PaperView, PaperThumb, PagesView, CodeSquare)
"""What is as white as paper in the dark, too."""
FEW = 400
ZOOM = 1.3
TRIED = (("ar", SIZES[1]), ("pseudo", SIZES[0]), ("pseudo", SIZES[1]))


def present(window: MainWindow, made: QWidget) -> None:
    """Show a screen, or open a sheet."""
    if isinstance(made, Sheet):
        window.open_sheet(made)
    else:
        assert isinstance(made, Screen)
        window.show_page(made)


def can_be_reached(page: QWidget, window: MainWindow) -> None:
    """Everything has a name and a role, something has the focus, Tab gets everywhere."""
    reached = focusable(page)
    assert reached
    for widget in reached:
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.text(QAccessible.Text.Name), widget
        assert found.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget
    focus = window.focusWidget()
    assert focus is not None
    assert page.isAncestorOf(focus)
    seen = {cast("QWidget | None", QGuiApplication.focusObject())}
    for _step in range(len(reached) + 12):
        write(window, "\t")
        seen.add(QApplication.focusWidget())
    groups = {one.parentWidget() for one in reached if getattr(one, "autoExclusive", bool)()}
    missed = [one for one in reached if one not in seen and one.parentWidget() not in groups]
    assert missed == []


def can_be_read(
    page: QWidget,
    window: MainWindow,
    look: Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    settled: Callable[[], None] | None = None,
) -> None:
    """No word is cut, in long and other languages, in large and small; nothing dazzles in the dark.

    Leaves the page in the last of them, where ``untranslated`` finds what was not marked.
    ``settled`` waits until a page that asks the store again in another language has its answer.
    """
    settle = settled or (lambda: settle_layout(qapp))
    found: list[str] = []
    look.choose(scheme="dark", zoom=ZOOM)  # at once: each time every widget dresses anew
    settle()
    if (bright := _bright(page)) > FEW:
        found.append(f"{bright} pixels are white in the dark")
    window.setUpdatesEnabled(False)  # from here on places are asked for, pictures are not
    window.resize(*SIZES[1])
    if page.findChildren(Dropdown):
        look.choose(zoom=1.0)
        for language in i18n.LANGUAGES:
            translator.speak(qapp, language)
            settle()
            found += [f"{language}: {words}" for words in _chosen_and_cut(page)]
        look.choose(zoom=ZOOM)
    for language, size in TRIED:
        translator.speak(qapp, "en" if language == "pseudo" else language)
        if language == "pseudo":
            monkeypatch.setattr(i18n, "_catalog", Pseudo())
            qapp.sendEvent(qapp, QEvent(QEvent.Type.LanguageChange))
        window.resize(*size)
        settle()
        cut = cut_words(page)
        if window.minimumSizeHint().height() > size[1]:
            cut.append("the window is too high")
        if window.minimumSizeHint().width() > size[0]:
            cut.append("the window is too wide")
        found += [f"{language} {size}: {words}" for words in cut]
    assert not found, "\n".join(found)


def _chosen_and_cut(page: QWidget) -> list[str]:
    """What is chosen in a list that opens, and has no room."""
    boxes = cast("list[Dropdown]", page.findChildren(Dropdown))
    return [box.currentText() for box in boxes if box.isVisible() and box.is_cut()]


def _bright(page: QWidget) -> int:
    """How many pixels are white, but those of paper."""
    picture = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for kind in PAPERS:
        for paper in cast("list[QWidget]", page.findChildren(kind)):
            if paper.isVisible():
                place = QRect(paper.mapTo(page, QPoint()), paper.size())
                painter.fillRect(place, Qt.GlobalColor.black)
    painter.end()
    return bytes(picture.constBits()).count(b"\xff\xff\xff\xff")


def cut_words(page: QWidget) -> list[str]:
    """The words that cannot be read whole where they stand now."""
    paras = cast("list[Para]", page.findChildren(Para))
    cut = [para.text() for para in paras if para.isVisible() and para.is_cut()]
    buttons = cast("list[Button]", page.findChildren(Button))
    cut += [
        button.text()
        for button in buttons
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    for area in cast("list[QScrollArea]", page.findChildren(QScrollArea)):
        inside = area.widget()
        if area.isVisible() and inside.minimumSizeHint().width() > area.viewport().width():
            cut.append(f"{type(page).__name__} is wider than the window")
    return cut


def untranslated(
    page: QWidget, kept: Iterable[str], *, but_in: Iterable[QWidget] = ()
) -> list[str]:
    """Words in sight that no catalog gave, but those with one of ``kept`` in them, numbers, and
    what stands inside of ``but_in``. Only after ``can_be_read``."""
    kept, apart = tuple(kept), list(but_in)
    said: list[QWidget] = [*page.findChildren(Para), *page.findChildren(Button)]
    words = [
        one.text()
        for one in cast("list[Para | Button]", said)
        if one.isVisible() and not any(block.isAncestorOf(one) for block in apart)
    ]
    return [
        one
        for one in words
        if one and "[" not in one and not one.isdecimal() and not any(k in one for k in kept)
    ]
