"""A list of short points, each an icon beside its words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.widgets.pages import marked
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark


class Points(QWidget):
    """Made with the icons; ``set_words`` gives each its sentence, with light marks.

    ``size`` is the width of the marks in pixels at zoom 1.
    """

    def __init__(
        self,
        icons: Sequence[str],
        *,
        role: theme.Role = "body_large",
        tint: str = "primary",
        size: int = 44,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14 if size > 40 else 8)
        self.paras: list[Para] = []
        for icon in icons:
            mark = PictureMark(icon, size, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
            para = Para(role)
            para.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(marked(mark, para, 16))
            self.paras.append(para)

    def set_words(self, words: Sequence[str]) -> None:
        """One sentence or two for each icon."""
        for para, sentence in zip(self.paras, words, strict=True):
            para.setText(sentence)
