"""A passphrase instead of a key that nobody types: what opens, what is gone, what a cut leaves."""

import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.store.conftest import MemoryKeystore, draft, filled, forget_second_copy, opened
from trainer_app import durable
from trainer_app.errors import NotSaved, StoreLocked, StoreUnusable
from trainer_app.store import Store, key_homes, passphrase_slot, slots

PHRASE = "river lantern copper window sparrow"
OTHER = "meadow button violin harvest cloud"
STRONG = passphrase_slot.STRENGTH
WEAK = passphrase_slot.Strength(memory_kib=64, passes=1, lanes=1)
Change = Callable[[Store], object]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing, where its cost is not the question."""
    monkeypatch.setattr(passphrase_slot, "STRENGTH", WEAK)


@pytest.fixture
def code(tmp_path: Path, no_keystore: None) -> str:
    """The recovery code of a data folder that a passphrase opens."""
    return locked(tmp_path)


def locked(folder: Path) -> str:
    code = filled(folder)
    change(folder, lambda store: store.passphrase.put(PHRASE))
    return code


def change(folder: Path, what: Change, phrase: str | None = None) -> None:
    store = Store.open(folder, passphrase=phrase)
    try:
        what(store)
    finally:
        store.close()


def kinds(folder: Path) -> list[str]:
    found = slots.read(folder)
    assert found is not None
    return sorted(slot["kind"] for slot in found.slots)


def rewrite(folder: Path, **facts: object) -> None:
    """Change the slot of the passphrase."""
    found = slots.read(folder)
    assert found is not None
    slot = found.of_kind("passphrase")
    assert slot is not None
    slots.write(folder, found.with_slot(slot | facts, instead_of=("passphrase",)))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# ---------------------------------------------------------------- each slot alone


def test_only_the_passphrase_opens_it(tmp_path: Path, code: str) -> None:
    assert kinds(tmp_path) == ["passphrase", "recovery"]
    before = snapshot(tmp_path)
    with pytest.raises(StoreLocked, match="Type the passphrase") as asked:
        Store.open(tmp_path)
    assert asked.value.asks == "passphrase"
    for wrong in ("", OTHER, PHRASE + " s", PHRASE.replace(" ", "")):
        with pytest.raises(StoreLocked, match="does not open it yet"):
            Store.open(tmp_path, passphrase=wrong)
    assert snapshot(tmp_path) == before
    assert opened(tmp_path, passphrase=PHRASE).key_home == "passphrase"


@pytest.mark.parametrize(
    "typed",
    [
        "River LANTERN copper window sparrow",
        "  river   lantern copper\twindow sparrow ",
        "ríver lantérn copper window sparrow",
        "river\u00a0lantern copper win\u200bdow sparrow",
    ],
)
def test_it_may_be_typed_in_many_ways(tmp_path: Path, code: str, typed: str) -> None:
    opened(tmp_path, passphrase=typed)


def test_the_recovery_code_opens_it_and_brings_no_key_back(tmp_path: Path, code: str) -> None:
    with pytest.raises(StoreLocked, match="recovery code") as asked:
        Store.open(tmp_path, recovery_code="0" * 26)
    assert asked.value.asks == "passphrase"
    assert opened(tmp_path, code).key_home == "passphrase"
    assert kinds(tmp_path) == ["passphrase", "recovery"]
    with pytest.raises(StoreLocked):
        Store.open(tmp_path)
    opened(tmp_path, passphrase=PHRASE)


def test_the_organisation_opens_it_and_writes_nothing(tmp_path: Path, code: str) -> None:
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    change(tmp_path, lambda store: store.add_escrow(recipient), PHRASE)
    before = {name: (tmp_path / name).read_bytes() for name in slots.FILES}
    store = Store.open(tmp_path, organisation_identity=str(identity))
    assert store.verify_chain() == 1
    store.close()
    assert {name: (tmp_path / name).read_bytes() for name in slots.FILES} == before


def test_each_slot_opens_it_where_the_others_are_lost(tmp_path: Path, code: str) -> None:
    found = slots.read(tmp_path)
    assert found is not None
    slots.write(tmp_path, found.without("recovery"))
    opened(tmp_path, passphrase=PHRASE)
    slots.write(tmp_path, replace(found.without("passphrase"), count=found.count + 9))
    opened(tmp_path, code)


# ---------------------------------------------------------------- the key that nobody types is gone


def test_the_key_file_is_written_over_and_removed(
    tmp_path: Path, no_keystore: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    key = (tmp_path / key_homes.KEY_FILE).read_bytes()
    (tmp_path / (key_homes.KEY_FILE + ".part")).write_bytes(key)  # a first start was cut short
    last: dict[str, bytes] = {}
    real_unlink = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.exists():
            last[path.name] = path.read_bytes()
        real_unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    change(tmp_path, lambda store: store.passphrase.put(PHRASE))
    for name in (key_homes.KEY_FILE, key_homes.KEY_FILE + ".part"):
        assert not (tmp_path / name).exists()
        assert len(last[name]) == len(key)
        assert key.strip() not in last[name]
    assert not any(key.strip() in content for content in snapshot(tmp_path).values())


def test_the_keystore_forgets_the_key(tmp_path: Path, keystore: MemoryKeystore) -> None:
    locked(tmp_path)
    assert keystore.secrets == {}
    assert kinds(tmp_path) == ["passphrase", "recovery"]
    opened(tmp_path, passphrase=PHRASE)


def test_a_keystore_that_does_not_answer_is_asked_again(
    tmp_path: Path, keystore: MemoryKeystore
) -> None:
    filled(tmp_path)
    store = Store.open(tmp_path)
    keystore.broken = True
    store.passphrase.put(PHRASE)
    assert (store.passphrase.is_set, store.passphrase.is_alone) == (True, False)
    store.close()
    with pytest.raises(StoreLocked):  # what lies there still opens nothing
        Store.open(tmp_path)
    opened(tmp_path, passphrase=PHRASE)
    assert "keystore" in kinds(tmp_path)
    keystore.broken = False
    store = opened(tmp_path, passphrase=PHRASE)
    assert store.passphrase.is_alone
    assert keystore.secrets == {}
    assert kinds(tmp_path) == ["passphrase", "recovery"]


def test_a_key_that_came_back_opens_nothing_and_is_taken_away(
    tmp_path: Path, no_keystore: None
) -> None:
    """As after a release that knows no passphrases, which opened by code and kept the key."""
    filled(tmp_path)
    key = (tmp_path / key_homes.KEY_FILE).read_bytes()
    change(tmp_path, lambda store: store.passphrase.put(PHRASE))
    found = slots.read(tmp_path)
    assert found is not None
    ordinary = {"kind": "file", "name": key_homes.KEY_FILE}
    slots.write(tmp_path, found.with_slot(ordinary, instead_of=()))
    (tmp_path / key_homes.KEY_FILE).write_bytes(key)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path)
    opened(tmp_path, passphrase=PHRASE)
    assert not (tmp_path / key_homes.KEY_FILE).exists()
    assert kinds(tmp_path) == ["passphrase", "recovery"]


# ---------------------------------------------------------------- changed, and taken off


def test_another_passphrase_takes_the_place_of_the_first(tmp_path: Path, code: str) -> None:
    change(tmp_path, lambda store: store.passphrase.put(OTHER), PHRASE)
    assert kinds(tmp_path) == ["passphrase", "recovery"]
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, passphrase=PHRASE)
    opened(tmp_path, passphrase=OTHER)
    opened(tmp_path, code)


@pytest.mark.parametrize("with_keystore", [True, False])
def test_taken_off_the_file_opens_by_itself_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_keystore: bool
) -> None:
    found = MemoryKeystore() if with_keystore else None
    monkeypatch.setattr(key_homes, "find_keystore", lambda: found)
    code = locked(tmp_path)
    store = Store.open(tmp_path, passphrase=PHRASE)
    assert store.passphrase.is_right(PHRASE)
    assert not store.passphrase.is_right(OTHER)
    store.passphrase.take_off()
    home = "keystore" if with_keystore else "file"
    assert (store.passphrase.is_set, store.key_home) == (False, home)
    store.close()
    assert kinds(tmp_path) == sorted([home, "recovery"])
    assert opened(tmp_path).key_home == home
    (tmp_path / key_homes.KEY_FILE).unlink(missing_ok=True)
    if found:
        found.secrets.clear()
    opened(tmp_path, code)


def test_a_file_without_a_passphrase_has_none(tmp_path: Path, no_keystore: None) -> None:
    """As every file that an earlier release wrote."""
    filled(tmp_path)
    store = Store.open(tmp_path, passphrase="not needed")
    assert not store.passphrase.is_set
    assert not store.passphrase.is_right(PHRASE)
    store.close()


def test_a_new_recovery_code_leaves_the_passphrase(tmp_path: Path, code: str) -> None:
    change(tmp_path, lambda store: store.renew_recovery_code(), PHRASE)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, recovery_code=code)
    opened(tmp_path, passphrase=PHRASE)


def test_without_slots_there_is_no_passphrase(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    store = Store.open(tmp_path)
    for name in slots.FILES:
        (tmp_path / name).unlink()
    with pytest.raises(StoreLocked):
        store.passphrase.put(PHRASE)
    assert not store.passphrase.is_set
    store.close()
    opened(tmp_path)


def test_a_data_file_that_is_gone_begins_anew(tmp_path: Path, code: str) -> None:
    (tmp_path / "waypost.db").unlink()
    forget_second_copy(tmp_path)
    store = Store.open(tmp_path)
    assert store.created
    assert not store.passphrase.is_set
    store.close()
    Store.open(tmp_path).close()


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("lost", slots.FILES)
@pytest.mark.parametrize("damage", ["gone", "empty", "flipped", "older"])
def test_one_copy_of_the_slots_is_enough(
    tmp_path: Path, no_keystore: None, lost: str, damage: str
) -> None:
    filled(tmp_path)
    path = tmp_path / lost
    older = path.read_bytes()
    change(tmp_path, lambda store: store.passphrase.put(PHRASE))
    if damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "flipped":
        path.write_bytes(path.read_bytes().replace(b'"passphrase"', b'"passphrasf"'))
    else:
        path.write_bytes(older)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path)
    opened(tmp_path, passphrase=PHRASE)
    assert len({(tmp_path / name).read_bytes() for name in slots.FILES}) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"sealed": ""},
        {"sealed": "%%"},
        {"sealed": b64encode(b"short").decode()},
        {"sealed": None},
        {"nonce": 7},
        {"nonce": ""},
        {"salt": ""},
        {"salt": None},
        {"salt": "aaaa"},
        {"hash": "scrypt"},
        {"memory_kib": "65536"},
        {"memory_kib": 64 * 1024 * 1024},
        {"memory_kib": True},
        {"memory_kib": 4},
        {"passes": 0},
        {"passes": 10_000},
        {"lanes": None},
        {"lanes": -1},
    ],
)
def test_a_damaged_slot_opens_nothing_and_the_code_still_does(
    tmp_path: Path, code: str, facts: dict[str, object]
) -> None:
    rewrite(tmp_path, **facts)
    with pytest.raises(StoreLocked, match="does not open it yet"):
        Store.open(tmp_path, passphrase=PHRASE)
    store = Store.open(tmp_path, recovery_code=code)
    store.passphrase.put(OTHER)
    store.close()
    opened(tmp_path, passphrase=OTHER)


def test_a_slot_of_another_profile_does_not_open(tmp_path: Path, no_keystore: None) -> None:
    for name in "ab":
        locked(tmp_path / name)
    other = slots.read(tmp_path / "b")
    assert other is not None
    foreign = other.of_kind("passphrase")
    assert foreign is not None
    rewrite(tmp_path / "a", **foreign)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path / "a", passphrase=PHRASE)


def test_too_little_memory_is_said(
    tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import low_level
    from argon2.exceptions import HashingError

    def none(*_secret: object, **_cost: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(low_level, "hash_secret_raw", none)
    with pytest.raises(StoreUnusable, match="too little free memory"):
        Store.open(tmp_path, passphrase=PHRASE)


# ---------------------------------------------------------------- what a guess costs


def test_a_guess_costs_64_mib_three_times_over(
    tmp_path: Path, no_keystore: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase_slot, "STRENGTH", STRONG)
    locked(tmp_path)
    found = slots.read(tmp_path)
    assert found is not None
    slot = found.of_kind("passphrase")
    assert slot is not None
    assert (slot["hash"], slot["memory_kib"]) == ("argon2id", 64 * 1024)
    assert (slot["passes"], slot["lanes"]) == (3, 1)
    text = (tmp_path / slots.FILES[0]).read_text()
    assert not any(word in text for word in PHRASE.split())


def test_a_weaker_slot_is_made_stronger_when_it_was_opened(
    tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = passphrase_slot.Strength(memory_kib=128, passes=2, lanes=1)
    monkeypatch.setattr(passphrase_slot, "STRENGTH", stronger)
    opened(tmp_path, code)  # nobody typed the passphrase, so it stays as it is
    assert cost(tmp_path) == 64
    opened(tmp_path, passphrase=PHRASE)
    assert cost(tmp_path) == 128
    monkeypatch.setattr(passphrase_slot, "STRENGTH", WEAK)
    opened(tmp_path, passphrase=PHRASE)
    assert cost(tmp_path) == 128
    change(tmp_path, lambda store: store.append([draft()]), PHRASE)


def cost(folder: Path) -> int:
    found = slots.read(folder)
    assert found is not None
    slot = found.of_kind("passphrase")
    assert slot is not None
    return int(slot["memory_kib"])


def test_a_start_without_a_passphrase_does_not_load_its_hash(
    tmp_path: Path, no_keystore: None
) -> None:
    filled(tmp_path)
    said = (
        "import sys; from pathlib import Path; from trainer_app.store import Store; "
        "Store.open(Path(sys.argv[1])).close(); print('argon2' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", said, str(tmp_path)],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


# ---------------------------------------------------------------- cut short


class PowerCut(BaseException):
    """Nothing after this step reached the disk."""


@pytest.mark.parametrize("with_keystore", [True, False])
@pytest.mark.parametrize("what", ["set", "changed", "taken off"])
def test_a_cut_between_two_steps_leaves_something_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_keystore: bool, what: str
) -> None:
    found = MemoryKeystore() if with_keystore else None
    monkeypatch.setattr(key_homes, "find_keystore", lambda: found)
    before = tmp_path / "before"
    code = filled(before) if what == "set" else locked(before)
    secrets = dict(found.secrets) if found else {}
    for step in range(8):
        folder = Path(shutil.copytree(before, tmp_path / str(step)))
        if found:
            found.secrets = dict(secrets)
        store = Store.open(folder, passphrase=None if what == "set" else PHRASE)
        with monkeypatch.context() as patch, suppress(PowerCut):
            cut_after(step, patch, found)
            if what == "taken off":
                store.passphrase.take_off()
            else:
                store.passphrase.put(OTHER if what == "changed" else PHRASE)
        store.close()
        phrases = [phrase for phrase in (None, PHRASE, OTHER) if opens(folder, phrase)]
        assert phrases, step
        opened(folder, code)
        if None not in phrases:  # whatever a cut left of the key is gone after one opening
            assert not (folder / key_homes.KEY_FILE).exists(), step
            assert not (found and found.secrets), step
            assert kinds(folder) == ["passphrase", "recovery"], step


def cut_after(steps: int, patch: pytest.MonkeyPatch, found: MemoryKeystore | None) -> None:
    left = steps
    stepwise: list[tuple[Any, str]] = [(durable, "write"), (durable, "wipe")]
    if found:
        stepwise += [(found, "set_password"), (found, "delete_password")]
    for owner, name in stepwise:
        real = getattr(owner, name)

        def step(*given: Any, real: Callable[..., object] = real, **more: Any) -> object:
            nonlocal left
            if not left:
                raise PowerCut
            left -= 1
            return real(*given, **more)

        patch.setattr(owner, name, step)


def opens(folder: Path, phrase: str | None) -> bool:
    try:
        opened(folder, passphrase=phrase)
    except StoreLocked:
        return False
    return True


def test_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, no_keystore: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    store = Store.open(tmp_path)

    def full(_path: Path, _data: bytes, **_mode: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write", full)
        with pytest.raises(NotSaved):
            store.passphrase.put(PHRASE)
    assert (store.passphrase.is_set, store.key_home) == (False, "file")
    store.close()
    opened(tmp_path)
