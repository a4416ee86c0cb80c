"""The whole way between the pages about people, by keyboard; what is asked, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.operations.people_here import DUTY, acts
from tests.ui.people.pages import LIST, Stage
from tests.ui.people.test_every_page import settle
from trainer_app.errors import NotSaved
from trainer_app.operations.people_desk import DeskPerson, list_people, person_facts
from trainer_app.store import Store
from trainer_app.training.people import Learner
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.people import person_screen
from trainer_app.ui.people.erase_sheet import EraseSheet
from trainer_app.ui.people.export_sheet import ExportSheet
from trainer_app.ui.people.finding import Index, Wanted
from trainer_app.ui.people.import_screen import ImportScreen
from trainer_app.ui.people.merge_sheet import MergeSheet
from trainer_app.ui.people.new_person_screen import NewPersonScreen
from trainer_app.ui.people.people_list import PeopleModel
from trainer_app.ui.people.people_screen import PeopleScreen
from trainer_app.ui.people.person_screen import PersonScreen
from trainer_app.ui.people.pictures_screen import PicturesScreen
from trainer_app.ui.people.several_sheet import SeveralSheet
from trainer_app.ui.people.way import PeopleWay
from trainer_app.ui.screen import Screen

Page = TypeVar("Page")


class Desk:
    """The window with a way to its pages, and what a person does in it."""

    def __init__(self, stage: Stage, window: MainWindow, qapp: QApplication) -> None:
        self.stage, self.window, self._app = stage, window, qapp
        self.is_left = False
        self.way = PeopleWay(self, window, stage.background, lambda: DUTY)
        self.way.show(self._leave)
        self.settle()

    def show(self, page: Screen, _again: Callable[[], None]) -> None:
        self.window.show_page(page)

    def _leave(self) -> None:
        self.is_left = True

    def settle(self) -> None:
        settle(self.stage.background, self._app)

    def page(self, kind: type[Page]) -> Page:
        self.settle()
        assert isinstance(self.window.page, kind)
        return self.window.page

    def sheet(self, kind: type[Page]) -> Page:
        self.settle()
        assert isinstance(self.window.sheet, kind)
        return self.window.sheet

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.windowHandle(), key, held)
        self.settle()

    def ask(self, question: Callable[[Store], Page]) -> Page:
        return self.stage.background.run(self.window, question).result()

    def names(self) -> list[str]:
        people = self.page(PeopleScreen)
        return [people.list.rows.people[one].learner.name for one in people.list.rows.ids]


@pytest.fixture
def desk(stage: Stage, window: MainWindow, qapp: QApplication) -> Desk:
    stage.fill()
    return Desk(stage, window, qapp)


CONTROL = Qt.KeyboardModifier.ControlModifier


# ---------------------------------------------------------------- finding


def test_letters_typed_on_the_list_find_people_without_accents(desk: Desk) -> None:
    page = desk.page(PeopleScreen)
    assert desk.window.focusWidget() is page.list
    QTest.keyClicks(page.list, "m")
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "aria")
    assert desk.names() == ["María Quispe"]
    page.search.setText("rosa gate")
    assert [page.list.rows.people[one].learner.team for one in page.list.rows.ids] == ["Gate 2"]
    desk.press(Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert not desk.is_left  # Esc only emptied the search
    page.back_asked.emit()
    assert desk.is_left


def test_ctrl_f_finds_and_enter_goes_to_the_list_and_opens(desk: Desk) -> None:
    page = desk.page(PeopleScreen)
    desk.press(Qt.Key.Key_F, CONTROL)
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "amadou")
    desk.press(Qt.Key.Key_Return)
    assert page.list.hasFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.page(PersonScreen).form.name.text() == "Amadou Diallo"
    desk.press(Qt.Key.Key_Escape)
    assert desk.names() == ["Amadou Diallo"]  # as it was left
    assert desk.page(PeopleScreen).search.text() == "amadou"


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("without", ["Julio Flores", "María Quispe"]),
        ("doubles", ["Rosa Mamani", "Rosa Mamani"]),
        ("left", ["Kossi Mensah"]),
    ],
)
def test_what_is_special_can_be_shown_alone(desk: Desk, show: str, names: list[str]) -> None:
    page = desk.page(PeopleScreen)
    box = page.filters.show_what
    box.setCurrentIndex(box.findData(show))
    box.activated.emit(box.currentIndex())
    assert desk.names() == names
    if show == "doubles":
        row = page.list.rows.index(0)
        assert "Same name in another team" in row.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_live_change_of_language_and_back(desk: Desk, qapp: QApplication) -> None:
    page = desk.page(PeopleScreen)
    page.filters.role.setCurrentIndex(page.filters.role.findData("driver"))
    page.filters.role.activated.emit(0)
    found = desk.names()
    translator.speak(qapp, "ar")
    assert desk.names() == found
    assert page.list.isRightToLeft()


def test_the_model_is_sound_with_two_thousand(qtmodeltester: ModelTester) -> None:
    people = {
        f"{number}": DeskPerson(
            Learner(
                learner_id=f"{number}", actor=f"p-{number}", name=f"Person {number}",
                role="driver", team=f"Team {number % 30}", picture="tree",
            )
        )
        for number in range(2000)
    }  # fmt: skip
    model = PeopleModel()
    model.show_people(people, list(people), explains=False)
    assert Index(people.values()).find(Wanted("person 1999 team")) == ["1999"]
    model.show_people(people, list(people)[:40], explains=False)
    qtmodeltester.check(model)


# ---------------------------------------------------------------- one person


def test_a_new_person_by_keyboard_and_the_pictures_once(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N, CONTROL)
    page = desk.page(NewPersonScreen)
    QTest.keyClicks(page.form.name, "Ana Bello")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    QTest.keyClicks(page.form.team.editor, "Gate 2")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    shown = desk.page(PicturesScreen)
    assert len(shown._given[0].pictures) == 3
    desk.press(Qt.Key.Key_Return)
    assert "Ana Bello" in desk.names()
    list_page = desk.page(PeopleScreen)
    assert list_page.list.rows.people[list_page.list.current_id].learner.name == "Ana Bello"


def test_a_taken_name_is_said_at_the_field(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N, CONTROL)
    page = desk.page(NewPersonScreen)
    page.save.click()
    assert page.form.summary.isVisible()
    page.form.name.setText("Amadou Diallo")
    page.form.role.setCurrentIndex(0)
    page.form.team.editor.setText("night buses")
    page.save.click()
    desk.settle()
    assert "There is another" in page.form._name_field.error


def test_a_correction_is_saved_and_said(desk: Desk) -> None:
    desk.page(PeopleScreen).person_asked.emit(desk.stage.id_of("Elena Choque"))
    page = desk.page(PersonScreen)
    page.form.name.setText("Elena Choque Flores")
    page.save.click()
    assert "Elena Choque Flores" in desk.names()
    assert desk.page(PeopleScreen).note.para.text() == "Saved."


def test_a_full_disk_is_said_and_can_be_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_known: object) -> None:
        raise NotSaved("Could not save because the disk is full.")

    desk.page(PeopleScreen).person_asked.emit(desk.stage.id_of("Elena Choque"))
    page = desk.page(PersonScreen)
    page.form.name.setText("Elena Flores")
    with monkeypatch.context() as patched:
        patched.setattr(person_screen, "correct_person", full)
        page.save.click()
        desk.settle()
    assert page.retry.note.para.text() == "Could not save because the disk is full."
    assert page.form.name.text() == "Elena Flores"
    page.retry.button.click()
    assert "Elena Flores" in desk.names()


def test_new_pictures_leaving_and_coming_back(desk: Desk) -> None:
    learner_id = desk.stage.id_of("Elena Choque")
    desk.page(PeopleScreen).person_asked.emit(learner_id)
    page = desk.page(PersonScreen)
    page.leaving.button.click()
    desk.settle()
    assert desk.ask(lambda store: store.learner(learner_id)).has_left
    page.leaving.button.click()
    desk.settle()
    assert not desk.ask(lambda store: store.learner(learner_id)).has_left
    page.pictures.button.click()
    assert desk.page(PicturesScreen)._given[0].learner.learner_id == learner_id


# ---------------------------------------------------------------- erasing, merging


def test_del_asks_twice_and_the_safe_answer_has_the_focus(desk: Desk) -> None:
    page = desk.page(PeopleScreen)
    page.list.mark_person(desk.stage.id_of("Elena Choque"))
    desk.press(Qt.Key.Key_Delete)
    sheet = desk.sheet(EraseSheet)
    assert desk.window.focusWidget() is sheet.keep
    assert not sheet.go_on.isEnabled()
    sheet.reasons.cards["asked"].click()
    sheet.go_on.click()
    assert desk.window.focusWidget() is sheet.keep
    assert "Elena Choque" in desk.names()
    sheet.go_on.click()
    assert "Elena Choque" not in desk.names()
    assert page.note.para.text() == "Erased."
    assert desk.ask(acts)[-1][0] == "erased"


def test_who_is_erased_on_their_own_page_is_no_more(desk: Desk) -> None:
    desk.page(PeopleScreen).person_asked.emit(desk.stage.id_of("Elena Choque"))
    desk.page(PersonScreen).erasing.button.click()
    sheet = desk.sheet(EraseSheet)
    sheet.reasons.cards["mistake"].click()
    sheet.go_on.click()
    sheet.go_on.click()
    assert "Elena Choque" not in desk.names()
    assert desk.page(PeopleScreen).note.para.text() == "Erased."


def test_leaving_is_offered_instead_of_erasing(desk: Desk) -> None:
    desk.page(PeopleScreen).erase_asked.emit(desk.stage.id_of("Elena Choque"))
    desk.sheet(EraseSheet).leave.button.click()
    desk.settle()
    assert desk.ask(lambda store: store.learner(desk.stage.id_of("Elena Choque"))).has_left
    assert desk.window.sheet is None


def test_two_that_are_one_are_put_together_and_taken_apart(desk: Desk) -> None:
    page = desk.page(PeopleScreen)
    mine = desk.stage.id_of("Rosa Mamani")
    page.person_asked.emit(mine)
    person = desk.page(PersonScreen)
    assert person._doubles.count() == 1
    other = desk.ask(list_people)
    double = next(p.learner for p in other if p.learner.name == "Rosa Mamani"
                  and p.learner.learner_id != mine)  # fmt: skip
    person.compare_asked.emit(double.learner_id)
    sheet = desk.sheet(MergeSheet)
    next(card for card in sheet.cards if card.learner_id == mine).click()
    assert sheet.kept == mine
    sheet.merge.click()
    assert desk.names().count("Rosa Mamani") == 1
    desk.page(PeopleScreen).person_asked.emit(mine)
    person = desk.page(PersonScreen)
    assert person._apart.count() == 1
    person._take_apart(double.learner_id)
    desk.settle()
    assert desk.ask(lambda store: store.learner(double.learner_id)).merged_into == ""


def test_two_that_are_two_are_told_apart_for_good(desk: Desk) -> None:
    mine = desk.stage.id_of("Rosa Mamani")
    desk.page(PeopleScreen).person_asked.emit(mine)
    person = desk.page(PersonScreen)
    (like,) = desk.ask(lambda store: person_facts(store, learner_id=mine)).person.likes
    person.compare_asked.emit(like.learner_id)
    desk.sheet(MergeSheet).apart.click()
    desk.settle()
    assert desk.names().count("Rosa Mamani") == 2
    page = desk.page(PeopleScreen)
    assert page.note.para.text() == "They stay two people. Nobody is asked again."
    page.person_asked.emit(mine)
    assert desk.page(PersonScreen)._doubles.count() == 0


# ---------------------------------------------------------------- several


def test_several_get_a_team_and_work(desk: Desk) -> None:
    page = desk.page(PeopleScreen)
    for name in ("Amadou Diallo", "Elena Choque"):
        page.list.mark_person(desk.stage.id_of(name))
        desk.press(Qt.Key.Key_Space)
    assert page._ticked.text().endswith("people are ticked")
    page.change.click()
    sheet = desk.sheet(SeveralSheet)
    sheet.team.editor.setText("Porters")
    sheet.set_team.click()
    desk.settle()
    teams = [one.learner.team for one in desk.ask(list_people)]
    assert teams.count("Porters") == 2
    assert page.note.para.text() == "The team is set."


def test_many_get_pictures_a_few_at_a_time(desk: Desk, qtbot: QtBot) -> None:
    everybody = [one.learner.learner_id for one in desk.ask(list_people)][:7]
    desk.page(PeopleScreen).several_asked.emit(everybody)
    sheet = desk.sheet(SeveralSheet)
    sheet.pictures.button.click()
    sheet.close_sheet()  # not now: nobody would see the pictures
    assert desk.window.sheet is sheet
    qtbot.wait_until(lambda: isinstance(desk.window.page, PicturesScreen))
    page = desk.page(PicturesScreen)
    assert [one.learner.learner_id for one in page._given] == everybody


def test_the_cards_of_nine_people_are_two_pages_that_name_nobody_outside(
    desk: Desk, tmp_path: Path
) -> None:
    from PySide6.QtPdf import QPdfDocument

    from trainer_app.operations.people_desk import PicturesGiven

    person = desk.stage.people["Elena Choque"]
    page = PicturesScreen([PicturesGiven(person, ("tree", "fish", "key"))] * 9)
    desk.window.show_page(page)
    path = tmp_path / "cards.pdf"
    page.buttons.save_to(str(path))
    document = QPdfDocument()
    document.load(str(path))
    assert document.pageCount() == 2
    assert b"Elena" not in path.read_bytes()
    document.close()


# ---------------------------------------------------------------- lists


def test_a_list_is_looked_at_then_taken_in(desk: Desk, tmp_path: Path) -> None:
    desk.page(PeopleScreen).import_asked.emit()
    page = desk.page(ImportScreen)
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    page.open_file(str(path))
    desk.settle()
    assert page.switch.selected() == "problem"
    assert [plan.row for plan in page.list.rows.plans] == [4, 6]
    assert page.write.text().endswith("2\u2069 people")
    page.write.click()
    desk.settle()
    assert desk.page(PeopleScreen).wanted == Wanted(show="without")
    assert desk.names() == ["Julio Flores", "Julio Quispe", "María Quispe"]
    assert desk.ask(acts)[-1] == ("imported", "2")


def test_a_file_that_is_no_list_is_said_and_another_can_be_chosen(
    desk: Desk, tmp_path: Path
) -> None:
    desk.page(PeopleScreen).import_asked.emit()
    page = desk.page(ImportScreen)
    path = tmp_path / "list.csv"
    path.write_text("Phone\n1\n")
    page.open_file(str(path))
    desk.settle()
    assert "no column of names" in page.retry.note.para.text()
    path.write_text(LIST)
    page.open_file(str(path))
    desk.settle()
    assert not page.retry.isVisible()
    assert page.write.isEnabled()


def test_a_list_is_saved_and_that_is_noted(desk: Desk, tmp_path: Path) -> None:
    desk.page(PeopleScreen).export_asked.emit()
    sheet = desk.sheet(ExportSheet)
    sheet.save_to(str(tmp_path / "nowhere" / "people.csv"))
    desk.settle()
    assert "Choose another folder" in sheet.retry.note.para.text()
    sheet.save_to(str(tmp_path / "people.csv"))
    desk.settle()
    assert "people.csv" in sheet.note.para.text()
    assert "Rosa Mamani" in (tmp_path / "people.csv").read_text("utf-8-sig")
    assert desk.ask(acts)[-1][0] == "exported"


def test_an_empty_desk_offers_what_to_do(
    stage: Stage, window: MainWindow, qapp: QApplication
) -> None:
    desk = Desk(stage, window, qapp)
    page = desk.page(PeopleScreen)
    assert page._empty.isVisible()
    assert not page.write.isVisible()
    assert window.focusWidget() is page.first_new
    desk.press(Qt.Key.Key_Return)
    desk.page(NewPersonScreen)
