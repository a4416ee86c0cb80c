"""Over every page of the start: names, keyboard, languages, and no word cut off."""

from itertools import product
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.ui import keys
from tests.ui.gallery import SIZES, settle_layout
from tests.ui.start.pages import PAGES, Pseudo, Stage
from tests.ui.start.voices import Talker
from tests.ui.test_gallery import focusable
from trainer_app import i18n
from trainer_app.operations.people import Enrolled, sign_in
from trainer_app.ui import theme, translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet


@pytest.fixture
def stage(
    background: Background, rosa_enrolled: Enrolled, talker: Talker, data_folder: Path
) -> Stage:
    learner_id, pictures = rosa_enrolled.learner.learner_id, rosa_enrolled.pictures
    future = background.run(
        background, lambda store: sign_in(store, learner_id=learner_id, pictures=pictures)
    )
    signed_in = future.result()
    assert signed_in is not None
    return Stage(background, rosa_enrolled, signed_in, talker, data_folder)


def show(name: str, stage: Stage, window: MainWindow, qapp: QApplication) -> QWidget:
    """Show a page, and wait until what it asked the store for is there."""
    page = PAGES[name](stage)
    if isinstance(page, Sheet):
        window.open_sheet(page)
    else:
        assert isinstance(page, Screen)
        window.show_page(page)
    stage.background.run(page, lambda _store: None).result()
    settle_layout(qapp)
    return page


@pytest.fixture(params=PAGES)
def page(
    request: pytest.FixtureRequest, stage: Stage, window: MainWindow, qapp: QApplication
) -> QWidget:
    return show(request.param, stage, window, qapp)


class _Windows(QObject):
    """Remembers every widget that was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("name", PAGES)
def test_nothing_flashes_up_as_a_window(
    name: str, stage: Stage, window: MainWindow, qapp: QApplication
) -> None:
    watch = _Windows()
    qapp.installEventFilter(watch)
    show(name, stage, window, qapp)
    qapp.removeEventFilter(watch)
    assert watch.shown == []


def test_everything_one_can_reach_has_a_name_and_a_role(page: QWidget) -> None:
    reached = focusable(page)
    assert reached
    for widget in reached:
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.text(QAccessible.Text.Name), widget
        assert found.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget


def test_something_has_the_focus_from_the_start(page: QWidget, window: MainWindow) -> None:
    focus = window.focusWidget()
    assert focus is not None
    assert page.isAncestorOf(focus)


def test_tab_reaches_everything(page: QWidget, window: MainWindow) -> None:
    wanted = focusable(page)
    seen: set[QWidget | None] = {QGuiApplication.focusObject()}  # type: ignore[arg-type]
    for _step in range(len(wanted) + 12):
        keys.write(window, "\t")
        seen.add(QApplication.focusWidget())
    groups = {one.parentWidget() for one in wanted if getattr(one, "autoExclusive", bool)()}
    missed = [
        one for one in wanted if one not in seen and one.parentWidget() not in groups
    ]  # Tab reaches one radio button of a group, the arrow keys reach the others
    assert missed == []


def _cut(page: QWidget, window: MainWindow) -> list[str]:
    """The words that cannot be read whole where they stand now."""
    paras = cast("list[Para]", page.findChildren(Para))
    cut = [
        f"{para.height()} < {para.heightForWidth(para.width())}: {para.text()}"
        for para in paras
        if para.isVisible() and para.is_cut()
    ]
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


def test_no_word_is_cut(
    page: QWidget,
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: list[str] = []
    for language, zoom, size in product(("en", "ar", "pseudo"), (1.0, 1.3), SIZES):
        look.choose(zoom=zoom)
        translator.speak(qapp, "en" if language == "pseudo" else language)
        if language == "pseudo":
            monkeypatch.setattr(i18n, "_catalog", Pseudo())
            qapp.sendEvent(qapp, QEvent(QEvent.Type.LanguageChange))
        window.resize(*size)
        settle_layout(qapp)
        cut = _cut(page, window)
        if window.minimumSizeHint().height() > size[1]:
            cut.append("the window is too high")
        found += [f"{language} {zoom} {size}: {words}" for words in cut]
    assert found == []


def test_all_words_change_with_the_language(
    page: QWidget, window: MainWindow, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_catalog", Pseudo())
    qapp.sendEvent(qapp, QEvent(QEvent.Type.LanguageChange))
    settle_layout(qapp)
    paras = cast("list[Para]", page.findChildren(Para))
    buttons = cast("list[Button]", page.findChildren(Button))
    said = [one.text() for one in paras if one.isVisible() and one.text()]
    said += [one.text() for one in buttons if one.isVisible() and one.text()]
    left = [words for words in said if "[" not in words and not _stays(words)]
    assert left == []


def _stays(words: str) -> bool:
    """Names, numbers, paths, the message of an error and legal texts are not translated here."""
    kept = ("Rosa", "Tickets", "Elena", "office 3", "000", "waypost", "/", "folder cannot", "code")
    more = (
        "No key",
        "This does not open it yet",
        "There is another",
        "Choose your work.",
        "Licen",
        "Waypost",
        "licen",
        "ECPAT",
        "reviewed",
    )
    names = (*i18n.LANGUAGES.values(), "Learn in", "Aprender", "Apprendre", "التعلّم", "·")
    plain = words.strip("\u2066\u2067\u2068\u2069")
    return len(plain) <= 4 or any(part in plain for part in (*kept, *more, *names))
