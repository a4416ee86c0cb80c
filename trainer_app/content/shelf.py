"""What stands beside the modules: library, glossary, role paths, job aids, self-checks, numbers.

Authors write ``assets/{library,glossary,paths,job-aids,checklists,helplines}.yaml``;
``content.authoring`` compiles them into one ``Shelf`` for each language, a file the program reads
in place.
Texts typed ``Text`` are translated like those of modules.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from trainer_app.content import canonical
from trainer_app.content.fields import Date, Id, Language, Text, Version, Words
from trainer_app.content.module import Citation, Role, Source
from trainer_app.content.part import Part

Topic = Literal[
    "travel-and-transport", "safe-terminals", "online", "words", "law", "prevention", "listening",
    "partners",
]  # fmt: skip
CardKind = Literal["publication", "project", "partner", "story", "statement", "tool", "idea"]
AidKind = Literal[
    "wallet-card", "counter-card", "poster", "disclosure-card", "reporting-chain", "terminal-check"
]
SlotId = Literal[
    "focal-point", "focal-point-night", "emergency-number", "child-helpline", "protection-office",
    "police", "content-hotline", "manager",
]  # fmt: skip
Channel = Literal[
    "emergency", "police", "child-helpline", "trafficking-line", "content-hotline",
    "protection-office", "directory",
]  # fmt: skip


TITLE_WORDS, QUESTION_WORDS = 8, 25
"""At most, of an item of a self-check: it is read at a glance."""


class LibraryCard(Part, frozen=True, kw_only=True):
    """One initiative or publication: what it is in our own words, and where it is used.

    ``rows`` number the entries of the project's source list. Official titles stay in their own
    language in every translation. ``address`` is read online when there is a connection.
    """

    id: Id
    rows: tuple[int, ...]
    kind: CardKind
    title: Text
    body: Words
    year: Words
    languages: tuple[Language, ...] = ()
    topics: tuple[Topic, ...]
    about: Text
    note: Text | None = None
    used_in: tuple[Id, ...] = ()
    address: str = ""


class Term(Part, frozen=True, kw_only=True):
    """A word we use, what it means, and why this word. ``also`` are harmless variants.

    ``forms`` are the ways the word stands in lessons, in lower case; lessons link them. Forms that
    cross nothing (an official title, say) may be empty.
    """

    id: Id
    term: Text
    meaning: Text
    why: Text
    also: tuple[Text, ...] = ()
    forms: tuple[Text, ...] = ()
    citations: tuple[Citation, ...] = ()


class Stop(Part, frozen=True, kw_only=True):
    """One module of a path; ``short`` takes its short form."""

    module: Id
    short: bool = False


class RolePath(Part, frozen=True, kw_only=True):
    """The modules a role goes through, in order; it ends in what I do and whom I call."""

    id: Id
    roles: tuple[Role, ...]
    title: Text
    summary: Text
    stops: tuple[Stop, ...]
    do: tuple[Text, ...]
    call: tuple[SlotId, ...]


class AidSection(Part, frozen=True, kw_only=True):
    """A part of a job aid.

    ``call`` sections print the site's places of the reporting chain, ``table`` sections rows to
    fill in by hand under ``columns``, the others their lines.
    """

    kind: Literal["say", "do", "never", "note", "call", "table"]
    title: Text | None = None
    lines: tuple[Text, ...] = ()
    call: tuple[SlotId, ...] = ()
    columns: tuple[Text, ...] = ()


class JobAid(Part, frozen=True, kw_only=True):
    """A sheet to print. ``copies`` stand on one page; ``proposal`` marks what is our own."""

    id: Id
    kind: AidKind
    title: Text
    summary: Text
    heading: Text
    paper: Literal["a4", "a3"] = "a4"
    landscape: bool = False
    copies: int = 1
    proposal: Text | None = None
    sections: tuple[AidSection, ...]
    footer: Text
    citations: tuple[Citation, ...] = ()


class CheckItem(Part, frozen=True, kw_only=True):
    """One thing a site has or has not. ``question`` tells how one knows that it is there,
    ``evidence`` gives an example of what shows it."""

    id: Id
    title: Text
    question: Text
    evidence: Text
    citations: tuple[Citation, ...] = ()


class Checklist(Part, frozen=True, kw_only=True):
    """The self-check of a site. ``items`` make the score; those ``beside`` are done on a day, such
    as a drill, and make none.

    ``version`` rises when an item changes its meaning; it stands in every answer. ``proposal`` says
    whose list it is, for as long as nobody confirmed it; ``note`` what it is not for.
    """

    id: Id
    version: Version
    title: Text
    summary: Text
    proposal: Text | None = None
    note: Text | None = None
    items: tuple[CheckItem, ...]
    beside: tuple[CheckItem, ...] = ()

    def item(self, item_id: str) -> CheckItem:
        """The item of that id, of either kind. Raises ``KeyError``."""
        return {one.id: one for one in (*self.items, *self.beside)}[item_id]


class Helpline(Part, frozen=True, kw_only=True):
    """A number or channel as a source names it. To learners it is no number to call until somebody
    has tried it: ``verified_by`` and ``verified_on`` say who and when; that holds for six months.

    ``country`` is ISO 3166 (``BO``), or ``world``, ``africa``, ``europe``. ``number`` is empty
    where no source could be found. ``second`` says what to do when nobody answers.
    """

    id: Id
    country: Words
    name: Words
    channel: Channel
    number: str = ""
    web: str = ""
    hours: str = ""
    languages: tuple[Language, ...] = ()
    cost: str = ""
    serves: Literal["children", "adults", "both", ""] = ""
    second: str = ""
    remark: str = ""
    source: Words
    confidence: Literal["VS", "V", "V-old", "2nd", "P", "U"]
    verified_by: str = ""
    verified_on: Date | None = None


class Shelf(Part, frozen=True, kw_only=True):
    """Everything beside the modules, in one language; ``checks_language`` is that of the
    ``checklists`` where they alone are translated so far."""

    language: Language = "en"
    checks_language: Language | None = None
    version: Version = "2026.1"
    library: tuple[LibraryCard, ...] = ()
    glossary: tuple[Term, ...] = ()
    paths: tuple[RolePath, ...] = ()
    job_aids: tuple[JobAid, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    helplines: tuple[Helpline, ...] = ()
    sources: tuple[Source, ...] = ()
    updating: tuple[str, ...] = ()

    def path(self, path_id: str) -> RolePath:
        """The path of that id. Raises ``KeyError``."""
        return {path.id: path for path in self.paths}[path_id]

    def path_for(self, role: str) -> RolePath | None:
        """The path a role goes, None where there is none."""
        return next((path for path in self.paths if role in path.roles), None)


SUFFIX = ".shelf"


def write_shelf(folder: Path, shelf: Shelf) -> Path:
    """Write the shelf of a language: its SHA-256 in a line, then canonical JSON."""
    data = canonical.encode(shelf)
    file = folder / f"{shelf.checks_language or shelf.language}{SUFFIX}"
    file.write_bytes(_mark(data) + b"\n" + data)
    return file


def open_shelf(folder: Path, language: str) -> Shelf:
    """The shelf in a language, or in English; an empty one where none was built.

    Raises ``ValueError``, ``MsgspecError`` or ``OSError`` for a file that was damaged.
    """
    for code in (language, language.partition("_")[0], "en"):
        file = folder / f"{code}{SUFFIX}"
        if file.is_file():
            mark, _line, data = file.read_bytes().partition(b"\n")
            if mark != _mark(data):
                raise ValueError(f"{file.name} is not what was written")
            return canonical.decode(data, Shelf)
    return Shelf(language="en")


def _mark(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
