"""Who is staff: the first account, adding, resetting, leaving, coming back by recovery code."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.conftest import HandClock
from trainer_app import paths
from trainer_app.errors import NotSaved, TrainerError
from trainer_app.operations import Changed, staff_pins
from trainer_app.operations.act_words import act_sentence, export_acts
from trainer_app.operations.audit import STAFF, ActDone, list_acts
from trainer_app.operations.computer import check_recovery_code, finish_set_up
from trainer_app.operations.staff import (
    CodeRefused,
    StaffKept,
    StaffNameTaken,
    StaffSignIn,
    add_first_staff,
    add_staff,
    change_pin,
    has_staff,
    list_staff,
    mark_staff_left,
    needs_code,
    recover,
    reset_pin,
    sign_in_staff,
    take_staff_back,
)
from trainer_app.operations.staff_pins import PinMissed, PinRefused
from trainer_app.store import Store
from trainer_app.training.certificate import public_key
from trainer_app.training.staff import Act, OnDuty, StaffRole

PIN, OTHER, THIRD = "482913", "739264", "905217"
LEADS: tuple[StaffRole, ...] = ("facilitator",)
AT = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
_ISOLATES = {0x2066: None, 0x2068: None, 0x2069: None}


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for a strong hash that does not ask for one."""
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda _seconds: False)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(data_folder: Path, clock: HandClock) -> Iterator[Store]:
    """A data file whose recovery code nobody typed back yet."""
    opened = Store.open(data_folder, use_keystore=False, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def code(store: Store) -> str:
    return store.renew_recovery_code()


@pytest.fixture
def elena(store: Store, code: str) -> OnDuty:
    """The first of the staff, on duty."""
    return add_first_staff(store, name="Elena Choque", roles=LEADS, pin=PIN, recovery_code=code)


def let_in(store: Store, staff_id: str, pin: str) -> OnDuty | None:
    found = sign_in_staff(store, staff_id=staff_id, pin=pin)
    return found.on_duty if isinstance(found, StaffSignIn) else None


def acts(store: Store) -> list[tuple[str, str, str]]:
    return [(one.act, one.by, one.about) for one in reversed(list_acts(store))]


# ---------------------------------------------------------------- the first account


def test_the_first_account_takes_the_recovery_code(store: Store, code: str) -> None:
    assert not has_staff(store)
    assert needs_code(store)
    for wrong in (None, "", "ABCD-EFGH", code[:-1]):
        with pytest.raises(CodeRefused):
            add_first_staff(store, name="Elena", roles=LEADS, pin=PIN, recovery_code=wrong)
    assert not has_staff(store)
    by = add_first_staff(
        store, name=" Elena  Choque ", roles=("supervisor", "facilitator"), pin=PIN,
        recovery_code=code.lower(),
    )  # fmt: skip
    assert has_staff(store)
    (card,) = list_staff(store)
    assert (card.staff, card.signs_in_here, card.must_change) == (by.staff, True, False)
    assert (by.staff.name, by.staff.roles) == ("Elena Choque", ("facilitator", "supervisor"))
    assert let_in(store, by.staff.staff_id, PIN)
    assert acts(store) == [("staff-added", "Elena Choque", "Elena Choque")]


def test_at_set_up_the_code_that_was_typed_back_is_enough(store: Store, code: str) -> None:
    assert check_recovery_code(store, code=code)
    assert not needs_code(store)
    add_first_staff(store, name="Elena", roles=LEADS, pin=PIN, recovery_code=None)
    assert has_staff(store)


def test_after_set_up_the_code_is_asked_again(store: Store, code: str) -> None:
    check_recovery_code(store, code=code)
    finish_set_up(store)
    assert needs_code(store)
    with pytest.raises(CodeRefused):
        add_first_staff(store, name="Elena", roles=LEADS, pin=PIN, recovery_code=None)


def test_there_is_one_first_account(store: Store, elena: OnDuty, code: str) -> None:
    with pytest.raises(TrainerError, match="already"):
        add_first_staff(store, name="Paul", roles=LEADS, pin=PIN, recovery_code=code)


def test_only_good_pins_are_taken(store: Store, code: str) -> None:
    for pin in ("12345", "123456", "000000", "198512", "abcdef"):
        with pytest.raises(PinRefused):
            add_first_staff(store, name="Elena", roles=LEADS, pin=pin, recovery_code=code)
    assert not has_staff(store)


@pytest.mark.parametrize(
    ("name", "roles"), [(" ", LEADS), ("E" * 61, LEADS), ("Elena", ()), ("Elena", ("driver",))]
)
def test_an_account_needs_a_name_and_a_role(
    store: Store, code: str, name: str, roles: tuple[str, ...]
) -> None:
    with pytest.raises(TrainerError):
        add_first_staff(store, name=name, roles=roles, pin=PIN, recovery_code=code)  # type: ignore[arg-type]
    assert not has_staff(store)


# ---------------------------------------------------------------- one adds and resets another


def test_a_new_member_changes_the_pin_that_was_given(store: Store, elena: OnDuty) -> None:
    given = add_staff(store, by=elena, name="Amadou Diallo", roles=("supervisor",))
    assert given.changed is Changed.STAFF
    amadou = given.staff.staff_id
    assert [(card.staff.name, card.must_change) for card in list_staff(store)] == [
        ("Amadou Diallo", True), ("Elena Choque", False),
    ]  # fmt: skip
    found = sign_in_staff(store, staff_id=amadou, pin=given.pin)
    assert isinstance(found, StaffSignIn)
    assert found.must_change
    assert found.reset is None
    with pytest.raises(PinRefused, match="you have now"):
        change_pin(store, by=found.on_duty, old=given.pin, new=given.pin)
    kept = change_pin(store, by=found.on_duty, old=given.pin, new=OTHER)
    assert isinstance(kept, StaffKept)
    assert let_in(store, amadou, given.pin) is None
    again = sign_in_staff(store, staff_id=amadou, pin=OTHER)
    assert isinstance(again, StaffSignIn)
    assert not again.must_change


def test_a_pin_given_is_never_an_easy_one() -> None:
    given = {staff_pins.one_time_pin() for _one in range(300)}
    assert len(given) > 290
    for pin in given:
        staff_pins.require_good(pin)


def test_one_resets_another_who_sees_by_whom(store: Store, elena: OnDuty) -> None:
    amadou = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS).staff
    seed = store.staff_keys.one(amadou.staff_id).seed
    given = reset_pin(store, by=elena, staff_id=amadou.staff_id)
    found = sign_in_staff(store, staff_id=amadou.staff_id, pin=given.pin)
    assert isinstance(found, StaffSignIn)
    assert found.must_change
    assert found.reset is not None
    assert (found.reset.by, found.reset.about) == ("Elena Choque", "Amadou Diallo")
    assert store.staff_keys.one(amadou.staff_id).seed == seed
    assert acts(store)[-1] == ("pin-reset", "Elena Choque", "Amadou Diallo")
    with pytest.raises(TrainerError, match="yourself"):
        reset_pin(store, by=elena, staff_id=elena.staff.staff_id)


def test_a_reset_ends_a_pause(store: Store, elena: OnDuty) -> None:
    amadou = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS).staff.staff_id
    for _miss in range(5):
        let_in(store, amadou, "111111")
    given = reset_pin(store, by=elena, staff_id=amadou)
    assert let_in(store, amadou, given.pin)


def test_names_are_told_apart(store: Store, elena: OnDuty) -> None:
    with pytest.raises(StaffNameTaken):
        add_staff(store, by=elena, name="elena CHOQUE", roles=LEADS)
    assert len(list_staff(store)) == 1


def test_who_changes_the_pin_knows_the_old_one(store: Store, elena: OnDuty) -> None:
    missed = change_pin(store, by=elena, old=OTHER, new=THIRD)
    assert isinstance(missed, PinMissed)
    assert missed.tries_left == 4
    assert let_in(store, elena.staff.staff_id, PIN)
    with pytest.raises(PinRefused):
        change_pin(store, by=elena, old=PIN, new="123456")


def test_who_is_known_from_elsewhere_can_be_given_a_pin(store: Store, elena: OnDuty) -> None:
    body = {"actor": "p-Z", "name": "Paul Okafor", "roles": ["facilitator"], "keys": ["aa"]}
    store.directory.put(STAFF, "s-9", body | {"site": "x", "later": 1})
    (card,) = [card for card in list_staff(store) if card.staff.staff_id == "s-9"]
    assert not card.signs_in_here
    given = reset_pin(store, by=elena, staff_id="s-9")
    assert let_in(store, "s-9", given.pin)
    seed = store.staff_keys.one("s-9").seed
    record = store.directory.record(STAFF, "s-9")
    assert record is not None
    assert record.body["keys"] == ["aa", public_key(seed).hex()]
    assert (record.body["site"], record.body["later"]) == ("x", 1)


def test_a_record_that_makes_no_sense_is_nobody(store: Store, elena: OnDuty) -> None:
    bodies: list[dict[str, object]] = [{}, {"actor": 1, "name": "x", "roles": []}, {"name": None}]
    for number, body in enumerate(bodies):
        store.directory.put(STAFF, f"s-{number}", body)
    assert len(list_staff(store)) == 1


# ---------------------------------------------------------------- leaving


def test_who_has_left_is_not_let_in_and_may_come_back(store: Store, elena: OnDuty) -> None:
    given = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS)
    amadou = given.staff.staff_id
    mark_staff_left(store, by=elena, staff_id=amadou)
    assert let_in(store, amadou, given.pin) is None
    assert [card.signs_in_here for card in list_staff(store)] == [False, True]
    for refused in (
        lambda: reset_pin(store, by=elena, staff_id=amadou),
        lambda: mark_staff_left(store, by=elena, staff_id=amadou),
    ):
        with pytest.raises(TrainerError, match="not staff"):
            refused()
    take_staff_back(store, by=elena, staff_id=amadou)
    assert let_in(store, amadou, given.pin)
    assert [one[0] for one in acts(store)][-2:] == ["staff-left", "came-back"]


def test_somebody_is_always_left(store: Store, elena: OnDuty) -> None:
    with pytest.raises(TrainerError, match="Another person"):
        mark_staff_left(store, by=elena, staff_id=elena.staff.staff_id)
    assert let_in(store, elena.staff.staff_id, PIN)


def test_who_comes_back_finds_the_name_free(store: Store, elena: OnDuty) -> None:
    first = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS).staff.staff_id
    mark_staff_left(store, by=elena, staff_id=first)
    add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS)
    with pytest.raises(StaffNameTaken):
        take_staff_back(store, by=elena, staff_id=first)


# ---------------------------------------------------------------- recovery


def test_the_last_one_comes_back_by_the_recovery_code(
    store: Store, elena: OnDuty, code: str
) -> None:
    who = elena.staff.staff_id
    seed = store.staff_keys.one(who).seed
    for _miss in range(5):
        let_in(store, who, OTHER)
    assert let_in(store, who, PIN) is None  # a pause
    with pytest.raises(CodeRefused):
        recover(store, code=code[:-1] + "Z", staff_id=who, pin=OTHER)
    with pytest.raises(PinRefused):
        recover(store, code=code, staff_id=who, pin="111111")
    by = recover(store, code=code, staff_id=who, pin=OTHER)
    assert by.staff == elena.staff
    assert let_in(store, who, PIN) is None
    assert let_in(store, who, OTHER)
    assert store.staff_keys.one(who).seed == seed
    assert acts(store)[-1] == ("pin-recovered", "Elena Choque", "Elena Choque")


def test_nothing_else_is_touched_by_recovering(store: Store, elena: OnDuty, code: str) -> None:
    amadou = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS).staff.staff_id
    before = store.staff_keys.one(amadou)
    count = store.verify_chain()
    recover(store, code=code, staff_id=elena.staff.staff_id, pin=OTHER)
    assert store.staff_keys.one(amadou) == before
    assert store.verify_chain() == count + 1


def test_where_nobody_can_sign_in_the_code_makes_an_account(
    store: Store, elena: OnDuty, code: str
) -> None:
    """Another desk marked the only one as left; the record came by stick."""
    record = store.directory.record(STAFF, elena.staff.staff_id)
    assert record
    store.directory.put(STAFF, elena.staff.staff_id, record.body | {"has_left": True})
    finish_set_up(store)
    assert has_staff(store)
    assert needs_code(store)
    with pytest.raises(TrainerError):
        recover(store, code=code, staff_id=elena.staff.staff_id, pin=OTHER)
    by = add_first_staff(store, name="Paul Okafor", roles=LEADS, pin=OTHER, recovery_code=code)
    assert let_in(store, by.staff.staff_id, OTHER)


# ---------------------------------------------------------------- what is written down


def test_no_pin_and_no_name_is_written_down_in_the_clear(
    store: Store,
    elena: OnDuty,
    code: str,
    data_folder: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    given = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS)
    again = reset_pin(store, by=elena, staff_id=given.staff.staff_id)
    let_in(store, given.staff.staff_id, THIRD)
    mark_staff_left(store, by=elena, staff_id=given.staff.staff_id)
    recover(store, code=code, staff_id=elena.staff.staff_id, pin=OTHER)
    export_acts(store, tmp_path / "acts.csv", by=elena)
    statements = b"".join(text for _row, text in store.statement_texts()).decode()
    exported = (tmp_path / "acts.csv").read_text()
    lying = b"".join(one.read_bytes() for one in data_folder.rglob("*") if one.is_file())
    left = [one.read_text() for one in (paths.state_home() / "staff").glob("*.json")]
    for secret in (PIN, OTHER, THIRD, given.pin, again.pin, "Elena", "Amadou", code):
        assert secret not in statements + exported + caplog.text + "".join(left)
        assert secret.encode() not in lying
    records = json.dumps([one.body for one in store.directory.records(STAFF)])
    assert PIN not in records
    assert "argon2" not in records
    assert store.verify_chain() == 6


def test_everything_that_staff_did_is_in_the_audit(
    store: Store, elena: OnDuty, code: str, tmp_path: Path
) -> None:
    amadou = add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS).staff.staff_id
    reset_pin(store, by=elena, staff_id=amadou)
    recover(store, code=code, staff_id=elena.staff.staff_id, pin=OTHER)
    mark_staff_left(store, by=elena, staff_id=amadou)
    take_staff_back(store, by=elena, staff_id=amadou)
    written = export_acts(store, tmp_path / "acts.csv", by=elena)
    assert written.count == 7
    told = [act_sentence(one).translate(_ISOLATES) for one in reversed(list_acts(store))]
    assert told == [
        "Elena Choque made the first staff account with the recovery code.",
        "Elena Choque added Amadou Diallo to the staff.",
        "Elena Choque gave Amadou Diallo a new number to sign in.",
        "Elena Choque chose a new number with the recovery code.",
        "Elena Choque marked Amadou Diallo as staff who left.",
        "Elena Choque marked Amadou Diallo as back again.",
        "Elena Choque saved a list as a file.",
    ]


@pytest.mark.parametrize("act", Act, ids=lambda act: act.value)
def test_each_act_has_a_sentence_for_one_and_for_many(act: Act) -> None:
    for about in ("Rosa Mamani", "1", "12", "passed, 12", "attended, 1", ""):
        told = act_sentence(ActDone(1, act.value, "Elena Choque", about, AT))
        assert told.startswith("\u2068")
        assert told.endswith(".")
        assert "does not know" not in told
        assert "{" not in told


def test_an_act_of_a_newer_version_is_told_by_its_word() -> None:
    told = act_sentence(ActDone(1, "moved-house", "Elena Choque", "x", AT))
    assert "moved-house" in told


def test_what_could_not_be_saved_is_not_half_done(
    store: Store, elena: OnDuty, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (list_staff(store), store.staff_keys.all(), acts(store))

    def full(*_anything: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(store._log, "append", full)
    for change in (
        lambda: add_staff(store, by=elena, name="Amadou Diallo", roles=LEADS),
        lambda: recover(store, code=code, staff_id=elena.staff.staff_id, pin=OTHER),
    ):
        with pytest.raises(NotSaved):
            change()
    monkeypatch.undo()
    assert (list_staff(store), store.staff_keys.all(), acts(store)) == before
