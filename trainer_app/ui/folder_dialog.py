"""Ask for a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from trainer_app.i18n import _


def ask_folder(parent: QWidget, chosen: Callable[[Path], object]) -> QFileDialog:
    """Open the dialog; ``chosen`` is told. Keep what is returned until it is answered."""
    dialog = QFileDialog(parent, _("Choose a folder"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog
