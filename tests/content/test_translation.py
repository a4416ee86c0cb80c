"""From a module to a catalog for translators, and back into a pack."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.content.conftest import Edit
from trainer_app.content.authoring.catalogs import extract, folder_for
from trainer_app.content.authoring.checker import Report, check_folder
from trainer_app.content.authoring.compiler import build
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.reader import read_folder
from trainer_app.content.authoring.translation import original
from trainer_app.content.authoring.typography import typography_faults
from trainer_app.content.pack import open_pack
from trainer_app.content.texts import texts

L = "lessons/01-a-good-start.md"
STEP = "lessons.a-good-start.steps.everybody"


def extracted(folder: Path, language: str = "es") -> Path:
    draft = read_folder(folder, Findings())
    assert draft
    return extract(original(draft), language)


def change(file: Path, work: Callable[[Message], None]) -> None:
    """Do something to every message of a catalog."""
    catalog = read_po(BytesIO(file.read_bytes()))
    for message in catalog:
        if message.id:
            work(message)
    save(file, catalog)


def save(file: Path, catalog: Catalog) -> None:
    buffer = BytesIO()
    write_po(buffer, catalog)
    file.write_bytes(buffer.getvalue())


def shout(message: Message) -> None:
    """A translation that keeps slots and marks."""
    message.string = shouted(str(message.id))
    message.flags.discard("fuzzy")


def shouted(text: str) -> str:
    plain = re.sub(r'["“”?!]', "'", text)
    return f"¡{plain}!"


def message(file: Path, key: str) -> Message:
    catalog = read_po(BytesIO(file.read_bytes()))
    return next(m for m in catalog if m.context == key)


def of(report: Report, rule: str = "translation") -> list[str]:
    return [p.sentence for p in report.findings if p.rule == rule]


def test_every_text_is_in_the_catalog_with_its_place(example: Path, example_report: Report) -> None:
    file = extracted(example)
    assert file == example / "translations" / "es" / "LC_MESSAGES" / "greeting-travellers.po"
    assert example_report.draft
    catalog = read_po(BytesIO(file.read_bytes()))
    found = [(m.context, m.id) for m in catalog if m.id]
    assert found == list(texts(example_report.draft.module))
    steps = message(file, "lessons.a-good-start.steps.tell.title")
    assert steps.locations == [(L, 36)]


def test_a_catalog_without_translations_is_only_a_notice(example: Path) -> None:
    extracted(example)
    report = check_folder(example)
    assert report.problems == ()
    assert [n.sentence for n in report.notices] == ["Nothing is translated yet."]
    assert report.translations == {}


def test_a_complete_catalog_becomes_a_language(example: Path, tmp_path: Path) -> None:
    change(extracted(example), shout)
    report = check_folder(example)
    assert report.findings == ()
    pack = open_pack(build(report, tmp_path / "out"))
    pack.verify()
    assert pack.manifest.languages == ("en", "es")
    assert pack.module("es").updating == ()
    assert pack.manifest.titles["es"] == "¡Greeting travellers!"
    spanish = dict(texts(pack.module("es")))
    assert spanish == {key: shouted(text) for key, text in texts(pack.module("en"))}
    assert [item.id for item in pack.module("es").items] == [i.id for i in pack.module("en").items]


def test_what_is_missing_is_named(example: Path) -> None:
    file = extracted(example)
    change(file, lambda m: shout(m) if m.context != "grounding.title" else None)
    report = check_folder(example)
    assert of(report) == ["`grounding.title` is not translated."]
    line = report.notices[0].line
    assert "grounding.title" in file.read_text("utf-8").splitlines()[line - 2]
    spanish = report.translations["es"]
    assert spanish.updating == ("grounding.title",)
    assert report.draft
    assert spanish.grounding.title == report.draft.module.grounding.title
    assert spanish.title == shouted(report.draft.module.title)


def test_a_language_with_too_little_does_not_ship(example: Path) -> None:
    change(extracted(example), lambda m: shout(m) if len(str(m.context)) % 2 else None)
    report = check_folder(example)
    assert report.problems == ()
    assert report.translations == {}


def test_many_missing_are_counted(example: Path) -> None:
    change(extracted(example), lambda m: shout(m) if m.context == "title" else None)
    named = of(check_folder(example))
    assert len(named) == 8
    assert any("stays out of the pack: 1 of" in n for n in named)
    assert any("texts are not translated or need a second look" in n for n in named)


def test_a_changed_text_needs_a_second_look(example: Path, edit: Edit) -> None:
    file = extracted(example)
    change(file, shout)
    edit(L, "two seconds", "one second")
    assert any("changed since" in s or "not translated" in s for s in of(check_folder(example)))
    extracted(example)
    changed = message(file, "lessons.a-good-start.steps.everybody.blocks.0.text")
    assert changed.fuzzy
    assert "one second" in str(changed.id)
    assert "two seconds" in str(changed.string)
    assert any("changed since" in sentence for sentence in of(check_folder(example)))
    change(file, shout)
    assert check_folder(example).findings == ()


def test_new_gone_and_repeated_texts(example: Path, edit: Edit) -> None:
    file = extracted(example)
    change(file, shout)
    edit("module.yaml", "Breathe out slowly, three times.", "Put both feet on the floor.")
    edit("module.yaml", "    - I greet everybody in the same way.\n", "")
    notices = [n.sentence for n in check_folder(example).notices]
    assert (
        "There is no text `summary_card.lines.4` any more; run `translations extract` again."
        in notices
    )
    extracted(example)
    repeated = message(file, "grounding.steps.1")
    assert repeated.fuzzy
    catalog = read_po(BytesIO(file.read_bytes()))
    assert any("number" in str(m.string) for m in catalog.obsolete.values())


def test_extracting_again_changes_nothing(example: Path, edit: Edit) -> None:
    file = extracted(example)
    change(file, shout)
    before = file.read_bytes()
    extracted(example)
    assert file.read_bytes() == before
    edit("module.yaml", "reviews: []", "\n\n\nreviews: []")  # lines move, words do not
    extracted(example)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "words", "rule", "said"),
    [
        ("summary_card.lines.3", "Se lo digo a mi jefe.", "unknown-slot", "the same as in"),
        ("title", "Hola {police}", "unknown-slot", "the same as in"),
        ("title", "Hola **mundo", "markup", "star"),
        ("title", "Pornografía infantil", "term", "material de abuso"),
        ("title", "Vea www.ejemplo.org", "link", "Links"),
        ("title", "Llame al 0800 123 456", "number", "use a slot"),
        ("title", 'Un "saludo"', "typography", "«…»"),
        ("title", "Hola?", "typography", "pairs"),
        ("title", "x" * 1300, "value", "1200"),
        ("title", "Ho\u202ela", "value", "invisible"),
        (
            "lessons.a-good-start.steps.everybody.blocks.0.text",
            "**hola** " + "hola " * 60,
            "step-size",
            "words",
        ),
    ],
)
def test_translations_follow_the_same_rules(
    example: Path, key: str, words: str, rule: str, said: str
) -> None:
    file = extracted(example)

    def translate(one: Message) -> None:
        shout(one)
        if one.context == key:
            one.string = words

    change(file, translate)
    report = check_folder(example)
    assert any(said in sentence for sentence in of(report, rule)), report.findings
    assert all(p.file.endswith("greeting-travellers.po") and p.line > 10 for p in report.problems)
    assert report.translations == {}


def test_a_language_few_programs_know_works_too(example: Path) -> None:
    change(extracted(example, "ay"), shout)
    change(extracted(example, "pt_BR"), shout)
    report = check_folder(example)
    assert report.findings == ()
    assert report.translations.keys() == {"ay", "pt_BR"}


@pytest.mark.parametrize("name", ["spanish", "en", "ES"])
def test_a_catalog_is_named_by_its_language(example: Path, name: str) -> None:
    extracted(example).parent.parent.rename(example / "translations" / name)
    assert any("further language" in sentence for sentence in of(check_folder(example)))


@pytest.mark.parametrize("data", [b"\xff\xfe", b'msgid "a', b"what is this"])
def test_a_file_that_is_no_catalog(example: Path, data: bytes) -> None:
    extracted(example).write_bytes(data)
    assert any("does not read as a catalog" in s for s in of(check_folder(example)))


def test_the_sources_of_facts_stand_beside_their_texts(example: Path) -> None:
    file = extracted(example)
    told = message(file, "lessons.a-good-start.steps.tell.title").auto_comments
    assert len(told) == 1
    assert told[0].startswith("Source: ")
    assert "label P" in told[0]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Qui appeler\u00a0?", True),
        ("Il est 22:00. Dites\u00a0: «\u00a0Bonjour\u00a0» et l’heure.", True),
        ("Qui appeler ?", False),
        ("Qui appeler?", False),
        ("Elle dit\u00a0: « Bonjour\u00a0»", False),
        ("L'heure", False),
        ('"Bonjour"', False),
    ],
)
def test_french_as_printers_write_it(text: str, good: bool) -> None:
    assert (not list(typography_faults(text, "fr"))) is good


def test_modules_of_the_project_share_one_folder_of_translations(tmp_path: Path) -> None:
    (tmp_path / "translations").mkdir()
    ours, own = tmp_path / "modules" / "ours", tmp_path / "modules" / "own"
    ours.mkdir(parents=True)
    (own / "translations").mkdir(parents=True)
    assert folder_for(ours) == tmp_path / "translations"
    assert folder_for(own) == own / "translations"
