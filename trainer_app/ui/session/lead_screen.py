"""F05: lead the session. The plan, the slide the room sees, what only the facilitator reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.session_record import RollRow
from trainer_app.ui import theme
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.session.change_plan_sheet import ChangePlanSheet
from trainer_app.ui.session.end_sheet import EndSheet
from trainer_app.ui.session.lead_paint import Shown
from trainer_app.ui.session.lead_people import LeadPeople
from trainer_app.ui.session.lead_projector import BLANK_KEYS
from trainer_app.ui.session.lead_road import Again, LeadRoad
from trainer_app.ui.session.lead_safety import SafetySheet
from trainer_app.ui.session.lead_side import LeadSide
from trainer_app.ui.session.lead_stage import LeadStage
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.session.lead_projector import Projector
    from trainer_app.ui.session.lead_slides import Slide

Key = Qt.Key
_WALKS = (Key.Key_Left, Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown)


class LeadScreen(Screen):
    """Arrows and Page keys walk; B or a full stop blanks, P or F5 opens the projector and closes
    it, as Esc does, T shows the time, S the safety script, C changes what comes. A digit begins to
    count hands, Enter goes to the next number. Ctrl and an arrow move a step that has the focus.

    Signals: ``roll_asked``; ``test_asked(str)``; ``guide_asked``; ``closed(UUID)``;
    ``sheet_asked(Sheet)``; ``back_asked``. In which step we are is on the disk before it is shown.
    """

    roll_asked = Signal()
    test_asked = Signal(str)
    guide_asked = Signal()
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
        self._on_duty, self._meeting, self._site = on_duty, meeting, values
        self.projector = projector
        self._is_read, self._is_turned = False, False
        self.road = LeadRoad(background, module, meeting, values, projector, self)
        self.road.moved.connect(self._show)
        self.road.stepped.connect(self._on_stepped)
        self.road.people_read.connect(self._on_people_read)
        self.road.not_kept.connect(self._on_not_kept)
        self.side = LeadSide(module)
        self.side.step_chosen.connect(self.road.go_to)
        self.side.steps_changed.connect(self.road.change_plan)
        self.side.change_asked.connect(self._on_change)
        self.side.roll_asked.connect(self.roll_asked)
        self.side.safety_asked.connect(self._on_safety)
        self.side.guide_asked.connect(self.guide_asked)
        self.side.end_asked.connect(self._on_end)
        self.people = LeadPeople(background, meeting)
        self.people.roll_asked.connect(self.roll_asked)
        self.people.letters_typed.connect(self._on_letter)
        self.stage = LeadStage(module, pack)
        self.view, self.votes = self.stage.view, self.stage.votes
        self.votes.counted.connect(self.road.count)
        self.votes.way_chosen.connect(self._on_way_chosen)
        self.road.way_asked.connect(self.votes.ask_way)
        self.note, self.retry = NoteLine(), RetryLine()
        self._make_buttons()
        self._build()
        for key in _WALKS:
            walks = QShortcut(QKeySequence(key), self)  # or a button in focus would take the arrow
            walks.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            walks.activated.connect(lambda key=key: self._press(key))
        background.changed.connect(self._on_changed)
        projector.changed.connect(self._on_projector_changed)
        projector.unplugged.connect(self._on_unplugged)
        projector.key_pressed.connect(self._on_clicker)
        self.settle()
        self._on_projector_changed()
        self.road.read()

    # ------------------------------------------------------------ building

    def _make_buttons(self) -> None:
        self.back = SecondaryButton("arrow-left")
        self.go = PrimaryButton("arrow-right", forward=True)
        self.blank, self.room = SecondaryButton("eye-off"), SecondaryButton("presentation")
        self.back.clicked.connect(lambda: self.road.walk(-1))
        self.go.clicked.connect(self._on_go)
        self.blank.clicked.connect(self._on_blank)
        self.room.clicked.connect(self._on_room)

    def _build(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        for button in (self.back, self.blank):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.room)
        self._buttons.addWidget(self.go)
        middle = QVBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(self.note)
        middle.addWidget(self.retry)
        middle.addWidget(self.stage, 1)
        middle.addLayout(self._buttons)
        inside = QHBoxLayout()
        inside.addLayout(middle, 1)
        inside.addWidget(self.people)
        self._inside = inside
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(inside, 1)
        self.set_content(whole)

    def arrange(self) -> None:
        compact = self.compact
        edge = 14 if compact else 20
        self._inside.setContentsMargins(edge, edge, edge, edge)
        self._inside.setSpacing(edge)
        self.people.setVisible(not compact)
        self.side.set_compact(compact)
        self._measure()
        self.retranslate()

    def dress(self) -> None:
        super().dress()
        self._measure()

    def minimumSizeHint(self) -> QSize:
        """A window in which three columns have no room gets the compact page."""
        hint = super().minimumSizeHint()
        return hint if self.compact else hint.boundedTo(QSize(theme.px(760), hint.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        self.side.setFixedWidth(theme.px(264 if self.compact else 286))
        self.people.setFixedWidth(
            max(theme.px(286), min(theme.px(340), round(self.width() * 0.22)))
        )

    # ------------------------------------------------------------ where we are

    @property
    def slide(self) -> Slide | None:
        """What the room sees now."""
        return self.road.slide

    def _on_people_read(self, rows: list[RollRow]) -> None:
        first = not self._is_read
        self._is_read = True
        if self.road.told is not None:
            self.people.show_people(self.road.told, rows)
        if first:
            self.side.plan.show_here()
            if self.isVisible() and not self.projector.is_cover:
                self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_stepped(self) -> None:
        self.note.clear()
        self.side.plan.show_here()

    def _on_go(self) -> None:
        if test := self.road.test:
            self.test_asked.emit(test)
        elif self.road.is_last:
            self._on_end()
        else:
            self.road.walk(1)

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SESSION | Changed.PEOPLE) and self._is_read:
            self.road.read()

    def _on_not_kept(self, error: Exception, again: Again) -> None:
        self.side.plan.forget()
        self.retry.show_error(error, again)

    # ------------------------------------------------------------ the room

    def _show(self) -> None:
        road = self.road
        slide, told, place = road.slide, road.told, road.place
        if slide is None or told is None or place is None:
            return
        self.side.show_session(told, place, road.step.minutes)
        hands = told.hands.get(slide.place, {}) if slide.place else {}
        shown = Shown(slide, hands, place.slide, len(road.slides))
        self.retry.clear()
        self.stage.show_slide(shown)
        self.projector.show_slide(shown)
        self.retranslate()

    def _on_room(self) -> None:
        if self.projector.is_open:
            self.projector.close()
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.note.clear()
            self.projector.open(self._module, self._pack)

    def _on_blank(self) -> None:
        self.projector.set_blank(not self.projector.is_blank)

    def _on_projector_changed(self) -> None:
        self._is_turned = self._is_turned and self.projector.is_blank
        self.view.set_blank(self.projector.is_blank)
        self.stage.set_ratio(self.projector.ratio)
        self.retranslate()

    def _on_unplugged(self) -> None:
        self.note.say(_("The projector was unplugged. The session goes on here."), "careful")

    def _on_clicker(self, key: int) -> None:
        if key in (Key.Key_Escape, Key.Key_P, Key.Key_F5):
            self._on_room()
        elif key == Key.Key_S and self.projector.is_cover:
            turned = self._is_turned
            self.projector.close()
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)  # where the sheet gives it back
            self._on_safety(turned=turned)
        else:
            self._press(Key(key))

    # ------------------------------------------------------------ ways, script, end

    def _on_way_chosen(self, choice_id: str) -> None:
        self.road.choose_way(choice_id)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_safety(self, *, turned: bool = False) -> None:
        """Where the room sees this screen, it has to be turned away before the script is shown."""
        seen = not self.projector.has_second_screen and not turned
        sheet = SafetySheet(self._site, seen=seen)
        sheet.blank_asked.connect(lambda: self._on_turning(sheet))
        self.sheet_asked.emit(sheet)

    def _on_turning(self, sheet: SafetySheet) -> None:
        """The screen is empty until S brings the script, or Esc the page."""
        sheet.close_sheet()
        self.projector.open(self._module, self._pack, blank=True)
        self._is_turned = self.projector.is_blank

    def _on_change(self) -> None:
        if self._is_read:
            sheet = ChangePlanSheet(self._module, *self.side.plan.split())
            sheet.wanted.connect(self.side.plan.want)
            self.sheet_asked.emit(sheet)

    def _on_end(self) -> None:
        if self.road.told is not None:
            ticked = len(self.road.told.here)
            sheet = EndSheet(self._background, self._on_duty, self._meeting, ticked)
            sheet.over.connect(self._on_over)
            self.sheet_asked.emit(sheet)

    def _on_over(self, meeting: UUID) -> None:
        self.projector.close()
        self.closed.emit(meeting)

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        others = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if is_enter(event) and self.votes.go_on():
            return
        if event.text().isdigit() and (field := self.votes.take_digit()) is not None:
            QApplication.sendEvent(field.digits, event)
        elif others or not self._press(Key(event.key())):
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key) -> bool:
        """Do what a key means here; whether it meant anything."""
        rtl = self.isRightToLeft()
        forward, backward = (Key.Key_Left, Key.Key_Right) if rtl else (Key.Key_Right, Key.Key_Left)
        meant = {
            forward: lambda: self.road.walk(1),
            backward: lambda: self.road.walk(-1),
            Key.Key_PageDown: lambda: self.road.walk(1),
            Key.Key_PageUp: lambda: self.road.walk(-1),
            Key.Key_P: self._on_room,
            Key.Key_F5: self._on_room,
            Key.Key_C: self._on_change,
            Key.Key_T: self.side.turn_clock,
            Key.Key_S: self._on_safety,
        } | dict.fromkeys(BLANK_KEYS, self.blank.click)
        if self.projector.is_open:
            meant[Key.Key_Escape] = self._on_room  # as on the wall, and not away from the session
        if key not in meant:
            return False
        meant[key]()
        return True

    def _on_letter(self, letter: str) -> None:
        """A key that the list of people has no use for."""
        key = Key.Key_Period if letter == "." else getattr(Key, f"Key_{letter.upper()}", None)
        if key is not None:
            self._press(key)

    def primary(self) -> QAbstractButton:
        return self.go

    def left(self) -> None:
        self.side.stop()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return inline.plain(self._module.title)

    def retranslate(self) -> None:
        projector = self.projector
        # For translators: a button that leads to the slide before
        self.back.setText(_("Back"))
        ends = self.road.is_last and not self.road.test
        if self.road.test:
            self.go.setText(_("To the test"))
        else:
            self.go.setText(_("End session") if ends else _("Next"))
        if ends and self.side.end.hasFocus():
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        self.side.end.setVisible(not ends)  # one button that ends it is enough
        # For translators: on a button, make the wall empty, as if the projector were off
        words = _("Show again") if projector.is_blank else _("Blank")
        self._name(self.blank, words, "eye" if projector.is_blank else "eye-off")
        self.blank.setEnabled(projector.is_open)
        two = projector.has_second_screen or projector.is_open
        opened = _("Close projector") if projector.is_open else _("Projector")
        icon = "screen-share-off" if projector.is_open else "presentation"
        self._name(self.room, opened if two else _("Full screen"), icon)
        self.title_changed.emit()

    def _name(self, button: SecondaryButton, words: str, icon: str) -> None:
        """Word and icon; on a small window the word is a tooltip."""
        button.set_icon(icon)
        button.setText("" if self.compact else words)
        button.setAccessibleName(words)
        button.setToolTip(words if self.compact else "")
