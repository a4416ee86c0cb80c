"""The page of what works, and its sheets, in the states they can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace as replaced
from PySide6.QtWidgets import QApplication, QWidget

from tests.answered import HALVES, SAID, Answer, fill
from tests.operations.hall import hall, write_both
from tests.operations.packs import compiled, lay
from tests.small_module import SMALL
from tests.ui.gallery import settle_layout
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.choices import ChoiceFigure, ChoiceTable
from trainer_app.operations.reports.works import Group, ItemFigure
from trainer_app.store import FeedRecord, Store
from trainer_app.training.confidence import LEVELS
from trainer_app.ui.background import Background
from trainer_app.ui.oversight.question_sheet import QuestionSheet
from trainer_app.ui.oversight.works_screen import WorksScreen

LONG = "A question with so many words that they do not fit into two lines of a narrow table. " * 2
CHOICES = ChoiceTable(
    "after",
    41,
    several=False,
    choices=(
        ChoiceFigure("yes", "Tell the focal point.", right=True, people=25, share=0.6098),
        ChoiceFigure("no", "Say nothing.", right=False, people=None, share=None),
        ChoiceFigure("later", "Wait until later.", right=False, people=None, share=None),
    ),
    others=16,
    drawing="no",
)
FIGURE = ItemFigure(
    item_id="one",
    prompt=LONG,
    reason="Because it helps.",
    objective="Pass on.",
    critical=True,
    before=Group(44, 0.41),
    after=Group(41, 0.61),
    upper_lower=0.34,
    point_biserial=0.21,
    choices=(replace(CHOICES, test="before"), CHOICES),
    remark="missed",
)
BARE = replace(
    FIGURE, critical=False, before=None, after=None, upper_lower=None, point_biserial=None,
    choices=(), remark=None,
)  # fmt: skip


def lively() -> list[Answer]:
    """Sixty people of two sites and two half-years: of whom some missed a question before."""
    return [
        Answer(person, ("la-paz", "el-alto")[person % 2], has_left=False, item=item, test=test,
               half=HALVES[person % 3 > 0], choice=choice)
        for person in range(1, 61)
        for test in ("before", "after", "later")
        for item, choice in (
            ("one", "yes" if test == "after" or person % 3 else "no"),
            ("truth", "true" if person % (2 if test == "before" else 4) == 0 else "false"),
        )
    ]  # fmt: skip


def confident() -> list[Answer]:
    """How sure forty of them are, and more so after."""
    return [
        Answer(person, ("la-paz", "el-alto")[person % 2], has_left=False, item=line, test=test,
               half=HALVES[person % 3 > 0], choice=LEVELS[(person + place) % 3 + (test == "after")])
        for person in range(1, 41)
        for test in ("before", "after")
        for place, line in enumerate(SAID)
    ]  # fmt: skip


@dataclass
class Stage:
    """What pages are made from: a store to fill, and the small module."""

    background: Background
    packs: Path

    def fill(self, put: Callable[[Store], object]) -> None:
        """Do something with the store, on its thread; nobody is told that it changed."""

        def quietly(store: Store) -> None:
            put(store)

        self.background.run(self.background, quietly).result()

    def sites(self) -> None:
        """Two sites have names."""
        names = {"la-paz": "La Paz Central", "el-alto": "El Alto, the long name of a site"}
        records = [
            FeedRecord(
                "site", one, 1, UUID(int=5), gone=False,
                body={"name": name, "country": "", "closed": False},
            )
            for one, name in names.items()
        ]  # fmt: skip
        self.fill(lambda store: store.directory.merge(records))

    def page(self) -> WorksScreen:
        """The page; its figures come when it is settled."""
        return WorksScreen(self.background, Catalog([self.packs]))

    def settle(self) -> None:
        """Wait until the store has answered, and what it said is shown."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        for _round in range(5):
            self.background.run(self.background, lambda _store: None).result()
            settle_layout(app)


def _filled(stage: Stage) -> QWidget:
    stage.sites()
    stage.fill(lambda store: fill(store, [*lively(), *confident()]))
    return stage.page()


def _session(stage: Stage) -> QWidget:
    stage.fill(lambda store: write_both(store, hall(store, 12), 2))
    return stage.page()


def _few(stage: Stage) -> QWidget:
    stage.fill(lambda store: fill(store, lively()[:18]))
    return stage.page()


def _long(stage: Stage) -> QWidget:
    """A module with long words, which 60 people answered."""
    words = "Words of a title that goes on and on, past every edge there is"
    objectives = tuple(replaced(one, text=words * 2) for one in SMALL.objectives)
    long = replaced(SMALL, title=words, objectives=objectives, version="2.0")
    stage.packs = stage.packs.parent / "long"
    lay(stage.packs, compiled(long), "small-2.0", by=None)
    return _filled(stage)


def _no_module(stage: Stage) -> QWidget:
    stage.packs = stage.packs / "nowhere"
    return stage.page()


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "V03b-works": _filled,
    "V03b-works-session": _session,
    "V03b-works-long": _long,
    "V03b-works-few": _few,
    "V03b-works-nothing": lambda stage: stage.page(),
    "V03b-works-no-module": _no_module,
    "V03b-question": lambda _stage: QuestionSheet(FIGURE, "en"),
    "V03b-question-few": lambda _stage: QuestionSheet(BARE, "en"),
}
