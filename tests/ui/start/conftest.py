"""A real store behind the screens, and people in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.start.voices import Talker
from trainer_app.operations.people import Enrolled, enrol_learner
from trainer_app.ui.background import Background
from trainer_app.ui.theme import Theme

Enrol = Callable[..., Enrolled]


@pytest.fixture
def enrol(background: Background) -> Enrol:
    """Registers somebody and waits until that is on the disk."""

    def enrolled(name: str = "Rosa Mamani", **known: Any) -> Enrolled:
        whole = {"role": "ticket-office", "team": "Tickets", "language": "en"} | known
        future = background.run(background, lambda store: enrol_learner(store, name=name, **whole))
        return future.result()

    return enrolled


@pytest.fixture
def rosa_enrolled(enrol: Enrol) -> Enrolled:
    """A learner whose three pictures are known."""
    return enrol()


@pytest.fixture
def talker(look: Theme, qtbot: QtBot) -> Iterator[Talker]:
    """A speaker with a voice for every language; it notes what it is asked to say."""
    made = Talker()
    yield made
    made.stop()
    made.deleteLater()
