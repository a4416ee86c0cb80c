"""A passphrase in the real program: set at the desk, asked for at the next start, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.flows.test_desk_road import PIN
from tests.ui import keys
from tests.walk import Walk, walking
from trainer_app import i18n
from trainer_app.errors import NotSaved
from trainer_app.operations import computer_lock, staff_pins
from trainer_app.operations.audit import list_acts
from trainer_app.operations.computer import finish_set_up
from trainer_app.operations.retention import PastLimit
from trainer_app.operations.staff import add_first_staff
from trainer_app.store import Store, passphrase_slot
from trainer_app.ui.helpline_sheet import HelplineSheet
from trainer_app.ui.screen import Screen
from trainer_app.ui.staff.code_screen import CodeScreen, NewCodePanel, TypeCodePanel
from trainer_app.ui.staff.idle_lock import SESSION_MINUTES, SHORT_MINUTES
from trainer_app.ui.staff.kept_answers import LimitSheet
from trainer_app.ui.staff.lock_screen import LockScreen
from trainer_app.ui.staff.panels import Panel, PanelScreen
from trainer_app.ui.staff.passphrase_panels import NewPassphrasePanel, ProofPanel
from trainer_app.ui.staff.passphrase_screens import (
    ChangePassphraseScreen,
    RemovePassphraseScreen,
    SetPassphraseScreen,
)
from trainer_app.ui.staff.pin_panel import PinPanel
from trainer_app.ui.staff.staff_screen import StaffScreen
from trainer_app.ui.start.learners_screen import LearnersScreen
from trainer_app.ui.start.passphrase_screen import PassphraseScreen
from trainer_app.ui.start.unlock_screen import UnlockScreen

PHRASE = "river lantern copper window sparrow"
OTHER = "meadow button violin harvest cloud"
S = TypeVar("S", bound=Screen)
P = TypeVar("P", bound=Panel)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing is not what is tried here."""
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda _seconds: False)
    weak = passphrase_slot.Strength(memory_kib=64, passes=1, lanes=1)
    monkeypatch.setattr(passphrase_slot, "STRENGTH", weak)


@pytest.fixture
def code(data_folder: Path) -> str:
    """A computer with one facilitator; its recovery code, which was typed back."""
    store = Store.open(data_folder, use_keystore=False)
    made = store.renew_recovery_code()
    assert store.confirm_recovery_code(made)
    add_first_staff(store, name="Elena Vargas", roles=("facilitator",), pin=PIN, recovery_code=made)
    finish_set_up(store)
    store.close()
    return made


@pytest.fixture
def locked(data_folder: Path, code: str) -> str:
    """The same with a passphrase."""
    store = Store.open(data_folder, use_keystore=False)
    store.passphrase.put(PHRASE)
    store.close()
    return code


@pytest.fixture
def walk(data_folder: Path, code: str) -> Iterator[Walk]:
    with walking(data_folder) as made:
        yield made


@pytest.fixture
def start(data_folder: Path, locked: str) -> Iterator[Walk]:
    """The program, just started over locked data."""
    with walking(data_folder) as made:
        yield made


def on(walk: Walk, kind: type[S], qtbot: QtBot) -> S:
    qtbot.wait_until(lambda: isinstance(walk.window.page, kind))
    walk.settle()
    page = walk.window.page
    assert isinstance(page, kind)
    return page


def at(screen: PanelScreen, kind: type[P], qtbot: QtBot) -> P:
    qtbot.wait_until(lambda: isinstance(screen.panel, kind))
    assert isinstance(screen.panel, kind)
    return screen.panel


def type_in(walk: Walk, words: str) -> None:
    keys.write(walk.window, words + "\r")


def at_the_lock(walk: Walk, qtbot: QtBot) -> LockScreen:
    """From the first page to the lock, by keyboard as far as there are keys."""
    on(walk, LearnersScreen, qtbot).staff.click()
    qtbot.wait_until(lambda: isinstance(walk.window.page, PanelScreen))
    keys.write(walk.window, PIN)
    qtbot.wait_until(lambda: walk.program.door.desk is not None)
    walk.settle()
    keys.press(walk.window, Qt.Key.Key_4)
    staff = on(walk, StaffScreen, qtbot)
    staff.lock.setFocus()
    keys.press(walk.window, Qt.Key.Key_Return)
    return on(walk, LockScreen, qtbot)


def has_passphrase(walk: Walk) -> bool:
    return bool(walk.ask(lambda store: store.passphrase.is_set))


def said(page: LockScreen) -> str:
    return page.note.para.text()


# ---------------------------------------------------------------- old answers


def test_old_answers_are_asked_about_before_they_go(walk: Walk, qtbot: QtBot) -> None:
    page = at_the_lock(walk, qtbot)
    qtbot.wait_until(lambda: page.answers.past is not None)
    page.answers.show_past(PastLimit(months=12, before=date(2026, 12, 1), items=2))
    page.answers.delete.click()
    qtbot.wait_until(lambda: walk.window.findChild(LimitSheet) is not None)
    sheet = cast("LimitSheet", walk.window.findChild(LimitSheet))
    assert sheet.keep.hasFocus()
    with qtbot.wait_signal(sheet.applied):
        sheet.do_it.click()
    assert "0 single answers are deleted" in unwrapped(said(page))  # there were none in truth


def unwrapped(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


# ---------------------------------------------------------------- set


def test_it_is_set_by_keyboard_and_asked_for_at_the_next_start(
    data_folder: Path, code: str, qtbot: QtBot
) -> None:
    with walking(data_folder) as walk:
        page = at_the_lock(walk, qtbot)
        assert walk.window.focusWidget() is page.set
        keys.press(walk.window, Qt.Key.Key_Return)
        screen = on(walk, SetPassphraseScreen, qtbot)
        assert isinstance(screen.panel, PinPanel)
        keys.write(walk.window, PIN)
        panel = at(screen, NewPassphrasePanel, qtbot)
        assert walk.window.focusWidget() is panel.field.line
        type_in(walk, "one two three four five")
        assert "by heart" in panel.field.error
        panel.suggestion.take.setFocus()
        keys.press(walk.window, Qt.Key.Key_Return)
        phrase = panel.suggestion.now.phrase
        assert panel.field.typed == phrase
        assert panel.field.line.echoMode() == QLineEdit.EchoMode.Password
        keys.press(walk.window, Qt.Key.Key_Return)
        assert not panel.suggestion.isVisible()
        type_in(walk, "something else")
        assert "not the same" in panel.field.error
        assert not has_passphrase(walk)
        type_in(walk, phrase.upper())
        page = on(walk, LockScreen, qtbot)
        assert "The passphrase is set" in said(page)
        assert page.change.isVisible()
        assert not page.set.isVisible()
        assert walk.ask(list_acts)[0].act == "passphrase-set"
    with walking(data_folder) as again:
        asked = on(again, PassphraseScreen, qtbot)
        assert again.window.focusWidget() is asked.field.line
        type_in(again, phrase)
        on(again, LearnersScreen, qtbot)


def test_what_was_chosen_first_may_be_changed(walk: Walk, qtbot: QtBot) -> None:
    at_the_lock(walk, qtbot).set.click()
    screen = on(walk, SetPassphraseScreen, qtbot)
    keys.write(walk.window, PIN)
    panel = at(screen, NewPassphrasePanel, qtbot)
    before = panel.suggestion.now
    panel.suggestion.other.click()
    assert panel.suggestion.now != before
    panel.field.line.setText(PHRASE)
    panel.next.click()
    panel.again.click()
    assert panel.field.typed == PHRASE
    assert panel.suggestion.isVisible()
    keys.press(walk.window, Qt.Key.Key_Escape)
    on(walk, LockScreen, qtbot)
    assert not has_passphrase(walk)


def test_what_was_not_saved_is_said_and_tried_again(
    walk: Walk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_facts: object, **_more: object) -> None:
        raise NotSaved("The disk is full.")

    at_the_lock(walk, qtbot).set.click()
    screen = on(walk, SetPassphraseScreen, qtbot)
    keys.write(walk.window, PIN)
    panel = at(screen, NewPassphrasePanel, qtbot)
    panel.field.line.setText(PHRASE)
    panel.next.click()
    panel.field.line.setText(PHRASE)
    with monkeypatch.context() as patch:
        patch.setattr(computer_lock, "_put", full)
        panel.next.click()
        qtbot.wait_until(panel.retry.isVisible)
    assert panel.retry.note.para.text() == "The disk is full."
    assert not has_passphrase(walk)
    panel.retry.button.click()
    on(walk, LockScreen, qtbot)
    assert has_passphrase(walk)


def test_without_a_confirmed_code_the_way_leads_to_the_code_first(walk: Walk, qtbot: QtBot) -> None:
    walk.ask(lambda store: store.renew_recovery_code())
    page = at_the_lock(walk, qtbot)
    assert page.unconfirmed.isVisible()
    assert not page.set.isVisible()
    assert walk.window.focusWidget() is page.code
    keys.press(walk.window, Qt.Key.Key_Return)
    screen = on(walk, CodeScreen, qtbot)
    typing = at(screen, TypeCodePanel, qtbot)
    type_in(walk, "ABCD")
    qtbot.wait_until(lambda: "not the code yet" in typing.field.error)
    typing.back.click()
    at(screen, PinPanel, qtbot)
    keys.write(walk.window, PIN)
    shown = at(screen, NewCodePanel, qtbot)
    code = shown.groups.accessibleName()
    shown.next.click()
    at(screen, TypeCodePanel, qtbot).back.click()
    assert at(screen, NewCodePanel, qtbot).groups.accessibleName() == code
    keys.press(walk.window, Qt.Key.Key_Return)
    at(screen, TypeCodePanel, qtbot)
    type_in(walk, code.lower())
    page = on(walk, LockScreen, qtbot)
    assert "the right code" in said(page)
    assert page.set.isVisible()
    assert walk.ask(list_acts)[0].act == "code-renewed"


# ---------------------------------------------------------------- changed, taken off


def test_another_one_asks_for_the_one_there_is(start: Walk, qtbot: QtBot) -> None:
    on(start, PassphraseScreen, qtbot)
    type_in(start, PHRASE)
    at_the_lock(start, qtbot).change.click()
    screen = on(start, ChangePassphraseScreen, qtbot)
    proof = at(screen, ProofPanel, qtbot)
    type_in(start, OTHER)
    qtbot.wait_until(lambda: "does not open it yet" in proof.field.error)
    type_in(start, PHRASE)
    panel = at(screen, NewPassphrasePanel, qtbot)
    for _time in range(2):
        type_in(start, PHRASE)
    qtbot.wait_until(lambda: "you have now" in panel.field.error)
    for _time in range(2):
        panel.field.line.clear()
        type_in(start, OTHER)
    assert "is changed" in said(on(start, LockScreen, qtbot))
    assert start.ask(lambda store: store.passphrase.is_right(OTHER))


@pytest.mark.parametrize("by_code", [True, False])
def test_it_is_taken_off(start: Walk, locked: str, qtbot: QtBot, by_code: bool) -> None:
    on(start, PassphraseScreen, qtbot)
    type_in(start, PHRASE)
    at_the_lock(start, qtbot).remove.click()
    screen = on(start, RemovePassphraseScreen, qtbot)
    proof = at(screen, ProofPanel, qtbot)
    proof.next.click()
    assert "first" in proof.field.error
    type_in(start, OTHER)
    qtbot.wait_until(lambda: "does not open it yet" in proof.field.error)
    assert has_passphrase(start)
    type_in(start, locked if by_code else PHRASE)
    page = on(start, LockScreen, qtbot)
    assert "taken off" in said(page)
    assert page.set.isVisible()
    assert not has_passphrase(start)


# ---------------------------------------------------------------- opening


def test_a_wrong_one_is_said_and_nothing_is_locked_out(start: Walk, qtbot: QtBot) -> None:
    page = on(start, PassphraseScreen, qtbot)
    page.open.click()
    assert "first" in page.field.error
    busy: list[tuple[bool, bool]] = []
    page.phrase_given.connect(
        lambda _phrase: busy.append((page.open.isEnabled(), page.note.isVisible()))
    )
    for tried in range(1, 8):
        type_in(start, OTHER)
        qtbot.wait_until(page.open.isEnabled)
        assert busy == [(False, True)] * tried
        assert not page.note.isVisible()
        assert "does not open it yet" in page.field.error
        assert page.field.typed == OTHER
        assert page.field.line.hasSelectedText()
    page.shown.click()
    assert page.field.line.echoMode() == QLineEdit.EchoMode.Normal
    page.field.line.setFocus()
    page.field.line.selectAll()
    type_in(start, PHRASE)
    on(start, LearnersScreen, qtbot)


def test_forgotten_the_recovery_code_opens_it_this_time(
    data_folder: Path, locked: str, qtbot: QtBot
) -> None:
    with walking(data_folder) as walk:
        on(walk, PassphraseScreen, qtbot).forgot.click()
        page = on(walk, UnlockScreen, qtbot)
        keys.press(walk.window, Qt.Key.Key_Escape)
        on(walk, PassphraseScreen, qtbot).forgot.click()
        page = on(walk, UnlockScreen, qtbot)
        type_in(walk, "ABCD")
        qtbot.wait_until(lambda: "does not open the data" in page.field.error)
        page.code.clear()
        type_in(walk, locked)
        at_the_lock(walk, qtbot).change.click()
        screen = on(walk, ChangePassphraseScreen, qtbot)
        type_in(walk, locked)
        at(screen, NewPassphrasePanel, qtbot)
        for _time in range(2):
            type_in(walk, OTHER)
        on(walk, LockScreen, qtbot)
    with walking(data_folder) as again:
        on(again, PassphraseScreen, qtbot)
        type_in(again, OTHER)
        on(again, LearnersScreen, qtbot)


def test_language_helpline_and_hide_work_while_it_is_locked(start: Walk, qtbot: QtBot) -> None:
    page = on(start, PassphraseScreen, qtbot)
    start.program._on_language_chosen("es")
    start.settle()
    assert not start.window.sheet
    assert page.open.text() == "Abrir"
    start.program._on_helpline_asked()
    assert type(start.window.sheet) is HelplineSheet
    start.window.hide_now()
    assert start.window.is_hidden_away
    start.window.return_asked.emit()
    assert start.window.page is page
    start.window.close_sheets()
    page.field.line.setFocus()
    type_in(start, PHRASE)
    on(start, LearnersScreen, qtbot)
    assert i18n.language() == "es"


# ---------------------------------------------------------------- the idle lock


def test_every_page_but_those_of_a_session_locks_soon(walk: Walk, qtbot: QtBot) -> None:
    at_the_lock(walk, qtbot)
    desk = walk.program.door.desk
    assert desk is not None
    assert desk.idle.minutes == SHORT_MINUTES
    session = Screen()
    desk._show(session, lambda: None, in_session=True)
    assert desk.idle.minutes == SESSION_MINUTES
    walk.program.show(Screen(), lambda: None)  # a page of another way, shown past the desk
    assert desk.idle.minutes == SHORT_MINUTES
    desk.idle.idle.emit()
    qtbot.wait_until(lambda: isinstance(walk.window.page, PanelScreen))
    assert not desk.idle.is_watching
