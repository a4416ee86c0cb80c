"""The scene player: a made-up story in which one chooses, sees what follows, and may go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from trainer_app.i18n import _
from trainer_app.operations.learning import Finished, finish_scenario, keep_place, place_kept
from trainer_app.ui.items.stopwatch import Stopwatch
from trainer_app.ui.learn.road_screen import RoadScreen
from trainer_app.ui.learn.story import Story
from trainer_app.ui.learn.story_page import StoryPage
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.pages import ActionBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.operations.people import SignedIn
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker


class ScenarioScreen(RoadScreen):
    """Plays one scene from where it was left. Keys 1 to 3 choose, Backspace goes back.

    Signals: ``finished`` when the scene is on disk as done, played or read as a summary.
    """

    finished = Signal()

    leading = "close"
    offers_language = False

    def __init__(
        self,
        background: Background,
        signed_in: SignedIn,
        module: Module,
        pack: Pack,
        scenario_id: str,
        values: Mapping[str, str],
        speaker: Speaker,
    ) -> None:
        super().__init__()
        self._background, self._signed_in, self._module = background, signed_in, module
        self._scenario = module.scenario(scenario_id)
        self._kept_at = f"scenario/{module.id}/{scenario_id}"
        self._watch = Stopwatch()
        self._story: Story | None = None
        self._saving = False
        self._page = StoryPage(module, pack, values, speaker)
        self._page.choice_made.connect(self._on_choice_made)
        self._page.rather.clicked.connect(self._on_rather_clicked)
        self.listen = self._page.listen
        self.set_content(self._page)
        self._build_bar()
        self.settle()
        self._resume()

    def _build_bar(self) -> None:
        self._back = SecondaryButton("arrow-left")
        self._back.clicked.connect(self._on_back_clicked)
        self._go = PrimaryButton("arrow-right", forward=True)
        self._go.clicked.connect(self._on_go_clicked)
        self._bar = bar = ActionBar()
        bar.add_start(self._back)
        bar.add_end(self._go)
        self.set_bottom(bar)

    def _resume(self) -> None:
        learner_id = self._signed_in.learner.learner_id
        self._background.run(
            self,
            lambda store: place_kept(store, learner_id=learner_id, place=self._kept_at),
            self._begin,
            lambda _error: self._begin(None),
        )

    def _begin(self, kept: bytes | None) -> None:
        seed = f"{self._signed_in.learner.actor}/{self._module.id}"
        self._story = Story(self._scenario, seed, kept)
        self._show()

    def dress(self) -> None:
        super().dress()
        self._bar.setMinimumHeight(self._go.sizeHint().height() + 2)

    def arrange(self) -> None:
        self._page.set_compact(self.compact)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return self._scenario.title

    def primary(self) -> QAbstractButton | None:
        return self._go if self._go.isVisibleTo(self) else None

    def first_focus(self) -> QWidget | None:
        choices = self._page.choices
        if choices.isVisibleTo(self) and choices.cards:
            return next(iter(choices.cards.values()))
        return self.primary()

    def retranslate(self) -> None:
        story = self._story
        self._page.setVisible(story is not None)
        if story is None:
            self._bar.setVisible(False)
            return
        self._page.show_story(story)
        self._say_buttons(story)
        self.title_changed.emit()

    def _say_buttons(self, story: Story) -> None:
        chosen = story.chosen
        ended = not story.node.choices
        back, go, icon = _("Go back"), _("Finish"), "check"
        if story.reads_summary:
            back = _("Back to the story")
        elif chosen is not None and story.leads_on:
            back, go, icon = _("Go back and try another way"), _("Go on"), "arrow-right"
        elif chosen is not None:
            go, icon = _("Go back and try another way"), "repeat"
        self._back.setText(back)
        self._go.setText(go)
        self._go.set_icon(icon, forward=icon == "arrow-right")
        goes_back = story.steps > 0 if chosen is None else story.leads_on
        self._back.setVisible(story.reads_summary or goes_back)
        goes_on = story.reads_summary or chosen is not None or ended
        self._go.setVisible(goes_on)
        self._bar.setVisible(goes_on or goes_back)  # an empty bar only takes room

    # ------------------------------------------------------------ steps

    def _show(self) -> None:
        """Show where the story is now, from the top, with the focus on what comes next."""
        self._page.retry.clear()
        self.retranslate()
        self._page.to_top()
        target = self.first_focus()
        if target is not None and self.isVisible():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self) -> None:
        """Something was chosen or taken back: show it and keep the place."""
        self._show()
        self._keep()

    def _keep(self) -> None:
        if self._story is None:
            return
        state, learner_id = self._story.state(), self._signed_in.learner.learner_id
        self._background.run(
            self,
            lambda store: keep_place(
                store, learner_id=learner_id, place=self._kept_at, state=state
            ),
            None,
            lambda error: self._page.retry.show_error(error, self._keep),
        )

    def _on_choice_made(self, choice_id: str) -> None:
        if self._story is not None:
            self._story.choose(choice_id)
            self._move()
            self._page.consequence.announce()

    def _on_back_clicked(self) -> None:
        if self._story is not None and self._story.go_back():
            self._move()

    def _on_rather_clicked(self) -> None:
        if self._story is not None:
            self._story.read_summary()
            self._move()

    def _on_go_clicked(self) -> None:
        story = self._story
        if story is None:
            return
        if story.chosen is not None and not story.reads_summary:
            story.go_on()
            self._move()
        else:
            self._finish()

    def _finish(self) -> None:
        if self._saving:
            return
        self._saving = True
        spent = self._watch.ms
        self._background.run(
            self,
            lambda store: finish_scenario(
                store,
                signed_in=self._signed_in,
                module=self._module,
                scenario_id=self._scenario.id,
                duration_ms=spent,
            ),
            self._on_finished,
            self._on_not_finished,
        )

    def _on_finished(self, _finished: Finished) -> None:
        self.finished.emit()

    def _on_not_finished(self, error: Exception) -> None:
        self._saving = False
        self._page.retry.show_error(error, self._finish)

    # ------------------------------------------------------------ keys and time

    def takes(self, event: QKeyEvent) -> bool:
        if self._page.choices.isVisibleTo(self) and self._page.choices.take_key(event):
            return True
        if event.key() == Qt.Key.Key_Backspace:
            self._on_back_clicked()
            return True
        return super().takes(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()
