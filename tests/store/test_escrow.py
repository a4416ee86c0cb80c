"""Slot c: head office opens what it was given the right to open, and weakens nothing else."""

import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pyrage
import pytest

from tests.store.conftest import MemoryKeystore, filled, opened
from trainer_app.errors import StoreLocked
from trainer_app.store import Store, escrow, key_homes
from trainer_app.store import slots as keyslots

KEY = bytes(range(32))


class Office:
    """An organisation: its secret, and what is sealed to."""

    def __init__(self) -> None:
        identity = pyrage.x25519.Identity.generate()
        self.identity, self.recipient = str(identity), str(identity.to_public())


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@pytest.fixture
def profile(tmp_path: Path, no_keystore: None, office: Office) -> str:
    """A data folder with one statement in escrow; its recovery code."""
    code = filled(tmp_path)
    store = Store.open(tmp_path)
    assert store.escrow_recipient is None
    assert store.add_escrow(office.recipient)
    store.close()
    return code


def slots(folder: Path) -> list[keyslots.Slot]:
    found = keyslots.read(folder)
    assert found is not None
    return list(found.slots)


def without_escrow(folder: Path) -> list[keyslots.Slot]:
    return [slot for slot in slots(folder) if slot["kind"] != "escrow"]


def lose(folder: Path, *kinds: str) -> None:
    """Lose the key file, and every slot of these kinds."""
    (folder / key_homes.KEY_FILE).unlink()
    found = keyslots.read(folder)
    assert found is not None
    left = tuple(slot for slot in found.slots if slot["kind"] not in kinds)
    keyslots.write(folder, keyslots.Slots(found.profile, found.count + 1, found.check, left))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in keyslots.FILES}


# ---------------------------------------------------------------- sealing


def test_only_its_identity_opens_a_slot(office: Office) -> None:
    slot = escrow.seal(KEY, office.recipient)
    assert escrow.unseal(slot, office.identity) == KEY
    assert escrow.unseal(slot, f" {office.identity}\n") == KEY
    assert escrow.unseal(slot, Office().identity) is None
    assert KEY.hex() not in str(slot)
    assert b64encode(KEY).decode() not in str(slot)


@pytest.mark.parametrize("recipient", ["", "age1", "age1" + "q" * 58, "ssh-ed25519 AAAA"])
def test_what_is_no_recipient_is_refused(recipient: str) -> None:
    with pytest.raises(ValueError, match="no age recipient"):
        escrow.seal(KEY, recipient)


def test_a_damaged_slot_opens_nothing(office: Office) -> None:
    slot = escrow.seal(KEY, office.recipient)
    sealed = b64decode(slot["sealed"])
    for damaged in ("", "%%", b64encode(sealed[:-1]).decode(), b64encode(b"age").decode(), None, 7):
        assert escrow.unseal(slot | {"sealed": damaged}, office.identity) is None
    assert escrow.unseal({"kind": "escrow"}, office.identity) is None
    assert escrow.unseal(slot, "AGE-SECRET-KEY-1NONSENSE") is None
    assert escrow.unseal(slot, "") is None


# ---------------------------------------------------------------- a profile brought to head office


def test_head_office_opens_what_nothing_else_opens(
    tmp_path: Path, profile: str, office: Office
) -> None:
    lose(tmp_path, "file", "keystore", "recovery")
    before = snapshot(tmp_path)
    for code in (None, profile):
        with pytest.raises(StoreLocked):
            Store.open(tmp_path, recovery_code=code)
    store = Store.open(tmp_path, organisation_identity=office.identity)
    assert store.verify_chain() == 1
    store.close()
    assert snapshot(tmp_path) == before
    assert not (tmp_path / key_homes.KEY_FILE).exists()  # nothing on the stick opens it


def test_head_office_gives_it_back_with_a_new_code(
    tmp_path: Path, profile: str, office: Office
) -> None:
    lose(tmp_path, "file", "recovery")
    store = Store.open(tmp_path, organisation_identity=office.identity)
    code = store.renew_recovery_code()
    store.close()
    with pytest.raises(StoreLocked):
        Store.open(tmp_path)
    opened(tmp_path, code)
    opened(tmp_path)  # the ordinary slot was made anew


def test_another_organisation_opens_nothing(tmp_path: Path, profile: str) -> None:
    lose(tmp_path, "file")
    before = snapshot(tmp_path)
    for identity in (Office().identity, "AGE-SECRET-KEY-1NONSENSE", ""):
        with pytest.raises(StoreLocked, match="organisation key does not open"):
            Store.open(tmp_path, organisation_identity=identity)
    assert snapshot(tmp_path) == before
    opened(tmp_path, profile)


def test_a_profile_without_escrow_stays_closed(tmp_path: Path, no_keystore: None) -> None:
    code = filled(tmp_path)
    lose(tmp_path, "file")
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, organisation_identity=Office().identity)
    opened(tmp_path, code)


def test_an_identity_that_is_not_needed_is_not_asked(tmp_path: Path, profile: str) -> None:
    store = Store.open(tmp_path, organisation_identity="anything")
    assert store.verify_chain() == 1
    store.close()


def test_the_key_of_another_profile_in_the_slot_does_not_open(
    tmp_path: Path, profile: str, office: Office
) -> None:
    found = keyslots.read(tmp_path)
    assert found is not None
    foreign = escrow.seal(KEY, office.recipient)
    keyslots.write(tmp_path, found.with_slot(foreign, instead_of=("escrow",)))
    lose(tmp_path, "file")
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, organisation_identity=office.identity)


# ---------------------------------------------------------------- the other slots


def test_escrow_changes_no_other_slot(tmp_path: Path, no_keystore: None, office: Office) -> None:
    code = filled(tmp_path)
    before = slots(tmp_path)
    store = Store.open(tmp_path)
    assert store.confirm_recovery_code(code)
    confirmed = slots(tmp_path)
    assert store.add_escrow(office.recipient)
    assert store.escrow_recipient == office.recipient
    store.close()
    assert without_escrow(tmp_path) == confirmed
    assert len(before) == len(confirmed)
    opened(tmp_path)
    lose(tmp_path)
    opened(tmp_path, code)
    assert [slot["kind"] for slot in slots(tmp_path)].count("escrow") == 1


def test_the_same_organisation_is_written_once(
    tmp_path: Path, profile: str, office: Office
) -> None:
    before = snapshot(tmp_path)
    store = Store.open(tmp_path)
    assert not store.add_escrow(office.recipient)
    store.close()
    assert snapshot(tmp_path) == before


def test_another_organisation_takes_the_place_of_the_first(
    tmp_path: Path, profile: str, office: Office
) -> None:
    others, second = without_escrow(tmp_path), Office()
    store = Store.open(tmp_path)
    assert store.add_escrow(second.recipient)
    assert store.escrow_recipient == second.recipient
    store.close()
    assert without_escrow(tmp_path) == others
    lose(tmp_path, "file")
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, organisation_identity=office.identity)
    Store.open(tmp_path, organisation_identity=second.identity).close()


def test_no_recipient_changes_nothing(tmp_path: Path, profile: str, office: Office) -> None:
    before = snapshot(tmp_path)
    store = Store.open(tmp_path)
    with pytest.raises(ValueError, match="no age recipient"):
        store.add_escrow("age1nobody")
    assert store.escrow_recipient == office.recipient
    store.close()
    assert snapshot(tmp_path) == before


def test_without_slots_there_is_no_escrow(
    tmp_path: Path, no_keystore: None, office: Office
) -> None:
    store = Store.open(tmp_path)
    for name in keyslots.FILES:
        (tmp_path / name).unlink()
    with pytest.raises(StoreLocked):
        store.add_escrow(office.recipient)
    assert store.escrow_recipient is None
    store.close()


def test_escrow_works_beside_a_keystore(
    tmp_path: Path, keystore: MemoryKeystore, office: Office
) -> None:
    filled(tmp_path)
    store = Store.open(tmp_path)
    store.add_escrow(office.recipient)
    store.close()
    kept = dict(keystore.secrets)
    keystore.secrets.clear()
    Store.open(tmp_path, organisation_identity=office.identity).close()
    assert keystore.secrets == {}  # nor does head office's own keystore learn the key
    keystore.secrets.update(kept)
    opened(tmp_path)


def test_an_ordinary_start_knows_nothing_of_age(tmp_path: Path, profile: str) -> None:
    code = (
        "import sys; from pathlib import Path; from trainer_app.store import Store; "
        "Store.open(Path(sys.argv[1]), use_keystore=False).close(); print('pyrage' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"
