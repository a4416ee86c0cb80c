"""The way between the pages about people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from trainer_app.i18n import _
from trainer_app.ui.people.finding import Wanted
from trainer_app.ui.people.words import how_many

if TYPE_CHECKING:
    from trainer_app.operations.people_desk import PeopleKept
    from trainer_app.operations.roster import RosterTaken
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.people.people_screen import PeopleScreen
    from trainer_app.ui.screen import Screen

Leave = Callable[[], None]


class ShowsPages(Protocol):
    """What can show a page, and build it anew for another language."""

    def show(self, page: Screen, again: Callable[[], None]) -> None: ...


class PeopleWay(QObject):
    """One for a stay at the desk: it remembers how the list was left.

    ``on_duty`` says who is on duty when a page is opened; None where there is no staff.
    """

    def __init__(
        self,
        program: ShowsPages,
        window: MainWindow,
        background: Background,
        on_duty: Callable[[], OnDuty | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program, self._window, self._background = program, window, background
        self._on_duty = on_duty
        self._leave: Leave = lambda: None
        self._list: PeopleScreen | None = None
        self._wanted, self._marked = Wanted(), ""

    def show(self, leave: Leave) -> None:
        """The list, as it was left; its way back is ``leave``."""
        self._leave = leave
        self._show_list()

    # ------------------------------------------------------------ pages

    def _show_list(self, said: str = "") -> None:
        from trainer_app.ui.people.people_screen import PeopleScreen

        page = PeopleScreen(self._background, self._on_duty(), self._wanted, self._marked)
        page.back_asked.connect(self._leave)
        page.new_asked.connect(self._show_new)
        page.person_asked.connect(self._show_person)
        page.erase_asked.connect(self._erase)
        page.several_asked.connect(self._several)
        page.import_asked.connect(self._show_import)
        page.export_asked.connect(self._export)
        page.wanted_changed.connect(self._remember)
        if said:
            page.say(said)
        self._list = page
        self._program.show(page, self._show_list)

    def _show_new(self) -> None:
        from trainer_app.ui.people.new_person_screen import NewPersonScreen

        page = NewPersonScreen(self._background, self._on_duty())
        page.registered.connect(self._show_pictures)
        page.back_asked.connect(self._show_list)
        self._program.show(page, self._show_new)

    def _show_person(self, learner_id: str) -> None:
        from trainer_app.ui.people.person_screen import PersonScreen

        self._marked = learner_id
        page = PersonScreen(self._background, self._on_duty(), learner_id)
        page.pictures_given.connect(self._show_pictures)
        page.saved.connect(self._show_list)
        page.erase_asked.connect(self._erase)
        page.compare_asked.connect(lambda other: self._compare(learner_id, other))
        page.back_asked.connect(self._show_list)
        self._program.show(page, lambda: self._show_person(learner_id))

    def _show_pictures(self, kept: PeopleKept) -> None:
        from trainer_app.ui.people.pictures_screen import PicturesScreen

        self._marked = kept.given[0].learner.learner_id
        page = PicturesScreen(kept.given)
        page.back_asked.connect(self._show_list)
        self._program.show(page, lambda: self._show_pictures(kept))

    def _show_import(self) -> None:
        from trainer_app.ui.people.import_screen import ImportScreen

        page = ImportScreen(self._background, self._on_duty())
        page.taken.connect(self._on_taken)
        page.back_asked.connect(self._show_list)
        self._program.show(page, self._show_import)

    def _on_taken(self, taken: RosterTaken) -> None:
        """Show who came in; those without pictures are what is to be done next."""
        if taken.new:
            self._wanted, self._marked = Wanted(show="without"), taken.new[0]
            said = _("New: {people}. They have no pictures yet: tick them, then change them.")
            self._show_list(said.format(people=how_many(len(taken.new))))
        else:
            said = _("Changed: {people}.")
            self._show_list(said.format(people=how_many(taken.changed_people)))

    # ------------------------------------------------------------ sheets

    def _erase(self, learner_id: str) -> None:
        from trainer_app.ui.people.erase_sheet import EraseSheet

        sheet = EraseSheet(self._background, self._on_duty(), learner_id)
        sheet.erased.connect(lambda: self._back_to_list(_("Erased.")))
        sheet.left.connect(lambda: self._back_to_list(_("Marked as left.")))
        self._window.open_sheet(sheet)

    def _compare(self, one: str, other: str) -> None:
        from trainer_app.ui.people.merge_sheet import MergeSheet

        sheet = MergeSheet(self._background, self._on_duty(), one, other)
        sheet.merged.connect(self._on_merged)
        sheet.told_apart.connect(
            lambda: self._back_to_list(_("They stay two people. Nobody is asked again."))
        )
        self._window.open_sheet(sheet)

    def _on_merged(self, kept: str) -> None:
        self._marked = kept
        self._back_to_list(_("They are one person now."))

    def _several(self, learner_ids: list[str]) -> None:
        from trainer_app.ui.people.several_sheet import SeveralSheet

        if len(learner_ids) == 1:
            self._show_person(learner_ids[0])
            return
        sheet = SeveralSheet(self._background, self._on_duty(), learner_ids)
        sheet.done.connect(self._back_to_list)
        sheet.pictures_given.connect(self._show_pictures)
        sheet.compare_asked.connect(self._compare)
        self._window.open_sheet(sheet)

    def _export(self) -> None:
        from trainer_app.ui.people.export_sheet import ExportSheet

        self._window.open_sheet(ExportSheet(self._background, self._on_duty()))

    # ------------------------------------------------------------ the list

    def _back_to_list(self, said: str) -> None:
        """Say it on the list; the page shown may be another."""
        page = self._list
        if page is not None and self._window.page is page:
            page.say(said)
        else:
            self._show_list(said)

    def _remember(self, wanted: Wanted) -> None:
        self._wanted = wanted
