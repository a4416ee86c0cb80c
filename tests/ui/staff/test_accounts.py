"""Accounts on the screen: the first, one more, a new number, leaving, and what staff did."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import write
from tests.ui.staff.conftest import OTHER, PIN, Stage
from trainer_app.errors import NotSaved
from trainer_app.operations import act_words, staff
from trainer_app.operations.audit import act_draft
from trainer_app.operations.staff import StaffSignIn, list_staff, sign_in_staff
from trainer_app.store import Store
from trainer_app.training.staff import Act, OnDuty
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.page import pdf_of
from trainer_app.ui.staff.account_form import AccountForm
from trainer_app.ui.staff.audit_screen import AuditScreen
from trainer_app.ui.staff.change_pin_screen import ChangePinScreen
from trainer_app.ui.staff.given_pin import GivenPin
from trainer_app.ui.staff.member_sheets import LeaveSheet, MemberSheet, ResetSheet
from trainer_app.ui.staff.new_pin_panel import NewPinPanel
from trainer_app.ui.staff.new_staff_screen import NewStaffScreen
from trainer_app.ui.staff.pin_slip import pin_slip
from trainer_app.ui.staff.staff_screen import StaffScreen

Type = Callable[[str], None]


@pytest.fixture
def keys(window: MainWindow) -> Type:
    return partial(write, window)


@pytest.fixture
def elena(stage: Stage) -> OnDuty:
    assert stage.elena
    return stage.elena


@pytest.fixture
def people(stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot) -> StaffScreen:
    screen = StaffScreen(stage.background, elena)
    screen.sheet_asked.connect(window.open_sheet)
    window.show_page(screen)
    qtbot.wait_until(lambda: len(screen.rows) == 2)
    return screen


def full(*_anything: object, **_more: object) -> None:
    raise NotSaved("The disk is full.")


def amadou_id(stage: Stage) -> str:
    assert stage.amadou
    return stage.amadou.staff.staff_id


def let_in(stage: Stage, staff_id: str, pin: str) -> bool:
    found = stage.do(lambda store: sign_in_staff(store, staff_id=staff_id, pin=pin))
    return isinstance(found, StaffSignIn)


def pin_shown(inside: QWidget) -> str:
    """The digits as a screen reader tells them."""
    given = cast("GivenPin", inside.findChild(GivenPin))
    return given.digits.accessibleName().replace(" ", "")


# ---------------------------------------------------------------- the first account


def test_the_first_account_by_keyboard(
    nobody: Stage, window: MainWindow, keys: Type, qtbot: QtBot
) -> None:
    screen = NewStaffScreen(nobody.background)
    window.show_page(screen)
    qtbot.wait_until(lambda: isinstance(screen.panel, AccountForm))
    form = screen.panel
    assert isinstance(form, AccountForm)
    assert form.code_field.isVisible()
    keys("Elena Choque\r \t\tABCD\r")  # Enter to the roles, Space takes the first one
    qtbot.wait_until(lambda: "not the code yet" in form.code_field.error)
    form.code.setFocus()
    form.code.clear()
    keys(nobody.code + "\r")
    qtbot.wait_until(lambda: isinstance(screen.panel, NewPinPanel))
    with qtbot.wait_signal(screen.made) as told:
        keys(PIN * 2)
    assert told.args is not None
    (card,) = nobody.do(list_staff)
    assert card.staff == told.args[0].staff
    assert (card.staff.name, card.staff.roles) == ("Elena Choque", ("facilitator",))


def test_what_is_missing_is_named(nobody: Stage, window: MainWindow, qtbot: QtBot) -> None:
    screen = NewStaffScreen(nobody.background)
    window.show_page(screen)
    qtbot.wait_until(lambda: isinstance(screen.panel, AccountForm))
    form = screen.panel
    assert isinstance(form, AccountForm)
    form.next.click()
    assert form.summary.isVisible()
    assert all(one.error for one in (form.name_field, form.roles_field, form.code_field))
    assert nobody.do(list_staff) == []


# ---------------------------------------------------------------- one more


def test_one_more_gets_a_number_for_once(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot
) -> None:
    screen = NewStaffScreen(stage.background, elena)
    window.show_page(screen)
    form = screen.panel
    assert isinstance(form, AccountForm)
    assert not form.code_field.isVisible()
    form.name.setText("Amadou Diallo")
    form.roles.choose(["supervisor"])
    form.next.click()
    qtbot.wait_until(lambda: bool(form.name_field.error))
    form.name.setText("Rosa Mamani")
    form.next.click()
    qtbot.wait_until(lambda: screen.panel is not form)
    assert screen.panel
    pin = pin_shown(screen.panel)
    (rosa,) = [c for c in stage.do(list_staff) if c.staff.name == "Rosa Mamani"]
    assert rosa.must_change
    assert let_in(stage, rosa.staff.staff_id, pin)
    primary = screen.primary()
    assert primary
    with qtbot.wait_signal(screen.back_asked):
        primary.click()


def test_the_card_is_neutral(stage: Stage, window: MainWindow) -> None:
    assert stage.amadou
    paper = pin_slip(stage.amadou)
    assert paper.title == "Waypost"
    assert pdf_of(paper).startswith(b"%PDF")


# ---------------------------------------------------------------- the list


def test_a_new_number_is_asked_once_and_shown(
    people: StaffScreen, stage: Stage, window: MainWindow, keys: Type, qtbot: QtBot
) -> None:
    people.rows[amadou_id(stage)].reset.click()
    sheet = window.sheet
    assert isinstance(sheet, ResetSheet)
    assert QApplication.focusWidget() is sheet.keep
    sheet.do_it.click()
    qtbot.wait_until(lambda: sheet.findChild(GivenPin) is not None)
    keys("\x1b")  # Esc loses nothing
    assert sheet.isVisible()
    assert let_in(stage, amadou_id(stage), pin_shown(sheet))
    keys("\r")
    assert window.sheet is None


def test_who_left_is_marked_and_taken_back(
    people: StaffScreen, stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    people.rows[amadou_id(stage)].leave.click()
    sheet = window.sheet
    assert isinstance(sheet, LeaveSheet)
    with qtbot.wait_signal(sheet.marked):
        sheet.do_it.click()
    qtbot.wait_until(lambda: people.rows[amadou_id(stage)].back.isVisible())
    assert list(people.rows)[-1] == amadou_id(stage)
    people.rows[amadou_id(stage)].back.click()
    qtbot.wait_until(lambda: people.rows[amadou_id(stage)].leave.isVisible())


def test_one_cannot_reset_or_mark_oneself(people: StaffScreen, elena: OnDuty) -> None:
    row = people.rows[elena.staff.staff_id]
    assert row.change.isVisible()
    assert not row.reset.isVisible()
    assert not row.leave.isVisible()


@pytest.mark.parametrize("button", ["reset", "leave"])
def test_what_was_not_saved_is_said_and_tried_again(
    people: StaffScreen,
    stage: Stage,
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
) -> None:
    getattr(people.rows[amadou_id(stage)], button).click()
    sheet = window.sheet
    assert isinstance(sheet, MemberSheet)
    with monkeypatch.context() as patch:
        patch.setattr(staff, "_append", full)
        sheet.do_it.click()
        qtbot.wait_until(sheet.retry.isVisible)
    sheet.retry.button.click()
    qtbot.wait_until(lambda: window.sheet is None or sheet.findChild(GivenPin) is not None)
    (amadou,) = [c for c in stage.do(list_staff) if c.staff.staff_id == amadou_id(stage)]
    assert amadou.staff.has_left is (button == "leave")


def test_one_changes_ones_own_number(
    stage: Stage, elena: OnDuty, window: MainWindow, keys: Type, qtbot: QtBot
) -> None:
    screen = ChangePinScreen(stage.background, elena)
    window.show_page(screen)
    keys(PIN)
    qtbot.wait_until(lambda: isinstance(screen.panel, NewPinPanel))
    with qtbot.wait_signal(screen.changed):
        keys(OTHER * 2)
    assert let_in(stage, elena.staff.staff_id, OTHER)


# ---------------------------------------------------------------- what staff did


def audit(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot, at_once: int = 30
) -> AuditScreen:
    screen = AuditScreen(stage.background, elena, at_once=at_once)
    with qtbot.wait_signal(screen.loaded):
        window.show_page(screen)
    return screen


def test_acts_are_sentences_and_more_come_when_asked(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot
) -> None:
    stage.do(lambda s: s.append([act_draft(elena, Act.IMPORTED, str(n)) for n in range(1, 8)]))
    screen = audit(stage, elena, window, qtbot, at_once=4)
    assert [one.about for one in screen.acts] == ["7", "6", "5", "4"]
    while screen.more.isVisible():
        with qtbot.wait_signal(screen.loaded):
            screen.more.click()
    assert [one.act for one in screen.acts[-2:]] == ["staff-added", "staff-added"]
    said = [act_words.act_sentence(one).translate(_ISOLATES) for one in screen.acts]
    assert said[0] == "Elena Choque took 7 people from a list."
    assert said[6] == "Elena Choque took 1 person from a list."
    assert said[-2] == "Elena Choque added Amadou Diallo to the staff."
    assert said[-1].startswith("Elena Choque made the first staff account")


def test_the_list_moves_by_keys(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot
) -> None:
    stage.do(lambda s: s.append([act_draft(elena, Act.IMPORTED, str(n)) for n in range(1, 40)]))
    screen = audit(stage, elena, window, qtbot)
    bar = screen._page.verticalScrollBar()
    qtbot.wait_until(lambda: bar.maximum() > 0)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_the_file_names_nobody_and_is_noted(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot
) -> None:
    screen = audit(stage, elena, window, qtbot)
    path = stage.folder / "acts.csv"
    screen.save_to(str(path))
    qtbot.wait_until(screen.note.isVisible)
    text = path.read_text()
    for secret in ("Elena", "Amadou", PIN):
        assert secret not in text
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["act"] for row in rows] == ["exported", "staff-added", "staff-added"]
    assert rows[0]["by"] == elena.staff.actor
    assert rows[0]["time_utc"] == "2026-12-01T12:00:00Z"


def test_a_file_that_cannot_be_written_is_said(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = audit(stage, elena, window, qtbot)
    screen.save_to(str(tmp_path / "nowhere" / "acts.csv"))
    qtbot.wait_until(screen.retry.isVisible)
    assert "Choose another folder" in screen.retry.note.para.text()


def test_a_list_that_cannot_be_read_can_be_asked_again(
    stage: Stage, elena: OnDuty, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("trainer_app.ui.staff.audit_screen.list_acts", full)
        screen = AuditScreen(stage.background, elena)
        window.show_page(screen)
        qtbot.wait_until(screen.retry.isVisible)
    with qtbot.wait_signal(screen.loaded):
        screen.retry.button.click()
    assert len(screen.acts) == 2


def test_an_empty_list_says_so(
    nobody: Stage, stage: Stage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_store: Store, **_limits: object) -> list[object]:
        return []

    monkeypatch.setattr("trainer_app.ui.staff.audit_screen.list_acts", none)
    assert stage.elena
    screen = audit(stage, stage.elena, window, qtbot)
    assert screen._nothing.isVisible()


_ISOLATES = {0x2066: None, 0x2068: None, 0x2069: None}
