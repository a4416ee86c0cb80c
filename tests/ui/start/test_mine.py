"""My settings, what is stored about me, and the page of this site."""

import shlex
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.start.voices import Talker
from trainer_app import __version__, cli, paths
from trainer_app.errors import NotSaved
from trainer_app.operations.learning import today
from trainer_app.operations.people import Enrolled, sign_in
from trainer_app.operations.site import Contact, fill_slot, name_site
from trainer_app.training.people import Preferences
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.my_data_screen import MyDataScreen
from trainer_app.ui.settings_screen import SettingsScreen
from trainer_app.ui.site_screen import SiteScreen, command_lines
from trainer_app.ui.widgets.para import Para


def words(root: QWidget) -> str:
    found: list[Para] = root.findChildren(Para)  # type: ignore[assignment]
    plain = " | ".join(para.text() for para in found if para.isVisible())
    return plain.translate({ord(mark): None for mark in "\u2066\u2067\u2068\u2069\u2060"})


# ---------------------------------------------------------------- settings


@pytest.fixture
def settings(rosa_enrolled: Enrolled, talker: Talker, window: MainWindow) -> SettingsScreen:
    made = SettingsScreen(rosa_enrolled.learner, talker)
    window.show_page(made)
    return made


def test_each_change_is_told_at_once(
    settings: SettingsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    told: list[Preferences] = []
    settings.preferences_changed.connect(told.append)
    settings.text_size._segments["0"].setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    settings.theme._segments["dark"].click()
    settings.speed._segments["slower"].click()
    settings.language.setCurrentIndex(settings.language.findData("fr"))
    settings.language.activated.emit(settings.language.currentIndex())
    assert told[0] == Preferences(text_size=1)
    assert told[-1] == Preferences(language="fr", text_size=1, theme="dark", slow_speech=True)
    assert len(told) == 4


def test_it_says_saved_only_when_told(settings: SettingsScreen) -> None:
    settings.theme._segments["light"].click()
    assert not settings.note.isVisible()
    settings.saved()
    assert settings.note.para.text() == "Your settings are saved."
    settings.theme._segments["hc"].click()
    assert not settings.note.isVisible()


def test_what_was_not_saved_can_be_tried_again(settings: SettingsScreen, qtbot: QtBot) -> None:
    settings.theme._segments["dark"].click()
    settings.not_saved(NotSaved("The disk is full."))
    assert settings.retry.note.para.text() == "The disk is full."
    with qtbot.wait_signal(settings.preferences_changed) as again:
        settings.retry.button.click()
    assert again.args[0].theme == "dark"


def test_ctrl_plus_is_seen_here(settings: SettingsScreen, look: theme.Theme) -> None:
    look.choose(zoom=1.3)
    assert settings.text_size.selected() == "2"
    settings.theme._segments["dark"].click()
    assert settings._preferences == Preferences(text_size=2, theme="dark")


def test_the_ways_out(settings: SettingsScreen, window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.wait_signals([settings.data_asked, settings.site_asked, settings.signed_out]):
        settings.data.click()
        settings.site.click()
        settings.sign_out.click()
    with qtbot.wait_signal(settings.back_asked):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


# ---------------------------------------------------------------- my data


def test_everything_about_me_is_counted(
    background: Background, rosa_enrolled: Enrolled, window: MainWindow, qtbot: QtBot
) -> None:
    learner_id, pictures = rosa_enrolled.learner.learner_id, rosa_enrolled.pictures
    rosa = background.run(
        background, lambda store: sign_in(store, learner_id=learner_id, pictures=pictures)
    ).result()
    assert rosa is not None
    screen = MyDataScreen(background, rosa)
    window.show_page(screen)
    qtbot.wait_until(screen.kept.isVisible)
    said = words(screen)
    assert "Rosa Mamani · Ticket office · Tickets · English" in said
    assert "0 lessons finished" in said
    assert "0 certificates" in said
    assert "That you pressed Hide." in said
    with qtbot.wait_signal(screen.back_asked):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


# ---------------------------------------------------------------- the site


def test_the_chain_says_who_checked_when(
    background: Background, data_folder: Path, window: MainWindow, qtbot: QtBot
) -> None:
    def fill(store: object) -> None:
        name_site(store, name="Terminal El Alto")  # type: ignore[arg-type]
        for slot, on in (("child-helpline", today()), ("focal-point", date(2025, 1, 12))):
            contact = Contact(number=f"000 {slot}", verified_by="Elena Choque", verified_on=on)
            fill_slot(store, slot_id=slot, contact=contact)  # type: ignore[arg-type]

    background.run(background, fill).result()
    screen = SiteScreen(background, "file", data_folder)
    window.show_page(screen)
    qtbot.wait_until(lambda: "000 child-helpline" in words(screen))
    said = words(screen)
    assert "Terminal El Alto" in said
    assert "000 focal-point" not in said
    assert "Tried by Elena Choque on January 12, 2025." in said
    assert "Some places are not filled in yet." in said
    assert "The key of the data lies in a file in this folder" in said
    assert str(data_folder) in said
    assert __version__ in said


def test_an_empty_site_and_a_key_in_its_safe_place(
    background: Background, data_folder: Path, window: MainWindow, qtbot: QtBot
) -> None:
    screen = SiteScreen(background, "keystore", data_folder)
    window.show_page(screen)
    qtbot.wait_until(lambda: "Nothing is filled in for this site yet." in words(screen))
    assert not screen.key_warning.isVisible()


def test_the_commands_are_copied_as_they_are_and_work(
    background: Background, data_folder: Path, window: MainWindow, qtbot: QtBot
) -> None:
    screen = SiteScreen(background, "file", data_folder)
    window.show_page(screen)
    for line in screen.commands:
        line.copy.click()
        copied = QGuiApplication.clipboard().text()
        assert copied == line.command
        assert copied.isascii()
        arguments = shlex.split(copied)[1:]
        assert cli.parser().parse_args(arguments).data_dir == data_folder


def test_the_default_folder_needs_no_option() -> None:
    assert command_lines(paths.data_home())[0] == 'waypost site name "NAME OF THE SITE"'


def test_licences_are_there_on_demand(
    background: Background, data_folder: Path, window: MainWindow, qtbot: QtBot
) -> None:
    screen = SiteScreen(background, "file", data_folder)
    window.show_page(screen)
    screen.licences.click()
    qtbot.wait_until(lambda: "SIL Open Font License" in words(screen))
    screen.licences.click()
    assert "SIL Open Font License" not in words(screen)
