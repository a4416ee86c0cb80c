"""The way through the program: which page follows which. Pages decide nothing, this does little.

Screens are imported when they are first shown, so that the window is up before they are read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from trainer_app import i18n
from trainer_app.errors import DataDamaged, StoreLocked, TrainerError
from trainer_app.operations import Changed
from trainer_app.training.people import TEXT_SIZES, Preferences
from trainer_app.ui import program_works as works
from trainer_app.ui.background import Background
from trainer_app.ui.desk.door import DeskDoor
from trainer_app.ui.handing_in.way import HandingIn
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.start.locked_way import LockedWay
from trainer_app.ui.theme import Theme
from trainer_app.ui.translator import speak

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.computer import Computer
    from trainer_app.operations.people import SignedIn
    from trainer_app.operations.site import SlotState
    from trainer_app.training.people import Learner
    from trainer_app.ui.journey import Journey
    from trainer_app.ui.screen import Screen

log = logging.getLogger(__name__)


class Program(QObject):
    """Who is here, and what they see. One for the life of the window; lives on the GUI thread.

    Signals: ``ready`` when the first page that can be used is shown. Where the data is locked,
    ``locked`` tells what somebody typed: open the store with it, then call ``start`` again.
    """

    ready = Signal()

    def __init__(
        self,
        window: MainWindow,
        look: Theme,
        background: Background,
        catalog: Callable[[], Catalog],
        data_folder: Path,
        language: str | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._look, self._background = window, look, background
        self._make_catalog, self._data_folder = catalog, data_folder
        self._fixed_language = language
        self._computer: Computer | None = None
        self._signed_in: SignedIn | None = None
        self.again: Callable[[], None] = self.show_learners
        """Builds the page that is shown once more."""
        self._untold: list[Exception] = []
        self.journey: Journey | None = None
        self.handing_in = HandingIn(self, window, background, data_folder)
        self.door = DeskDoor(self, window, background)
        self.locked = LockedWay(self, self)
        self.locked.closed.connect(window.close)
        self.locked.sheet_asked.connect(window.open_sheet)
        window.helpline_asked.connect(self._on_helpline_asked)
        window.language_asked.connect(self._on_language_asked)
        window.profile_asked.connect(self.show_settings)
        window.return_asked.connect(self._on_return_asked)
        window.left.connect(self._on_left)
        window.returned.connect(self._on_returned)
        window.text_size_changed.connect(self._on_text_size_changed)
        background.changed.connect(self._on_changed)
        background.failed.connect(self._on_failed)

    def start(self) -> None:
        """Open the store and the packs, then show the first page."""
        opening = works.opened(self._make_catalog)
        self._background.run(self, opening, self._on_opened, self._on_not_opened)

    # ------------------------------------------------------------ before anybody is here

    def _on_opened(self, opened: tuple[Computer, Catalog]) -> None:
        self._computer, self.catalog = opened
        self.handing_in.start()
        self._speak(self._fixed_language or self._computer.language or i18n.language())
        if self._computer.set_up:
            self.show_learners()
        else:
            self.show_first_language()
        if self._computer.put_right is not None:
            from trainer_app.ui.start.rescued_sheet import RescuedSheet

            self._window.open_sheet(RescuedSheet(self._computer.put_right))
        self.ready.emit()

    def _on_not_opened(self, error: Exception) -> None:
        from trainer_app.ui.start.trouble_screen import TroubleScreen
        from trainer_app.ui.trouble_sheet import trouble_words

        if isinstance(error, StoreLocked | DataDamaged):
            self.locked.show(error)
        else:
            log.error("the store did not open", exc_info=error)
            trouble = TroubleScreen(trouble_words(error))
            trouble.closed.connect(self._window.close)
            self.show(trouble, lambda: None)
        self.ready.emit()

    def show_first_language(self) -> None:
        """The first page ever: which language?"""
        from trainer_app.ui.start.language_screen import LanguageScreen

        page = LanguageScreen(self._window.speaker)
        page.chosen.connect(self._on_first_language_chosen)
        self.show(page, self.show_first_language)

    def _on_first_language_chosen(self, code: str) -> None:
        self._on_language_chosen(code)
        self.show_tour()

    def show_tour(self) -> None:
        """The first-run cards, and the recovery code for whoever sets up."""
        from trainer_app.ui.start.tour_screen import TourScreen

        assert self._computer is not None
        tour = TourScreen(self._window.speaker, self._computer.recovery_code)
        tour.recovery_confirmed.connect(
            lambda code: self._background.run(tour, works.checked_code(code), tour.recovery_checked)
        )
        tour.finished.connect(
            lambda: self.door.offer(
                lambda then: self._background.run(self, works.finished_set_up, lambda _kept: then())
            )
        )
        self.show(tour, self.show_tour)

    def show_learners(self) -> None:
        """Who is learning?"""
        from trainer_app.ui.start.learners_screen import LearnersScreen

        page = LearnersScreen(self._background, self._window.speaker)
        page.learner_chosen.connect(self.show_pictures)
        page.new_learner_asked.connect(self.show_new_learner)
        page.site_asked.connect(lambda: self.show_site(self.show_learners))
        page.staff_asked.connect(lambda: self.door.show(self.show_learners))
        page.set_foot(self.handing_in.status_line(self.show_learners))
        self.show(page, self.show_learners)

    def show_new_learner(self) -> None:
        """Somebody registers themselves."""
        from trainer_app.ui.start.new_learner_screen import NewLearnerScreen

        page = NewLearnerScreen(self._background, i18n.language())
        page.signed_in.connect(self.enter)
        page.back_asked.connect(self.show_learners)
        self.show(page, self.show_new_learner)

    def show_pictures(self, learner: Learner) -> None:
        """Three pictures, please."""
        from trainer_app.ui.start.pictures_screen import PicturesScreen

        page = PicturesScreen(self._background, learner, self._window.speaker)
        page.signed_in.connect(self.enter)
        page.back_asked.connect(self.show_learners)
        self.show(page, lambda: self.show_pictures(learner))

    # ------------------------------------------------------------ somebody is here

    def enter(self, signed_in: SignedIn) -> None:
        """Somebody signed in: show them their home."""
        from trainer_app.ui.journey import Journey

        self._signed_in = signed_in
        learner = signed_in.learner
        self._window.show_person(learner.picture, learner.name)
        self._apply(learner.preferences)
        self.journey = Journey(self, self._window, self._background, self.catalog, signed_in)
        self.journey.show_home()

    def sign_out(self) -> None:
        """Nobody is here any more; nothing of them stays on screen."""
        self._signed_in = None
        if self.journey is not None:
            self.journey.deleteLater()
            self.journey = None
        self._window.show_person("", "")
        self._window.speaker.set_slower(False)
        self._look.choose(scheme="system", zoom=1.0)
        if language := self._fixed_language or (self._computer and self._computer.language):
            self._speak(language)
        self.show_learners()

    def _on_left(self) -> None:
        """Ten minutes behind the departures board: sign out, and leave the board up."""
        if self._signed_in:
            self.sign_out()
        elif self.door.desk is not None:
            self.door.leave()

    def show_settings(self) -> None:
        """My settings; they hold at once and are kept."""
        if self._signed_in and not self._settings_shown():
            self._open_settings(self.again)

    def _settings_shown(self) -> bool:
        from trainer_app.ui.settings_screen import SettingsScreen

        return isinstance(self._window.page, SettingsScreen)

    def _open_settings(self, leave: Callable[[], None]) -> None:
        from trainer_app.ui.settings_screen import SettingsScreen

        assert self._signed_in is not None
        page = SettingsScreen(self._signed_in.learner, self._window.speaker)

        def keep(preferences: Preferences) -> None:
            self._fixed_language = None
            self._apply(preferences)
            self._keep(preferences, page.saved, page.not_saved)

        def back() -> None:
            self._open_settings(leave)

        page.preferences_changed.connect(keep)
        page.data_asked.connect(lambda: self._open_my_data(back))
        page.site_asked.connect(lambda: self.show_site(back))
        page.signed_out.connect(self.sign_out)
        page.back_asked.connect(leave)
        self.show(page, back)

    def _open_my_data(self, leave: Callable[[], None]) -> None:
        from trainer_app.ui.my_data_screen import MyDataScreen

        assert self._signed_in is not None
        page = MyDataScreen(self._background, self._signed_in)
        page.back_asked.connect(leave)
        self.show(page, lambda: self._open_my_data(leave))

    def show_site(self, leave: Callable[[], None]) -> None:
        """This site and this computer, to look at."""
        from trainer_app.ui.site_screen import SiteScreen

        def again() -> None:
            self.show_site(leave)

        assert self._computer is not None
        page = SiteScreen(self._background, self._computer.key_home, self._data_folder)
        page.set_handing_in(self.handing_in.status_line(again))
        page.handing_in_asked.connect(lambda: self.handing_in.show(again))
        page.back_asked.connect(leave)
        self.show(page, again)

    def chain(self) -> list[SlotState]:
        """The reporting chain of this site."""
        return list(self._computer.chain) if self._computer else []

    def values(self) -> dict[str, str]:
        """What stands in lesson texts for the slots of this site."""
        return works.values(self.chain())

    # ------------------------------------------------------------ language, size, theme

    def _apply(self, preferences: Preferences) -> None:
        size = TEXT_SIZES[preferences.text_size]
        self._look.choose(scheme=preferences.theme, zoom=size)  # type: ignore[arg-type]
        self._window.speaker.set_slower(preferences.slow_speech)
        self._speak(self._fixed_language or preferences.language)

    def _speak(self, code: str) -> None:
        if code != i18n.language():
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            speak(app, code)

    def _on_language_asked(self) -> None:
        from trainer_app.ui.language_sheet import LanguageSheet

        sheet = LanguageSheet()
        sheet.chosen.connect(self._on_language_chosen)
        self._window.open_sheet(sheet)

    def _on_language_chosen(self, code: str) -> None:
        self._fixed_language = None if self._computer else code  # while locked, nothing is kept
        self._speak(code)
        if self._signed_in:
            changed = replace(self._signed_in.learner.preferences, language=code)
            self._keep(changed, lambda: self.again())
        elif self._computer:
            self._background.run(self, works.language(code))

    def _on_text_size_changed(self, size: float) -> None:
        if self._signed_in:
            step = TEXT_SIZES.index(size)
            self._keep(replace(self._signed_in.learner.preferences, text_size=step), None)

    def _keep(
        self,
        preferences: Preferences,
        then: Callable[[], None] | None,
        failed_then: Callable[[Exception], None] | None = None,
    ) -> None:
        assert self._signed_in is not None
        learner_id = self._signed_in.learner.learner_id

        def kept(done: object) -> None:
            if self._signed_in and self._signed_in.learner.learner_id == learner_id:
                self._signed_in = replace(self._signed_in, learner=done.learner)  # type: ignore[attr-defined]
                if self.journey is not None:
                    self.journey.signed_in = self._signed_in
                if then:
                    then()

        self._background.run(self, works.preferences(learner_id, preferences), kept, failed_then)

    # ------------------------------------------------------------ helpline, hide, trouble

    def _on_helpline_asked(self) -> None:
        from trainer_app.ui.helpline_sheet import HelplineSheet

        if not isinstance(self._window.sheet, HelplineSheet):
            chain = self.chain()
            self._window.open_sheet(HelplineSheet(chain, self._window.speaker))

    def _on_return_asked(self) -> None:
        from trainer_app.ui.start.picture_panel import ReturnSheet

        if self._signed_in is None:
            self.door.lock()
            self._window.return_now()
            return
        sheet = ReturnSheet(self._background, self._signed_in.learner, self._window.speaker)
        sheet.signed_in.connect(lambda _who: self._window.return_now())
        self._window.open_sheet(sheet)

    def _on_changed(self, changed: Changed) -> None:
        if changed & Changed.SESSION:
            settle = works.settled(self.catalog)
            self._background.run(self, settle, None, lambda _error: None)  # and again next time
        if changed & Changed.SITE:
            self._background.run(self, works.computer(self.catalog), self._on_computer_read)

    def _on_computer_read(self, computer: Computer) -> None:
        self._computer = computer

    def _on_returned(self) -> None:
        while self._untold:
            self._on_failed(self._untold.pop(0))

    def _on_failed(self, error: Exception) -> None:
        if self._window.is_hidden_away:
            self._untold.append(error)  # nothing of ours over the departures board
            return
        from trainer_app.ui.trouble_sheet import trouble_sheet

        if not isinstance(error, TrainerError):
            log.error("an operation failed", exc_info=error)
        self._window.open_sheet(trouble_sheet(error))

    def show(self, page: Screen, again: Callable[[], None]) -> None:
        """Show a page; ``again`` builds it anew, for another language or after settings."""
        self.again = again
        self._window.show_page(page)
