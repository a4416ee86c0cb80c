"""One card of the library: what it is, who publishes it, where we use it, where to read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.items.slots import direction, ours
from trainer_app.ui.part_words import joined
from trainer_app.ui.shelf.shelf_words import kind_word, language_word
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.cards import Card, CardButton
from trainer_app.ui.widgets.pages import marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.shelf import LibraryCard

_SIDE = 300
_WIDE = 820
_ANY = 10_000


class UsedIn(NamedTuple):
    """A module that is installed and uses a card."""

    module_id: str
    title: str


class LibraryCardView(Card):
    """Shows a card. Signals: ``module_asked(module_id)``.

    ``language`` is that of the shelf, which may be another than the interface's. Nothing here
    opens the address; it can be selected and copied.
    """

    module_asked = Signal(str)

    def __init__(self, card: LibraryCard, used_in: Sequence[UsedIn], language: str) -> None:
        super().__init__()
        self.card = card
        self._rtl = i18n.is_rtl(language)
        self.setLayoutDirection(direction(self._rtl))
        self._facts = Para("small", colour="text_muted")
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(24, 20, 24, 20)
        self._both.setSpacing(32)
        self._both.addLayout(self._words(), 1)
        self.links: list[ModuleLink] = []
        self._used_title = Heading("caption", colour="text_muted")
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._fill_used(column, used_in)
        self.address = AddressRow(card.address, self._rtl) if card.address else None
        if self.address is not None:
            column.addSpacing(8 if used_in else 0)
            column.addWidget(self.address)
        column.addStretch(1)
        self._has_side = bool(used_in or card.address)
        self._both.addWidget(self._side)
        self._dressed = True
        self.settle()

    _dressed = False

    def _words(self) -> QVBoxLayout:
        title, about = Heading("h2"), Para("body")
        title.setText(i18n.isolate(self.card.title))  # official titles keep their language
        about.setText(self.card.about)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(title)
        words.addWidget(self._facts)
        words.addSpacing(6)
        words.addWidget(about)
        if self.card.note:
            note = Para("small", colour="text_muted")
            note.setText(self.card.note)
            mark = PictureMark("info-circle", 20, colour="text_muted", beside="small")
            words.addSpacing(4)
            words.addLayout(marked(mark, note, gap=10))
        words.addStretch(1)
        return words

    def _fill_used(self, column: QVBoxLayout, used_in: Sequence[UsedIn]) -> None:
        if used_in:
            column.addWidget(self._used_title)
        for one in used_in:
            link = ModuleLink(one.title)
            link.clicked.connect(lambda _checked=False, one=one: self.module_asked.emit(one[0]))
            column.addWidget(link)
            self.links.append(link)

    def dress(self) -> None:
        super().dress()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Beside the words where there is room, else below them."""
        if not self._dressed:
            return
        wide = self.width() >= theme.px(_WIDE)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._both.setSpacing(32 if wide else 12)
        self._side.setMinimumWidth(theme.px(_SIDE) if wide else 0)
        self._side.setMaximumWidth(theme.px(_SIDE) if wide else _ANY)
        self._side.setVisible(wide or self._has_side)  # in a column of its own it keeps its room

    def retranslate(self) -> None:
        if not self._dressed:
            return
        card = self.card
        languages = (language_word(code) for code in card.languages)
        # For translators: of a publication whose year nobody knows
        year = _("no year") if card.year == "undated" else card.year
        self._facts.setText(joined(kind_word(card.kind), card.body, year, *languages))
        self._used_title.setText(ours(_("Used in"), self._rtl))


class ModuleLink(CardButton):
    """The title of a module, which leads there."""

    ring_radius = 8

    def __init__(self, title: str) -> None:
        super().__init__()
        mark = PictureMark("book", 20, colour="primary", beside="label")
        self._words = Para("label", colour="primary")
        self._words.setText(i18n.isolate(title))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.see_through(mark, self._words)
        self.settle()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(theme.SMALL_TARGET))
        super().dress()

    def retranslate(self) -> None:
        words = _("Open the module {title}")
        self.setAccessibleName(words.format(title=self._words.text()))

    def ground(self) -> str:
        return "surface_alt" if self.isDown() or self.underMouse() else ""

    def edge(self) -> tuple[str, int]:
        return "", 0


class AddressRow(Themed, QWidget):
    """Where something can be read when there is a connection: words to select, and to copy."""

    def __init__(self, address: str, rtl: bool) -> None:
        super().__init__()
        self._rtl = rtl
        self._copied = False
        self._title = Heading("caption", colour="text_muted")
        self.text = AddressText(address)
        self.copy = QuietButton("file-text")
        self.copy.clicked.connect(self._on_copy_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self.text)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeading)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText(ours(_("Read online when connected"), self._rtl))
        self.text.setAccessibleName(_("Address"))
        self.copy.setText(_("Copied") if self._copied else _("Copy"))
        name = _("Copy the address {address}")
        self.copy.setAccessibleName(name.format(address=i18n.isolate_number(self.text.address)))

    def _on_copy_clicked(self) -> None:
        address = self.text.address
        whole = address if "://" in address else f"https://{address}"
        QGuiApplication.clipboard().setText(whole)
        self._copied = True
        self.copy.set_icon("check")
        self.retranslate()
        said = QAccessibleAnnouncementEvent(self, _("Copied"))
        QAccessible.updateAccessibility(said)


class AddressText(Themed, QTextEdit):
    """An address as words one can select; it breaks anywhere and runs from left to right."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the keyboard copies with the button
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setPlainText(address)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("small"))
        self.document().setDefaultTextOption(self._option())
        super().dress()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = QTextLayout(self.address, self.font())
        layout.setTextOption(self._option())
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            height += line.height()
        layout.endLayout()
        return round(height + 0.5) + 2

    def sizeHint(self) -> QSize:
        width = theme.px(_SIDE)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.fontMetrics().height())

    def _option(self) -> QTextOption:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        return option
