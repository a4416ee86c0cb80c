"""The questions before, and the quiz: one question a page, the first answer counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.operations.attempts import (
    Answered,
    Sitting,
    answer_item,
    finish_attempt,
    start_attempt,
)
from trainer_app.operations.confidence import say_confidence
from trainer_app.ui.items import item_view
from trainer_app.ui.items.player import PlayerScreen, QuestionSteps
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.widgets.buttons import QuietButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.operations.people import SignedIn
    from trainer_app.training.attempt import Kind
    from trainer_app.training.confidence import Level, Line
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker


class AttemptScreen(PlayerScreen):
    """Asks the items of an attempt, from the first that has no answer.

    Signals: ``finished(AttemptFinished)`` once the verdict is on disk. ``back_asked`` when
    somebody leaves before the end; what was answered is kept.
    """

    finished = Signal(object)

    def __init__(
        self,
        background: Background,
        signed_in: SignedIn,
        module: Module,
        pack: Pack,
        kind: Kind,
        values: Mapping[str, str],
        speaker: Speaker,
    ) -> None:
        super().__init__(QuestionSteps(), speaker)
        self._background, self._signed_in, self._module = background, signed_in, module
        self._pack, self._kind = pack, kind
        self._values = inline.slot_values(module, dict(values))
        self._sitting: Sitting | None = None
        self.leave = QuietButton()
        self.leave.clicked.connect(self.back_asked)
        if kind == "quiz":
            self.leave.hide()
        self.bar.add_start(self.leave)
        self.bar.add_start(self.note)
        self.bar.add_end(self.go)
        self.set_saving(True)
        self.settle()
        self._begin()

    # ------------------------------------------------------------ from question to question

    def _begin(self) -> None:
        self._background.run(
            self,
            lambda store: start_attempt(
                store, signed_in=self._signed_in, module=self._module, kind=self._kind
            ),
            self._on_begun,
            lambda error: self.retry.show_error(error, self._begin),
        )

    def _on_begun(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._next()

    def _next(self) -> None:
        """Ask the first question without an answer; after the last, see how it went."""
        assert self._sitting is not None
        self.speaker.stop()
        self.set_saving(False)
        item_id = self._sitting.next_item
        if item_id is None:
            self._end()
            return
        attempt = self._sitting.attempt
        self.strip.show_step(attempt.item_ids.index(item_id), len(attempt.item_ids))
        module = self._module
        setting = Setting(
            attempt.seed, self._pack, self._values, self.speaker, module.narration, module.language
        )
        self.ask(item_view(module.item(item_id), setting))
        self.retranslate()

    def on_go(self) -> None:
        if self.asks_confidence and self._sitting is not None and self._sitting.asks_confidence:
            self.check_confidence()
        elif self._sitting is not None and self._sitting.next_item is None:
            self._finish()
        else:
            self.check()

    def on_continued(self) -> None:
        self._next()

    def save_answer(self, response: str, duration_ms: int) -> None:
        assert self._sitting is not None
        assert self.view is not None
        attempt, item_id = self._sitting.attempt, self.view.item.id
        self._background.run(
            self,
            lambda store: answer_item(
                store,
                signed_in=self._signed_in,
                module=self._module,
                attempt=attempt,
                item_id=item_id,
                response=response,
                duration_ms=duration_ms,
            ),
            self._on_answered,
            self.show_not_saved,
        )

    def _on_answered(self, answered: Answered) -> None:
        assert self._sitting is not None
        answers = self._sitting.answers | {answered.item_id: (answered.response, answered.right)}
        self._sitting = replace(self._sitting, answers=answers)
        if self._kind == "pre":
            self._next()
            return
        if self.view is not None:
            self.view.choose(answered.response)  # an answer given before counts, and is shown
        self.show_verdict(answered.right, answered.response, reveal=True)
        self.retranslate()

    # ------------------------------------------------------------ the end

    def _end(self) -> None:
        assert self._sitting is not None
        if self._sitting.asks_confidence:
            self.ask_confidence()
            self.retranslate()
        else:
            self._finish()

    def take_confidence(self, levels: dict[Line, Level]) -> None:
        assert self._sitting is not None
        attempt = self._sitting.attempt
        if not levels:
            self._on_confident(None)
            return
        self._background.run(
            self,
            lambda store: say_confidence(
                store, signed_in=self._signed_in, module=self._module, attempt=attempt,
                levels=levels,
            ),
            self._on_confident,
            lambda error: self._on_not_confident(error, levels),
        )  # fmt: skip

    def _on_confident(self, _said: object) -> None:
        assert self._sitting is not None
        self._sitting = replace(self._sitting, asks_confidence=False)
        self._finish()

    def _on_not_confident(self, error: Exception, levels: dict[Line, Level]) -> None:
        self.set_saving(False)
        self.retry.show_error(error, lambda: self.take_confidence(levels))

    def _finish(self) -> None:
        assert self._sitting is not None
        self.set_saving(True)
        attempt, duration = self._sitting.attempt, self.watch.ms
        self._background.run(
            self,
            lambda store: finish_attempt(
                store,
                signed_in=self._signed_in,
                module=self._module,
                attempt=attempt,
                duration_ms=duration,
            ),
            self.finished.emit,
            self._on_not_finished,
        )

    def _on_not_finished(self, error: Exception) -> None:
        self.set_saving(False)
        self.show_bottom(self.bar)
        self.retranslate()
        self.retry.show_error(error, self._finish)

    # ------------------------------------------------------------ words

    @property
    def _is_last(self) -> bool:
        if self._sitting is None:
            return False
        answers, items = self._sitting.answers, self._sitting.attempt.item_ids
        here = {self.view.item.id} if self.view is not None else set()
        return not set(items) - set(answers) - here

    def title(self) -> str:
        return inline.plain(self._module.title)

    def retranslate(self) -> None:
        before = self._kind == "pre"
        self.leave.setText(_("Go on without these questions"))
        if self.view is not None and before:
            self.view.say_kicker(_("We only want to see where you start."))
        sitting = self._sitting
        over = sitting is not None and sitting.next_item is None
        last = self._is_last and (self.asks_confidence or not (sitting and sitting.asks_confidence))
        # For translators: after the last question of the quiz, a button that shows the result
        result = _("See how it went") if last else _("Next")
        onward = _("Finish") if last else _("Next")
        self.go.setText(onward if before else result if over else _("Check my answer"))
        self.go.set_icon("arrow-right" if before or over else "check", forward=before or over)
        self.feedback.set_button(result)
        self.player_words()
        self.title_changed.emit()
