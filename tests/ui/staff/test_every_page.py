"""Over every page for staff: names, keyboard, languages, and no word cut off."""

from typing import cast

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.ui.gallery import SIZES, settle_layout
from tests.ui.staff.conftest import Stage
from tests.ui.staff.pages import NAMES, PAGES
from tests.ui.start.pages import Pseudo
from tests.ui.test_gallery import focusable
from trainer_app import i18n
from trainer_app.ui import theme, translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

TRIED = (("ar", 1.3, SIZES[1]), ("pseudo", 1.3, SIZES[0]), ("pseudo", 1.3, SIZES[1]))
KEPT = ("Elena", "Amadou", *NAMES, "12:30", "2026", "·")
"""Names, dates and times of day."""
SAID_BEFORE = (
    "This is not the code yet", "These digits follow", "does not match", "Write", "Type",
    "Choose what this")  # fmt: skip
"""Answers stay in the language in which they were given."""


def settle(stage: Stage, qapp: QApplication) -> None:
    for _round in range(2):
        stage.do(lambda _store: None)
        settle_layout(qapp)


@pytest.fixture(params=PAGES)
def page(
    request: pytest.FixtureRequest,
    stage: Stage,
    window: MainWindow,
    flashes: list[str],
    qapp: QApplication,
) -> QWidget:
    made = PAGES[request.param](stage)
    if isinstance(made, Sheet):
        window.open_sheet(made)
    else:
        assert isinstance(made, Screen)
        window.show_page(made)
    settle(stage, qapp)
    for go_on in stage.later:
        go_on()
        settle(stage, qapp)
    return made


def test_a_page_is_whole(
    page: QWidget,
    flashes: list[str],
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert flashes == []
    _can_be_reached(page, window)
    _can_be_read(page, window, look, qapp, monkeypatch)
    assert _untranslated(page) == []


def _can_be_reached(page: QWidget, window: MainWindow) -> None:
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
    seen: set[QWidget | None] = {QGuiApplication.focusObject()}  # type: ignore[arg-type]
    for _step in range(len(reached) + 12):
        QTest.keyClick(window.windowHandle(), "\t")  # type: ignore[call-overload]
        seen.add(QApplication.focusWidget())
    assert [one for one in reached if one not in seen] == []


def _can_be_read(
    page: QWidget,
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No word is cut, in long and other languages, in large and small."""
    found: list[str] = []
    for language, zoom, size in TRIED:
        look.choose(zoom=zoom)
        translator.speak(qapp, "en" if language == "pseudo" else language)
        if language == "pseudo":
            monkeypatch.setattr(i18n, "_catalog", Pseudo())
            qapp.sendEvent(qapp, QEvent(QEvent.Type.LanguageChange))
        window.resize(*size)
        settle_layout(qapp)
        cut = _cut(page)
        if window.minimumSizeHint().height() > size[1]:
            cut.append("the window is too high")
        if window.minimumSizeHint().width() > size[0]:
            cut.append("the window is too wide")
        found += [f"{language} {zoom} {size}: {words}" for words in cut]
    assert found == []


def _cut(page: QWidget) -> list[str]:
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


def _untranslated(page: QWidget) -> list[str]:
    paras = cast("list[Para]", page.findChildren(Para))
    buttons = cast("list[Button]", page.findChildren(Button))
    said = [one.text() for one in paras if one.isVisible() and one.text()]
    said += [one.text() for one in buttons if one.isVisible() and one.text()]
    kept = (*KEPT, *SAID_BEFORE)
    return [
        words
        for words in said
        if "[" not in words and not words.isdigit() and not any(one in words for one in kept)
    ]
