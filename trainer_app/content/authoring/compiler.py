"""A checked draft compiled into a pack, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from trainer_app.content import archive, canonical
from trainer_app.content.authoring.checker import Report
from trainer_app.content.authoring.media_files import names_used
from trainer_app.content.forms import short_minutes
from trainer_app.content.manifest import Manifest
from trainer_app.content.module import Module
from trainer_app.content.pack import MANIFEST, MEDIA, SUFFIX, module_file, open_pack
from trainer_app.errors import ModuleProblems


def build(report: Report, output: Path) -> Path:
    """Write ``<id>-<version>.waypack`` into a folder, open it as the app will, return its path.

    Raises ``ModuleProblems`` when the check found any.
    """
    if report.problems or report.draft is None:
        count = len(report.problems)
        raise ModuleProblems(f"The module in {report.folder} has {count} problems.")
    draft = report.draft
    modules = {draft.module.language: draft.module, **report.translations}
    media = {name: draft.media[name].read_bytes() for name in names_used(draft, modules.values())}
    data = compile_pack(modules, media)
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{draft.module.id}-{draft.module.version}{SUFFIX}"
    _write(path, data)
    open_pack(path).verify()
    return path


def compile_pack(modules: Mapping[str, Module], media: Mapping[str, bytes]) -> bytes:
    """The bytes of a pack; the first of the modules is in the language it was written in."""
    files = {module_file(code): canonical.encode(_strict(m)) for code, m in modules.items()}
    files |= {MEDIA + name: data for name, data in media.items()}
    files = dict(sorted(files.items()))
    return archive.write({MANIFEST: canonical.encode(_manifest(modules, files)), **files})


def _manifest(modules: Mapping[str, Module], files: Mapping[str, bytes]) -> Manifest:
    module = next(iter(modules.values()))
    return Manifest(
        format=1,
        id=module.id,
        version=module.version,
        minimum_app_version=module.minimum_app_version,
        languages=tuple(modules),
        titles={code: translated.title for code, translated in modules.items()},
        summaries={code: translated.summary for code, translated in modules.items()},
        picture=module.picture.file,
        minutes=module.minutes,
        audience=module.audience,
        lessons=tuple(lesson.id for lesson in module.lessons),
        scenarios=tuple(scenario.id for scenario in module.scenarios),
        items=len(module.items),
        bank=len(module.bank),
        short_lessons=module.short_form.lessons if module.short_form else (),
        short_minutes=short_minutes(module),
        pass_mark=module.pass_rule.pass_mark,
        refresher_days=module.refresher_days,
        reviewed=module.reviewed,
        files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    )


def _strict(module: Module) -> Module:
    """The same module, held against every limit of its types."""
    return msgspec.convert(msgspec.to_builtins(module), Module)


def _write(path: Path, data: bytes) -> None:
    """Write beside the final name, then rename: a reader sees the old pack or the new one."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
