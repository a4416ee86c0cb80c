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
