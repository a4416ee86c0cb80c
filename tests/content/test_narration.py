"""Recordings: taken in with what they speak, left out when the words change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.content.conftest import Edit
from tests.content.test_translation import change, extracted, shout
from trainer_app.content.authoring.checker import check_folder
from trainer_app.content.authoring.compiler import build
from trainer_app.content.authoring.narration import heard, status, take, to_record
from trainer_app.content.authoring.reader import Draft
from trainer_app.content.module import Module
from trainer_app.content.pack import open_pack

SOUND = b"OggS" + b"\0" * 24 + b"OpusHead" + b"\0" * 20
L = "lessons/01-a-good-start.md"
KEY = "lessons.a-good-start.steps.everybody.blocks.0.text"


def read(folder: Path, language: str = "en") -> tuple[Draft, Module]:
    report = check_folder(folder)
    assert report.draft
    return report.draft, {"en": report.draft.module, **report.translations}[language]


def record(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(SOUND)
    return folder


def test_recordings_go_with_their_language(example: Path, tmp_path: Path) -> None:
    change(extracted(example), shout)
    for language, names in {"en": ["title"], "es": ["title", "grounding.title"]}.items():
        voice = record(tmp_path / language, *(f"{name}.opus" for name in names))
        _, module = read(example, language)
        assert take(voice, example, module).taken == tuple(sorted(names))
    report = check_folder(example)
    assert report.findings == ()
    pack = open_pack(build(report, tmp_path / "out"))
    assert pack.module("en").narration == {"title": "narration/en/title.opus"}
    spoken = pack.module("es").narration
    assert spoken.keys() == {"title", "grounding.title"}
    assert pack.media(spoken["title"]) == SOUND


def test_a_changed_sentence_makes_its_recording_stale(
    example: Path, edit: Edit, tmp_path: Path
) -> None:
    draft, module = read(example)
    total = len(heard(module))
    assert (status(draft.media, module).recorded, status(draft.media, module).missing) == (0, total)
    take(record(tmp_path / "voice", f"{KEY}.opus"), example, module)
    draft, module = read(example)
    assert status(draft.media, module).recorded == 1
    assert KEY not in dict(to_record(draft.media, module))
    edit(L, "two seconds", "one second")
    report = check_folder(example)
    assert report.problems == ()
    assert ["left out" in notice.sentence for notice in report.notices] == [True]
    draft, module = read(example)
    row = status(draft.media, module)
    assert (row.recorded, row.stale, row.missing) == (0, 1, total - 1)
    assert KEY in dict(to_record(draft.media, module))
    assert module.narration == {}
    assert open_pack(build(report, tmp_path / "out")).module("en").narration == {}


def test_a_recording_without_a_note_is_left_out(example: Path) -> None:
    file = example / "media" / "narration" / "en" / "title.opus"
    file.parent.mkdir(parents=True)
    file.write_bytes(SOUND)
    report = check_folder(example)
    assert report.problems == ()
    assert len(report.notices) == 1
    (file.parent / "texts.json").write_text("not a list")
    assert read(example)[1].narration == {}


def test_what_is_no_recording_is_refused_and_nothing_else(example: Path, tmp_path: Path) -> None:
    voice = record(tmp_path / "voice", "title.opus", "titel.opus", "summary.wav", ".hidden")
    (voice / "notice.opus").write_bytes(b"RIFF")
    _, module = read(example)
    done = take(voice, example, module)
    assert done.taken == ("title",)
    assert [sentence.partition(":")[0] for sentence in done.refused] == [
        "notice.opus", "summary.wav", "titel.opus",
    ]  # fmt: skip
    noted = json.loads((example / "media/narration/en/texts.json").read_text("utf-8"))
    assert noted.keys() == {"title"}


def test_pictures_are_not_read_aloud(example: Path) -> None:
    _, module = read(example)
    assert not any(key.endswith(".alt") for key in heard(module))
    assert "**" not in " ".join(heard(module).values())


@pytest.mark.parametrize("name", ["narration/en/../../x", "NARRATION/en"])
def test_names_cannot_lead_elsewhere(example: Path, tmp_path: Path, name: str) -> None:
    _, module = read(example)
    voice = tmp_path / "voice"
    voice.mkdir()
    (voice / (name.replace("/", ".") + ".opus")).write_bytes(SOUND)
    assert take(voice, example, module).taken == ()
