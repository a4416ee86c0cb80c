"""One step of a lesson: picture, words, voice, what they mean, and where the facts come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.content.module import Block, Bullets, Lesson, Module, Step
from trainer_app.content.term_links import TermFinder
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.slots import direction, filled, interface_direction, plain
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.sound import Passage
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import Callout, Chip
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Link, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.module import Layer
    from trainer_app.content.shelf import Term

_WIDTH = 1302
_SMALL_PICTURE = 304
_DOT = 11
_LAYERS: dict[Layer, tuple[str, str]] = {
    "verified": ("success", "shield-check"),
    "practice": ("plain", "users"),
    "proposal": ("plain", "pencil"),
}


class Sizes(NamedTuple):
    """The type a step is set in, and the gap between its blocks."""

    title: theme.Role
    text: theme.Role
    bullet: theme.Role
    gap: int


_LARGE = Sizes("display", "lesson", "body_large", 12)
_SMALL = Sizes("h1", "lesson", "body_large", 10)
_TIGHT = Sizes("h1", "body_large", "body", 8)


def layer_words(layer: Layer) -> str:
    """How far a step about the model is known, in words."""
    return {
        "verified": _("What is known of the model"),
        "practice": _("Practice around Bolivian terminals"),
        "proposal": _("Our proposal, not yet confirmed"),
    }[layer]


class StepPage(ScrollPage):
    """Shows one step at a time.

    Signals: ``sources_asked``; ``terms_asked(str)`` with the id of the word that was clicked in
    the text, or empty from the button that leads to all of them.
    """

    sources_asked = Signal()
    terms_asked = Signal(str)

    def __init__(
        self, module: Module, lesson: Lesson, setting: Setting, glossary: Sequence[Term] = ()
    ) -> None:
        super().__init__(width=_WIDTH)
        self.terms: tuple[Term, ...] = ()
        """The words of the glossary in the step shown, in reading order."""
        self._glossary = {term.id: term for term in glossary}
        self._finder = TermFinder(glossary)
        self._module, self._lesson, self._setting = module, lesson, setting
        self._step: Step | None = None
        self._compact = False
        self._content = QWidget()
        self._content.setLayoutDirection(direction(setting.is_rtl))
        self._picture = SceneView()
        self.listen = Listen(setting.speaker, slower=True)
        self._layer = Chip()
        self._sources = QuietButton("book-2")
        self._sources.clicked.connect(self.sources_asked)
        self.explain = QuietButton("vocabulary")
        self.explain.clicked.connect(lambda: self.terms_asked.emit(""))
        self._passages: list[Passage] = []
        self._paras: list[Para | None] = []
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._build()

    def _build(self) -> None:
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self._picture)
        self._side_tools = QVBoxLayout()
        self._side_tools.setSpacing(6)
        side.addLayout(self._side_tools)
        side.addStretch(1)
        start = Qt.AlignmentFlag.AlignLeading
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._sources)
        foot.addWidget(self.explain)
        foot.addStretch(1)
        self._side_tools.addLayout(foot)
        self._head = QVBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._layer, 0, start)
        text = QVBoxLayout()
        text.setSpacing(8)
        text.addLayout(self._head)
        text.addLayout(self._words)
        text.addStretch(1)
        self._row = QHBoxLayout(self._content)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._side, 11)
        self._row.addLayout(text, 13)
        self.column.addWidget(self._content)
        self.column.addStretch(1)

    @property
    def step(self) -> Step | None:
        """The step shown."""
        return self._step

    def text(self) -> str:
        """Everything the step says."""
        return " ".join(passage.text for passage in self._passages)

    def show_step(self, step: Step) -> None:
        """Show a step from its beginning."""
        self._step = step
        picture = step.picture or self._lesson.picture
        key, data = self._setting.picture(picture.file)
        self._picture.show_picture(key, data, plain(picture.alt, self._setting.values))
        self._layer.setVisible(step.layer is not None)
        self._sources.setVisible(bool(step.citations))
        self.retranslate()
        self._fit()
        self.to_top()

    def arrange(self, compact: bool) -> None:
        """Small windows: the picture shrinks, and the tools stand under it."""
        self._compact = compact
        self.column.setContentsMargins(0, 8 if compact else 12, 0, 8 if compact else 20)
        self._row.setSpacing(28 if compact else 38)
        small = theme.px(_SMALL_PICTURE)
        self._side.setMinimumWidth(small if compact else 0)
        self._side.setMaximumWidth(small if compact else _WIDTH)
        for place in (self._head, self._side_tools):
            place.removeWidget(self.listen)
        if compact:
            self._side_tools.insertWidget(0, self.listen)
        else:
            self._head.insertWidget(0, self.listen)
        self._fit()

    def retranslate(self) -> None:
        """Set the words of the program; those of the lesson stay."""
        self.listen.setLayoutDirection(interface_direction())
        self._sources.setText(_("Sources"))
        # For translators: a button that explains special words of the page
        self.explain.setText(_("Words"))
        if self._step is not None and self._step.layer is not None:
            kind, icon = _LAYERS[self._step.layer]
            self._layer.show_state(kind, icon, layer_words(self._step.layer))

    # ------------------------------------------------------------ the words of the step

    def _fit(self) -> None:
        """Set the words large, or one size smaller where they would not fit on the page."""
        if self._step is None:
            return
        for tight in (False, True):
            self._fill(self._step, _TIGHT if tight else _SMALL if self._compact else _LARGE)
            margins = self.column.contentsMargins()
            free = self.height() - margins.top() - margins.bottom()
            width = min(self.width() - 64, _WIDTH)
            if self._content.heightForWidth(width) <= free:
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fill(self, step: Step, sizes: Sizes) -> None:
        self._sizes = sizes
        clear_layout(self._words)
        self._passages, self._paras = [], []
        base = f"lessons.{self._lesson.id}.steps.{step.id}"
        title = Heading(sizes.title)
        self._add(f"{base}.title", step.title, title)
        self._put(title)
        for number, block in enumerate(step.blocks):
            self._words.addSpacing(sizes.gap)
            self._put(self._block(f"{base}.blocks.{number}", block))
        self._link_terms()
        self.listen.offer(self._passages, self._paras, self._module.language)

    def _link_terms(self) -> None:
        """Link each term where it first stands; the title stays plain and comes last."""
        pairs = list(zip(self._passages, self._paras, strict=True))
        texts = [*pairs[1:], pairs[0]]
        found = self._finder.find([passage.text for passage, _para in texts])
        for (_passage, para), links in zip(texts[:-1], found, strict=False):
            if para is not None and links:
                para.set_links([Link(*link) for link in links])
                para.link_asked.connect(self.terms_asked)
        self.terms = tuple(self._glossary[link.term_id] for links in found for link in links)
        self.explain.setVisible(bool(self.terms))

    def _put(self, widget: QWidget) -> None:
        self._words.addWidget(widget)
        widget.show()  # what is not shown yet takes no room, and the fit would be measured wrong

    def _block(self, key: str, block: Block) -> QWidget:
        if isinstance(block, Bullets):
            return self._bullets(key, block)
        if hasattr(block, "kind"):
            note = Callout(block.kind)
            self._add(f"{key}.text", block.text, note.para)
            return note
        para = Para(self._sizes.text)
        self._add(f"{key}.text", block.text, para)
        return para

    def _bullets(self, key: str, block: Bullets) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(self._sizes.gap - 2)
        for number, entry in enumerate(block.entries):
            role = self._sizes.bullet
            mark, para = PictureMark("", _DOT, ground="primary", beside=role), Para(role)
            self._add(f"{key}.entries.{number}", entry, para)
            line = QHBoxLayout()
            line.setSpacing(14)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(para, 1, Qt.AlignmentFlag.AlignVCenter)
            lines.addLayout(line)
        return box

    def _add(self, key: str, text: str, para: Para) -> None:
        para.setText(filled(text, self._setting.values))
        self._passages.append(Passage(key, para.text(), self._setting.clip(key)))
        self._paras.append(para)
