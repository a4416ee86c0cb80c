"""How sure people are: kept without a right answer, counted in nothing but its own figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.hall import Hall, hall
from tests.operations.reported import World
from tests.small_module import SMALL
from tests.store.conftest import draft
from trainer_app.content.catalog import Catalog
from trainer_app.operations.attempts import Sitting, answer_item, finish_attempt, start_attempt
from trainer_app.operations.confidence import say_confidence
from trainer_app.operations.learning import today
from trainer_app.operations.people import SignedIn, enrol_learner
from trainer_app.operations.records_export import export_statements
from trainer_app.operations.reports.terms import terms
from trainer_app.operations.reports.works import ConfidenceFigures, Group, what_works
from trainer_app.operations.reports.works_report import change_report
from trainer_app.operations.room_tests import (
    NotOpen,
    close_test,
    open_test,
    say_confidence_in_room,
    start_room_sitting,
)
from trainer_app.store import Store
from trainer_app.training.confidence import LEVELS, LINES, Level, Line
from trainer_app.training.scoring import right_response
from trainer_app.training.statement import Taken

ALL: dict[Line, Level] = {"notice": "1", "respond": "2", "whom-to-tell": "3", "pass-on": "4"}


@pytest.fixture
def who(store: Store) -> SignedIn:
    from uuid import uuid4

    learner = enrol_learner(store, name="Rosa", role="driver", team="", language="en").learner
    return SignedIn(learner, uuid4())


def answered(store: Store, who: SignedIn, sitting: Sitting) -> None:
    for item_id in sitting.attempt.item_ids:
        answer_item(
            store, signed_in=who, module=SMALL, attempt=sitting.attempt, item_id=item_id,
            response=right_response(SMALL.item(item_id)), duration_ms=0,
        )  # fmt: skip


def test_it_counts_in_no_score(store: Store, who: SignedIn) -> None:
    sitting = start_attempt(store, signed_in=who, module=SMALL, kind="pre")
    assert sitting.asks_confidence
    answered(store, who, sitting)
    before = store.progress(who.learner.actor)
    said = say_confidence(store, signed_in=who, module=SMALL, attempt=sitting.attempt, levels=ALL)
    assert said.lines == 4
    after = store.progress(who.learner.actor)
    lines = {f"m/small/c/{line}" for line in LINES}
    assert {path: one for path, one in after.items() if path not in lines} == before
    assert all(after[path].success is None for path in lines)
    again = start_attempt(store, signed_in=who, module=SMALL, kind="pre")
    assert not again.asks_confidence
    assert set(again.answers) == set(sitting.attempt.item_ids)
    finished = finish_attempt(
        store, signed_in=who, module=SMALL, attempt=sitting.attempt, duration_ms=0
    )
    assert finished.outcome.total == len(sitting.attempt.item_ids)


def test_what_was_said_first_stays(store: Store, who: SignedIn) -> None:
    attempt = start_attempt(store, signed_in=who, module=SMALL, kind="quiz").attempt
    for levels, kept in (({"notice": "4"}, 1), (ALL, 3), (ALL, 0)):
        said = say_confidence(store, signed_in=who, module=SMALL, attempt=attempt, levels=levels)  # type: ignore[arg-type]
        assert said.lines == kept


@pytest.mark.parametrize("levels", [{"notice": "5"}, {"else": "1"}, {"notice": ""}])
def test_what_cannot_be_said_is_not_kept(store: Store, who: SignedIn, levels: object) -> None:
    attempt = start_attempt(store, signed_in=who, module=SMALL, kind="quiz").attempt
    with pytest.raises(ValueError, match="not asked"):
        say_confidence(store, signed_in=who, module=SMALL, attempt=attempt, levels=levels)  # type: ignore[arg-type]


def test_the_second_attempt_and_a_refresher_do_not_ask(store: Store, who: SignedIn) -> None:
    first = start_attempt(store, signed_in=who, module=SMALL, kind="quiz")
    answered(store, who, first)
    finish_attempt(store, signed_in=who, module=SMALL, attempt=first.attempt, duration_ms=0)
    second = start_attempt(store, signed_in=who, module=SMALL, kind="quiz")
    refresher = start_attempt(store, signed_in=who, module=SMALL, kind="refresher")
    assert (first.asks_confidence, second.asks_confidence) == (True, False)
    assert not refresher.asks_confidence
    with pytest.raises(ValueError, match="not asked"):
        say_confidence(store, signed_in=who, module=SMALL, attempt=second.attempt, levels=ALL)


@pytest.fixture
def room(store: Store) -> Hall:
    made = hall(store, count=2)
    open_test(store, by=made.by, meeting=made.meeting, test="before")
    return made


def test_in_the_room_it_is_marked_and_ends_with_the_test(store: Store, room: Hall) -> None:
    seats = [
        start_room_sitting(
            store, meeting=room.meeting, test="before", learner_id=learner_id, module=SMALL,
            taken=Taken.SHARED,
        )
        for learner_id in room.people
    ]  # fmt: skip
    say_confidence_in_room(store, room=seats[0], module=SMALL, levels=ALL)
    told = [one.draft for one in store.sittings.of(room.meeting)]
    assert [(one.response, one.taken, one.success) for one in told] == [
        (level, Taken.SHARED, None) for level in ALL.values()
    ]
    closed = close_test(store, by=room.by, meeting=room.meeting, test="before", module=SMALL)
    assert closed.people == 0  # how sure somebody is makes no verdict
    with pytest.raises(NotOpen):
        say_confidence_in_room(store, room=seats[1], module=SMALL, levels=ALL)


# ---------------------------------------------------------------- what others see


def said(world: World, line: str, levels: str, test: str = "pre", site: str = "north") -> None:
    """So many people say this, one level each."""
    world.bring(
        *(
            draft(
                activity=f"m/small/c/{line}", actor=f"p-{number}", parent=f"m/small/test/{test}",
                interaction="likert", pattern=None, response=level, success=None, scaled=None,
                site=site,
            )
            for number, level in enumerate(levels, 1)
        )
    )  # fmt: skip


def figures(world: World, catalog: Catalog, *sites: str) -> dict[str, ConfidenceFigures]:
    store = world.up_to_date()
    told = terms(store, catalog=catalog, language="en", on=today())
    found = what_works(
        store, told=told, catalog=catalog, module_id="small", language="en", sites=sites
    )
    assert all(one.before is None and one.after is None for one in found.items)
    return {one.line: one for one in found.confidence}


@pytest.fixture
def eight(world: World) -> World:
    for number in range(1, 9):
        world.register(number, f"Person {number}", site="north" if number < 7 else "south")
    return world


def test_figures_are_shares_of_who_is_sure(eight: World, catalog: Catalog) -> None:
    said(eight, "notice", "112234")
    said(eight, "notice", "344444", "post")
    notice = figures(eight, catalog)["notice"]
    assert notice.before == Group(6, 0.3333)
    assert notice.after == Group(6, 1.0)


def test_fewer_than_five_are_withheld_however_they_are_asked(
    eight: World, catalog: Catalog
) -> None:
    said(eight, "respond", "44444411")
    assert figures(eight, catalog)["respond"].before == Group(6, 1.0)  # not the two of the south
    assert figures(eight, catalog, "south")["respond"].before is None
    assert figures(eight, catalog, "north")["respond"].before == Group(6, 1.0)
    said(eight, "pass-on", "4444")
    assert figures(eight, catalog)["pass-on"].before is None


@pytest.mark.parametrize("level", LEVELS)
def test_no_figure_tells_which_of_the_levels(eight: World, catalog: Catalog, level: Level) -> None:
    """Only sure or not is counted; nowhere stands how many said each of the four."""
    said(eight, "notice", level * 6)
    share = 1.0 if level in ("3", "4") else 0.0
    assert figures(eight, catalog)["notice"].before == Group(6, share)


def test_the_table_says_the_same(eight: World, catalog: Catalog) -> None:
    said(eight, "notice", "133333")
    store = eight.up_to_date()
    told = terms(store, catalog=catalog, language="en", on=today())
    report = change_report(store, told=told, catalog=catalog, module_id="small", language="en")
    [table] = [one for one in report.tables if one.key == "confidence"]
    assert [row[0] for row in table.rows] == list(LINES)
    assert table.rows[0][2:] == (6, 0.8333, None, None)


def test_no_line_leaves_with_the_results(eight: World, tmp_path: Path) -> None:
    said(eight, "notice", "444444")
    out = tmp_path / "results.ndjson"
    export_statements(eight.store, out)
    assert "/c/" not in out.read_text()
