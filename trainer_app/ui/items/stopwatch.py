"""How long something took, by a clock that nobody can set."""

import time


class Stopwatch:
    """Counts while it runs. Hidden pages stop it, so only time in front of the page counts."""

    def __init__(self, ms: int = 0) -> None:
        self._before = ms
        self._since: float | None = None

    def start(self) -> None:
        """Count from now on; a second call changes nothing."""
        if self._since is None:
            self._since = time.monotonic()

    def stop(self) -> None:
        """Keep what was counted."""
        self._before, self._since = self.ms, None

    def add(self, ms: int) -> None:
        """Count this too, from an earlier sitting."""
        self._before += ms

    @property
    def ms(self) -> int:
        """Milliseconds counted so far."""
        running = time.monotonic() - self._since if self._since is not None else 0.0
        return self._before + round(running * 1000)
