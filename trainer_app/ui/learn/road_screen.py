"""What the screens of a learner's road have in common: Enter goes on, L reads aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from trainer_app.content import inline
from trainer_app.errors import PackRejected, TrainerError
from trainer_app.i18n import _
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.ui.scenes import SceneView
    from trainer_app.ui.widgets.listen import Listen
    from trainer_app.ui.widgets.para import Para


class RoadScreen(Screen):
    """Enter presses the button that has the focus, or else ``primary()``; L starts ``listen``."""

    listen: Listen | None = None

    def primary(self) -> QAbstractButton | None:
        """The one thing to do next here, if there is one now."""
        return None

    def first_focus(self) -> QWidget | None:
        return self.primary()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or not self._takes(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _takes(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            inside = isinstance(focused, QAbstractButton) and self.isAncestorOf(focused)
            target = focused if inside else self.primary()
            if isinstance(target, QAbstractButton) and target.isEnabled() and target.isVisible():
                target.click()
                return True
        if key == Qt.Key.Key_L and self.listen is not None and self.listen.can_read:
            self.listen.toggle()
            return True
        return False


def words_of(error: Exception) -> str:
    """What to say about an error: its own words if it is meant for people."""
    if isinstance(error, TrainerError):
        return str(error)
    return _(
        "That did not work. What was saved is safe. If it happens again, tell your facilitator."
    )


def offer_texts(
    listen: Listen,
    module: Module,
    texts: Sequence[tuple[str, str, Para]],
    values: Mapping[str, str],
    pack: Pack | None = None,
) -> None:
    """Let texts of the module be heard: key, text, and where it stands on the page.

    ``pack`` lends the recordings; without it the computer's voice reads.
    """
    passages = []
    for key, text, _para in texts:
        name = module.narration.get(key)
        clip = _media(pack, name) if pack is not None and name else None
        passages.append(Passage(key, inline.plain(text, values), clip))
    listen.offer(passages, [para for _key, _text, para in texts], module.language)


def show_media(view: SceneView, module: Module, pack: Pack, file: str, alt: str) -> None:
    """Show a picture of the pack; a picture that cannot be read leaves its place empty."""
    if (data := _media(pack, file)) is not None:
        view.show_picture(f"{module.id}-{module.version}/{file}", data, alt)


def _media(pack: Pack, name: str) -> bytes | None:
    try:
        return pack.media(name)
    except (PackRejected, KeyError):
        return None
