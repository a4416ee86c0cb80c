"""This laptop as a hub: a real process, a real computer that pairs and hands in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.sync.computers import computer, make_results
from tests.walk import Walk
from trainer_app.__main__ import main
from trainer_app.operations.asking import asking
from trainer_app.operations.desk import (
    DeviceHere,
    HubNotOpened,
    OwnHub,
    hub_key,
    hub_trouble,
    read_opened,
)
from trainer_app.operations.hand_in import hand_in_status
from trainer_app.operations.syncing import pair_with, sync_one
from trainer_app.store import Store
from trainer_app.ui.background import Background
from trainer_app.ui.handing_in.hub_screen import HubScreen
from trainer_app.ui.handing_in.open_hub import OpenHub
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.widgets.ask_sheet import AskSheet

LONG_MS = 20_000
HOME = ("--no-announce", "--host", "127.0.0.1")


@pytest.fixture
def hub(background: Background, data_folder: Path, qtbot: QtBot) -> Iterator[OpenHub]:
    made = OpenHub(background, data_folder, options=HOME)
    yield made
    made._on_quit()
    made.deleteLater()


@pytest.fixture
def guest(store_template: Path, tmp_path: Path) -> Iterator[Store]:
    store = computer(store_template, tmp_path / "guest")
    yield store
    store.close()


@pytest.fixture
def walk(store_template: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    made = Walk(Path(shutil.copytree(store_template, tmp_path / "data")))
    yield made
    made.program.handing_in.hub._on_quit()
    made.close()


def test_a_computer_pairs_with_this_laptop_and_hands_in(
    hub: OpenHub, guest: Store, background: Background, window: MainWindow, qtbot: QtBot
) -> None:
    page = HubScreen(hub)
    window.show_page(page)
    page.open.click()
    qtbot.wait_until(lambda: hub.code != "", timeout=LONG_MS)
    assert hub.state == "open"
    assert page.code.text().replace(" ", "").strip("⁦⁩") == hub.code
    assert hub.code in hub.square
    assert 0 < hub.seconds_left <= 120
    qtbot.wait_until(lambda: not hub._looking.is_running, timeout=LONG_MS)

    make_results(guest, 14)
    ask = asking(guest)
    paired = pair_with(ask, hub.addresses[0], hub.code, name="Gate 2")
    assert sync_one(ask, paired.endpoint_id).roads[0].fault is None
    assert hand_in_status(guest).to_send == 0

    hub._look()
    qtbot.wait_until(lambda: bool(hub.devices), timeout=LONG_MS)
    assert [(one.name, one.count) for one in hub.devices] == [("Gate 2", guest.head().seq)]
    assert hub.code == ""  # it was for one computer
    (row,) = page.rows
    assert "Gate 2" in row.facts.text()

    def received(store: Store) -> int:
        return sum(held.seq for held in store.chains.heads().values())

    assert background.run(background, received).result() == guest.head().seq
    status = background.run(background, hand_in_status).result()
    assert status.roads == ()  # a hub of one's own is no other place

    page.shut.click()
    qtbot.wait_until(lambda: hub.state == "closed", timeout=LONG_MS)
    assert hub.error is None
    assert not hub.closed_itself


def test_a_computer_is_let_go_after_one_question(guest: Store, walk: Walk, qtbot: QtBot) -> None:
    handing_in = walk.program.handing_in
    hub = handing_in.hub
    hub._options = HOME
    handing_in.show_hub(walk.program.show_learners)
    page = walk.window.page
    assert isinstance(page, HubScreen)
    page.open.click()
    qtbot.wait_until(lambda: hub.code != "", timeout=LONG_MS)
    ask = asking(guest)
    paired = pair_with(ask, hub.addresses[0], hub.code, name="Gate 2")
    assert sync_one(ask, paired.endpoint_id).roads[0].fault is None
    qtbot.wait_until(lambda: not hub._looking.is_running, timeout=LONG_MS)
    hub._look()
    qtbot.wait_until(lambda: len(page.rows) == 1, timeout=LONG_MS)

    page.rows[0].end.click()
    sheet = walk.window.sheet
    assert isinstance(sheet, AskSheet)
    assert walk.window.focusWidget() is sheet.keep
    sheet.keep.click()
    assert (len(page.rows), hub.ending) == (1, set())
    page.rows[0].end.click()
    sheet = walk.window.sheet
    assert isinstance(sheet, AskSheet)
    sheet.do_it.click()
    assert not page.rows[0].end.isEnabled()
    qtbot.wait_until(lambda: page.rows == [], timeout=LONG_MS)
    assert hub.error is None
    fault = sync_one(ask, paired.endpoint_id).roads[0].fault
    assert fault is not None
    assert fault.reason == "hub-key"
    qtbot.wait_until(lambda: not hub._looking.is_running, timeout=LONG_MS)
    hub._look()
    qtbot.wait_until(lambda: not hub._looking.is_running, timeout=LONG_MS)
    assert page.rows == []
    page.shut.click()
    qtbot.wait_until(lambda: hub.state == "closed", timeout=LONG_MS)


def test_a_hub_that_lets_nobody_go_says_so(hub: OpenHub, window: MainWindow, qtbot: QtBot) -> None:
    """It has ended unseen: the computer stays in the list, and its button can be pressed again."""
    page = HubScreen(hub)
    window.show_page(page)
    hub.state = "open"
    hub.hub = OwnHub("Office", 9, ("127.0.0.1:9",), "00" * 32, "desk", "s")
    hub.devices = [DeviceHere("device-1", "Gate 2", 12, None)]
    hub.moved.emit()
    hub.end("device-1")
    assert not page.rows[0].end.isEnabled()
    qtbot.wait_until(lambda: hub.error is not None, timeout=LONG_MS)
    assert page.trouble.isVisible()
    assert page.rows[0].end.isEnabled()


def test_a_hub_that_cannot_open_says_why(
    background: Background, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    made = OpenHub(background, tmp_path, options=("--host", "256.0.0.1"))
    page = HubScreen(made)
    window.show_page(page)
    made.open()
    qtbot.wait_until(lambda: made.error is not None, timeout=LONG_MS)
    assert made.state == "closed"
    assert "256.0.0.1" in str(made.error)
    assert page.trouble.isVisible()
    assert page.open.isEnabled()
    made.deleteLater()


def test_a_hub_that_a_command_made_is_opened_by_the_window_too(
    hub: OpenHub, data_folder: Path, qtbot: QtBot
) -> None:
    assert main(["--data-dir", str(data_folder), "hub", "devices"]) == 0
    hub.open()
    qtbot.wait_until(lambda: hub.state in ("open", "closed"), timeout=LONG_MS)
    assert (hub.state, hub.error) == ("open", None)
    hub.close()
    qtbot.wait_until(lambda: hub.state == "closed", timeout=LONG_MS)


def test_the_key_of_the_hub_stays_the_same(background: Background) -> None:
    first = background.run(background, hub_key).result()
    assert len(first) == 32
    assert background.run(background, hub_key).result() == first


def test_what_a_process_says_is_read_or_explained() -> None:
    said = b'{"name":"A","port":8443,"addresses":["10.0.0.2","fe80::1"],"pin":"00","key":"desk",'
    hub = read_opened(said + b'"secret":"s","fingerprint":"x"}')
    assert hub.addresses == ("10.0.0.2:8443", "[fe80::1]:8443")
    assert "secret='s'" not in repr(hub)
    with pytest.raises(HubNotOpened):
        read_opened(b"Traceback")
    assert str(hub_trouble("INFO x\nwaypost: Nothing can be opened.")) == "Nothing can be opened."
    assert hub_trouble("Traceback\nKeyError: 1").detail == "KeyError: 1"
