"""Checking and withdrawing certificates: what their text proves, and what is known here besides."""

from datetime import date
from pathlib import Path

import pytest

from tests.store.conftest import earned, passed
from trainer_app.errors import CertificateRejected, TrainerError
from trainer_app.operations.audit import list_acts
from trainer_app.operations.certificate_check import (
    Checked,
    SerialFound,
    find_serial,
    is_serial,
    verify_certificate,
    withdraw_certificate,
)
from trainer_app.operations.site import name_site
from trainer_app.operations.staff import add_first_staff
from trainer_app.store import Store
from trainer_app.training.certificate import Facts, sign
from trainer_app.training.staff import OnDuty

SERIAL = "WP-2026-7KQ2M4XW"
FACTS = Facts(
    serial=SERIAL,
    name="Rosa Mamani",
    module_id="grooming",
    module_title="Understanding grooming",
    version="1.0",
    issued_on=date(2026, 12, 1),
    valid_until=date(2027, 11, 30),
    issuer="Terminal Norte",
)
STRANGER = b"\x07" * 32
DAY = date(2027, 1, 1)


@pytest.fixture
def vera(store: Store) -> OnDuty:
    return add_first_staff(
        store,
        name="Vera Quispe",
        roles=("supervisor",),
        pin="583920",
        recovery_code=store.renew_recovery_code(),
    )


def test_a_certificate_of_this_computer_names_its_site(store: Store) -> None:
    name_site(store, name="Terminal Norte")
    found = verify_certificate(store, text=sign(FACTS, store.signing_seed()), on=DAY)
    assert (found.verdict, found.key_known, found.issuer) == ("genuine", True, "Terminal Norte")


def test_one_of_a_stranger_is_not_altered_and_of_nobody_known(store: Store) -> None:
    found = verify_certificate(store, text=sign(FACTS, STRANGER), on=DAY)
    assert (found.verdict, found.key_known, found.issuer) == ("unknown", False, "")


def test_one_signed_by_staff_names_them(store: Store, vera: OnDuty) -> None:
    seed = store.staff_keys.one(vera.staff.staff_id).seed
    found = verify_certificate(store, text=sign(FACTS, seed), on=DAY)
    assert (found.key_known, found.issuer) == (True, "Vera Quispe")


def test_after_its_last_day_it_is_expired(store: Store) -> None:
    text = sign(FACTS, STRANGER)
    assert verify_certificate(store, text=text, on=FACTS.valid_until).verdict == "unknown"
    assert verify_certificate(store, text=text, on=date(2027, 12, 1)).verdict == "expired"


def test_a_withdrawn_one_is_no_longer_valid_and_it_is_noted(store: Store, vera: OnDuty) -> None:
    text = sign(FACTS, store.signing_seed())
    withdraw_certificate(store, by=vera, serial=SERIAL)
    withdraw_certificate(store, by=vera, serial=SERIAL)
    assert verify_certificate(store, text=text, on=DAY).verdict == "withdrawn"
    acts = [act for act in list_acts(store) if act.act == "certificate-withdrawn"]
    assert [(act.by, act.about) for act in acts] == [("Vera Quispe", SERIAL)]


def test_nothing_else_can_be_withdrawn(store: Store, vera: OnDuty) -> None:
    with pytest.raises(TrainerError):
        withdraw_certificate(store, by=vera, serial="Rosa Mamani")


@pytest.mark.parametrize("place", [15, 60, 120, -3])
def test_an_altered_one_is_refused(place: int) -> None:
    text = sign(FACTS, STRANGER)
    place %= len(text)
    other = "A" if text[place] != "A" else "B"
    with pytest.raises(CertificateRejected):
        verify_certificate(None, text=text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    "typed", ["", "hello", "WAYPOST1:", "WAYPOST1:AAAA", "https://example.org"]
)
def test_what_is_no_certificate_is_refused(typed: str) -> None:
    with pytest.raises(CertificateRejected):
        verify_certificate(None, text=typed)


def test_a_scanner_may_send_blanks_and_small_letters(store: Store) -> None:
    text = sign(FACTS, STRANGER).lower()
    scanned = " ".join(text[at : at + 40] for at in range(0, len(text), 40)) + "\r\n"
    assert verify_certificate(store, text=scanned, on=DAY).facts == FACTS


# ---------------------------------------------------------------- a number typed off paper


def test_a_number_is_looked_up_here(store: Store) -> None:
    assert find_serial(store, typed=SERIAL) is None
    store.append([passed(), earned()])
    found = find_serial(store, typed=f" {SERIAL.lower()} ")
    assert isinstance(found, SerialFound)
    assert (found.module_id, found.valid_until) == ("grooming", date(2027, 12, 1))
    assert not found.withdrawn


def test_a_kept_text_is_checked_when_its_number_is_typed(store: Store, vera: OnDuty) -> None:
    seed = store.staff_keys.one(vera.staff.staff_id).seed
    store.directory.put("certificate", SERIAL, {"payload": sign(FACTS, seed), "learner_id": "x"})
    found = find_serial(store, typed=SERIAL)
    assert isinstance(found, Checked)
    assert found.issuer == "Vera Quispe"


@pytest.mark.parametrize(
    "typed", ["WP-2026", "7KQ2M4XW", "2a77460f-9c3e-4ca4-ba82-499695eaeea6", "WP-2026-0000000O"]
)
def test_what_cannot_be_a_number_is_refused(store: Store, typed: str) -> None:
    assert not is_serial(typed)
    with pytest.raises(CertificateRejected):
        find_serial(store, typed=typed)


def test_a_withdrawal_travels(store: Store, vera: OnDuty, tmp_path: Path) -> None:
    withdraw_certificate(store, by=vera, serial=SERIAL)
    other = Store.open(tmp_path / "other", use_keystore=False)
    other.directory.merge(store.directory.changes(0))
    found = verify_certificate(other, text=sign(FACTS, STRANGER), on=DAY)
    other.close()
    assert found.verdict == "withdrawn"
