"""What every question looks like: prompt, voice, picture, and the answers of its kind."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trainer_app.content import inline
from trainer_app.content.module import Item
from trainer_app.i18n import _
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.slots import direction, filled, interface_direction, ours, plain
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.sound import Passage
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.para import Heading, Para

_PICTURE, _SMALL_PICTURE = 300, 208
"""Width of the picture beside a question, in the regular and in the compact layout."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict on screen. ``reveal``: the right answer is shown too."""

    right: bool
    response: str
    reveal: bool


class ItemView(Themed, QWidget):
    """One question. Subclasses fill ``answers`` and end their ``__init__`` with ``settle()``.

    Signals: ``response_changed`` when a person changed the answer.
    """

    response_changed = Signal()

    def __init__(self, item: Item, setting: Setting) -> None:
        super().__init__()
        self.item = item
        self.setting = setting
        self.shown: Shown | None = None
        self.frozen = False
        self._passages: list[Passage] = []
        self._paras: list[Para | None] = []
        # an English question runs the English way where the interface is Arabic
        self.setLayoutDirection(direction(setting.is_rtl))
        self.kicker = Para("small", colour="accent")
        self.kicker.setVisible(False)
        self.prompt = Heading("h2")
        self.prompt.setText(self.words(item.prompt))
        self.hint = Para("small", colour="text_muted")
        self.listen = Listen(setting.speaker)
        self._picture: SceneView | None = None
        self.answers = QVBoxLayout()
        self.answers.setContentsMargins(0, 0, 0, 0)
        self.answers.setSpacing(12)
        self._build()
        self.add_passage("prompt", item.prompt, self.prompt)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.kicker)
        words.addWidget(self.prompt)
        words.addWidget(self.hint)
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(24)
        self._top.setVerticalSpacing(8)
        self._top.setColumnStretch(0, 1)
        self._top.addLayout(words, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addWidget(self.listen, 1, 0)
        picture = self.item.picture
        if picture is not None and self.shows_picture:
            self._picture = SceneView()
            key, data = self.setting.picture(picture.file)
            self._picture.show_picture(key, data, plain(picture.alt, self.setting.values))
            if not data:
                self._picture.hide()
            self._top.addWidget(self._picture, 0, 2, 3, 1, Qt.AlignmentFlag.AlignTop)
            self._top.setRowStretch(2, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addLayout(self._top)
        whole.addLayout(self.answers)

    # ------------------------------------------------------------ for the kinds

    shows_picture = True
    """Whether the picture stands beside the question; a kind may show it in another way."""

    def words(self, text: str) -> str:
        """A text of the item with its slots filled."""
        return filled(text, self.setting.values)

    def ours(self, words: str) -> str:
        """Words of the program, to stand among those of the item."""
        return ours(words, self.setting.is_rtl)

    def add_passage(self, key: str, text: str, para: Para | None) -> None:
        """Let a text of the item be heard; ``key`` is its place within the item."""
        self._passages.append(self.passage(key, text))
        self._paras.append(para)

    def passage(self, key: str, text: str) -> Passage:
        """A text of the item to be heard, with its recording if there is one."""
        whole = f"items.{self.item.id}.{key}"
        return Passage(whole, plain(text, self.setting.values), self.setting.clip(whole))

    def offer_listening(self) -> None:
        """Give the voice what ``add_passage`` collected; call once the answers are built."""
        self.listen.offer(self._passages, self._paras, self.setting.language)

    def read_one(self, key: str) -> None:
        """Read one part of the item, by the key given to ``add_passage``."""
        self.listen.read_one(f"items.{self.item.id}.{key}")

    def mark(self, shown: Shown | None) -> None:
        """Show icon, word and reason on every part the verdict touches; ``None`` takes all away."""
        raise NotImplementedError

    def lock(self, locked: bool) -> None:
        """Whether the answer can no longer be changed."""
        raise NotImplementedError

    # ------------------------------------------------------------ for the screens

    def response(self) -> str | None:
        """The answer in canonical form; ``None`` while it is not complete."""
        raise NotImplementedError

    def choose(self, response: str) -> None:
        """Show an answer given before, without a signal."""
        raise NotImplementedError

    def missing(self) -> str:
        """What to do first, said when somebody asks for a check too early."""
        return _("Choose an answer first.")

    def first_focus(self) -> QWidget | None:
        """Where answering begins."""
        return None

    def take_key(self, event: QKeyEvent) -> bool:
        """Answer by a digit or letter; true if the key meant something here."""
        return False

    def passages(self) -> list[Passage]:
        """What can be heard here, in reading order."""
        return list(self._passages)

    def say_kicker(self, words: str) -> None:
        """A small line over the question, such as "Check your understanding"."""
        self.kicker.setText(self.ours(words))
        self.kicker.setVisible(bool(words))

    def show_verdict(self, right: bool, response: str, *, reveal: bool = True) -> None:
        """Show how the answer was, part by part; with ``reveal`` also what would be right."""
        self.shown = Shown(right, response, reveal or right)
        self.freeze()
        self.mark(self.shown)

    def explanation(self) -> str:
        """The sentences for the verdict's sheet: reason, and the ordinary explanation if any."""
        if self.shown is None:
            return ""
        if not self.shown.reveal:
            return self.invitation(self.shown)
        said = self.words(self.item.reason)
        if self.item.ordinary is not None:
            # For translators: before an innocent explanation for what was noticed
            said += " " + self.ours(_("It can also be ordinary:"))
            said += " " + self.words(self.item.ordinary)
        return said

    def spoken(self) -> tuple[list[Passage], str]:
        """The explanation to be heard, and its language (empty for the interface's)."""
        if self.shown is None:
            return [], ""
        if not self.shown.reveal:
            return [Passage("invitation", inline.plain(self.explanation()))], ""
        said = [self.passage("reason", self.item.reason)]
        if self.item.ordinary is not None:
            said.append(self.passage("ordinary", self.item.ordinary))
        return said, self.setting.language

    def invitation(self, shown: Shown) -> str:
        """Why this answer is not yet it, without giving the right one away."""
        return self.ours(_("Look again, and change what does not fit yet."))

    def freeze(self) -> None:
        """Keep the answer as it is, for instance while it is being saved."""
        self.frozen = True
        self.lock(True)

    def thaw(self) -> None:
        """Let the answer be changed again; nothing of it is lost."""
        self.frozen = False
        self.lock(False)

    def try_again(self) -> None:
        """Take the verdict away and let the person answer anew."""
        self.shown = None
        self.mark(None)
        self.thaw()

    def arrange(self, compact: bool) -> None:
        """Lay out for a small window or a regular one."""
        beside = self.listen.can_read and (compact or self._picture is None)
        self._top.removeWidget(self.listen)
        if beside:
            self._top.addWidget(self.listen, 0, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self._top.addWidget(self.listen, 1, 0, 1, 2)
        if self._picture is not None:
            width = _SMALL_PICTURE if compact else _PICTURE
            self._picture.setFixedSize(width, round(width / 1.6))

    def retranslate(self) -> None:
        self.listen.setLayoutDirection(interface_direction())
        if self.shown is not None:
            self.mark(self.shown)
