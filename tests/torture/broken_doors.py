"""Hubs with one mistake each, so that the torture of its doors can be seen to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from starlette.responses import JSONResponse

from trainer_app.hub import app, http, questions
from trainer_app.hub.document_resource import Documents
from trainer_app.hub.http import Door, route


@contextmanager
def forgetful() -> Iterator[None]:
    """One address forgets to ask who calls."""
    doors = Documents.doors

    def open_doors(self: Documents) -> dict[str, Door]:
        found = doors(self)
        return found | {"GET": replace(found["GET"], scopes=None)}

    with patch.object(Documents, "doors", open_doors):
        yield


@contextmanager
def boundless() -> Iterator[None]:
    """No body is too large."""
    door = http._Entrance._door

    def endless(self: Any, call: Any) -> Door:
        return replace(door(self, call), largest=2**40)

    with patch.object(http._Entrance, "_door", endless):
        yield


@contextmanager
def all_seeing() -> Iterator[None]:
    """Whoever may read, reads everything."""
    with patch.object(questions.Sight, "of", lambda _credential: questions.Sight(None)):
        yield


@contextmanager
def unlisted() -> Iterator[None]:
    """There is an address that nobody entered in the table."""
    routes = app.routes

    def more(records: Any, settings: Any) -> Any:
        extra = Door(lambda _call: JSONResponse({}), None)
        return [*routes(records, settings), route("/waypost/extra", records, {"GET": extra})]

    with patch.object(app, "routes", more):
        yield


SABOTAGE: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "forgetful": forgetful,
    "boundless": boundless,
    "all-seeing": all_seeing,
    "unlisted": unlisted,
}
FOUND_AS = {
    "forgetful": "let in",
    "boundless": "another answer",
    "all-seeing": "another's words came out",
    "unlisted": "no row",
}
"""What the torture is to say of each."""
