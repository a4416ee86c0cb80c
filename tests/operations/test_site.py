"""The reporting chain: a number nobody tried is never a number to call."""

from datetime import date

import pytest

from trainer_app.content import inline
from trainer_app.errors import TrainerError
from trainer_app.operations.site import SLOTS, Contact, fill_slot, reporting_chain, slot_values

TODAY = date(2026, 11, 22)


def state(store, slot_id, on=TODAY):
    return next(s for s in reporting_chain(store, on=on) if s.slot_id == slot_id)


def helpline(**more):
    known = {"name": "Child helpline", "number": "000", "verified_by": "E. Choque"}
    return Contact(**(known | {"verified_on": date(2026, 10, 1)} | more))


def test_an_empty_chain_has_no_numbers(store):
    assert not any(s.contact or s.callable for s in reporting_chain(store, on=TODAY))
    assert slot_values(reporting_chain(store, on=TODAY)) == {}


def test_a_tried_number_may_be_called_for_six_months(store):
    fill_slot(store, slot_id="child-helpline", contact=helpline())
    assert state(store, "child-helpline").callable
    assert slot_values(reporting_chain(store, on=TODAY)) == {"child-helpline": "Child helpline 000"}
    later = state(store, "child-helpline", date(2027, 4, 30))
    assert (later.callable, later.outdated) == (False, True)
    assert slot_values([later]) == {"child-helpline": "Child helpline"}


def test_a_number_tried_in_the_future_is_not_shown(store):
    fill_slot(store, slot_id="police", contact=helpline(verified_on=date(2099, 1, 1)))
    assert not state(store, "police").callable


@pytest.mark.parametrize("missing", [{"verified_by": ""}, {"verified_on": None}])
def test_a_number_nobody_tried_is_refused(store, missing):
    with pytest.raises(TrainerError, match="who tried"):
        fill_slot(store, slot_id="child-helpline", contact=helpline(**missing))
    assert state(store, "child-helpline").contact is None


def test_a_focal_point_without_a_number_is_a_name(store):
    fill_slot(store, slot_id="focal-point", contact=Contact(name="Elena Choque, office 3"))
    assert not state(store, "focal-point").callable
    assert slot_values(reporting_chain(store, on=TODAY)) == {
        "focal-point": "Elena Choque, office 3"
    }


def test_an_unknown_place_is_named_and_a_place_can_be_emptied(store):
    with pytest.raises(TrainerError, match="no place mayor"):
        fill_slot(store, slot_id="mayor", contact=None)
    fill_slot(store, slot_id="focal-point", contact=Contact(name="Elena Choque"))
    fill_slot(store, slot_id="focal-point", contact=None)
    assert state(store, "focal-point").contact is None


def test_the_places_of_the_chain_are_those_that_texts_can_name():
    assert set(SLOTS) == set(inline.SLOTS)
