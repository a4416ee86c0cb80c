"""Every page and sheet about a test of the room, in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from tests.ui.room_test.stage import Stage, staged
from trainer_app.content.pack import Pack
from trainer_app.operations.room_now import room_now
from trainer_app.operations.room_tests import close_test
from trainer_app.operations.training_sessions import count_unnamed
from trainer_app.training.statement import Taken
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test import test_screen
from trainer_app.ui.room_test.close_sheet import CloseSheet
from trainer_app.ui.room_test.not_kept_sheet import NotKeptSheet
from trainer_app.ui.room_test.paper_screen import PaperScreen
from trainer_app.ui.room_test.pass_screen import PassScreen
from trainer_app.ui.room_test.sheets_screen import SheetsScreen
from trainer_app.ui.screen import Screen


@dataclass
class Ground:
    """What pages are made from."""

    window: MainWindow
    background: Background
    pack: Pack

    def stage(self, count: int = 6, *, opened: bool = True, begun: bool = False) -> Stage:
        """A room; ``begun``: some are done, some are writing, in each of the three ways."""
        made = staged(self.window, self.background, count, opened=opened)
        if begun:
            first, second, third, fourth, *_rest = made.room.people
            made.paper(first)
            made.paper(second, 2)
            made.sit(third, 5, done=True)
            made.sit(fourth, 1, taken=Taken.PAIRED)
        return made

    def after(self, page: QWidget, then: Callable[[], None]) -> QWidget:
        """The page, on which something is done once it knows what there is."""
        self.background.run(page, lambda _store: None, lambda _done: then())
        return page


def _control(*, opened: bool = True, begun: bool = False, over: bool = False) -> Callable:  # type: ignore[type-arg]
    def made(ground: Ground) -> QWidget:
        stage = ground.stage(opened=opened, begun=begun)
        stage.ask(lambda store: count_unnamed(store, meeting=stage.meeting, count=2))
        if over:
            stage.ask(lambda store: close_test(store, by=stage.room.by, **stage.facts()))
        return test_screen.TestScreen(
            stage.background, stage.module, stage.room.by, stage.meeting, stage.test
        )

    return made


def _close(*, begun: bool) -> Callable[[Ground], QWidget]:
    def made(ground: Ground) -> QWidget:
        stage = ground.stage(begun=begun)
        now = stage.ask(lambda store: room_now(store, **stage.facts()))
        ground.window.show_page(_empty())
        return CloseSheet(
            stage.background, stage.module, stage.room.by, stage.meeting, stage.test, now
        )

    return made


def _pass(then: Callable[[PassScreen], None], count: int = 3) -> Callable[[Ground], QWidget]:
    def made(ground: Ground) -> QWidget:
        stage = ground.stage(count)
        page = PassScreen(
            stage.background, stage.module, ground.pack, stage.room.by, stage.meeting,
            stage.test, {}, ground.window.speaker,
        )  # fmt: skip
        return ground.after(page, lambda: then(page))

    return made


def _paper(typed: str = "", count: int = 1) -> Callable[[Ground], QWidget]:
    def made(ground: Ground) -> QWidget:
        stage = ground.stage(count)
        page = PaperScreen(stage.background, stage.module, stage.room.by, stage.meeting, stage.test)

        def then() -> None:
            place = page.grid.place
            assert place is not None
            for key in typed:
                page.grid._type(place, key)

        return ground.after(page, then)

    return made


def _sheets(*, opened: bool) -> Callable[[Ground], QWidget]:
    def made(ground: Ground) -> QWidget:
        stage = ground.stage(opened=opened)
        return SheetsScreen(
            stage.background, stage.module, stage.room.by, stage.meeting, stage.test
        )

    return made


def _not_kept(ground: Ground) -> QWidget:
    ground.window.show_page(_empty())
    return NotKeptSheet()


def _empty() -> Screen:
    page = Screen()
    page.settle()
    return page


PAGES: dict[str, Callable[[Ground], QWidget]] = {
    "F07-waiting": _control(opened=False),
    "F07-open": _control(begun=True),
    "F07-over": _control(begun=True, over=True),
    "F07-close": _close(begun=False),
    "F07-close-writing": _close(begun=True),
    "F07-pass": _pass(lambda page: None),
    "F07-pass-names": _pass(lambda page: page.turn.other.click()),
    "F07-pass-question": _pass(lambda page: page.go.click()),
    "F07-pass-nobody": _pass(lambda page: page.turn.show_person(None, 0), count=1),
    "F07-paper": _paper(),
    "F07-paper-refused": _paper("Z"),
    "F07-paper-not-kept": _not_kept,
    "F07-print": _sheets(opened=True),
    "F07-print-waiting": _sheets(opened=False),
}
