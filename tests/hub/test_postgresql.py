"""The same hub on PostgreSQL: the tests of its resources again, and several workers at once."""

import json
from threading import Thread

import pytest
from sqlalchemy import func, select

from tests.hub import (
    postgresql,
    test_about_agents_activities,
    test_documents,
    test_queries,
    test_statements,
)
from tests.hub.asking import Asker, statement
from tests.hub.feeding import texts
from tests.hub.test_documents import path, profile  # noqa: F401
from tests.hub.test_queries import sites  # noqa: F401
from tests.hub.test_statements import signer  # noqa: F401
from trainer_app.errors import StoreUnusable
from trainer_app.hub import engine, tables
from trainer_app.hub.records import Incoming, Records

OF_FILES_ONLY = (
    "test_a_wrong_key", "test_the_file_is", "test_what_was_kept_is_there", "test_a_newer_database",
)  # fmt: skip


def again():
    """The tests of the other modules that a file is not needed for."""
    modules = (test_statements, test_queries, test_documents, test_about_agents_activities)
    return {
        name: test
        for module in modules
        for name, test in vars(module).items()
        if name.startswith("test_") and not name.startswith(OF_FILES_ONLY)
    }


globals().update(again())


@pytest.fixture(scope="module")
def address():
    """A server with an empty database."""
    pytest.importorskip("psycopg")
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed, and cannot be installed here")
    with postgresql.server() as started:
        yield started


@pytest.fixture(scope="module")
def opened(address):
    """The records of one worker, for all tests of this module."""
    records = Records.open(address)
    yield records
    records.close()


@pytest.fixture
def records(opened):
    """The same, empty."""
    with opened.database.writing() as connection:
        for table in tables.metadata.tables.values():
            if table not in (tables.about, tables.dictionary):
                connection.execute(table.delete())
    return opened


def test_workers_that_open_the_records_at_once_do_not_trip_over_each_other(address):
    workers: list[Records] = []
    threads = [Thread(target=lambda: workers.append(Records.open(address))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(workers) == 4
    for worker in workers:
        worker.close()


def test_a_cursor_misses_nothing_while_several_workers_write(hub: Asker, address):
    """Whoever commits later is stamped later, whichever worker it is."""
    workers = [Records.open(address) for _ in range(3)]

    def bring(worker, device):
        credential = worker.credential("all")
        for start in range(1, 101, 20):
            some = [json.loads(text) for text in texts(20, device=device, first=start)]
            worker.keep([Incoming(one) for one in some], credential)

    writers = [
        Thread(target=bring, args=(worker, device))
        for worker, device in zip(workers, "abc", strict=True)
    ]
    for writer in writers:
        writer.start()
    seen: list[str] = []
    since = "1970-01-01T00:00:00Z"
    while len(seen) < 300:
        alive = any(writer.is_alive() for writer in writers)
        answer = hub.get("/statements", since=since, ascending="true", limit="40")
        page = answer.json["statements"]
        assert page or alive, "something was missed"
        seen += [kept["id"] for kept in page]
        since = page[-1]["stored"] if page else since
    for writer, worker in zip(writers, workers, strict=True):
        writer.join()
        worker.close()
    assert len(set(seen)) == 300


def test_the_same_batch_by_two_workers_is_kept_once(hub: Asker, address):
    workers = [Records.open(address) for _ in range(2)]
    brought = [json.loads(text) for text in texts(100)]
    kept = []

    def bring(worker):
        some = [Incoming(json.loads(json.dumps(one))) for one in brought]
        kept.append(worker.keep(some, worker.credential("all")))

    threads = [Thread(target=bring, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for worker in workers:
        worker.close()
    assert sorted(len(one.stored) for one in kept) == [0, 100]
    assert sorted(len(one.same) for one in kept) == [0, 100]


def test_a_moment_is_consistent_only_when_nobody_is_writing(hub: Asker, records, address):
    hub.post("/statements", statement())
    newest = hub.get("/statements").json["statements"][0]["stored"]
    worker = Records.open(address)
    with worker.database.writing():
        answer = hub.get("/statements")
        assert answer.headers["x-experience-api-consistent-through"] == newest
    assert hub.get("/statements").headers["x-experience-api-consistent-through"] > newest
    worker.close()


def test_one_look_sees_nothing_that_was_kept_since_it_began(hub: Asker, records):
    """Or a page made by several questions would have gaps that its cursor steps over."""
    hub.post("/statements", statement())
    count = select(func.count()).select_from(tables.statement)
    with records.database.reading() as connection:
        before = connection.execute(count).scalar_one()
        hub.post("/statements", statement())
        assert connection.execute(count).scalar_one() == before
    with records.database.reading() as connection:
        assert connection.execute(count).scalar_one() == before + 1


def test_nobody_waits_for_ever_for_another_worker(records, address, monkeypatch):
    monkeypatch.setattr(engine, "WAIT_FOR_WRITER", 1)
    other = engine.Database.open(address)
    with (
        records.database.writing(),
        pytest.raises(engine.RecordsUnavailable),
        other.writing(),
    ):
        pytest.fail("two wrote at once")
    with other.writing():
        pass
    other.close()


def test_a_worker_that_went_away_in_the_middle_keeps_nobody_waiting(records, address, monkeypatch):
    monkeypatch.setattr(engine, "LONGEST_SILENCE", 1)
    gone = engine.Database.open(address)

    def falls_silent():
        with gone.writing() as connection:
            with records.database.writing():  # begins when the server has ended the other one
                pass
            connection.execute(select(tables.about))

    with pytest.raises(engine.RecordsUnavailable):
        falls_silent()
    gone.close()


@pytest.mark.parametrize(
    "wrong", ["postgresql+psycopg://waypost@127.0.0.1:1/waypost", "postgresql://[", "postgresql:"]
)
def test_a_database_that_is_not_there_is_told_plainly(wrong):
    with pytest.raises(StoreUnusable):
        Records.open(wrong)
