"""A response to a verdict, for every kind of item."""

import pytest

from tests.small_module import EVERY_KIND, SMALL
from trainer_app.training.scoring import canonical, is_right, right_response

WRONG = {
    "one": "no",
    "several": "a",
    "truth": "true",
    "steps": "listen[,]greet[,]tell",
    "pairs": "p[.]q[,]q[.]p[,]r[.]r",
    "sorted": "held[.]ordinary[,]bag[.]ordinary[,]hat[.]ordinary[,]call[.]ordinary",
    "where": "door",
}


@pytest.mark.parametrize("item", EVERY_KIND, ids=lambda item: item.id)
def test_every_kind_knows_right_from_not_yet(item):
    assert is_right(item, right_response(item))
    assert not is_right(item, WRONG[item.id])


@pytest.mark.parametrize("item", EVERY_KIND, ids=lambda item: item.id)
def test_a_response_with_an_unknown_id_is_refused(item):
    with pytest.raises(ValueError, match=r"no such choice|not a list of pairs"):
        canonical(item, "elsewhere")


def test_order_of_chosen_ids_does_not_matter_but_order_of_entries_does():
    several, steps = SMALL.item("several"), SMALL.item("steps")
    assert canonical(several, "c[,]a") == right_response(several) == "a[,]c"
    assert canonical(steps, "tell[,]greet[,]listen") == "tell[,]greet[,]listen"


def test_half_a_match_is_not_yet_right():
    assert not is_right(SMALL.item("pairs"), "p[.]p[,]q[.]q")
    assert not is_right(SMALL.item("several"), "")
