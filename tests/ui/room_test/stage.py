"""A room with an open test, and hands on its keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.operations.hall import Hall, hall, responses
from tests.ui.keys import press
from trainer_app.content.module import Module
from trainer_app.operations.room_tests import (
    answer_in_room,
    finish_room_sitting,
    keep_sheets,
    open_test,
    start_room_sitting,
)
from trainer_app.operations.session_record import session
from trainer_app.store import Store
from trainer_app.training.meeting import Test
from trainer_app.training.statement import Taken
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

T = TypeVar("T")


@dataclass
class Stage:
    """One session in one window."""

    window: MainWindow
    background: Background
    room: Hall
    test: Test

    @property
    def meeting(self) -> UUID:
        return self.room.meeting

    @property
    def module(self) -> Module:
        return self.room.module

    def ask(self, question: Callable[[Store], T]) -> T:
        return self.background.run(self.window, question).result()

    def facts(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "test": self.test, "module": self.module}

    def asked(self, learner_id: str) -> tuple[str, ...]:
        return self.ask(lambda store: session(store, meeting=self.meeting)).paper(
            self.test, learner_id
        )

    def paper(self, learner_id: str, count: int | None = None) -> None:
        """So many answers of somebody are on paper, right ones."""
        sheet = responses(self.module, self.asked(learner_id)[:count])
        self.ask(lambda store: keep_sheets(store, **self.facts(), sheets={learner_id: sheet}))

    def sit(
        self, learner_id: str, count: int, *, done: bool = False, taken: Taken = Taken.SHARED
    ) -> None:
        """Somebody answers so many questions at a computer."""

        def work(store: Store) -> None:
            room = start_room_sitting(store, **self.facts(), learner_id=learner_id, taken=taken)
            for item_id in room.sitting.attempt.item_ids[:count]:
                answer_in_room(
                    store, room=room, module=self.module, item_id=item_id,
                    response=responses(self.module, (item_id,))[item_id], duration_ms=1,
                )  # fmt: skip
            if done:
                finish_room_sitting(store, room=room, module=self.module, duration_ms=1)

        self.ask(work)

    def sheets(self) -> dict[str, dict[str, str]]:
        return self.ask(lambda store: store.sheets.of(self.meeting, self.test))

    def press(self, *keys: Qt.Key | str, control: bool = False) -> None:
        """Keys as they come from the keyboard, wherever the focus is."""
        modifier = Qt.KeyboardModifier
        held = modifier.ControlModifier if control else modifier.NoModifier
        press(self.window, *keys, held=held)

    def write(self, letters: str) -> None:
        self.press(*letters)


def staged(
    window: MainWindow,
    background: Background,
    count: int = 4,
    test: Test = "before",
    *,
    opened: bool = True,
    **more: Any,
) -> Stage:
    """A room with so many people in it."""

    def make(store: Store) -> Hall:
        made = hall(store, count, **more)
        if opened:
            open_test(store, by=made.by, meeting=made.meeting, test=test)
        return made

    return Stage(window, background, background.run(window, make).result(), test)


class Gate:
    """Holds up what passes through it while it is shut; a context that ends with it open."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()
        self.passed = 0

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def around(self, operation: Callable[..., T]) -> Callable[..., T]:
        def held(*args: Any, **facts: Any) -> T:
            assert self._open.wait(60)
            self.passed += 1
            return operation(*args, **facts)

        return held


def focused(window: MainWindow) -> QWidget | None:
    """What has the focus in the window."""
    return window.focusWidget()
