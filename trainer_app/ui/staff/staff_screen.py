"""Who is staff: add, give a new number, mark as left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.staff import StaffCard, StaffKept, list_staff, take_staff_back
from trainer_app.training.staff import OnDuty
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.staff.member_sheets import LeaveSheet, ResetSheet
from trainer_app.ui.staff.staff_words import roles_words
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class StaffScreen(Screen):
    """Signals: ``add_asked``, ``audit_asked``, ``change_asked`` for one's own number,
    ``lock_asked`` for what opens the data; ``sheet_asked(Sheet)`` to be opened over the page;
    ``back_asked``."""

    add_asked = Signal()
    audit_asked = Signal()
    change_asked = Signal()
    lock_asked = Signal()
    sheet_asked = Signal(object)

    leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty) -> None:
        super().__init__()
        self._background, self._by = background, on_duty
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.add, self.audit = PrimaryButton("user-plus"), SecondaryButton("clipboard-list")
        self.add.clicked.connect(self.add_asked)
        self.lock = SecondaryButton("lock")
        self.audit.clicked.connect(self.audit_asked)
        self.lock.clicked.connect(self.lock_asked)
        self.retry = RetryLine()
        self.rows: dict[str, MemberRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        ways = FlowRow()
        for way in (self.add, self.audit, self.lock):
            ways.add(way)
        page = ScrollPage(width=1040)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        page.column.addWidget(ways)
        page.column.addWidget(self.retry)
        page.column.addLayout(self._list)
        page.column.addStretch(1)
        self.set_content(page)
        background.changed.connect(self._on_changed)
        self.settle()
        self._load()

    def title(self) -> str:
        return _("Staff")

    def first_focus(self) -> QWidget:
        return self.add

    def retranslate(self) -> None:
        self._heading.setText(_("Staff"))
        self._about.setText(_("Who leads training sessions here, and who sees the results."))
        self.add.setText(_("Add a person"))
        self.audit.setText(_("What staff did"))
        self.lock.setText(_("Lock of this computer"))
        self.title_changed.emit()

    def arrange(self) -> None:
        for row in self.rows.values():
            row.arrange(self.compact)

    # ------------------------------------------------------------ who there is

    def _load(self) -> None:
        self._background.run(
            self, list_staff, self._on_listed,
            lambda error: self.retry.show_error(error, self._load),
        )  # fmt: skip

    def _on_changed(self, changed: Changed) -> None:
        if changed & Changed.STAFF:
            self._load()

    def _on_listed(self, cards: list[StaffCard]) -> None:
        """Whoever left stands at the end."""
        focus = self._focused()
        clear_layout(self._list)
        self.rows = {}
        for card in sorted(cards, key=lambda one: one.staff.has_left):
            row = MemberRow(card, is_me=card.staff.staff_id == self._by.staff.staff_id)
            row.change_asked.connect(self.change_asked)
            row.reset_asked.connect(self._on_reset_asked)
            row.left_asked.connect(self._on_left_asked)
            row.back_asked.connect(self._on_back_asked)
            row.arrange(self.compact)
            self.rows[card.staff.staff_id] = row
            self._list.addWidget(row)
        if focus in self.rows:
            self.rows[focus].first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> str:
        """In whose row the focus is, so that it stays there when the list is made anew."""
        now = self.window().focusWidget()
        inside = (one for one, row in self.rows.items() if now and row.isAncestorOf(now))
        return next(inside, "")

    # ------------------------------------------------------------ one of them

    def _on_reset_asked(self, card: StaffCard) -> None:
        self.sheet_asked.emit(ResetSheet(self._background, self._by, card.staff))

    def _on_left_asked(self, card: StaffCard) -> None:
        self.sheet_asked.emit(LeaveSheet(self._background, self._by, card.staff))

    def _on_back_asked(self, card: StaffCard) -> None:
        by, staff_id = self._by, card.staff.staff_id

        def take_back() -> None:
            self._background.run(
                self,
                lambda store: take_staff_back(store, by=by, staff_id=staff_id),
                self._on_taken_back,
                lambda error: self.retry.show_error(error, take_back),
            )

        take_back()

    def _on_taken_back(self, _kept: StaffKept) -> None:
        self.retry.clear()


class MemberRow(Themed, QWidget):
    """One member of staff. Signals carry the ``StaffCard``; ``change_asked`` is for oneself."""

    change_asked = Signal()
    reset_asked = Signal(object)
    left_asked = Signal(object)
    back_asked = Signal(object)

    def __init__(self, card: StaffCard, *, is_me: bool) -> None:
        super().__init__()
        self._card, self._is_me, self._compact = card, is_me, False
        mark = PictureMark("user", 40, colour="on_primary_soft", ground="primary_soft")
        self._name, self._about = Para("label"), Para("small", colour="text_muted")
        self._chip = Chip()
        self.change, self.reset = QuietButton("key"), QuietButton("key")
        self.leave, self.back = QuietButton("user"), QuietButton("rotate")
        self.change.clicked.connect(self.change_asked)
        self.reset.clicked.connect(lambda: self.reset_asked.emit(card))
        self.leave.clicked.connect(lambda: self.left_asked.emit(card))
        self.back.clicked.connect(lambda: self.back_asked.emit(card))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        frame = Card()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, frame)
        self._line.setContentsMargins(18, 12, 18, 12)
        self._line.setSpacing(12)
        self._line.addLayout(head, 1)
        self._offers = FlowRow()
        for button in self._shown():
            self._offers.add(button)
        self._line.addWidget(self._offers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.settle()

    @property
    def first(self) -> QWidget:
        """Its first button."""
        return self._shown()[0]

    def _shown(self) -> list[QuietButton]:
        if self._is_me:
            return [self.change]
        return [self.back] if self._card.staff.has_left else [self.reset, self.leave]

    def arrange(self, compact: bool) -> None:
        """The buttons beside the name, or below it where there is little room."""
        self._compact = compact
        way = QBoxLayout.Direction
        below = compact or theme.zoom() > 1.2
        self._line.setDirection(way.TopToBottom if below else way.LeftToRight)

    def dress(self) -> None:
        self.arrange(self._compact)
        super().dress()

    def retranslate(self) -> None:
        staff = self._card.staff
        self._name.set_plain(staff.name)
        self._about.setText(roles_words(staff.roles))
        kind, icon, words = self._state()
        self._chip.show_state(kind, icon, words)
        self._chip.setVisible(bool(words))
        self.change.setText(_("Change my number"))
        self.reset.setText(_("Give a new number"))
        self.leave.setText(_("Mark as left"))
        self.back.setText(_("Take back"))
        for button in self._shown():
            button.setAccessibleName(f"{button.text()}: {isolate(staff.name)}")

    def _state(self) -> tuple[str, str, str]:
        if self._card.staff.has_left:
            return "plain", "circle-dashed", _("Left")
        if self._is_me:
            return "primary", "check", _("You")
        if not self._card.signs_in_here:
            return "info", "device-desktop", _("Signs in elsewhere")
        if self._card.must_change:
            return "caution", "key", _("Has a number for once")
        return "plain", "circle", ""
