"""Home: the next thing to do, the modules, the certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.home import Home, ModuleCard, open_home
from trainer_app.operations.learning import ModulePage, Part
from trainer_app.ui import theme
from trainer_app.ui.learn.next_card import NextCard
from trainer_app.ui.learn.notice_card import NoticeCard
from trainer_app.ui.learn.part_words import (
    about_minutes,
    joined,
    lessons_done,
    part_place,
    part_title,
)
from trainer_app.ui.learn.road_screen import RoadScreen
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.sound import Passage
from trainer_app.ui.widgets import cards
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker

_WIDTH, _GAP, _CARD = 1216, 16, 270


class HomeScreen(RoadScreen):
    """What a learner sees first. Enter goes on; 1 to 9 open a module.

    Signals: ``module_asked(module_id)``; ``part_asked(module_id, Part)`` when the next part of a
    module under way is chosen; ``certificates_asked``.
    """

    module_asked = Signal(str)
    part_asked = Signal(str, object)
    certificates_asked = Signal()

    def __init__(
        self, background: Background, catalog: Catalog, signed_in: SignedIn, speaker: Speaker
    ) -> None:
        super().__init__()
        self._background, self._catalog, self._signed_in = background, catalog, signed_in
        self._home: Home | None = None
        self._error: Exception | None = None
        self._hello, self._done = Heading("display"), Para("body", colour="text_muted")
        self._next = NextCard(speaker)
        self._next.chosen.connect(self._on_next_chosen)
        self.listen = self._next.listen
        self._trouble = NoticeCard("info-circle", "caution")
        self._trouble.again.clicked.connect(self._read)
        self._empty = NoticeCard("usb")
        self._modules = Heading("h2")
        self._cards: list[cards.ModuleCard] = []
        self._certificates = _CertificatesCard()
        self._certificates.setVisible(False)
        self._certificates.clicked.connect(self.certificates_asked)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._columns = 0
        page = ScrollPage(width=_WIDTH)
        page.column.setSpacing(8)
        page.column.addWidget(self._hello)
        page.column.addWidget(self._done)
        page.column.addSpacing(8)
        for widget in (self._trouble, self._empty, self._next):
            widget.setVisible(False)
            page.column.addWidget(widget)
        page.column.addSpacing(12)
        page.column.addWidget(self._modules)
        page.column.addLayout(self._grid)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()
        self._read()

    def primary(self) -> QAbstractButton | None:
        if self._home is None:
            return None
        if self._next.isVisibleTo(self) and self._next.button.isVisibleTo(self._next):
            return self._next.button
        return self._cards[0] if self._cards else None

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: open_home(store, catalog=self._catalog, signed_in=self._signed_in),
            self._show,
            self._show_trouble,
        )

    def _show(self, home: Home) -> None:
        self._home, self._error = home, None
        self._cards = [self._card(one) for one in home.modules]
        self._columns = 0
        self._place()
        self._certificates.setVisible(bool(home.certificates))
        self.retranslate()
        self._fetch_pictures(home)
        if (target := self.primary()) is not None and self.isVisible():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trouble(self, error: Exception) -> None:
        self._error = error
        self.retranslate()

    def _card(self, one: ModuleCard) -> cards.ModuleCard:
        card = cards.ModuleCard()
        card.clicked.connect(lambda: self.module_asked.emit(one.module_id))
        return card

    def _fetch_pictures(self, home: Home) -> None:
        wanted = [(one.module_id, one.manifest.picture) for one in home.modules]
        for card, (module_id, file) in zip(self._cards, wanted, strict=True):
            self._fetch(module_id, file, card.set_picture)
        if home.current is not None:
            taken = {file for _module_id, file in wanted}
            file = _hero_picture(home.current, taken)
            show = self._next.picture.show_picture
            self._fetch(home.current.module.id, file, lambda key, data: show(key, data))

    def _fetch(self, module_id: str, file: str, show: Callable[[str, bytes], None]) -> None:
        """Have a picture read on the store's thread; one that cannot be read stays away."""

        def read(_store: Store) -> tuple[str, bytes] | None:
            try:
                pack = self._catalog.pack(module_id)
                return f"{module_id}-{pack.manifest.version}/{file}", pack.media(file)
            except (PackRejected, KeyError):
                return None

        def then(picture: tuple[str, bytes] | None) -> None:
            if picture is not None:
                show(*picture)

        self._background.run(self, read, then, lambda _error: None)

    # ------------------------------------------------------------ words

    def retranslate(self) -> None:
        name = self._signed_in.learner.name.split()[0]
        self._hello.setText(_("Hello, {name}").format(name=isolate(name)))
        self._modules.setText(_("Your modules"))
        home = self._home
        self._modules.setVisible(bool(home and home.modules))
        self._say_trouble(home)
        empty = bool(home and not home.modules and not home.damaged)
        words = _("No lessons on this computer yet. Ask your facilitator to add them from USB.")
        self._empty.say(words if empty else "")
        self._next.setVisible(bool(home and home.modules))
        self._say_done(home)
        if home is None:
            return
        for card, one in zip(self._cards, home.modules, strict=True):
            card.set_words(isolate(one.title), isolate(one.summary))
            card.set_state(*_state(one))
        self._certificates.set_count(home.certificates)
        if home.modules:
            self._say_next(home)

    def _say_done(self, home: Home | None) -> None:
        if home is None or not home.modules:
            self._done.setText("")
            return
        passed, total = sum(one.state == "passed" for one in home.modules), len(home.modules)
        words = _("Learn in short steps. You can stop at any time.")
        if passed:
            said = ngettext(
                "You have finished {done} of {total} module. Well done.",
                "You have finished {done} of {total} modules. Well done.",
                total,
            )
            words = said.format(
                done=isolate(i18n.number(passed)), total=isolate(i18n.number(total))
            )
        self._done.setText(words)

    def _say_trouble(self, home: Home | None) -> None:
        if isinstance(self._error, PackRejected):
            words = _("A module cannot open. Your progress is safe. Please tell your facilitator.")
            self._trouble.say(words)
        elif self._error is not None:
            self._trouble.say(sentence_of(self._error), again=True)
        elif home is not None and home.damaged:
            words = ngettext(
                "{count} module cannot open. Your progress is safe. Please tell your facilitator.",
                "{count} modules cannot open. Your progress is safe. Please tell your facilitator.",
                len(home.damaged),
            )
            self._trouble.say(words.format(count=isolate(i18n.number(len(home.damaged)))))
        else:
            self._trouble.say("")

    def _say_next(self, home: Home) -> None:
        page = home.current
        language = i18n.language()
        if page is None:
            self._next.show_words(
                _("Well done"),
                _("You have finished everything here"),
                _("Review any time: choose a module below."),
                _("My certificates") if home.certificates else "",
            )
            self._next.picture.show_scene("notebook")
            self._next.show_progress(None)
        elif not page.started or page.next_part is None:
            minutes = about_minutes(page.module.minutes)
            self._next.show_words(
                _("A good place to begin"),
                page.module.title,
                joined(minutes, _("in short steps"), _("stop at any time")),
                _("Start"),
            )
            self._next.show_progress(None)
        else:
            self._say_part(page, page.next_part)
            language = page.module.language
        self._next.offer(language, (Passage("home.hello", self._hello.text()), self._hello))

    def _say_part(self, page: ModulePage, part: Part) -> None:
        over = {
            "lesson": _("Your next lesson"),
            "scenario": _("Your next scene"),
            "pre": _("Before you begin"),
            "quiz": _("Your next step"),
        }
        place, minutes = part_place(part, page), about_minutes(part.minutes)
        self._next.show_words(
            over[part.kind],
            part_title(part),
            joined(page.module.title, place, minutes),
            # For translators: a button that goes on with a lesson
            _("Continue"),
        )
        parts = [one for one in page.parts if one.kind != "pre"]
        done = sum(one.done for one in parts)
        words = _("{done} of {total} parts done")
        self._next.show_progress(
            round(100 * done / len(parts)),
            words.format(done=isolate(i18n.number(done)), total=isolate(i18n.number(len(parts)))),
        )

    # ------------------------------------------------------------ places and keys

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def dress(self) -> None:
        super().dress()
        self._place()

    def _place(self) -> None:
        """As many cards in a row as have room."""
        room = min(self.width() - 64, _WIDTH)
        columns = max(1, min(4, (room + _GAP) // (theme.px(_CARD) + _GAP)))
        widgets: list[QWidget] = [*self._cards]
        if self._home is not None and self._home.certificates:
            widgets.append(self._certificates)
        if columns == self._columns:
            return
        self._columns = columns
        for number, widget in enumerate(widgets):
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, number // columns, number % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def takes(self, event: QKeyEvent) -> bool:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < min(9, len(self._cards)):
            self._cards[place].click()
            return True
        return super().takes(event)

    def _on_next_chosen(self) -> None:
        if self._home is None:
            return
        page = self._home.current
        if page is None:
            self.certificates_asked.emit()
        elif page.started and page.next_part is not None:
            self.part_asked.emit(page.module.id, page.next_part)
        else:
            self.module_asked.emit(page.module.id)


def _hero_picture(page: ModulePage, taken: set[str]) -> str:
    """The picture of the next part, or another of the module, that no card below shows."""
    module, part = page.module, page.next_part
    pictures = [lesson.picture.file for lesson in module.lessons]
    pictures += [scenario.picture.file for scenario in module.scenarios]
    if part is not None and part.kind == "lesson":
        pictures.insert(0, module.lesson(part.part_id).picture.file)
    elif part is not None and part.kind == "scenario":
        pictures.insert(0, module.scenario(part.part_id).picture.file)
    return next((file for file in pictures if file not in taken), module.picture.file)


def _state(one: ModuleCard) -> tuple[str, str, str]:
    """Chip kind, icon and words for how far somebody is."""
    if one.state == "passed":
        return "success", "circle-check", _("Finished")
    if one.state == "in-progress":
        words = lessons_done(one.lessons_done, len(one.manifest.lessons))
        return "primary", "circle-dashed", words
    return "plain", "circle", _("Not started")


class _CertificatesCard(CardButton):
    """The way to the certificates somebody has."""

    def __init__(self) -> None:
        super().__init__()
        mark = PictureMark("certificate", 56, colour="on_success_soft", ground="success_soft")
        self._title, self._count = Para("label"), Para("small", colour="text_muted")
        self._number = 0
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 20, 20, 20)
        inside.setSpacing(4)
        inside.addStretch(1)
        inside.addWidget(mark)
        inside.addSpacing(8)
        inside.addWidget(self._title)
        inside.addWidget(self._count)
        inside.addStretch(1)
        self.see_through(mark, self._title, self._count)
        self.settle()

    def set_count(self, count: int) -> None:
        self._number = count
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("My certificates"))
        words = ngettext("{count} certificate", "{count} certificates", self._number)
        self._count.setText(words.format(count=isolate(i18n.number(self._number))))
        self.setAccessibleName(f"{self._title.text()}. {self._count.text()}")
