"""A pack: one module as a verified file, read in place and never extracted.

Whatever a damaged or hostile file provokes becomes ``PackRejected``: its text is for the person,
its ``detail`` is for whoever helps them.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

from msgspec import Struct

import trainer_app
from trainer_app.content import archive, canonical
from trainer_app.content.fields import Version
from trainer_app.content.forms import short_minutes
from trainer_app.content.manifest import Manifest
from trainer_app.content.media import media_faults
from trainer_app.content.module import Module
from trainer_app.content.soundness import faults
from trainer_app.errors import PackRejected
from trainer_app.i18n import _

MANIFEST = "manifest.json"
MEDIA = "media/"
SUFFIX = ".waypack"
MAX_PICTURES = 300
"""How many files a pack may have besides recordings; each picture is parsed when it is opened."""


class PackTooNew(PackRejected):
    """A pack for a Waypost of this ``version`` or newer."""

    def __init__(self, version: str) -> None:
        super().__init__(_("This module needs Waypost {version} or newer.").format(version=version))
        self.version = version


def read_manifest(path: Path) -> Manifest:
    """What a pack says it is, from its first few kilobytes; the rest is not verified here.

    Raises ``PackRejected``; ``PackTooNew`` when the pack needs a newer Waypost.
    """
    with _rejecting(path), _opened(path) as file:
        data = archive.read_first(file, MANIFEST)
        needed = canonical.decode(data, _Needs).minimum_app_version
    if newer(needed, trainer_app.__version__):
        raise PackTooNew(needed)
    with _rejecting(path):
        return canonical.decode(data, Manifest)


def open_pack(path: Path) -> Pack:
    """The pack, every byte of it verified. Raises ``PackRejected``."""
    manifest = read_manifest(path)
    with _rejecting(path), _opened(path) as file:
        entries = {entry.name: entry for entry in archive.read_entries(file)}
        _complete(manifest, set(entries))
        for name, expected in manifest.files.items():
            _harmless(name, _verified(file, entries[name], expected))
    return Pack(path, manifest, entries)


def newer(version: str, than: str) -> bool:
    """Whether a version comes after another; "2026.10" is newer than "2026.9"."""
    return _numbers(version) > _numbers(than)


def module_file(language: str) -> str:
    """The name of a language's file in a pack."""
    return f"module.{language}.json"


class Pack:
    """An opened pack. Safe to use from several threads; holds no file open."""

    def __init__(self, path: Path, manifest: Manifest, entries: dict[str, archive.Entry]) -> None:
        self.path = path
        self.manifest = manifest
        self._entries = entries
        self._modules: dict[str, Module] = {}
        self._lock = threading.Lock()

    def module(self, language: str) -> Module:
        """The module in that language, its parent language, or else the one it was written in."""
        spoken = self.manifest.languages
        wanted = (language, language.partition("_")[0], spoken[0])
        found = next(code for code in wanted if code in spoken)
        with self._lock:
            if found not in self._modules:
                self._modules[found] = self._read_module(found)
            return self._modules[found]

    def media(self, name: str) -> bytes:
        """A picture or recording by the name the module gives it. Raises ``KeyError``."""
        return self._read(MEDIA + name)

    def verify(self) -> None:
        """Read every language, as before keeping a pack. Raises ``PackRejected``."""
        for language in self.manifest.languages:
            self.module(language)

    def _read_module(self, language: str) -> Module:
        data = self._read(module_file(language))
        with _rejecting(self.path):
            module = canonical.decode(data, Module)
            _same(self.manifest, module, language)
            media = {name.removeprefix(MEDIA) for name in self._entries}
            for fault in faults(module, media):
                raise ValueError(f"{'.'.join(map(str, fault.path))}: {fault.sentence}")
        return module

    def _read(self, name: str) -> bytes:
        entry, expected = self._entries[name], self.manifest.files[name]
        with _rejecting(self.path), _opened(self.path) as file:
            return _verified(file, entry, expected)


class _Needs(Struct):
    """The one thing that can be read of a manifest in a form not yet invented."""

    minimum_app_version: Version


def _opened(path: Path) -> BinaryIO:
    if not path.is_file():  # a device or a pipe would never answer
        raise FileNotFoundError(f"{path} is no file")
    return path.open("rb")


def _complete(manifest: Manifest, held: set[str]) -> None:
    """The manifest names every file of the pack, and every language is there."""
    if held != {MANIFEST, *manifest.files}:
        odd = sorted(held ^ {MANIFEST, *manifest.files})
        raise ValueError(f"the manifest does not match the files: {odd[:3]}")
    if sum(not name.endswith(".opus") for name in held) > MAX_PICTURES:
        raise ValueError("too many pictures")
    spoken = manifest.languages
    if not spoken or len(set(spoken)) != len(spoken):
        raise ValueError("no languages, or one twice")
    modules = {name for name in held if not name.startswith(MEDIA)} - {MANIFEST}
    if modules != {module_file(language) for language in spoken}:
        raise ValueError("the languages do not match the files")
    if not set(spoken) == set(manifest.titles) == set(manifest.summaries):
        raise ValueError("the languages do not match the titles")
    if MEDIA + manifest.picture not in held:
        raise ValueError("the picture of the module is missing")


def _verified(file: BinaryIO, entry: archive.Entry, expected: str) -> bytes:
    data = archive.read_file(file, entry)
    if hashlib.sha256(data).hexdigest() != expected:
        raise ValueError(f"{entry.name} is not what the manifest says")
    return data


def _harmless(name: str, data: bytes) -> None:
    if name.startswith(MEDIA):
        for fault in media_faults(name, data):
            raise ValueError(f"{name}, line {fault.line}: {fault.sentence}")


def _same(manifest: Manifest, module: Module, language: str) -> None:
    """What the manifest says of a module is what its file holds."""
    said = (manifest.id, manifest.version, language, manifest.lessons, manifest.scenarios)
    lessons = tuple(lesson.id for lesson in module.lessons)
    scenarios = tuple(scenario.id for scenario in module.scenarios)
    if said != (module.id, module.version, module.language, lessons, scenarios):
        raise ValueError(f"module.{language}.json is of another module than the manifest")
    short = module.short_form.lessons if module.short_form else ()
    facts = (short, short_minutes(module), module.pass_rule.pass_mark, module.refresher_days)
    told = (manifest.short_lessons, manifest.short_minutes, manifest.pass_mark)
    if module.form != "full" or facts != (*told, manifest.refresher_days):
        raise ValueError(f"module.{language}.json is taught otherwise than the manifest says")
    shown = (manifest.titles[language], manifest.summaries[language], manifest.picture)
    counts = (manifest.minutes, manifest.items, manifest.bank, manifest.audience)
    looks = (module.title, module.summary, module.picture.file)
    holds = (module.minutes, len(module.items), len(module.bank), module.audience)
    if (*shown, *counts, manifest.reviewed) != (*looks, *holds, module.reviewed):
        raise ValueError(f"the manifest says other things than module.{language}.json")


def _numbers(version: str) -> tuple[int, ...]:
    """A version to compare; "0.1" and "0.1.0" are the same."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@contextmanager
def _rejecting(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while reading into a rejection."""
    try:
        yield
    except OSError as error:
        text = _("The file {name} cannot be read.").format(name=path.name)
        _reject(text, error)
    except Exception as error:  # noqa: BLE001  a hostile file may provoke anything
        text = _("This copy of the module is damaged. Copy it again, or try another USB stick.")
        _reject(text, error)


def _reject(text: str, error: Exception) -> NoReturn:
    raise PackRejected(text, f"{type(error).__name__}: {error}") from error
