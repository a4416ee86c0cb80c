"""Put in order: rows that move up and down by buttons, keys or drag."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content.module import Entry, OrderItem
from trainer_app.i18n import _, ngettext
from trainer_app.training.attempt import shuffled
from trainer_app.training.scoring import join, split
from trainer_app.ui.items.badge import Badge
from trainer_app.ui.items.line_card import LineCard
from trainer_app.ui.items.reasons import TINTS
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.view import ItemView, Shown
from trainer_app.ui.widgets.buttons import IconButton
from trainer_app.ui.widgets.choices import Verdict


class OrderRow(LineCard):
    """One step: its place, its words, and a button up and down.

    Signals: ``move_asked(int)``: -1 up, +1 down; ``dragged(int)``: let go at that y of the list.
    """

    move_asked = Signal(int)
    dragged = Signal(int)

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._place = (0, 1)
        self._grip: int | None = None
        self.badge = Badge()
        self.up, self.down = IconButton("arrow-up"), IconButton("arrow-down")
        for button in (self.up, self.down):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # the words keep their width
            button.setSizePolicy(policy)
        self.up.clicked.connect(lambda: self.move_asked.emit(-1))
        self.down.clicked.connect(lambda: self.move_asked.emit(1))
        self.row.addWidget(self.badge)
        self.row.addLayout(self.texts, 1)
        for button in (self.speaker, self.up, self.down):
            self.row.addWidget(button)
        self.see_through(self.badge)
        self.settle()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab meets in this row, in order."""
        return (self, self.speaker, self.up, self.down)

    def show_place(self, place: int, total: int) -> None:
        """Stand at ``place``, from 0, of ``total``."""
        self._place = (place, total)
        told = bool(self.verdict)
        self.up.setVisible(place > 0 and not told)
        self.down.setVisible(place < total - 1 and not told)
        self.badge.show_words(i18n.number(place + 1))
        self.retranslate()

    def show_verdict(self, verdict: Verdict, reason: str = "", word: str = "") -> None:
        """How the place was; empty takes it back."""
        self.say_verdict(verdict, reason, word)
        self.badge.show_tint(TINTS.get(verdict, ""))
        self.show_place(*self._place)

    def place_words(self) -> str:
        """Where this step stands now, for somebody who does not see it."""
        place, total = (i18n.isolate(i18n.number(n)) for n in (self._place[0] + 1, self._place[1]))
        # For translators: {step} is a whole sentence; a screen reader says this
        return _("{step} Place {place} of {total}.").format(
            step=i18n.isolate(self.para.text()), place=place, total=total
        )

    def retranslate(self) -> None:
        step = i18n.isolate(self.para.text())
        # For translators: {step} is a whole sentence; a screen reader says this
        self.up.setText(_("Move up: {step}").format(step=step))
        self.down.setText(_("Move down: {step}").format(step=step))
        said = [self.place_words()]
        if self.verdict:
            said.append(self.reason.para.text())
        self.setAccessibleName(" ".join(said))

    def ground(self) -> str:
        return "primary_soft" if self._grip is not None else super().ground()

    def edge(self) -> tuple[str, int]:
        return ("primary", 2) if self._grip is not None else super().edge()

    # ------------------------------------------------------------ dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.locked:
            self._grip = event.position().toPoint().y()
            self.raise_()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._grip is not None:
            self.move(self.x(), self.mapToParent(event.position().toPoint()).y() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._grip is not None:
            self._grip = None
            self.dragged.emit(self.geometry().center().y())
            self.update()


class _Rows(QWidget):
    """The rows, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)


class OrderView(ItemView):
    """Steps to bring into their order. They never start in the right one."""

    def __init__(self, item: OrderItem, setting: Setting) -> None:
        super().__init__(item, setting)
        self._moved = False
        self._right = [entry.id for entry in item.entries]
        entries = shuffled(item.entries, setting.seed, item.id, never=item.entries)
        self._order = [entry.id for entry in entries]
        self._list = _Rows()
        self._rows: dict[str, OrderRow] = {entry.id: self._row(entry) for entry in entries}
        for entry in entries:
            key = f"entries.{entry.id}.text"
            self.add_passage(key, entry.text, self._rows[entry.id].para)
        self.offer_listening()
        for row in self._rows.values():
            row.speaker.setVisible(self.listen.can_read)
        self.answers.addWidget(self._list)
        self._place()
        self.settle()

    def _row(self, entry: Entry) -> OrderRow:
        row = OrderRow(self.words(entry.text))
        row.move_asked.connect(lambda by: self._move(entry.id, by))
        row.dragged.connect(lambda y: self._on_dragged(entry.id, y))
        row.listen_asked.connect(lambda: self.read_one(f"entries.{entry.id}.text"))
        for part in row.stops:
            part.installEventFilter(self)
        self._list.column.addWidget(row)
        return row

    # ------------------------------------------------------------ answering

    def response(self) -> str | None:
        return join(self._order) if self._moved else None

    def choose(self, response: str) -> None:
        self._order = list(split(response))
        self._moved = True
        self._place()

    def missing(self) -> str:
        return _("Put the steps in order first. The arrows move a step.")

    def first_focus(self) -> QWidget | None:
        return self._rows[self._order[0]]

    def lock(self, locked: bool) -> None:
        for row in self._rows.values():
            row.locked = locked
            for part in (row, row.up, row.down):
                policy = Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus
                part.setFocusPolicy(policy)

    def _move(self, entry_id: str, by: int) -> None:
        here = self._order.index(entry_id)
        self._put(entry_id, here + by)

    def _put(self, entry_id: str, place: int) -> None:
        here = self._order.index(entry_id)
        place = max(0, min(place, len(self._order) - 1))
        if self.frozen or place == here:
            return
        before = self.window().focusWidget()
        self._order.insert(place, self._order.pop(here))
        self._moved = True
        self._place()
        row = self._rows[entry_id]
        if before in (row.up, row.down) and before is not None:
            other = row.down if before is row.up else row.up
            (other if before.isHidden() else before).setFocus(Qt.FocusReason.OtherFocusReason)
        event = QAccessibleAnnouncementEvent(row, row.place_words())
        QAccessible.updateAccessibility(event)
        self.response_changed.emit()

    def _on_dragged(self, entry_id: str, y: int) -> None:
        others = [self._rows[one] for one in self._order if one != entry_id]
        place = sum(row.geometry().center().y() < y for row in others)
        self._put(entry_id, place)
        self._list.column.invalidate()
        self._list.column.activate()

    def _place(self) -> None:
        """Bring the rows on screen into the order."""
        for place, one in enumerate(self._order):
            row = self._rows[one]
            self._list.column.removeWidget(row)
            self._list.column.insertWidget(place, row)
            row.show_place(place, len(self._order))

    # ------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
            by = steps.get(int(event.key()))
            if by is not None:
                self._step(watched, by, event.modifiers())
                return True
        return super().eventFilter(watched, event)

    def _step(self, watched: QObject, by: int, keys: Qt.KeyboardModifier) -> None:
        """Up or down: to the next step, or with Ctrl or Alt the step itself moves."""
        for one, row in self._rows.items():
            if watched not in row.stops:
                continue
            moving = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            if keys & moving:
                self._move(one, by)
                return
            place = max(0, min(self._order.index(one) + by, len(self._order) - 1))
            self._rows[self._order[place]].setFocus(Qt.FocusReason.TabFocusReason)
            return

    # ------------------------------------------------------------ the verdict

    def mark(self, shown: Shown | None) -> None:
        given = list(split(shown.response)) if shown else []
        for place, one in enumerate(given):
            fits = self._right[place] == one
            reason = ""
            if shown is not None and shown.reveal and not fits:
                number = i18n.isolate(i18n.number(self._right.index(one) + 1))
                reason = self.ours(_("This is step {number}.").format(number=number))
            # For translators: a step of a procedure stands where it belongs
            word = _("In its place") if fits else ""
            self._rows[one].show_verdict("right" if fits else "not-yet", reason, word)
        if shown is None:
            for row in self._rows.values():
                row.show_verdict("")

    def invitation(self, shown: Shown) -> str:
        given = split(shown.response)
        fits = sum(one == other for one, other in zip(given, self._right, strict=True))
        if not fits:
            return self.ours(_("No step is in its place yet. Think: what comes first?"))
        words = ngettext(
            "{count} step is in its place. Move the others.",
            "{count} steps are in their place. Move the others.",
            fits,
        )
        return self.ours(words.format(count=i18n.isolate(i18n.number(fits))))

    def retranslate(self) -> None:
        self.hint.setText(
            self.ours(_("Move the steps with the arrows. Or hold Ctrl and press up or down."))
        )
        self._list.setAccessibleName(self.prompt.text())
        super().retranslate()
