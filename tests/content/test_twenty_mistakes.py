"""A folder with twenty different mistakes; the check names each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer_app.content.authoring.checker import Report, check_folder

FOLDER = Path(__file__).parent / "mistakes" / "twenty-mistakes"
MODULE, ITEMS, LESSON = "module.yaml", "items.yaml", "lessons/01-a-good-start.md"
TICKET, SEAT = "scenarios/01-the-lost-ticket.yaml", "scenarios/02-the-last-seat.yaml"

MISTAKES = [
    (MODULE, "a field with a spelling mistake", "`titel` is not a field"),
    (MODULE, "a field that is missing", "has no `title`"),
    (MODULE, "more items drawn than there are", "draws 16 items"),
    (MODULE, "an item twice in the tests", "`busy-hour` stands 2 times"),
    (MODULE, "every story is a concern", "`concern: false`"),
    (LESSON, "a step with too many words", "has 44 words; 40"),
    (LESSON, "a step with too many bullets", "has 4 bullets; 3"),
    (LESSON, "a source that is not listed", "`HAUS` is not listed"),
    (LESSON, "an alt text that is a file name", "“waiting-hall.svg” is a file name"),
    (LESSON, "a check that does not exist", "`check-goodbye` is not in items.yaml"),
    (ITEMS, "two right choices", "here 2 are marked"),
    (ITEMS, "an id used twice", "`who-to-tell` is used twice"),
    (ITEMS, "a sign without an ordinary explanation", "needs `ordinary`"),
    (ITEMS, "a sign that says who somebody is", "“foreign” says who somebody is"),
    (ITEMS, "a word on the avoid list", "“confession” is on the avoid list"),
    (ITEMS, "an id that is only a letter", "`a` is no lasting id"),
    (TICKET, "an end that tells nobody", "needs `tell`"),
    (SEAT, "a choice that names no harm", "names its `harms`"),
    (SEAT, "a dead end", "no end of the story can be reached"),
    (SEAT, "a node nobody reaches", "No choice leads to the node `handed-over`"),
    ("media/waiting-hall.svg", "a script in a picture", "`script` is not allowed"),
    ("media/left-over.svg", "a picture that is not used", "is not used anywhere"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return check_folder(FOLDER)


@pytest.mark.parametrize(("file", "mistake", "said"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_it_is_named(report: Report, file: str, mistake: str, said: str) -> None:
    assert any(p.file == file and said in p.sentence for p in report.problems), mistake


def test_nothing_is_named_that_is_right(report: Report) -> None:
    # Some mistakes show twice: a doubled id leaves a form without its item, a dead end has two
    # nodes, a script holds text.
    assert len(MISTAKES) >= 20
    assert len(report.problems) == len(MISTAKES) + 3
