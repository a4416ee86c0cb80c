"""Job aids on paper: every word inside its page, and no number that may not be called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from tests.ui.paper.aids import LONG, PHRASES, TODAY, chain, job_aids
from trainer_app import i18n, paths
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.shelf_reader import read_shelf
from trainer_app.content.shelf import JobAid, Shelf
from trainer_app.errors import NotSaved
from trainer_app.operations.site import SLOTS
from trainer_app.ui.paper import text as paper_text
from trainer_app.ui.paper.aid_site import SiteFacts
from trainer_app.ui.paper.flow import fitting
from trainer_app.ui.paper.job_aid_pdf import job_aid_paper, save_job_aid, words_of
from trainer_app.ui.paper.page import A3, Paper, pdf_of, print_on
from trainer_app.ui.paper.text import Laid, PaperText
from trainer_app.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("look")
KINDS = [aid.kind for aid in job_aids()]
NOBODY = SiteFacts("", chain(), TODAY)
FULL = SiteFacts("Terminal de Buses Interprovinciales del Norte", chain(*SLOTS), TODAY)
ENDLESS = "Kinderschutzmeldestellenkoordinationsbüro"


def aid(kind: str, language: str = "en") -> JobAid:
    return next(one for one in job_aids(language) if one.kind == kind)


def painted(paper: Paper, longest: int = 800) -> QImage:
    wide, high = paper.size
    scale = longest / max(wide, high)
    image = QImage(round(wide * scale), round(high * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paper.paint_into(painter, QRectF(image.rect()))
    painter.end()
    return image


@contextmanager
def every_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, QRectF]]]:
    """Collects each line of words drawn, and where it stands on the page, in millimetres."""
    found: list[tuple[str, QRectF]] = []
    drawn = PaperText._draw_at

    def noted(self: PaperText, x: float, y: float, words: Laid) -> None:
        drawn(self, x, y, words)
        fine, layout = paper_text._FINE, words.layout
        for number in range(layout.lineCount()):
            line = layout.lineAt(number).naturalTextRect()
            letters = QRectF(0, 0, line.width() / fine, layout.font().pixelSize() / fine * 0.9)
            middle = line.center()
            letters.moveCenter(QPointF(x + middle.x() / fine, y + middle.y() / fine))
            found.append((layout.text(), letters))

    with monkeypatch.context() as patch:
        patch.setattr(PaperText, "_draw_at", noted)
        yield found


def assert_inside(lines: list[tuple[str, QRectF]], paper: Paper) -> None:
    """Nothing is cut off at the edge, and no words stand on others."""
    page = paper.area.adjusted(8, 8, -8, -8)
    for words, area in lines:
        assert page.contains(area), words
    for number, (words, area) in enumerate(lines):
        for other, beside in lines[number + 1 :]:
            shared = area.intersected(beside)
            assert min(shared.width(), shared.height()) < 0.2, (words, other)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("site", [NOBODY, FULL], ids=["empty", "full"])
@pytest.mark.parametrize("language", [*PHRASES, i18n.PSEUDO])
def test_every_word_has_its_place(
    kind: str, site: SiteFacts, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = job_aid_paper(aid(kind, language if language in PHRASES else "en"), site, language)
    with every_line(monkeypatch) as lines:
        painted(paper)
    assert len(lines) > 12
    assert_inside(lines, paper)


@pytest.mark.parametrize("kind", KINDS)
def test_also_with_words_without_end(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = aid(kind)
    sections = tuple(
        msgspec.structs.replace(
            part,
            title=ENDLESS,
            lines=tuple(f"{ENDLESS}. {line}" for line in part.lines),
            columns=tuple(f"{ENDLESS[:24]} {head}" for head in part.columns),
        )
        for part in one.sections
    )
    paper = job_aid_paper(
        msgspec.structs.replace(one, heading=f"{ENDLESS} {one.heading}", sections=sections),
        FULL,
        "en",
    )
    with every_line(monkeypatch) as lines:
        painted(paper)
    assert_inside(lines, paper)


@pytest.mark.parametrize("site", [NOBODY, FULL], ids=["empty", "full"])
def test_the_real_sheets_fit_and_can_be_read(
    site: SiteFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = read_shelf(paths.resources() / "assets", Findings()).part
    assert isinstance(shelf, Shelf)
    for one in shelf.job_aids:
        paper = job_aid_paper(one, site, "en")
        with every_line(monkeypatch) as lines:
            painted(paper)
        assert_inside(lines, paper)
        smallest = min(area.height() / 0.9 for _words, area in lines)
        assert smallest > (1.3 if one.kind == "wallet-card" else 1.6), one.id


def test_eight_cards_are_as_large_as_a_bank_card() -> None:
    image = painted(job_aid_paper(aid("wallet-card"), FULL, "en"), 2970)
    row = [image.pixelColor(x, 405 - 40).lightness() < 90 for x in range(image.width())]
    marks = [x for x, dark in enumerate(row) if dark and not row[x - 1]]
    assert marks == pytest.approx([200, 1050, 1900], abs=3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_is_nearly_all_white(kind: str) -> None:
    image = painted(job_aid_paper(aid(kind), FULL, "en"), 500)
    dots = [
        image.pixelColor(x, y).lightness() < 128
        for x in range(image.width())
        for y in range(image.height())
    ]
    assert sum(dots) < 0.12 * len(dots)


# ---------------------------------------------------------------- numbers


def text_of(paper: Paper, folder: Path) -> str:
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    (folder / "sheet.pdf").write_bytes(pdf_of(paper))
    document = qtpdf.QPdfDocument()
    document.load(str(folder / "sheet.pdf"))
    text: str = document.getAllText(0).text()
    document.close()
    for mark in "\u2066\u2068\u2069":
        text = text.replace(mark, "")
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("kind", KINDS[:5])
def test_a_checked_number_is_printed_with_who_checked_it(kind: str, tmp_path: Path) -> None:
    site = SiteFacts("Terminal Norte", chain("focal-point"), TODAY)
    text = text_of(job_aid_paper(aid(kind), site, "en"), tmp_path)
    assert "555 0101" in text
    assert "Elena Choque" in text
    assert "Nov 3, 2026" in text
    assert "Printed on Nov 23, 2026" in text
    assert "555 0102" not in text


@pytest.mark.parametrize("kind", KINDS[:5])
def test_a_number_not_checked_for_six_months_is_left_out(kind: str, tmp_path: Path) -> None:
    site = SiteFacts("", chain(outdated="emergency-number"), TODAY)
    text = text_of(job_aid_paper(aid(kind), site, "en"), tmp_path)
    assert "000" not in text
    assert LONG["emergency-number"][0] in text or kind == "wallet-card"
    assert "Jan 5" not in text


def test_an_empty_place_in_a_sentence_says_what_it_is(tmp_path: Path) -> None:
    text = text_of(job_aid_paper(aid("disclosure-card"), NOBODY, "en"), tmp_path)
    assert "I call the emergency number first" in text
    assert "{" not in text
    assert "Name" in text


def test_all_eight_places_are_on_the_reporting_chain(tmp_path: Path) -> None:
    text = text_of(job_aid_paper(aid("reporting-chain"), NOBODY, "en"), tmp_path)
    for name in SLOTS.values():
        assert name in text
    for head in ("Name", "Number", "Hours", "Checked by", "Date"):
        assert head in text


def test_what_is_our_own_proposal_says_so(tmp_path: Path) -> None:
    text = text_of(job_aid_paper(aid("terminal-check"), NOBODY, "en"), tmp_path)
    assert "This list is our own proposal" in text
    assert text.count("Partly") == 8


def test_marks_in_what_somebody_typed_are_no_marks(tmp_path: Path) -> None:
    found = chain("focal-point")
    loud = [
        msgspec.structs.replace(one.contact, name="Office **3** {police}") if one.contact else None
        for one in found
    ]
    states = [
        type(one)(one.slot_id, contact, callable=one.callable, outdated=one.outdated)
        for one, contact in zip(found, loud, strict=True)
    ]
    paper = job_aid_paper(aid("disclosure-card"), SiteFacts("", states, TODAY), "en")
    assert "Office **3** {police}" in text_of(paper, tmp_path)


def test_who_does_not_see_the_sheet_is_told_its_words() -> None:
    words = words_of(aid("counter-card"), FULL)
    assert "question, follow or confront anyone" in words
    assert "555" in words
    assert "**" not in words


# ---------------------------------------------------------------- languages, files, printers


def darkest_side(image: QImage) -> str:
    half, top = image.width() // 2, image.height() // 8
    dark = [
        sum(
            image.pixelColor(x, y).lightness() < 100
            for x in range(start, start + half)
            for y in range(top)
        )
        for start in (0, half)
    ]
    return "left" if dark[0] > dark[1] else "right"


def test_arabic_is_mirrored_and_leaves_the_language_alone() -> None:
    assert darkest_side(painted(job_aid_paper(aid("poster"), NOBODY, "en"))) == "left"
    assert darkest_side(painted(job_aid_paper(aid("poster", "ar"), NOBODY, "ar"))) == "right"
    assert i18n.language() == "en"


def test_hours_and_numbers_run_from_left_to_right_in_arabic() -> None:
    place = FULL.place("child-helpline")
    assert place.number == "\u2066+000\u00a0800\u00a000\u00a00000\u2069"
    assert FULL.values()["police"].endswith("\u2066555\u00a00104\u2069")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_fonts_are_in_the_file_and_pictures_are_not(language: str) -> None:
    data = pdf_of(job_aid_paper(aid("counter-card", language), FULL, language))
    assert b"/FontFile" in data
    assert b"/Subtype /Image" not in data


def test_the_file_is_neutral_and_whole(tmp_path: Path) -> None:
    file = save_job_aid(aid("poster"), "en", "", chain(), TODAY, tmp_path)
    assert file == tmp_path / "waypost-poster-en.pdf"
    data = file.read_bytes()
    assert data.startswith(b"%PDF-")
    assert "Waypost".encode("utf-16-be") in data
    with pytest.raises(NotSaved, match="could not be saved"):
        save_job_aid(aid("poster"), "en", "", chain(), TODAY, tmp_path / "nowhere")


def test_a_poster_goes_onto_a_smaller_sheet_where_one_was_chosen(tmp_path: Path) -> None:
    paper = job_aid_paper(aid("poster"), NOBODY, "en")
    assert paper.size == A3
    assert paper.fills_a_sheet
    for wanted in (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A3):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setPageSize(QPageSize(wanted))
        assert print_on(paper, printer)
        assert printer.pageLayout().pageSize().id() == wanted


def test_type_becomes_smaller_before_a_word_is_broken() -> None:
    def measure(scale: float) -> tuple[float, bool]:
        return scale * 100, scale > 0.8

    assert fitting(measure, 110, 1.2) == pytest.approx(0.8)
    assert fitting(measure, 60, 1.2) == pytest.approx(0.6)
    assert fitting(lambda scale: (scale * 100, True), 110, 1.2) == pytest.approx(1.1)
    assert fitting(lambda _scale: (999, True), 110, 1.2) == pytest.approx(0.36)


def test_ink_is_black(look: Theme) -> None:
    look.choose(scheme="dark")
    image = painted(job_aid_paper(aid("poster"), NOBODY, "en"))
    assert image.pixelColor(4, 4) == QColor("white")
    darkest = min(image.pixelColor(x, 60).lightness() for x in range(image.width()))
    assert darkest < 60
