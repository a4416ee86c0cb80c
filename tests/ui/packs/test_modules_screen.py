"""F10: modules by stick, on screen: found, refused in words, installed, removed, handed on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.packs import THEIRS, data, lay, opened
from tests.ui.packs.pages import Stage, newer
from trainer_app.errors import NotSaved
from trainer_app.operations import module_files
from trainer_app.operations.publishers import trust_here
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.packs import works
from trainer_app.ui.packs.decide_sheet import DecideSheet
from trainer_app.ui.packs.found_row import FoundRow
from trainer_app.ui.packs.modules_screen import ModulesScreen
from trainer_app.ui.packs.publisher_sheet import PublisherSheet
from trainer_app.ui.packs.publishers_sheet import PublishersSheet
from trainer_app.ui.packs.write_sheet import WriteSheet


@pytest.fixture
def shown(stage: Stage, window: MainWindow, qtbot: QtBot) -> Callable[[], ModulesScreen]:
    """Shows the page, once it knows what is here and on the stick."""

    def show() -> ModulesScreen:
        page = stage.screen()
        page.sheet_asked.connect(window.open_sheet)
        window.show_page(page)
        quiet(page, qtbot)
        return page

    return show


def quiet(page: ModulesScreen, qtbot: QtBot) -> None:
    """Wait until nothing is read any more."""

    def is_quiet() -> bool:
        stick = page.stick
        looked = stick.drives.folder is None or stick.found is not None
        busy = stick.looking.is_running or stick.installing.is_running
        return page.here is not None and looked and not busy

    qtbot.wait_until(is_quiet)


def row(page: ModulesScreen, name: str) -> FoundRow:
    return next(one for one in page.stick.rows if one.found.path.stem == name)


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def test_a_stick_is_put_in_and_enter_installs(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    page = shown()
    assert page.stick._title.text() == "Put in the USB stick"
    assert not page.install.isEnabled()
    lay(stage.stick, newer(), "newer")
    lay(stage.stick, data("2026.1", "third", "Talk with travellers"), "third")
    stage.put_in()
    page.stick.drives.watch.look()
    quiet(page, qtbot)
    assert page.stick._title.text() == "USB: \u20682\u2069 modules found"
    assert page.install.text() == "Install all"
    assert page.install.hasFocus()
    press(window, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: page.stick.installing.result is not None)
    quiet(page, qtbot)
    assert page.stick.done.para.text() == "\u20682\u2069 modules are installed."
    assert opened(stage.catalog.folders) == "2026.3"
    assert [one.found.kind for one in page.stick.rows] == ["same", "same"]
    qtbot.wait_until(lambda: len(page.rows) == 3)
    assert "Signed by" in page.rows[1]._publisher.text()


def test_what_changes_is_told_line_by_line(
    stage: Stage, shown: Callable[[], ModulesScreen]
) -> None:
    lay(stage.stick, newer(), "newer")
    stage.put_in()
    page = shown()
    from trainer_app.ui.widgets.para import Para

    paras = list[Para](row(page, "newer").findChildren(Para))
    said = [para.text() for para in paras]
    for words in ("New languages: \u2068Español\u2069", "New lesson: \u2068The night bus\u2069"):
        assert words in said
    assert "Minutes: \u206812\u2069, before \u20685\u2069" in said


def test_choosing_some(stage: Stage, shown: Callable[[], ModulesScreen], qtbot: QtBot) -> None:
    lay(stage.stick, newer(), "newer")
    lay(stage.stick, data("2026.1", "third", "Talk"), "third")
    stage.put_in()
    page = shown()
    row(page, "newer").card.click()
    assert page.install.text() == "Install \u20681\u2069"
    row(page, "third").card.click()
    assert not page.install.isEnabled()
    row(page, "third").card.click()
    page.look_again()
    quiet(page, qtbot)
    assert not row(page, "newer").card.isChecked()
    page.install.click()
    qtbot.wait_until(lambda: page.stick.installing.result is not None)
    quiet(page, qtbot)
    assert opened(stage.catalog.folders) == "2026.2"
    assert opened(stage.catalog.folders, "third") == "2026.1"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("older", "Version \u20662026.2\u2069 is here already. An older one does not take"),
        ("cut", "This USB copy is damaged. Copy the module again, or try another USB stick."),
        ("altered", "This module was altered after it was signed."),
        ("stranger", "This computer does not know who signed this module."),
        ("unsigned", "Nobody signed this module."),
        ("later", "This module needs Waypost \u206699.0\u2069 or newer."),
    ],
)
def test_each_refusal_has_its_own_words(
    stage: Stage, shown: Callable[[], ModulesScreen], name: str, said: str
) -> None:
    from msgspec.structs import replace

    from tests.operations.packs import compiled
    from tests.small_module import SMALL

    later = compiled(replace(SMALL, version="3000.0", minimum_app_version="99.0"))
    lay(stage.stick, data("2026.1"), "older")
    lay(stage.stick, data("2026.4"), "cut").write_bytes(data("2026.4")[:-30])
    lay(stage.stick, data("2026.5"), "altered").write_bytes(data("2026.6"))
    lay(stage.stick, data("2026.7"), "stranger", by=THEIRS)
    lay(stage.stick, data("2026.8"), "unsigned", by=None)
    lay(stage.stick, later, "later")
    stage.put_in()
    page = shown()
    one = row(page, name)
    assert one.note.para.text().startswith(said)
    assert not one.card.isEnabled()
    assert not page.install.isEnabled()
    assert one.publisher.isVisible() == (name == "stranger")
    assert one.allow.isVisible() == (name == "unsigned")
    assert one.more.isVisible() == (name in ("cut", "altered"))
    if name == "cut":
        one.more.click()
        assert one.details.isVisible()
        assert "ValueError" in one.details.text()


def test_no_room_is_told_before_anything_is_copied(
    stage: Stage, shown: Callable[[], ModulesScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer_app.operations import module_search

    monkeypatch.setattr(module_search, "free_bytes", lambda _folder: 4_000_000)
    lay(stage.stick, newer(), "newer")
    stage.put_in()
    page = shown()
    assert page.stick.room.isVisible()
    assert page.stick.room.para.text().startswith("There is no room:")
    assert not page.install.isEnabled()
    row(page, "newer").card.click()
    assert not page.stick.room.isVisible()


def test_a_publisher_is_accepted_when_the_numbers_are_the_same(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    lay(stage.stick, newer(), "stranger", by=THEIRS)
    stage.put_in()
    page = shown()
    row(page, "stranger").publisher.click()
    sheet = cast(PublisherSheet, window.sheet)
    publisher = row(page, "stranger").found.publisher
    assert publisher is not None
    assert sheet.number.text().strip("\u2066\u2069") == publisher.fingerprint.replace("-", " ")
    assert sheet.leave.hasFocus()
    sheet.accept.click()
    qtbot.wait_until(lambda: page.install.isEnabled())
    assert row(page, "stranger").card.isChecked()


def test_only_this_file_is_allowed(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    lay(stage.stick, newer(), "stranger", by=THEIRS)
    lay(stage.stick, data("2026.9", "more"), "unsigned", by=None)
    stage.put_in()
    page = shown()
    row(page, "stranger").publisher.click()
    cast(PublisherSheet, window.sheet).only.click()
    sheet = cast(DecideSheet, window.sheet)
    assert "2026.3" in sheet._name.text()
    sheet.do_it.click()
    qtbot.wait_until(lambda: page.install.isEnabled())
    assert [one.found.path.stem for one in page.stick.rows if one.is_chosen] == ["stranger"]
    row(page, "unsigned").allow.click()
    cast(DecideSheet, window.sheet).do_it.click()
    qtbot.wait_until(lambda: len(page.stick.chosen) == 2)


def test_a_decision_that_is_not_saved_is_said(
    stage: Stage,
    window: MainWindow,
    shown: Callable[[], ModulesScreen],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lay(stage.stick, newer(), "unsigned", by=None)
    stage.put_in()
    page = shown()

    def full(*_given: object) -> Callable[[object], None]:
        def operation(_store: object) -> None:
            raise NotSaved("The disk is full.")

        return operation

    monkeypatch.setattr(works, "allow", full)
    row(page, "unsigned").allow.click()
    cast(DecideSheet, window.sheet).do_it.click()
    qtbot.wait_until(lambda: page.stick.trouble.isVisible())
    assert page.stick.trouble.note.para.text() == "The disk is full."
    assert not page.install.isEnabled()


def test_removing_and_putting_away(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    page = shown()
    installed = next(one for one in page.rows if one.module.manifest.id == "small")
    assert installed.act == "remove"
    installed.button.click()
    sheet = cast(DecideSheet, window.sheet)
    assert sheet.leave.hasFocus()
    assert "Version \u20662026.1\u2069, which came with Waypost, takes" in sheet._about.text()
    sheet.do_it.click()
    qtbot.wait_until(lambda: all(one.module.bundled for one in page.rows))
    page.rows[0].button.click()
    cast(DecideSheet, window.sheet).do_it.click()
    qtbot.wait_until(lambda: page.rows[0].act == "bring-back")
    assert page.rows[0]._chip.text() == "Put away"
    assert len(stage.catalog.manifests()) == 1
    page.rows[0].button.click()
    qtbot.wait_until(lambda: len(stage.catalog.manifests()) == 2)


def test_a_module_in_use_stays(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    from tests.operations.hall import hall

    page = shown()
    page._on_duty = stage.ask(lambda store: hall(store, 2)).by
    installed = next(one for one in page.rows if one.module.manifest.id == "small")
    installed.button.click()
    cast(DecideSheet, window.sheet).do_it.click()
    qtbot.wait_until(lambda: page.trouble.isVisible())
    assert page.trouble.para.text().startswith("A session with this module is under way.")


def test_a_stick_that_is_pulled_out(
    stage: Stage, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    lay(stage.stick, newer(), "newer")
    stage.put_in()
    page = shown()
    stage.stick.rename(stage.folder / "gone")
    stage.drives.clear()
    page.look_again()
    qtbot.wait_until(lambda: page.stick._title.text() == "Put in the USB stick")
    assert not page.install.isEnabled()
    assert not page.stick.rows[0].isVisible()


def test_f5_looks_again(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    stage.put_in()
    page = shown()
    assert page.stick._title.text() == "No modules found"
    lay(stage.stick, newer(), "newer")
    press(window, Qt.Key.Key_F5)
    qtbot.wait_until(lambda: page.install.isEnabled())


def test_a_folder_instead_of_a_stick(
    stage: Stage, shown: Callable[[], ModulesScreen], qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown()
    lay(tmp_path / "downloads", newer(), "newer")
    page.stick.drives.choose(tmp_path / "downloads")
    quiet(page, qtbot)
    assert page.stick._title.text() == "Folder: \u20681\u2069 module found"


def test_several_sticks_are_chosen_from(
    stage: Stage, shown: Callable[[], ModulesScreen], qtbot: QtBot, tmp_path: Path
) -> None:
    lay(tmp_path / "RED", newer(), "newer")
    stage.drives += [stage.stick, tmp_path / "RED"]
    page = shown()
    assert len(page.stick.drives.rows) == 2
    assert page.stick.rows == []
    page.stick.drives.rows[1].click()
    qtbot.wait_until(lambda: page.install.isEnabled())


def test_stopping_an_installation(
    stage: Stage,
    shown: Callable[[], ModulesScreen],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from threading import Event

    from trainer_app.content import minisign

    lay(stage.stick, newer(), "newer")
    stage.put_in()
    page = shown()
    reached, go_on = Event(), Event()
    real = module_files.opened

    def slow(path: Path) -> object:
        if path.name == "newer.waypack":
            reached.set()
            go_on.wait(10)
        return real(path)

    monkeypatch.setattr(minisign, "CHUNK", 1024)
    monkeypatch.setattr(module_files, "opened", slow)
    page.install.click()
    qtbot.wait_until(reached.is_set)
    assert page.stick.progress.isVisible()
    assert not page.install.isEnabled()
    page.stick.progress.stop.click()
    go_on.set()
    quiet(page, qtbot)
    qtbot.wait_until(lambda: page.stick.done.isVisible())
    assert page.stick.done.para.text() == "Stopped safely. Nothing is lost."
    assert opened(stage.catalog.folders) == "2026.2"


def test_modules_for_other_computers(
    stage: Stage, window: MainWindow, shown: Callable[[], ModulesScreen], qtbot: QtBot
) -> None:
    page = shown()
    page.write.click()
    sheet = cast(WriteSheet, window.sheet)
    assert not sheet.write.isEnabled()
    stage.put_in()
    sheet.drives.watch.look()
    assert sheet.write.isEnabled()
    sheet.cards[0].click()
    assert sheet.write.text().startswith("Write \u20681\u2069 module (")
    sheet.write.click()
    qtbot.wait_until(lambda: sheet.done.isVisible())
    assert sheet.done.para.text().startswith("\u20681\u2069 module is on the stick")
    names = sorted(path.name for path in (stage.stick / "Waypost").iterdir())
    assert names == ["small-2026.2.waypack", "small-2026.2.waypack.minisig"]
    assert sheet.write.text() == "Close"
    sheet.write.click()
    qtbot.wait_until(lambda: window.sheet is None)


def test_a_stick_that_takes_nothing(
    stage: Stage,
    window: MainWindow,
    shown: Callable[[], ModulesScreen],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage.put_in()
    page = shown()
    monkeypatch.setattr(module_files, "free_bytes", lambda _folder: 1000)
    page.write.click()
    sheet = cast(WriteSheet, window.sheet)
    sheet.write.click()
    qtbot.wait_until(lambda: sheet.trouble.isVisible())
    assert sheet.trouble.note.para.text().startswith("There is no room:")
    assert sheet.write.isEnabled()


def test_the_language_changes_while_it_is_shown(
    stage: Stage, shown: Callable[[], ModulesScreen], qtbot: QtBot, qapp: QApplication
) -> None:
    lay(stage.stick, newer(), "newer")
    stage.put_in()
    page = shown()
    translator.speak(qapp, "es")
    quiet(page, qtbot)
    qtbot.wait_until(
        lambda: row(page, "newer").card.title.text() == "\u2068Notar las señales\u2069"
    )


def test_a_publisher_is_trusted_no_more(
    shown: Callable[[], ModulesScreen], stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    page = shown()
    page.publishers.click()
    qtbot.wait_until(lambda: isinstance(window.sheet, PublishersSheet))
    (mine,) = cast(PublishersSheet, window.sheet).rows
    mine.withdraw.click()
    qtbot.wait_until(lambda: isinstance(window.sheet, DecideSheet))
    sheet = cast(DecideSheet, window.sheet)
    assert window.focusWidget() is sheet.leave
    sheet.do_it.click()
    qtbot.wait_until(lambda: page.trouble.isVisible())
    assert page.trouble.para.text() == "This publisher is not trusted any more."
    assert stage.ask(lambda store: dict(trust_here(store).publishers)) == {}
    quiet(page, qtbot)
    page.publishers.click()
    qtbot.wait_until(lambda: isinstance(window.sheet, PublishersSheet))
    assert cast(PublishersSheet, window.sheet).rows == []
