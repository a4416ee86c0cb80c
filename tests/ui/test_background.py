"""Work goes to the store's thread in order; results come back on the GUI thread, never early."""

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from trainer_app.errors import NotSaved
from trainer_app.operations import Changed
from trainer_app.operations.learning import Finished
from trainer_app.ui.background import Background


@pytest.fixture
def background(qapp):
    made = Background(lambda: "the store")
    yield made
    made.close()


def test_operations_run_in_order_off_the_gui_thread(background, qtbot):
    seen, threads = [], set()

    def operation(number):
        def run(store):
            threads.add(threading.current_thread())
            return number

        return run

    for number in range(200):
        background.run(background, operation(number), seen.append)
    qtbot.wait_until(lambda: len(seen) == 200)
    assert seen == list(range(200))
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_a_result_never_comes_before_run_has_returned(background, qtbot):
    told = []
    for _time in range(200):
        future = background.run(background, lambda store: store, told.append)
        future.result()
        assert told == []
        qtbot.wait_until(lambda: told == ["the store"])
        told.clear()


def test_an_owner_that_is_gone_is_not_called(background, qtbot):
    told, done = [], []
    owner = QObject()
    background.run(owner, lambda store: store, told.append)
    shiboken6.delete(owner)
    background.run(background, lambda store: store, done.append)
    qtbot.wait_until(lambda: bool(done))
    assert told == []


def test_an_error_goes_to_its_owner_or_to_everybody(background, qtbot):
    def full(store):
        raise NotSaved("The disk is full.")

    told = []
    background.run(background, full, None, told.append)
    qtbot.wait_until(lambda: bool(told))
    assert str(told[0]) == "The disk is full."
    with qtbot.wait_signal(background.failed) as failed:
        background.run(background, full)
    assert isinstance(failed.args[0], NotSaved)


def test_what_changed_is_told(background, qtbot):
    with qtbot.wait_signal(background.changed) as changed:
        background.run(background, lambda store: Finished(1))
    assert changed.args == [Changed.ATTEMPTS]


def test_closing_drops_nothing_that_was_asked_for(qapp):
    written = []
    made = Background(lambda: Closed(written))
    for number in range(50):
        made.run(made, lambda store, number=number: written.append(number))
    made.close()
    assert written == [*range(50), "closed"]


class Closed:
    """A store that notes when it is closed."""

    def __init__(self, written):
        self.written = written

    def close(self):
        self.written.append("closed")


# ---------------------------------------------------------------- the network thread


def test_network_work_runs_in_order_off_both_other_threads(background, qtbot):
    seen, threads = [], set()

    def work(number):
        def run(ask, tell, stop):
            threads.add(threading.current_thread())
            threads.add(ask(lambda store: threading.current_thread()))
            return number

        return run

    for number in range(50):
        background.run_network(background, work(number), seen.append)
    qtbot.wait_until(lambda: len(seen) == 50)
    assert seen == list(range(50))
    assert len(threads) == 2
    assert threading.main_thread() not in threads


def test_the_store_goes_on_while_the_network_waits(background, qtbot):
    answered, done = threading.Event(), []

    def waiting(ask, tell, stop):
        assert answered.wait(10)
        return ask(lambda store: store)

    background.run_network(background, waiting, done.append)
    background.run(background, lambda store: store, lambda _store: answered.set())
    qtbot.wait_until(lambda: bool(done))
    assert done == ["the store"]


def test_what_it_tells_comes_in_order_and_before_its_end(background, qtbot):
    told = []

    def work(ask, tell, stop):
        for number in range(20):
            tell(number)
        return "end"

    background.run_network(background, work, told.append, tell=told.append)
    assert told == []
    qtbot.wait_until(lambda: "end" in told)
    assert told == [*range(20), "end"]


def test_nobody_is_told_whose_owner_is_gone(background, qtbot):
    told, done = [], []
    owner = QObject()

    def work(ask, tell, stop):
        tell("something")
        return "end"

    background.run_network(owner, work, told.append, tell=told.append)
    shiboken6.delete(owner)
    background.run_network(background, lambda ask, tell, stop: None, done.append)
    qtbot.wait_until(lambda: bool(done))
    assert told == []


def test_an_error_on_either_thread_goes_to_the_owner(background, qtbot):
    def full(store):
        raise NotSaved("The disk is full.")

    told = []
    background.run_network(background, lambda ask, tell, stop: ask(full), failed_then=told.append)
    qtbot.wait_until(lambda: bool(told))
    assert str(told[0]) == "The disk is full."
    with qtbot.wait_signal(background.failed):
        background.run_network(background, lambda ask, tell, stop: ask(full))


def test_what_network_work_changed_is_told(background, qtbot):
    with qtbot.wait_signal(background.changed) as changed:
        background.run_network(background, lambda ask, tell, stop: ask(lambda _s: Finished(1)))
    assert changed.args == [Changed.ATTEMPTS]


def test_a_job_can_be_asked_to_stop(background, qtbot):
    done = []

    def work(ask, tell, stop):
        assert stop.wait(10)
        return "stopped"

    job = background.run_network(background, work, done.append)
    assert not job.is_stopping
    job.stop()
    assert job.is_stopping
    qtbot.wait_until(lambda: bool(done))
    assert done == ["stopped"]


def test_closing_stops_network_work_and_loses_none_of_its_store_operations(qapp, qtbot):
    written, begun, told = [], threading.Event(), []
    made = Background(lambda: Closed(written))

    def work(ask, tell, stop):
        begun.set()
        assert stop.wait(10)
        for number in range(20):
            ask(lambda store, number=number: written.append(number))

    def never(ask, tell, stop):
        written.append("never begun")

    made.run_network(made, work)
    made.run_network(made, never, told.append, told.append)
    assert begun.wait(10)
    made.run(made, lambda store: written.append("asked for"))
    made.close()
    assert sorted(written[:-1], key=str) == sorted([*range(20), "asked for"], key=str)
    assert written[-1] == "closed"
    made.close()
    qapp.processEvents()
    assert told == []


def test_the_store_is_asked_from_the_network_in_the_order_of_the_questions(background, qtbot):
    done = []

    def work(ask, tell, stop):
        return [ask(lambda _store, number=number: number) for number in range(100)]

    background.run_network(background, work, done.append)
    qtbot.wait_until(lambda: bool(done))
    assert done == [list(range(100))]
