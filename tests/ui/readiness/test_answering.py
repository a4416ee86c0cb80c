"""What an answer becomes when a state is pressed or a day is changed."""

from __future__ import annotations

from datetime import date, timedelta

from trainer_app.operations.readiness import ItemAnswer
from trainer_app.training.checks import review_after
from trainer_app.ui.readiness.answering import (
    is_due,
    still_so,
    with_evidence,
    with_review,
    with_state,
)
from trainer_app.ui.readiness.drafts import Drafts

TODAY = date(2026, 12, 1)
NEXT = review_after(TODAY)
SEEN = TODAY - timedelta(days=20)
STANDS = ItemAnswer("in-place", SEEN, review_after(SEEN))
OLD = ItemAnswer("partly", date(2026, 6, 1), date(2026, 9, 1))


def test_a_first_answer_was_seen_today_and_comes_up_in_three_months() -> None:
    assert with_state(None, None, "in-place", TODAY) == ItemAnswer("in-place", TODAY, NEXT)
    assert with_state(None, None, "not-known", TODAY) == ItemAnswer("not-known", None, NEXT)


def test_another_state_keeps_the_day_something_was_seen() -> None:
    partly = with_state(STANDS, STANDS, "partly", TODAY)
    assert partly == ItemAnswer("partly", SEEN, NEXT)
    gone = with_state(partly, STANDS, "not-yet", TODAY)
    assert gone == ItemAnswer("not-yet", None, NEXT)
    assert with_state(gone, STANDS, "partly", TODAY) == ItemAnswer("partly", TODAY, NEXT)
    assert with_state(partly, STANDS, "partly", TODAY) is partly


def test_the_state_that_stands_takes_a_change_back_or_says_it_is_still_so() -> None:
    changed = with_review(STANDS, date(2027, 5, 5))
    assert with_state(changed, STANDS, "in-place", TODAY) is STANDS
    assert with_state(OLD, OLD, "partly", TODAY) == still_so(OLD, TODAY)
    assert still_so(OLD, TODAY) == ItemAnswer("partly", TODAY, NEXT)
    assert still_so(ItemAnswer("not-yet", None, OLD.review_on), TODAY).evidence_on is None


def test_who_saw_it_on_another_day_looks_again_in_three_months_where_it_was_due() -> None:
    assert with_evidence(OLD, SEEN, TODAY) == ItemAnswer("partly", SEEN, NEXT)
    assert with_evidence(STANDS, TODAY, TODAY) == ItemAnswer("in-place", TODAY, STANDS.review_on)
    assert is_due(ItemAnswer("partly", SEEN, None), TODAY)
    assert is_due(ItemAnswer("partly", SEEN, TODAY), TODAY)
    assert not is_due(STANDS, TODAY)


def test_drafts_are_what_is_not_on_the_disk() -> None:
    drafts = Drafts()
    drafts.put("list", "a", STANDS, None)
    drafts.put("list", "b", OLD, OLD)
    drafts.put("other", "a", OLD, STANDS)
    assert drafts.count == 2
    sent = drafts.all()
    drafts.put("other", "a", still_so(OLD, TODAY), STANDS)
    drafts.take_off(sent)
    assert drafts.all() == {"other": {"a": still_so(OLD, TODAY)}}
    assert drafts.of("nothing") == {}
