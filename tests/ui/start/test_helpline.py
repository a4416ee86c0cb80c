"""The helpline card: which numbers stand there, and what it says where none may."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.start.voices import Talker
from trainer_app.operations.site import Contact, SlotState, fill_slot, reporting_chain
from trainer_app.store import Store
from trainer_app.ui.helpline_sheet import HelplineSheet
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.para import Para

ON = date(2026, 3, 1)


def chain(store: Store, **contacts: Contact) -> list[SlotState]:
    for slot, contact in contacts.items():
        fill_slot(store, slot_id=slot.replace("_", "-"), contact=contact)
    return reporting_chain(store, on=ON)


def checked(number: str, on: date = date(2026, 2, 1), name: str = "") -> Contact:
    return Contact(name=name, number=number, verified_by="Elena Choque", verified_on=on)


def opened(window: MainWindow, chain: list[SlotState], talker: Talker) -> HelplineSheet:
    sheet = HelplineSheet(chain, talker)
    window.open_sheet(sheet)
    return sheet


def words(root: QWidget) -> str:
    found: list[Para] = root.findChildren(Para)  # type: ignore[assignment]
    return " | ".join(para.text() for para in found if para.isVisible())


def test_only_checked_numbers_stand_there(store: Store, window: MainWindow, talker: Talker) -> None:
    sheet = opened(
        window,
        chain(
            store,
            child_helpline=checked("000 111", name="Free line"),
            emergency_number=checked("000"),
            focal_point=checked("000 222", date(2025, 1, 12), "Elena Choque, office 3"),
            police=Contact(name="Post in hall 2"),
        ),
        talker,
    )
    assert [row._state.slot_id for row in sheet.rows] == [
        "emergency-number",  # danger now stands first (CS-42)
        "child-helpline",
        "focal-point",
        "police",
    ]
    assert "\u2066000\u2069" in words(sheet.rows[0])
    assert "\u2066000 111\u2069" in words(sheet.rows[1])
    assert "000 222" not in words(sheet)
    assert "not checked since \u2068January 12, 2025\u2069" in words(sheet.rows[2])
    assert "Ask your facilitator to fill this in" in words(sheet)


def test_an_empty_site_says_what_to_do(store: Store, window: MainWindow, talker: Talker) -> None:
    sheet = opened(window, chain(store), talker)
    assert len(sheet.rows) == 3
    assert not any(row.number.isVisible() for row in sheet.rows)
    assert isinstance(sheet.missing, Callout)
    said = words(sheet)
    assert "Ask your facilitator to fill this in." in said
    assert "In danger now, call your local emergency number first." in said
    assert "not a place to report" in said


def test_a_complete_site_misses_nothing(store: Store, window: MainWindow, talker: Talker) -> None:
    filled = {slot: checked("000") for slot in ("emergency_number", "child_helpline")}
    sheet = opened(window, chain(store, **filled, focal_point=checked("1")), talker)
    assert not sheet.missing.isVisible()


def test_numbers_are_never_read_by_a_computer_voice(
    store: Store, window: MainWindow, talker: Talker
) -> None:
    opened(window, chain(store, child_helpline=checked("000 111", name="Free line")), talker)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_L)
    said = " ".join(talker.said)
    assert "Child helpline" in said
    assert "Free line" in said
    assert "111" not in said


def test_what_happens_if_i_call(store: Store, window: MainWindow, talker: Talker) -> None:
    sheet = opened(window, chain(store), talker)
    assert "Say what you saw" not in words(sheet)
    sheet.more.click()
    assert "Say what you saw" in words(sheet)
    sheet.more.click()
    assert "Say what you saw" not in words(sheet)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_it_closes_by_key_and_gives_the_focus_back(
    key: Qt.Key, store: Store, window: MainWindow, talker: Talker, qtbot: QtBot
) -> None:
    window.show_page(Screen())
    sheet = opened(window, chain(store), talker)
    with qtbot.wait_signal(sheet.closed):
        QTest.keyClick(window.windowHandle(), key)
    assert window.sheet is None


def test_it_leaves_no_trace(
    store: Store, data_folder: Path, window: MainWindow, talker: Talker
) -> None:
    states = chain(store, child_helpline=checked("000"))
    before = {file.name: file.read_bytes() for file in data_folder.iterdir() if file.is_file()}
    sheet = opened(window, states, talker)
    sheet.more.click()
    sheet.close_sheet()
    assert {
        file.name: file.read_bytes() for file in data_folder.iterdir() if file.is_file()
    } == before
