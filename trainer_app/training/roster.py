"""A list of people as a table: which column is which, and what its words mean.

Headers and words are understood in every language of the program, whatever it speaks now; what is
written is in one of them. Files are read and written elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trainer_app.content.folding import folded
from trainer_app.content.module import Role

Column = Literal["id", "name", "given", "family", "role", "team", "language", "left"]
COLUMNS: tuple[Column, ...] = ("id", "name", "role", "team", "language", "left")
"""Those that are written, in their order."""
Table = list[list[str]]
HEADER_WITHIN = 10
"""So many rows from the top the headers are looked for: lists often begin with a title."""

_HEADERS: dict[str, dict[Column, tuple[str, ...]]] = {
    "en": {
        "id": ("Id", "learner id", "identifier"),
        "name": ("Name", "full name", "person", "learner", "names"),
        "given": ("first name", "given name", "forename", "first names"),
        "family": ("surname", "last name", "family name", "surnames"),
        "role": ("Work", "role", "job", "position", "occupation"),
        "team": ("Team", "group", "shift"),
        "language": ("Language", "lang"),
        "left": ("Left", "has left", "gone"),
    },
    "es": {
        "id": ("Id", "identificador"),
        "name": ("Nombre", "nombre completo", "nombre y apellido", "nombre y apellidos", "nombres"),
        "given": ("primer nombre", "nombre de pila"),
        "family": ("apellido", "apellidos"),
        "role": ("Trabajo", "rol", "cargo", "puesto", "ocupación", "función"),
        "team": ("Equipo", "grupo", "turno"),
        "language": ("Idioma", "lengua"),
        "left": ("Se fue", "ya no está", "baja"),
    },
    "fr": {
        "id": ("Id", "identifiant"),
        "name": ("Nom", "nom complet", "nom et prénom", "prénom et nom", "noms"),
        "given": ("prénom", "prénoms"),
        "family": ("nom de famille",),
        "role": ("Travail", "rôle", "poste", "métier", "fonction"),
        "team": ("Équipe", "groupe"),
        "language": ("Langue",),
        "left": ("Parti", "partie", "a quitté", "parti(e)"),
    },
    "ar": {
        "id": ("المعرّف", "الرقم التعريفي", "معرف"),
        "name": ("الاسم", "الاسم الكامل", "اسم"),
        "given": ("الاسم الأول", "الاسم الشخصي"),
        "family": ("اسم العائلة", "اللقب"),
        "role": ("العمل", "الدور", "الوظيفة", "عمل"),
        "team": ("الفريق", "المجموعة", "فريق"),
        "language": ("اللغة", "لغة"),
        "left": ("غادر", "غادرت", "ترك"),
    },
}
"""The first of each is the one that is written."""

_ROLES: dict[str, dict[Role, tuple[str, ...]]] = {
    "en": {
        "ticket-office": ("Ticket office", "tickets", "ticket clerk", "clerk", "ticket seller"),
        "driver": ("Driver or conductor", "driver", "conductor", "bus driver"),
        "vendor": ("Vendor", "seller", "shop", "porter"),
        "guard": ("Guard or security", "guard", "security", "security guard"),
        "hotel": ("Hotel or guest house", "hotel", "guest house", "hostel"),
        "internet-cafe": ("Internet café", "cybercafe"),
        "supervisor": ("Supervisor", "manager", "head"),
        "other": ("Other work", "other"),
    },
    "es": {
        "ticket-office": ("Boletería", "boletero", "boletera", "taquilla", "venta de boletos"),
        "driver": ("Chofer o ayudante", "chofer", "conductor", "conductora", "ayudante"),
        "vendor": ("Vendedora o vendedor", "vendedor", "vendedora", "comerciante"),
        "guard": ("Guardia o seguridad", "guardia", "seguridad", "guardia de seguridad"),
        "hotel": ("Hotel o alojamiento", "alojamiento", "hostal"),
        "internet-cafe": ("Café internet", "cibercafé"),
        "supervisor": ("Supervisión", "supervisora", "jefe", "jefa", "encargado", "encargada"),
        "other": ("Otro trabajo", "otro", "otra", "otros"),
    },
    "fr": {
        "ticket-office": ("Guichet", "guichetier", "guichetière", "billetterie"),
        "driver": ("Chauffeur ou receveur", "chauffeur", "receveur", "conducteur", "conductrice"),
        "vendor": ("Vendeuse ou vendeur", "vendeur", "vendeuse", "commerçant", "commerçante"),
        "guard": ("Gardien ou sécurité", "gardien", "gardienne", "sécurité", "agent de sécurité"),
        "hotel": ("Hôtel ou auberge", "hôtel", "auberge"),
        "internet-cafe": ("Cybercafé", "café internet"),
        "supervisor": ("Superviseur", "superviseure", "superviseuse", "responsable", "chef"),
        "other": ("Autre travail", "autre"),
    },
    "ar": {
        "ticket-office": ("مكتب التذاكر", "تذاكر", "موظف تذاكر", "موظفة تذاكر"),
        "driver": ("سائق أو مساعد سائق", "سائق", "سائقة", "مساعد سائق"),
        "vendor": ("بائع", "بائعة"),
        "guard": ("حراسة أو أمن", "حارس", "حارسة", "أمن", "حراسة"),
        "hotel": ("فندق أو نُزُل", "فندق", "نزل"),
        "internet-cafe": ("مقهى إنترنت", "مقهى انترنت"),
        "supervisor": ("مشرف", "مشرفة"),
        "other": ("عمل آخر", "آخر", "أخرى"),
    },
}
_LANGUAGES = {
    "en": ("English", "inglés", "anglais", "الإنجليزية", "إنجليزي"),
    "es": ("Español", "Spanish", "castellano", "espagnol", "الإسبانية", "إسباني"),
    "fr": ("Français", "French", "francés", "الفرنسية", "فرنسي"),
    "ar": ("العربية", "Arabic", "árabe", "arabe", "عربي"),
}
_YES = ("yes", "y", "x", "1", "true", "sí", "s", "verdadero", "oui", "o", "vrai", "نعم", "✓", "✔")
_NO = ("no", "n", "0", "false", "falso", "non", "faux", "لا", "-")
_ANSWERS = {"en": ("yes", "no"), "es": ("sí", "no"), "fr": ("oui", "non"), "ar": ("نعم", "لا")}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it stands in the file. ``row`` counts from 1, as a spreadsheet does.

    Empty words mean that nothing was written there. ``role`` and ``language`` are codes where their
    words were understood, and ``unread`` names the columns where they were not.
    """

    row: int
    name: str
    learner_id: str = ""
    role: Role | None = None
    team: str = ""
    language: str = ""
    left: bool | None = None
    unread: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """What a table says. ``columns`` are those found, ``ignored`` the headers of the others."""

    lines: tuple[Line, ...]
    columns: frozenset[Column]
    ignored: tuple[str, ...]


def plain(words: str) -> str:
    """Words as headers and cells are compared."""
    return " ".join(re.sub(r"[\W_]+", " ", folded(words)).split()) or words.strip()


def find_headers(table: Table) -> tuple[int, dict[Column, int]] | None:
    """The row of the headers, from 0, and the place of each column; None without one of names."""
    for at, row in enumerate(table[:HEADER_WITHIN]):
        found = _columns(row)
        if "name" in found or "given" in found:
            return at, found
    return None


def read_table(table: Table, headers: tuple[int, dict[Column, int]]) -> Roster:
    """The lines below the headers; rows without a word in them are passed over."""
    at, columns = headers
    named = set(columns.values())
    ignored = tuple(
        clean(words) for place, words in enumerate(table[at]) if clean(words) and place not in named
    )
    lines = tuple(
        _line(at + 1 + below, row, columns)
        for below, row in enumerate(table[at + 1 :], 1)
        if any(clean(row[place]) for place in named if place < len(row))
    )
    return Roster(lines, frozenset(columns), ignored)


def headers_in(language: str) -> list[str]:
    """The first row of a list that is written in this language."""
    words = _HEADERS.get(language, _HEADERS["en"])
    return [words[column][0] for column in COLUMNS]


def role_word(role: Role, language: str) -> str:
    """What somebody does, as a list in this language says it."""
    return _ROLES.get(language, _ROLES["en"])[role][0]


def left_word(left: bool, language: str) -> str:
    """Whether somebody left, as a list in this language says it."""
    return _ANSWERS.get(language, _ANSWERS["en"])[0 if left else 1]


def clean(words: str) -> str:
    """What somebody typed, on one line and without letters that only steer other letters."""
    kept = (" " if one.isspace() else one for one in words if _is_text(one))
    return " ".join("".join(kept).split())


def _is_text(letter: str) -> bool:
    if letter.isspace() or letter in "\u200c\u200d":  # these shape words of some scripts
        return True
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _meanings(words: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for told in words.values():
        for meaning, spellings in told.items():
            for spelling in (meaning, *spellings):
                found.setdefault(plain(spelling), meaning)
    return found


_COLUMN_OF = _meanings(_HEADERS)  # type: ignore[arg-type]
_ROLE_OF = _meanings(_ROLES)  # type: ignore[arg-type]
_LANGUAGE_OF = _meanings({"": _LANGUAGES})
_LEFT_OF = {plain(word): True for word in _YES} | {plain(word): False for word in _NO}


def _columns(row: Sequence[str]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for place, words in enumerate(row):
        column = _COLUMN_OF.get(plain(clean(words)))
        if column is not None and column not in found:
            found[column] = place  # type: ignore[index]
    return found


def _line(row: int, cells: Sequence[str], columns: Mapping[Column, int]) -> Line:
    told = {
        column: clean(cells[place]) if place < len(cells) else ""
        for column, place in columns.items()
    }
    role = _ROLE_OF.get(plain(told.get("role", "")))
    language = _LANGUAGE_OF.get(plain(told.get("language", "")).split(" ")[0], "")
    left = _LEFT_OF.get(plain(told.get("left", "")))
    read: dict[Column, object] = {"role": role, "language": language or None, "left": left}
    unread = tuple(c for c, meant in read.items() if told.get(c) and meant is None)
    return Line(
        row=row,
        name=_whole(told),
        learner_id=told.get("id", ""),
        role=role,  # type: ignore[arg-type]
        team=told.get("team", ""),
        language=language,
        left=left,
        unread=unread,
    )


def _whole(told: Mapping[Column, str]) -> str:
    """The name, from as many columns as it stands in.

    Beside first names a column "Nom" or "Name" holds the name of the family.
    """
    parts = (told.get("given", ""), told.get("name", ""), told.get("family", ""))
    return " ".join(part for part in parts if part)
