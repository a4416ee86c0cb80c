"""F01 by keyboard and by touch: names, digits, pauses, one's own number, the recovery code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.keys import write
from tests.ui.staff.conftest import OTHER, PIN, Stage
from trainer_app.errors import NotSaved
from trainer_app.operations import staff
from trainer_app.operations.staff import StaffSignIn, list_staff, reset_pin, sign_in_staff
from trainer_app.store import Store
from trainer_app.training.staff import OnDuty
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.staff.names_panel import NamesPanel
from trainer_app.ui.staff.new_pin_panel import NewPinPanel
from trainer_app.ui.staff.pin_panel import PinPanel
from trainer_app.ui.staff.pin_screen import StaffPinScreen
from trainer_app.ui.staff.recovery_panel import RecoveryPanel

Type = Callable[[str], None]
T = TypeVar("T", bound=QWidget)


@pytest.fixture
def keys(window: MainWindow) -> Type:
    """Types on the keyboard, wherever the focus is."""

    return partial(write, window)


@pytest.fixture
def opened(stage: Stage, window: MainWindow, qtbot: QtBot) -> StaffPinScreen:
    """The page with two names on it."""
    return show(stage, window, qtbot)


def show(stage: Stage, window: MainWindow, qtbot: QtBot) -> StaffPinScreen:
    screen = StaffPinScreen(stage.background)
    window.show_page(screen)
    qtbot.wait_until(lambda: screen.panel is not None)
    return screen


def panel_of(screen: StaffPinScreen, kind: type[T]) -> T:
    assert isinstance(screen.panel, kind)
    return screen.panel


def to_pin(screen: StaffPinScreen, name: str, qtbot: QtBot) -> PinPanel:
    names = panel_of(screen, NamesPanel)
    next(one for one in names.cards if one.name.text() == name).click()
    return at_pin(screen, qtbot)


def at_pin(screen: StaffPinScreen, qtbot: QtBot) -> PinPanel:
    """The digits, once it is known whether there is a pause."""
    qtbot.wait_until(lambda: isinstance(screen.panel, PinPanel))
    return panel_of(screen, PinPanel)


def said(panel: PinPanel | NewPinPanel) -> str:
    return panel.note.para.text() if panel.note.isVisible() else ""


# ---------------------------------------------------------------- the number


def test_the_whole_road_by_keyboard(
    opened: StaffPinScreen, keys: Type, stage: Stage, qtbot: QtBot
) -> None:
    assert QApplication.focusWidget() is panel_of(opened, NamesPanel).cards[0]
    keys("\t\r")  # Elena is the second
    panel = at_pin(opened, qtbot)
    assert panel.card.staff.name == "Elena Choque"
    with qtbot.wait_signal(opened.signed_in) as told:
        keys(PIN)
    assert told.args is not None
    assert isinstance(told.args[0], OnDuty)
    assert told.args[0].staff.name == "Elena Choque"


def test_by_touch(opened: StaffPinScreen, qtbot: QtBot) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    for digit in ("4", "9"):
        panel.pad.keys[digit].click()
    panel.pad.back.click()
    with qtbot.wait_signal(opened.signed_in):
        for digit in PIN[1:]:
            panel.pad.keys[digit].click()


def test_digits_are_taken_while_a_key_of_the_pad_has_the_focus(
    opened: StaffPinScreen, keys: Type, qtbot: QtBot
) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    panel.pad.keys["5"].setFocus()
    keys(PIN[:5] + "\b")
    assert panel.field.pin == PIN[:4]
    with qtbot.wait_signal(opened.signed_in):
        keys(PIN[4:])


def test_who_is_alone_types_at_once(
    alone: Stage, window: MainWindow, keys: Type, qtbot: QtBot
) -> None:
    screen = show(alone, window, qtbot)
    assert not panel_of(screen, PinPanel).other.isVisible()
    with qtbot.wait_signal(screen.signed_in):
        keys(PIN)


def test_digits_of_another_script_are_digits(opened: StaffPinScreen, qtbot: QtBot) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    with qtbot.wait_signal(opened.signed_in):
        panel.field.insert("٤٨ ٢٩ ١٣")


def test_nobody_reads_the_number_on_the_screen(opened: StaffPinScreen, qtbot: QtBot) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    panel.field.setText(PIN[:5])
    assert panel.field.displayText() != PIN[:5]
    panel.field.selectAll()
    panel.field.copy()
    assert PIN[:5] not in QApplication.clipboard().text()


def test_somebody_else_goes_back_to_the_names(opened: StaffPinScreen, qtbot: QtBot) -> None:
    to_pin(opened, "Elena Choque", qtbot).other.click()
    assert isinstance(opened.panel, NamesPanel)


# ---------------------------------------------------------------- misses and pauses


def test_a_miss_says_how_many_tries_are_left(
    opened: StaffPinScreen, keys: Type, qtbot: QtBot
) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    keys(OTHER)
    qtbot.wait_until(lambda: "4 tries left" in plain(said(panel)))
    assert plain(said(panel)) == (
        "That number does not match. 4 tries left before a pause of 30 seconds."
    )
    assert panel.field.pin == ""
    assert QApplication.focusWidget() is panel.field
    keys("4")
    assert said(panel) == ""


def plain(words: str) -> str:
    return words.translate({0x2066: None, 0x2068: None, 0x2069: None})


def missed(panel: PinPanel, keys: Type, qtbot: QtBot, times: int) -> None:
    for _time in range(times):
        before = said(panel)
        keys(OTHER)
        qtbot.wait_until(lambda before=before: said(panel) not in ("", before))  # type: ignore[misc]


def test_a_pause_is_counted_down_in_words(
    opened: StaffPinScreen, keys: Type, stage: Stage, qtbot: QtBot
) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    missed(panel, keys, qtbot, 5)
    assert plain(said(panel)) == "That number does not match. Wait 30 seconds, then try again."
    assert not panel.field.isEnabled()
    assert QApplication.focusWidget() is panel.lost
    words = []
    for second in (2, 10, 8, 9, 1):
        stage.clock.steady_ms += second * 1000
        panel.look()
        qtbot.wait_until(lambda: settled(stage))
        words.append(plain(said(panel)))
    assert words[0] == "You can try again in half a minute."
    assert words[1:4] == [words[0], *["You can try again in a moment."] * 2]
    assert words[4].startswith("You can try again now.")
    assert panel.field.isEnabled()
    assert QApplication.focusWidget() is panel.field
    with qtbot.wait_signal(opened.signed_in):
        keys(PIN)


def settled(stage: Stage) -> bool:
    """What was asked of the store before this was answered, and the page was told."""
    stage.do(lambda _store: None)
    settle_layout(QApplication.instance())  # type: ignore[arg-type]
    return True


def test_a_pause_is_there_when_the_page_is_opened_again(
    opened: StaffPinScreen, keys: Type, stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    missed(to_pin(opened, "Elena Choque", qtbot), keys, qtbot, 5)
    panel = to_pin(show(stage, window, qtbot), "Elena Choque", qtbot)
    qtbot.wait_until(lambda: not panel.field.isEnabled())
    assert "half a minute" in said(panel)


def test_what_was_said_follows_the_language(
    opened: StaffPinScreen, keys: Type, qtbot: QtBot, qapp: QApplication
) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)
    missed(panel, keys, qtbot, 1)
    before = panel.field.accessibleName()
    translator.speak(qapp, "ar")
    assert panel.field.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert panel.isRightToLeft()
    assert panel.pad.layoutDirection() == Qt.LayoutDirection.LeftToRight
    settle_layout(qapp)
    assert panel.field.geometry().right() == panel._heading.geometry().right()
    assert said(panel)
    assert before


def test_what_cannot_be_counted_is_said_and_tried_again(
    opened: StaffPinScreen, keys: Type, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = to_pin(opened, "Elena Choque", qtbot)

    def full(*_anything: object, **_more: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(staff, "try_pin", full)
    keys(PIN)
    qtbot.wait_until(panel.retry.isVisible)
    assert panel.field.pin == PIN
    monkeypatch.undo()
    monkeypatch.setattr("trainer_app.operations.staff_pins._bears_strong", lambda _s: False)
    with qtbot.wait_signal(opened.signed_in):
        panel.retry.button.click()


# ---------------------------------------------------------------- a number of one's own


def test_a_number_for_once_is_changed_before_anything_else(
    opened: StaffPinScreen, keys: Type, stage: Stage, qtbot: QtBot
) -> None:
    elena, amadou = stage.elena, stage.amadou
    assert elena
    assert amadou
    given = stage.do(lambda store: reset_pin(store, by=elena, staff_id=amadou.staff.staff_id))
    to_pin(opened, "Amadou Diallo", qtbot)
    keys(given.pin)
    qtbot.wait_until(lambda: isinstance(opened.panel, NewPinPanel))
    panel = panel_of(opened, NewPinPanel)
    assert "Elena Choque" in panel._why.text()
    keys("123456")
    assert "follow each other" in said(panel)
    keys(OTHER + PIN)
    assert "two different numbers" in said(panel)
    keys(given.pin * 2)
    qtbot.wait_until(lambda: "you have now" in said(panel))
    with qtbot.wait_signal(opened.signed_in) as told:
        keys(OTHER * 2)
    assert told.args is not None
    assert told.args[0].staff.name == "Amadou Diallo"
    assert can_sign_in(stage, amadou.staff.staff_id, OTHER)


def can_sign_in(stage: Stage, staff_id: str, pin: str) -> bool:
    def sign_in(store: Store) -> object:
        return sign_in_staff(store, staff_id=staff_id, pin=pin)

    found = stage.do(sign_in)
    return isinstance(found, StaffSignIn) and not found.must_change


def test_another_number_may_be_chosen_before_it_is_typed_twice(
    opened: StaffPinScreen, keys: Type, stage: Stage, qtbot: QtBot
) -> None:
    assert stage.amadou
    to_pin(opened, "Amadou Diallo", qtbot)
    keys(stage.amadou.pin)
    qtbot.wait_until(lambda: isinstance(opened.panel, NewPinPanel))
    panel = panel_of(opened, NewPinPanel)
    keys(OTHER)
    assert panel.again.isVisible()
    panel.again.click()
    assert not panel.again.isVisible()
    with qtbot.wait_signal(opened.signed_in):
        keys(PIN * 2)


def test_a_number_that_was_not_saved_can_be_tried_again(
    opened: StaffPinScreen,
    keys: Type,
    stage: Stage,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert stage.amadou
    to_pin(opened, "Amadou Diallo", qtbot)
    keys(stage.amadou.pin)
    qtbot.wait_until(lambda: isinstance(opened.panel, NewPinPanel))
    panel = panel_of(opened, NewPinPanel)

    def full(*_anything: object, **_more: object) -> None:
        raise NotSaved("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(staff, "try_pin", full)
        keys(OTHER * 2)
        qtbot.wait_until(panel.retry.isVisible)
    with qtbot.wait_signal(opened.signed_in):
        panel.retry.button.click()
    assert can_sign_in(stage, stage.amadou.staff.staff_id, OTHER)


# ---------------------------------------------------------------- the recovery code


def test_the_recovery_code_lets_somebody_in_by_keyboard(
    opened: StaffPinScreen, keys: Type, stage: Stage, qtbot: QtBot
) -> None:
    assert stage.elena
    missed(to_pin(opened, "Elena Choque", qtbot), keys, qtbot, 5)
    keys(" ")  # "I lost my number" has the focus
    panel = panel_of(opened, RecoveryPanel)
    keys("\r")
    assert panel.field.error
    panel.code.clear()
    keys("ABCD\r")
    qtbot.wait_until(lambda: "not the code yet" in panel.field.error)
    panel.code.clear()
    keys(stage.code.lower() + "\r")
    qtbot.wait_until(lambda: isinstance(opened.panel, NewPinPanel))
    with qtbot.wait_signal(opened.signed_in) as told:
        keys(OTHER * 2)
    assert told.args is not None
    assert told.args[0].staff == stage.elena.staff
    assert can_sign_in(stage, stage.elena.staff.staff_id, OTHER)


def test_one_may_go_back_from_the_recovery_code(opened: StaffPinScreen, qtbot: QtBot) -> None:
    to_pin(opened, "Elena Choque", qtbot).lost.click()
    panel_of(opened, RecoveryPanel).back.click()
    assert isinstance(opened.panel, PinPanel)


def test_where_everybody_left_the_way_to_a_new_account_is_offered(
    alone: Stage, window: MainWindow, keys: Type, qtbot: QtBot
) -> None:
    card = alone.do(list_staff)[0]

    def leave(store: Store) -> None:
        record = store.directory.record("staff", card.staff.staff_id)
        assert record
        store.directory.put("staff", card.staff.staff_id, record.body | {"has_left": True})

    alone.do(leave)
    screen = show(alone, window, qtbot)
    with qtbot.wait_signal(screen.first_asked):
        keys("\r")
