"""Home: the next thing to do, the modules, the certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.home import Home, ModuleCard, open_home
from trainer_app.operations.learning import ModulePage, Part, today
from trainer_app.training.refresher import MINUTES
from trainer_app.ui.learn.due_card import DueCard
from trainer_app.ui.learn.next_card import NextCard
from trainer_app.ui.learn.road_screen import RoadScreen
from trainer_app.ui.learn.room_card import RoomCard
from trainer_app.ui.learn.ways import Ways
from trainer_app.ui.part_words import (
    about_minutes,
    joined,
    lessons_done,
    part_place,
    part_title,
)
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.sound import Passage
from trainer_app.ui.widgets import cards
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker

_WIDTH, _CARD = 1216, 270


class HomeScreen(RoadScreen):
    """What a learner sees first. Enter goes on; 1 to 9 open a module.

    Signals: ``module_asked(module_id)``; ``part_asked(Module, Part)`` when the next part of a
    module under way is chosen; ``refresher_asked(module_id)``; ``way_asked(name)`` for what
    lies beside the modules, a name of ``ways.NAMES``.
    """

    module_asked = Signal(str)
    part_asked = Signal(object, object)
    refresher_asked = Signal(str)
    way_asked = Signal(str)
    room_test_asked = Signal(object)

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
        self.room_card = RoomCard(background, catalog, signed_in.learner.learner_id)
        self.room_card.asked.connect(self.room_test_asked)
        self._due = DueCard()
        self._due.refresher_asked.connect(self.refresher_asked)
        self._modules, self._about = Heading("h2"), Para("small", colour="text_muted")
        self._more = Heading("h2")
        self._cards: list[cards.ModuleCard] = []
        self._mine, self._others = CardGrid(_CARD), CardGrid(_CARD)
        self._ways = Ways()
        self._ways.chosen.connect(self.way_asked)
        page = ScrollPage(width=_WIDTH)
        page.column.setSpacing(8)
        page.column.addWidget(self._hello)
        page.column.addWidget(self._done)
        page.column.addSpacing(8)
        for widget in (self._trouble, self._empty, self.room_card, self._next, self._due):
            widget.setVisible(False)
            page.column.addWidget(widget)
        page.column.addSpacing(12)
        page.column.addWidget(self._modules)
        page.column.addWidget(self._about)
        page.column.addWidget(self._mine)
        page.column.addWidget(self._ways)
        page.column.addSpacing(12)
        page.column.addWidget(self._more)
        page.column.addWidget(self._others)
        self._foot = QVBoxLayout()
        page.column.addLayout(self._foot)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()
        self._read()

    def set_foot(self, widget: QWidget) -> None:
        """Put something quiet below everything."""
        self._foot.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeading)

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
        mine = sum(one.on_path for one in home.modules) if home.path else len(home.modules)
        room = self._room()
        self._mine.set_cards(self._cards[:mine], room)
        self._ways.show_ways(home, room)
        self._others.set_cards(self._cards[mine:], room)
        self._due.show_due(home.due if home.current else home.due[1:])
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
        self._more.setText(_("More modules"))
        home = self._home
        self._modules.setVisible(bool(home and home.modules))
        self._more.setVisible(bool(home and home.path and not all(m.on_path for m in home.modules)))
        self._say_path(home)
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
        self._ways.say()
        self._due.say()
        self.room_card.say()
        if home.modules:
            self._say_next(home)

    def _say_path(self, home: Home | None) -> None:
        path = home.path if home else None
        self._about.setVisible(path is not None)
        if path is None:
            self._modules.setText(_("Your modules"))
            return
        title = isolate(path.path.title)
        self._modules.setText(_("Your path: {path}").format(path=title))
        passed, total = sum(stop.passed for stop in path.stops), len(path.stops)
        said = ngettext("{done} of {total} module", "{done} of {total} modules", total)
        said = said.format(done=isolate(i18n.number(passed)), total=isolate(i18n.number(total)))
        missing = sum(not stop.title for stop in path.stops)
        words = ngettext(
            "{count} module of it is not on this computer yet. Ask your facilitator to add it.",
            "{count} modules of it are not on this computer yet. Ask your facilitator to add them.",
            missing,
        )
        absent = words.format(count=isolate(i18n.number(missing))) if missing else ""
        self._about.setText(joined(said, about_minutes(path.minutes), absent))

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
            self._say_all_done(home)
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

    def _say_all_done(self, home: Home) -> None:
        self._next.picture.show_scene("notebook")
        self._next.show_progress(None)
        again = _("Review any time: choose a module below.")
        path = home.path
        if home.due:
            about = joined(_("Refresher"), about_minutes(MINUTES))
            if path and path.valid_until and path.valid_until < today():
                ended = isolate(i18n.day(path.valid_until))
                about = _("Your certificate ended on {date}. Refreshers renew it.").format(
                    date=ended
                )
            self._next.show_words(_("Due again"), home.due[0].title, about, _("Refresh"))
        elif path and path.passed:
            self._next.show_words(
                _("Well done"), _("You have finished your path"), again, _("What I do, whom I call")
            )
        else:
            self._next.show_words(
                _("Well done"),
                _("You have finished everything here"),
                again,
                _("My certificates") if home.certificates else "",
            )

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

    def _room(self) -> int:
        return min(self.width() - 64, _WIDTH)

    def _place(self) -> None:
        """As many cards in a row as have room."""
        for grid in (self._mine, self._ways, self._others):
            grid.place(self._room())

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
        if page is None and self._home.due:
            self.refresher_asked.emit(self._home.due[0].module_id)
        elif page is None and self._home.path is not None and self._home.path.passed:
            self.way_asked.emit("path")
        elif page is None:
            self.way_asked.emit("certificates")
        elif page.started and page.next_part is not None:
            self.part_asked.emit(page.module, page.next_part)
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
        words = lessons_done(one.lessons_done, one.lessons)
        return "primary", "circle-dashed", words
    return "plain", "circle", _("Not started")
