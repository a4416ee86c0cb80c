"""Adding a server and handing in to it: a real record store, a real log, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.sync.computers import ids, make_results
from tests.sync.small_servers import RecordStore, Server
from tests.ui import keys
from trainer_app.ui.background import Background
from trainer_app.ui.handing_in.courier import Courier
from trainer_app.ui.handing_in.server_sheet import ServerSheet
from trainer_app.ui.handing_in.status_line import StatusLine
from trainer_app.ui.handing_in.sync_screen import SyncScreen
from trainer_app.ui.main_window import MainWindow

LONG_MS = 15_000


@pytest.fixture
def lrs() -> RecordStore:
    return RecordStore()


@pytest.fixture
def server(lrs: RecordStore) -> Iterator[Server]:
    with Server(lrs) as made:
        yield made


@pytest.fixture
def sheet(background: Background, window: MainWindow, courier: Courier) -> ServerSheet:
    window.show_page(SyncScreen(background, courier))
    made = ServerSheet(background)
    window.open_sheet(made)
    return made


def type_in(window: MainWindow, words: str) -> None:
    keys.write(window, words)


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def fill(sheet: ServerSheet, server: Server, secret: str = "secret-1") -> None:
    sheet.address.setText(server.address)
    sheet.key.setText("key-1")
    sheet.secret.setText(secret)


def test_a_server_is_added_by_keyboard_and_takes_everything(
    sheet: ServerSheet,
    server: Server,
    lrs: RecordStore,
    courier: Courier,
    background: Background,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    background.run(background, lambda store: make_results(store, 14)).result()
    sheet.added.connect(courier.hand_in)
    assert window.focusWidget() is sheet.address
    for words in (server.address, "key-1", "secret-1"):
        type_in(window, words)
        press(window, Qt.Key.Key_Tab)
    with qtbot.wait_signal(sheet.added, timeout=LONG_MS):
        sheet.secret.setFocus()
        press(window, Qt.Key.Key_Return)
    line = StatusLine(courier)
    qtbot.addWidget(line)
    qtbot.wait_until(
        lambda: (
            courier.status is not None
            and bool(courier.status.roads)
            and courier.status.to_send == 0
            and not courier.errand.is_running
        ),
        timeout=LONG_MS,
    )
    assert set(lrs.kept) == background.run(background, ids).result()
    assert line.para.text() == "All handed in · today"
    page = window.page
    assert isinstance(page, SyncScreen)
    assert page.said.text() == "All handed in"
    assert [card.chip.text() for card in page.roads] == ["Up to date"]
    qtbot.wait_until(lambda: "14 are there" in _plain(page.roads[0].facts.text()))


def test_what_is_missing_is_said_where_it_is_missing(
    sheet: ServerSheet, window: MainWindow
) -> None:
    sheet.address.setText("https://results.example.org")
    press(window, Qt.Key.Key_Return)
    assert [field.error for field in sheet.fields] == ["", "Write the key.", "Write the secret."]
    assert window.focusWidget() is sheet.key
    type_in(window, "k")
    assert [field.error for field in sheet.fields] == ["", "", ""]


def test_a_test_says_that_it_works(
    sheet: ServerSheet, server: Server, lrs: RecordStore, qtbot: QtBot
) -> None:
    fill(sheet, server)
    with qtbot.wait_signal(sheet._test.ended, timeout=LONG_MS):
        sheet.test.click()
    assert sheet.note.para.text() == "This address works. Results can be handed in there."
    assert sheet.trouble.isHidden()
    assert lrs.kept == {}
    sheet.secret.setText("other")
    sheet.secret.textEdited.emit("other")
    assert sheet.note.isHidden()


def test_a_test_of_what_stood_there_before_says_nothing_of_what_stands_there_now(
    sheet: ServerSheet, server: Server, qtbot: QtBot
) -> None:
    fill(sheet, server)
    sheet.test.click()
    sheet.address.setText("https://elsewhere.example.org/xapi")
    sheet.address.textEdited.emit(sheet.address.text())
    qtbot.wait_until(lambda: not sheet._test.is_running, timeout=LONG_MS)
    assert sheet.note.isHidden()
    assert sheet.trouble.isHidden()
    assert sheet.test.isEnabled()


def test_a_test_says_why_not_with_details_for_the_helper(
    sheet: ServerSheet, server: Server, qtbot: QtBot
) -> None:
    fill(sheet, server, secret="other")
    with qtbot.wait_signal(sheet._test.ended, timeout=LONG_MS):
        sheet.test.click()
    assert "does not know this key" in sheet.trouble.note.para.text()
    assert sheet.trouble.details.isHidden()
    sheet.trouble.more.click()
    assert "rights" in sheet.trouble.details.text()
    assert "other" not in sheet.trouble.details.text()


def test_what_was_refused_can_be_read_and_tried_again(
    server: Server,
    lrs: RecordStore,
    courier: Courier,
    background: Background,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    from trainer_app.operations.syncing import set_server
    from trainer_app.ui.handing_in import works
    from trainer_app.ui.handing_in.refused_sheet import RefusedSheet

    background.run(background, lambda store: make_results(store, 14)).result()
    known = background.run(background, ids).result()
    lrs.poison = {sorted(known)[3]}
    add = background.run(
        background, lambda store: set_server(store, server.address, "key-1", "secret-1")
    )
    add.result()
    page = SyncScreen(background, courier)
    window.show_page(page)
    courier.start()

    def refused(count: int) -> bool:
        roads = courier.status.roads if courier.status else ()
        return not courier.errand.is_running and [one.refused for one in roads] == [count]

    qtbot.wait_until(lambda: refused(1), timeout=LONG_MS)
    qtbot.wait_until(lambda: page.roads[0].refused.text().endswith("was not taken"))
    assert page.roads[0].chip.text() == "Please look"
    rows = background.run(background, works.refusals("server")).result()
    sheet = RefusedSheet(rows)
    window.open_sheet(sheet)
    assert f"Record \u2066{rows[0].row}\u2069" == sheet.rows[0].name.text()
    assert "is not valid" in sheet.rows[0].reason.text()
    lrs.poison = set()
    with qtbot.wait_signal(sheet.again_asked) as asked:
        sheet.rows[0].again.click()
    background.run(background, works.try_again("server", asked.args[0])).result()
    courier.hand_in("server")
    qtbot.wait_until(lambda: refused(0), timeout=LONG_MS)
    assert set(lrs.kept) == known


def test_the_page_shows_no_name_and_no_result(
    courier: Courier,
    background: Background,
    window: MainWindow,
    signed_in: object,
    qtbot: QtBot,
) -> None:
    page = SyncScreen(background, courier)
    window.show_page(page)
    with qtbot.wait_signal(courier.status_changed):
        courier.start()
    children: list[QWidget] = page.findChildren(QWidget)  # type: ignore[assignment]
    said = " ".join(getattr(one, "text", str)() for one in children)
    assert "Rosa" not in said


def _plain(words: str) -> str:
    return words.translate({ord(sign): None for sign in "\u2066\u2068\u2069"})
