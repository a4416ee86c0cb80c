"""What engines of many stores in one process share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine
from sqlcipher3 import dbapi2


@contextmanager
def shared_statements() -> Iterator[None]:
    """Each store has an engine of its own; all of them share what was compiled for one.

    A program opens one store, a test another each time: compiling anew was a fifth of it.
    """
    model = create_engine("sqlite://", module=dbapi2)
    model.connect().close()  # now its dialect knows the SQLite there is

    def sharing(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        engine.dialect, engine._compiled_cache = model.dialect, model._compiled_cache
        return engine

    with patch("trainer_app.store.connection.create_engine", sharing):
        yield
    model.dispose()
