"""The pictures and recordings of a module folder: named well, used, small and safe."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trainer_app.content.authoring.narration import LIST
from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.reader import SCENES, Draft
from trainer_app.content.fields import MEDIA_NAME
from trainer_app.content.media import MAX_BYTES, media_faults
from trainer_app.content.module import Module
from trainer_app.content.soundness import pictures_of


def check_media(draft: Draft, modules: Iterable[Module], findings: Findings) -> None:
    """Name everything wrong with the media; shared pictures are checked where they are used.

    ``modules`` are the draft and its translations that ship.
    """
    used = names_used(draft, modules)
    for name, file in draft.media.items():
        own = file.is_relative_to(draft.folder / "media")
        where = f"media/{name}" if own else f"assets/{name}"
        place = Place(where, 1)
        if name.startswith("narration/") and name.endswith(f"/{LIST}"):
            continue
        if own and name.startswith(SCENES):
            said = "A folder `scenes` is kept for shared pictures; choose another name."
            findings.add(place, "media-name", said)
        elif not re.fullmatch(MEDIA_NAME, name):
            said = (
                "A media file has a name of lower-case letters, digits and single hyphens, "
                "and ends in .svg, .png, .jpg, .webp or .opus."
            )
            findings.add(place, "media-name", said)
            continue
        elif name not in used and name.startswith("narration/"):
            said = (
                "This recording is left out: its words changed, or nobody noted what it speaks. "
                "Record it again, and use `waypost narration import`."
            )
            findings.notice(place, "narration", said)
        elif name not in used:
            findings.add(place, "unused-media", "This file is not used anywhere in the module.")
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        for fault in media_faults(name, data):
            findings.add(Place(where, fault.line), "media", fault.sentence)


def names_used(draft: Draft, modules: Iterable[Module]) -> tuple[str, ...]:
    """The media that go into a pack of these modules, which are one in several languages."""
    used = {name for _, name in pictures_of(draft.module)}
    for module in modules:
        used |= set(module.narration.values())
    return tuple(name for name in sorted(draft.media) if name in used)
