"""What a pack is, before it is opened."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from trainer_app.content.fields import Id, Language, MediaName, RefresherDays, Text, Version, Words
from trainer_app.content.module import Role
from trainer_app.content.part import Part


class Manifest(Part, frozen=True, kw_only=True):
    """The first file of a pack: what it is, and the SHA-256 of every other file in it.

    ``languages[0]`` is the language the module was written in.
    """

    format: Literal[1]
    id: Id
    version: Version
    minimum_app_version: Version
    languages: tuple[Language, ...]
    titles: dict[Language, Words]
    summaries: dict[Language, Text]
    picture: MediaName
    minutes: int
    audience: tuple[Role, ...]
    lessons: tuple[Id, ...]
    scenarios: tuple[Id, ...]
    items: int
    bank: int = 0
    """How many of the items a quiz may draw."""
    short_lessons: tuple[Id, ...] = ()
    """The lessons of the short form; none where the module has no short form."""
    short_minutes: int = 0
    pass_mark: Annotated[float, Meta(gt=0, le=1)] = 0.8
    refresher_days: RefresherDays = (7, 30, 90, 365)
    reviewed: bool
    files: dict[str, Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]]
