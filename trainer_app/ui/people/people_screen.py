"""F12: the people of this computer: find, tick, open; new ones, and lists in and out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate_number, ngettext, number
from trainer_app.operations import Changed
from trainer_app.operations.people_desk import DeskPerson, list_people
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.people.filters import Filters
from trainer_app.ui.people.finding import Index, Wanted
from trainer_app.ui.people.people_list import PeopleList
from trainer_app.ui.people.words import how_many
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton, SoftButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ActionBar
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.training.staff import OnDuty

WIDTH = 1120


class PeopleScreen(Screen):
    """Signals: ``person_asked(str)`` and ``erase_asked(str)`` with an id, ``several_asked(list)``
    with the ids that are ticked, ``new_asked``, ``import_asked``, ``export_asked``;
    ``wanted_changed(Wanted)`` when somebody looks for other people."""

    person_asked = Signal(str)
    erase_asked = Signal(str)
    several_asked = Signal(object)
    new_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()
    wanted_changed = Signal(object)

    leading: Leading = "back"

    def __init__(
        self,
        background: Background,
        on_duty: OnDuty | None,
        wanted: Wanted | None = None,
        marked: str = "",
    ) -> None:
        """``wanted`` and ``marked`` are how the page was left: what was looked for, and who."""
        super().__init__()
        self.on_duty = on_duty
        self._background = background
        self._index: Index | None = None
        self._marked = marked
        self._heading, self._count = Heading("display"), Para("body", colour="text_muted")
        self.new = PrimaryButton("user-plus")
        self.take_in, self.write = SecondaryButton("upload"), SecondaryButton("download")
        self.search = QLineEdit()
        self.filters = Filters(self.search, wanted or Wanted())
        self.note, self.retry, self.nobody = NoteLine(), RetryLine(), NoteLine()
        self.list = PeopleList()
        self.clear_ticks, self.change = SecondaryButton("x"), SoftButton("pencil")
        self._ticked = Para("label")
        self._build()
        self._connect()
        self.settle()
        self._load()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._heading)
        words.addWidget(self._count)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(words, 1)
        for button in (self.write, self.take_in, self.new):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._card = Card()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.addWidget(self.list)
        column = QVBoxLayout()
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.filters)
        for line in (self.note, self.retry, self.nobody):
            column.addWidget(line)
        column.addWidget(self._empty_card())
        column.addWidget(self._card, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        middle.setLayout(column)
        whole = QWidget()
        self._middle = row = QHBoxLayout(whole)
        row.addStretch(0)
        row.addWidget(middle, 100)
        row.addStretch(0)
        self.set_content(whole)
        self._bar = ActionBar()
        self._bar.add_start(self._ticked)
        self._bar.add_end(self.clear_ticks)
        self._bar.add_end(self.change)
        self.set_bottom(self._bar)
        for part in (self._bar, self._empty, self.filters, self._card):
            part.setVisible(False)

    def arrange(self) -> None:
        margin = 16 if self.compact else 32
        self._middle.setContentsMargins(margin, 0, margin, 0)

    def _empty_card(self) -> Card:
        self._empty = Card(radius=theme.HERO_RADIUS)
        self._empty_title = Heading("h2")
        self._empty_about = Para("body", colour="text_muted")
        self.first_new, self.first_list = PrimaryButton("user-plus"), SecondaryButton("upload")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.first_new)
        buttons.addWidget(self.first_list)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._empty_title)
        words.addWidget(self._empty_about)
        words.addSpacing(10)
        words.addLayout(buttons)
        row = QHBoxLayout(self._empty)
        row.setContentsMargins(32, 28, 32, 28)
        row.setSpacing(28)
        mark = PictureMark("users", 92, colour="on_primary_soft", ground="primary_soft")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return self._empty

    def _connect(self) -> None:
        for button in (self.new, self.first_new):
            button.clicked.connect(self.new_asked)
        for lists in (self.take_in, self.first_list):
            lists.clicked.connect(self.import_asked)
        self.write.clicked.connect(self.export_asked)
        self.filters.changed.connect(self._on_wanted_changed)
        self.list.opened.connect(self.person_asked)
        self.list.erase_asked.connect(self.erase_asked)
        self.list.ticked.connect(self._show_ticked)
        self.clear_ticks.clicked.connect(self._on_clear_clicked)
        self.change.clicked.connect(lambda: self.several_asked.emit(list(self.list.rows.checked)))
        self._background.changed.connect(self._on_changed)
        for keys, then in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._on_find_pressed),
            (QKeySequence(QKeySequence.StandardKey.New), self.new_asked.emit),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(then)

    def title(self) -> str:
        return _("People")

    def first_focus(self) -> QWidget | None:
        if self._index is None:
            return None
        return self.list if self._index.people else self.first_new

    def retranslate(self) -> None:
        self._heading.setText(_("People"))
        self.new.setText(_("New person"))
        self.take_in.setText(_("Take in a list"))
        self.write.setText(_("Save a list"))
        self.first_new.setText(_("New person"))
        self.first_list.setText(_("Take in a list"))
        self._empty_title.setText(_("Nobody is registered yet"))
        self._empty_about.setText(
            _("Register people one by one, or take in a list from a spreadsheet.")
        )
        self.list.setAccessibleName(_("People"))
        self.clear_ticks.setText(_("Clear the ticks"))
        # For translators: a button that leads to what can be done with several ticked people.
        self.change.setText(_("Change them"))
        self._show_people()
        self._show_ticked()
        self.title_changed.emit()

    # ------------------------------------------------------------ people

    @property
    def wanted(self) -> Wanted:
        """What is looked for now."""
        return self.filters.wanted

    def say(self, words: str) -> None:
        """Say what was done on another page or a sheet."""
        self.note.say(words, "good")

    def _load(self) -> None:
        self._background.run(self, list_people, self._on_loaded, self._on_not_loaded)

    def _on_loaded(self, people: list[DeskPerson]) -> None:
        first = self._index is None
        self._index = Index(people)
        self.retry.clear()
        self.filters.offer(self._index)
        self._show_people()
        if first:
            self.list.mark_person(self._marked)
            focus = self.first_focus()
            if focus is not None and self.isVisible():
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_loaded(self, error: Exception) -> None:
        self.retry.show_error(error, self._load)

    def _on_changed(self, changed: Changed) -> None:
        if Changed.PEOPLE in changed:
            self._load()

    def _show_people(self) -> None:
        index = self._index
        if index is None:
            return
        wanted = self.filters.wanted
        ids = index.find(wanted)
        self.list.show_people(index.people, ids, explains=wanted.show == "doubles")
        anybody = bool(index.people)
        self._empty.setVisible(not anybody)
        for part in (self.filters, self.new, self.take_in, self.write, self._count):
            part.setVisible(anybody)
        self._card.setVisible(bool(ids))
        self._rest.setVisible(not ids)
        self._count.setText(how_many(len(ids)))
        if anybody and not ids:
            self.nobody.say(self._nobody_words(wanted), "info")
        else:
            self.nobody.clear()

    def _on_wanted_changed(self) -> None:
        self.note.clear()
        self._show_people()
        self.wanted_changed.emit(self.wanted)

    @staticmethod
    def _nobody_words(wanted: Wanted) -> str:
        if replace(wanted, show="here").is_narrow:
            return _("Nobody is found like this. Try other letters, or show all teams.")
        words = {
            "here": _("Everybody who was registered here has left."),
            "without": _("Everybody here has three pictures."),
            "doubles": _("Nobody seems to be registered twice."),
            "left": _("Nobody is marked as left."),
        }
        return words[wanted.show]

    # ------------------------------------------------------------ ticks

    def _show_ticked(self) -> None:
        count = len(self.list.rows.checked)
        words = ngettext("{count} person is ticked", "{count} people are ticked", count)
        self._ticked.setText(words.format(count=isolate_number(number(count))))
        self._bar.setVisible(count > 0)

    def _on_clear_clicked(self) -> None:
        self.list.rows.clear_checked()
        self._show_ticked()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if self.search.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.list.hasFocus() and letter.strip() and letter.isprintable() and not held:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(letter)
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def _on_find_pressed(self) -> None:
        if self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
