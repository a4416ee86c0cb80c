"""Paragraphs: as high as their words, clamped only when asked, marked and lit up."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from trainer_app.ui import sentences, theme, translator
from trainer_app.ui.widgets.para import Para

LONG = "A terminal is a busy place. One person who looks twice can change a lot. " * 3


@pytest.mark.usefixtures("look")
def test_height_follows_width() -> None:
    para = Para("body")
    para.setText(LONG)
    wide, narrow = para.heightForWidth(900), para.heightForWidth(300)
    assert wide < narrow
    assert wide % theme.line_height("body") == 0
    assert para.minimumSizeHint().width() <= 300


def test_in_a_layout_nothing_is_cut(look: theme.Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    para = Para("lesson")
    column.addWidget(para)
    column.addStretch(1)
    para.setText(LONG)
    page.resize(400, 900)
    page.show()
    qtbot.wait_until(lambda: not para.is_cut())
    before = para.height()
    look.choose(zoom=1.3)
    qtbot.wait_until(lambda: para.height() > before and not para.is_cut())


@pytest.mark.usefixtures("look")
def test_a_clamp_keeps_the_full_text_at_hand() -> None:
    para = Para("small", lines=2)
    para.setText(LONG)
    assert para.heightForWidth(240) == 2 * theme.line_height("small")
    assert para.toolTip() == para.text() == LONG
    para.setText("Short.")
    assert para.heightForWidth(240) == theme.line_height("small")


@pytest.mark.usefixtures("look")
def test_marks_are_drawn_and_not_read() -> None:
    para = Para()
    para.setText("Tell **{focal-point}** *today*.", {"focal-point": "Elena, office 3"})
    assert para.text() == "Tell Elena, office 3 today."
    assert [(run.start, run.length, run.strong) for run in para._runs] == [
        (5, 15, True),
        (21, 5, False),
    ]
    para.set_plain("**Rosa**")
    assert para.text() == "**Rosa**"


@pytest.mark.usefixtures("look")
def test_screen_readers_meet_static_text() -> None:
    para = Para()
    para.setText("Stay **calm**.")
    found = QAccessible.queryAccessibleInterface(para)
    assert found.role() == QAccessible.Role.StaticText
    assert found.text(QAccessible.Text.Name) == "Stay calm."


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_sentence_read_is_lit(
    language: str, look: theme.Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    translator.speak(qapp, language)
    para = Para("lesson")
    qtbot.addWidget(para)
    para.setText("One is here. Two is there.")
    para.resize(600, para.heightForWidth(600))

    def lit() -> list[int]:
        image = para.grab().toImage()
        wanted = theme.colour("caution_soft").name()
        return [x for x in range(600) if image.pixelColor(x, 8).name() == wanted]

    assert lit() == []
    para.highlight(0)
    first = lit()
    para.highlight(1)
    second = lit()
    assert first
    assert second
    # English words run to the right, wherever the last full stop of the paragraph goes
    assert first[len(first) // 2] < second[len(second) // 2]
    para.highlight(9)
    assert lit() == []


def test_sentences_end_where_people_stop() -> None:
    assert sentences.split("One. Two! Three?") == ["One.", "Two!", "Three?"]
    assert sentences.split("هل هذا صحيح؟ نعم.") == ["هل هذا صحيح؟", "نعم."]
    assert sentences.split("He said “Go.” Then he left.") == ["He said “Go.”", "Then he left."]
    assert sentences.split("Call 1.5 times") == ["Call 1.5 times"]
    assert sentences.split("  ") == []


def test_what_holds_together_needs_room_for_all_of_it(look: theme.Theme, qtbot: QtBot) -> None:
    """A change such as “40 → 80” is never set on two lines."""
    apart, held = Para("h1"), Para("h1")
    for one in (apart, held):
        qtbot.addWidget(one)
    apart.set_plain("40 → 80")
    held.set_plain("40\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}80")
    assert apart.minimumSizeHint().width() * 2 < held.minimumSizeHint().width()
    held.resize(held.minimumSizeHint())
    assert held.heightForWidth(held.width()) == held.heightForWidth(900)
