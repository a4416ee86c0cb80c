"""What the screens of a learner's road have in common: Enter goes on, L reads aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from trainer_app.content import inline
from trainer_app.errors import PackRejected
from trainer_app.i18n import is_rtl
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
    """L starts ``listen``. ``takes`` is for further keys."""

    listen: Listen | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or not self.takes(event):
            super().keyPressEvent(event)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key meant something here; then it has been done."""
        if event.key() == Qt.Key.Key_L and self.listen is not None and self.listen.can_read:
            self.listen.toggle()
            return True
        return False


def direction_of(module: Module) -> Qt.LayoutDirection:
    """Which way a page of the module's own words runs, whatever the language of the interface."""
    direction = Qt.LayoutDirection
    return direction.RightToLeft if is_rtl(module.language) else direction.LeftToRight


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
