"""The self-check on paper: every item once, boxes to tick, and the one that holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.ui.readiness.pages import PORT, Stage
from trainer_app.operations.learning import today
from trainer_app.operations.readiness import Readiness, site_readiness
from trainer_app.ui import theme, translator
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages
from trainer_app.ui.paper.text import PaperText, Written
from trainer_app.ui.readiness.check_paper import check_pages, words_of


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is drawn."""
    found: list[str] = []
    wrapped = PaperText.wrapped

    def noted(self: PaperText, area: QRectF, words: Written, *more: object) -> float:
        found.append(words if isinstance(words, str) else words.text)
        return wrapped(self, area, words, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(PaperText, "wrapped", noted)
    return found


def drawn(pages: tuple[Paper, ...]) -> list[QImage]:
    images = []
    for page in pages:
        image = QImage(594, 420, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        page.paint_into(painter, QRectF(0, 0, 594, 420))
        painter.end()
        images.append(image)
    return images


def plain(words: str) -> str:
    return "".join(sign for sign in words if sign not in "\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("empty", [False, True])
def test_every_item_stands_on_it_once_with_all_four_boxes(
    stage: Stage, look: theme.Theme, written: list[str], *, empty: bool
) -> None:
    stage.answered()
    readiness = stage.readiness()
    drawn(check_pages(readiness, empty=empty))
    said = [plain(one) for one in written]
    for number, one in enumerate(readiness.items, 1):
        assert said.count(f"{number}. {one.item.title}") == 1
        assert said.count(one.item.question) == 1
    for one in readiness.beside:
        assert said.count(one.item.title) == 1
    for word in ("Partly", "Not yet", "Not known"):
        assert said.count(word) == 10
    assert (said.count("In place"), said.count("Done")) == (8, 2)
    proposal = "Our proposal, not confirmed by ECPAT Bolivia yet."
    assert said.count(proposal) == said.count("Building block") >= 1
    assert any("certifies no terminal" in one for one in said)
    assert ("Who went around" in said) == empty
    assert ("Review overdue" in said) == (not empty)


def test_a_long_list_goes_on_over_pages(
    stage: Stage, look: theme.Theme, written: list[str]
) -> None:
    stage.set_up(lists=(PORT,))
    pages = check_pages(long_one(stage), empty=True)
    assert len(pages) >= 3
    drawn(pages)
    assert plain(written[-1]) == f"Page {len(pages)} of {len(pages)}"
    assert pdf_of_pages(pages).startswith(b"%PDF")


def long_one(stage: Stage) -> Readiness:
    return stage.ask(
        lambda store: site_readiness(
            store, catalog=stage.catalog, site_id="bo-lpz-001", language="en", on=today(),
            checklist_id="river-port",
        )
    )  # fmt: skip


def test_in_arabic_it_runs_from_the_right(
    stage: Stage, look: theme.Theme, qapp: QApplication
) -> None:
    stage.answered()
    left = drawn(check_pages(stage.readiness(), empty=False))[0]
    translator.speak(qapp, "ar")
    right = drawn(check_pages(stage.readiness(), empty=False))[0]
    assert darkness(left, first=True) > darkness(left, first=False)
    assert darkness(right, first=False) > darkness(right, first=True)


def darkness(image: QImage, *, first: bool) -> int:
    """How much is drawn in one half of the head, the left or the right one."""
    half = image.width() // 2
    places = range(half) if first else range(half, image.width())
    return sum(image.pixelColor(x, y).lightness() < 128 for x in places for y in range(20, 66))


def test_it_can_be_heard(stage: Stage, look: theme.Theme) -> None:
    stage.answered()
    said = words_of(stage.readiness(), empty=False).splitlines()
    assert said[:3] == [
        "Self-check of a safe terminal", "A written commitment and code of conduct", "In place",
    ]  # fmt: skip
    assert "In place" not in words_of(stage.readiness(), empty=True)
