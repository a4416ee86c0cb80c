"""Words of the log that are said again and again: the rows that hold them, and a whole row."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Table, bindparam, insert, select

from trainer_app.store import text
from trainer_app.store.rows import number
from trainer_app.store.tables import activity, actor, device, topic, visit
from trainer_app.training.statement import RENDERER, Draft, Stamp
from trainer_app.training.times import milliseconds

_MOST_KNOWN = 50_000


@cache
def _same(table: Table, names: tuple[str, ...]) -> Select[Any]:
    """The row of a table that holds exactly the words given by these names."""
    same = [table.c[name].is_not_distinct_from(bindparam(name)) for name in names]
    return select(table.c.row).where(*same)


class Words:
    """Finds the row of words, or makes it, and remembers it between transactions.

    After a transaction that was not committed, ``forget`` must be called.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[object, ...], int] = {}

    def forget(self) -> None:
        """Ask the file again for what was known."""
        self._rows.clear()

    def device(self, connection: Connection, uuid: UUID) -> int:
        return self._row(connection, device, uuid=uuid.bytes)

    def actor(self, connection: Connection, name: str) -> int:
        return self._row(connection, actor, name=name)

    def activity(self, connection: Connection, path: str) -> int:
        return self._row(connection, activity, path=path)

    def visit(self, connection: Connection, draft: Draft, stamp: Stamp) -> int:
        return self._row(
            connection,
            visit,
            actor=self.actor(connection, draft.actor),
            registration=draft.registration.bytes,
            session=draft.session.bytes,
            site=draft.site,
            boot=stamp.boot,
            release=stamp.release,
            instructor=self.actor(connection, draft.instructor) if draft.instructor else None,
            meeting=draft.meeting.bytes if draft.meeting else None,
            taken=draft.taken.value if draft.taken else None,
        )

    def topic(self, connection: Connection, draft: Draft) -> int:
        parent = draft.parent
        return self._row(
            connection,
            topic,
            activity=self.activity(connection, draft.activity),
            activity_type=draft.activity_type.value,
            parent=self.activity(connection, parent) if parent is not None else None,
            revision=draft.revision,
            language=draft.language,
            name=draft.name,
            test_role=draft.test_role,
            interaction=draft.interaction,
            pattern=draft.pattern,
            pass_mark=draft.pass_mark,
            planned=draft.planned,
        )

    def statement(
        self, connection: Connection, draft: Draft, stamp: Stamp, rendered: bytes, link: bytes
    ) -> dict[str, Any]:
        """The columns of a row of the log, but for its origin; what they point to is made."""
        return {
            "device": self.device(connection, stamp.device),
            "epoch": stamp.epoch,
            "seq": stamp.seq,
            "visit": self.visit(connection, draft, stamp),
            "verb": draft.verb.value,
            "topic": self.topic(connection, draft),
            "attempt": draft.attempt,
            "response": draft.response,
            "success": number(draft.success),
            "completion": number(draft.completion),
            "scaled": draft.scaled,
            "raw": draft.raw,
            "maximum": draft.maximum,
            "duration_ms": draft.duration_ms,
            "subject": draft.subject.bytes if draft.subject else None,
            "serial": draft.serial,
            "valid_until": draft.valid_until,
            "about": draft.about,
            "at": milliseconds(stamp.at),
            "offset_minutes": stamp.offset_minutes,
            "mono_ms": stamp.mono_ms,
            "suspect": int(stamp.suspect),
            "renderer": RENDERER,
            "codec": text.CODEC,
            "text": text.pack(rendered, draft, stamp),
            "hash": link,
        }

    def _row(self, connection: Connection, table: Table, **words: Any) -> int:
        """The row that holds exactly these words, made if there is none."""
        key = (table.name, *words.values())
        found = self._rows.get(key)
        if found is None:
            found = connection.execute(_same(table, tuple(words)), words).scalar()
            if found is None:
                made = connection.execute(insert(table), words).inserted_primary_key
                assert made is not None
                found = made[0]
            if len(self._rows) >= _MOST_KNOWN:
                self._rows.clear()
            self._rows[key] = int(found)
        return int(found)
