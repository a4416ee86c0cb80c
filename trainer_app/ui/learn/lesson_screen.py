"""The lesson player: one idea a step, checks in between, always back where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider

from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.operations.attempts import Answered, answer_check
from trainer_app.operations.learning import finish_lesson, keep_place, place_kept
from trainer_app.ui.items import item_view
from trainer_app.ui.items.player import PlayerScreen
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.slots import plain
from trainer_app.ui.learn.sources_sheet import SourcesSheet
from trainer_app.ui.learn.step_page import StepPage
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.terms_sheet import TermsSheet
from trainer_app.ui.widgets.buttons import QuietButton, SecondaryButton
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.progress import ProgressSteps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainer_app.content.module import Module, Step
    from trainer_app.content.pack import Pack
    from trainer_app.content.shelf import Term
    from trainer_app.operations.people import SignedIn
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker


class Page(NamedTuple):
    """A stop of the lesson: a step to read, or the check that follows it."""

    step: Step
    is_check: bool


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where somebody is: the step, whether at its check, and the milliseconds so far."""

    step: str = ""
    check: bool = False
    ms: int = 0


class LessonScreen(PlayerScreen):
    """Plays one lesson. Signals: ``finished`` once the lesson is on disk as read.

    ``back_asked`` when it is closed; its place is kept by then. Keys: arrows and PgUp/PgDn turn
    the steps, Space listens, R listens again.
    """

    finished = Signal()

    def __init__(
        self,
        background: Background,
        signed_in: SignedIn,
        module: Module,
        pack: Pack,
        lesson_id: str,
        values: Mapping[str, str],
        speaker: Speaker,
        glossary: Sequence[Term] = (),
    ) -> None:
        """``glossary`` is in the language of the module; its words are linked in the steps."""
        super().__init__(ProgressSteps(), speaker)
        self._background, self._signed_in, self._module = background, signed_in, module
        self._lesson = module.lesson(lesson_id)
        self._place = f"lesson/{module.id}/{lesson_id}"
        self._stops = [
            Page(step, is_check)
            for step in self._lesson.steps
            for is_check in ((False, True) if step.check else (False,))
        ]
        self._here: int | None = None
        self._tried: set[str] = set()
        filled = inline.slot_values(module, dict(values))
        seed = signed_in.session.int & 0xFFFFFFFF
        self._setting = Setting(seed, pack, filled, speaker, module.narration, module.language)
        self.steps = StepPage(module, self._lesson, self._setting, glossary)
        self.steps.sources_asked.connect(self._show_sources)
        self.steps.terms_asked.connect(self._show_terms)
        self.pages.insertWidget(0, self.steps)
        self.pages.setCurrentWidget(self.steps)
        self.steps.hide()
        self._build_bars()
        self._build_keys()
        self.set_saving(True)
        self.settle()
        self._find_place()

    def _build_bars(self) -> None:
        self.back = SecondaryButton("arrow-left")
        self.back.clicked.connect(lambda: self._turn(-1))
        self.go_on = QuietButton()
        self.go_on.clicked.connect(lambda: self._turn(1))
        self.skip = QuietButton()
        self.skip.clicked.connect(lambda: self._turn(1))
        self.bar.add_start(self.back)
        self.bar.add_start(self.note)
        self.bar.add_end(self.go_on)
        self.bar.add_end(self.go)
        self.feedback.extra.addWidget(self.skip)
        self.go.installEventFilter(self)

    def _build_keys(self) -> None:
        """Arrows go by the direction of writing; PgUp and PgDn are the same everywhere."""
        self._keys: list[QShortcut] = []
        for key, then in (
            ("Right", lambda: self._on_arrow(1)),
            ("Left", lambda: self._on_arrow(-1)),
            ("PgDown", lambda: self._turn(1)),
            ("PgUp", lambda: self._turn(-1)),
            ("Down", lambda: self._scroll(QAbstractSlider.SliderAction.SliderSingleStepAdd)),
            ("Up", lambda: self._scroll(QAbstractSlider.SliderAction.SliderSingleStepSub)),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(key in ("Down", "Up"))
            shortcut.activated.connect(then)
            self._keys.append(shortcut)

    # ------------------------------------------------------------ where one is

    def _find_place(self) -> None:
        learner_id = self._signed_in.learner.learner_id
        self._background.run(
            self,
            lambda store: place_kept(store, learner_id=learner_id, place=self._place),
            self._on_place_found,
            lambda error: self.retry.show_error(error, self._find_place),
        )

    def _on_place_found(self, state: bytes | None) -> None:
        kept = Kept()
        if state is not None:
            try:
                kept = msgspec.json.decode(state, type=Kept)
            except msgspec.DecodeError:  # of another release: begin at the first step
                kept = Kept()
        self.watch.add(kept.ms)
        places = [
            number
            for number, page in enumerate(self._stops)
            if page.step.id == kept.step and (kept.check or not page.is_check)
        ]
        self.set_saving(False)
        self._show(places[-1] if places else 0)

    def _keep_place(self) -> None:
        if self._here is None:
            return
        page = self._stops[self._here]
        state = msgspec.json.encode(Kept(page.step.id, page.is_check, self.watch.ms))
        learner_id = self._signed_in.learner.learner_id
        self._background.run(
            self,
            lambda store: keep_place(store, learner_id=learner_id, place=self._place, state=state),
            None,
            lambda error: self.retry.show_error(error, self._keep_place),
        )

    # ------------------------------------------------------------ turning

    def _show(self, number: int) -> None:
        self.speaker.stop()
        self._here = number
        page = self._stops[number]
        self.strip.show_step(number, len(self._stops))
        if page.is_check:
            self._ask(page.step)
        else:
            self.questions.clear()
            self.feedback.close_sheet()
            self.note.clear()
            self.retry.clear()
            self.pages.setCurrentWidget(self.steps)
            self.steps.show_step(page.step)
            self.steps.show()
            self.show_bottom(self.bar)
            self._focus(self.go)
            self.announce(self.strip.text(), self.steps.text())
        for shortcut in self._keys:
            shortcut.setEnabled(not page.is_check)
        self.retranslate()
        self._keep_place()

    def _ask(self, step: Step) -> None:
        assert step.check is not None
        self.ask(item_view(self._module.item(step.check), self._setting))

    def _turn(self, by: int) -> None:
        """Go to the next stop or the one before; after the last the lesson is finished."""
        if self._here is None or self.saving:
            return
        target = self._here + by
        if target >= len(self._stops):
            self._finish()
        elif target >= 0:
            self._show(target)

    def _on_arrow(self, way: int) -> None:
        self._turn(-way if self.isRightToLeft() else way)

    def _scroll(self, action: QAbstractSlider.SliderAction) -> None:
        self.steps.verticalScrollBar().triggerAction(action)

    def _finish(self) -> None:
        self.set_saving(True)
        duration = self.watch.ms
        self._background.run(
            self,
            lambda store: finish_lesson(
                store,
                signed_in=self._signed_in,
                module=self._module,
                lesson_id=self._lesson.id,
                duration_ms=duration,
            ),
            lambda _done: self.finished.emit(),
            self._on_not_finished,
        )

    def _on_not_finished(self, error: Exception) -> None:
        self.set_saving(False)
        self.retry.show_error(error, self._finish)

    # ------------------------------------------------------------ checks

    def on_go(self) -> None:
        if self.view is not None:
            self.check()
        else:
            self._turn(1)

    def on_continued(self) -> None:
        view = self.view
        if view is None or view.shown is None or view.shown.right:
            self._turn(1)
            return
        view.try_again()
        self.feedback.close_sheet()
        self.show_bottom(self.bar)
        self.retranslate()
        self._focus(view.first_focus())

    def save_answer(self, response: str, duration_ms: int) -> None:
        assert self.view is not None
        item_id = self.view.item.id
        self._background.run(
            self,
            lambda store: answer_check(
                store,
                signed_in=self._signed_in,
                module=self._module,
                lesson_id=self._lesson.id,
                item_id=item_id,
                response=response,
                duration_ms=duration_ms,
            ),
            self._on_answered,
            self.show_not_saved,
        )

    def _on_answered(self, answered: Answered) -> None:
        self._tried.add(answered.item_id)
        if self.view is None or self.view.item.id != answered.item_id:
            return
        self.skip.setVisible(not answered.right)
        self.show_verdict(answered.right, answered.response, reveal=answered.right)
        self.retranslate()

    # ------------------------------------------------------------ sources, terms, voice, words

    def _show_sources(self) -> None:
        window = self.window()
        if self.steps.step is not None and isinstance(window, MainWindow):
            window.open_sheet(SourcesSheet(self._module, self.steps.step.citations))

    def _show_terms(self, term_id: str) -> None:
        window = self.window()
        if self.steps.terms and isinstance(window, MainWindow):
            self.speaker.stop()
            language = self._module.language
            window.open_sheet(TermsSheet(self.steps.terms, self.speaker, language, term_id))

    def listening(self) -> Listen | None:
        return super().listening() or self.steps.listen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.view is None and not event.isAutoRepeat() and self._take_voice_key(event):
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On a step, Space on the button "Next" listens; Enter presses it."""
        space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if space and self.view is None and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                return self._take_voice_key(event)
            return self.steps.listen.can_read
        return super().eventFilter(watched, event)

    def _take_voice_key(self, event: QKeyEvent) -> bool:
        listen = self.steps.listen
        if not listen.can_read:
            return False
        if event.key() == Qt.Key.Key_R:
            self.speaker.stop()
        elif event.key() != Qt.Key.Key_Space:
            return False
        listen.toggle()
        return True

    def arrange(self) -> None:
        super().arrange()
        self.steps.arrange(self.compact)

    def title(self) -> str:
        return plain(self._lesson.title, self._setting.values)

    def dress(self) -> None:
        super().dress()
        self.steps.arrange(self.compact)  # another text size may fit in another way

    def retranslate(self) -> None:
        last = self._here is not None and self._here + 1 == len(self._stops)
        onward = _("Finish") if last else _("Next")
        self.steps.retranslate()
        self.back.setText(_("Back"))
        self.back.setEnabled(bool(self._here))
        # For translators: leave this question as it is, and read on
        self.skip.setText(_("Go on"))
        self.go_on.setText(_("Go on"))
        asking = self.view is not None
        tried = self.view is not None and self.view.item.id in self._tried
        self.go_on.setVisible(tried)
        self.go.setText(_("Check my answer") if asking else onward)
        self.go.set_icon("check" if asking else "arrow-right", forward=not asking)
        if self.view is not None:
            self.view.say_kicker(_("Check your understanding"))
            if self.view.shown is not None and not self.view.shown.right:
                self.feedback.set_button(_("Try again"), "repeat", forward=False)
            else:
                self.feedback.set_button(onward)
        self.player_words()
        self.title_changed.emit()
