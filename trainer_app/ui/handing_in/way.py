"""The way to the pages about handing in, and what goes on behind them while the window is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer_app.i18n import _, isolate
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in import works
from trainer_app.ui.handing_in.courier import Courier
from trainer_app.ui.handing_in.open_hub import OpenHub

if TYPE_CHECKING:
    from trainer_app.operations.desk import DeviceHere
    from trainer_app.store import RefusalRow
    from trainer_app.ui.background import Background
    from trainer_app.ui.handing_in.status_line import StatusLine
    from trainer_app.ui.handing_in.stick_screen import Purpose
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.program import Program

Leave = Callable[[], None]


class HandingIn(QObject):
    """One for the life of the window. Pages come and go; courier, stick and hub go on."""

    def __init__(
        self, program: Program, window: MainWindow, background: Background, data_folder: Path
    ) -> None:
        super().__init__(program)
        self._program, self._window, self._background = program, window, background
        self.courier = Courier(background, self)
        self.stick = Errand(background, self)
        self.hub = OpenHub(background, data_folder, self)

    def start(self) -> None:
        """The store is open."""
        self.courier.start()

    def status_line(self, back: Leave) -> StatusLine:
        """A new quiet line for a page; pressed, it leads to the page for staff and ``back``."""
        from trainer_app.ui.handing_in.status_line import StatusLine

        line = StatusLine(self.courier)
        line.clicked.connect(lambda: self.show(back))
        return line

    def show(self, leave: Leave) -> None:
        """How results are handed in; a page for staff, where this computer has any."""
        self._program.door.guard(lambda: self._show(leave), leave)

    def _show(self, leave: Leave) -> None:
        from trainer_app.ui.handing_in.sync_screen import SyncScreen

        def again() -> None:
            self._show(leave)

        page = SyncScreen(self._background, self.courier)
        page.offer_chosen.connect(lambda name: self._on_offer_chosen(name, again))
        page.refused_asked.connect(self._on_refused_asked)
        page.forget_asked.connect(self._on_forget_asked)
        page.back_asked.connect(leave)
        self._program.show(page, again)

    def _on_offer_chosen(self, name: str, back: Leave) -> None:
        ways: dict[str, Callable[[], object]] = {
            "server": self._add_server,
            "pair": self._pair,
            "collect": lambda: self.show_stick("collect", back),
            "hand-over": lambda: self.show_stick("hand-over", back),
            "programme": self._apply_programme,
            "open": lambda: self.show_hub(back),
        }
        ways[name]()

    def show_stick(self, purpose: Purpose, leave: Leave) -> None:
        """Collecting from a stick, or handing over on one."""
        from trainer_app.ui.handing_in.stick_screen import StickScreen

        page = StickScreen(self._background, self.stick, purpose)
        page.back_asked.connect(leave)
        self._program.show(page, lambda: self.show_stick(purpose, leave))

    def show_hub(self, leave: Leave) -> None:
        """This laptop, open for other computers."""
        from trainer_app.ui.handing_in.hub_screen import HubScreen

        page = HubScreen(self.hub)
        page.end_asked.connect(self._on_end_asked)
        page.back_asked.connect(leave)
        self._program.show(page, lambda: self.show_hub(leave))

    # ------------------------------------------------------------ sheets

    def _add_server(self) -> None:
        from trainer_app.ui.handing_in.server_sheet import ServerSheet

        sheet = ServerSheet(self._background)
        sheet.added.connect(self.courier.hand_in)
        self._window.open_sheet(sheet)

    def _pair(self) -> None:
        from trainer_app.ui.handing_in.pairing_sheet import PairingSheet

        sheet = PairingSheet(self._background)
        sheet.paired.connect(lambda _name: self.courier.hand_in())
        self._window.open_sheet(sheet)

    def _apply_programme(self) -> None:
        from trainer_app.ui.handing_in.programme_sheet import ProgrammeSheet

        sheet = ProgrammeSheet(self._background, self._program.catalog)
        sheet.applied.connect(self.courier.hand_in)
        self._window.open_sheet(sheet)

    def _on_refused_asked(self, endpoint_id: str) -> None:
        def opened(refused: list[RefusalRow]) -> None:
            from trainer_app.ui.handing_in.refused_sheet import RefusedSheet

            sheet = RefusedSheet(refused)
            sheet.again_asked.connect(lambda rows: self._try_again(endpoint_id, rows))
            self._window.open_sheet(sheet)

        page = self._window.page
        self._background.run(page or self, works.refusals(endpoint_id), opened)

    def _try_again(self, endpoint_id: str, rows: list[int]) -> None:
        self._background.run(
            self,
            works.try_again(endpoint_id, rows),
            lambda _kept: self.courier.hand_in(endpoint_id),
        )

    def _on_forget_asked(self, endpoint_id: str) -> None:
        from trainer_app.ui.widgets.ask_sheet import AskSheet, Question

        roads = self.courier.status.roads if self.courier.status else ()
        name = isolate(next((one.title for one in roads if one.endpoint_id == endpoint_id), ""))

        def question() -> Question:
            return Question(
                _("Forget this way?"),
                _(
                    "{name}: this computer hands in there no more. What was handed in stays there, "
                    "and everything stays here, too. To use it again, add it or pair again."
                ).format(name=name),
                _("Forget it"),
                _("Keep it"),
            )

        sheet = AskSheet(question)
        sheet.agreed.connect(lambda: self._background.run(self, works.forget(endpoint_id)))
        self._window.open_sheet(sheet)

    def _on_end_asked(self, device: DeviceHere) -> None:
        from trainer_app.ui.widgets.ask_sheet import AskSheet, Question

        def question() -> Question:
            return Question(
                _("Let this computer come no more?"),
                _(
                    "{name}: it can hand in here no more. What it brought stays here, and it keeps "
                    "everything, too. To let it come again, pair it again."
                ).format(name=isolate(device.name)),
                _("Let it come no more"),
                _("Keep it"),
            )

        sheet = AskSheet(question)
        sheet.agreed.connect(lambda: self.hub.end(device.key))
        self._window.open_sheet(sheet)
