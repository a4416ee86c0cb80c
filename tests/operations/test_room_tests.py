"""Tests for the room: paper, a shared computer, another computer; closing keeps every answer."""

from typing import Any

import pytest

from tests.operations.hall import Hall, hall, not_right, responses
from tests.operations.people_here import acts
from trainer_app.errors import TrainerError
from trainer_app.operations.certificate_check import verify_certificate
from trainer_app.operations.certificates import list_certificates
from trainer_app.operations.people import SignedIn
from trainer_app.operations.people_desk import correct_person
from trainer_app.operations.room_tests import (
    NotOpen,
    answer_in_room,
    close_test,
    finish_room_sitting,
    keep_sheets,
    open_test,
    settle_sittings,
    start_room_sitting,
)
from trainer_app.operations.session_certificates import certificate_rows, issue_certificates
from trainer_app.operations.session_record import session
from trainer_app.operations.session_results import people_in_test, session_results
from trainer_app.operations.training_sessions import close_session, mark_here, welcome_walk_in
from trainer_app.store import Store
from trainer_app.training.meeting import Test
from trainer_app.training.rules import Rules
from trainer_app.training.statement import Taken, Verb


def on_paper(store: Store, room: Hall, test: Test, wrong: dict[str, int] | None = None) -> None:
    told = session(store, meeting=room.meeting)
    sheets = {
        one: responses(room.module, told.paper(test, one), (wrong or {}).get(one, 0))
        for one in room.people
    }
    keep_sheets(store, meeting=room.meeting, test=test, module=room.module, sheets=sheets)


def whole_test(store: Store, room: Hall, test: Test, wrong: dict[str, int] | None = None) -> None:
    open_test(store, by=room.by, meeting=room.meeting, test=test)
    on_paper(store, room, test, wrong)
    close_test(store, by=room.by, meeting=room.meeting, test=test, module=room.module)


def sit(store: Store, room: Hall, test: Test, learner_id: str, taken: Taken = Taken.SHARED):
    return start_room_sitting(
        store, meeting=room.meeting, test=test, learner_id=learner_id, module=room.module,
        taken=taken,
    )  # fmt: skip


def answer(store: Store, room: Hall, sitting, item_id: str, response: str | None = None):
    given = response if response is not None else responses(room.module, (item_id,))[item_id]
    return answer_in_room(
        store, room=sitting, module=room.module, item_id=item_id, response=given, duration_ms=900
    )


# ---------------------------------------------------------------- paper


def test_paper_becomes_statements_when_the_test_is_closed(store: Store) -> None:
    room = hall(store, 2)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    on_paper(store, room, "before")
    assert store.sittings.of(room.meeting) == []
    over = close_test(store, by=room.by, meeting=room.meeting, test="before", module=room.module)
    assert (over.people, over.cut_short, over.session.before.state) == (2, 0, "closed")
    told = store.sittings.of(room.meeting)
    assert {one.draft.taken for one in told} == {Taken.PAPER}
    assert [one.draft.verb for one in told].count(Verb.COMPLETED) == 2
    assert store.sheets.of(room.meeting, "before") == {}
    with pytest.raises(NotOpen):
        on_paper(store, room, "before")
    with pytest.raises(TrainerError, match="was closed"):
        open_test(store, by=room.by, meeting=room.meeting, test="before")


def test_a_sheet_can_be_mended_and_taken_away(store: Store) -> None:
    room = hall(store, 1)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    (who,) = room.people
    item_id = session(store, meeting=room.meeting).paper("before", who)[0]
    keep: dict[str, Any] = {"meeting": room.meeting, "test": "before", "module": room.module}
    keep_sheets(store, **keep, sheets={who: {item_id: not_right(room.module, item_id)}})
    keep_sheets(store, **keep, sheets={who: responses(room.module, (item_id,))})
    over = close_test(store, by=room.by, meeting=room.meeting, test="before", module=room.module)
    assert over.cut_short == 1
    (given, _verdict) = store.sittings.of(room.meeting)
    assert given.draft.success is True


def test_what_cannot_stand_on_the_sheet_is_refused_whole(store: Store) -> None:
    room = hall(store, 1)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    (who,) = room.people
    asked = session(store, meeting=room.meeting).paper("before", who)
    other = next(item.id for item in room.module.bank if item.id not in asked)
    for sheet in ({other: "yes"}, {asked[0]: "no-such-choice"}):
        with pytest.raises(ValueError, match=r"not on the sheet|no such"):
            keep_sheets(
                store, meeting=room.meeting, test="before", module=room.module, sheets={who: sheet}
            )
    assert store.sheets.of(room.meeting, "before") == {}


# ---------------------------------------------------------------- at a computer


def test_somebody_at_the_shared_computer_goes_on_where_they_were(store: Store) -> None:
    room = hall(store, 2)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    who = room.people[0]
    first = sit(store, room, "before", who)
    items = first.sitting.attempt.item_ids
    answer(store, room, first, items[0])
    again = sit(store, room, "before", who)
    assert set(again.sitting.answers) == {items[0]}
    assert answer(store, room, again, items[0], not_right(room.module, items[0])).right
    with pytest.raises(ValueError, match="unanswered"):
        finish_room_sitting(store, room=again, module=room.module, duration_ms=1)
    for item_id in items[1:]:
        answer(store, room, again, item_id)
    outcome = finish_room_sitting(store, room=again, module=room.module, duration_ms=60_000).outcome
    assert outcome.raw == outcome.total == len(items)
    with pytest.raises(TrainerError, match="is done"):
        sit(store, room, "before", who)
    assert {one.draft.taken for one in store.sittings.of(room.meeting)} == {Taken.SHARED}


def test_paper_and_computer_are_not_mixed_for_one_person(store: Store) -> None:
    room = hall(store, 2)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    on_paper(store, room, "before")
    with pytest.raises(TrainerError, match="on paper"):
        sit(store, room, "before", room.people[0])


def test_only_who_is_ticked_sits_down_and_only_while_it_is_open(store: Store) -> None:
    room = hall(store, 2)
    with pytest.raises(NotOpen):
        sit(store, room, "before", room.people[0])
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    mark_here(store, meeting=room.meeting, learner_id=room.people[0], here=False)
    with pytest.raises(TrainerError, match="not ticked"):
        sit(store, room, "before", room.people[0])
    with pytest.raises(TrainerError, match="other test"):
        open_test(store, by=room.by, meeting=room.meeting, test="after")


def test_closing_keeps_what_was_answered_so_far(store: Store) -> None:
    room = hall(store, 3)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    begun = sit(store, room, "before", room.people[0])
    items = begun.sitting.attempt.item_ids
    answer(store, room, begun, items[0])
    sit(store, room, "before", room.people[1])  # sat down, and answered nothing
    with pytest.raises(TrainerError, match="still open"):
        close_session(store, by=room.by, meeting=room.meeting)
    people = people_in_test(store, meeting=room.meeting, test="before", module=room.module)
    assert sorted(one.standing for one in people) == ["waiting", "waiting", "writing"]
    over = close_test(store, by=room.by, meeting=room.meeting, test="before", module=room.module)
    assert (over.people, over.cut_short) == (1, 1)
    (verdict,) = [one for one in store.sittings.of(room.meeting) if one.draft.maximum]
    assert (verdict.draft.raw, verdict.draft.maximum) == (1, len(items))
    with pytest.raises(NotOpen, match="is kept"):
        answer(store, room, begun, items[1])
    close_session(store, by=room.by, meeting=room.meeting)


def test_another_computer_settles_what_was_open_when_the_test_was_closed(store: Store) -> None:
    room = hall(store, 1)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    begun = sit(store, room, "before", room.people[0], Taken.PAIRED)
    answer(store, room, begun, begun.sitting.attempt.item_ids[0])
    settle: dict[str, Any] = {"meeting": room.meeting, "test": "before", "module": room.module}
    assert settle_sittings(store, **settle) == 0
    record = store.directory.record("training-session", str(room.meeting))
    assert record is not None
    closed = record.body | {"before": {"state": "closed"}}  # as it comes from the laptop
    store.directory.put("training-session", str(room.meeting), closed)
    assert settle_sittings(store, **settle) == 1
    assert settle_sittings(store, **settle) == 0
    verbs = [one.draft.verb for one in store.sittings.of(room.meeting)]
    assert verbs == [Verb.ANSWERED, Verb.COMPLETED]


def test_who_comes_late_gets_a_form_at_once(store: Store) -> None:
    room = hall(store, 3)
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    late = welcome_walk_in(
        store, by=room.by, meeting=room.meeting, name="Awa Sow", role="vendor"
    ).learner
    told = session(store, meeting=room.meeting)
    assert sorted(told.first_forms.values()) == ["a", "a", "b", "b"]
    assert told.paper("before", late.learner_id)


# ---------------------------------------------------------------- results and certificates


def test_below_five_nothing_is_compared(store: Store) -> None:
    room = hall(store, 4)
    whole_test(store, room, "before")
    whole_test(store, room, "after")
    results = session_results(store, meeting=room.meeting, module=room.module)
    assert (results.both, results.too_few, results.objectives) == (4, True, ())
    assert results.before is results.after is None
    assert results.passed == 4


def test_before_and_after_are_compared_by_objective(store: Store) -> None:
    room = hall(store, 6)
    whole_test(store, room, "before", dict.fromkeys(room.people, 99))
    whole_test(store, room, "after")
    results = session_results(store, meeting=room.meeting, module=room.module)
    assert results.both == 6
    assert results.after == 1.0
    assert results.before is not None
    assert results.before < 1
    assert all(one.after == 1.0 for one in results.objectives)
    assert {one.objective_id for one in results.objectives} <= {
        one.id for one in room.module.objectives
    }


def test_a_missed_critical_question_refuses_the_certificate(store: Store) -> None:
    room = hall(store, 2)
    open_test(store, by=room.by, meeting=room.meeting, test="after")
    told = session(store, meeting=room.meeting)
    sheets = {one: responses(room.module, told.paper("after", one)) for one in room.people}
    critical = next(i for i in sheets[room.people[0]] if room.module.item(i).critical)
    sheets[room.people[0]][critical] = not_right(room.module, critical)
    keep_sheets(store, meeting=room.meeting, test="after", module=room.module, sheets=sheets)
    close_test(store, by=room.by, meeting=room.meeting, test="after", module=room.module)
    close_session(store, by=room.by, meeting=room.meeting)
    rows = {
        row.learner.learner_id: row
        for row in certificate_rows(store, meeting=room.meeting, module=room.module)
    }
    share = (len(sheets[room.people[0]]) - 1) / len(sheets[room.people[0]])
    expected = "critical" if share >= room.module.pass_rule.pass_mark else "not-enough"
    assert rows[room.people[0]].why == expected
    assert rows[room.people[1]].why is None
    with pytest.raises(TrainerError, match="not passed"):
        issue_certificates(
            store, by=room.by, meeting=room.meeting, module=room.module, learner_ids=room.people
        )


def test_certificates_bear_the_facilitators_signature_everywhere(store: Store, catalog) -> None:
    room = hall(store, 2)
    whole_test(store, room, "after")
    ask: dict[str, Any] = {"by": room.by, "meeting": room.meeting, "module": room.module}
    with pytest.raises(TrainerError, match="Close the session"):
        issue_certificates(store, **ask, learner_ids=room.people)
    close_session(store, by=room.by, meeting=room.meeting)
    issued = issue_certificates(store, **ask, learner_ids=room.people)
    again = issue_certificates(store, **ask, learner_ids=room.people)
    assert (issued.new, again.new) == (2, 0)
    assert again.certificates == issued.certificates
    first = issued.certificates[0]
    assert (first.facts.supervised, first.facts.issuer) == (True, "Elena Vargas")
    checked = verify_certificate(store, text=first.payload)
    assert checked.key_known
    learner = store.learner(room.people[0])
    mine = list_certificates(
        store, catalog=catalog, signed_in=SignedIn(learner, room.meeting, Rules())
    )
    assert [one.payload for one in mine] == [first.payload]
    (row,) = store.certificates(learner.actor)
    assert (row.meeting, row.scaled) == (room.meeting, 1.0)
    assert store.progress(learner.actor)["m/small"].success


def test_a_name_that_was_corrected_gets_a_certificate_anew(store: Store, catalog) -> None:
    room = hall(store, 2)
    whole_test(store, room, "after")
    close_session(store, by=room.by, meeting=room.meeting)
    ask: dict[str, Any] = {"by": room.by, "meeting": room.meeting, "module": room.module}
    first = issue_certificates(store, **ask, learner_ids=room.people).certificates
    who, other = (store.learner(one) for one in room.people)
    correct_person(
        store, by=room.by, learner_id=who.learner_id, name="Rosa M. Mamani", role=who.role,
        team=who.team,
    )  # fmt: skip
    rows = {row.learner.learner_id: row for row in certificate_rows(store, meeting=room.meeting,
            module=room.module)}  # fmt: skip
    assert [rows[one].is_renamed for one in room.people] == [True, False]
    kept = issue_certificates(store, **ask, learner_ids=room.people)
    assert (kept.new, kept.certificates) == (0, first)
    again = issue_certificates(store, **ask, learner_ids=room.people, anew={who.learner_id})
    assert again.new == 1
    new = next(one for one in again.certificates if one.facts.name == "Rosa M. Mamani")
    old = next(one for one in first if one not in again.certificates)
    assert verify_certificate(store, text=new.payload).verdict == "genuine"
    assert verify_certificate(store, text=old.payload).verdict == "withdrawn"
    signed_in = SignedIn(store.learner(who.learner_id), room.meeting, Rules())
    mine = list_certificates(store, catalog=catalog, signed_in=signed_in)
    assert [one.payload for one in mine] == [new.payload]
    once_more = issue_certificates(store, **ask, learner_ids=room.people)
    assert (once_more.new, once_more.certificates) == (0, again.certificates)
    told = acts(store)[-2:]
    assert told == [("certificate-withdrawn", old.facts.serial), ("issued", "passed, 1")]
    assert store.certificates(other.actor)[0].serial in {one.facts.serial for one in first}


def test_a_certificate_of_attendance_says_so_and_does_not_expire(store: Store) -> None:
    from datetime import date

    room = hall(store, 2)
    close_session(store, by=room.by, meeting=room.meeting)
    issued = issue_certificates(
        store, by=room.by, meeting=room.meeting, module=room.module,
        learner_ids=room.people, kind="attended",
    )  # fmt: skip
    facts = issued.certificates[0].facts
    assert (facts.kind, facts.held_on) == ("attended", "2026-12-01")
    checked = verify_certificate(store, text=issued.certificates[0].payload, on=date(2099, 1, 1))
    assert checked.verdict == "genuine"
    assert store.certificates(store.learner(room.people[0]).actor) == []


def test_attempts_alone_and_in_the_room_do_not_mix(store: Store) -> None:
    from uuid import uuid4

    from trainer_app.operations.attempts import answer_item, start_attempt

    room = hall(store, 1)
    signed_in = SignedIn(store.learner(room.people[0]), uuid4(), Rules())
    alone = start_attempt(store, signed_in=signed_in, module=room.module, kind="pre")
    item_id = alone.attempt.item_ids[0]
    answer_item(
        store, signed_in=signed_in, module=room.module, attempt=alone.attempt, item_id=item_id,
        response=responses(room.module, (item_id,))[item_id], duration_ms=1,
    )  # fmt: skip
    whole_test(store, room, "before")
    again = start_attempt(store, signed_in=signed_in, module=room.module, kind="pre")
    assert again.attempt == alone.attempt
    assert set(again.answers) == {item_id}
