"""A card of a tour: a heading, words, perhaps a picture beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer_app.ui.points import Points
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.para import Heading, Para


class TourCard(Themed, QWidget):
    """A heading, perhaps a picture beside it, and what a subclass adds to ``rest``."""

    editor: QLineEdit | None = None
    """What is to be typed here, if anything."""

    def __init__(self, scene: str = "", *, points: Sequence[str] = ()) -> None:
        super().__init__()
        self.heading, self.about = Heading("display"), Para("lesson", colour="text_muted")
        self.points = Points(points)
        if not points:
            self.points.setVisible(False)
        self.picture = SceneView(ratio=1.25) if scene else None
        if self.picture is not None:
            self.picture.show_scene(scene)
        self.words = QVBoxLayout()
        self.words.setSpacing(10)
        self.words.addWidget(self.heading)
        self.words.addWidget(self.about)
        self.words.addSpacing(6)
        self.words.addWidget(self.points)
        self.rest = QVBoxLayout()
        self.rest.setSpacing(10)
        self.words.addLayout(self.rest)
        self.words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(40)
        row.addLayout(self.words, 5)
        if self.picture is not None:
            row.addWidget(self.picture, 3, Qt.AlignmentFlag.AlignTop)

    def spoken(self) -> list[Para]:
        """The paragraphs that are read aloud, in their order."""
        return [self.heading, self.about, *self.points.paras]

    def arrange(self, compact: bool) -> None:
        """A small window has no room for the picture."""
        if self.picture is not None:
            self.picture.setVisible(not compact)

    def sound_known(self, can_read: bool) -> None:
        """Told whether this card can be heard in the present language."""
