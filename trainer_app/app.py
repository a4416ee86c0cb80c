"""The composition root: the one place where the rooms meet."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication

from trainer_app import i18n, memory, paths
from trainer_app.errors import DataDamaged, StoreLocked, StoreUnusable
from trainer_app.i18n import _
from trainer_app.releases.place import here
from trainer_app.releases.switching import confirm, tidy
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.program import Program
from trainer_app.ui.single_instance import SingleInstance
from trainer_app.ui.sound import Speaker
from trainer_app.ui.theme import Theme

if TYPE_CHECKING:
    from types import TracebackType

    from trainer_app.content.catalog import Catalog
    from trainer_app.locks import FileLock
    from trainer_app.releases.place import Place
    from trainer_app.store import Store
    from trainer_app.store.rescue import Choice as RescueChoice

LOG_BYTES = 500_000
BACK_UP_EVERY_MS = 2 * 60 * 60 * 1000

log = logging.getLogger(__name__)


def run_window(data_folder: Path, language: str | None, lock: FileLock | None = None) -> int:
    """Open the window and stay until it is closed. Returns the exit code.

    ``lock`` is the window's on that folder, where this process may have it already.
    Raises ``StoreUnusable`` where the data folder cannot be written. When another Waypost has the
    folder, that one comes to the front and this one ends with 0.
    """
    make_folder(data_folder)
    app = make_application()
    single = SingleInstance(data_folder, lock)
    if not single.take():
        single.call_first()
        return 0
    keep_log(data_folder)
    translator.speak(app, language or system_language())
    program, window, background = compose(app, data_folder, language)
    single.called.connect(lambda: come_to_front(window))
    place = here()
    if place is not None:
        program.ready.connect(lambda: _confirm(place, background))
    window.showMaximized()
    program.start()
    try:
        return app.exec()
    finally:
        _keep_safe(background)
        background.close()
        single.release()
        if place is not None:
            tidy(place)


def _confirm(place: Place, background: Background) -> None:
    """This release shows its first page: it stays, unless the data cannot be opened with it."""

    def failed(error: Exception) -> None:
        log.error("the release is not confirmed", exc_info=error)

    def not_opened(error: Exception) -> None:
        if isinstance(error, StoreLocked | DataDamaged):
            background.run_network(background, lambda *_told: confirm(place), None, failed)
        else:
            failed(error)

    background.run(background, lambda _store: confirm(place), None, not_opened)


def _stay() -> None:
    """The data is this release's now, and the one before cannot open it: there is no way back."""
    place = here()
    if place is not None:
        try:
            confirm(place)
        except OSError:
            log.exception("the release is not confirmed")


def make_application() -> QApplication:
    """The Qt application, with our words; once per process."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Waypost")
    app.setApplicationDisplayName("Waypost")
    app.setDesktopFileName("waypost")
    translator.install(app)
    return app


def compose(
    app: QApplication, data_folder: Path, language: str | None = None, *, use_keystore: bool = True
) -> tuple[Program, MainWindow, Background]:
    """Build window, background work and program, and connect them; nothing is shown yet."""
    look = Theme(app)
    window = MainWindow(look, Speaker())

    def open_store(
        code: str | None = None, phrase: str | None = None, rescue: RescueChoice = "ask"
    ) -> Store:
        from trainer_app.store import Store  # SQLAlchemy is imported on the store thread

        memory.give_back()
        store = Store.open(
            data_folder, recovery_code=code, passphrase=phrase, use_keystore=use_keystore,
            rescue=rescue,
        )  # fmt: skip
        if store.migrated:
            _stay()
        return store

    def open_catalog() -> Catalog:
        from trainer_app.content.catalog import Catalog

        return Catalog([paths.bundled_packs(), data_folder / "packs"], paths.bundled_shelf())

    background = Background(open_store, window)
    program = Program(window, look, background, open_catalog, data_folder, language)

    def open_with(**more: Any) -> None:
        typed.update(more)  # a damaged file may be locked, too
        background.reopen(lambda: open_store(**typed))
        program.start()

    typed: dict[str, Any] = {}
    program.locked.code_given.connect(lambda code: open_with(code=code))
    program.locked.passphrase_given.connect(lambda phrase: open_with(phrase=phrase))
    program.locked.rescue_chosen.connect(lambda choice: open_with(rescue=choice))
    _keep_safe_regularly(background)
    return program, window, background


def _keep_safe_regularly(background: Background) -> None:
    """A backup now and then, where one is due; whatever hinders it is told when something cannot be
    saved."""
    clock = QTimer(background, interval=BACK_UP_EVERY_MS)
    clock.timeout.connect(lambda: _keep_safe(background))
    clock.start()


def _keep_safe(background: Background) -> None:
    from trainer_app.operations.computer import keep_safe

    background.run(
        background, keep_safe, None, lambda error: log.warning("no backup", exc_info=error)
    )


def make_folder(data_folder: Path) -> None:
    """Make the data folder. Raises ``StoreUnusable`` in plain words."""
    try:
        data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnusable(
            _("Waypost cannot write in {folder}. Choose another folder, or free it.").format(
                folder=data_folder
            )
        ) from error


class Reticent(logging.Formatter):
    """Tells which error came and where, not what it says: that may be a name, an answer, a path."""

    def formatException(  # noqa: N802  the name of the base
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        told, error = [], ei[1]
        while error is not None:
            why = getattr(error, "strerror", None) or getattr(error, "orig", None) or ""
            told.append(f"{type(error).__name__} {why}".rstrip())
            for frame in traceback.extract_tb(error.__traceback__):
                told.append(f"  {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}")
            hidden = error.__suppress_context__
            error = error.__cause__ or (None if hidden else error.__context__)
        return "\n".join(told)


def keep_log(data_folder: Path) -> None:
    """Unexpected errors go to a small file beside the data: no names, no answers, never sent."""
    handler = logging.handlers.RotatingFileHandler(
        data_folder / "waypost.log", maxBytes=LOG_BYTES, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(Reticent("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logger = logging.getLogger("trainer_app")
    logger.addHandler(handler)

    def unexpected(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        logger.critical("unexpected", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)

    sys.excepthook = unexpected


def system_language() -> str:
    """The language of this computer, if the interface speaks it, otherwise English."""
    code = QLocale.system().name().split("_")[0]
    return code if code in i18n.LANGUAGES else i18n.SOURCE


def come_to_front(window: MainWindow) -> None:
    """Show the window above the others, as it was."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
