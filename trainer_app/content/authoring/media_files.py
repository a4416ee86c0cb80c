"""The pictures and recordings of a module folder: named well, used, small and safe."""

from __future__ import annotations

import re
from collections.abc import Collection

from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.reader import SCENES, Draft, narration_folder
from trainer_app.content.authoring.translation import original
from trainer_app.content.fields import MEDIA_NAME
from trainer_app.content.media import MAX_BYTES, media_faults
from trainer_app.content.soundness import pictures_of


def check_media(draft: Draft, findings: Findings) -> None:
    """Name everything wrong with the media; shared pictures are checked where they are used."""
    languages = {draft.module.language, *original(draft).files()}
    used = names_used(draft, languages)
    for name, file in draft.media.items():
        own = file.is_relative_to(draft.folder / "media")
        where = f"media/{name}" if own else f"assets/{name}"
        place = Place(where, 1)
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
        elif name not in used:
            findings.add(place, "unused-media", "This file is not used anywhere in the module.")
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        for fault in media_faults(name, data):
            findings.add(Place(where, fault.line), "media", fault.sentence)


def names_used(draft: Draft, languages: Collection[str]) -> tuple[str, ...]:
    """The media that go into a pack of these languages."""
    used = {name for _, name in pictures_of(draft.module)}
    return tuple(n for n in sorted(draft.media) if n in used or _narrates(n, languages))


def _narrates(name: str, languages: Collection[str]) -> bool:
    return any(name.startswith(narration_folder(code)) for code in languages)
