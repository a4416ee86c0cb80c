"""Sticks, programme files and pairing, over real folders and a real store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.operations.sticks import hub_of, learn, new_store
from tests.sync.computers import make_results
from tests.ui import keys
from tests.ui.handing_in.pages import Stage
from tests.ui.handing_in.states import FOUND, HANDED, programme_file
from trainer_app.operations.bundles import collect, hand_over
from trainer_app.operations.collecting import Collected
from trainer_app.operations.programme import site_here
from trainer_app.operations.site import site_name
from trainer_app.operations.syncing import set_server
from trainer_app.store import Store
from trainer_app.sync.lan import FoundHub
from trainer_app.sync.pairing import PairingRefused
from trainer_app.ui.handing_in import pairing_text, works
from trainer_app.ui.handing_in.courier import Courier
from trainer_app.ui.handing_in.pairing_sheet import PairingSheet
from trainer_app.ui.handing_in.programme_sheet import ProgrammeSheet
from trainer_app.ui.handing_in.stick_screen import StickScreen
from trainer_app.ui.handing_in.sync_screen import SyncScreen
from trainer_app.ui.main_window import MainWindow

LONG_MS = 15_000


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "BLUE"
    folder.mkdir()
    return folder


@pytest.fixture
def other(store_template: Path, tmp_path: Path) -> Iterator[Store]:
    """Another computer, of the same organisation."""
    made = new_store(store_template, tmp_path / "other")
    yield made
    made.close()


def stick_page(stage: Stage, window: MainWindow, drives: list[Path], purpose: Any) -> StickScreen:
    page = StickScreen(stage.background, stage.stick, purpose, lambda: drives)
    window.show_page(page)
    return page


def knows_this_desk(stage: Stage, other: Store) -> None:
    """As if the other computer had been paired with this one's hub."""
    other.endpoints.put(stage.background.run(stage.background, hub_of).result())


def this_knows(stage: Stage, desk: Store) -> None:
    """As if this computer had been paired with the hub of that desk."""
    row = hub_of(desk)
    stage.background.run(stage.background, lambda here: here.endpoints.put(row)).result()


def done(page: StickScreen, qtbot: QtBot) -> None:
    qtbot.wait_until(
        lambda: not page._errand.is_running and not page._looking.is_running, timeout=LONG_MS
    )


# ---------------------------------------------------------------- sticks


def test_results_of_another_computer_are_collected_after_comparing_its_number(
    stage: Stage, other: Store, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    knows_this_desk(stage, other)
    learn(other, 7)
    handed = hand_over(other, drive)
    page = stick_page(stage, window, [drive], "collect")
    done(page, qtbot)
    assert page.folder == drive
    assert [row.chip.text() for row in page.rows] == ["To collect"]
    assert window.focusWidget() is page.collect
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    done(page, qtbot)
    (row,) = page.report.rows
    assert row.chip.text() == "Please compare"
    assert handed.fingerprint in row.facts.text()
    row.accept.click()
    done(page, qtbot)
    assert [row.chip.text() for row in page.report.rows] == ["Collected"]
    assert page.report.note.para.text().strip("\u2068\u2069").endswith("results were added.")
    assert [row.chip.text() for row in page.rows] == ["Collected"]
    page.collect.click()
    done(page, qtbot)
    assert [row.chip.text() for row in page.report.rows] == ["Collected before"]
    assert "Already collected" in page.report.rows[0].facts.text()


def test_a_hand_over_file_counts_only_when_its_receipt_is_back(
    stage: Stage, other: Store, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    background = stage.background
    this_knows(stage, other)
    background.run(background, lambda here: make_results(here, 5)).result()
    page = stick_page(stage, window, [drive], "hand-over")
    done(page, qtbot)
    page.hand_over.click()
    done(page, qtbot)
    assert "is on the stick" in page.report.note.para.text() or "are on the stick" in (
        page.report.note.para.text()
    )
    status = background.run(background, works.status).result()
    assert next(road for road in status.roads if road.kind == "stick").to_send > 0
    fingerprint = stage.stick.result.fingerprint
    collect(other, drive, accept=[fingerprint])
    page.hand_over.click()
    done(page, qtbot)
    status = background.run(background, works.status).result()
    assert next(road for road in status.roads if road.kind == "stick").to_send == 0
    assert "has been collected" in page.report.note.para.text()


def test_a_known_stick_is_served_by_itself(
    stage: Stage, other: Store, drive: Path, qtbot: QtBot
) -> None:
    background, drives = stage.background, [drive]
    this_knows(stage, other)
    background.run(background, lambda here: make_results(here, 5)).result()
    background.run(background, lambda here: hand_over(here, drive)).result()
    background.run(background, lambda here: make_results(here, 5, seed=2)).result()
    collect_here = list((drive / "Waypost").glob("*.waybundle"))
    made = Courier(background, find_drives=lambda: drives)
    with qtbot.wait_signal(made._stick_errand.ended, timeout=LONG_MS):
        made.start()
    assert made._stick_errand.error is None
    assert list((drive / "Waypost").glob("*.waybundle")) != collect_here
    strange = drive.parent / "RED"
    strange.mkdir()
    drives.append(strange)
    with qtbot.wait_signal(made._stick_errand.ended, timeout=LONG_MS):
        made.drives.look()
    assert list(strange.iterdir()) == []
    made.again.stop()
    made.drives.set_on(False)
    qtbot.wait_until(lambda: not made.errand.is_running, timeout=LONG_MS)
    made.deleteLater()


def test_leaving_the_page_does_not_stop_the_work(
    stage: Stage, other: Store, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    knows_this_desk(stage, other)
    learn(other, 7)
    fingerprint = hand_over(other, drive).fingerprint
    page = stick_page(stage, window, [drive], "collect")
    done(page, qtbot)
    page._on_accepted(fingerprint)
    page = stick_page(stage, window, [drive], "collect")
    done(page, qtbot)
    assert isinstance(stage.stick.result, Collected)
    assert [row.chip.text() for row in page.report.rows] == ["Collected"]


def test_what_was_done_before_is_not_said_again_of_another_stick(
    stage: Stage, other: Store, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    this_knows(stage, other)
    page = stick_page(stage, window, [drive], "hand-over")
    done(page, qtbot)
    page.hand_over.click()
    done(page, qtbot)
    assert page.report.isVisible()
    window.show_page(SyncScreen(stage.background, stage.courier))
    page = stick_page(stage, window, [drive], "collect")
    done(page, qtbot)
    assert page.report.isHidden()
    assert stage.stick.result is None


def test_a_hand_over_that_was_stopped_is_not_said_to_be_whole(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    page = stick_page(stage, window, [drive], "hand-over")
    done(page, qtbot)
    page.report.show_result(replace(HANDED, stopped=True))
    assert page.report.note.para.text().startswith("Stopped safely.")


def test_the_list_is_of_the_stick_that_is_chosen(
    stage: Stage, other: Store, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    """The second is chosen while the first is still being looked at."""
    empty = drive.with_name("EMPTY")
    empty.mkdir()
    knows_this_desk(stage, other)
    learn(other, 7)
    hand_over(other, drive)
    page = stick_page(stage, window, [drive, empty], "collect")
    assert page._looking.is_running
    page.choose(empty)
    done(page, qtbot)
    qtbot.wait_until(lambda: page._list.isVisible(), timeout=LONG_MS)
    assert page.folder == empty
    assert page.rows == []
    page.choose(drive)
    done(page, qtbot)
    assert len(page.rows) == 1


def test_a_stick_that_is_put_in_is_found_and_one_that_is_gone_is_let_go(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    drives: list[Path] = []
    page = stick_page(stage, window, drives, "collect")
    assert not page.collect.isEnabled()
    assert "Put in the USB stick" in page._none.para.text()
    drives.append(drive)
    page._watch.look()
    assert page.folder == drive
    assert page.drives[0].isChecked()
    assert page.collect.isEnabled()
    done(page, qtbot)
    drives.clear()
    drive.rmdir()
    page._watch.look()
    assert not page.folder
    assert not page.collect.isEnabled()


def test_without_an_organisation_nothing_is_handed_over_and_it_says_why(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    page = stick_page(stage, window, [drive], "hand-over")
    done(page, qtbot)
    page.hand_over.click()
    done(page, qtbot)
    assert page.trouble.isVisible()
    assert page.trouble.note.para.text()
    assert page.hand_over.isEnabled()


# ---------------------------------------------------------------- programme


def test_a_programme_file_sets_the_site(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    file = drive / "ruta.wayprogramme"
    file.write_bytes(programme_file())
    sheet = ProgrammeSheet(stage.background, None, lambda _ask, _tell, _stop: [file])
    window.open_sheet(sheet)
    qtbot.wait_until(lambda: len(sheet.found) == 1)
    assert not sheet.apply.isEnabled()
    sheet.found[0].click()
    qtbot.wait_until(sheet.facts.isVisible)
    assert window.focusWidget() is sheet.site
    sheet.apply.click()
    assert sheet.site_field.error == "Choose the site first."
    sheet.site.setCurrentIndex(1)
    with qtbot.wait_signal(sheet.applied, timeout=LONG_MS):
        sheet.apply.click()
    background = stage.background
    assert background.run(background, site_name).result() == "La Paz, south"
    here = background.run(background, site_here).result()
    assert here is not None
    assert here.site_id == "sur"
    assert "La Paz, south" in sheet.done.para.text()
    sheet.apply.click()
    assert sheet.isHidden()


def test_a_server_that_gave_way_to_that_of_the_programme_is_named(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    typed = "https://typed.example.org/xapi/"
    background = stage.background
    background.run(background, lambda store: set_server(store, typed, "key", "secret")).result()
    file = drive / "ruta.wayprogramme"
    file.write_bytes(programme_file())
    sheet = ProgrammeSheet(background, None, lambda _ask, _tell, _stop: [file])
    window.open_sheet(sheet)
    sheet.read(file)
    qtbot.wait_until(sheet.facts.isVisible)
    sheet.site.setCurrentIndex(0)
    with qtbot.wait_signal(sheet.applied, timeout=LONG_MS):
        sheet.apply.click()
    assert "Results no longer go to" in sheet._notes.text()
    assert "typed.example.org" in sheet._notes.text()


def test_the_file_that_was_chosen_last_is_the_one_that_is_shown(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [drive / "a.wayprogramme", drive / "b.wayprogramme"]
    files[0].write_bytes(programme_file())
    files[1].write_bytes(b"{}")
    go_on, read = threading.Event(), works.read_programme

    def slowly(path: Path) -> Any:
        def work(ask: Any, tell: Any, stop: Any) -> Any:
            go_on.wait(LONG_MS / 1000)
            return read(path)(ask, tell, stop)

        return work

    monkeypatch.setattr(works, "read_programme", slowly)
    sheet = ProgrammeSheet(stage.background, None, lambda _ask, _tell, _stop: files)
    window.open_sheet(sheet)
    qtbot.wait_until(lambda: len(sheet.found) == 2)
    sheet.found[0].click()
    sheet.found[1].click()
    go_on.set()
    qtbot.wait_until(sheet.trouble.isVisible, timeout=LONG_MS)
    assert sheet.facts.isHidden()
    assert not sheet.apply.isEnabled()
    sheet.found[0].click()
    qtbot.wait_until(sheet.facts.isVisible, timeout=LONG_MS)


def test_a_file_that_is_no_programme_is_said_so(
    stage: Stage, drive: Path, window: MainWindow, qtbot: QtBot
) -> None:
    file = drive / "x.wayprogramme"
    file.write_bytes(b"{}")
    sheet = ProgrammeSheet(stage.background, None, lambda _ask, _tell, _stop: [])
    window.open_sheet(sheet)
    sheet.read(file)
    qtbot.wait_until(sheet.trouble.isVisible)
    assert "no programme file" in sheet.trouble.note.para.text()
    assert not sheet.apply.isEnabled()


# ---------------------------------------------------------------- pairing


@pytest.fixture
def pairing(stage: Stage, window: MainWindow, qtbot: QtBot) -> PairingSheet:
    sheet = PairingSheet(stage.background, lambda _ask, _tell, _stop: FOUND)
    window.open_sheet(sheet)
    qtbot.wait_until(lambda: len(sheet.found) == 2)
    return sheet


def test_the_first_laptop_is_chosen_and_the_digits_have_the_focus(
    pairing: PairingSheet, window: MainWindow
) -> None:
    assert pairing.found[0].isChecked()
    assert pairing.address.text() == FOUND[0].address
    assert window.focusWidget() is pairing.code
    pairing.found[1].click()
    assert pairing.address.text() == FOUND[1].address
    assert window.focusWidget() is pairing.code


def test_looking_again_shows_what_is_there_now(pairing: PairingSheet, qtbot: QtBot) -> None:
    later = [replace(FOUND[0], name="Ticket hall", address="192.168.1.77:8443"), FOUND[1]]
    pairing._look = lambda _ask, _tell, _stop: later
    qtbot.wait_until(lambda: not pairing._search.is_running)
    pairing.again.click()
    qtbot.wait_until(lambda: not pairing._search.is_running)
    assert [row.accessibleName().split(".")[0] for row in pairing.found] == [
        "Ticket hall",
        "Office",
    ]
    assert pairing.found[0].isChecked()
    assert pairing.address.text() == later[0].address


def test_an_address_somebody_wrote_stays_when_they_look_again(
    pairing: PairingSheet, qtbot: QtBot
) -> None:
    qtbot.wait_until(lambda: not pairing._search.is_running)
    pairing.write.click()
    qtbot.keyClicks(pairing.address, "10.0.0.9")
    pairing.again.click()
    qtbot.wait_until(lambda: not pairing._search.is_running)
    assert pairing.address.text() == "10.0.0.9"
    assert not any(row.isChecked() for row in pairing.found)


def test_while_it_pairs_nothing_else_is_said(
    stage: Stage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def look(_ask: Any, _tell: Any, stop: Any) -> list[FoundHub]:
        stop.wait(LONG_MS / 1000)
        return []

    def pair_with(_address: str, _code: str) -> Any:
        def work(_ask: Any, _tell: Any, _stop: Any) -> None:
            held.wait(LONG_MS / 1000)
            raise PairingRefused("The code does not fit.")

        return work

    monkeypatch.setattr(works, "pair_with", pair_with)
    sheet = PairingSheet(stage.background, look)
    window.open_sheet(sheet)
    sheet.address.setText("10.0.0.9")
    sheet.code.setText("482913")
    sheet.pair.click()
    qtbot.wait_until(lambda: not sheet._search.is_running)
    assert sheet.looking.para.text() == "Pairing…"
    held.set()
    qtbot.wait_until(sheet.trouble.isVisible)


def test_what_a_scanner_types_into_the_address_fills_both(
    pairing: PairingSheet, qtbot: QtBot
) -> None:
    said = pairing_text.write("192.168.1.9:8443", "482913", "0123456789abcdef" * 4)
    pairing.write.click()
    pairing.address.clear()
    qtbot.keyClicks(pairing.address, said)
    assert pairing.address.text() == "192.168.1.9:8443"
    assert pairing.code.code == "482913"
    assert pairing_text.read(said[:-1]) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("482913", "482913"), ("482 913", "482913"), (" 48-29-13 ", "482913"), ("٤٨٢٩١٣", "482913"),
     ("4829137", "482913"), ("abc12", "12")],
)  # fmt: skip
def test_digits_are_taken_however_they_come(
    pairing: PairingSheet, window: MainWindow, typed: str, digits: str
) -> None:
    QGuiApplication.clipboard().setText(typed)
    pairing.code.paste()
    assert pairing.code.text() == digits
    assert pairing.code.is_complete == (len(digits) == 6)


def test_missing_digits_are_asked_for(pairing: PairingSheet, window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert pairing.code_field.error == "Type all six digits."
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_4)
    assert pairing.code_field.error == ""


def test_digits_that_do_not_fit_are_said_and_can_be_typed_again(
    pairing: PairingSheet, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def pair_with(address: str, code: str) -> Any:
        asked.append((address, code))

        def work(_ask: Any, _tell: Any, _stop: Any) -> None:
            raise PairingRefused("The code does not fit. 3 tries left.")

        return work

    monkeypatch.setattr(works, "pair_with", pair_with)
    keys.write(window, "482913")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    qtbot.wait_until(lambda: pairing._pairing.error is not None)
    assert asked == [(FOUND[0].address, "482913")]
    assert pairing.trouble.note.para.text() == "The code does not fit. 3 tries left."
    assert pairing.code.selectedText() == "482913"
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_1)
    assert pairing.trouble.isHidden()
    assert pairing.code.text() == "1"


def test_an_address_can_be_written_instead(pairing: PairingSheet, window: MainWindow) -> None:
    pairing.write.click()
    assert window.focusWidget() is pairing.address
    keys.write(window, "10.0.0.9")
    assert pairing.address.text() == "10.0.0.9"
    assert not any(row.isChecked() for row in pairing.found)
