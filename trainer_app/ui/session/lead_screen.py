"""F05: lead the session. The plan, the slide the room sees, and what only the facilitator reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.session_record import Kept, session
from trainer_app.operations.training_sessions import (
    count_hands,
    go_to_step,
)
from trainer_app.training.meeting import PlanStep, TrainingSession, seed_of
from trainer_app.ui import theme
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.session.end_sheet import EndSheet
from trainer_app.ui.session.lead_safety import SafetySheet
from trainer_app.ui.session.lead_side import LeadSide
from trainer_app.ui.session.lead_slides import Slide, slides_of
from trainer_app.ui.session.lead_view import Shown, SlideView
from trainer_app.ui.session.lead_votes import Votes
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.session.lead_projector import Projector

Key = Qt.Key


class LeadScreen(Screen):
    """Right and Left walk; B blanks, P opens the projector, T shows the time, S the safety script.

    Signals: ``roll_asked``; ``guide_asked``; ``test_asked(str)``; ``closed(UUID)``;
    ``sheet_asked(Sheet)``. Where we are is on the disk before the slide changes.
    """

    roll_asked = Signal()
    guide_asked = Signal()
    test_asked = Signal(str)
    closed = Signal(object)
    sheet_asked = Signal(object)

    leading = "back"

    def __init__(
        self,
        background: Background,
        module: Module,
        pack: Pack,
        on_duty: OnDuty,
        meeting: UUID,
        values: Mapping[str, str],
        projector: Projector,
    ) -> None:
        super().__init__()
        self._background, self._module, self._pack = background, module, pack
        self._on_duty, self._meeting, self._site = on_duty, meeting, dict(values)
        self._values = inline.slot_values(module, dict(values))
        self.projector = projector
        self._told: TrainingSession | None = None
        self._slides: tuple[Slide, ...] = ()
        self._at, self._from_end = 0, False
        self._full = False
        self.side = LeadSide(module)
        self.side.step_chosen.connect(self._go_to)
        self.side.roll_asked.connect(self.roll_asked)
        self.side.guide_asked.connect(self.guide_asked)
        self.side.safety_asked.connect(self._on_safety)
        self.side.end_asked.connect(self._on_end)
        self.view = SlideView(module, pack)
        self.votes = Votes()
        self.votes.counted.connect(self._on_counted)
        self.note, self.retry = NoteLine(), RetryLine()
        self._make_buttons()
        self._build()
        for key in (Key.Key_Left, Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown):
            walks = QShortcut(QKeySequence(key), self)  # or a button in focus would take the arrow
            walks.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            walks.activated.connect(lambda key=key: self._press(key))
        background.changed.connect(self._on_changed)
        projector.changed.connect(self._on_projector_changed)
        projector.unplugged.connect(self._on_unplugged)
        projector.key_pressed.connect(self._on_clicker)
        self.settle()
        self._read()

    # ------------------------------------------------------------ building

    def _make_buttons(self) -> None:
        self.back, self.go = (
            SecondaryButton("arrow-left"),
            PrimaryButton("arrow-right", forward=True),
        )
        self.blank, self.room = SecondaryButton("eye-off"), SecondaryButton("screen-share")
        self.back.clicked.connect(lambda: self._walk(-1))
        self.go.clicked.connect(self._on_go)
        self.blank.clicked.connect(lambda: self.projector.set_blank(not self.projector.is_blank))
        self.room.clicked.connect(self._on_room)

    def _build(self) -> None:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 10, 10, 10)
        inside.setSpacing(8)
        inside.addWidget(self.view, 3)
        inside.addWidget(self.votes)
        self._notes = ScrollPage(width=900)
        self._notes.column.setSpacing(6)
        way = Qt.LayoutDirection
        rtl = i18n.is_rtl(self._module.language)
        self._notes.setLayoutDirection(way.RightToLeft if rtl else way.LeftToRight)
        inside.addWidget(self._notes, 1)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.note)
        middle.addWidget(self.retry)
        middle.addWidget(card, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(12, 12, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.side)
        row.addLayout(middle, 1)
        self.set_content(whole)
        bar = ActionBar()
        for button in (self.back, self.blank):
            bar.add_start(button)
        for end in (self.room, self.go):
            bar.add_end(end)
        self._bar = bar
        self.set_bottom(bar)

    def arrange(self) -> None:
        self.side.setFixedWidth(theme.px(306 if self.compact else 330))

    # ------------------------------------------------------------ where we are

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: session(store, meeting=self._meeting),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, told: TrainingSession) -> None:
        first = self._told is None
        moved = first or told.at_step != self._told.at_step  # type: ignore[union-attr]
        self._told = told
        if moved:
            self._at = 0
        self._set_slides(told)
        self.side.show_session(told, self._step.minutes, moved=moved)
        self._show()
        if first:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_slides(self, told: TrainingSession) -> None:
        seed = seed_of(self._meeting)
        self._slides = slides_of(self._module, self._step, self._values, seed, told.hands)
        if self._from_end:
            self._at, self._from_end = len(self._slides) - 1, False
        self._at = max(0, min(self._at, len(self._slides) - 1))

    @property
    def _step(self) -> PlanStep:
        assert self._told is not None
        steps = self._told.steps
        return next((one for one in steps if one.step_id == self._told.at_step), steps[0])

    @property
    def slide(self) -> Slide | None:
        """What the room sees now."""
        return self._slides[self._at] if self._slides else None

    def _walk(self, by: int) -> None:
        """To the next or former slide; beyond the last, to the next step."""
        told = self._told
        if told is None:
            return
        target = self._at + by
        if 0 <= target < len(self._slides):
            self._at = target
            self._show()
            return
        ids = [step.step_id for step in told.steps]
        place = ids.index(self._step.step_id) + by
        if 0 <= place < len(ids):
            self._from_end = by < 0
            self._go_to(ids[place])

    def _go_to(self, step_id: str) -> None:
        self.retry.clear()
        self._background.run(
            self,
            lambda store: go_to_step(store, meeting=self._meeting, step_id=step_id),
            lambda kept: self._on_read(kept.session),
            lambda error: self.retry.show_error(error, lambda: self._go_to(step_id)),
        )

    def _on_go(self) -> None:
        test = self._test
        if test:
            self.test_asked.emit(test)
        elif self._is_last:
            self._on_end()
        else:
            self._walk(1)

    @property
    def _test(self) -> str:
        """The test this step is about, while it is not closed."""
        if self._told is None or not self._step.kind.startswith("test-"):
            return ""
        name = self._step.kind.removeprefix("test-")
        told = self._told.before if name == "before" else self._told.after
        return name if told.state != "closed" else ""

    @property
    def _is_last(self) -> bool:
        at_end = self._at == len(self._slides) - 1
        return self._told is not None and at_end and self._step is self._told.steps[-1]

    def _on_changed(self, changed: Changed) -> None:
        if changed & Changed.SESSION and self._told is not None:
            self._read()

    # ------------------------------------------------------------ hands

    def _on_counted(self, place: str, counts: Mapping[str, int]) -> None:
        self.retry.clear()
        self._background.run(
            self,
            lambda store: count_hands(store, meeting=self._meeting, place=place, counts=counts),
            self._on_hands_kept,
            lambda error: self.retry.show_error(error, lambda: self._on_counted(place, counts)),
        )

    def _on_hands_kept(self, kept: Kept) -> None:
        self._told = kept.session
        self.votes.saved()
        self._set_slides(kept.session)
        self._show()

    # ------------------------------------------------------------ the room

    def _show(self) -> None:
        slide, told = self.slide, self._told
        if slide is None or told is None:
            return
        hands = told.hands.get(slide.place, {}) if slide.place else {}
        shown = Shown(slide, hands, self._at, len(self._slides))
        self.view.show_slide(shown)
        self.projector.show_slide(shown)
        self.votes.show_slide(slide, hands)
        self._show_notes(slide)
        self._notes.setVisible(bool(slide.notes) and not self._full)
        self._notes.to_top()
        self.retranslate()
        self.side.plan.show_here()

    def _show_notes(self, slide: Slide) -> None:
        """What only the facilitator reads, a paragraph for each note."""
        clear_layout(self._notes.column)
        for note in slide.notes:
            para = Para("body")
            para.set_plain(note)
            self._notes.column.addWidget(para)
        self._notes.column.addStretch(1)

    def _on_room(self) -> None:
        if self.projector.is_open:
            self.projector.close()
        elif self.projector.has_second_screen:
            self.projector.open(self._module, self._pack)
            self._show()
        else:
            self._set_full(True)

    def _set_full(self, full: bool) -> None:
        """With one screen: only the slide, until Esc."""
        self._full = full
        for part in (self.side, self._bar):
            part.setVisible(not full)
        self.votes.setVisible(not full and bool(self.votes.fields))
        window = self.window()
        if full:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _on_projector_changed(self) -> None:
        self.view.set_blank(self.projector.is_blank and self._full)
        self.retranslate()

    def _on_unplugged(self) -> None:
        self.note.say(_("The projector was unplugged. The session goes on here."), "careful")

    def _on_clicker(self, key: int) -> None:
        self._press(Key(key))

    # ------------------------------------------------------------ script, end

    def _on_safety(self) -> None:
        self.sheet_asked.emit(SafetySheet(self._site))

    def _on_end(self) -> None:
        if self._told is not None:
            ticked = len(self._told.here)
            sheet = EndSheet(self._background, self._on_duty, self._meeting, ticked)
            sheet.over.connect(self._on_over)
            self.sheet_asked.emit(sheet)

    def _on_over(self, meeting: UUID) -> None:
        self.projector.close()
        self.closed.emit(meeting)

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_others = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if with_others or not self._press(Key(event.key())):
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key) -> bool:
        """Do what a key means here; whether it meant anything."""
        rtl = self.isRightToLeft()
        forward, backward = (Key.Key_Left, Key.Key_Right) if rtl else (Key.Key_Right, Key.Key_Left)
        if key == Key.Key_Escape:
            if not self._full:
                return False
            self._set_full(False)
            return True
        meant = {
            forward: lambda: self._walk(1),
            backward: lambda: self._walk(-1),
            Key.Key_PageDown: lambda: self._walk(1),
            Key.Key_PageUp: lambda: self._walk(-1),
            Key.Key_B: self.blank.click,
            Key.Key_Period: self.blank.click,
            Key.Key_P: self._on_room,
            Key.Key_F5: self._on_room,
            Key.Key_T: self.side.turn_clock,
            Key.Key_S: self._on_safety,
        }.get(key)
        if meant is None:
            return False
        meant()
        return True

    def primary(self) -> QAbstractButton:
        return self.go

    def left(self) -> None:
        self.side.stop()
        if self._full:
            self._set_full(False)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return inline.plain(self._module.title)

    def retranslate(self) -> None:
        # For translators: a button that leads to the slide before
        self.back.setText(_("Back"))
        if self._test:
            self.go.setText(_("To the test"))
        else:
            self.go.setText(_("End session") if self._is_last else _("Next"))
        self.blank.setText(_("Show again") if self.projector.is_blank else _("Blank"))
        two = self.projector.has_second_screen or self.projector.is_open
        opened = _("Close projector") if self.projector.is_open else _("Projector")
        self.room.setText(opened if two else _("Full screen"))
        self._notes.setAccessibleName(_("Only for you"))
        self.title_changed.emit()
