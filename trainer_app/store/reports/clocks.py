"""Runs of the program, placed in time: what makes a moment out of what a clock said."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, func, select, text, update

from trainer_app.store.observations import observation_of
from trainer_app.store.report_tables import QUALITIES, run, seen
from trainer_app.store.sealed_tables import sealed_visit
from trainer_app.store.tables import device, observation
from trainer_app.training.clocks import FIRST_RELEASE_MS, Event, Observation, correct

Chain = tuple[int, int]
"""The row of a device, and an epoch of it."""
_MOVED_MS = 1_000
"""A run that is placed anew by less than this stays where it was."""

_NOTE_RUNS = """
INSERT INTO report_run (device, epoch, boot, first_mono, first_wall, last_mono, last_wall)
SELECT device, epoch, boot, first_mono, first_wall, last_mono, last_wall FROM (
  SELECT s.device, s.epoch, v.boot, min(s.mono_ms) AS first_mono, s.at AS first_wall
  FROM statement s CROSS JOIN visit v ON v."row" = s.visit
  WHERE s."row" > :after AND s."row" <= :through AND s.copy_of IS NULL
  GROUP BY s.device, s.epoch, v.boot
) JOIN (
  SELECT s.device, s.epoch, v.boot, max(s.mono_ms) AS last_mono, s.at AS last_wall
  FROM statement s CROSS JOIN visit v ON v."row" = s.visit
  WHERE s."row" > :after AND s."row" <= :through AND s.copy_of IS NULL
  GROUP BY s.device, s.epoch, v.boot
) USING (device, epoch, boot)
WHERE true
ON CONFLICT (device, epoch, boot) DO UPDATE SET
  first_wall = CASE WHEN excluded.first_mono < first_mono THEN excluded.first_wall
                    ELSE first_wall END,
  last_wall = CASE WHEN excluded.last_mono > last_mono THEN excluded.last_wall ELSE last_wall END,
  first_mono = min(first_mono, excluded.first_mono),
  last_mono = max(last_mono, excluded.last_mono)
"""  # the clock beside the smallest and the largest: SQLite takes it from that row
_NOTE_SEALED = """
INSERT INTO report_run (device, epoch, boot, first_mono, first_wall, last_mono, last_wall)
SELECT device, epoch, boot, first_mono, first_wall, last_mono, last_wall FROM (
  SELECT z.device, z.epoch, v.boot, min(z.first_mono) AS first_mono, z.first_at AS first_wall
  FROM sealed_visit z CROSS JOIN visit v ON v."row" = z.visit GROUP BY z.device, z.epoch, v.boot
) JOIN (
  SELECT z.device, z.epoch, v.boot, max(z.last_mono) AS last_mono, z.last_at AS last_wall
  FROM sealed_visit z CROSS JOIN visit v ON v."row" = z.visit GROUP BY z.device, z.epoch, v.boot
) USING (device, epoch, boot)
WHERE true
""" + _NOTE_RUNS[_NOTE_RUNS.index("ON CONFLICT") :]
_FRESH = """
SELECT DISTINCT device, epoch FROM statement
WHERE "row" > :after AND "row" <= :through AND copy_of IS NULL
"""
_SEE = "INSERT OR REPLACE INTO report_seen VALUES (:device, :epoch, :count, :newest)"
_OBSERVED = select(
    observation.c.device,
    observation.c.epoch,
    func.count().label("count"),
    func.max(observation.c.reference_ms).label("newest"),
).group_by(observation.c.device, observation.c.epoch)


def place_runs(
    connection: Connection, *, after: int, through: int, now_ms: int
) -> list[tuple[int, int, int]]:
    """Note the runs of these rows of the log, and place those of every chain that has more to tell.

    Returns the runs (device, epoch, boot) that were placed before and are elsewhere now. ``now_ms``
    is what nothing can be later than, by this computer's clock.
    """
    window = {"after": after, "through": through}
    connection.execute(text(_NOTE_RUNS), window)
    chains = {(row.device, row.epoch) for row in connection.execute(text(_FRESH), window)}
    if not after:  # what went by its time is told before the first row
        connection.execute(text(_NOTE_SEALED))
        gone = connection.execute(select(sealed_visit.c.device, sealed_visit.c.epoch).distinct())
        chains |= {(row.device, row.epoch) for row in gone}
    chains |= _observed_anew(connection)
    moved = []
    for chain in sorted(chains):
        moved += [(*chain, boot) for boot in _place(connection, chain, now_ms)]
    return moved


def _observed_anew(connection: Connection) -> set[Chain]:
    """Chains with other observations than the last time."""
    known = {tuple(row) for row in connection.execute(select(seen))}
    changed = [row for row in connection.execute(_OBSERVED).all() if tuple(row) not in known]
    for row in changed:
        connection.execute(
            text(_SEE),
            {"device": row.device, "epoch": row.epoch, "count": row[2], "newest": row[3]},
        )
    return {(row.device, row.epoch) for row in changed}


def _place(connection: Connection, chain: Chain, now_ms: int) -> list[int]:
    """Place the runs of one chain; those that moved."""
    mine = (run.c.device == chain[0], run.c.epoch == chain[1])
    rows = connection.execute(select(run).where(*mine).order_by(run.c.boot)).all()
    observations = _observations(connection, chain)
    events = [
        Event(seq=0, boot=row.boot, mono_ms=mono, wall_ms=wall)
        for row in rows
        for mono, wall in (
            (row.first_mono, row.first_wall),
            (row.last_mono, row.last_wall),
        )
    ]
    references = [one.reference_ms for one in observations]
    walls = [one.wall_ms for one in events] if now_ms < FIRST_RELEASE_MS else []
    moments = correct(
        events,
        observations,
        earliest_ms=FIRST_RELEASE_MS,
        stored_ms=max([now_ms, *references, *walls]),
    )
    moved = []
    for row, first in zip(rows, moments[::2], strict=True):
        start, quality = first.at_ms - row.first_mono, QUALITIES.index(first.quality)
        if row.start_ms is not None and (
            abs(row.start_ms - start) >= _MOVED_MS or row.quality != quality
        ):
            moved.append(row.boot)
        elif row.start_ms is not None:
            continue
        connection.execute(
            update(run).where(*mine, run.c.boot == row.boot).values(start_ms=start, quality=quality)
        )
    return moved


def _observations(connection: Connection, chain: Chain) -> list[Observation]:
    question = (
        select(observation, device.c.uuid)
        .join(device, observation.c.device == device.c.row)
        .where(observation.c.device == chain[0], observation.c.epoch == chain[1])
    )
    return [observation_of(row) for row in connection.execute(question)]


def by_chain(runs: Iterable[tuple[int, int, int]]) -> dict[Chain, list[int]]:
    """The boots of runs, chain by chain."""
    found: dict[Chain, list[int]] = defaultdict(list)
    for device_row, epoch, boot in runs:
        found[device_row, epoch].append(boot)
    return found
