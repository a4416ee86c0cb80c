"""The page and the sheets about modules, each in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import msgspec
from PySide6.QtWidgets import QWidget

from tests.operations.packs import OURS, THEIRS, compiled, data, lay
from tests.small_module import SMALL
from trainer_app.content.catalog import Catalog
from trainer_app.operations.module_search import FoundModule, ModuleProgress, look
from trainer_app.operations.modules import list_modules
from trainer_app.operations.publishers import Publisher
from trainer_app.operations.updates import FoundUpdate, UpdatesHere
from trainer_app.ui.background import Background
from trainer_app.ui.errand import Errand
from trainer_app.ui.packs.decide_sheet import DecideSheet
from trainer_app.ui.packs.modules_screen import ModulesScreen, _leaving
from trainer_app.ui.packs.publisher_sheet import PublisherSheet
from trainer_app.ui.packs.publishers_sheet import PublishersSheet
from trainer_app.ui.packs.write_sheet import WriteSheet


@dataclass
class Stage:
    """A computer with two modules, one of them installed, and a stick."""

    background: Background
    folder: Path
    drives: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bundled, self.packs = self.folder / "bundled", self.folder / "packs"
        self.stick = self.folder / "BLUE"
        self.stick.mkdir()
        lay(self.bundled, data("2026.1", title="Notice the signs"), "small-2026.1", by=None)
        lay(self.bundled, data("2026.1", "more", "Respond and pass on"), "more-2026.1", by=None)
        lay(self.packs, data("2026.2", title="Notice the signs"), "small-2026.2")
        self.catalog = Catalog([self.bundled, self.packs])
        self.installing, self.writing = Errand(self.background), Errand(self.background)
        self.updating = Errand(self.background)
        self.trust()

    def trust(self) -> None:
        """Our own publisher was accepted before."""
        from trainer_app.operations.publishers import accept_publisher

        self.ask(lambda store: accept_publisher(store, by=None, key=OURS.public.raw))

    def ask(self, operation: Callable[[Any], Any]) -> Any:
        """Run an operation and wait for it."""
        return self.background.run(self.background, operation).result()

    def screen(self) -> ModulesScreen:
        """The page."""
        return ModulesScreen(
            self.background, self.catalog, None, self.installing, self.writing, self.updating,
            lambda: self.drives,
        )  # fmt: skip

    def updates(self, here: UpdatesHere) -> ModulesScreen:
        """The page where this is known of updates of the program."""
        page = self.screen()
        page.update_card.look_for = cast(Any, lambda _folder: lambda *_told: here)
        page.update_card.look(None)
        return page

    def put_in(self) -> None:
        """Put the stick into the computer."""
        self.drives.append(self.stick)

    def found(self, name: str) -> FoundModule:
        """One of the modules on the stick."""
        seen = self.ask(lambda store: look(store, self.stick, catalog=self.catalog)).modules
        return cast(FoundModule, next(one for one in seen if one.path.stem == name))


class _Job:
    is_stopping = False

    def stop(self) -> None:
        """Nothing runs."""


def run(errand: Errand, progress: object) -> None:
    """Have an errand seem to be under way."""
    errand._job = cast(Any, _Job())
    errand.progress = progress
    errand.moved.emit()


def newer() -> bytes:
    """A version with changes to tell of."""
    first, second = SMALL.lessons
    changed = msgspec.structs.replace(
        SMALL, version="2026.3", title="Notice the signs", minutes=12,
        lessons=(
            msgspec.structs.replace(first, title="Who is waiting here"),
            second,
            msgspec.structs.replace(second, id="third", title="The night bus"),
        ),
    )  # fmt: skip
    spanish = msgspec.structs.replace(changed, language="es", title="Notar las señales")
    return compiled(changed, spanish)


def _nothing(stage: Stage) -> QWidget:
    return stage.screen()


def _good(stage: Stage) -> QWidget:
    lay(stage.stick, newer(), "newer")
    lay(stage.stick, data("2026.1", "third", "Talk with travellers"), "third")
    lay(stage.stick, data("2026.2", title="Notice the signs"), "same")
    stage.put_in()
    return stage.screen()


def _blocked(stage: Stage) -> QWidget:
    lay(stage.stick, data("2026.3", title="Notice the signs"), "stranger", by=THEIRS)
    lay(stage.stick, data("2026.2", "more", "Respond and pass on"), "unsigned", by=None)
    lay(stage.stick, data("2026.4", title="Notice the signs"), "cut").write_bytes(b"PK" * 900)
    lay(stage.stick, data("2026.1", title="Notice the signs"), "older")
    stage.put_in()
    return stage.screen()


def _empty(stage: Stage) -> QWidget:
    stage.put_in()
    return stage.screen()


def _running(stage: Stage) -> QWidget:
    page = _good(stage)
    run(stage.installing, ModuleProgress(2, 3, 41_000_000, 126_000_000))
    return page


def _update_found(stage: Stage) -> QWidget:
    found = FoundUpdate(stage.stick / "waypost-0.2.0.wayupdate", 210_000, "0.2.0", 24_000_000)
    stage.put_in()
    return stage.updates(UpdatesHere("0.1.0", found=(found,)))


def _update_running(stage: Stage) -> QWidget:
    page = _update_found(stage)
    run(stage.updating, ModuleProgress(1, 1, 61_000_000, 148_000_000))
    return page


def _update_ready(stage: Stage) -> QWidget:
    return stage.updates(UpdatesHere("0.1.0", ready="0.2.0"))


def _update_undone(stage: Stage) -> QWidget:
    return stage.updates(UpdatesHere("0.1.0", undone="0.2.0"))


def _publisher(stage: Stage) -> QWidget:
    lay(stage.stick, data("2026.3", title="Notice the signs"), "stranger", by=THEIRS)
    return PublisherSheet(stage.found("stranger"))


def _remove(stage: Stage) -> QWidget:
    here = stage.ask(lambda store: list_modules(store, catalog=stage.catalog)).modules
    installed = next(one for one in here if not one.bundled)
    return DecideSheet("trash", lambda: _leaving("remove", installed))


def _write(stage: Stage) -> QWidget:
    stage.put_in()
    here = stage.ask(lambda store: list_modules(store, catalog=stage.catalog)).modules
    return WriteSheet(here, stage.catalog, stage.writing, lambda: stage.drives)


def _publishers(stage: Stage) -> QWidget:
    """One the programme names, one that was accepted here."""
    return PublishersSheet([Publisher(bytes(32), "Ruta segura"), Publisher(OURS.public.raw)])


PAGES: dict[str, Callable[[Stage], QWidget]] = {
    "F10-modules": _nothing,
    "F10-modules-found": _good,
    "F10-modules-blocked": _blocked,
    "F10-modules-empty": _empty,
    "F10-modules-installing": _running,
    "F10-update-found": _update_found,
    "F10-update-running": _update_running,
    "F10-update-ready": _update_ready,
    "F10-update-undone": _update_undone,
    "F10-publisher": _publisher,
    "F10-publishers": _publishers,
    "F10-publishers-nobody": lambda _stage: PublishersSheet([]),
    "F10-remove": _remove,
    "F10-write": _write,
}
