"""Where painted words begin."""

from PySide6.QtCore import Qt


def reading_side(*, rtl: bool) -> Qt.AlignmentFlag:
    """Flags for one line of text from its own start edge, in the middle of its height."""
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
