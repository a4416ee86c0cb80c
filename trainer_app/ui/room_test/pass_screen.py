"""One computer, one person after the other: straight to their form, and on to the next name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.operations.attempts import Answered
from trainer_app.operations.room_now import RoomNow, room_now
from trainer_app.operations.room_sitting import RoomSitting
from trainer_app.operations.room_tests import (
    NotOpen,
    answer_in_room,
    finish_room_sitting,
    say_confidence_in_room,
    start_room_sitting,
)
from trainer_app.operations.session_results import PersonInTest
from trainer_app.training.meeting import Test
from trainer_app.training.statement import Taken
from trainer_app.ui.items import item_view
from trainer_app.ui.items.player import PlayerScreen, QuestionSteps
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.stopwatch import Stopwatch
from trainer_app.ui.room_test.turn_page import NamesPage, TurnPage
from trainer_app.ui.widgets.buttons import QuietButton, SecondaryButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.training.confidence import Level, Line
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker


class PassScreen(PlayerScreen):
    """Names, questions, thanks, and the next name. Nobody is shown how anybody answered.

    Esc leaves a question for the page between two people, and from there the screen. Signals:
    ``finished`` when the button says so, ``back_asked`` by Esc: both lead back to the test.
    """

    finished = Signal()

    def __init__(
        self,
        background: Background,
        module: Module,
        pack: Pack,
        on_duty: OnDuty | None,
        meeting: UUID,
        test: Test,
        values: Mapping[str, str],
        speaker: Speaker,
        *,
        mine: str = "",
    ) -> None:
        """``mine`` is the learner who signed in at another computer of the room: only they are
        asked, and at once."""
        super().__init__(QuestionSteps(), speaker)
        self._mine, self._taken = mine, Taken.PAIRED if mine else Taken.SHARED
        self._seated = False
        self._background, self._module, self._pack = background, module, pack
        self._meeting, self._test = meeting, test
        self._values = inline.slot_values(module, dict(values))
        self._now: RoomNow | None = None
        self._next_person: PersonInTest | None = None
        self._room: RoomSitting | None = None
        self._answer: tuple[str, int] | None = None
        self._closed = False
        self.turn, self.names = TurnPage(), NamesPage()
        self.pages.addWidget(self.turn)
        self.pages.addWidget(self.names)
        self.turn.other_asked.connect(self._show_names)
        self.names.chosen.connect(self._sit_down)
        self.leave = QuietButton()
        self.leave.clicked.connect(self.go_back)
        self.skip = SecondaryButton()
        self.skip.clicked.connect(self._on_skip)
        self.bar.add_start(self.leave)
        self.bar.add_start(self.note)
        self.bar.add_end(self.skip)
        self.bar.add_end(self.go)
        self.pages.setCurrentWidget(self.turn)
        self.settle()
        self.set_saving(True)
        self._read()

    # ------------------------------------------------------------ who comes next

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: room_now(
                store, meeting=self._meeting, test=self._test, module=self._module
            ),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, now: RoomNow) -> None:
        self._now = now
        self._closed = now.session.test(self._test).state != "open"
        waiting = self._waiting()
        self._next_person = waiting[0] if waiting else None
        if self._mine and self._next_person is not None and not self._seated:
            self._seated = True
            self._sit_down(self._next_person)
        else:
            self._show_turn()

    def _waiting(self) -> list[PersonInTest]:
        """Who may sit down here: first who has not begun, then who stopped half-way here."""
        if self._now is None or self._closed:
            return []
        people = [
            person
            for person in self._now.people
            if person.standing != "done"
            and person.way in (None, self._taken)
            and self._mine in ("", person.learner.learner_id)
        ]
        return sorted(people, key=lambda person: person.standing != "waiting")

    def _show_turn(self) -> None:
        self.set_saving(False)
        self._room = None
        self.questions.clear()
        self.turn.show_person(self._next_person, max(0, len(self._waiting()) - 1))
        self.pages.setCurrentWidget(self.turn)
        self.retranslate()
        self._focus(self.go)
        self.announce(self.turn.note.accessibleName(), self.turn.words())

    def _show_names(self) -> None:
        self.names.show_people(self._waiting())
        self.pages.setCurrentWidget(self.names)
        self.retranslate()
        self._focus(self.names.cards[0])

    def _sit_down(self, person: PersonInTest) -> None:
        self.set_saving(True)
        self.turn.note.clear()
        self.retry.clear()
        self._background.run(
            self,
            lambda store: start_room_sitting(
                store, meeting=self._meeting, test=self._test,
                learner_id=person.learner.learner_id, module=self._module, taken=self._taken,
            ),
            self._on_seated,
            lambda error: self._on_not_seated(error, person),
        )  # fmt: skip

    def _on_seated(self, room: RoomSitting) -> None:
        self._room = room
        self.watch = Stopwatch()
        self.watch.start()
        self._next()

    def _on_not_seated(self, error: Exception, person: PersonInTest) -> None:
        self.set_saving(False)
        if isinstance(error, NotOpen):
            self._show_closed()
        else:
            self.retry.show_error(error, lambda: self._sit_down(person))

    # ------------------------------------------------------------ from question to question

    def _next(self) -> None:
        room = self._room
        assert room is not None
        self.speaker.stop()
        self.set_saving(False)
        item_id = room.sitting.next_item
        if item_id is None and room.sitting.asks_confidence:
            self.ask_confidence()
            self.retranslate()
            return
        if item_id is None:
            self._finish()
            return
        attempt, module = room.sitting.attempt, self._module
        self.strip.show_step(attempt.item_ids.index(item_id), len(attempt.item_ids))
        setting = Setting(
            attempt.seed, self._pack, self._values, self.speaker, module.narration, module.language
        )
        self.ask(item_view(module.item(item_id), setting))
        self.retranslate()

    def on_go(self) -> None:
        if self.view is not None:
            self.check()
        elif self._room is not None and self._room.sitting.asks_confidence:
            self.check_confidence()
        elif self._room is not None:
            self._finish()
        elif self._next_person is not None:
            self._sit_down(self._next_person)
        else:
            self.finished.emit()

    def _on_skip(self) -> None:
        """An answer without anything in it: it counts as not answered right, and asks no more."""
        if self.view is not None and not self.saving:
            self.set_saving(True)
            self.view.freeze()
            self.save_answer("", max(0, self.watch.ms - self._asked_at))

    def save_answer(self, response: str, duration_ms: int) -> None:
        room, view = self._room, self.view
        assert room is not None
        assert view is not None
        self._answer = (response, duration_ms)
        self._background.run(
            self,
            lambda store: answer_in_room(
                store, room=room, module=self._module, item_id=view.item.id,
                response=response, duration_ms=duration_ms,
            ),
            self._on_answered,
            self._on_not_answered,
        )  # fmt: skip

    def _on_answered(self, answered: Answered) -> None:
        room = self._room
        if room is None:  # they left meanwhile; it is kept
            return
        given = room.sitting.answers | {answered.item_id: (answered.response, answered.right)}
        self._room = replace(room, sitting=replace(room.sitting, answers=given))
        self._next()

    def _on_not_answered(self, error: Exception) -> None:
        if isinstance(error, NotOpen):
            self._show_closed()
        else:
            self.show_not_saved(error)

    def on_retry(self) -> None:
        if self._answer is not None and self.view is not None:
            self.set_saving(True)
            self.view.freeze()
            self.save_answer(*self._answer)

    def take_confidence(self, levels: dict[Line, Level]) -> None:
        room = self._room
        assert room is not None
        if not levels:
            self._on_confident(None)
            return
        self._background.run(
            self,
            lambda store: say_confidence_in_room(
                store, room=room, module=self._module, levels=levels
            ),
            self._on_confident,
            lambda error: self._on_not_confident(error, levels),
        )

    def _on_confident(self, _said: object) -> None:
        if self._room is not None:
            sitting = replace(self._room.sitting, asks_confidence=False)
            self._room = replace(self._room, sitting=sitting)
            self._finish()

    def _on_not_confident(self, error: Exception, levels: dict[Line, Level]) -> None:
        self.set_saving(False)
        if isinstance(error, NotOpen):
            self._show_closed()
        else:
            self.retry.show_error(error, lambda: self.take_confidence(levels))

    # ------------------------------------------------------------ the end

    def _finish(self) -> None:
        room, duration = self._room, self.watch.ms
        assert room is not None
        self.set_saving(True)
        self._background.run(
            self,
            lambda store: finish_room_sitting(
                store, room=room, module=self._module, duration_ms=duration
            ),
            self._on_finished,
            self._on_not_finished,
        )

    def _on_finished(self, _finished: object) -> None:
        self._between(_("Thank you. Your answers are kept."))

    def _on_not_finished(self, error: Exception) -> None:
        self.set_saving(False)
        if isinstance(error, NotOpen):
            self._show_closed()
        else:
            self.retry.show_error(error, self._finish)

    def _show_closed(self) -> None:
        self._between(_("The test was closed. Your answers are kept."))

    def _between(self, words: str) -> None:
        """Nothing of the last question stays in sight; then see who comes next."""
        self.speaker.stop()
        self.questions.clear()
        self.turn.note.say(words, "good")
        self._room, self._next_person = None, None
        self.set_saving(True)
        self._read()

    def go_back(self) -> None:
        if self._room is not None:
            self._between(_("Your answers so far are kept. You can go on later."))
        elif self.pages.currentWidget() is self.names:
            self._show_turn()
        else:
            self.back_asked.emit()

    # ------------------------------------------------------------ words and keys

    def first_focus(self) -> QWidget | None:
        return super().first_focus() if self._room is not None else self.go

    @property
    def _is_last(self) -> bool:
        room = self._room
        if room is None:
            return False
        here = {self.view.item.id} if self.view is not None else set()
        return not set(room.sitting.attempt.item_ids) - set(room.sitting.answers) - here

    def title(self) -> str:
        return inline.plain(self._module.title)

    def retranslate(self) -> None:
        asking = self._room is not None
        choosing = self.pages.currentWidget() is self.names
        self.strip.setVisible(asking and self.view is not None)
        self.skip.setVisible(asking and self.view is not None)
        self.skip.setText(_("I do not know"))
        self.go.setVisible(not choosing)
        self.leave.setVisible(asking or choosing or self._next_person is not None)
        there = _("Back to my page") if self._mine else _("Back to the test")
        back = _("Back") if choosing else there
        self.leave.setText(_("Stop here for now") if asking else back)
        if asking:
            room = self._room
            more = room is not None and room.sitting.asks_confidence and not self.asks_confidence
            self.go.setText(_("Finish") if self._is_last and not more else _("Next"))
        elif self._next_person is not None:
            self.go.setText(_("Yes, that is me"))
        else:
            self.go.setText(there)
        self.player_words()
        self.title_changed.emit()
