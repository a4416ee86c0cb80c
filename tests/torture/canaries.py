"""Words that nobody could miss, in every place where somebody may be named: ``--only canaries``.

``long_road`` is walked with them; then everything it left is searched. Then they are erased, and 35
days go by.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import get_args
from unittest.mock import patch

from tests.sync.real_hub import RealHub
from tests.torture import broken_privacy, crew
from tests.torture.long_road import DAYS, FORMATS, Road
from tests.torture.searching import Hit, Seeker
from trainer_app.content.module import Role
from trainer_app.operations import people, staff_pins

ROLES: tuple[Role, ...] = get_args(Role)
_HUB_KEY = bytes(range(32))


def torture(roles: tuple[Role, ...], *, sabotage: str = "") -> crew.Found:
    """The whole road for somebody of each of these roles; only the words are left to chance."""
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    for role in roles:
        with walked(role, sabotage) as search:
            for name, found in search.everything():
                verdicts["ok" if not found else name] += 1
                bad += [f"{name}: {one}" for one in found[:3]]
    return crew.Found(verdicts, bad[:8])


@contextmanager
def walked(role: Role, sabotage: str = "") -> Iterator[Search]:
    """A road in folders of its own; temporary files and the log of this process go there."""
    mistake = broken_privacy.SABOTAGE[sabotage] if sabotage else None
    with ExitStack() as stack:
        scratch = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="waypost-words-", dir=crew.SCRATCH)
        )
        stack.enter_context(_elsewhere(Path(scratch)))
        for where, name, light in (
            (people, "_STRENGTH", (1, 8)),
            (staff_pins, "_LIGHT", (1, 8)),
            (staff_pins, "_STRONG", (2, 8)),
        ):
            stack.enter_context(patch.object(where, name, light))
        if mistake is not None:
            stack.enter_context(mistake())
        yield Search(Road(Path(scratch), role))


@contextmanager
def _elsewhere(scratch: Path) -> Iterator[None]:
    from trainer_app.app import keep_log

    for name in ("tmp", "state", "data"):
        (scratch / name).mkdir()
    told = {"TMPDIR": "tmp", "WAYPOST_STATE_HOME": "state"}
    logger = logging.getLogger("trainer_app")
    before, hook = list(logger.handlers), sys.excepthook
    with (
        patch.dict(os.environ, {name: str(scratch / folder) for name, folder in told.items()}),
        patch.object(tempfile, "tempdir", None),
        patch.object(sys, "__excepthook__", lambda *_error: None),
        patch.object(logger, "propagate", new=False),
    ):
        keep_log(scratch / "data")
        try:
            yield
        finally:
            sys.excepthook = hook
            for handler in set(logger.handlers) - set(before):
                logger.removeHandler(handler)
                handler.close()


class Search:
    """What is looked for along the road, and where."""

    def __init__(self, road: Road) -> None:
        self.road = road

    def everything(self) -> list[tuple[str, list[str]]]:
        """Walk it, and what was wrong at each place where something was looked for."""
        told: list[tuple[str, list[str]]] = []
        with RealHub(self.road.scratch / "hub", key=_HUB_KEY) as hub:
            self.road.open()
            self.road.sign_up()
            self.road.learn()
            self.road.hold_session()
            self.road.hand_in(hub)
            self.road.take_out()
            self.road.fail()
            told.append(("it was not there at all", self._blind()))
            self.road.store.close()
            told += self._searched("left behind")
            self.road.open()
            self.road.erase()
            self.road.hand_in(hub, again=True)
            self.road.store.close()
            told.append(("there after erasing", self._erased()))
            self.road.days()
            told.append((f"there {DAYS} days after erasing", self._erased()))
        self.road.close()
        told += self._searched("left behind in the end")
        return told

    def _blind(self) -> list[str]:
        """What was not found where it must be: a search that finds nothing proves nothing."""
        name = Seeker([self.road.words["name"]])
        missing = []
        for kind in FORMATS:
            found = [
                hit for hit in name.in_folder(self.road.scratch / "named") if kind in hit.where
            ]
            if not found:
                missing.append(f"a report with names, as {kind}")
        if not name.under_the_key(self.road.data, self.road.key):
            missing.append("the data file under its key")
        if not any(one.name == self.road.words["name"] for one in self.road.desk.learners()):
            missing.append("the desk's list")
        if [road.sent for road in self.road.results if not road.sent]:
            missing.append("results on the way")
        log = self.road.data / "waypost.log"
        if not log.exists() or log.stat().st_size < 300:
            missing.append("the log")
        return missing

    def _searched(self, name: str) -> list[tuple[str, list[str]]]:
        """Everything that lies about, and all that was said."""
        seeker = Seeker([*self.road.words.values(), *self.road.secret.values()])
        told = []
        for folder in ("data", "state", "tmp", "hub", "stick", "out", "desk"):
            told.append(
                (f"{name} in {folder}", _said(seeker.in_folder(self.road.scratch / folder)))
            )
        said = [hit for where, data in self.road.wire for hit in seeker.in_bytes(data, where)]
        told.append((f"{name} on the wire", _said(said)))
        hidden = Seeker(self.road.secret.values())
        told.append((f"{name} in plain under the key", _said(self._under(hidden))))
        return told

    def _erased(self) -> list[str]:
        """What is still there of who was erased, here, at the desk and in the hub."""
        gone = Seeker([self.road.words[one] for one in ("name", "way", "walk-in")])
        return _said(self._under(gone))

    def _under(self, seeker: Seeker) -> list[Hit]:
        return [
            *seeker.under_the_key(self.road.data, self.road.key),
            *seeker.under_the_key(self.road.scratch / "desk", self.road.desk._key),
            *seeker.under_the_key(self.road.scratch / "hub", _HUB_KEY),
        ]


def _said(hits: list[Hit]) -> list[str]:
    return sorted({str(hit) for hit in hits})
