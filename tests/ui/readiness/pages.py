"""The self-check of a site in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar, cast

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from tests.operations.programmes import place
from tests.operations.site_checks import known_to, supervisor
from trainer_app.content.catalog import Catalog
from trainer_app.operations.learning import today
from trainer_app.operations.organisation import make_keys
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.readiness import (
    ItemAnswer,
    Readiness,
    record_check,
    set_headcount,
    site_readiness,
)
from trainer_app.operations.site import Contact, fill_slot
from trainer_app.operations.site_checks import listed_check
from trainer_app.store import Store
from trainer_app.training.checks import CheckState, review_after
from trainer_app.training.programme import Programme, Site, sign
from trainer_app.training.programme_checklists import ProgrammeCheckItem, ProgrammeChecklist
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.readiness.paper_sheet import PaperSheet
from trainer_app.ui.readiness.readiness_screen import ReadinessScreen

T = TypeVar("T")
SITE, EAST = "bo-lpz-001", "bo-lpz-002"
DUTY = supervisor("Fatou Ndiaye", "p-FATOU")
ANSWERED: dict[str, CheckState] = {
    "commitment": "in-place",
    "operators-map": "partly",
    "training": "in-place",
    "permit-first": "in-place",
    "protection-point": "not-yet",
    "alert-path": "in-place",
    "information": "not-known",
    "chain-rehearsed": "in-place",
    "drill": "not-yet",
}
OVERDUE = ("training", "alert-path")
_ITEM = ProgrammeCheckItem(
    id="x",
    title="A list of everybody on board each boat",
    question="Does every boat leave a list with everybody on it at the port office, day and night?",
    evidence="The lists of last week, and who looked at them in the office.",
)
PORT = ProgrammeChecklist(
    id="river-port",
    title="Self-check of a river port with many landing places",
    summary="Go through it with the crews.",
    items=tuple(replace(_ITEM, id=f"item-{number}") for number in range(1, 19)),
    beside=(replace(_ITEM, id="drill", title="A drill at the port"),),
)
LONG = "Terminal de Autobuses y Puerto Fluvial de San Ignacio, norte"


@dataclass
class Stage:
    """What pages are made from: a store, a catalog with our shelf, and a folder for files."""

    background: Background
    catalog: Catalog
    folder: Path

    def ask(self, operation: Callable[[Store], T]) -> T:
        return self.background.run(self.background, operation).result()

    def set_up(self, *, lists: tuple[ProgrammeChecklist, ...] = (), name: str = "") -> None:
        """A programme with two sites; the chain of this one is partly filled."""
        keys = make_keys()
        programme = Programme(
            programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
            version=1,
            name="Ruta segura",
            organisation_recipient=keys.recipient,
            sites=(
                Site(site_id=SITE, name=name or "La Paz, main terminal"),
                Site(site_id=EAST, name="La Paz, east"),
            ),
            chain=(place("police", "110"), place("child-helpline", "800")),
            checklists=lists,
        )

        def work(store: Store) -> None:
            apply_programme(store, sign(programme, keys.seed), SITE)
            known_to(store, DUTY)
            for slot in ("emergency-number", "focal-point", "protection-office"):
                contact = Contact(
                    name="Elena Choque", number="000", verified_by="Elena Choque",
                    verified_on=today() - timedelta(days=30),
                )  # fmt: skip
                fill_slot(store, slot_id=slot, contact=contact)

        self.ask(work)

    def say(self, answers: dict[str, ItemAnswer], site_id: str = SITE) -> None:
        """Write answers down, whatever day it is."""

        def work(store: Store) -> None:
            listed = listed_check(store, catalog=self.catalog, language="en")
            record_check(store, by=DUTY, site_id=site_id, listed=listed, answers=answers)

        self.ask(work)

    def answered(self) -> None:
        """Most blocks are answered, two of them are overdue, and somebody counted."""
        self.set_up()
        self.say({name: said(state, name) for name, state in ANSWERED.items()})
        self.ask(lambda store: set_headcount(store, by=DUTY, site_id=SITE, count=148))

    def readiness(self, site_id: str = SITE) -> Readiness:
        """How a site stands."""
        return self.ask(
            lambda store: site_readiness(
                store, catalog=self.catalog, site_id=site_id, language="en", on=today()
            )
        )

    def screen(self, site_id: str = SITE) -> ReadinessScreen:
        return ReadinessScreen(self.background, self.catalog, DUTY, site_id)


def said(state: CheckState, name: str = "", day: date | None = None) -> ItemAnswer:
    """An answer of two weeks ago; what is overdue was seen long before."""
    seen = day or today() - timedelta(days=120 if name in OVERDUE else 14)
    return ItemAnswer(state, seen if state in ("in-place", "partly") else None, review_after(seen))


def _empty(stage: Stage) -> QWidget:
    stage.set_up()
    return stage.screen()


def _answered(stage: Stage) -> QWidget:
    stage.answered()
    return stage.screen()


def _changed(stage: Stage) -> QWidget:
    """One block is open, and two were changed."""
    stage.answered()
    page = stage.screen()

    def change(_done: None) -> None:
        page.blocks.rows["drill"].choose("in-place")
        page.blocks.open("training")
        page.blocks.rows["training"].choose("partly")

    stage.background.run(page, lambda _store: None, change)
    return page


def _open(stage: Stage) -> QWidget:
    """One block is open as it stands, and it is overdue."""
    stage.answered()
    page = stage.screen()
    stage.background.run(page, lambda _store: None, lambda _done: page.blocks.open("training"))
    return page


def _fault(stage: Stage) -> QWidget:
    stage.answered()
    page = stage.screen()

    def change(_done: None) -> None:
        row = page.blocks.rows["commitment"]
        row.choose("partly")
        page.blocks.open("commitment")
        assert row.body is not None
        row.body.review.setDate(row.body.review.date().addYears(-1))
        page.save.click()

    stage.background.run(page, lambda _store: None, change)
    return page


def _many(stage: Stage) -> QWidget:
    stage.set_up(lists=(PORT,), name=LONG)
    page = stage.screen()
    page._wanted = "river-port"
    page._read()
    return page


def _elsewhere(stage: Stage) -> QWidget:
    """A site whose chain this computer knows from the programme only."""
    stage.set_up()
    stage.say({"commitment": said("in-place")}, EAST)
    return stage.screen(EAST)


def _no_list(stage: Stage) -> QWidget:
    return ReadinessScreen(stage.background, Catalog([]), DUTY, SITE)


def _asked(stage: Stage) -> QWidget:
    page = _changed(stage)
    assert isinstance(page, ReadinessScreen)
    page.sheet_asked.connect(lambda sheet: cast(MainWindow, page.window()).open_sheet(sheet))
    stage.background.run(page, lambda _store: None, lambda _done: page.go_back())
    return page


def _paper(*, empty: bool) -> Callable[[Stage], QWidget]:
    def made(stage: Stage) -> QWidget:
        stage.answered()
        sheet = PaperSheet(stage.readiness(), unsaved=not empty)
        if empty:
            sheet.kind.select("empty")
            sheet.kind.chosen.emit("empty")
        return sheet

    return made


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "V05-readiness": _answered,
    "V05-readiness-empty": _empty,
    "V05-readiness-open": _open,
    "V05-readiness-changed": _changed,
    "V05-readiness-fault": _fault,
    "V05-readiness-many": _many,
    "V05-readiness-elsewhere": _elsewhere,
    "V05-readiness-no-list": _no_list,
    "V05-readiness-leaving": _asked,
    "V05-readiness-paper": _paper(empty=False),
    "V05-readiness-paper-empty": _paper(empty=True),
}
