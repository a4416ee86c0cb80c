"""The way between the pages of the desk, for as long as a member of staff is on duty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from trainer_app import i18n
from trainer_app.operations.session_record import session
from trainer_app.ui.desk.self_check import self_check_way
from trainer_app.ui.oversight.way import OversightWay
from trainer_app.ui.people.way import PeopleWay
from trainer_app.ui.session.lead_projector import Projector
from trainer_app.ui.staff.idle_lock import SESSION_MINUTES, SHORT_MINUTES, IdleLock
from trainer_app.ui.staff.lock_way import LockWay

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.operations.session_record import Kept
    from trainer_app.operations.staff import StaffCard
    from trainer_app.store import Store
    from trainer_app.training.meeting import Test, TrainingSession
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.desk.door import DeskDoor
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.program import Program
    from trainer_app.ui.screen import Screen

Leave = Callable[[], None]


class Desk(QObject):
    """Connects the pages of the desk. The projector goes on while pages come and go.

    After some minutes without a touch the desk asks for the number again, and goes on where it was:
    a few on every page, whoever shows it; more only on those of a session.
    """

    def __init__(
        self,
        door: DeskDoor,
        program: Program,
        window: MainWindow,
        background: Background,
        on_duty: OnDuty,
    ) -> None:
        super().__init__(door)
        self._door, self._program, self._window = door, program, window
        self._background, self._catalog = background, program.catalog
        self.on_duty = on_duty
        self.projector = Projector(window, self)
        self._people = PeopleWay(program, window, background, lambda: self.on_duty, self)
        self._lock_way = LockWay(program, window, background, lambda: self.on_duty, self)
        self._oversight = OversightWay(
            self._show, window, background, self._catalog, lambda: self.on_duty,
            {
                "desk": lambda _leave: self.show_home(),
                "collect": self._program.handing_in.show,
                "people": self._people.show,
                "lock": self._lock_way.show,
            },
            self_check_way(self._show, background, self._catalog, lambda: self.on_duty),
            self,
        )  # fmt: skip
        self._again: Leave = self.begin
        self._is_locked = False
        self.idle = IdleLock(self)
        self.idle.idle.connect(self.lock)
        window.page_shown.connect(self._on_page_shown)
        self.idle.start()

    def end(self) -> None:
        """Nobody is on duty any more."""
        self.idle.stop()
        self.projector.close()
        self.deleteLater()

    # ------------------------------------------------------------ locked, and open again

    def lock(self) -> None:
        """Ask for the number; the page stays where it was."""
        if not self._is_locked:
            self._is_locked = True
            self._again = self._program.again
        self.projector.blank()
        self._window.close_sheets()
        self._ask_number(self._door.leave, self.lock)

    def _hand_back(self, then: Leave, stay: Leave) -> None:
        """Somebody of the room sat here: staff give their number before the desk shows anything."""

        def not_yet() -> None:
            self._is_locked = False
            self.idle.start()
            stay()

        self._is_locked, self._again = True, then
        self._ask_number(not_yet, lambda: self._hand_back(then, stay))

    def _ask_number(self, leave: Leave, again: Leave) -> None:
        from trainer_app.ui.staff.pin_screen import StaffPinScreen

        self.idle.stop()
        page = StaffPinScreen(self._background)
        page.signed_in.connect(self._on_back)
        page.back_asked.connect(leave)
        self._program.show(page, again)

    def _on_back(self, on_duty: OnDuty) -> None:
        """The same person goes on where they were; another one begins at their own home."""
        same = on_duty.staff.staff_id == self.on_duty.staff.staff_id
        self.on_duty, self._is_locked = on_duty, False
        self.idle.start()
        (self._again if same else self.begin)()

    # ------------------------------------------------------------ home, and what lies beside

    def begin(self) -> None:
        """Where a stay begins: who only oversees sees how things stand."""
        staff = self.on_duty.staff
        if staff.oversees and not staff.leads:
            self._oversight.show()
        else:
            self.show_home()

    def show_home(self) -> None:
        """What is under way, and what lies beside it."""
        from trainer_app.ui.desk.home_screen import DeskHomeScreen

        page = DeskHomeScreen(self._background, self._catalog, self.on_duty)
        page.new_session_asked.connect(lambda: self.show_plan(None))
        page.session_asked.connect(self._on_session_asked)
        page.way_asked.connect(self._on_way_asked)
        page.signed_out.connect(self._door.leave)
        self._show(page, self.show_home)

    def _on_way_asked(self, name: str) -> None:
        ways: dict[str, Leave] = {
            "oversight": self._oversight.show,
            "people": lambda: self._people.show(self.show_home),
            "modules": lambda: self.show_modules(self.show_home),
            "collect": lambda: self._program.handing_in.show(self.show_home),
            "staff": self.show_staff,
            "acts": self.show_acts,
            "print": self.show_job_aids,
        }
        ways[name]()

    def show_modules(self, leave: Leave) -> None:
        """What is taught here, and what came by stick."""
        from trainer_app.ui.packs.modules_screen import ModulesScreen

        page = ModulesScreen(
            self._background, self._catalog, self.on_duty,
            self._door.installing, self._door.writing, self._door.updating,
        )  # fmt: skip
        page.back_asked.connect(leave)
        self._show(page, lambda: self.show_modules(leave))

    def show_staff(self) -> None:
        """Who may open the desk."""
        from trainer_app.ui.staff.staff_screen import StaffScreen

        page = StaffScreen(self._background, self.on_duty)
        page.add_asked.connect(self._show_new_staff)
        page.audit_asked.connect(lambda: self.show_acts(self.show_staff))
        page.change_asked.connect(self._show_change_pin)
        page.lock_asked.connect(lambda: self._lock_way.show(self.show_staff))
        page.back_asked.connect(self.show_home)
        self._show(page, self.show_staff)

    def _show_new_staff(self) -> None:
        from trainer_app.ui.staff.new_staff_screen import NewStaffScreen

        page = NewStaffScreen(self._background, self.on_duty)
        page.back_asked.connect(self.show_staff)
        self._show(page, self._show_new_staff)

    def _show_change_pin(self) -> None:
        from trainer_app.ui.staff.change_pin_screen import ChangePinScreen

        page = ChangePinScreen(self._background, self.on_duty)
        page.changed.connect(self.show_staff)
        page.back_asked.connect(self.show_staff)
        self._show(page, self._show_change_pin)

    def show_acts(self, leave: Leave | None = None) -> None:
        """What staff did."""
        from trainer_app.ui.staff.audit_screen import AuditScreen

        page = AuditScreen(self._background, self.on_duty)
        page.back_asked.connect(leave or self.show_home)
        self._show(page, lambda: self.show_acts(leave))

    def show_job_aids(self, chosen: str = "") -> None:
        """Cards and sheets to print."""
        from trainer_app.ui.shelf.job_aids_screen import JobAidsScreen

        def again() -> None:
            self.show_job_aids(chosen)

        page = JobAidsScreen(self._background, self._catalog, i18n.language(), chosen)
        page.aid_asked.connect(self._show_job_aid)
        page.site_asked.connect(lambda: self._program.show_site(again))
        page.back_asked.connect(self.show_home)
        self._show(page, again)

    def _show_job_aid(self, aid_id: str) -> None:
        from trainer_app.ui.shelf.job_aid_screen import JobAidScreen

        def again() -> None:
            self._show_job_aid(aid_id)

        page = JobAidScreen(self._background, self._catalog, i18n.language(), aid_id)
        page.site_asked.connect(lambda: self._program.show_site(again))
        page.back_asked.connect(lambda: self.show_job_aids(aid_id))
        self._show(page, again)

    # ------------------------------------------------------------ a session

    def _on_session_asked(self, kept: Kept) -> None:
        state = kept.session.state
        if state == "running":
            self.show_run(kept.meeting)
        elif state == "planned":
            self.show_plan(kept.meeting)
        else:
            self.show_summary(kept.meeting)

    def show_plan(self, meeting: UUID | None) -> None:
        """Plan a session, or go over its plan again."""
        from trainer_app.operations.staff import list_staff
        from trainer_app.ui.session.plan_screen import PlanScreen

        def listed(cards: list[StaffCard]) -> None:
            page = PlanScreen(
                self._background, self._catalog, self.on_duty,
                [card.staff for card in cards], meeting,
            )  # fmt: skip
            page.planned.connect(self.show_roll)
            page.kept.connect(self.show_home)
            page.modules_asked.connect(lambda: self.show_modules(lambda: self.show_plan(meeting)))
            page.guide_asked.connect(
                lambda module, kept: self._show_guide(module, lambda: self.show_plan(kept))
            )
            page.paper_asked.connect(lambda kept: self.show_summary(kept, self.show_plan))
            page.back_asked.connect(self.show_home)
            self._show(page, lambda: self.show_plan(meeting))

        self._background.run(self, list_staff, listed)

    def _show_guide(self, module: Module, leave: Leave) -> None:
        from trainer_app.ui.session.guide_screen import GuideScreen

        page = GuideScreen(self._catalog, module, self._program.values())
        page.back_asked.connect(leave)
        self._show(page, lambda: self._show_guide(module, leave), in_session=True)

    def show_roll(self, meeting: UUID) -> None:
        """Who is here?"""
        from trainer_app.ui.session.roll_screen import RollScreen

        page = RollScreen(self._background, self.on_duty, meeting)
        page.done.connect(self.show_run)
        page.back_asked.connect(self.show_home)
        self._show(page, lambda: self.show_roll(meeting), in_session=True)

    def show_run(self, meeting: UUID) -> None:
        """Lead the session."""

        def run(_told: TrainingSession, module: Module, pack: Pack) -> None:
            from trainer_app.ui.session.lead_screen import LeadScreen

            page = LeadScreen(
                self._background, module, pack, self.on_duty, meeting,
                self._program.values(), self.projector,
            )  # fmt: skip
            page.roll_asked.connect(lambda: self.show_roll(meeting))
            page.guide_asked.connect(
                lambda: self._show_guide(module, lambda: self.show_run(meeting))
            )
            page.test_asked.connect(lambda test: self.show_test(meeting, test))
            page.closed.connect(self.show_summary)
            page.back_asked.connect(self.show_home)
            self._show(page, lambda: self.show_run(meeting), in_session=True)

        self._with_module(meeting, run)

    def show_test(self, meeting: UUID, test: Test) -> None:
        """Open and close a test, see who is done."""

        def control(_told: TrainingSession, module: Module, _pack: Pack) -> None:
            from trainer_app.ui.room_test.test_screen import TestScreen

            page = TestScreen(self._background, module, self.on_duty, meeting, test)
            page.pass_asked.connect(lambda: self._show_pass(meeting, test))
            page.paper_asked.connect(lambda: self._show_paper(meeting, test))
            page.print_asked.connect(lambda: self._show_sheets(meeting, test))
            page.closed.connect(lambda: self.show_run(meeting))
            page.back_asked.connect(lambda: self.show_run(meeting))
            self._show(page, lambda: self.show_test(meeting, test), in_session=True)

        self._with_module(meeting, control)

    def _show_pass(self, meeting: UUID, test: Test) -> None:
        def sit(_told: TrainingSession, module: Module, pack: Pack) -> None:
            from trainer_app.ui.room_test.pass_screen import PassScreen

            page = PassScreen(
                self._background, module, pack, self.on_duty, meeting, test,
                self._program.values(), self._window.speaker,
            )  # fmt: skip

            def stay() -> None:
                self._show_pass(meeting, test)

            def back() -> None:
                self._hand_back(lambda: self.show_test(meeting, test), stay)

            page.finished.connect(back)
            page.back_asked.connect(back)
            self._show(page, stay, in_session=True)

        self._with_module(meeting, sit)

    def _show_paper(self, meeting: UUID, test: Test) -> None:
        def grid(_told: TrainingSession, module: Module, _pack: Pack) -> None:
            from trainer_app.ui.room_test.paper_screen import PaperScreen

            page = PaperScreen(self._background, module, self.on_duty, meeting, test)
            page.back_asked.connect(lambda: self.show_test(meeting, test))
            self._show(page, lambda: self._show_paper(meeting, test), in_session=True)

        self._with_module(meeting, grid)

    def _show_sheets(self, meeting: UUID, test: Test) -> None:
        def sheets(_told: TrainingSession, module: Module, pack: Pack) -> None:
            from trainer_app.ui.room_test.sheets_screen import SheetsScreen

            page = SheetsScreen(
                self._background, module, self.on_duty, meeting, test, pack, self._program.values()
            )
            page.back_asked.connect(lambda: self.show_test(meeting, test))
            self._show(page, lambda: self._show_sheets(meeting, test), in_session=True)

        self._with_module(meeting, sheets)

    def show_summary(self, meeting: UUID, leave: Callable[[UUID], None] | None = None) -> None:
        """How it went; before the session, the sheet to sign in on."""

        def summary(_told: TrainingSession, module: Module, _pack: Pack) -> None:
            from trainer_app.ui.after.summary_screen import SummaryScreen

            page = SummaryScreen(self._background, module, self.on_duty, meeting)
            page.certificates_asked.connect(lambda: self._show_certificates(meeting))
            page.back_asked.connect(lambda: leave(meeting) if leave else self.show_home())
            self._show(page, lambda: self.show_summary(meeting, leave))

        self._with_module(meeting, summary)

    def _show_certificates(self, meeting: UUID) -> None:
        def certificates(_told: TrainingSession, module: Module, _pack: Pack) -> None:
            from trainer_app.ui.after.certificates_screen import CertificatesScreen

            page = CertificatesScreen(self._background, module, self.on_duty, meeting)
            page.back_asked.connect(lambda: self.show_summary(meeting))
            self._show(page, lambda: self._show_certificates(meeting))

        self._with_module(meeting, certificates)

    # ------------------------------------------------------------ inside

    def _show(self, page: Screen, again: Leave, *, in_session: bool = False) -> None:
        sheets = getattr(page, "sheet_asked", None)
        if sheets is not None:
            sheets.connect(self._window.open_sheet)
        self._program.show(page, again)
        if in_session:
            self.idle.minutes = SESSION_MINUTES

    def _on_page_shown(self) -> None:
        self.idle.minutes = SHORT_MINUTES

    def _with_module(
        self, meeting: UUID, then: Callable[[TrainingSession, Module, Pack], None]
    ) -> None:
        """Read the session and its module, then go on. A damaged pack is told by the window."""

        def read(store: Store) -> tuple[TrainingSession, Module, Pack]:
            told = session(store, meeting=meeting)
            pack = self._catalog.pack(told.module_id)
            return told, pack.module(told.language), pack

        self._background.run(self, read, lambda found: then(*found))
