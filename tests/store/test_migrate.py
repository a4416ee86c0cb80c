"""Bringing old files up to date: backed up, all or nothing, and newer files left alone."""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2

from tests.store.conftest import draft, forget_second_copy, learner
from tests.torture import migration as torture
from tests.torture import second
from trainer_app import durable
from trainer_app.errors import DataDamaged, NewerDatabase, StoreUnusable
from trainer_app.store import Store, keys, migrate, tables
from trainer_app.store.connection import connect

RAISES = """
import sqlalchemy as sa
from alembic import op
revision = "0007"
down_revision = "0006"
def upgrade():
    op.create_table("half", sa.Column("x", sa.Integer()))
    op.add_column("learner", sa.Column("half", sa.Text()))
    op.execute("UPDATE learner SET name = 'half'")
    raise RuntimeError("a script with a fault")
"""
DANGLES = """
from alembic import op
revision = "0007"
down_revision = "0006"
def upgrade():
    op.execute("INSERT INTO bookmark VALUES ('nobody', 'quiz', x'00')")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of this release with something in it, closed."""
    made = tmp_path / "data 100% ours"
    store = Store.open(made, use_keystore=False)
    store.add_learner(learner(), "hash")
    store.append([draft("a"), draft("b")], bookmarks={("learner-1", "quiz"): b"2"})
    store.close()
    return made


def database(folder: Path) -> dbapi2.Connection:
    key = keys.unlock(folder, use_keystore=False).key
    return connect(folder / "waypost.db", key)


def contents(folder: Path) -> tuple[object, ...]:
    with closing(database(folder)) as db:
        version = db.execute("SELECT version_num FROM alembic_version").fetchone()
        return version, torture.shape(db), db.execute("SELECT * FROM learner").fetchall()


def newer(tmp_path: Path, script: str | None = None) -> Path:
    """The scripts of a newer release, in a folder with a difficult name."""
    if script is None:
        return second.scripts(tmp_path / "scripts 50%")
    written = tmp_path / "0007_test.py"
    written.write_text(script)
    return second.scripts(tmp_path / "scripts 50%", written)


def open_newer(folder: Path, scripts: Path) -> Store:
    with second.pretended(scripts):
        return Store.open(folder, use_keystore=False)


# ---------------------------------------------------------------- the scripts


def test_head_is_the_newest_script() -> None:
    script = ScriptDirectory(
        str(migrate.MIGRATIONS), version_locations=[str(migrate.MIGRATIONS / "versions")]
    )
    assert script.get_heads() == [migrate.HEAD]


def test_the_tables_are_what_the_scripts_make(store: Store) -> None:
    with store._engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_a_difference_would_be_seen(store: Store) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE setting ADD COLUMN more TEXT")
        connection.exec_driver_sql("DROP INDEX ix_statement_visit")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert len(compare_metadata(context, tables.metadata)) == 2


def test_the_tables_are_alike_in_what_alembic_does_not_compare(store: Store) -> None:
    def facts(connection: Connection) -> dict[str, tuple[object, ...]]:
        listed = connection.exec_driver_sql("PRAGMA table_list").all()
        return {
            row.name: (
                row.wr,
                row.strict,
                connection.exec_driver_sql(f"PRAGMA table_xinfo({row.name})").all(),
                {  # but for their numbers: a column that was added has its own later
                    tuple(key[2:])
                    for key in connection.exec_driver_sql(f"PRAGMA foreign_key_list({row.name})")
                },
                {
                    tuple(index[1:])
                    for index in connection.exec_driver_sql(f"PRAGMA index_list({row.name})")
                },
            )
            for row in listed
            if row.name in tables.metadata.tables
        }

    memory = create_engine("sqlite://", module=dbapi2)
    tables.metadata.create_all(memory)
    with memory.connect() as expected, store._reading() as found:
        assert facts(found) == facts(expected)
        assert {strict for _wr, strict, *_rest in facts(found).values()} == {1}
    memory.dispose()


# ---------------------------------------------------------------- the road to a newer version


def test_a_migration_keeps_everything(folder: Path, tmp_path: Path) -> None:
    store = open_newer(folder, newer(tmp_path))
    assert store.verify_chain() == 2
    assert store.bookmark("learner-1", "quiz") == b"2"  # the batch dropped and made its table
    assert store.learner("learner-1").preferences.theme == "dark"
    store.append([draft("c")])
    store.close()
    assert contents(folder)[0] == ("0007",)


def test_a_second_start_migrates_nothing(folder: Path, tmp_path: Path) -> None:
    scripts = newer(tmp_path)
    open_newer(folder, scripts).close()
    before = set((folder / "backups").iterdir())
    open_newer(folder, scripts).close()
    assert set((folder / "backups").iterdir()) == before


def test_the_backup_is_whole_and_locked(folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    open_newer(folder, newer(tmp_path)).close()
    backup = max((folder / "backups").glob("waypost-0006-*.db"))
    assert not backup.read_bytes().startswith(b"SQLite")
    other = tmp_path / "restored"
    shutil.copytree(folder, other)
    shutil.copy(backup, other / "waypost.db")
    assert contents(other) == before


@pytest.mark.parametrize("script", [RAISES, DANGLES], ids=["raises", "dangles"])
def test_a_failing_script_leaves_the_file_whole(folder: Path, tmp_path: Path, script: str) -> None:
    before = contents(folder)
    with pytest.raises(StoreUnusable, match="Nothing was changed"):
        open_newer(folder, newer(tmp_path, script))
    assert contents(folder) == before
    store = Store.open(folder, use_keystore=False)
    assert store.verify_chain() == 2
    store.close()


def test_a_newer_file_is_left_alone(folder: Path, tmp_path: Path) -> None:
    open_newer(folder, newer(tmp_path)).close()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(NewerDatabase, match="saved by a newer Waypost"):
        Store.open(folder, use_keystore=False)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert after == before


@pytest.mark.parametrize("words", ["DELETE FROM alembic_version", "DROP TABLE alembic_version"])
def test_a_file_without_a_version_is_damaged(folder: Path, words: str) -> None:
    with closing(database(folder)) as db:
        db.execute(words)
    forget_second_copy(folder)
    with pytest.raises(DataDamaged, match="damaged"):
        Store.open(folder, use_keystore=False)


def test_a_damaged_file_is_not_migrated(folder: Path, tmp_path: Path) -> None:
    path = folder / "waypost.db"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    forget_second_copy(folder)
    with pytest.raises(DataDamaged, match="damaged"):
        open_newer(folder, newer(tmp_path))
    assert path.read_bytes() == content
    assert not (folder / "backups").exists()


# ---------------------------------------------------------------- backups


def test_a_backup_that_does_not_read_back_stops_the_migration(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)

    def torn(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(durable, "sync_file", torn)
    with pytest.raises(StoreUnusable, match="safety copy"):
        open_newer(folder, newer(tmp_path))
    assert contents(folder) == before


def test_no_room_for_a_backup_stops_the_migration(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    forget_second_copy(folder)
    (folder / "backups").write_text("a file is in the way")
    with pytest.raises(StoreUnusable, match="safety copy"):
        open_newer(folder, newer(tmp_path))
    assert contents(folder) == before


# ---------------------------------------------------------------- frozen


def test_scripts_are_found_where_the_program_lies(tmp_path: Path) -> None:
    """A frozen program has its scripts in a folder it may not write to, and no working folder."""
    root = Path(__file__).resolve().parents[2]
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r}); from pathlib import Path; "
        "from trainer_app.store import Store; Store.open(Path(sys.argv[1]), use_keystore=False)"
    )
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(
        [sys.executable, "-B", "-c", code, str(tmp_path / "data")],
        cwd=tmp_path / "elsewhere", check=True,
    )  # fmt: skip
