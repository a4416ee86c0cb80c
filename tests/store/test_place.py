"""A data folder on a network drive is refused before anything is written there."""

from pathlib import Path

import pytest

from trainer_app.errors import StoreUnusable
from trainer_app.store import Store, place


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, with an empty place, that the system says is a drive of another computer."""
    shared = tmp_path / "our share"
    (shared / "local").mkdir(parents=True)
    table = tmp_path / "mounts"
    escaped = str(shared).replace(" ", "\\040")
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        f"//server/share {escaped} cifs rw 0 0\n"
        f"/dev/sdb1 {escaped}/local ext4 rw 0 0\n"
    )
    monkeypatch.setattr(place, "MOUNTS", table)
    return shared


def test_a_network_drive_is_refused_in_words(mounted: Path) -> None:
    with pytest.raises(StoreUnusable, match="network drive"):
        Store.open(mounted / "data", use_keystore=False)
    assert not (mounted / "data").exists()


def test_a_disk_below_a_network_drive_is_fine(mounted: Path) -> None:
    Store.open(mounted / "local" / "data", use_keystore=False).close()


def test_where_nothing_is_known_it_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MOUNTS", tmp_path / "nowhere")
    assert not place.is_remote(tmp_path)


def test_a_link_to_a_network_drive_is_seen(mounted: Path, tmp_path: Path) -> None:
    link = tmp_path / "documents"
    link.symlink_to(mounted)
    assert place.is_remote(link / "Waypost")
