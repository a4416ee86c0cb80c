"""Self-checks that an organisation brings in its programme file, and what its author may mend.

They are since minor 1: an older Waypost passes them over. Their texts are in one language, the one
the organisation wrote them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from trainer_app.content.fields import Id, Language, Version
from trainer_app.content.shelf import QUESTION_WORDS, TITLE_WORDS, CheckItem, Checklist

MINOR = 1
"""Of the body of a programme file that has any."""
MOST_ITEMS = 30

Title = Annotated[str, Meta(min_length=1, max_length=80)]
Sentence = Annotated[str, Meta(min_length=1, max_length=240)]
Remark = Annotated[str, Meta(max_length=240)]
Place = tuple[str | int, ...]


class ProgrammeCheckItem(Struct, frozen=True, kw_only=True):
    """One thing a site has or has not: how one knows that it is there, and what shows it."""

    id: Id
    title: Title
    question: Sentence
    evidence: Sentence


class ProgrammeChecklist(Struct, frozen=True, kw_only=True):
    """A self-check. One with the id of a list of the shelf takes its place.

    ``proposal`` says whose list it is while nobody confirmed it; empty once somebody did.
    ``beside`` are done on a day and make no score, ``chain-rehearsed`` and ``drill`` among them.
    """

    id: Id
    version: Version = "1.0"
    language: Language = "en"
    title: Title
    summary: Sentence
    proposal: Remark = ""
    note: Remark = ""
    items: tuple[ProgrammeCheckItem, ...]
    beside: tuple[ProgrammeCheckItem, ...] = ()

    def as_shelf_has_them(self) -> Checklist:
        """The same as a list of the shelf."""
        return Checklist(
            id=self.id,
            version=self.version,
            title=self.title,
            summary=self.summary,
            proposal=self.proposal or None,
            note=self.note or None,
            items=tuple(map(_item, self.items)),
            beside=tuple(map(_item, self.beside)),
        )


def checklist_faults(checklists: tuple[ProgrammeChecklist, ...]) -> Iterator[tuple[Place, str]]:
    """What no type can say is wrong: the place of each fault, and a sentence for its author."""
    known: set[str] = set()
    for n, one in enumerate(checklists):
        if one.id in known:
            yield ("checklists", n, "id"), f"`{one.id}` is there twice."
        known.add(one.id)
        if not 1 <= len(one.items) + len(one.beside) <= MOST_ITEMS or not one.items:
            yield ("checklists", n, "items"), f"A self-check has 1 to {MOST_ITEMS} items."
        yield from _item_faults(one, ("checklists", n))


def _item_faults(checklist: ProgrammeChecklist, at: Place) -> Iterator[tuple[Place, str]]:
    known: set[str] = set()
    for name in ("items", "beside"):
        for n, item in enumerate(getattr(checklist, name)):
            if item.id in known:
                yield (*at, name, n, "id"), f"`{item.id}` is there twice."
            known.add(item.id)
            for field, most in (("title", TITLE_WORDS), ("question", QUESTION_WORDS)):
                if len(getattr(item, field).split()) > most:
                    said = f"A {field} has {most} words at most, so that it is read at a glance."
                    yield (*at, name, n, field), said


def _item(one: ProgrammeCheckItem) -> CheckItem:
    return CheckItem(id=one.id, title=one.title, question=one.question, evidence=one.evidence)
