"""The words of a module on screen: slots filled, kept apart from the sentence around them."""

from collections.abc import Mapping

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
