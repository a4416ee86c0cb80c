"""The first start, cut short or not: no key is lost, and nothing is made over what is there."""

from pathlib import Path

import pytest

from tests.store.conftest import MemoryKeystore, filled, forget_second_copy, opened
from trainer_app.errors import DataDamaged
from trainer_app.store import Store, key_homes


def test_a_first_start_cut_short_goes_on_with_its_key(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    key = (tmp_path / key_homes.KEY_FILE).read_bytes()
    (tmp_path / "waypost.db").rename(tmp_path / "waypost.db.new")
    forget_second_copy(tmp_path)
    store = Store.open(tmp_path)
    assert (store.created, store.statement_texts()) == (True, [])
    assert store.new_recovery_code is not None
    store.close()
    assert (tmp_path / key_homes.KEY_FILE).read_bytes() == key
    assert not list(tmp_path.glob("*.new*"))


def test_a_first_start_whose_keystore_forgot_begins_anew(
    tmp_path: Path, keystore: MemoryKeystore
) -> None:
    filled(tmp_path)
    (tmp_path / "waypost.db").unlink()
    forget_second_copy(tmp_path)
    keystore.secrets.clear()
    filled(tmp_path)
    opened(tmp_path)


@pytest.mark.parametrize(
    "left", ["waypost.db-wal", "backups/waypost-0001-000001.db", "damaged/0001/waypost.db"]
)
def test_no_new_file_beside_what_is_left_of_the_old(
    tmp_path: Path, no_keystore: None, left: str
) -> None:
    filled(tmp_path)
    forget_second_copy(tmp_path)
    (tmp_path / left).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / "waypost.db").rename(tmp_path / left)
    slots = (tmp_path / "keyslots.json").read_bytes()
    with pytest.raises(DataDamaged, match="damaged"):
        Store.open(tmp_path)
    assert not (tmp_path / "waypost.db").exists()
    assert (tmp_path / "keyslots.json").read_bytes() == slots
