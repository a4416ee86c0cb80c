"""Recordings of what a learner reads: one Opus file for each text, in ``media/narration/<lang>/``.

A file is named by the key of its text. Beside them, ``texts.json`` holds for each key the hash of
the words that are spoken. A sentence that changed has another hash: its recording is stale and is
left out until somebody speaks it again. ``waypost narration import`` writes both.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from trainer_app.content import guide, inline
from trainer_app.content.media import MAX_BYTES, media_faults
from trainer_app.content.module import Module
from trainer_app.content.texts import texts

LIST = "texts.json"
SUFFIX = ".opus"
_SILENT = (".alt",)
"""Ends of keys that are shown, not read aloud."""


@dataclass(frozen=True, slots=True)
class Row:
    """How far one language of a module is: how many texts are to be heard, and their words."""

    module: str
    language: str
    texts: int
    recorded: int
    stale: int
    words: int

    @property
    def missing(self) -> int:
        return self.texts - self.recorded - self.stale


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the files of a folder: keys taken, and sentences about the others."""

    taken: tuple[str, ...]
    refused: tuple[str, ...]


def folder_of(language: str) -> str:
    """Where recordings lie, named by text key; ``pt_BR`` reads ``pt-br``, as all media names."""
    return f"narration/{language.lower().replace('_', '-')}/"


def heard(module: Module) -> dict[str, str]:
    """The texts that are read aloud, by key, without marks.

    Not those in another language yet, and not the guide: whoever leads a session speaks.
    """
    silent = set(module.updating)
    return {
        key: inline.plain(text)
        for key, text in texts(module)
        if key not in silent and not key.endswith(_SILENT) and not key.startswith(guide.KEYS)
    }


def spoken(text: str) -> str:
    """The hash of the words of a recording."""
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def recordings(media: Mapping[str, Path], module: Module) -> dict[str, str]:
    """The recordings of the module in its language that speak what stands there: key to name."""
    known = _list(media, module.language)
    start = folder_of(module.language)
    found = {}
    for key, text in heard(module).items():
        name = f"{start}{key}{SUFFIX}"
        if name in media and known.get(key) == spoken(text):
            found[key] = name
    return found


def status(media: Mapping[str, Path], module: Module) -> Row:
    """How far a module is in its language."""
    said = heard(module)
    start = folder_of(module.language)
    there = [key for key in said if f"{start}{key}{SUFFIX}" in media]
    fresh = recordings(media, module)
    words = sum(len(text.split()) for text in said.values())
    return Row(module.id, module.language, len(said), len(fresh), len(there) - len(fresh), words)


def to_record(media: Mapping[str, Path], module: Module) -> Iterator[tuple[str, str]]:
    """Key and words of what has no recording yet, or a stale one."""
    fresh = recordings(media, module)
    for key, text in heard(module).items():
        if key not in fresh:
            yield key, text


def take(source: Path, folder: Path, module: Module) -> Imported:
    """Copy the recordings of a folder into the module's folder and note what they speak.

    Each is named by the key of its text and is Opus. Raises ``OSError`` when nothing can be read
    or written.
    """
    media = folder / "media"
    target = media / folder_of(module.language)
    said = heard(module)
    taken, refused = [], []
    for file in sorted(source.iterdir()):
        if not file.is_file() or file.name.startswith("."):
            continue
        key = file.name.removesuffix(SUFFIX)
        if fault := _fault(file, key, said):
            refused.append(f"{file.name}: {fault}")
            continue
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / file.name)
        taken.append(key)
    if taken:
        known = _list({f"{folder_of(module.language)}{LIST}": target / LIST}, module.language)
        known |= {key: spoken(said[key]) for key in taken}
        text = json.dumps(dict(sorted(known.items())), indent=1)
        (target / LIST).write_text(text + "\n", encoding="utf-8")
    return Imported(tuple(taken), tuple(refused))


def _fault(file: Path, key: str, said: Mapping[str, str]) -> str:
    if file.suffix != SUFFIX:
        return "this is no .opus file; save the recording as Opus."
    if key not in said:
        return "no text has this name; `waypost narration status --list` names them all."
    with file.open("rb") as opened:
        faults = media_faults(file.name, opened.read(MAX_BYTES + 1))
    return faults[0].sentence if faults else ""


def _list(media: Mapping[str, Path], language: str) -> dict[str, str]:
    file = media.get(f"{folder_of(language)}{LIST}")
    if file is None or not file.is_file():
        return {}
    try:
        known = json.loads(file.read_text("utf-8"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}
