"""Answer sheets: what was read off paper so far. Working notes that never travel; they become
statements when their test is closed."""

import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.tables import sheet
from trainer_app.store.transactions import Transactions

_PUT = upsert(sheet)
_PUT = _PUT.on_conflict_do_update(set_={"responses": _PUT.excluded.responses})


class Sheets:
    """The sheets of a training session. Each call is one transaction."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def put(self, meeting: UUID, test: str, sheets: Mapping[str, Mapping[str, str]]) -> None:
        """Write responses by item id, for each learner id; an empty sheet is taken away."""
        with self._transactions.writing() as connection:
            for learner_id, responses in sheets.items():
                if not responses:
                    connection.execute(
                        delete(sheet).where(*_of(meeting, test), sheet.c.learner_id == learner_id)
                    )
                    continue
                connection.execute(
                    _PUT,
                    {
                        "meeting": meeting.bytes,
                        "test": test,
                        "learner_id": learner_id,
                        "responses": json.dumps(dict(responses), sort_keys=True),
                    },
                )

    def of(self, meeting: UUID, test: str) -> dict[str, dict[str, str]]:
        """What was read so far: responses by item id, by learner id."""
        question = select(sheet.c.learner_id, sheet.c.responses).where(*_of(meeting, test))
        rows = self._transactions.ask(lambda c: c.execute(question).all())
        return {row.learner_id: json.loads(row.responses) for row in rows}

    def drop(self, meeting: UUID, test: str) -> None:
        """Forget the sheets of a test; its statements are in the log."""
        with self._transactions.writing() as connection:
            connection.execute(delete(sheet).where(*_of(meeting, test)))


def _of(meeting: UUID, test: str) -> tuple[ColumnElement[bool], ...]:
    return sheet.c.meeting == meeting.bytes, sheet.c.test == test
