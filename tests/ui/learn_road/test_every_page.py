"""Over every page of a learner's road: names, keyboard, and no word cut in any size."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.learn_road.road import OTHER, ROAD, read, sit
from tests.ui.start.voices import Talker
from trainer_app.content.catalog import Catalog
from trainer_app.content.pack import Pack
from trainer_app.operations.people import SignedIn
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.card_screen import CardScreen
from trainer_app.ui.learn.certificate_screen import CertificateScreen
from trainer_app.ui.learn.grounding_screen import GroundingScreen
from trainer_app.ui.learn.home_screen import HomeScreen
from trainer_app.ui.learn.module_screen import ModuleScreen
from trainer_app.ui.learn.result_screen import ResultScreen
from trainer_app.ui.learn.scenario_screen import ScenarioScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.theme import Theme
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para

PAGES = ("home", "module", "scene", "consequence", "end", "summary", "not-yet", "certificates",
         "grounding", "card")  # fmt: skip
SIZES = ((1366, 768), (1024, 600))
TRIED = (
    (1.0, "en"), (1.0, "en_XA"), (1.0, "ar"),
    (1.3, "ar"), (1.3, "en"), (1.3, "en_XA"),
    (1.5, "en_XA"), (1.5, "en"), (1.5, "ar"),
)  # fmt: skip
"""With as few changes of size and direction as can be: widgets dress anew each time."""


@pytest.fixture
def window(look: Theme, qtbot: QtBot) -> MainWindow:
    """The window with a voice, so that every Listen button is there."""
    made = MainWindow(look, Talker())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.wait_until(made.isActiveWindow)
    return made


@pytest.fixture(params=PAGES)
def page(
    request: pytest.FixtureRequest,
    flashes: list[str],
    window: MainWindow,
    background: Background,
    catalog: Catalog,
    pack: Pack,
    signed_in: SignedIn,
    on_store: Any,
    qtbot: QtBot,
) -> Screen:
    """One page of the road, loaded."""
    name, voice = request.param, window.speaker

    def walked(store: Store) -> Any:
        read(store, signed_in, OTHER)
        sit(store, signed_in, OTHER)
        read(store, signed_in, ROAD)
        return sit(store, signed_in, ROAD, miss="greet")

    finished = on_store(walked)
    makers: dict[str, Callable[[], Screen]] = {
        "home": lambda: HomeScreen(background, catalog, signed_in, voice),
        "module": lambda: ModuleScreen(background, catalog, signed_in, "road", voice, {}),
        "not-yet": lambda: ResultScreen(ROAD, "quiz", finished, signed_in, voice),
        "certificates": lambda: CertificateScreen(background, catalog, signed_in, None),
        "grounding": lambda: GroundingScreen(ROAD, voice, {}, pack),
        "card": lambda: CardScreen(ROAD, {}, voice, pack),
    }

    def scene() -> Screen:
        return ScenarioScreen(background, signed_in, ROAD, pack, "late-bus", {}, voice)

    made = makers.get(name, scene)()
    window.show_page(made)
    background.run(background, lambda _store: None).result()
    settle_layout(cast(QApplication, QApplication.instance()))
    if isinstance(made, ScenarioScreen):
        qtbot.wait_until(lambda: made._story is not None)
        steps = {"consequence": ["wait"], "end": ["ask", "", "call", ""]}.get(name, [])
        for step in steps:
            made._page.choices.cards[step].click() if step else made._go.click()
        if name == "summary":
            made._page.rather.click()
    return made


def focusable(root: QWidget) -> list[QWidget]:
    children = cast("list[QWidget]", root.findChildren(QWidget))
    return [
        one
        for one in children
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    ]


def test_a_page_is_named_and_gone_through_by_tab(
    page: Screen, flashes: list[str], window: MainWindow
) -> None:
    assert flashes == []
    reached = focusable(window)
    assert reached
    for widget in reached:
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.text(QAccessible.Text.Name), widget
        assert found.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget
    assert page.first_focus() in reached
    seen: list[QWidget] = []
    for _step in range(len(reached) + 4):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)
    missed = [one for one in reached if one not in seen]
    # in a group of radio buttons Tab reaches one, the arrow keys the others
    assert [
        one for one in missed if not (isinstance(one, QAbstractButton) and one.autoExclusive())
    ] == []


def test_no_word_is_cut(page: Screen, window: MainWindow, look: Theme, qapp: QApplication) -> None:
    window.setUpdatesEnabled(False)  # places are asked for, pictures are not
    for zoom, language in TRIED:
        look.choose(zoom=zoom)
        translator.speak(qapp, language)
        for size in SIZES:
            window.resize(*size)
            settle_layout(qapp)
            _is_whole(page, window, zoom, f"{language} {size} at {zoom}")


def _is_whole(page: Screen, window: MainWindow, zoom: float, where: str) -> None:
    paras = cast("list[Para]", page.findChildren(Para))
    assert [one.text() for one in paras if one.isVisible() and one.is_cut()] == [], where
    buttons = cast("list[Button]", page.findChildren(Button))
    chips = cast("list[Chip]", page.findChildren(Chip))
    shown = [one for one in (*buttons, *chips) if one.isVisible()]
    narrow = [one for one in shown if one.width() < one.minimumSizeHint().width()]
    assert narrow == [], where
    if zoom <= 1.3:
        assert page.minimumSizeHint().width() <= window.width(), where
        assert window.minimumSizeHint().height() <= window.height(), where
        assert _inside(page) == [], where


def _inside(page: Screen) -> list[QWidget]:
    """What sticks out of the page at either side."""
    out: list[QWidget] = []
    for one in cast("list[QWidget]", page.findChildren(QWidget)):
        if one.isVisible() and isinstance(one, (Para, Button, Chip)):
            left = one.mapTo(page, one.rect().topLeft()).x()
            if left < 0 or left + one.width() > page.width():
                out.append(one)
    return out
