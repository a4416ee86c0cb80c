"""S03: the learner shows their three pictures."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trainer_app.training.people import Learner
from trainer_app.ui.background import Background
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Speaker
from trainer_app.ui.start.picture_panel import PicturePanel
from trainer_app.ui.widgets.pages import ScrollPage


class PicturesScreen(Screen):
    """Signals: ``signed_in(SignedIn)``; ``back_asked`` leads back to the names."""

    signed_in = Signal(object)

    leading = "back"

    def __init__(self, background: Background, learner: Learner, speaker: Speaker) -> None:
        super().__init__()
        self.panel = PicturePanel(background, learner, speaker)
        self.panel.signed_in.connect(self.signed_in)
        page = ScrollPage()
        page.column.addStretch(1)
        page.column.addWidget(self.panel)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def first_focus(self) -> QWidget:
        return self.panel.first_focus()

    def arrange(self) -> None:
        self.panel.arrange(self.compact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.panel.take_key(event):
            super().keyPressEvent(event)
