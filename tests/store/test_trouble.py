"""A disk that says no: a sentence for the person, nothing half done, and it goes on afterwards."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.store.conftest import OpenStore, draft, learner
from trainer_app import durable
from trainer_app.errors import NotSaved, StoreUnusable
from trainer_app.store import Store, connection, keys


def pragma(store: Store, words: str) -> None:
    with store._engine.connect() as open_connection:
        driver = open_connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA {words}")


def test_a_full_disk_is_said_and_survived(open_store: OpenStore) -> None:
    store = open_store()
    store.add_learner(learner(), "hash")
    store.append([draft("a")])
    pragma(store, "max_page_count=1")
    drafts = [draft(f"b{number}", name=f"A title {number}") for number in range(100)]
    with pytest.raises(NotSaved, match=r"disk is full\. Free up space, then try again\."):
        store.append(drafts, bookmarks={("learner-1", "quiz"): b"3"})
    assert store.bookmark("learner-1", "quiz") is None
    assert store.verify_chain() == 1
    pragma(store, "max_page_count=1000000")
    (stamp,) = store.append([draft("c")])
    assert stamp.seq == 2
    store.close()
    assert open_store().verify_chain() == 2


def test_a_read_only_file_is_said_and_still_read(store: Store) -> None:
    store.add_learner(learner(), "hash")
    store.append([draft("a")])
    pragma(store, "query_only=1")
    with pytest.raises(NotSaved, match="may only be read"):
        store.append([draft("b")])
    with pytest.raises(NotSaved):
        store.keep("learner-1", "quiz", b"1")
    with pytest.raises(NotSaved):
        store.set_setting("site", "x")
    assert len(store.statement_texts()) == store.verify_chain() == 1
    pragma(store, "query_only=0")
    store.append([draft("b")])
    assert store.verify_chain() == 2


def test_a_commit_that_fails_leaves_nothing(store: Store) -> None:
    store.append([draft("a")])

    @event.listens_for(store._engine, "commit")
    def fail(_connection: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(NotSaved, match="disk does not answer"):
        store.append([draft("b"), draft("c")])
    event.remove(store._engine, "commit", fail)
    (stamp,) = store.append([draft("d")])
    assert stamp.seq == 2
    assert store.verify_chain() == 2
    assert "m/grooming/q/b" not in store.progress("p-1")


LIMITED = """
import resource, sys
from pathlib import Path
from tests.store.conftest import draft
from trainer_app.errors import NotSaved
from trainer_app.store import Store
store = Store.open(Path(sys.argv[1]), use_keystore=False)
saved = 0
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
try:
    while saved < 2000:
        store.append([draft(f"i{saved}", response="x" * 200)])
        saved += 1
except NotSaved as error:
    print(saved, error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.append([draft("again")])
assert store.verify_chain() == saved + 1
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_an_io_error_is_said_and_survived(tmp_path: Path, open_store: OpenStore) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    saved, _space, said = done.stdout.partition(" ")
    assert said.startswith("Could not save because the disk")
    assert 0 < int(saved) < 2000
    assert open_store().verify_chain() == int(saved) + 1


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "may only be read"),
        (errno.EIO, "does not answer"),
    ],
)
def test_a_recovery_code_that_cannot_be_written_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(durable, "write", fail)
    with pytest.raises(NotSaved, match=said):
        store.renew_recovery_code()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "may not write in its data folder"),
        (errno.EIO, "does not answer"),
    ],
)
def test_a_folder_that_cannot_be_used_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(keys, "make", fail)
    with pytest.raises(StoreUnusable, match=said):
        Store.open(tmp_path, use_keystore=False)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreUnusable, match="may not write in its data folder"):
            Store.open(folder, use_keystore=False)


def test_a_full_disk_at_the_start_is_said(
    open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store().close()
    before = (tmp_path / "waypost.db").read_bytes()
    monkeypatch.setitem(connection.PRAGMAS, "query_only", 1)
    with pytest.raises(StoreUnusable, match="may not write in its data folder"):
        open_store()
    assert (tmp_path / "waypost.db").read_bytes() == before


def test_another_program_on_the_file_is_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.PRAGMAS, "busy_timeout", 1)
    store._lock.release()  # as a program that does not know of our lock
    with store._writing(), pytest.raises(StoreUnusable, match="Another program holds"):
        Store.open(tmp_path, use_keystore=False)
    pragma(store, "busy_timeout=1")
    key = keys.unlock(tmp_path, use_keystore=False).key
    other = connection.connect(tmp_path / "waypost.db", key)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotSaved, match="another program holds"):
        store.append([draft()])
    other.execute("ROLLBACK")
    other.close()
    store.append([draft()])


def test_damage_while_running_is_said(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.append([draft(f"i{number}", response="x" * 100) for number in range(300)])
    store.close()
    store = open_store()
    path = tmp_path / "waypost.db"
    content = path.read_bytes()
    path.write_bytes(content[:40_960] + bytes(len(content) - 40_960))
    pragma(store, "shrink_memory")
    with pytest.raises(StoreUnusable, match="damaged"):
        store.statement_texts()
    with pytest.raises(NotSaved):
        store.append([draft("a")])
