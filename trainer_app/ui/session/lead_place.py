"""Where a session is in a step: the slide, since when, the ways its stories took."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QElapsedTimer


class LeadPlace:
    """The step a session is in. It lives as long as the desk, not as long as a page; what a
    restart needs of it is on the disk, too, a moment later.

    ``slide`` counts from 0. ``taken`` are the ways of its stories (``slides.Moment``).
    """

    def __init__(self, meeting: UUID, step_id: str, taken: dict[str, tuple[str, ...]]) -> None:
        self.meeting, self.step_id, self.taken = meeting, step_id, taken
        self.slide = 0
        self.begun = datetime.now().astimezone()
        self._since = QElapsedTimer()
        self._since.start()

    @property
    def minutes_passed(self) -> int:
        """Whole minutes since the step began, by a clock that nobody sets."""
        return int(self._since.elapsed() // 60_000)

    def ends_at(self, minutes: int) -> str:
        """The time so many minutes after it began, as a clock shows it."""
        return f"{self.begun + timedelta(minutes=minutes):%H:%M}"

    def take(self, place: str, visit: int, choice_id: str) -> None:
        """The story goes this way here; what it did at later visits of the place is forgotten."""
        self.taken[place] = (*self.taken.get(place, ())[:visit], choice_id)
