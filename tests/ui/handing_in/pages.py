"""Every page and sheet about handing in, in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

from PySide6.QtWidgets import QWidget

from tests.ui.handing_in.states import (
    BEFORE,
    COLLECTED,
    ENTRIES,
    FOUND,
    HANDED,
    NOW,
    STATES,
    programme_file,
)
from trainer_app.operations.collecting import CollectProgress
from trainer_app.operations.desk import DeviceHere, OwnHub
from trainer_app.operations.syncing import Fault, RoadClosed, SyncProgress
from trainer_app.ui.background import Background
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in.courier import Courier
from trainer_app.ui.handing_in.hub_screen import HubScreen
from trainer_app.ui.handing_in.open_hub import OpenHub
from trainer_app.ui.handing_in.pairing_sheet import PairingSheet
from trainer_app.ui.handing_in.programme_sheet import ProgrammeSheet
from trainer_app.ui.handing_in.refused_sheet import RefusedSheet
from trainer_app.ui.handing_in.server_sheet import ServerSheet
from trainer_app.ui.handing_in.stick_screen import StickScreen
from trainer_app.ui.handing_in.sync_screen import SyncScreen
from trainer_app.ui.widgets.ask_sheet import AskSheet, Question


@dataclass
class Stage:
    """What pages are made from. ``folder`` is a place for sticks and files."""

    background: Background
    courier: Courier
    stick: Errand
    hub: OpenHub
    folder: Path


class _Job:
    """Something that seems to be under way."""

    is_stopping = False

    def stop(self) -> None:
        """Nothing runs."""


class _Refused(NamedTuple):
    """A record as a refusal names it."""

    row: int
    reason: str


def know(courier: Courier, state: str) -> None:
    """Have the courier believe that results stand like this, and do nothing about it."""
    courier.soon.blockSignals(True)  # what is really there is not counted any more
    courier._begun = True
    courier._on_counted(STATES[state])
    for timer in (courier.again, courier.nearby, courier.drives.timer):
        timer.stop()


def run(errand: Errand, progress: object) -> None:
    """Have an errand seem to be under way."""
    errand._job = cast(Any, _Job())
    errand.progress = progress
    errand.moved.emit()


def end(errand: Errand, result: object = None, error: Exception | None = None) -> None:
    """Have an errand seem to be over."""
    errand._job = None
    errand.progress, errand.result, errand.error = None, result, error
    errand.moved.emit()
    errand.ended.emit()


def sync(state: str, progress: SyncProgress | None = None) -> Callable[[Stage], QWidget]:
    """The page for staff."""

    def make(stage: Stage) -> QWidget:
        know(stage.courier, state)
        page = SyncScreen(stage.background, stage.courier)
        if progress is not None:
            run(stage.courier.errand, progress)
        return page

    return make


def refused(_stage: Stage) -> QWidget:
    """What a road did not take."""
    said = "The other side says that this record is too large. ⁨statement exceeds 64 kB⁩"
    rows = [_Refused(1234, said), _Refused(1260, "The other side has another record here.")]
    return RefusedSheet(cast(Any, rows))


def forget(_stage: Stage) -> QWidget:
    """Something is given up only after a question."""
    words = "Server results.example.org: this computer hands in there no more. All stays here."
    return AskSheet(lambda: Question("Forget this way?", words, "Forget it", "Keep it"))


def server(typed: tuple[str, str, str] = ("", "", ""), *, tested: bool = False) -> Any:
    """A server to add."""

    def make(stage: Stage) -> QWidget:
        sheet = ServerSheet(stage.background)
        for editor, words in zip((sheet.address, sheet.key, sheet.secret), typed, strict=True):
            editor.setText(words)
        if tested:
            sheet._test.result = Fault("page")
            sheet._show_test()
        elif typed[0]:
            sheet.test.click()
        return sheet

    return make


def pairing(count: int, *, trouble: bool = False) -> Callable[[Stage], QWidget]:
    """So many laptops nearby."""

    def make(stage: Stage) -> QWidget:
        sheet = PairingSheet(stage.background, lambda _ask, _tell, _stop: FOUND[:count])
        sheet.code.setText("482913" if count else "")
        if trouble:
            end(sheet._pairing, error=RoadClosed(Fault("timeout")))
        return sheet

    return make


def programme(*, there: bool, read: bool = False) -> Callable[[Stage], QWidget]:
    """A programme file, on a stick or not."""

    def make(stage: Stage) -> QWidget:
        file = stage.folder / "ruta.wayprogramme"
        file.write_bytes(programme_file())
        found = [file] if there else []
        sheet = ProgrammeSheet(stage.background, None, lambda _ask, _tell, _stop: found)
        if read:
            sheet.read(file)
        return sheet

    return make


def stick(result: object = None, error: Exception | None = None, *, drives: bool = True) -> Any:
    """Sticks that are put in, and what became of the last work with one."""

    def make(stage: Stage) -> QWidget:
        found = [stage.folder / name for name in ("BLUE", "KINGSTON")] if drives else []
        for drive in found:
            drive.mkdir(exist_ok=True)
        stage.stick.forget()
        page = StickScreen(stage.background, stage.stick, "collect", lambda: found)
        page._watch.timer.stop()

        def see() -> None:
            page._looking.result = ENTRIES
            page._show_entries()

        page._looking.ended.connect(see)
        if isinstance(result, CollectProgress):
            run(stage.stick, result)
        elif result is not None or error is not None:
            end(stage.stick, result, error)
        return page

    return make


def hub(state: str, code: str = "", *, came: bool = False) -> Callable[[Stage], QWidget]:
    """This laptop, open or closed."""

    def make(stage: Stage) -> QWidget:
        made = stage.hub
        made.state = cast(Any, state)
        made.hub = OwnHub("Office", 8443, ("192.168.1.20:8443",), "00" * 32, "desk", "")
        made.code, made.seconds_left = code, 104
        here = [DeviceHere("a", "7F3A-9C00", 120, NOW), DeviceHere("b", "81AA-02C3", 31, BEFORE)]
        made.devices = here if came else []
        return HubScreen(made)

    return make


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "F11-sync-kept": sync("kept"),
    "F11-sync-new": sync("new"),
    "F11-sync-all": sync("all"),
    "F11-sync-trouble": sync("trouble"),
    "F11-sync-busy": sync("trouble", SyncProgress("server", 9, 5)),
    "F11-refused": refused,
    "F11-forget": forget,
    "F11-server": server(),
    "F11-server-missing": server(("https://results.example.org/xapi", "", "")),
    "F11-server-tested": server(("https://example.org", "key", "secret"), tested=True),
    "F11-pair-none": pairing(0),
    "F11-pair-found": pairing(2),
    "F11-pair-trouble": pairing(1, trouble=True),
    "F11-programme-none": programme(there=False),
    "F11-programme-found": programme(there=True),
    "F11-programme-read": programme(there=True, read=True),
    "F11-stick-none": stick(drives=False),
    "F11-stick": stick(),
    "F11-stick-busy": stick(CollectProgress("a.waybundle", 2, 3, 100, 400)),
    "F11-stick-collected": stick(COLLECTED),
    "F11-stick-handed-over": stick(HANDED),
    "F11-stick-trouble": stick(error=RoadClosed(Fault("network"))),
    "F11-hub-closed": hub("closed"),
    "F11-hub-open": hub("open", "482913"),
    "F11-hub-came": hub("open", came=True),
}
