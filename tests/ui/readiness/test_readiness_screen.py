"""The self-check by keyboard: answered, saved, kept over a change of language, not left unasked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.keys import press, write
from tests.ui.readiness.pages import DUTY, EAST, PORT, SITE, Stage, said
from trainer_app.errors import NotSaved
from trainer_app.operations.learning import today
from trainer_app.operations.readiness import ItemAnswer
from trainer_app.operations.site_facts import headcount
from trainer_app.store import Store
from trainer_app.training.checks import review_after
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.readiness.block_row import BlockRow
from trainer_app.ui.readiness.paper_sheet import PaperSheet
from trainer_app.ui.readiness.readiness_screen import ReadinessScreen
from trainer_app.ui.readiness.state_choice import StateChip
from trainer_app.ui.widgets.ask_sheet import AskSheet

CONTROL = Qt.KeyboardModifier.ControlModifier
Down, Up, Left, Right = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right


def shown(stage: Stage, window: MainWindow, qtbot: QtBot, site_id: str = SITE) -> ReadinessScreen:
    """The page, read and drawn; sheets open over it."""
    page = stage.screen(site_id)
    page.sheet_asked.connect(window.open_sheet)
    window.show_page(page)
    qtbot.wait_until(lambda: page.readiness is not None)
    settled(stage)
    return page


def settled(stage: Stage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for _round in range(3):
        stage.ask(lambda _store: None)
        settle_layout(app)


def row(page: ReadinessScreen, item_id: str) -> BlockRow:
    return page.blocks.rows[item_id]


def state_of(one: BlockRow) -> str:
    """As it is on the page."""
    return one.answer.state if one.answer else ""


def checks(stage: Stage) -> int:
    """How many answers are in the log."""
    return stage.ask(
        lambda store: sum(b"/check/" in text for _row, text in store.statement_texts())
    )


# ---------------------------------------------------------------- answering


def test_the_whole_road_by_keyboard(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    assert window.focusWidget() is row(page, "commitment").head
    press(window, "1")
    assert row(page, "commitment").is_open
    assert row(page, "commitment").answer == ItemAnswer("in-place", today(), review_after(today()))
    press(window, Down, "2", Down, Down, "3", Up, "4")
    assert window.focusWidget() is row(page, "training").head
    assert not row(page, "commitment").is_open
    assert page.drafts.count == 4
    assert "not saved yet" in page.note.para.text()
    assert checks(stage) == 0
    press(window, Qt.Key.Key_S, held=CONTROL)
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert (page.unsaved, checks(stage)) == (0, 4)
    assert page.readiness is not None
    told = {one.item.id: one.answer.state for one in page.readiness.items if one.answer}
    assert told == {
        "commitment": "in-place", "operators-map": "partly", "training": "not-known",
        "permit-first": "not-yet",
    }  # fmt: skip
    settled(stage)
    assert page.note.para.text() == "Saved."
    assert page.note.isVisible()
    assert "1⁩ of ⁨8⁩ in place" in page.score.heading.text()


def test_the_keys_stay_with_the_first_and_the_last_block(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, Up)
    assert window.focusWidget() is row(page, "commitment").head
    press(window, *[Down] * 30)
    assert window.focusWidget() is row(page, "drill").head
    press(window, "5", "0")
    assert page.drafts.count == 0


def test_a_state_is_chosen_by_mouse_and_by_its_neighbours(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    one = row(page, "commitment")
    qtbot.mouseClick(one.head, Qt.MouseButton.LeftButton)
    settled(stage)
    assert one.body is not None
    qtbot.mouseClick(one.body.choice.chips["partly"], Qt.MouseButton.LeftButton)
    assert state_of(one) == "partly"
    assert isinstance(window.focusWidget(), StateChip)
    press(window, Right)
    assert state_of(one) == "not-yet"
    assert not one.body.evidence.isVisible()
    press(window, Left, Left)
    assert state_of(one) == "in-place"
    press(window, Down)
    other = row(page, "operators-map")
    assert window.focusWidget() is other.head
    qtbot.mouseClick(other.head, Qt.MouseButton.LeftButton)
    assert not other.is_open


def test_what_is_typed_into_a_day_is_a_day(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, "1")
    body = row(page, "commitment").body
    assert body is not None
    body.evidence.setFocus()
    body.evidence.setSelectedSection(body.evidence.Section.DaySection)
    write(window, "12")
    press(window, Qt.Key.Key_Tab)
    answer = row(page, "commitment").answer
    assert answer is not None
    assert answer.state == "in-place"
    assert answer.evidence_on is not None
    assert answer.evidence_on.day == 12
    assert page.blocks.rows["commitment"].is_open


def test_the_wheel_over_a_day_moves_the_page(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, "1")
    body = row(page, "commitment").body
    assert body is not None
    before = body.evidence.day()
    place = QPointF(10, 10)
    turned = QWheelEvent(
        place, place, QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(body.evidence, turned)
    assert body.evidence.day() == before


def test_pressing_what_stands_takes_the_change_back(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.answered()
    page = shown(stage, window, qtbot)
    page.blocks.open("commitment")
    row(page, "commitment").choose("not-yet")
    assert page.unsaved == 1
    row(page, "commitment").choose("in-place")
    assert page.unsaved == 0
    assert not page.note.isVisible()


# ---------------------------------------------------------------- reviews


def test_what_is_overdue_comes_first_and_stays_there_once_it_is_saved(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.answered()
    page = shown(stage, window, qtbot)
    assert list(page.blocks.rows)[:3] == ["training", "alert-path", "commitment"]
    assert "Review overdue" in row(page, "training").head.accessibleName()
    page.blocks.open("training")
    body = row(page, "training").body
    assert body is not None
    assert body.still.isVisible()
    body.still.click()
    assert row(page, "training").answer == ItemAnswer("in-place", today(), review_after(today()))
    row(page, "alert-path").choose("in-place")  # the state that stands: it is still so
    page.save.click()
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert page.readiness is not None
    assert page.readiness.overdue == 0
    assert next(iter(page.blocks.rows)) == "training"
    assert "Review overdue" not in row(page, "training").head.accessibleName()
    assert not body.still.isVisible()


def test_a_day_that_cannot_be_is_said_at_its_field(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, "1")
    body = row(page, "commitment").body
    assert body is not None
    tomorrow = today() + timedelta(days=1)
    body.evidence.setDate(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
    page.blocks.open("review")
    press(window, Qt.Key.Key_S, held=CONTROL)
    settled(stage)
    assert checks(stage) == 0
    assert row(page, "commitment").is_open
    assert body._fields["evidence"].error.startswith("The day you saw it is still to come")
    assert body.evidence.hasFocus()
    viewport = page._page.viewport()
    seen = body.evidence.mapTo(viewport, body.evidence.rect().bottomRight())
    assert viewport.rect().contains(seen)
    now = today()
    body.evidence.setDate(QDate(now.year, now.month, now.day))
    assert body._fields["evidence"].error == ""
    page.save.click()
    qtbot.wait_until(lambda: checks(stage) == 1)


# ---------------------------------------------------------------- keeping


def test_nothing_is_said_saved_that_is_not_on_the_disk(
    stage: Stage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, "1")

    def full(*_words: object, **_more: object) -> None:
        raise NotSaved("The disk is full. Free some space, then try again.")

    monkeypatch.setattr(Store, "append", full)
    page.save.click()
    qtbot.wait_until(page.retry.isVisible)
    assert "disk is full" in page.retry.note.para.text()
    assert "not saved yet" in page.note.para.text()
    assert page.drafts.count == 1
    monkeypatch.undo()
    page.retry.button.click()
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert (checks(stage), page.retry.isVisible()) == (1, False)


def test_nothing_changed_is_said_calmly(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    stage.answered()
    page = shown(stage, window, qtbot)
    before = checks(stage)
    press(window, Qt.Key.Key_S, held=CONTROL)
    assert page.note.para.text() == "Nothing has changed."
    assert checks(stage) == before


def test_what_others_say_meanwhile_comes_in_and_ours_stays(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, "1")
    stage.say({"review": said("not-yet"), "commitment": said("not-yet")})
    page._read()
    qtbot.wait_until(lambda: page.score.heading.text().startswith("\u20680"))
    assert row(page, "review").answer is not None
    answer = row(page, "commitment").answer
    assert answer is not None
    assert answer.state == "in-place"
    assert page.unsaved == 1


def test_a_later_answer_of_somebody_else_is_told(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.answered()
    page = shown(stage, window, qtbot)
    page._say_saved({"safe-terminal": {"commitment": said("not-yet")}})
    assert "their answer stands" in page.note.para.text()


def test_how_many_work_there_is_saved_with_the_rest(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    assert not page.people.count.isVisible()
    page.people.known.click()
    page.people.count.digits.setFocus()
    page.people.count.digits.selectAll()
    write(window, "52")
    assert page.unsaved == 1
    page.save.click()
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert stage.ask(lambda store: headcount(store, site_id=SITE)).everybody == 52
    page.people.known.click()
    page.save.click()
    qtbot.wait_until(lambda: page.readiness is not None and page.unsaved == 0)
    settled(stage)
    assert stage.ask(lambda store: headcount(store, site_id=SITE)).everybody is None


def test_another_list_keeps_what_was_answered_in_the_first(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up(lists=(PORT,))
    page = shown(stage, window, qtbot)
    press(window, "1")
    page.lists.setCurrentIndex(page.lists.findData("river-port"))
    qtbot.wait_until(lambda: "item-1" in page.blocks.rows)
    row(page, "item-1").choose("partly")
    assert page.unsaved == 2
    page.save.click()
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert checks(stage) == 2
    assert stage.readiness().score == 1


# ---------------------------------------------------------------- language, leaving, paper


def test_answers_stay_when_the_language_changes(
    stage: Stage, window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    press(window, "1", Down, "2")
    for language in ("es", "ar", "en"):
        translator.speak(qapp, language)
        settled(stage)
        assert page.drafts.count == 2
        assert row(page, "operators-map").is_open
    page.save.click()
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert checks(stage) == 2


def test_leaving_asks_where_something_would_be_lost(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.set_up()
    page = shown(stage, window, qtbot)
    left: list[bool] = []
    page.back_asked.connect(lambda: left.append(True))
    press(window, "1")
    press(window, Qt.Key.Key_Escape)
    sheet = window.sheet
    assert isinstance(sheet, AskSheet)
    sheet.keep.click()
    assert (left, page.drafts.count) == ([], 1)
    page.go_back()
    sheet = window.sheet
    assert isinstance(sheet, AskSheet)
    sheet.do_it.click()
    assert left == [True]


def test_leaving_with_all_saved_is_leaving(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    stage.answered()
    page = shown(stage, window, qtbot)
    with qtbot.wait_signal(page.back_asked):
        page.go_back()
    assert window.sheet is None


def test_the_sheet_to_print_is_a_key_away(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    stage.answered()
    page = shown(stage, window, qtbot)
    press(window, "3")
    press(window, Qt.Key.Key_P, held=CONTROL)
    sheet = window.sheet
    assert isinstance(sheet, PaperSheet)
    assert "does not stand on it" in sheet._note.para.text()
    file = stage.folder / "check.pdf"
    sheet.paper.save_to(str(file))
    assert file.read_bytes().startswith(b"%PDF")
    press(window, Qt.Key.Key_Escape)
    settled(stage)
    assert window.sheet is None
    assert page.drafts.count == 1


def test_a_site_elsewhere_has_answers_of_its_own(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    stage.answered()
    page = shown(stage, window, qtbot, EAST)
    assert page._heading.text() == "La Paz, east"
    assert page.readiness is not None
    assert page.readiness.score is None
    assert page._summary.isVisible()
    press(window, "1")
    page.save.click()
    qtbot.wait_until(lambda: page.note.para.text() == "Saved.")
    assert stage.readiness(EAST).score == 1
    (who,) = {one.by for one in stage.readiness(EAST).items if one.by}
    assert who == DUTY.staff.name


def test_a_page_without_a_list_leads_back(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    from trainer_app.content.catalog import Catalog

    page = ReadinessScreen(stage.background, Catalog([]), DUTY, SITE)
    window.show_page(page)
    qtbot.wait_until(page.back.isVisible)
    assert not page.save.isVisible()
    with qtbot.wait_signal(page.back_asked):
        press(window, Qt.Key.Key_Return)
