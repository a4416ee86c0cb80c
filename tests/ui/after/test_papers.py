"""Papers of a session: nothing cut, whoever was there, in every language; and what they keep quiet.

Certificates are told apart by what they say and by how they look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.ui.after.facts import LONG, NAMES, facts
from tests.ui.paper.test_job_aids import assert_inside, every_line, painted
from trainer_app import i18n
from trainer_app.operations.certificates import Certificate
from trainer_app.training.certificate import Facts, fingerprint, public_key, sign
from trainer_app.ui.after.record_paper import record_pages
from trainer_app.ui.after.sign_in_paper import sign_in_pages
from trainer_app.ui.after.votes import votes_of
from trainer_app.ui.paper.certificate_pdf import certificate_paper
from trainer_app.ui.paper.page import A4, A4_LANDSCAPE, Paper
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages

pytestmark = pytest.mark.usefixtures("look")
LANGUAGES = (*i18n.LANGUAGES, i18n.PSEUDO)
PAPERS = {"record": record_pages, "sign-in": sign_in_pages}
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def words_on(pages: Sequence[Paper], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    for page in pages:
        with every_line(monkeypatch) as lines:
            painted(page)
        found += [text.translate(MARKS) for text, _area in lines]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("names", [NAMES, LONG], ids=["usual", "long"])
def test_every_word_has_its_place(
    paper: str, language: str, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = PAPERS[paper](facts(60, language, names=names))
    assert len(pages) > 2
    for page in pages:
        assert page.size == A4
        with every_line(monkeypatch) as lines:
            painted(page)
        assert lines
        assert_inside(lines, page)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", [0, 1, 4, 23])
def test_few_people_have_papers_too(
    paper: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = facts(count, both=min(count, 4), unnamed=0, place="")
    pages = PAPERS[paper](told)
    for page in pages:
        with every_line(monkeypatch) as lines:
            painted(page)
        assert_inside(lines, page)
    said = words_on(pages, monkeypatch)
    assert {one.name for one in told.here} <= set(said)


def test_pages_are_numbered_and_everybody_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = facts(60)
    pages = sign_in_pages(told)
    said = words_on(pages, monkeypatch)
    names = [one.name for one in told.here]
    assert [one for one in said if one in names] == names
    for number in range(1, len(pages) + 1):
        assert f"Page {number} of {len(pages)}" in said
    assert said.count("Signature") == len(pages)


def test_a_planned_session_has_a_sign_in_sheet_with_lines_for_walk_ins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = facts(8, state="planned", unnamed=0)
    said = words_on(sign_in_pages(told), monkeypatch)
    assert {one.name for one in told.expected} <= set(said)
    assert [one for one in said if one.isdecimal()] == [str(n) for n in range(1, 8 + 6 + 1)]


def test_accents_do_not_change_where_a_name_stands() -> None:
    first = [one.name.split()[0] for one in facts(6).here]
    assert first.index("Amadou") < first.index("Ángel") < first.index("Fatou")


def test_below_five_the_record_compares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told = facts(9, both=4)
    said = " ".join(words_on(record_pages(told), monkeypatch))
    assert "Too few to compare: fewer than 5 people wrote both tests." in said
    assert "%" not in said


def test_a_session_that_is_not_over_says_so_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    said = words_on(record_pages(facts(6, state="running")), monkeypatch)
    assert "This session is not closed yet. This is how it stands now." in said


def test_votes_are_in_the_order_of_the_plan_and_keep_what_the_module_forgot() -> None:
    told = facts(6)
    scene, hands = votes_of(told.told, told.module)
    assert [count for _words, count in scene.answers] == [4, 25, 0, 2]
    assert scene.answers[-1] == ("Another answer", 2)
    assert (scene.title, scene.hands) == ("The night bus", 31)
    assert hands.answers == (("True", 30), ("Not true", 1))


def test_a_mended_count_stays_in_its_place() -> None:
    told = facts(6)
    hands = {"scene-night-bus/front-seat": {"ring-mother": 1}, "scene-night-bus/start": {"chat": 1}}
    mended = msgspec.structs.replace(told.told, hands=hands)
    first, second = votes_of(mended, told.module)
    scene = told.module.scenario("night-bus")
    asked = {node.id: node.question for node in scene.nodes}
    assert (first.question, second.question) == (asked["start"], asked["front-seat"])


@pytest.mark.parametrize("paper", PAPERS)
def test_a_pdf_tells_nothing_by_its_title(paper: str) -> None:
    data = pdf_of_pages(PAPERS[paper](facts(30)))
    assert "Waypost".encode("utf-16-be") in data
    for name in NAMES:
        assert name.encode("utf-16-be") not in data


def test_the_pdf_has_words_and_no_picture_of_them(tmp_path: Path) -> None:
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    told = facts(60)
    path = tmp_path / "record.pdf"
    path.write_bytes(pdf_of_pages(record_pages(told)))
    document = qtpdf.QPdfDocument()
    document.load(str(path))
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    assert b"/Subtype /Image" not in path.read_bytes()
    for name in ("Rosa Mamani 0", "Zoé Choque 5"):
        assert name in text


# ---------------------------------------------------------------- certificates


def certificate(kind: str, name: str = "Amadou Diallo") -> Certificate:
    seed = b"\1" * 32
    told = Facts(
        serial="WP-2026-ABCD2345", name=name, module_id="grooming",
        module_title="Understanding grooming", version="2026.1", issued_on=date(2026, 12, 2),
        valid_until=date(2027, 12, 1), issuer="Elena Vargas", supervised=kind != "alone",
        kind="attended" if kind == "attended" else "passed",
        held_on="" if kind == "alone" else "2026-12-01",
    )  # fmt: skip
    return Certificate(told, sign(told, seed), fingerprint(public_key(seed)))


def said_on(kind: str, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> list[str]:
    return words_on([certificate_paper(certificate(kind), language)], monkeypatch)


def test_a_supervised_certificate_says_who_and_when(monkeypatch: pytest.MonkeyPatch) -> None:
    said = said_on("passed", monkeypatch)
    assert said[said.index("Supervised by") + 1] == "Elena Vargas"
    assert said[said.index("Session held on") + 1] == "December 1, 2026"
    assert said[said.index("Valid until") + 1] == "December 1, 2027"
    assert not {"self-paced", "Issued by"} & set(said)


def test_attendance_says_nothing_of_passing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = said_on("attended", monkeypatch)
    assert {"Certificate of attendance", "took part in a training session", "Led by"} <= set(said)
    assert not {"Certificate", "completed awareness training", "Valid until"} & set(said)
    assert "It does not say that they passed a test" in " ".join(said)


def test_who_learnt_alone_gets_the_certificate_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    said = said_on("alone", monkeypatch)
    assert {"Certificate", "Issued by", "Valid until"} <= set(said)
    assert not {"Supervised by", "Session held on"} & set(said)


def test_each_kind_looks_different_without_reading_it() -> None:
    """Seal and outer frame, at the places where not all of them have something."""
    pictures = {
        kind: painted(certificate_paper(certificate(kind), "en"), 1188)
        for kind in ("alone", "passed", "attended")
    }

    def dark(kind: str, x: int, y: int, side: int) -> bool:
        found = pictures[kind]
        points = [(x + dx, y + dy) for dx in range(side) for dy in range(side)]
        return any(found.pixelColor(*point).lightness() < 150 for point in points)

    assert [dark(kind, 1035, 203, 20) for kind in pictures] == [False, True, False]  # the seal
    assert [dark(kind, 34, 400, 6) for kind in pictures] == [True, True, False]  # outer frame


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["passed", "attended"])
@pytest.mark.parametrize("name", ["A", *LONG], ids=["short", "spaces", "one-word", "arabic"])
def test_every_name_fits_on_a_certificate(
    kind: str, language: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = certificate(kind, name)
    issuer = msgspec.structs.replace(one.facts, issuer=LONG[0])
    paper = certificate_paper(replace(one, facts=issuer), language)
    assert paper.size == A4_LANDSCAPE
    with every_line(monkeypatch) as lines:
        painted(paper)
    assert_inside(lines, paper)


def test_a_day_another_release_wrote_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    one = certificate("passed")
    odd = msgspec.structs.replace(one.facts, held_on="soon")
    said = words_on([certificate_paper(replace(one, facts=odd), "en")], monkeypatch)
    assert said[said.index("Session held on") + 1] == "December 2, 2026"
