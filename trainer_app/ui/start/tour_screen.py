"""A01: the first-run cards, and the recovery code for whoever sets up this computer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui.recovery_cards import TypeBackCard, WriteDownCard
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.start.tour_cards import CARDS
from trainer_app.ui.tour_card import TourCard
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.progress import ProgressSteps


class TourScreen(Screen):
    """With a recovery code, its two cards come last and the right code must be typed back once.

    Signals: ``finished``; ``recovery_confirmed(str)`` with what was typed: answer it by
    ``recovery_checked``.
    """

    finished = Signal()
    recovery_confirmed = Signal(str)

    def __init__(self, speaker: Speaker, recovery_code: str | None = None) -> None:
        super().__init__()
        self._speaker = speaker
        self._makers = list(CARDS)
        if recovery_code:
            self._makers += [lambda: WriteDownCard(recovery_code), self._make_type_back]
        self._made: dict[int, TourCard] = {}
        self.type_back: TypeBackCard | None = None
        """Once its card was reached."""
        self._confirms = bool(recovery_code)
        self._here = 0
        self._steps, self.listen = ProgressSteps(), Listen(speaker)
        self._stack = QStackedWidget()
        self.back, self.next = SecondaryButton("arrow-left"), PrimaryButton()
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self._build()
        for key, move in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda move=move: self._on_arrow(move))
        self.settle()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(32, 16, 32, 0)
        top.addStretch(0)
        top.addWidget(self._steps, 100)
        top.addStretch(0)
        self._steps.setMaximumWidth(1040)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.set_content(whole)
        bar = ActionBar()
        bar.add_start(self.back)
        bar.add_start(self.listen)
        bar.add_end(self.next)
        self.set_bottom(bar)

    # ------------------------------------------------------------ words

    def retranslate(self) -> None:
        self.back.setText(_("Back"))
        self._show_card()

    def primary(self) -> QAbstractButton:
        return self.next

    def first_focus(self) -> QWidget:
        return self.card.editor or self.next

    def arrange(self) -> None:
        for card in self._made.values():
            card.arrange(self.compact)

    def left(self) -> None:
        self._speaker.stop()

    # ------------------------------------------------------------ going through

    @property
    def here(self) -> int:
        """The number of the card shown, from 0."""
        return self._here

    @property
    def card(self) -> TourCard:
        """The card shown; cards are made when they are reached."""
        if self._here not in self._made:
            card = self._makers[self._here]()
            card.arrange(self.compact)
            page = ScrollPage(width=1040)
            page.column.addStretch(1)
            page.column.addWidget(card)
            page.column.addStretch(2)
            self._stack.addWidget(page)
            self._made[self._here] = card
        return self._made[self._here]

    def _make_type_back(self) -> TourCard:
        self.type_back = TypeBackCard()
        self.type_back.changed.connect(self._show_buttons)
        return self.type_back

    def _show_card(self) -> None:
        card = self.card
        self._stack.setCurrentIndex(list(self._made).index(self._here))
        self._steps.show_step(self._here, len(self._makers))
        passages = [
            Passage(f"tour-{self._here}-{place}", para.text())
            for place, para in enumerate(card.spoken())
        ]
        self.listen.offer(passages, list(card.spoken()))
        card.sound_known(self.listen.can_read)
        self.listen.setVisible(self.listen.can_read)  # the sound card says why it is not there
        self._show_buttons()

    def _show_buttons(self) -> None:
        last = self._here == len(self._makers) - 1
        self.back.setVisible(self._here > 0)
        if last and self._confirms and not (self.type_back and self.type_back.confirmed):
            self.next.setText(_("Check the code"))
        else:
            # For translators: the last button of the first-run cards.
            self.next.setText(_("Finish") if last else _("Next"))
        self.next.set_icon("check" if last else "arrow-right", forward=not last)

    def _turn_to(self, card: int) -> None:
        self._speaker.stop()
        self._here = card
        self._show_card()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        if self._here < len(self._makers) - 1:
            self._turn_to(self._here + 1)
        elif self.type_back is None or self.type_back.confirmed:
            self.finished.emit()
        elif self.type_back.ready_to_check():
            self.recovery_confirmed.emit(self.type_back.typed())

    def _go_back(self) -> None:
        if self._here > 0:
            self._turn_to(self._here - 1)

    def recovery_checked(self, right: bool) -> None:
        """Whether the code that was typed back opens the data."""
        if self.type_back is not None:
            self.type_back.show_answer(right)
            self._show_buttons()
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ keys

    def _on_arrow(self, move: int) -> None:
        if self.isRightToLeft():
            move = -move
        if move < 0:
            self._go_back()
        elif self._here < len(self._makers) - 1:
            self._go_on()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._show_buttons()
