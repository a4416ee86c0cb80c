"""The rule of ``training.standing`` as SQL, for when a hundred thousand people are counted at once.

A test holds both to the same answers.
"""

from collections.abc import Mapping, Sequence

from trainer_app.training.refresher import PATIENCE_DAYS, YEAR
from trainer_app.training.standing import STATES

_IN_DATE, _DUE, _OVERDUE, _IN_PROGRESS, _NOT_STARTED = (
    STATES.index(one) for one in ("in-date", "due", "overdue", "in-progress", "not-started")
)
DAY_MS = 24 * 60 * 60 * 1000

PASSED = """CASE WHEN a.short THEN max(coalesce(s.whole, 0), coalesce(s.short, 0))
  ELSE coalesce(s.whole, 0) END"""
"""The moment of the pass that counts for what is asked; 0 for none."""


def day_of(moment: str) -> str:
    """The local day of a moment, in days since 1970."""
    return f"(({moment}) / 8 + :zone) / {DAY_MS}"


def month_of(at_ms: str) -> str:
    """The local month of UTC milliseconds, as years times 12 plus months from 0."""
    moment = f"({at_ms} + :zone) / 1000, 'unixepoch'"
    year, month = (f"CAST(strftime('%{part}', {moment}) AS INTEGER)" for part in "Ym")
    return f"(12 * {year} + {month} - 1)"


def state_sql(days: Mapping[int, Sequence[int]]) -> str:
    """The place in ``STATES``, of columns ``passed`` (a moment or 0), ``began``, ``refreshed`` and
    ``module``. ``days`` are the refresher days of each module; they hold whole numbers only.

    ``:today`` is in days since 1970.
    """
    since = f"(:today - {day_of('passed')})"
    last = f"max(0, coalesce({day_of('refreshed')} - {day_of('passed')}, 0))"
    groups: dict[tuple[int, ...], list[int]] = {}
    for module, offsets in days.items():
        groups.setdefault(tuple(offsets), []).append(module)
    cases = [
        f"WHEN module IN ({', '.join(map(str, modules))}) THEN {_latest_date(since, offsets)}"
        for offsets, modules in groups.items()
    ]
    date = f"(CASE {' '.join(cases)} ELSE 0 END)" if cases else "0"
    return f"""CASE
      WHEN passed = 0 THEN CASE WHEN began IS NULL THEN {_NOT_STARTED} ELSE {_IN_PROGRESS} END
      WHEN {date} <= {last} THEN {_IN_DATE}
      WHEN {since} - {date} > {PATIENCE_DAYS} THEN {_OVERDUE}
      ELSE {_DUE} END"""


def _latest_date(since: str, offsets: Sequence[int]) -> str:
    """The latest refresher date so far, in days after the pass; 0 before the first."""
    final = offsets[-1]
    cases = [f"WHEN {since} >= {final} THEN {final} + {YEAR} * (({since} - {final}) / {YEAR})"]
    cases += [f"WHEN {since} >= {one} THEN {one}" for one in reversed(offsets[:-1])]
    return f"CASE {' '.join(cases)} ELSE 0 END"
