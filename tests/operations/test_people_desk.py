"""People at the desk: register, correct, pictures, leaving, merging, erasing; each act noted."""

from dataclasses import replace

import pytest

from tests.operations.people_here import DUTY, acts, register
from tests.operations.sticks import answer
from trainer_app.errors import NotSaved, TrainerError
from trainer_app.operations.people import (
    NameTaken,
    enrol_learner,
    list_learners,
    sign_in,
)
from trainer_app.operations.people_desk import (
    CERTIFICATE,
    Reason,
    correct_person,
    erase_person,
    give_pictures,
    list_people,
    mark_back,
    mark_left,
    merge_people,
    person_facts,
    register_person,
    set_role,
    set_team,
    unmerge_person,
)
from trainer_app.store import Store
from trainer_app.training.people import Learner


def walk_in(store: Store, name: str = "Rosa Mamani") -> Learner:
    learner = Learner(
        learner_id="walk-in", actor="p-WALKIN", name=name, role="driver", team="", picture="tree",
        walk_in=True,
    )  # fmt: skip
    store.add_learner(learner, "")
    return learner


# ---------------------------------------------------------------- registering


def test_who_is_registered_signs_in_with_the_pictures_that_were_shown(store: Store) -> None:
    kept = register_person(
        store, by=DUTY, name="  Rosa  Mamani ", role="driver", team="Tickets", language="es"
    )
    (given,) = kept.given
    assert (given.learner.name, given.learner.preferences.language) == ("Rosa Mamani", "es")
    assert sign_in(store, learner_id=given.learner.learner_id, pictures=given.pictures)
    assert acts(store) == [("registered", "Rosa Mamani")]


def test_a_name_is_taken_in_a_team_only(store: Store) -> None:
    register(store)
    with pytest.raises(NameTaken, match="Add a middle name or choose another team"):
        register(store, " rosa mamani ", "TICKETS")
    register(store, team="Gate 2")
    assert len(store.learners()) == 2
    assert len(acts(store)) == 2


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_has_to_be_one(store: Store, name: str) -> None:
    with pytest.raises(TrainerError):
        register(store, name)
    assert store.learners() == []


def test_without_staff_nothing_is_noted(store: Store) -> None:
    register_person(store, by=None, name="Rosa", role="driver", team="", language="en")
    assert acts(store) == []


# ---------------------------------------------------------------- correcting


def test_a_correction_keeps_pictures_and_history(store: Store) -> None:
    made = register(store)
    before = store.picture_hash(made.learner_id)
    store.append([answer(1, actor=made.actor)])
    correct_person(
        store, by=DUTY, learner_id=made.learner_id, name="Rosa Quispe", role="guard", team="Gate 2"
    )
    now = store.learner(made.learner_id)
    assert (now.name, now.role, now.team, now.actor) == (
        "Rosa Quispe", "guard", "Gate 2", made.actor,
    )  # fmt: skip
    assert store.picture_hash(made.learner_id) == before
    assert acts(store)[-1] == ("corrected", "Rosa Quispe")


def test_nothing_to_correct_is_not_noted(store: Store) -> None:
    made = register(store)
    kept = correct_person(
        store, by=DUTY, learner_id=made.learner_id, name=made.name, role=made.role, team=made.team
    )
    assert kept.learners == ()
    assert [act for act, _about in acts(store)] == ["registered"]


def test_doubles_from_two_computers_can_be_corrected_all_the_same(store: Store) -> None:
    one, two = register(store), register(store, team="Gate 2")
    (record,) = [r for r in store.directory.records("learner") if r.record_id == two.learner_id]
    store.directory.put("learner", two.learner_id, record.body | {"team": "Tickets"})
    correct_person(
        store, by=DUTY, learner_id=two.learner_id, name=two.name, role="guard", team="Tickets"
    )
    assert store.learner(two.learner_id).role == "guard"
    correct_person(store, by=DUTY, learner_id=one.learner_id, name=one.name, role="guard", team="")
    with pytest.raises(NameTaken):
        correct_person(
            store, by=DUTY, learner_id=one.learner_id, name=one.name, role="guard", team="Tickets"
        )


def test_what_a_newer_release_wrote_stays_in_the_record(store: Store) -> None:
    made = register(store)
    (record,) = store.directory.records("learner")
    store.directory.put("learner", made.learner_id, record.body | {"badge": "blue"})
    set_role(store, by=DUTY, learner_ids=[made.learner_id], role="guard")
    mark_left(store, by=DUTY, learner_ids=[made.learner_id])
    mark_back(store, by=DUTY, learner_id=made.learner_id)
    (record,) = store.directory.records("learner")
    assert record.body["badge"] == "blue"
    assert "has_left" not in record.body


def test_team_and_work_of_several_at_once(store: Store) -> None:
    ids = [register(store, name).learner_id for name in ("Rosa", "Ana", "Amadou")]
    set_team(store, by=DUTY, learner_ids=ids, team=" Gate  2 ")
    set_role(store, by=DUTY, learner_ids=ids[:2], role="guard")
    assert {one.team for one in store.learners()} == {"Gate 2"}
    assert [store.learner(one).role for one in ids] == ["guard", "guard", "driver"]
    assert acts(store)[-2:] == [("corrected", "3"), ("corrected", "2")]


def test_two_of_one_name_do_not_get_into_one_team(store: Store) -> None:
    ids = [register(store, team=team).learner_id for team in ("Tickets", "Gate 2")]
    with pytest.raises(NameTaken):
        set_team(store, by=DUTY, learner_ids=ids, team="Night buses")
    with pytest.raises(NameTaken):
        set_team(store, by=DUTY, learner_ids=ids[1:], team="tickets")
    assert {one.team for one in store.learners()} == {"Tickets", "Gate 2"}


# ---------------------------------------------------------------- pictures, walk-ins


def test_new_pictures_open_and_old_ones_do_not(store: Store) -> None:
    kept = register_person(store, by=DUTY, name="Rosa", role="driver", team="", language="en")
    old = kept.given[0]
    new = give_pictures(store, by=DUTY, learner_ids=[old.learner.learner_id]).given[0]
    assert sign_in(store, learner_id=new.learner.learner_id, pictures=new.pictures)
    if new.pictures != old.pictures:
        assert sign_in(store, learner_id=new.learner.learner_id, pictures=old.pictures) is None
    assert acts(store)[-1] == ("pictures-reset", "Rosa")


def test_a_walk_in_is_no_one_to_sign_in_until_there_are_pictures(store: Store) -> None:
    walk_in(store)
    assert list_learners(store) == []
    (person,) = list_people(store)
    assert not person.is_ready
    assert sign_in(store, learner_id="walk-in", pictures=("tree", "fish", "key")) is None
    give_pictures(store, by=DUTY, learner_ids=["walk-in"])
    assert [one.walk_in for one in list_learners(store)] == [False]


def test_a_walk_in_with_a_team_is_one_no_more(store: Store) -> None:
    walk_in(store)
    correct_person(store, by=DUTY, learner_id="walk-in", name="Rosa M", role="driver", team="")
    assert store.learner("walk-in").walk_in
    set_team(store, by=DUTY, learner_ids=["walk-in"], team="Tickets")
    assert not store.learner("walk-in").walk_in
    assert list_learners(store) == []  # no pictures yet


def test_who_walked_in_and_registers_alone_keeps_what_they_did(store: Store) -> None:
    walk_in(store)
    store.append([answer(1, actor="p-WALKIN")])
    made = enrol_learner(store, name="rosa mamani", role="driver", team="Tickets", language="es")
    assert made.learner.learner_id == "walk-in"
    assert (made.learner.team, made.learner.walk_in) == ("Tickets", False)
    assert store.statement_count(made.learner.actor) == 1
    assert [one.learner_id for one in list_learners(store)] == ["walk-in"]


def test_another_work_or_two_of_a_name_is_somebody_new(store: Store) -> None:
    walk_in(store)
    made = enrol_learner(store, name="Rosa Mamani", role="guard", team="Tickets", language="en")
    assert made.learner.learner_id != "walk-in"


# ---------------------------------------------------------------- leaving


def test_who_left_is_in_no_list_and_comes_back(store: Store) -> None:
    made = register(store)
    mark_left(store, by=DUTY, learner_ids=[made.learner_id])
    assert list_learners(store) == []
    assert [person.learner.has_left for person in list_people(store)] == [True]
    other = register(store)
    with pytest.raises(NameTaken):
        mark_back(store, by=DUTY, learner_id=made.learner_id)
    mark_left(store, by=DUTY, learner_ids=[other.learner_id])
    mark_back(store, by=DUTY, learner_id=made.learner_id)
    assert [one.learner_id for one in list_learners(store)] == [made.learner_id]
    assert [act for act, _about in acts(store)] == [
        "registered", "left", "registered", "left", "came-back",
    ]  # fmt: skip


# ---------------------------------------------------------------- merging


def test_two_become_one_and_two_again(store: Store) -> None:
    one, two = register(store), register(store, "Rosa Mamani Quispe", "Gate 2")
    store.append([answer(1, actor=one.actor), answer(2, actor=two.actor)])
    merge_people(store, by=DUTY, kept=one.learner_id, other=two.learner_id)
    assert [p.learner.learner_id for p in list_people(store)] == [one.learner_id]
    facts = person_facts(store, learner_id=one.learner_id)
    assert (facts.stored.records, facts.person.merged) == (2, 1)
    assert [o.learner_id for o in facts.merged] == [two.learner_id]
    unmerge_person(store, by=DUTY, learner_id=two.learner_id)
    assert store.statement_count(one.actor) == store.statement_count(two.actor) == 1
    assert store.learner(two.learner_id) == two
    assert acts(store)[-2:] == [
        ("merged", "Rosa Mamani, Rosa Mamani Quispe"),
        ("unmerged", "Rosa Mamani Quispe"),
    ]


def test_nobody_is_merged_twice_or_with_themselves(store: Store) -> None:
    ids = [register(store, name).learner_id for name in ("Rosa", "Ana", "Amadou")]
    merge_people(store, by=DUTY, kept=ids[0], other=ids[1])
    for kept, other in ((ids[0], ids[0]), (ids[2], ids[1]), (ids[1], ids[2])):
        with pytest.raises(TrainerError, match="one person already"):
            merge_people(store, by=DUTY, kept=kept, other=other)


def test_what_is_not_saved_is_not_noted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = register(store)
    with monkeypatch.context() as patched:
        patched.setattr(store._log, "append", _full)
        with pytest.raises(NotSaved):
            mark_left(store, by=DUTY, learner_ids=[made.learner_id])
    assert not store.learner(made.learner_id).has_left
    assert len(acts(store)) == 1


def _full(*_args: object) -> None:
    raise NotSaved("The disk is full.")


# ---------------------------------------------------------------- erasing


def _every_word(store: Store) -> str:
    """Everything the file holds as text, and what its blobs hold once unpacked."""
    with store._engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).scalars().all()  # fmt: skip
        rows = [
            str(tuple(row))
            for table in tables
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    texts = [text.decode() for _row, text in store.statement_texts(0, 10_000)]
    return "\n".join(rows + texts)


def test_who_is_erased_is_nowhere_in_the_file(store: Store) -> None:
    one = register(store, "Zoraya Canaria")
    two = register(store, "Zoraya Canaria", "Gate 2")
    other = register(store, "Rosa Mamani")
    store.append([answer(1, actor=one.actor), answer(2, actor=two.actor)])
    store.keep(one.learner_id, "lesson", b"Zoraya Canaria")
    for number, learner in enumerate((one, two, other)):
        store.directory.put(
            CERTIFICATE, f"WP-{number}", {"learner_id": learner.learner_id, "name": learner.name}
        )
    merge_people(store, by=DUTY, kept=one.learner_id, other=two.learner_id)
    assert "Canaria" in _every_word(store)
    erase_person(store, by=DUTY, learner_id=one.learner_id, reason=Reason.ASKED)
    assert "canaria" not in _every_word(store).lower()
    assert [p.learner.name for p in list_people(store)] == ["Rosa Mamani"]
    assert [r.record_id for r in store.directory.records(CERTIFICATE)] == ["WP-2"]
    assert store.statement_count(one.actor) == 1
    assert store.verify_chain() == 2 + 5
    assert acts(store)[-1] == ("erased", f"{one.actor}, {two.actor}")
    (noted,) = store.directory.records("audit")
    assert (noted.body["what"], noted.body["reason"]) == ("erased", "asked")


def test_an_erased_person_stays_gone_whatever_arrives(store: Store) -> None:
    made = register(store)
    (before,) = store.directory.records("learner")
    erase_person(store, by=DUTY, learner_id=made.learner_id, reason=Reason.MISTAKE)
    store.directory.merge([replace(before, change=before.change + 50)])
    assert store.learners() == []
    tomb = store.directory.record("learner", made.learner_id)
    assert tomb is not None
    assert (tomb.gone, tomb.body) == (True, {})


def test_nobody_can_be_erased_who_is_not_here(store: Store) -> None:
    with pytest.raises(KeyError):
        erase_person(store, by=DUTY, learner_id="x", reason=Reason.ASKED)
