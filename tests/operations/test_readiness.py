"""How ready a site is: written down once, kept for good, and told the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from msgspec.structs import replace as with_
from sqlalchemy import event, text

from tests.operations.programmes import MAIN
from tests.operations.site_checks import (
    DAY_MS,
    TODAY,
    answer,
    known_to,
    open_computer,
    say,
    shelf_catalog,
    stands,
    states,
    supervisor,
)
from tests.operations.sticks import Stick, learn, pair
from tests.store.conftest import NOON, HandClock
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved, PackRejected, TrainerError
from trainer_app.operations import Changed
from trainer_app.operations.act_words import act_sentence
from trainer_app.operations.audit import list_acts
from trainer_app.operations.clock import moments, moments_of
from trainer_app.operations.organisation import OrganisationKeys
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.readiness import (
    checklists_here,
    readiness_of_sites,
    record_check,
    set_headcount,
    site_readiness,
)
from trainer_app.operations.records_export import export_statements
from trainer_app.operations.site import Contact, fill_slot, name_site
from trainer_app.operations.site_facts import Headcount, headcount, headcounts
from trainer_app.store import Store
from trainer_app.training.checks import ItemAnswer
from trainer_app.training.clocks import Event, Observation
from trainer_app.training.programme import Programme, sign
from trainer_app.training.programme_checklists import ProgrammeCheckItem, ProgrammeChecklist
from trainer_app.training.statement import Verb, check_registration

EAST = "bo-lpz-002"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return shelf_catalog(tmp_path_factory.mktemp("ours") / "shelf")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


Make = Callable[[str, HandClock], Store]


@pytest.fixture
def make(store_template: Path, tmp_path: Path) -> Iterator[Make]:
    """Makes computers; what is open at the end is closed."""
    made: list[Store] = []

    def computer(name: str, clock: HandClock) -> Store:
        made.append(open_computer(store_template, tmp_path / name, clock))
        return made[-1]

    yield computer
    for one in made:
        one.close()


@pytest.fixture
def store(make: Make, clock: HandClock) -> Store:
    return make("pc", clock)


def texts(store: Store) -> list[dict[str, object]]:
    return [json.loads(told) for _row, told in store.statement_texts()]


# ---------------------------------------------------------------- written down


def test_what_nobody_said_is_unknown_and_not_zero(store: Store, catalog: Catalog) -> None:
    found = stands(store, catalog)
    assert (found.score, found.unknown, found.overdue, found.trend) == (None, 8, 0, ())
    assert all(one.answer is None and one.said_on is None for one in found.items)
    assert (found.rehearsed_on, found.drill_on, found.chain) == (None, None, None)
    assert found.headcount == Headcount(None, {})


def test_what_was_found_stands_with_its_day_and_who_said_it(store: Store, catalog: Catalog) -> None:
    by = supervisor()
    known_to(store, by)
    seen = TODAY - timedelta(days=9)
    kept = say(
        store, catalog,
        {
            "commitment": answer("in-place", seen),
            "training": answer("partly"),
            "review": answer("not-known"),
            "drill": answer("in-place", seen),
        },
        by=by, on=TODAY,
    )  # fmt: skip
    assert (kept.written, kept.changed) == (4, Changed.SITE | Changed.STAFF)
    found = stands(store, catalog)
    assert states(found) == {
        "commitment": "in-place", "training": "partly", "review": "not-known", "drill": "in-place",
    }  # fmt: skip
    first = found.items[0]
    assert first.answer == ItemAnswer("in-place", seen, date(2027, 2, 22))
    assert (first.by, first.said_on, first.quality) == ("Fatou Ndiaye", TODAY, "unverified")
    assert (found.score, found.unknown) == (1, 6)
    assert (found.drill_on, found.rehearsed_on) == (seen, None)
    assert found.trend == ((date(2026, 12, 1), 1),)


def test_each_answer_is_one_statement_and_the_act_is_noted(store: Store, catalog: Catalog) -> None:
    say(store, catalog, {"commitment": answer(), "review": answer("not-yet")}, site_id=EAST)
    first, second, act = texts(store)
    assert first["object"]["id"].endswith("/check/safe-terminal/commitment")  # type: ignore[index]
    assert first["object"]["definition"]["name"] == {  # type: ignore[index]
        "en": "A written commitment and code of conduct"
    }
    assert first["result"] == {"response": "in-place", "completion": True}
    assert second["result"] == {"response": "not-yet", "completion": False}
    for told in (first, second):
        context = told["context"]
        assert context["team"]["account"]["name"] == EAST  # type: ignore[index]
        assert context["revision"] == "safe-terminal@1.0"  # type: ignore[index]
    assert act["verb"]["id"].endswith("/interacted")  # type: ignore[index]
    (done,) = list_acts(store)
    assert (done.act, done.about) == ("site-checked", f"safe-terminal, {EAST}")
    assert act_sentence(done) == (
        "\u2068p-SUPER\u2069 wrote down answers of a self-check: "
        f"\u2068safe-terminal, {EAST}\u2069."
    )


def test_only_what_changed_is_written_again(store: Store, catalog: Catalog) -> None:
    told = {"commitment": answer(), "review": answer("not-yet")}
    say(store, catalog, told)
    again = say(store, catalog, told)
    assert (again.written, again.changed) == (0, Changed.NOTHING)
    assert len(texts(store)) == 3
    seen_again = replace(answer(), evidence_on=TODAY + timedelta(days=1))
    assert say(store, catalog, told | {"commitment": seen_again}).written == 1
    assert len(texts(store)) == 5
    assert stands(store, catalog).items[0].answer == seen_again


def test_nothing_to_see_was_seen_on_no_day(store: Store, catalog: Catalog) -> None:
    say(store, catalog, {"review": replace(answer("not-yet"), evidence_on=TODAY)})
    kept = next(one for one in stands(store, catalog).items if one.item.id == "review").answer
    assert kept is not None
    assert kept.evidence_on is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (ItemAnswer("in-place", None, None), "on which day you saw"),
        (ItemAnswer("partly", None, None), "on which day you saw"),
        (ItemAnswer("in-place", TODAY + timedelta(days=1)), "still to come"),
        (ItemAnswer("not-yet", None, TODAY), "next review"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_written(
    store: Store, catalog: Catalog, told: ItemAnswer, said: str
) -> None:
    with pytest.raises(TrainerError, match=said):
        say(store, catalog, {"commitment": answer(), "review": told}, on=TODAY)
    assert texts(store) == []


def test_an_unknown_item_is_a_mistake_of_ours(store: Store, catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        say(store, catalog, {"parking": answer()})


def test_a_disk_that_does_not_take_it_keeps_what_stood(
    store: Store, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(store, catalog, {"commitment": answer()})

    def full(*_words: object, **_more: object) -> None:
        raise NotSaved("full")

    monkeypatch.setattr(store, "append", full)
    with pytest.raises(NotSaved):
        say(store, catalog, {"commitment": answer("not-yet")})
    monkeypatch.undo()
    assert states(stands(store, catalog)) == {"commitment": "in-place"}


# ---------------------------------------------------------------- over time


def test_the_trend_grows_by_months_and_reviews_come_due(
    store: Store, catalog: Catalog, clock: HandClock
) -> None:
    say(store, catalog, {"commitment": answer(), "drill": answer()})
    clock.pass_time(40 * DAY_MS)
    january = TODAY + timedelta(days=40)
    say(store, catalog, {"training": answer("in-place", january)})
    clock.pass_time(60 * DAY_MS)
    march = january + timedelta(days=60)
    found = stands(store, catalog, on=march)
    assert found.trend == (
        (date(2026, 12, 1), 1),
        (date(2027, 1, 1), 2),
        (date(2027, 2, 1), 2),
        (date(2027, 3, 1), 2),
    )
    overdue = [one.item.id for one in (*found.items, *found.beside) if one.overdue]
    assert overdue == ["commitment", "drill"]
    assert found.overdue == 2
    assert not any(one.overdue for one in stands(store, catalog, on=date(2027, 3, 1)).items)


def test_sites_and_lists_do_not_mix(store: Store, catalog: Catalog) -> None:
    say(store, catalog, {"commitment": answer()}, site_id=EAST)
    say(store, catalog, {"review": answer()}, site_id="")
    assert states(stands(store, catalog, EAST)) == {"commitment": "in-place"}
    assert states(stands(store, catalog, "")) == {"review": "in-place"}
    assert states(stands(store, catalog)) == {}


def test_of_two_supervisors_both_are_kept_and_the_last_counts(
    make: Make, catalog: Catalog, tmp_path: Path
) -> None:
    """One of the clocks is a year behind; the stick tells, and the desk puts it right."""
    behind, right = HandClock(utc_ms=NOON - 365 * DAY_MS), HandClock(utc_ms=NOON - 2 * DAY_MS)
    late = HandClock(utc_ms=NOON)
    (tmp_path / "stick").mkdir()
    usb, desk = Stick(tmp_path / "stick"), make("desk", late)
    first, second = make("first", right), make("second", behind)
    for one in (first, second):
        pair(one, desk)
        learn(one, 30)
    amina, fatou = supervisor("Amina Bello", "p-AMINA"), supervisor()
    say(first, catalog, {"commitment": answer("not-yet"), "training": answer("partly")}, by=amina)
    say(second, catalog, {"commitment": answer("in-place")}, by=fatou)
    wall, mono = second.clocks()
    second.observations.observe(
        Observation(
            device=second.device, epoch=second.epoch, boot=second.boot, mono_ms=mono,
            wall_ms=wall, reference_ms=NOON - DAY_MS, source="hub",
        )
    )  # fmt: skip
    for one in (first, second):
        usb.hand_over(one)
    usb.accept_all(desk)
    found = stands(desk, catalog)
    assert states(found) == {"commitment": "in-place", "training": "partly"}
    commitment = found.items[0]
    assert (commitment.by, commitment.said_on, commitment.quality) == (
        "p-SUPER", TODAY - timedelta(days=1), "exact",
    )  # fmt: skip
    told = desk.sittings.checks([check_registration("bo-lpz-001", "safe-terminal")])
    assert len(told) == 3
    assert {one.draft.actor for one in told} == {"p-AMINA", "p-SUPER"}
    assert {one.draft.planned for one in told} == {TODAY.isoformat(), None}
    usb.collect(desk)
    assert len(desk.sittings.checks([check_registration("bo-lpz-001", "safe-terminal")])) == 3
    assert desk.verify_chain() == len(desk.statement_texts())


def test_a_few_moments_are_those_of_the_whole_chain(store: Store, clock: HandClock) -> None:
    for run, passed in enumerate((3, 40, 0, -200, 7)):
        learn(store, 5, begin=run * 5)
        clock.pass_time(3_600_000)
        clock.utc_ms += passed * DAY_MS
        if run == 2:
            wall, mono = store.clocks()
            store.observations.observe(
                Observation(
                    device=store.device, epoch=store.epoch, boot=store.boot, mono_ms=mono,
                    wall_ms=wall, reference_ms=NOON + 50 * DAY_MS, source="hub",
                )
            )  # fmt: skip
    every = moments(store, store.device, store.epoch)
    events = store.readings.of(store.device, store.epoch)
    some = [events[3], events[17], events[8]]
    assert moments_of(store, store.device, store.epoch, some) == [every[one.seq] for one in some]
    nothing: list[Event] = []
    assert moments_of(store, store.device, store.epoch, nothing) == []


def test_answers_are_found_by_the_index_however_much_else_there_is(
    store: Store, catalog: Catalog
) -> None:
    for batch in range(10):
        learn(store, 400, begin=batch * 400)
    say(store, catalog, {"commitment": answer()})
    plan = _plan_of_checks(store)
    assert "ix_visit_registration" in plan
    assert "SCAN statement" not in plan
    began = perf_counter()
    assert states(stands(store, catalog)) == {"commitment": "in-place"}
    assert perf_counter() - began < 5


def _plan_of_checks(store: Store) -> str:
    told: list[str] = []

    def explain(connection, cursor, statement, parameters, *_more):
        if "site-check" in str(parameters):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.extend(row[3] for row in rows)

    engine = store._engine
    event.listen(engine, "before_cursor_execute", explain)
    try:
        with store._reading() as connection:
            connection.execute(text("SELECT 1"))
        store.sittings.checks([check_registration("bo-lpz-001", "safe-terminal")])
    finally:
        event.remove(engine, "before_cursor_execute", explain)
    return "\n".join(told)


def test_results_for_other_programs_carry_it(
    store: Store, catalog: Catalog, tmp_path: Path
) -> None:
    learn(store, 3)
    say(store, catalog, {"commitment": answer()})
    export_statements(store, tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    verbs = [line["verb"]["display"]["en"] for line in lines]
    assert verbs == [Verb.RESPONDED.value, Verb.INTERACTED.value]


# ---------------------------------------------------------------- every site


@pytest.fixture
def head(store: Store, ruta: Programme, keys: OrganisationKeys) -> Store:
    """A computer of the programme, at its main site."""
    apply_programme(store, sign(ruta, keys.seed), MAIN)
    return store


def test_every_site_of_the_programme_is_there_answered_or_not(
    head: Store, catalog: Catalog
) -> None:
    say(head, catalog, {"commitment": answer(), "drill": answer()}, site_id=EAST)
    found = readiness_of_sites(head, catalog=catalog, language="en", on=TODAY)
    assert [(one.site_id, one.site_name, one.score) for one in found] == [
        (EAST, "La Paz, east", 1),
        (MAIN, "La Paz, main terminal", None),
    ]
    assert found[0].drill_on == TODAY
    unknown = stands(head, catalog, "bo-elsewhere")
    assert (unknown.site_name, unknown.chain) == ("bo-elsewhere", None)


def test_a_site_that_was_closed_has_its_name_and_is_in_no_list(
    head: Store, catalog: Catalog, ruta: Programme, keys: OrganisationKeys
) -> None:
    fewer = with_(ruta, version=4, sites=tuple(s for s in ruta.sites if s.site_id == MAIN))
    apply_programme(head, sign(fewer, keys.seed))
    found = readiness_of_sites(head, catalog=catalog, language="en", on=TODAY)
    assert [one.site_id for one in found] == [MAIN]
    assert stands(head, catalog, EAST).site_name == "La Paz, east"


def test_the_chain_is_that_of_the_programme_and_here_that_of_this_computer(
    head: Store, catalog: Catalog
) -> None:
    elsewhere = stands(head, catalog, EAST).chain
    assert elsewhere is not None
    assert (elsewhere.filled, elsewhere.verified, elsewhere.here) == (2, 2, False)
    fill_slot(head, slot_id="focal-point", contact=Contact(name="Elena Choque, office 3"))
    here = stands(head, catalog, MAIN).chain
    assert here is not None
    assert (here.filled, here.verified, here.here) == (3, 2, True)
    later = stands(head, catalog, MAIN, on=TODAY + timedelta(days=300)).chain
    assert later is not None
    assert (later.filled, later.verified) == (3, 0)


def test_without_a_programme_there_is_this_computer(store: Store, catalog: Catalog) -> None:
    name_site(store, name="Terminal Norte")
    say(store, catalog, {"commitment": answer()}, site_id="")
    (found,) = readiness_of_sites(store, catalog=catalog, language="en", on=TODAY)
    assert (found.site_id, found.site_name, found.score) == ("", "Terminal Norte", 1)
    assert found.chain is not None
    assert found.chain.here
    (done,) = list_acts(store)
    assert done.about == "safe-terminal, -"


# ---------------------------------------------------------------- other lists

DOOR = ProgrammeCheckItem(
    id="door", title="A door that opens", question="Does it open?", evidence="An open door."
)
PORT = ProgrammeChecklist(
    id="river-port", language="es", title="Puerto", summary="Con las tripulaciones.", items=(DOOR,)
)


def with_lists(ruta: Programme, *lists: ProgrammeChecklist) -> Programme:
    return with_(ruta, version=ruta.version + 1, checklists=lists)


def test_a_programme_brings_lists_of_its_own(
    head: Store, catalog: Catalog, ruta: Programme, keys: OrganisationKeys
) -> None:
    apply_programme(head, sign(with_lists(ruta, PORT), keys.seed))
    listed = checklists_here(head, catalog=catalog, language="en")
    assert [(one.checklist.id, one.language) for one in listed] == [
        ("safe-terminal", "en"), ("river-port", "es"),
    ]  # fmt: skip
    record_check(head, by=supervisor(), site_id=EAST, listed=listed[1], answers={"door": answer()})
    found = site_readiness(
        head, catalog=catalog, site_id=EAST, language="en", on=TODAY, checklist_id="river-port"
    )
    assert (found.score, len(found.items)) == (1, 1)
    assert stands(head, catalog, EAST).score is None
    (told,) = [one for one in texts(head) if "river-port" in str(one["object"])]
    assert told["context"]["language"] == "es"  # type: ignore[index]


def test_a_list_that_was_confirmed_takes_the_place_of_ours(
    head: Store, catalog: Catalog, ruta: Programme, keys: OrganisationKeys
) -> None:
    say(head, catalog, {"commitment": answer(), "training": answer()}, site_id=EAST)
    confirmed = with_(
        PORT, id="safe-terminal", version="2.0",
        items=(with_(DOOR, id="commitment"), with_(DOOR, id="new")),
    )  # fmt: skip
    apply_programme(head, sign(with_lists(ruta, confirmed), keys.seed))
    found = stands(head, catalog, EAST)
    assert found.listed.checklist.proposal is None
    assert (found.score, found.unknown, len(found.items)) == (1, 1, 2)


def test_an_unknown_list_and_a_damaged_shelf_are_said(
    store: Store, catalog: Catalog, tmp_path: Path
) -> None:
    with pytest.raises(KeyError):
        site_readiness(
            store, catalog=catalog, site_id="a", language="en", on=TODAY, checklist_id="other"
        )
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "en.shelf").write_bytes(b"nothing")
    with pytest.raises(PackRejected):
        stands(store, Catalog([], tmp_path / "broken"))


# ---------------------------------------------------------------- how many work there


def test_how_many_work_there_is_unknown_until_somebody_counted(store: Store) -> None:
    assert headcount(store, site_id=EAST) == Headcount()
    kept = set_headcount(store, by=supervisor(), site_id=EAST, count=148)
    assert kept.changed == Changed.SITE | Changed.STAFF
    set_headcount(store, by=supervisor(), site_id=EAST, count=31, role="driver")
    set_headcount(store, by=supervisor(), site_id="", count=0)
    assert headcounts(store) == {EAST: Headcount(148, {"driver": 31}), "": Headcount(0)}
    assert set_headcount(store, by=supervisor(), site_id=EAST, count=148).changed == Changed.NOTHING
    set_headcount(store, by=supervisor(), site_id=EAST, count=None)
    assert headcount(store, site_id=EAST) == Headcount(None, {"driver": 31})
    assert [one.about for one in reversed(list_acts(store))] == [
        f"{EAST}, 148", f"{EAST}, driver, 31", "-, 0", f"{EAST}, ?",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [-1, 100_001, True])
def test_a_number_that_cannot_be_is_refused(store: Store, count: int) -> None:
    with pytest.raises(TrainerError, match="from 0 to"):
        set_headcount(store, by=supervisor(), site_id=EAST, count=count)
    assert texts(store) == []


def test_a_count_travels_with_the_names(make: Make, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    usb, desk, pc = Stick(tmp_path / "stick"), make("desk", HandClock()), make("pc", HandClock())
    pair(pc, desk)
    set_headcount(pc, by=supervisor(), site_id=EAST, count=52)
    usb.hand_over(pc)
    usb.accept_all(desk)
    assert headcount(desk, site_id=EAST) == Headcount(52)


def test_a_record_that_makes_no_sense_counts_nobody(store: Store) -> None:
    bodies: list[dict[str, object]] = [
        {"site": 7, "count": 1},
        {"site": EAST, "role": "", "count": "many"},
        {"site": EAST, "role": "pilot", "count": 3},
        {"site": EAST, "count": 4},
    ]
    for number, body in enumerate(bodies):
        store.directory.put("site-facts", f"x{number}", body)
    assert headcounts(store) == {}


def test_the_count_stands_in_the_readiness(head: Store, catalog: Catalog) -> None:
    set_headcount(head, by=supervisor(), site_id=EAST, count=52)
    found = readiness_of_sites(head, catalog=catalog, language="en", on=TODAY)
    assert [one.headcount.everybody for one in found] == [52, None]
