"""Every page and sheet about people, in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.operations.people_here import DUTY, register
from trainer_app.content.module import Role
from trainer_app.operations.people_desk import (
    PicturesGiven,
    mark_left,
    merge_people,
)
from trainer_app.operations.roster import import_roster, preview_roster, read_roster
from trainer_app.store import Store
from trainer_app.training.people import PICTURES, Learner
from trainer_app.ui.background import Background
from trainer_app.ui.people.erase_sheet import EraseSheet
from trainer_app.ui.people.export_sheet import ExportSheet
from trainer_app.ui.people.finding import Wanted
from trainer_app.ui.people.import_screen import ImportScreen
from trainer_app.ui.people.merge_sheet import MergeSheet
from trainer_app.ui.people.new_person_screen import NewPersonScreen
from trainer_app.ui.people.people_screen import PeopleScreen
from trainer_app.ui.people.person_screen import PersonScreen
from trainer_app.ui.people.pictures_screen import PicturesScreen
from trainer_app.ui.people.several_sheet import SeveralSheet

PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("Rosa Mamani", "Tickets", "ticket-office"),
    ("Rosa Mamani", "Gate 2", "guard"),
    ("Amadou Diallo", "Night buses", "driver"),
    ("Fatou Ndiaye", "Night buses", "driver"),
    ("Elena Choque", "", "vendor"),
    ("Kossi Mensah", "Hotel Sol", "hotel"),
    ("أمل الحسن", "Tickets", "ticket-office"),
)
LIST = (
    "Name,Work,Team,Phone\nRosa Mamani,guard,Tickets,1\nJulio Quispe,driver,Night buses,2\n"
    "María Flores,,Gate 2,3\nElena Choque,vendor,,4\nSomebody,juggler,,5\n"
)


@dataclass
class Stage:
    """What pages are made from: people by name and team, and a folder for files."""

    background: Background
    folder: Path
    people: dict[str, Learner] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """Somebody's id; of two of a name, the one in the second team."""
        return self.people[name].learner_id

    def fill(self) -> None:
        """Register everybody; one left, one walked in, one came with a list, two are one."""

        def work(store: Store) -> None:
            for number, (name, team, role) in enumerate(PEOPLE):
                made = Learner(
                    learner_id=f"learner-{number}", actor=f"p-{number}", name=name, team=team,
                    role=role, picture=PICTURES[number],
                )  # fmt: skip
                store.add_learner(made, "of no use")
                self.people[name] = made
            store.add_learner(
                Learner(
                    learner_id="walk-in", actor="p-W", name="Julio Flores", role="driver", team="",
                    picture="tree", walk_in=True,
                ),
                "",
            )  # fmt: skip
            path = self.folder / "people.csv"
            path.write_text("Name,Work,Team\nMaría Quispe,vendor,Gate 2\n", encoding="utf-8")
            preview = preview_roster(store, read_roster(path))
            import_roster(store, by=DUTY, preview=preview)
            mark_left(store, by=DUTY, learner_ids=[self.id_of("Kossi Mensah")])
            double = register(store, "Fatou N’Diaye", "Gate 2")
            merge_people(store, by=DUTY, kept=self.id_of("Fatou Ndiaye"), other=double.learner_id)

        self.background.run(self.background, work).result()


def _list(wanted: Wanted | None = None) -> Callable[[Stage], QWidget]:
    def made(stage: Stage) -> QWidget:
        stage.fill()
        return PeopleScreen(stage.background, DUTY, wanted)

    return made


def _ticked(stage: Stage) -> QWidget:
    stage.fill()
    page = PeopleScreen(stage.background, DUTY)

    def tick(_store: Store) -> None:
        """The list is there by now."""

    def then(_done: None) -> None:
        for row in (1, 3):
            page.list._toggle(row)

    stage.background.run(page, tick, then)
    return page


def _person(name: str) -> Callable[[Stage], QWidget]:
    def made(stage: Stage) -> QWidget:
        stage.fill()
        return PersonScreen(stage.background, DUTY, stage.id_of(name))

    return made


def _pictures(count: int) -> Callable[[Stage], QWidget]:
    def made(stage: Stage) -> QWidget:
        stage.fill()
        people = list(stage.people.values())[:count]
        return PicturesScreen([PicturesGiven(one, ("tree", "fish", "ladder")) for one in people])

    return made


def _erase(*, sure: bool) -> Callable[[Stage], QWidget]:
    def made(stage: Stage) -> QWidget:
        stage.fill()
        sheet = EraseSheet(stage.background, DUTY, stage.id_of("Elena Choque"))
        if sure:
            sheet.reasons.cards["asked"].click()
            sheet.go_on.click()
        return sheet

    return made


def _merge(stage: Stage) -> QWidget:
    stage.fill()
    return MergeSheet(
        stage.background, DUTY, stage.id_of("Rosa Mamani"), stage.id_of("Amadou Diallo")
    )


def _several(stage: Stage) -> QWidget:
    stage.fill()
    ids = [stage.id_of(name) for name in ("Rosa Mamani", "Elena Choque")]
    return SeveralSheet(stage.background, DUTY, ids)


def _looked(text: str) -> Callable[[Stage], QWidget]:
    def made(stage: Stage) -> QWidget:
        stage.fill()
        page = ImportScreen(stage.background, DUTY)
        path = stage.folder / "list.csv"
        path.write_text(text, encoding="utf-8")
        page.open_file(str(path))
        return page

    return made


def _exported(stage: Stage) -> QWidget:
    stage.fill()
    sheet = ExportSheet(stage.background, DUTY)
    sheet.save_to(str(stage.folder / "waypost-people.xlsx"))
    return sheet


def _new_with_errors(stage: Stage) -> QWidget:
    page = NewPersonScreen(stage.background, DUTY)
    page.save.click()
    return page


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "F12-people": _list(),
    "F12-people-empty": lambda stage: PeopleScreen(stage.background, DUTY),
    "F12-people-ticked": _ticked,
    "F12-people-doubles": _list(Wanted(show="doubles")),
    "F12-people-nobody": _list(Wanted(letters="xyz")),
    "F12-person": _person("Rosa Mamani"),
    "F12-person-merged": _person("Fatou Ndiaye"),
    "F12-person-left": _person("Kossi Mensah"),
    "F12-new": lambda stage: NewPersonScreen(stage.background, DUTY),
    "F12-new-errors": _new_with_errors,
    "F12-pictures": _pictures(1),
    "F12-pictures-many": _pictures(6),
    "F12-erase": _erase(sure=False),
    "F12-erase-sure": _erase(sure=True),
    "F12-merge": _merge,
    "F12-several": _several,
    "F12-import": lambda stage: ImportScreen(stage.background, DUTY),
    "F12-import-look": _looked(LIST),
    "F12-import-refused": _looked("Phone,Age\n1,2\n"),
    "F12-export": _exported,
}
