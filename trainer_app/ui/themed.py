"""What every widget of ours does when the look or the language changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class Themed(_Widget):
    """Mixin, named before the Qt class: ``class Chip(Themed, QLabel)``.

    The last line of ``__init__`` calls ``settle()``. From then on ``dress()`` runs whenever
    colours or text size change and ``retranslate()`` whenever the language does.
    """

    _settled = False

    def settle(self) -> None:
        """Dress and speak for the first time, and from now on at every change."""
        self._settled = True
        self.dress()
        self.retranslate()

    def dress(self) -> None:
        """Take fonts, sizes and colours from ``ui.theme``. Never call ``setStyleSheet`` here."""
        self.updateGeometry()
        QWidget.update(self)  # an item view has another ``update``

    def retranslate(self) -> None:
        """Set the widget's own words, those that no screen gives it."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not self._settled:
            return
        kind = event.type()
        if kind == QEvent.Type.StyleChange:
            self.dress()
        elif kind == QEvent.Type.LanguageChange:
            self.retranslate()
        elif kind == QEvent.Type.LayoutDirectionChange:
            self.updateGeometry()
            QWidget.update(self)  # an item view has another ``update``
