"""The test on paper: every question of every module in every language, and nothing cut off."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from tests.conftest import ROOT
from tests.small_module import PICTURE, SMALL
from tests.ui.paper.test_job_aids import assert_inside, every_line, painted
from trainer_app import i18n
from trainer_app.content.authoring.checker import check_folder
from trainer_app.content.module import Module
from trainer_app.operations.session_results import PersonInTest
from trainer_app.training.letters import letters_of, printed
from trainer_app.training.meeting import TrainingSession, papers_of
from trainer_app.training.people import Learner
from trainer_app.training.scoring import right_response
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages
from trainer_app.ui.room_test.answer_sheets import KINDS, LETTERS, RoomPaper, papers

MODULES = sorted(file.parent for file in (ROOT / "modules").glob("*/module.yaml"))
SCENE = (ROOT / "assets" / PICTURE.file).read_bytes()
LONG = "María Fernanda Quispe Huanca de la Cruz Mamani Condori"
pytestmark = pytest.mark.usefixtures("look")


def room(module: Module, asked: dict[str, tuple[str, ...]] | None = None) -> RoomPaper:
    session = TrainingSession(
        module_id=module.id,
        version=module.version,
        language=module.language,
        title=module.title,
        day="2026-12-01",
        site_name="Terminal de Buses Interprovinciales del Norte",
        facilitators=("f",),
        instructor="p-F",
        steps=(),
        papers=asked or papers_of(module, 5),
    )
    return RoomPaper(module, session, "after", 5, {}, lambda _name: SCENE)


def people(*names: str) -> list[PersonInTest]:
    return [
        PersonInTest(
            Learner(
                learner_id=name, actor=name, name=name, role="driver", team="", picture="tree"
            ),
            "ab"[number % 2], None, 0, 10, "waiting",
        )
        for number, name in enumerate(names)
    ]  # fmt: skip


def words_on(pages: tuple[Paper, ...], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with every_line(monkeypatch) as lines:
        for page in pages:
            painted(page, 300)
    return [words.strip("\u2068\u2069") for words, _area in lines]


# ---------------------------------------------------------------- every module, every language


@pytest.fixture(scope="module", params=MODULES, ids=lambda folder: str(folder.name))
def languages(request: pytest.FixtureRequest) -> dict[str, Module]:
    folder: Path = request.param
    report = check_folder(folder)
    assert report.draft
    return {report.draft.module.language: report.draft.module, **report.translations}


def test_every_question_fits_on_its_page(
    languages: dict[str, Module], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {"en", "es", "fr"} <= set(languages)
    for module in languages.values():
        every = tuple(item.id for item in module.bank)
        sheets = room(module, {"after-a": every, "after-b": every})
        pages = papers(sheets, "questions-a")
        seen = ""
        for page in pages:
            with every_line(monkeypatch) as lines:
                painted(page, 300)
            assert_inside(lines, page)
            assert min(area.height() for _words, area in lines) > 3.2 * 0.85  # set at full size
            seen += " ".join(words for words, _area in lines)
        for item in module.bank:
            assert letters_of(printed(item, 5), right_response(item))
            for choice in getattr(item, "choices", ()):
                assert choice.text.split("{")[0].replace("*", "")[:20] in seen


def test_sheets_slips_list_and_key_fit(
    languages: dict[str, Module], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in languages.values():
        sheets = room(module)
        for kind in ("named", "slips", "list", "key"):
            pages = papers(sheets, kind, people(LONG, "Rosa Mamani", "أمل الحسن"))
            assert pages
            for page in pages:
                with every_line(monkeypatch) as lines:
                    painted(page, 300)
                inside = page.area.adjusted(5, 5, -5, -5)
                assert [(words, area) for words, area in lines if not inside.contains(area)] == []


# ---------------------------------------------------------------- what stands where


def test_questions_are_numbered_and_lettered_and_give_nothing_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets = room(SMALL)
    for letter, kind in zip(LETTERS, KINDS, strict=False):
        said = words_on(papers(sheets, kind), monkeypatch)
        asked = sheets.asked(letter)
        assert [words for words in said if words.isdigit()] == [
            str(number) for number in range(1, len(asked) + 1)
        ]
        assert letter.upper() in said
        assert not [words for words in said if "Because" in words or "facilitator only" in words]


def test_each_person_gets_a_sheet_with_a_box_for_each_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = words_on(papers(room(SMALL), "named", people("Rosa Mamani", "Awa Sow")), monkeypatch)
    assert said.index("Rosa Mamani") < said.index("Awa Sow")
    assert said.count("10") == 2
    assert ("A" in said, "B" in said) == (True, True)


def test_the_key_has_the_letters_of_the_right_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = room(SMALL)
    said = words_on(papers(sheets, "key"), monkeypatch)
    right = [
        letters_of(sheet, right_response(item))
        for letter in ("a", "b")
        for item, sheet in sheets.asked(letter)
    ]
    assert [words for words in said if words in right] == right
    assert "For the facilitator only" in said


def test_without_people_there_are_no_sheets_with_names() -> None:
    for kind in KINDS:
        assert bool(papers(room(SMALL), kind)) == (kind not in ("named", "list"))


def test_two_people_share_a_page_and_thirty_need_fifteen() -> None:
    names = [f"Ana {number}" for number in range(30)]
    assert len(papers(room(SMALL), "named", people(*names))) == 15
    assert len(papers(room(SMALL), "named", people(*names[:3]))) == 2
    assert len(papers(room(SMALL), "list", people(*names))) == 1


def test_a_picture_carries_its_letters_where_the_places_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets = room(SMALL, {"after-a": ("where",), "after-b": ("where",)})
    (page,) = papers(sheets, "questions-a")
    with every_line(monkeypatch) as lines:
        image = painted(page, 1188)
    _form, first, second, *_answers = (area for words, area in lines if words in ("A", "B"))
    assert second.center().x() - first.center().x() > 30
    at = image.pixelColor(round(first.right() * 4) + 12, round(first.center().y() * 4) + 24)
    assert at.lightness() < 255  # the picture is behind it


def test_arabic_runs_from_right_to_left(monkeypatch: pytest.MonkeyPatch) -> None:
    module = msgspec.structs.replace(SMALL, language="ar", title="الأساسيات")
    (page, *_more) = papers(room(module), "questions-a")
    with every_line(monkeypatch) as lines:
        painted(page, 300)
    number = next(area for words, area in lines if words == "1")
    big = next(area for words, area in lines if words == "A")
    assert number.center().x() > 180
    assert big.center().x() < 40
    assert i18n.language() == "en"


def test_all_of_it_is_one_file() -> None:
    sheets = room(SMALL)
    pages = [one for kind in KINDS for one in papers(sheets, kind, people("Rosa Mamani"))]
    data = pdf_of_pages(pages)
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == len(pages)
    assert QGuiApplication.instance() is not None
