"""The door to the desk: who may come in, what is asked first, and leaving again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer_app.ui import program_works as works
from trainer_app.ui.errand import Errand

if TYPE_CHECKING:
    from trainer_app.operations.staff import StaffCard
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.desk.way import Desk
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.program import Program

Leave = Callable[[], None]


class DeskDoor(QObject):
    """One for the life of the window. ``desk`` is there while somebody is on duty.

    What is installed from a stick, or written to one, goes on when the desk is left.
    """

    def __init__(self, program: Program, window: MainWindow, background: Background) -> None:
        super().__init__(program)
        self._program, self._window, self._background = program, window, background
        self.desk: Desk | None = None
        self.installing, self.writing = Errand(background, self), Errand(background, self)
        self.updating = Errand(background, self)

    def offer(self, finish: Callable[[Leave], object]) -> None:
        """At the end of set-up, while the recovery code was just typed back: staff now, or later.

        ``finish`` ends set-up, and then calls what it is given.
        """
        from trainer_app.ui.desk.offer_screen import StaffOfferScreen
        from trainer_app.ui.staff.new_staff_screen import NewStaffScreen

        def make() -> None:
            form = NewStaffScreen(self._background)
            form.made.connect(lambda on_duty: finish(lambda: self._enter(on_duty)))
            form.back_asked.connect(lambda: self.offer(finish))
            self._program.show(form, make)

        page = StaffOfferScreen()
        page.later_asked.connect(lambda: finish(self._program.show_learners))
        page.staff_asked.connect(make)
        self._program.show(page, lambda: self.offer(finish))

    def show(self, leave: Leave) -> None:
        """Ask for the number; where nobody is staff yet, make the first account."""

        def listed(cards: list[StaffCard]) -> None:
            if any(card.signs_in_here for card in cards):
                self._ask(cards, self._enter, leave)
            else:
                self._show_first(leave)

        self._background.run(self, works.staff, listed)

    def guard(self, then: Leave, leave: Leave) -> None:
        """Go to a page for staff; where this computer has staff, one of them gives their number."""

        def listed(cards: list[StaffCard]) -> None:
            if not any(card.signs_in_here for card in cards):
                then()
            else:
                self._ask(cards, lambda _on_duty: then(), leave)

        if self.desk is not None:
            then()
        else:
            self._background.run(self, works.staff, listed)

    def leave(self) -> None:
        """Nobody is on duty any more; nothing of the desk stays on screen."""
        if self.desk is not None:
            self.desk.end()
            self.desk = None
        self._program.show_learners()

    def lock(self) -> None:
        """Where somebody is on duty, ask for their number: the departures board goes now."""
        if self.desk is not None:
            self.desk.lock()

    def _ask(self, cards: list[StaffCard], then: Callable[[OnDuty], None], leave: Leave) -> None:
        from trainer_app.ui.staff.pin_screen import StaffPinScreen

        page = StaffPinScreen(self._background, cards)
        page.signed_in.connect(then)
        page.first_asked.connect(lambda: self._show_first(leave))
        page.back_asked.connect(leave)
        self._program.show(page, lambda: self._ask(cards, then, leave))

    def _show_first(self, leave: Leave) -> None:
        from trainer_app.ui.staff.new_staff_screen import NewStaffScreen

        page = NewStaffScreen(self._background)
        page.made.connect(self._enter)
        page.back_asked.connect(leave)
        self._program.show(page, lambda: self._show_first(leave))

    def _enter(self, on_duty: OnDuty) -> None:
        from trainer_app.ui.desk.way import Desk

        self.desk = Desk(self, self._program, self._window, self._background, on_duty)
        self.desk.begin()
