"""The log beside the data: which error came and where, and nobody's name."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from trainer_app.app import keep_log
from trainer_app.store import Store

NAME = "Rosa Mamani"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(sys, "__excepthook__", lambda *_error: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    logger = logging.getLogger("trainer_app")
    before = list(logger.handlers)
    keep_log(tmp_path)
    yield tmp_path / "waypost.log"
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()


def failing(error: Exception) -> None:
    try:
        try:
            raise error
        except Exception as first:
            raise KeyError(NAME) from first
    except KeyError as last:
        sys.excepthook(type(last), last, last.__traceback__)


@pytest.mark.parametrize(
    "error",
    [ValueError(f"no team of {NAME}"), OSError(28, "No space left", f"/home/{NAME}/waypost.db")],
)
def test_an_error_is_told_without_its_words(log: Path, error: Exception) -> None:
    failing(error)
    told = log.read_text()
    assert NAME not in told
    assert "KeyError\n  ui/test_log.py:" in told
    assert type(error).__name__ in told
    assert str(Path.home()) not in told


def test_what_was_to_be_written_is_not_in_the_log(log: Path, store: Store) -> None:
    question = text("INSERT INTO learner (learner_id, name) VALUES ('x', :name)")
    with pytest.raises(IntegrityError) as raised, store._writing() as connection:
        connection.execute(question, {"name": NAME})
    assert NAME not in str(raised.value)
    logging.getLogger("trainer_app.ui").error("an operation failed", exc_info=raised.value)
    told = log.read_text()
    assert NAME not in told
    assert "IntegrityError NOT NULL constraint failed" in told
