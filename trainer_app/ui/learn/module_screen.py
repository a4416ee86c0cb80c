"""The page of a module: what it is about, how long it takes, its parts, where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate
from trainer_app.operations.learning import ModulePage, Part, open_module
from trainer_app.ui import theme
from trainer_app.ui.learn.part_card import PartCard, part_state
from trainer_app.ui.learn.road_screen import RoadScreen, offer_texts, show_media
from trainer_app.ui.learn.sources_sheet import SourcesSheet
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.part_words import about_minutes, part_place
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ScrollPage, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark
from trainer_app.ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.catalog import Catalog
    from trainer_app.content.pack import Pack
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker


class ModuleScreen(RoadScreen):
    """The page of one module. Enter goes on.

    Signals: ``part_asked(Module, Part)``; ``card_asked(Module)`` for the summary card;
    ``grounding_asked(Module)`` for the quiet page.
    """

    part_asked = Signal(object, object)
    card_asked = Signal(object)
    grounding_asked = Signal(object)

    listen: Listen
    leading = "back"

    def __init__(
        self,
        background: Background,
        catalog: Catalog,
        signed_in: SignedIn,
        module_id: str,
        speaker: Speaker,
        values: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._background, self._catalog, self._signed_in = background, catalog, signed_in
        self._module_id, self._site = module_id, values
        self._found: tuple[ModulePage, Pack] | None = None
        self._error: Exception | None = None
        self._page = ScrollPage(width=1216)
        self._page.column.setSpacing(14)
        self.listen = Listen(speaker)
        self._build_head()
        self._build_below()
        self._trouble = NoticeCard("info-circle", "caution")
        self._trouble.again.clicked.connect(self._read)
        self._page.column.addWidget(self._trouble)
        self._page.column.addStretch(1)
        self.set_content(self._page)
        self.settle()
        self._read()

    # ------------------------------------------------------------ building

    def _build_head(self) -> None:
        self._heading = Heading("display")
        self._summary = Para("body_large", colour="text_muted")
        self._chips = [Chip() for _fact in range(5)]
        self._bar, self._progress = ProgressBar(), Para("small", colour="text_muted")
        self._notice = _Notice()
        self._go = PrimaryButton("arrow-right", forward=True)
        self._go.clicked.connect(self._on_go_clicked)
        self._without = QuietButton()
        self._without.clicked.connect(self._on_without_clicked)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._heading)
        words.addWidget(self._summary)
        for chip in self._chips:
            words.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeading)
        words.addWidget(self._bar)
        words.addWidget(self._progress)
        words.addWidget(self._notice)
        words.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        buttons.addWidget(self._go, 0, top)
        buttons.addWidget(self._without, 0, top)
        buttons.addWidget(self.listen, 1)
        words.addLayout(buttons)
        words.addStretch(1)
        self._picture = SceneView(ratio=1.6)
        picture = QVBoxLayout()
        picture.addWidget(self._picture)
        picture.addStretch(1)
        self._head = QWidget()
        both = QHBoxLayout(self._head)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(32)
        both.addLayout(words, 7)
        both.addLayout(picture, 4)
        self._page.column.addWidget(self._head)

    def _build_below(self) -> None:
        self._parts_title, self._goals_title = Heading("h2"), Heading("h2")
        self._cards: list[PartCard] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        parts = QVBoxLayout()
        parts.setSpacing(8)
        parts.addWidget(self._parts_title)
        parts.addLayout(self._rows)
        parts.addStretch(1)
        self._goals = QVBoxLayout()
        self._goals.setSpacing(8)
        self._goal_lines: list[Para] = []
        self._sources = QuietButton("link")
        self._sources.clicked.connect(self._on_sources_clicked)
        self._my_card = SecondaryButton("id-badge-2")
        self._my_card.clicked.connect(self._on_my_card_clicked)
        self._moment = QuietButton("heart-handshake")
        self._moment.clicked.connect(self._on_moment_clicked)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self._goals_title)
        side.addLayout(self._goals)
        side.addSpacing(12)
        for button in (self._my_card, self._moment, self._sources):
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        side.addStretch(1)
        self._below = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._below)
        self._both.setContentsMargins(0, 10, 0, 0)
        self._both.setSpacing(32)
        self._both.addLayout(parts, 7)
        self._both.addLayout(side, 4)
        self._page.column.addWidget(self._below)

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        def read(store: Store) -> tuple[ModulePage, Pack]:
            page = open_module(
                store, catalog=self._catalog, signed_in=self._signed_in, module_id=self._module_id
            )
            return page, self._catalog.pack(self._module_id)

        self._background.run(self, read, self._show, self._show_trouble)

    def _show(self, found: tuple[ModulePage, Pack]) -> None:
        self._found, self._error = found, None
        page, pack = found
        module = page.module
        for card in self._cards:
            card.deleteLater()
        self._cards = []
        for part in page.parts:
            card = PartCard(part, part_place(part, page), part_state(part, page.next_part))
            card.clicked.connect(lambda _checked=False, part=part: self._enter(part))
            self._rows.addWidget(card)
            self._cards.append(card)
        for objective in module.objectives:
            self._goal_lines.append(
                _goal(self._goals, inline.plain(objective.text, self._values()))
            )
        show_media(self._picture, module, pack, module.picture.file, module.picture.alt)
        self.retranslate()
        if self.isVisible():
            self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trouble(self, error: Exception) -> None:
        self._error = error
        self.retranslate()

    def _values(self) -> dict[str, str]:
        assert self._found is not None
        return inline.slot_values(self._found[0].module, self._site)

    # ------------------------------------------------------------ words

    def dress(self) -> None:
        super().dress()
        self._without.setMinimumHeight(theme.px(theme.PRIMARY_TARGET))

    def title(self) -> str:
        return self._found[0].module.title if self._found else ""

    def primary(self) -> QAbstractButton | None:
        return self._go if self._found else None

    def retranslate(self) -> None:
        for widget in (self._head, self._below):
            widget.setVisible(self._found is not None)
        self._say_trouble()
        if self._found is None:
            return
        page, pack = self._found
        module = page.module
        self._heading.setText(isolate(module.title))
        self._summary.setText(isolate(module.summary), self._values())
        self._say_chips(page, pack.manifest.languages)
        self._say_progress(page)
        self._say_buttons(page)
        self._parts_title.setText(_("The parts"))
        self._goals_title.setText(_("What you will learn to do"))
        self._my_card.setText(_("My card"))
        self._moment.setText(_("Take a moment"))
        self._sources.setText(_("Sources"))
        for card in self._cards:
            card.set_place(part_place(card.part, page))
        texts: list[tuple[str, str, Para]] = [
            ("title", module.title, self._heading),
            ("summary", module.summary, self._summary),
        ]
        if not page.started:
            texts.append(("notice", module.notice, self._notice.para))
        offer_texts(self.listen, module, texts, self._values(), pack)
        self.title_changed.emit()

    def _say_trouble(self) -> None:
        if self._found is not None or self._error is None:
            self._trouble.say("")
        elif isinstance(self._error, (PackRejected, KeyError)):
            words = _("This module cannot open. Your progress is safe.")
            self._trouble.say(words, _("Please tell your facilitator."))
        else:
            self._trouble.say(sentence_of(self._error), again=True)

    def _say_chips(self, page: ModulePage, languages: tuple[str, ...]) -> None:
        module = page.module
        minutes, draft, language, short, updating = self._chips
        minutes.show_state("plain", "clock", about_minutes(module.minutes))
        short.show_state("primary", "list-check", _("Short form, for your path"))
        short.setVisible(module.form == "short")
        draft.show_state(
            "caution", "pencil", _("Draft, not yet reviewed by a child-protection expert")
        )
        draft.setVisible(not module.reviewed)
        words = _("This module is in {language} only")
        if len(languages) > 1:
            words = _("Not in your language yet. You see it in {language}")
        spoken = isolate(i18n.LANGUAGES.get(module.language, module.language))
        language.show_state("info", "language", words.format(language=spoken))
        first = isolate(i18n.LANGUAGES.get(languages[0], languages[0]))
        words = _("Some parts are being updated. You see these in {language}")
        updating.show_state("info", "refresh", words.format(language=first))
        updating.setVisible(bool(module.updating))
        wanted = self._signed_in.learner.preferences.language.partition("_")[0]
        language.setVisible(module.language.partition("_")[0] != wanted)

    def _say_progress(self, page: ModulePage) -> None:
        self._notice.show_words(page.module.notice, self._values())
        self._notice.setVisible(not page.started)
        parts = [part for part in page.parts if part.kind != "pre"]
        done = sum(part.done for part in parts)
        words = _("{done} of {total} parts done. You can stop at any time.").format(
            done=isolate(i18n.number(done)), total=isolate(i18n.number(len(parts)))
        )
        if page.passed:
            words = _("You have finished this module. You can read everything again.")
        self._bar.setValue(round(100 * done / len(parts)))
        self._bar.setAccessibleName(words)
        self._progress.setText(words)
        for widget in (self._bar, self._progress):
            widget.setVisible(page.started)

    def _say_buttons(self, page: ModulePage) -> None:
        words = _("Continue") if page.started else _("Start")
        if page.next_part is None:
            words = _("Read again")
        self._go.setText(words)
        self._without.setText(_("Go on without the questions"))
        self._without.setVisible(page.next_part is not None and page.next_part.kind == "pre")

    # ------------------------------------------------------------ what is asked for

    def _enter(self, part: Part) -> None:
        if self._found is not None:
            self.part_asked.emit(self._found[0].module, part)

    def _on_go_clicked(self) -> None:
        if self._found is not None:
            page = self._found[0]
            again = next(part for part in page.parts if part.kind == "lesson")
            self._enter(page.next_part or again)

    def _on_without_clicked(self) -> None:
        if self._found is not None:
            parts = self._found[0].parts
            self._enter(
                next(one for one in parts if one.kind != "pre" and one.open and not one.done)
            )

    def _on_my_card_clicked(self) -> None:
        if self._found is not None:
            self.card_asked.emit(self._found[0].module)

    def _on_moment_clicked(self) -> None:
        if self._found is not None:
            self.grounding_asked.emit(self._found[0].module)

    def _on_sources_clicked(self) -> None:
        window = self.window()
        if self._found is not None and isinstance(window, MainWindow):
            window.open_sheet(SourcesSheet(self._found[0].module))


def _goal(column: QVBoxLayout, words: str) -> Para:
    line = Para("body")
    line.set_plain(isolate(words))
    column.addLayout(marked(PictureMark("check", 20, beside="body"), line, 12))
    return line


class _Notice(Card):
    """What a learner should know before the first step (CS-50)."""

    def __init__(self) -> None:
        super().__init__()
        self._head = Para("caption", colour="text_muted")
        self.para = Para("body")
        self._stop = Para("label")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addWidget(self.para)
        column.addWidget(self._stop)

    def show_words(self, notice: str, values: Mapping[str, str]) -> None:
        self._head.setText(_("Before you begin"))
        self.para.setText(isolate(notice), values)
        self._stop.setText(_("You can stop at any time."))
