"""Words, numbers and dates in the current language, without Qt.

Catalogs are gettext files in ``translations/<language>/LC_MESSAGES/trainer_app.mo``. Every look-up
asks the current catalog, so nothing is bound at import and the language can change at any time.
"""

import gettext as _gettext
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from trainer_app import paths

if TYPE_CHECKING:
    from babel import Locale

DOMAIN = "trainer_app"
SOURCE = "en"
LANGUAGES = {"en": "English", "es": "Español", "fr": "Français", "ar": "العربية"}
"""The languages of the interface, each named in itself."""
PSEUDO = "en_XA"
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "nqo"}

_language = SOURCE
_catalog: _gettext.NullTranslations = _gettext.NullTranslations()


def set_language(code: str) -> None:
    """Speak ``code`` from now on; an unknown one falls back to its parent or to English."""
    global _language, _catalog
    wanted = [code, code.split("_")[0]]
    folder = paths.resources() / "translations"
    _catalog = _gettext.translation(DOMAIN, folder, wanted, fallback=True)
    _language = code


def language() -> str:
    """The code of the current language."""
    return _language


def is_rtl(code: str | None = None) -> bool:
    """Whether a language (default: the current one) is written from right to left."""
    return (code or _language).split("_")[0] in _RIGHT_TO_LEFT


def _(message: str) -> str:
    """The message in the current language; an empty one stays empty."""
    return _catalog.gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the message that goes with ``count``; put the number in with ``format``."""
    return _catalog.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The message in the current language, told apart from its twins by ``context``."""
    return _catalog.pgettext(context, message)


def said_in(code: str, message: str) -> str:
    """The message in another language than the current one, for words beside those of a module.

    Without a catalog for that language it stays as it is. Mark the message with ``N_``.
    """
    return _(message) if code == _language else _catalog_of(code).gettext(message)


def N_(message: str) -> str:
    """Mark a constant for extraction; ``_()`` translates it when it is shown."""
    return message


def isolate(text: object) -> str:
    """Text to put into a sentence, kept from disturbing its direction (FSI … PDI)."""
    return f"\u2068{text}\u2069"


def isolate_number(text: object) -> str:
    """A telephone number, code or address, always read from left to right (LRI … PDI)."""
    return f"\u2066{text}\u2069"


def number(value: float) -> str:
    """A number as the current language writes it."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(_language))


def listing(things: Iterable[str]) -> str:
    """Several things in a row, with the comma of the language between them."""
    # For translators: stands between things in a row: comma and space, or what you write there
    return pgettext("between things in a row", ", ").join(things)


def percent(share: float) -> str:
    """A share 0..1 as a whole percentage; a half goes up, as in any spreadsheet."""
    from decimal import ROUND_HALF_UP, localcontext

    from babel.numbers import format_percent

    with localcontext(rounding=ROUND_HALF_UP):
        return format_percent(
            share, format="#,##0 %" if _language == "fr" else None, locale=_locale(_language)
        )


def day(moment: date | datetime, length: str = "long") -> str:
    """A date as the current language writes it; ``length`` is short, medium, long or full."""
    from babel.dates import format_date

    kind: Any = length
    return format_date(moment, format=kind, locale=_locale(_language))


@cache
def _catalog_of(code: str) -> _gettext.NullTranslations:
    folder = paths.resources() / "translations"
    return _gettext.translation(DOMAIN, folder, [code, code.split("_")[0]], fallback=True)


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(SOURCE if code == PSEUDO else code)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE)
