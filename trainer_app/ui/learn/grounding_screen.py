"""A quiet page: breathe, look around, talk to somebody. Nobody sees that it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout

from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.ui.learn.road_screen import RoadScreen, direction_of, offer_texts
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.ui.sound import Speaker


class GroundingScreen(RoadScreen):
    """The quiet page of a module (CS-53). Leaving it is ``back_asked``."""

    listen: Listen
    leading = "back"

    def __init__(
        self,
        module: Module,
        speaker: Speaker,
        values: Mapping[str, str],
        pack: Pack | None = None,
    ) -> None:
        """``pack`` lends the recorded voice."""
        super().__init__()
        self._module, self._pack = module, pack
        self._values = inline.slot_values(module, values)
        self.listen = Listen(speaker, slower=True)
        self._heading = Heading("display")
        self._steps = [Para("lesson") for _step in module.grounding.steps]
        self._private = Para("small", colour="text_muted")
        self._picture = SceneView()
        words = QVBoxLayout()
        words.setSpacing(14)
        words.addWidget(self.listen)
        words.addWidget(self._heading)
        for step in self._steps:
            words.addLayout(marked(PictureMark("circle-dot", 26, beside="lesson"), step))
        words.addSpacing(4)
        words.addWidget(self._private)
        words.addStretch(1)
        picture = QVBoxLayout()
        picture.addWidget(self._picture)
        picture.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(38)
        both.addLayout(picture, 5)
        both.addLayout(words, 6)
        page = ScrollPage(width=1302)
        page.setLayoutDirection(direction_of(module))
        page.column.addLayout(both)
        page.column.addStretch(1)
        self.set_content(page)
        self._done = PrimaryButton("check")
        self._done.clicked.connect(self.back_asked)
        bar = ActionBar()
        bar.add_end(self._done)
        self.set_bottom(bar)
        self.settle()

    def title(self) -> str:
        return self._module.title

    def primary(self) -> QAbstractButton:
        return self._done

    def retranslate(self) -> None:
        page = self._module.grounding
        self._picture.show_scene("quiet-place", _("A quiet place with a bench and a tree"))
        self._heading.setText(page.title)
        self._private.setText(isolate(_("Take your time. Nobody sees that you read this page.")))
        self._done.setText(_("Done"))
        read: list[tuple[str, str, Para]] = [("grounding.title", page.title, self._heading)]
        for number, (text, para) in enumerate(zip(page.steps, self._steps, strict=True)):
            para.setText(text, self._values)
            read.append((f"grounding.steps.{number}", text, para))
        offer_texts(self.listen, self._module, read, self._values, self._pack)
        self.title_changed.emit()
