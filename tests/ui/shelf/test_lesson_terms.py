"""Words of the glossary inside lessons: underlined, clicked, or asked for by keyboard."""

from collections.abc import Callable
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.small_module import SMALL
from tests.ui.gallery import settle_layout
from tests.ui.shelf.shelves import TERMS, term
from tests.ui.start.voices import Talker
from trainer_app.content import module as m
from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import Term
from trainer_app.operations.people import SignedIn
from trainer_app.ui import theme, translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.lesson_screen import LessonScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.terms_sheet import TermsSheet
from trainer_app.ui.widgets.para import Link, Para

LESSON = m.Lesson(
    id="first", title="The first lesson", minutes=5, picture=SMALL.picture,
    steps=(
        m.Step(
            id="one", title="All the staff", citations=(m.Citation(source="SD1", confidence="VS"),),
            blocks=(
                m.Paragraph(text="Stay **calm**. Tell the {focal-point}, your focal point."),
                m.Bullets(entries=("Be kind.", "Be kind again.")),
            ),
        ),
        m.Step(id="two", title="Go on", blocks=(m.Paragraph(text="Nothing to explain."),)),
    ),
)  # fmt: skip
PLAYED = msgspec.structs.replace(
    SMALL, lessons=(LESSON,), scenarios=(),
    slots=(m.Slot(id="focal-point", fallback="chief"),),
    sources=(m.Source(code="SD1", organisation="A network", title="A page", year="2023"),),
)  # fmt: skip
Open = Callable[..., LessonScreen]


@pytest.fixture
def talker(look: object) -> Talker:
    """A voice that reads everything in no time."""
    return Talker()


@pytest.fixture
def open_lesson(
    window: MainWindow, background: Background, signed_in: SignedIn, catalog: Catalog,
    talker: Talker, qtbot: QtBot,
) -> Open:  # fmt: skip
    """Shows the lesson, with the glossary unless told otherwise."""

    def opened(glossary: tuple[Term, ...] = TERMS, module: m.Module = PLAYED) -> LessonScreen:
        pack = catalog.pack("small")
        screen = LessonScreen(
            background, signed_in, module, pack, "first", {}, talker, glossary
        )  # fmt: skip
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._here is not None)
        settle_layout(qtbot_app())
        return screen

    return opened


def qtbot_app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def paras_of(screen: LessonScreen) -> list[Para]:
    return cast("list[Para]", screen.steps.findChildren(Para))


def linked(screen: LessonScreen) -> dict[str, str]:
    """What each linked word leads to."""
    return {
        para.text()[link.start : link.start + link.length]: link.target
        for para in paras_of(screen)
        if para.isVisible()
        for link in para._links
    }


def para_with(screen: LessonScreen, word: str) -> tuple[Para, QPoint]:
    """The paragraph with a linked word, and a point on the word."""
    for para in paras_of(screen):
        for link in para._links:
            if para.isVisible() and para.text()[link.start : link.start + link.length] == word:
                for x in range(para.width()):
                    place = QPointF(x, para.height() / 2)
                    if para.link_at(place) == link:
                        return para, QPoint(x + 4, para.height() // 2)
    raise AssertionError(word)


def test_words_are_linked_once_and_the_title_is_left_alone(open_lesson: Open) -> None:
    screen = open_lesson()
    assert linked(screen) == {
        "Stay calm": "calm", "focal point": "focal-point", "kind": "kind",
    }  # fmt: skip
    assert [one.id for one in screen.steps.terms] == ["calm", "focal-point", "kind", "staff"]
    assert screen.steps.explain.text() == "Words"
    assert screen.steps.explain.isVisible()


def test_without_terms_nothing_changes(open_lesson: Open, window: MainWindow) -> None:
    bare = open_lesson(())
    assert linked(bare) == {}
    assert bare.steps.explain.isHidden()
    screen = open_lesson()
    screen._show(1)
    assert linked(screen) == {}
    assert screen.steps.explain.isHidden()
    screen._show_terms("")
    assert window.sheet is None


def test_a_click_on_a_word_opens_its_sheet(open_lesson: Open, window: MainWindow) -> None:
    screen = open_lesson()
    para, place = para_with(screen, "focal point")
    QTest.mouseMove(para, place)
    QTest.mouseClick(para, Qt.MouseButton.LeftButton, pos=place)
    sheet = window.sheet
    assert isinstance(sheet, TermsSheet)
    assert [one for one, entry in sheet.entries.items() if entry.is_open] == ["focal-point"]
    assert list(sheet.entries) == ["calm", "focal-point", "kind", "staff"]
    window.close_sheets()
    beside = QPoint(para.width() - 2, para.height() - 2)
    QTest.mouseClick(para, Qt.MouseButton.LeftButton, pos=beside)
    assert window.sheet is None


def test_the_same_by_keyboard(open_lesson: Open, window: MainWindow, qtbot: QtBot) -> None:
    screen = open_lesson()
    handle = window.windowHandle()
    for _step in range(20):
        if screen.steps.explain.hasFocus():
            break
        QTest.keyClick(handle, Qt.Key.Key_Tab)
    QTest.keyClick(handle, Qt.Key.Key_Return)
    sheet = window.sheet
    assert isinstance(sheet, TermsSheet)
    assert sheet.heading.text() == "Words we use"
    assert sheet.entries["calm"].is_open
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert window.sheet is None
    qtbot.wait_until(screen.steps.explain.hasFocus)


def test_the_pointer_tells_a_link(open_lesson: Open) -> None:
    screen = open_lesson()
    para, place = para_with(screen, "kind")
    QTest.mouseMove(para, place)
    assert para.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(para, QPoint(0, para.height() - 1))
    assert para.cursor().shape() != Qt.CursorShape.PointingHandCursor


def test_listening_lights_the_sentence_under_the_dots(
    open_lesson: Open, talker: Talker, window: MainWindow
) -> None:
    screen = open_lesson()
    para, _place = para_with(screen, "Stay calm")

    def colours() -> set[str]:
        image = para.grab().toImage()
        return {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }

    assert theme.colour("primary").name() in colours()
    para.highlight(0)
    both = colours()
    assert theme.colour("caution_soft").name() in both
    assert theme.colour("primary").name() in both
    para.highlight(None)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert talker.said[:2] == ["All the staff", para.text()]


def test_another_text_has_no_links_of_the_former(look: theme.Theme) -> None:
    para = Para("body")
    para.setText("Stay calm.")
    para.set_links([Link("calm", 5, 4)])
    assert para.hasMouseTracking()
    para.setText("Another text.")
    assert not para._links
    assert not para.hasMouseTracking()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_dots_stand_under_the_word_alone(
    language: str, look: theme.Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    translator.speak(qapp, language)
    para = Para("lesson")
    qtbot.addWidget(para)
    text = "One word is linked here" if language == "en" else "كلمة واحدة هنا"
    para.setText(text)
    first = text.split()[0]
    para.resize(600, para.heightForWidth(600))
    para.set_links([Link("x", 0, len(first))])
    image = para.grab().toImage()
    wanted = theme.colour("primary").name()
    dots = [
        x
        for x in range(600)
        if any(image.pixelColor(x, y).name() == wanted for y in range(image.height()))
    ]
    assert dots
    assert max(dots) - min(dots) < 90
    assert (min(dots) < 20) if language == "en" else (max(dots) > 580)
    middle = QPointF((min(dots) + max(dots)) / 2, 16)
    assert para.link_at(middle) == Link("x", 0, len(first))
    assert para.link_at(QPointF(300, 16)) is None


def test_a_term_explained_in_a_sheet_is_read_aloud(
    open_lesson: Open, window: MainWindow, talker: Talker
) -> None:
    screen = open_lesson()
    screen.steps.explain.click()
    assert isinstance(window.sheet, TermsSheet)
    about = window.sheet.entries["calm"]._about
    assert about is not None
    about.listen.button.click()
    assert talker.said[0] == "calm"


@pytest.mark.parametrize("language", ["en", "en_XA", "ar"])
def test_the_buttons_below_the_picture_have_room(
    language: str, open_lesson: Open, look: theme.Theme, window: MainWindow, qapp: QApplication
) -> None:
    translator.speak(qapp, language)
    window.resize(1024, 600)
    for zoom in (1.0, 1.3, 1.5):
        look.choose(zoom=zoom)
        screen = open_lesson()
        for button in (screen.steps._sources, screen.steps.explain):
            assert button.isVisible()
            assert button.width() >= button.minimumSizeHint().width(), zoom


def test_a_full_step_still_fits_with_words_to_explain(
    open_lesson: Open, window: MainWindow
) -> None:
    window.resize(1024, 600)
    text = "Quédate cerca y mira con calma lo que pasa. Dilo hoy mismo a la persona de enlace. "
    step = m.Step(
        id="one", title="Una idea en cada paso, y nada más",
        blocks=(m.Paragraph(text=text * 2), m.Bullets(entries=(text[:42],) * 3)),
    )  # fmt: skip
    lesson = msgspec.structs.replace(LESSON, steps=(step,))
    module = msgspec.structs.replace(PLAYED, language="es", lessons=(lesson,))
    without = open_lesson((), module)
    assert without.steps.verticalScrollBar().maximum() == 0
    heights = [para.height() for para in paras_of(without) if para.isVisible()]
    screen = open_lesson((term("calma", "calma", "con calma"),), module)
    assert screen.steps.explain.isVisible()
    assert screen.steps.verticalScrollBar().maximum() == 0
    paras = [para for para in paras_of(screen) if para.isVisible()]
    assert [para.height() for para in paras] == heights
