"""Every page after a session, in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from tests.operations.hall import Hall, on_duty, planned
from tests.ui.after.rooms import real, written
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.session_certificates import certificate_rows, issue_certificates
from trainer_app.store import Store
from trainer_app.ui.after.certificates_screen import CertificatesScreen
from trainer_app.ui.after.summary_screen import SummaryScreen
from trainer_app.ui.background import Background

T = TypeVar("T")


@dataclass
class Stage:
    """What pages are made from: a store with a session, and a folder for files."""

    background: Background
    folder: Path

    def ask(self, operation: Callable[[Store], T]) -> T:
        return self.background.run(self.background, operation).result()

    def written(self, count: int = 12, **more: Any) -> Hall:
        module = more.pop("module", None) or real()
        return self.ask(lambda store: written(store, count, module=module, **more))

    def planned(self) -> Hall:
        """A session that has not begun, with people who are expected."""

        def made(store: Store) -> Hall:
            by = on_duty(store)
            for name in ("Rosa Mamani", "Amadou Diallo", "Fatou Ndiaye"):
                enrol_learner(store, name=name, role="driver", team="Night buses", language="en")
            return Hall(planned(store, by, real()), by, (), real())

        return self.ask(made)

    def issue(self, room: Hall) -> None:
        """Make the certificates of all who passed."""

        def issued(store: Store) -> None:
            rows = certificate_rows(store, meeting=room.meeting, module=room.module)
            ids = [row.learner.learner_id for row in rows if row.why is None]
            issue_certificates(
                store, by=room.by, meeting=room.meeting, module=room.module, learner_ids=ids
            )

        self.ask(issued)

    def summary(self, room: Hall) -> SummaryScreen:
        return SummaryScreen(self.background, room.module, room.by, room.meeting)

    def certificates(self, room: Hall) -> CertificatesScreen:
        return CertificatesScreen(self.background, room.module, room.by, room.meeting)


def _made(stage: Stage) -> QWidget:
    room = stage.written()
    stage.issue(room)
    return stage.certificates(room)


def _attended(stage: Stage) -> QWidget:
    page = stage.certificates(stage.written())
    page.switch.select("attended")
    page.switch.chosen.emit("attended")
    return page


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "F08-summary": lambda stage: stage.summary(stage.written()),
    "F08-summary-few": lambda stage: stage.summary(stage.written(3, walk_ins=0, unnamed=0)),
    "F08-summary-running": lambda stage: stage.summary(stage.written(6, closed=False)),
    "F08-summary-planned": lambda stage: stage.summary(stage.planned()),
    "F09-certificates": lambda stage: stage.certificates(stage.written()),
    "F09-certificates-made": _made,
    "F09-certificates-attended": _attended,
    "F09-certificates-running": lambda stage: stage.certificates(stage.written(6, closed=False)),
}
