"""Key slots: which opens, which is made anew, and what is never overwritten."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.conftest import MemoryKeystore, filled, opened
from trainer_app.errors import StoreLocked
from trainer_app.store import Store, key_homes, recovery_code, slots

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are for POSIX")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def forget(folder: Path, keystore: MemoryKeystore | None = None) -> None:
    """Lose every ordinary slot."""
    (folder / key_homes.KEY_FILE).unlink(missing_ok=True)
    if keystore:
        keystore.secrets.clear()


# ---------------------------------------------------------------- the ordinary slot


def test_the_keystore_keeps_the_key(tmp_path: Path, keystore: MemoryKeystore) -> None:
    filled(tmp_path)
    assert not (tmp_path / key_homes.KEY_FILE).exists()
    ((service, _account),) = keystore.secrets
    assert service == "Waypost"
    store = opened(tmp_path)
    assert (store.key_home, store.new_recovery_code) == ("keystore", None)


@posix
def test_without_a_keystore_a_file_of_this_user_keeps_it(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    mode = stat.S_IMODE((tmp_path / key_homes.KEY_FILE).stat().st_mode)
    assert mode == 0o600
    assert opened(tmp_path).key_home == "file"


@posix
def test_a_key_file_that_others_may_read_is_closed(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    (tmp_path / key_homes.KEY_FILE).chmod(0o644)
    opened(tmp_path)
    assert stat.S_IMODE((tmp_path / key_homes.KEY_FILE).stat().st_mode) == 0o600


def test_a_keystore_that_refuses_is_none(tmp_path: Path, keystore: MemoryKeystore) -> None:
    keystore.broken = True
    filled(tmp_path)
    assert opened(tmp_path).key_home == "file"


def test_folders_that_do_not_last_leave_the_keystore_alone(
    tmp_path: Path, keystore: MemoryKeystore
) -> None:
    filled(tmp_path, use_keystore=False)
    assert keystore.secrets == {}


def test_every_folder_has_its_own_key(tmp_path: Path, keystore: MemoryKeystore) -> None:
    filled(tmp_path / "a")
    filled(tmp_path / "b")
    assert len(keystore.secrets) == len(set(keystore.secrets.values())) == 2


@pytest.mark.parametrize("module", ["fail", "null", "chainer"])
def test_only_real_keystores_are_asked(module: str) -> None:
    known = {name for backends in key_homes._BACKENDS.values() for name, _class in backends}
    assert f"keyring.backends.{module}" not in known


def test_the_environment_cannot_choose_the_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    found = key_homes.find_keystore()
    assert found is None or type(found).__module__.removeprefix("keyring.backends.") in (
        "Windows", "macOS", "SecretService", "kwallet", "libsecret",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["absent", "weak", "broken", "real"])
def test_a_weak_keystore_is_none(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    class Backend(MemoryKeystore):
        viable = kind != "absent"
        priority = 0.5 if kind == "weak" else 5

        def __init__(self) -> None:
            if kind == "broken":
                raise OSError("no bus")
            super().__init__()

    module = type(sys)("made_up_backend")
    module.Keyring = Backend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "made_up_backend", module)
    monkeypatch.setattr(key_homes, "_BACKENDS", {sys.platform: (("made_up_backend", "Keyring"),)})
    assert isinstance(key_homes.find_keystore(), Backend) is (kind == "real")


def test_an_ordinary_start_imports_little(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    code = (
        "import sys; from pathlib import Path; from trainer_app.store import Store; "
        "Store.open(Path(sys.argv[1])).close(); "
        "print(*sorted({'keyring', 'alembic', 'sqlite3'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == ""


# ---------------------------------------------------------------- nothing opens


def test_a_lost_key_locks_and_touches_nothing(tmp_path: Path, keystore: MemoryKeystore) -> None:
    filled(tmp_path)
    forget(tmp_path, keystore)
    before = snapshot(tmp_path)
    with pytest.raises(StoreLocked, match="Type the recovery code"):
        Store.open(tmp_path)
    with pytest.raises(StoreLocked, match="does not open the data"):
        Store.open(tmp_path, recovery_code="0" * recovery_code.LENGTH)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, recovery_code="too short")
    assert snapshot(tmp_path) == before
    assert keystore.secrets == {}


def test_a_keystore_in_trouble_locks_and_heals(tmp_path: Path, keystore: MemoryKeystore) -> None:
    filled(tmp_path)
    keystore.broken = True
    with pytest.raises(StoreLocked):
        Store.open(tmp_path)
    keystore.broken = False
    assert opened(tmp_path).key_home == "keystore"


def test_the_key_of_another_file_does_not_open(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path / "a")
    filled(tmp_path / "b")
    (tmp_path / "a" / key_homes.KEY_FILE).replace(tmp_path / "b" / key_homes.KEY_FILE)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path / "b")


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "\u00e9"])
def test_a_damaged_key_file_locks(tmp_path: Path, no_keystore: None, content: str) -> None:
    filled(tmp_path)
    (tmp_path / key_homes.KEY_FILE).write_text(content, "utf-8")
    with pytest.raises(StoreLocked):
        Store.open(tmp_path)


# ---------------------------------------------------------------- the recovery code


def test_the_code_has_26_letters_that_read_well(tmp_path: Path, no_keystore: None) -> None:
    code = filled(tmp_path)
    letters = code.replace("-", "")
    assert len(letters) == 26
    assert set(letters) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert len(set(recovery_code.LETTERS)) == 32


@pytest.mark.parametrize("with_keystore", [True, False])
def test_the_code_opens_and_makes_the_ordinary_slot_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_keystore: bool
) -> None:
    found = MemoryKeystore() if with_keystore else None
    monkeypatch.setattr(key_homes, "find_keystore", lambda: found)
    code = filled(tmp_path)
    forget(tmp_path, found)
    home = "keystore" if with_keystore else "file"
    assert opened(tmp_path, code).key_home == home
    assert opened(tmp_path).key_home == home
    forget(tmp_path, found)
    assert opened(tmp_path, code).key_home == home


def test_a_profile_moved_to_a_computer_without_keystore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keystore: MemoryKeystore
) -> None:
    code = filled(tmp_path)
    monkeypatch.setattr(key_homes, "find_keystore", lambda: None)
    assert opened(tmp_path, code).key_home == "file"
    assert opened(tmp_path).key_home == "file"


def test_the_code_may_be_typed_in_many_ways(tmp_path: Path, no_keystore: None) -> None:
    code = filled(tmp_path)
    for typed in (code.lower(), code.replace("-", " "), f"  {code.replace('0', 'O')}\n"):
        forget(tmp_path)
        opened(tmp_path, typed.replace("1", "l"))


def test_a_code_that_is_not_needed_is_not_asked(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    opened(tmp_path, "anything")


def test_typing_the_code_back_is_remembered(tmp_path: Path, no_keystore: None) -> None:
    store = Store.open(tmp_path)
    code = store.new_recovery_code or ""
    assert not store.recovery_confirmed
    assert not store.confirm_recovery_code("")
    assert not store.confirm_recovery_code("0" * 26)
    assert not store.recovery_confirmed
    assert store.confirm_recovery_code(code.lower())
    assert store.confirm_recovery_code(code)
    store.close()
    store = Store.open(tmp_path)
    assert store.recovery_confirmed
    store.close()


def test_a_new_code_replaces_the_old(tmp_path: Path, no_keystore: None) -> None:
    old = filled(tmp_path)
    store = Store.open(tmp_path)
    assert store.confirm_recovery_code(old)
    new = store.renew_recovery_code()
    assert (store.recovery_confirmed, store.confirm_recovery_code(old)) == (False, False)
    store.close()
    forget(tmp_path)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, recovery_code=old)
    opened(tmp_path, new)


def test_without_slots_there_is_no_new_code(tmp_path: Path, no_keystore: None) -> None:
    store = Store.open(tmp_path)
    for name in slots.FILES:
        (tmp_path / name).unlink()
    assert not store.recovery_confirmed
    assert not store.confirm_recovery_code(store.new_recovery_code or "")
    with pytest.raises(StoreLocked):
        store.renew_recovery_code()
    store.close()


# ---------------------------------------------------------------- keyslots.json


@pytest.mark.parametrize("lost", slots.FILES)
@pytest.mark.parametrize("damage", ["gone", "empty", "flipped", "older"])
def test_one_copy_of_the_slots_is_enough(
    tmp_path: Path, no_keystore: None, lost: str, damage: str
) -> None:
    code = filled(tmp_path)
    path = tmp_path / lost
    good = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "flipped":
        path.write_bytes(good.replace(b'"format": 1', b'"format": 2'))
    else:
        store = Store.open(tmp_path)
        assert store.confirm_recovery_code(code)
        store.close()
        path.write_bytes(good)
    opened(tmp_path)
    copies = [(tmp_path / name).read_bytes() for name in slots.FILES]
    assert copies[0] == copies[1]
    assert json.loads(copies[0])["slots"]


def test_with_both_copies_gone_the_key_file_still_opens(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    for name in slots.FILES:
        (tmp_path / name).unlink()
    code = opened(tmp_path).new_recovery_code
    forget(tmp_path)
    opened(tmp_path, code)


def test_with_both_copies_gone_a_keystore_cannot_help(
    tmp_path: Path, keystore: MemoryKeystore
) -> None:
    code = filled(tmp_path)
    for name in slots.FILES:
        (tmp_path / name).unlink()
    before = snapshot(tmp_path)
    with pytest.raises(StoreLocked):
        Store.open(tmp_path, recovery_code=code)
    assert snapshot(tmp_path) == before


def test_slots_of_later_releases_are_kept(tmp_path: Path, no_keystore: None) -> None:
    code = filled(tmp_path)
    found = slots.read(tmp_path)
    assert found is not None
    escrow = {"kind": "escrow", "recipient": "age1…", "sealed": "…"}
    slots.write(tmp_path, found.with_slot(escrow, instead_of=()))
    forget(tmp_path)
    opened(tmp_path, code)
    after = slots.read(tmp_path)
    assert after is not None
    assert after.of_kind("escrow") == escrow


def test_the_slots_say_nothing_secret(tmp_path: Path, no_keystore: None) -> None:
    code = filled(tmp_path)
    key = (tmp_path / key_homes.KEY_FILE).read_text().strip()
    for name in slots.FILES:
        text = (tmp_path / name).read_text()
        assert key not in text
        assert code not in text
