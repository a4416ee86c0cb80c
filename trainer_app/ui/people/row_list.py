"""A list whose rows are painted as they come into view."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from trainer_app.ui import theme
from trainer_app.ui.themed import Themed


class RowList(Themed, QListView):
    """All rows are equally high. A subclass ends its ``__init__`` with ``settle()``."""

    ring_radius = theme.CARD_RADIUS

    def __init__(self, rows: QAbstractListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMinimumHeight(120)

    def dress(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.update()

    def update(self, *_rows: object) -> None:
        """Paint everything anew; an item view knows only how to do that for one row."""
        self.viewport().update()
