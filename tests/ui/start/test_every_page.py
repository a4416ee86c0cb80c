"""Over every page of the start: names, keyboard, languages, and no word cut off."""

from itertools import product
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import SIZES, settle_layout
from tests.ui.page_check import can_be_reached, cut_words
from tests.ui.start.pages import PAGES, Pseudo, Stage
from tests.ui.start.voices import Talker
from trainer_app import i18n
from trainer_app.operations.people import Enrolled, sign_in
from trainer_app.ui import theme, translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

TRIED = tuple(product((1.0,), ("en", "pseudo", "ar"))) + tuple(
    product((1.3,), ("ar", "en", "pseudo"))
)
"""With as few changes of size and direction as can be: widgets dress anew each time."""


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
    request: pytest.FixtureRequest,
    stage: Stage,
    window: MainWindow,
    flashes: list[str],
    qapp: QApplication,
) -> QWidget:
    return show(request.param, stage, window, qapp)


def test_a_page_is_named_and_gone_through_by_tab(
    page: QWidget, flashes: list[str], window: MainWindow
) -> None:
    assert flashes == []
    can_be_reached(page, window)


def test_no_word_is_cut(
    page: QWidget,
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.setUpdatesEnabled(False)  # places are asked for, pictures are not
    found: list[str] = []
    for (zoom, language), size in product(TRIED, SIZES):
        look.choose(zoom=zoom)
        translator.speak(qapp, "en" if language == "pseudo" else language)
        if language == "pseudo":
            monkeypatch.setattr(i18n, "_catalog", Pseudo())
            qapp.sendEvent(qapp, QEvent(QEvent.Type.LanguageChange))
        window.resize(*size)
        settle_layout(qapp)
        cut = cut_words(page)
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
