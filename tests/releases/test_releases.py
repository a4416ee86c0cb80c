"""A data folder of every release opens with today's code, and everything in it is still there."""

import shutil
from pathlib import Path

import pytest

from tests.releases import make
from trainer_app import __version__
from trainer_app.store import Store, backups, ballast, lock, second_copy
from trainer_app.training.statement import registration


def test_this_release_has_its_folder() -> None:
    assert __version__ in [release.name for release in make.RELEASES]


@pytest.mark.parametrize("release", make.RELEASES, ids=lambda release: str(release.name))
def test_a_folder_of_that_release_opens(release: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(release, tmp_path / "data")
    store = Store.open(folder, use_keystore=False)
    try:
        assert not store.created
        assert store.verify_chain() == 8
        assert [learner.name for learner in store.learners()] == ["Ama", "Bilal", "Núria"]
        assert store.learner("learner-3").preferences.text_size == 2
        assert store.settings() == {"site.name": "Terminal Norte"}
        assert store.bookmarks("learner-1") == {"quiz/grooming": b'{"count":1}'}
        (certificate,) = store.certificates("p-1")
        assert (certificate.serial, certificate.scaled) == ("WP-2026-7KQ2M4XW", 0.8)
        answers = store.answers(registration("p-1", "grooming"), "m/grooming/test/post", 1)
        assert answers == {
            "m/grooming/q/who-to-tell": ("a", True),
            "m/grooming/q/first-words": ("b", False),
        }
        grown = store.progress("p-1"), store.progress("p-2")
        assert grown[0]["m/grooming"].success
        store.rebuild_progress()
        assert (store.progress("p-1"), store.progress("p-2")) == grown
    finally:
        store.close()


def test_a_folder_made_today_looks_like_the_released_one(tmp_path: Path) -> None:
    make.make(tmp_path / "made")
    since = {lock.FILE, backups.FOLDER, second_copy.FOLDER, ballast.FILE}
    names = {path.name for path in (tmp_path / "made").iterdir()} - since
    assert names == {path.name for path in (make.HERE / __version__).iterdir()}
    files = [path for path in (tmp_path / "made").iterdir() if path.name != ballast.FILE]
    assert sum(path.stat().st_size for path in files) < 300_000
