"""The words of a module on screen: slots filled, kept apart from the sentence around them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt

from trainer_app import i18n
from trainer_app.content import inline


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled and its marks still in it, for ``Para.setText``.

    A site's words can become no marks, and do not disturb the direction of the sentence.
    """
    safe = {name: i18n.isolate(value.replace("*", "∗")) for name, value in values.items() if value}
    return inline.fill(text, safe)


def plain(text: str, values: Mapping[str, str]) -> str:
    """The text filled and without marks, for a voice, a name or a list."""
    return inline.plain(filled(text, values))


def ours(words: str, rtl: bool) -> str:
    """Words of the program in a place that runs the module's way, kept whole in their own way."""
    return i18n.isolate(words) if words and i18n.is_rtl() != rtl else words


def interface_direction() -> Qt.LayoutDirection:
    """The way the program's own words run now."""
    return direction(i18n.is_rtl())


def direction(rtl: bool) -> Qt.LayoutDirection:
    """As Qt calls it."""
    return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
