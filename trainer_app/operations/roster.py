"""Lists of people in and out. A list never takes anybody away, and is looked at before it counts.

What is read: CSV and Excel workbooks with a row of headers (``training.roster`` knows the words).
What is written has the same shape, so that taking it in again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from trainer_app import i18n
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.people_desk import (
    LEARNER,
    Records,
    drafts_of,
    facts_of,
    new_learner,
)
from trainer_app.operations.roster_files import (
    MOST_ROWS,
    RosterUnreadable,
    read_file,
    too_large,
    write_file,
)
from trainer_app.operations.roster_plan import Kind, RowPlan, plan_roster
from trainer_app.training.roster import (
    Line,
    Roster,
    find_headers,
    headers_in,
    left_word,
    read_table,
    role_word,
)
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.content.module import Role
    from trainer_app.store import Store
    from trainer_app.training.people import Learner
    from trainer_app.training.staff import OnDuty

_EACH = 25
"""After so many people it is said how far the writing is."""


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What a list would do. Nothing is written yet."""

    roster: Roster
    rows: tuple[RowPlan, ...]

    def count(self, kind: Kind) -> int:
        """How many rows do this."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def writes(self) -> int:
        """How many people would be written."""
        return sum(row.after is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class RosterTaken:
    """A list was taken in: ids of the new people, who have no pictures yet."""

    new: tuple[str, ...]
    changed_people: int
    changed: Changed = Changed.PEOPLE


@dataclass(frozen=True, slots=True)
class RosterWritten:
    """So many people stand in the file."""

    path: Path
    count: int
    changed: Changed = Changed.NOTHING


def read_roster(path: Path) -> Roster:
    """The lines of a file. Needs no store. Raises ``RosterUnreadable``."""
    table = read_file(path)
    headers = find_headers(table)
    if headers is None:
        raise RosterUnreadable(
            _("This list has no column of names. Write Name above the names, then try again.")
        )
    roster = read_table(table, headers)
    if not roster.lines:
        raise RosterUnreadable(_("This list is empty. Write one person in each row."))
    if len(roster.lines) > MOST_ROWS:
        raise too_large()
    return roster


def preview_roster(store: Store, roster: Roster) -> RosterPreview:
    """What these lines would do here and now."""
    language = i18n.language() if i18n.language() in i18n.LANGUAGES else i18n.SOURCE

    def newcomer(line: Line) -> Learner:
        made = new_learner(
            store,
            name=line.name,
            role=cast("Role", line.role),
            team=line.team,
            language=line.language or language,
        )
        return replace(made, has_left=bool(line.left))

    def is_erased(learner_id: str) -> bool:
        record = store.directory.record(LEARNER, learner_id)
        return record is not None and record.gone

    return RosterPreview(roster, plan_roster(roster, store.learners(), is_erased, newcomer))


def import_roster(
    store: Store,
    *,
    by: OnDuty | None,
    preview: RosterPreview,
    tell: Callable[[int, int], None] | None = None,
) -> RosterTaken:
    """Write what was looked at: all of it or, raising, nothing. Rows with a problem are left out.

    ``tell`` hears how many of how many are done. Raises ``TrainerError`` where people were changed
    since, ``NotSaved``.
    """
    now = preview_roster(store, preview.roster)
    if [_shape(row) for row in now.rows] != [_shape(row) for row in preview.rows]:
        raise TrainerError(_("People were changed meanwhile. Look at the list again."))
    bodies = {one.record_id: one.body for one in store.directory.records(LEARNER)}
    records: Records = {}
    for row in preview.rows:
        if row.after is not None:
            before = bodies.get(row.after.learner_id)
            hashed = str(before["picture_hash"]) if before else ""
            records[LEARNER, row.after.learner_id] = facts_of(row.after, hashed, before)
    new = tuple(row.after.learner_id for row in preview.rows if row.kind == "new" and row.after)
    if records:
        drafts = drafts_of(by, Act.IMPORTED, str(len(records)))
        store.append(drafts, records=_Telling(records, tell or _nobody))
    return RosterTaken(new, preview.count("changes"))


def export_roster(store: Store, *, by: OnDuty | None, path: Path) -> RosterWritten:
    """Write everybody into a file, those who left too, in the language that is spoken now.

    It is noted before, so that it cannot happen unnoticed. Raises ``NotSaved``.
    """
    people = [one for one in store.learners() if not one.merged_into]
    language = i18n.language()
    if noted := drafts_of(by, Act.EXPORTED, str(len(people))):
        store.append(noted)
    rows = [
        (
            one.learner_id,
            one.name,
            role_word(one.role, language),
            one.team,
            one.preferences.language,
            left_word(one.has_left, language),
        )
        for one in people
    ]
    write_file(path, headers_in(language), rows)
    return RosterWritten(path, len(people))


class _Telling(dict[tuple[str, str], Any]):
    """Records that say how many of them were taken, while they are written."""

    def __init__(self, records: Records, tell: Callable[[int, int], None]) -> None:
        super().__init__(records)
        self._tell = tell

    def items(self) -> Iterator[tuple[tuple[str, str], Any]]:  # type: ignore[override]
        for at, one in enumerate(super().items()):
            if at % _EACH == 0:
                self._tell(at, len(self))
            yield one


def _nobody(_done: int, _all: int) -> None:
    """Nobody listens."""


def _shape(row: RowPlan) -> tuple[object, ...]:
    """A plan without the ids that are drawn anew each time somebody is new."""
    known = row.after if row.before is not None else None
    return row.row, row.kind, row.name, row.changes, known
