"""Over every page about handing in: names, keyboard, languages, and no word cut off."""

from typing import cast

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.ui.gallery import SIZES, settle_layout
from tests.ui.handing_in.pages import PAGES, Stage
from tests.ui.start.pages import Pseudo
from tests.ui.test_gallery import focusable
from trainer_app import i18n
from trainer_app.ui import theme, translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

TRIED = (("ar", 1.3, SIZES[1]), ("pseudo", 1.3, SIZES[0]), ("pseudo", 1.3, SIZES[1]))
SAME = ("F11-sync-new", "F11-sync-all", "F11-server", "F11-programme-found", "F11-stick-trouble")
"""States whose every widget another state has, too; they are for pictures."""
KEPT = (
    "results.example.org", "Waiting hall", "Office", "Ruta segura", "BLUE", "KINGSTON", "192.168.",
    "waybundle", "wayprogramme", "482", "/", "7F3A", "K7QX", "The clock of this", "Already",
    "This file is damaged", "The other side", "Forget", "Keep it", "·",
)  # fmt: skip
"""Names, numbers, and what operations say in the language of the moment they said it."""


def settle(background: Background, qapp: QApplication) -> None:
    """Wait until the network thread and the store have answered, and the page has drawn it."""
    for _round in range(3):
        background._network.submit(lambda: None).result()
        background.run(background, lambda _store: None).result()
        settle_layout(qapp)


@pytest.fixture(params=[name for name in PAGES if name not in SAME])
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
    settle(stage.background, qapp)
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
    groups = {one.parentWidget() for one in reached if getattr(one, "autoExclusive", bool)()}
    missed = [one for one in reached if one not in seen and one.parentWidget() not in groups]
    assert missed == []


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
    return [words for words in said if "[" not in words and not any(k in words for k in KEPT)]
