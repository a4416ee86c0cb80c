"""The pages of the desk, on a road a facilitator goes: for pictures, and to look at every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from trainer_app.operations.learning import today
from trainer_app.operations.room_tests import close_test, keep_sheets, open_test
from trainer_app.operations.session_certificates import issue_certificates
from trainer_app.operations.session_record import session
from trainer_app.operations.staff import add_first_staff, add_staff
from trainer_app.operations.training_sessions import (
    begin_session,
    close_session,
    count_hands,
    mark_here,
    plan_session,
    welcome_walk_in,
)
from trainer_app.training.meeting import TESTS, Test
from trainer_app.training.scoring import right_response

if TYPE_CHECKING:
    from tests.walk import Walk
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.desk.way import Desk

PIN = "385127"


def desk_pages(walk: Walk, language: str) -> Iterator[str]:
    """The door, the desk, and a session from plan to certificates; yields the name of each page."""
    program = walk.program
    if walk.program.journey is not None:
        program.sign_out()
    program.show_learners()
    program.door.show(program.show_learners)
    yield _shown(walk, "F01-first-account")
    program.door.offer(lambda then: then())
    yield _shown(walk, "F01-offer")
    by = walk.ask(_staff)
    program.door.show(program.show_learners)
    yield _shown(walk, "F01-number")
    program.door._enter(by)
    yield _shown(walk, "F02-desk-new")
    desk = program.door.desk
    assert desk is not None
    module = walk.module("grooming", language)
    meeting = walk.ask(lambda store: _planned(store, by, module))
    desk.show_plan(meeting)
    yield _shown(walk, "F03-plan-kept")
    walk.ask(lambda store: _begin(store, by, walk, meeting))
    yield from _session(walk, desk, meeting, module)
    yield from _tests(walk, desk, meeting, module, by)
    yield from _over(walk, desk, meeting, module, by)
    yield from _beside(walk, desk)
    program.door.leave()
    walk.settle()


def _shown(walk: Walk, name: str) -> str:
    walk.settle()
    return name


def _staff(store: Store) -> OnDuty:
    code = store.renew_recovery_code()
    store.confirm_recovery_code(code)
    by = add_first_staff(
        store, name="Elena Vargas", roles=("facilitator",), pin=PIN, recovery_code=code
    )
    add_staff(store, by=by, name="Omar Haddad", roles=("supervisor",))
    return by


def _planned(store: Store, by: OnDuty, module: Module) -> UUID:
    return plan_session(
        store, by=by, module=module, day=today(), day_from_clock=True,
        facilitators=(by.staff.staff_id,), instructor=by.staff.actor,
    ).meeting  # fmt: skip


def _begin(store: Store, by: OnDuty, walk: Walk, meeting: UUID) -> None:
    """Now it is under way, with everybody of the pictures, and one that walked in."""
    begin_session(store, by=by, meeting=meeting)
    for who in walk.learners:
        mark_here(store, meeting=meeting, learner_id=who.learner.learner_id, here=True)
    welcome_walk_in(store, by=by, meeting=meeting, name="Awa Sow", role="vendor")


def _session(walk: Walk, desk: Desk, meeting: UUID, module: Module) -> Iterator[str]:
    desk.show_home()
    yield _shown(walk, "F02-desk")
    desk.show_plan(None)
    yield _shown(walk, "F03-plan")
    page = cast(Any, walk.window.page)
    page.facts.is_doubtful = True  # as after an empty battery
    page.facts.say()
    page.facts.clock.show_noted(datetime(2026, 12, 3, 14, 5).astimezone())
    yield _shown(walk, "F03-clock")
    page._on_time_asked()
    yield _shown(walk, "F03-time")
    walk.window.close_sheets()
    desk._show_guide(module, desk.show_home)
    yield _shown(walk, "F03-guide")
    desk.show_roll(meeting)
    yield _shown(walk, "F04-roll")
    cast(Any, walk.window.page).add.click()
    yield _shown(walk, "F04-walk-in")
    desk.show_run(meeting)
    yield _shown(walk, "F05-lead")
    page = cast(Any, walk.window.page)
    told = walk.ask(lambda store: session(store, meeting=meeting))
    for kind in ("rules", "scene", "lesson", "talk", "close"):
        page.road.go_to(next(step.step_id for step in told.steps if step.kind == kind))
        yield _shown(walk, f"F05-lead-{kind}")
        if kind == "rules":
            page._on_change()
            yield _shown(walk, "F05-change")
            walk.window.close_sheets()
        if kind == "scene":
            page.road.walk(1)
            slide = page.slide
            counts = {one.choice_id: 3 + place for place, one in enumerate(slide.options)}
            walk.ask(partial(count_hands, meeting=meeting, place=slide.place, counts=counts))
            page.road.read()
            yield _shown(walk, "F05-lead-votes")
    page._on_safety()
    yield _shown(walk, "F05-safety-turn")  # there is one screen only, which the room sees
    walk.window.close_sheets()
    page._on_safety(turned=True)
    yield _shown(walk, "F05-safety")
    walk.window.close_sheets()
    page._on_end()
    yield _shown(walk, "F05-end")
    walk.window.close_sheets()


def _tests(walk: Walk, desk: Desk, meeting: UUID, module: Module, by: OnDuty) -> Iterator[str]:
    desk.show_test(meeting, "before")
    yield _shown(walk, "F07-test-waiting")
    walk.ask(lambda store: open_test(store, by=by, meeting=meeting, test="before"))
    walk.ask(lambda store: _sheets(store, meeting, module, "before", few=True))
    desk.show_test(meeting, "before")
    yield _shown(walk, "F07-test-open")
    desk._show_paper(meeting, "before")
    yield _shown(walk, "F07-paper")
    desk._show_sheets(meeting, "before")
    yield _shown(walk, "F07-sheets")
    desk._show_pass(meeting, "before")
    yield _shown(walk, "F07-pass")
    page = cast(Any, walk.window.page)
    page.go.click()
    yield _shown(walk, "F07-pass-question")


def _sheets(store: Store, meeting: UUID, module: Module, test: Test, *, few: bool = False) -> None:
    told = session(store, meeting=meeting)
    people = told.here[:3] if few else told.here
    keep_sheets(
        store, meeting=meeting, test=test, module=module,
        sheets={
            who: {one: right_response(module.item(one)) for one in told.paper(test, who)}
            for who in people
        },
    )  # fmt: skip


def _over(walk: Walk, desk: Desk, meeting: UUID, module: Module, by: OnDuty) -> Iterator[str]:
    desk.show_home()
    walk.settle()

    def end(store: Store) -> None:
        for test in TESTS:
            if session(store, meeting=meeting).test(test).state == "waiting":
                open_test(store, by=by, meeting=meeting, test=test)
            _sheets(store, meeting, module, test)
            close_test(store, by=by, meeting=meeting, test=test, module=module)
        close_session(store, by=by, meeting=meeting)

    walk.ask(end)
    desk.show_summary(meeting)
    yield _shown(walk, "F08-summary")
    desk._show_certificates(meeting)
    yield _shown(walk, "F09-certificates")
    here = walk.ask(lambda store: session(store, meeting=meeting)).here
    walk.ask(
        lambda store: issue_certificates(
            store, by=by, meeting=meeting, module=module, learner_ids=here[:4]
        )
    )
    desk._show_certificates(meeting)
    yield _shown(walk, "F09-certificates-issued")
    desk.show_home()
    yield _shown(walk, "F02-desk-after")


def _beside(walk: Walk, desk: Desk) -> Iterator[str]:
    desk.show_modules(desk.show_home)
    yield _shown(walk, "F10-modules")
    walk.program.handing_in.show(desk.show_home)
    yield _shown(walk, "F11-handing-in")
    desk._people.show(desk.show_home)
    yield _shown(walk, "F12-people")
    desk._people._show_person(walk.learners[0].learner.learner_id)
    yield _shown(walk, "F12-person")
    desk._people._show_new()
    yield _shown(walk, "F12-new")
    desk._people._show_import()
    yield _shown(walk, "F12-import")
    desk.show_staff()
    yield _shown(walk, "F12-staff")
    desk.show_acts()
    yield _shown(walk, "F12-acts")
    yield from _computer_lock(walk, desk)
    desk.lock()
    yield _shown(walk, "F01-locked")


def _computer_lock(walk: Walk, desk: Desk) -> Iterator[str]:
    """What opens the data: by itself, by a passphrase; setting, changing, taking off."""
    from trainer_app.ui.staff.code_screen import CodeScreen

    desk._lock_way.show(desk.show_staff)
    walk.settle()
    page = cast(Any, walk.window.page)
    standing = page._lock
    yield _shown(walk, "F13-lock")
    page._on_read(replace(standing, is_needed=True, organisation_opens=True))
    yield _shown(walk, "F13-lock-needed")
    page._on_read(replace(standing, is_needed=True, code_confirmed=False))
    yield _shown(walk, "F13-lock-no-code")
    page.set_asked.emit()
    yield _shown(walk, "F13-set-number")
    page = cast(Any, walk.window.page)
    page.choose()
    yield _shown(walk, "F13-set")
    page.panel.shown.setChecked(True)
    page.panel.field.line.setText("one two three four five")
    page.panel.next.click()
    yield _shown(walk, "F13-set-mending")
    page.panel.suggestion.take.click()
    page.panel.next.click()
    yield _shown(walk, "F13-set-again")
    page.done.emit(None)
    walk.settle()
    page = cast(Any, walk.window.page)
    page._on_read(replace(standing, has_passphrase=True))
    yield _shown(walk, "F13-lock-set")
    for name in ("change", "remove"):
        getattr(page, f"{name}_asked").emit()
        yield _shown(walk, f"F13-{name}")
        desk._lock_way.show(desk.show_staff)
        walk.settle()
        page = cast(Any, walk.window.page)
    page.code_asked.emit(False)
    yield _shown(walk, "F13-code")
    code = cast(Any, walk.window.page)
    assert isinstance(code, CodeScreen)
    code.show_code("CDDJ-1VRT-XEPZ-J5PM-2229-WMRD-42")
    yield _shown(walk, "F13-code-new")
