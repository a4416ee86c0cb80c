"""How kinds, topics and languages of the library are called on screen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.content.shelf import CardKind, Topic

TOPICS: tuple[Topic, ...] = (
    "travel-and-transport", "safe-terminals", "online", "prevention", "listening", "law", "words",
    "partners",
)  # fmt: skip
"""Topics in the order they are offered."""


def topic_word(topic: Topic) -> str:
    """A topic, for a chip."""
    return {
        "travel-and-transport": _("Travel and transport"),
        "safe-terminals": _("Safe terminals"),
        "online": _("Online"),
        # For translators: a topic of the library, about terms and how they are used
        "words": _("Words"),
        "law": _("Law"),
        "prevention": _("Prevention"),
        # For translators: a topic of the library: to listen to children
        "listening": _("Listening"),
        "partners": _("Partners"),
    }[topic]


def kind_word(kind: CardKind) -> str:
    """What sort of thing a card tells of."""
    return {
        "publication": _("Publication"),
        "project": _("Project"),
        "partner": _("Partner"),
        # For translators: an article on a website
        "story": _("Story"),
        # For translators: what an organisation says in public
        "statement": _("Statement"),
        # For translators: something one works with, such as a checklist
        "tool": _("Tool"),
        "idea": _("Idea"),
    }[kind]


def language_word(code: str) -> str:
    """A language, named in the language of the interface."""
    return _named(code, i18n.SOURCE if i18n.language() == i18n.PSEUDO else i18n.language())


@cache
def _named(code: str, spoken: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name(spoken) or code
    except (UnknownLocaleError, ValueError):
        return code
