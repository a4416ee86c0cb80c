"""Programs that say or keep what they must not, so that the search can be seen to find it."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from trainer_app.operations import people
from trainer_app.store import people as store_people
from trainer_app.store.second_copy import SecondCopy
from trainer_app.store.tables import bookmark, learner


@contextmanager
def talkative() -> Iterator[None]:
    """The log tells who signed in."""

    sign_in = people.sign_in

    def told(store: Any, **words: Any) -> Any:
        found = sign_in(store, **words)
        logging.getLogger("trainer_app.operations").warning(
            "hello %s", found and found.learner.name
        )
        return found

    with patch.object(people, "sign_in", told):
        yield


@contextmanager
def untidy() -> Iterator[None]:
    """A temporary file stays behind."""

    sign_in = people.sign_in

    def left(store: Any, **words: Any) -> Any:
        found = sign_in(store, **words)
        Path(tempfile.mkstemp()[1]).write_text(found.learner.name if found else "")
        return found

    with patch.object(people, "sign_in", left):
        yield


@contextmanager
def hoarding() -> Iterator[None]:
    """Older backups and journals stay when somebody is erased."""
    with patch.object(SecondCopy, "forget_older", lambda _self: None):
        yield


@contextmanager
def crossed() -> Iterator[None]:
    """A question that forgets whose results it is about."""

    def everybody(connection: Any, name: str) -> list[str]:
        return [name, *connection.execute(select(learner.c.actor)).scalars()]

    with patch.object(store_people, "actors_of", everybody):
        yield


@contextmanager
def mixed() -> Iterator[None]:
    """Where somebody is, is told to everybody."""

    def all_of_them(connection: Any, _learner_id: str) -> dict[str, bytes]:
        return {row.place: row.state for row in connection.execute(select(bookmark))}

    with patch.object(store_people, "bookmarks", all_of_them):
        yield


SABOTAGE: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "talkative": talkative,
    "untidy": untidy,
    "hoarding": hoarding,
    "crossed": crossed,
    "mixed": mixed,
}
FOUND_AS = {
    "talkative": "left behind in data",
    "untidy": "left behind in tmp",
    "hoarding": "there after erasing",
}
"""Where the search is to find what each leaves."""
CROSSING = {"crossed": "another's results", "mixed": "another's words"}
"""The same of two people at one computer."""
