"""A facilitator's road in the real program: the door, the desk, a session to its end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.operations.hall import hall
from tests.ui import keys
from tests.walk import Walk, walking
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.session_record import list_sessions, session
from trainer_app.operations.staff import add_first_staff, list_staff
from trainer_app.operations.training_sessions import mark_here
from trainer_app.store import Store
from trainer_app.training.statement import Taken, Verb
from trainer_app.ui.after.certificates_screen import CertificatesScreen
from trainer_app.ui.after.summary_screen import SummaryScreen
from trainer_app.ui.desk.home_screen import DeskHomeScreen
from trainer_app.ui.desk.offer_screen import StaffOfferScreen
from trainer_app.ui.handing_in.sync_screen import SyncScreen
from trainer_app.ui.packs.modules_screen import ModulesScreen
from trainer_app.ui.people.people_screen import PeopleScreen
from trainer_app.ui.room_test.paper_screen import PaperScreen
from trainer_app.ui.room_test.pass_screen import PassScreen
from trainer_app.ui.room_test.sheets_screen import SheetsScreen
from trainer_app.ui.room_test.test_screen import TestScreen as RoomTestScreen
from trainer_app.ui.screen import Screen
from trainer_app.ui.session.end_sheet import EndSheet
from trainer_app.ui.session.guide_screen import GuideScreen
from trainer_app.ui.session.lead_screen import LeadScreen
from trainer_app.ui.session.plan_screen import PlanScreen
from trainer_app.ui.session.roll_screen import RollScreen
from trainer_app.ui.shelf.job_aids_screen import JobAidsScreen
from trainer_app.ui.staff.audit_screen import AuditScreen
from trainer_app.ui.staff.new_staff_screen import NewStaffScreen
from trainer_app.ui.staff.pin_screen import StaffPinScreen
from trainer_app.ui.staff.staff_screen import StaffScreen
from trainer_app.ui.start.learners_screen import LearnersScreen
from trainer_app.ui.start.tour_screen import TourScreen

PIN = "385127"
P = TypeVar("P", bound=Screen)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with walking(tmp_path / "data") as made:
        yield made


def on(walk: Walk, kind: type[P], qtbot: QtBot) -> P:
    """The page of that kind, once it is shown."""
    qtbot.wait_until(lambda: isinstance(walk.window.page, kind))
    walk.settle()
    page = walk.window.page
    assert isinstance(page, kind)
    return page


def staffed(walk: Walk) -> None:
    """A facilitator of this computer, and four people."""

    def make(store: Store) -> None:
        code = store.renew_recovery_code()
        assert store.confirm_recovery_code(code)
        add_first_staff(
            store, name="Elena Vargas", roles=("facilitator",), pin=PIN, recovery_code=code
        )
        for name in ("Rosa Mamani", "Amadou Diallo", "Ana Quispe", "Luis Condori"):
            enrol_learner(store, name=name, role="driver", team="Night buses", language="en")

    walk.ask(make)


def type_pin(walk: Walk) -> None:
    keys.write(walk.window, PIN)


def at_the_desk(walk: Walk, qtbot: QtBot) -> DeskHomeScreen:
    staffed(walk)
    walk.program.show_learners()
    on(walk, LearnersScreen, qtbot).staff.click()
    on(walk, StaffPinScreen, qtbot)
    type_pin(walk)
    return on(walk, DeskHomeScreen, qtbot)


def test_set_up_offers_a_staff_account_and_goes_on_without(walk: Walk, qtbot: QtBot) -> None:
    walk.program.show_tour()
    tour = walk.window.page
    assert isinstance(tour, TourScreen)
    tour.finished.emit()
    offer = on(walk, StaffOfferScreen, qtbot)
    offer.staff.click()
    on(walk, NewStaffScreen, qtbot).back_asked.emit()
    on(walk, StaffOfferScreen, qtbot).later.click()
    on(walk, LearnersScreen, qtbot)
    assert walk.ask(list_staff) == []


def test_without_staff_the_door_makes_the_first_account(walk: Walk, qtbot: QtBot) -> None:
    walk.program.show_learners()
    on(walk, LearnersScreen, qtbot).staff.click()
    on(walk, NewStaffScreen, qtbot).back_asked.emit()
    on(walk, LearnersScreen, qtbot)


def test_every_way_of_the_desk_leads_somewhere_and_back(walk: Walk, qtbot: QtBot) -> None:
    at_the_desk(walk, qtbot)
    ways: list[tuple[str, type[Screen]]] = [
        ("people", PeopleScreen), ("modules", ModulesScreen), ("collect", SyncScreen),
        ("staff", StaffScreen), ("acts", AuditScreen), ("print", JobAidsScreen),
    ]  # fmt: skip
    for name, kind in ways:
        on(walk, DeskHomeScreen, qtbot).way_asked.emit(name)
        on(walk, kind, qtbot).go_back()
        on(walk, DeskHomeScreen, qtbot)
    on(walk, DeskHomeScreen, qtbot).out.click()
    on(walk, LearnersScreen, qtbot)
    assert walk.program.door.desk is None


def test_pages_for_staff_ask_for_the_number_once_there_is_staff(walk: Walk, qtbot: QtBot) -> None:
    staffed(walk)
    walk.program.handing_in.show(walk.program.show_learners)
    on(walk, StaffPinScreen, qtbot)
    type_pin(walk)
    on(walk, SyncScreen, qtbot)


def test_an_idle_desk_asks_for_the_number_and_goes_on_where_it_was(
    walk: Walk, qtbot: QtBot
) -> None:
    at_the_desk(walk, qtbot).way_asked.emit("staff")
    on(walk, StaffScreen, qtbot)
    desk = walk.program.door.desk
    assert desk is not None
    desk.idle.idle.emit()
    on(walk, StaffPinScreen, qtbot)
    type_pin(walk)
    on(walk, StaffScreen, qtbot)


def test_hiding_the_desk_asks_for_the_number_before_it_shows_anything(
    walk: Walk, qtbot: QtBot
) -> None:
    at_the_desk(walk, qtbot)
    walk.window.hide_now()
    walk.window.return_asked.emit()
    on(walk, StaffPinScreen, qtbot)
    assert not walk.window.is_hidden_away


def test_a_session_from_plan_to_certificates(walk: Walk, qtbot: QtBot) -> None:
    at_the_desk(walk, qtbot).steps.buttons["session"].click()
    plan = on(walk, PlanScreen, qtbot)
    plan.module.setCurrentIndex(plan.module.findData("grooming"))
    walk.settle()
    plan.go.click()
    roll = on(walk, RollScreen, qtbot)
    for _person in range(4):
        QTest.keyClick(walk.window.windowHandle(), Qt.Key.Key_Space)
        QTest.keyClick(walk.window.windowHandle(), Qt.Key.Key_Down)
    qtbot.wait_until(lambda: roll._told is not None and len(roll._told.here) == 4)
    roll.go.click()
    run = on(walk, LeadScreen, qtbot)
    meeting = run._meeting
    told = walk.ask(lambda store: session(store, meeting=meeting))
    before = next(step.step_id for step in told.steps if step.kind == "test-before")
    run.road.go_to(before)
    qtbot.wait_until(lambda: run.road.test == "before")
    run.go.click()
    test = on(walk, RoomTestScreen, qtbot)
    walk_room_test(walk, test, qtbot)
    on(walk, RoomTestScreen, qtbot).back_asked.emit()
    run = on(walk, LeadScreen, qtbot)
    run.side.end.click()
    assert isinstance(walk.window.sheet, EndSheet)
    walk.window.sheet.end.click()
    summary = on(walk, SummaryScreen, qtbot)
    assert {one.draft.verb for one in walk.ask(lambda store: store.sittings.of(meeting))} == {
        Verb.ATTENDED
    }
    summary.certificates_asked.emit()
    on(walk, CertificatesScreen, qtbot).back_asked.emit()
    on(walk, SummaryScreen, qtbot).back_asked.emit()
    home = on(walk, DeskHomeScreen, qtbot)
    assert [one.kept.session.state for one in home.cards] == ["closed"]
    assert len(walk.ask(list_sessions)) == 1


def walk_room_test(walk: Walk, test: Any, qtbot: QtBot) -> None:
    """Its three ways, and back from each, before it is even opened or after."""
    ways: list[tuple[Any, type[Screen]]] = [
        (lambda page: page.print_asked.emit(), SheetsScreen),
        (lambda page: page.paper_asked.emit(), PaperScreen),
    ]
    for ask, kind in ways:
        ask(on(walk, RoomTestScreen, qtbot))
        page = on(walk, kind, qtbot)
        page.back_asked.emit()
        on(walk, RoomTestScreen, qtbot)
    on(walk, RoomTestScreen, qtbot).pass_asked.emit()
    hand_back(walk, qtbot)


def hand_back(walk: Walk, qtbot: QtBot) -> None:
    """Who wrote a test at the laptop does not come to the desk by the button that goes back."""
    on(walk, PassScreen, qtbot).back_asked.emit()
    on(walk, StaffPinScreen, qtbot).back_asked.emit()
    on(walk, PassScreen, qtbot).finished.emit()
    on(walk, StaffPinScreen, qtbot)
    desk = walk.program.door.desk
    assert desk is not None
    desk.idle.idle.emit()  # nothing more is asked, and nothing else is shown
    on(walk, StaffPinScreen, qtbot)
    type_pin(walk)
    on(walk, RoomTestScreen, qtbot)


def test_the_sheet_to_sign_in_on_is_printed_before_the_day(walk: Walk, qtbot: QtBot) -> None:
    at_the_desk(walk, qtbot).steps.buttons["session"].click()
    plan = on(walk, PlanScreen, qtbot)
    plan.module.setCurrentIndex(plan.module.findData("grooming"))
    walk.settle()
    plan.save.click()
    home = on(walk, DeskHomeScreen, qtbot)
    qtbot.wait_until(lambda: home._first is not None)
    home.go.click()
    plan = on(walk, PlanScreen, qtbot)
    qtbot.wait_until(plan.paper.isVisible)
    plan.day.setDate(plan.day.date().addDays(3))
    day = plan.day.date().toString("yyyy-MM-dd")
    plan.paper.click()
    summary = on(walk, SummaryScreen, qtbot)
    assert [one.session.day for one in walk.ask(list_sessions)] == [day]
    summary.back_asked.emit()
    on(walk, PlanScreen, qtbot)


def test_the_guide_is_read_from_a_plan_and_nothing_chosen_is_lost(walk: Walk, qtbot: QtBot) -> None:
    at_the_desk(walk, qtbot).steps.buttons["session"].click()
    plan = on(walk, PlanScreen, qtbot)
    qtbot.wait_until(lambda: bool(plan.facts.leaders))
    plan.guide.click()  # nothing was changed, and nothing is saved
    on(walk, GuideScreen, qtbot).go_back()
    assert walk.ask(list_sessions) == []
    plan = on(walk, PlanScreen, qtbot)
    qtbot.wait_until(lambda: bool(plan.facts.leaders))
    plan.module.setCurrentIndex(plan.module.findData("grooming"))
    plan.day.setDate(plan.day.date().addDays(3))
    plan.plan.rows[1].minutes.more.click()
    day, steps = plan.day.date(), plan.plan.steps
    plan.guide.click()
    on(walk, GuideScreen, qtbot).go_back()
    plan = on(walk, PlanScreen, qtbot)
    qtbot.wait_until(lambda: bool(plan.facts.leaders))
    assert plan.module.currentData() == "grooming"
    assert (plan.day.date(), plan.plan.steps) == (day, steps)
    plan.guide.click()  # as it is on the disk
    on(walk, GuideScreen, qtbot).go_back()
    on(walk, PlanScreen, qtbot)
    assert len(walk.ask(list_sessions)) == 1


def test_a_test_opened_at_the_laptop_is_written_at_another_computer(
    walk: Walk, qtbot: QtBot
) -> None:
    from tests.operations.test_paired_tests import elsewhere
    from trainer_app.operations import Changed
    from trainer_app.operations.room_tests import open_test
    from trainer_app.ui.learn.home_screen import HomeScreen

    walk.enrol_people("en")
    module = walk.module("grooming", "en")

    def lead(store: Store) -> Any:
        room = hall(store, 0, module)
        for who in walk.learners:
            mark_here(store, meeting=room.meeting, learner_id=who.learner.learner_id, here=True)
        open_test(store, by=room.by, meeting=room.meeting, test="before")
        elsewhere(store, room.meeting)
        return room

    who = walk.enter(0)
    home = on(walk, HomeScreen, qtbot)
    assert not home.room_card.isVisible()
    room = walk.ask(lead)
    walk.background.changed.emit(Changed.SESSION)
    qtbot.wait_until(home.room_card.isVisible)
    home.room_card.start.click()
    page = on(walk, PassScreen, qtbot)
    qtbot.wait_until(lambda: page.view is not None)
    while page.view is not None and page._room is not None:
        place = len(page._room.sitting.answers)
        page.skip.click()
        qtbot.wait_until(partial(moved_on, page, place))
    qtbot.wait_until(lambda: page.asks_confidence)
    page.leave_out.click()
    qtbot.wait_until(lambda: page._room is None)
    qtbot.wait_until(lambda: not page.saving)
    page.go.click()
    on(walk, HomeScreen, qtbot)
    told = walk.ask(lambda store: store.sittings.of(room.meeting))
    assert {one.draft.actor for one in told} == {who.learner.actor}
    assert {one.draft.taken for one in told} == {Taken.PAIRED}
    assert told[-1].draft.verb is Verb.COMPLETED


def moved_on(page: PassScreen, answered: int) -> bool:
    """Whether more than so many questions are answered, or all of them."""
    return page._room is None or len(page._room.sitting.answers) > answered
