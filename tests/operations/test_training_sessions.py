"""A training session from plan to end: what is kept, what stands in the log."""

from datetime import date
from uuid import uuid4

import pytest

from tests.operations.hall import hall, on_duty, planned
from tests.small_module import SMALL
from trainer_app.errors import TrainerError
from trainer_app.operations import Changed
from trainer_app.operations.people import NameTaken
from trainer_app.operations.session_record import (
    SESSION,
    Kept,
    NotRunning,
    keep_session,
    list_sessions,
    roll,
    session,
    with_facts,
    written,
)
from trainer_app.operations.training_sessions import (
    begin_session,
    change_plan,
    close_session,
    count_hands,
    count_unnamed,
    drop_session,
    go_to_step,
    mark_here,
    plan_session,
    stay_at,
    suggested_plan,
    welcome_walk_in,
)
from trainer_app.store import Store
from trainer_app.training.meeting import Begun, PlanStep
from trainer_app.training.statement import Verb


def test_a_plan_can_be_changed_until_the_session_begins(store: Store) -> None:
    by = on_duty(store)
    meeting = planned(store, by)
    steps = (PlanStep(step_id="welcome", kind="welcome", minutes=7),)
    again = plan_session(
        store, by=by, module=SMALL, day=date(2026, 12, 2), day_from_clock=False,
        facilitators=(by.staff.staff_id,), instructor=by.staff.actor, steps=steps, meeting=meeting,
    )  # fmt: skip
    assert again.meeting == meeting
    told = session(store, meeting=meeting)
    assert (told.day, told.day_from, told.steps, told.minutes) == ("2026-12-02", "staff", steps, 7)
    begin_session(store, by=by, meeting=meeting)
    with pytest.raises(TrainerError, match="has begun"):
        plan_session(
            store, by=by, module=SMALL, day=date(2026, 12, 3), day_from_clock=True,
            facilitators=("x",), instructor="p", meeting=meeting,
        )  # fmt: skip
    with pytest.raises(TrainerError, match="has begun"):
        drop_session(store, by=by, meeting=meeting)


def test_somebody_has_to_lead(store: Store) -> None:
    with pytest.raises(TrainerError, match="who leads"):
        plan_session(
            store, by=on_duty(store), module=SMALL, day=date(2026, 12, 3), day_from_clock=True,
            facilitators=(), instructor="p",
        )  # fmt: skip


def test_a_planned_session_can_be_taken_away(store: Store) -> None:
    by = on_duty(store)
    drop_session(store, by=by, meeting=planned(store, by))
    assert list_sessions(store) == []


def test_sessions_are_listed_with_what_is_under_way_first(store: Store) -> None:
    by = on_duty(store)
    running, ahead, over = (planned(store, by) for _n in range(3))
    begin_session(store, by=by, meeting=running)
    begin_session(store, by=by, meeting=over)
    close_session(store, by=by, meeting=over)
    store.directory.put("training-session", str(uuid4()), {"from": "a newer release"})
    assert [one.meeting for one in list_sessions(store)] == [running, ahead, over]


def test_the_roll_is_the_teams_and_whoever_is_ticked(store: Store) -> None:
    room = hall(store, 3)
    walked = welcome_walk_in(
        store, by=room.by, meeting=room.meeting, name=" Awa  Sow ", role="vendor"
    )
    mark_here(store, meeting=room.meeting, learner_id=room.people[0], here=False)
    rows = roll(store, meeting=room.meeting)
    assert [(row.learner.name, row.here) for row in rows] == [
        ("Amadou Diallo", True), ("Ana Quispe", True), ("Rosa Mamani", False), ("Awa Sow", True),
    ]  # fmt: skip
    assert walked.learner.walk_in
    assert walked.changed == Changed.SESSION | Changed.PEOPLE
    with pytest.raises(NameTaken):
        welcome_walk_in(store, by=room.by, meeting=room.meeting, name="awa sow", role="guard")
    with pytest.raises(TrainerError, match="Write the name"):
        welcome_walk_in(store, by=room.by, meeting=room.meeting, name="  ", role="guard")


def test_who_walked_in_stays_counted_when_they_are_registered(store: Store) -> None:
    from trainer_app.operations.people_desk import give_pictures

    room = hall(store, 1)
    awa, luis = (
        welcome_walk_in(
            store, by=room.by, meeting=room.meeting, name=name, role="vendor"
        ).learner.learner_id
        for name in ("Awa Sow", "Luis Condori")
    )
    mark_here(store, meeting=room.meeting, learner_id=luis, here=False)
    assert session(store, meeting=room.meeting).walk_ins == 1
    give_pictures(store, by=room.by, learner_ids=[awa])
    told = session(store, meeting=room.meeting)
    assert (told.walk_ins, len(told.here), told.walked_in) == (1, 2, (awa, luis))


def test_who_left_the_job_is_not_on_the_roll(store: Store) -> None:
    from dataclasses import replace

    room = hall(store, 2)
    mark_here(store, meeting=room.meeting, learner_id=room.people[0], here=False)
    left = replace(store.learner(room.people[0]), has_left=True)
    store.correct_learner(left)
    assert [row.learner.learner_id for row in roll(store, meeting=room.meeting)] == [room.people[1]]


def test_the_same_change_twice_writes_nothing(store: Store) -> None:
    room = hall(store, 1)
    before = store.directory.changes(0)[-1].feed
    again = mark_here(store, meeting=room.meeting, learner_id=room.people[0], here=True)
    assert again.changed is Changed.NOTHING
    assert store.directory.changes(0)[-1].feed == before


def test_hands_are_counts_and_the_last_count_stands(store: Store) -> None:
    room = hall(store, 1)
    count_hands(store, meeting=room.meeting, place="talk-1", counts={"yes": 12, "no": 0})
    count_hands(store, meeting=room.meeting, place="scene-1/start", counts={"tell": 9, "wait": 2})
    count_hands(store, meeting=room.meeting, place="talk-1", counts={"no": 3})
    told = session(store, meeting=room.meeting)
    assert told.hands == {"scene-1/start": {"tell": 9, "wait": 2}, "talk-1": {"no": 3}}
    count_hands(store, meeting=room.meeting, place="talk-1", counts={})
    assert "talk-1" not in session(store, meeting=room.meeting).hands
    with pytest.raises(TrainerError, match="0 to 1000"):
        count_hands(store, meeting=room.meeting, place="talk-1", counts={"no": 1001})


def test_steps_are_walked_and_the_plan_may_change_on_the_way(store: Store) -> None:
    room = hall(store, 1)
    told = session(store, meeting=room.meeting)
    assert told.at_step == told.steps[0].step_id
    go_to_step(store, meeting=room.meeting, step_id="close")
    with pytest.raises(KeyError):
        go_to_step(store, meeting=room.meeting, step_id="nowhere")
    steps = (*told.steps, PlanStep(step_id="break-2", kind="break", minutes=10))
    assert change_plan(store, meeting=room.meeting, steps=steps).session.steps == steps
    with pytest.raises(TrainerError, match="at least one"):
        change_plan(store, meeting=room.meeting, steps=())
    assert suggested_plan(SMALL) == told.steps


def test_the_slide_and_the_ways_of_stories_are_remembered_in_their_step(store: Store) -> None:
    room = hall(store, 1)
    first = session(store, meeting=room.meeting).at_step
    ways = {"scene-1/start": ("tell", "wait")}

    def stay(step_id: str, slide: int) -> Kept:
        return stay_at(store, meeting=room.meeting, step_id=step_id, slide=slide, ways=ways)

    assert stay(first, 2).changed is Changed.NOTHING  # no other page shows it
    told = session(store, meeting=room.meeting)
    assert (told.at_slide, told.ways) == (2, ways)
    stay("close", 5)  # it came too late
    assert session(store, meeting=room.meeting) == told
    go_to_step(store, meeting=room.meeting, step_id="close")
    told = session(store, meeting=room.meeting)
    assert (told.at_step, told.at_slide, told.ways) == ("close", 0, ways)


def test_a_session_written_before_slides_were_remembered_opens_at_its_step(store: Store) -> None:
    room = hall(store, 1)
    told = go_to_step(store, meeting=room.meeting, step_id="close").session
    body = written(told)
    assert not {"at_slide", "ways"} & set(body)
    store.directory.put(SESSION, str(room.meeting), body)
    told = session(store, meeting=room.meeting)
    assert (told.at_step, told.at_slide, told.ways) == ("close", 0, {})


def test_closing_writes_for_each_once_that_they_attended(store: Store) -> None:
    room = hall(store, 3)
    count_unnamed(store, meeting=room.meeting, count=2)
    assert session(store, meeting=room.meeting).present == 5
    closed = close_session(store, by=room.by, meeting=room.meeting)
    assert closed.attended == 3
    told = store.sittings.of(room.meeting)
    assert {one.draft.verb for one in told} == {Verb.ATTENDED}
    assert {one.draft.actor for one in told} == {store.learner(one).actor for one in room.people}
    (one, *_others) = told
    assert (one.draft.instructor, one.draft.planned) == (room.by.staff.actor, "2026-12-01")
    assert close_session(store, by=room.by, meeting=room.meeting).changed is Changed.NOTHING
    assert len(store.sittings.of(room.meeting)) == 3
    with pytest.raises(NotRunning, match="closed"):
        mark_here(store, meeting=room.meeting, learner_id=room.people[0], here=False)
    with pytest.raises(NotRunning, match="closed"):
        begin_session(store, by=room.by, meeting=room.meeting)
    assert store.verify_chain() == 3


def test_a_session_of_half_a_day_can_still_be_read(store: Store) -> None:
    room = hall(store, 2)
    wall_ms, _mono_ms = store.clocks()
    began = Begun(wall_ms=wall_ms - 6 * 3_600_000, device="another", boot=1, mono_ms=0)
    told = session(store, meeting=room.meeting)
    keep_session(store, room.meeting, with_facts(told, begun=began))
    close_session(store, by=room.by, meeting=room.meeting)
    assert session(store, meeting=room.meeting).seconds == 6 * 3600
    assert [kept.meeting for kept in list_sessions(store)] == [room.meeting]


def test_a_session_that_has_not_begun_cannot_be_closed(store: Store) -> None:
    by = on_duty(store)
    meeting = planned(store, by)
    with pytest.raises(NotRunning, match="not begun"):
        close_session(store, by=by, meeting=meeting)
    with pytest.raises(NotRunning, match="not begun"):
        mark_here(store, meeting=meeting, learner_id="x", here=True)


def test_somebody_erased_meanwhile_does_not_stand_in_the_way(store: Store) -> None:
    room = hall(store, 2)
    store.directory.erase("learner", room.people[0])
    assert close_session(store, by=room.by, meeting=room.meeting).attended == 1


def test_no_name_is_in_a_statement_or_in_the_session(store: Store) -> None:
    room = hall(store, 2)
    welcome_walk_in(store, by=room.by, meeting=room.meeting, name="Awa Sow", role="vendor")
    close_session(store, by=room.by, meeting=room.meeting)
    texts = b"".join(text for _row, text in store.statement_texts())
    record = store.directory.record("training-session", str(room.meeting))
    assert record is not None
    for name in ("Rosa", "Awa", "Elena"):
        assert name.encode() not in texts
        assert name not in str(record.body)
