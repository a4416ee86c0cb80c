"""This laptop as a hub: a process beside the window that other computers hand in to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from trainer_app import i18n, paths
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in import pairing_text, works

if TYPE_CHECKING:
    from trainer_app.operations.desk import DeviceHere, OwnHub
    from trainer_app.ui.background import Background

State = Literal["closed", "opening", "open", "closing"]
IDLE_MINUTES = 60
LOOK_MS = 10_000
"""How often it is asked who has come."""
_PATIENCE_MS = 15_000
"""How long it may take to close before it is ended."""
_LAST_MS = 3_000
"""The same while the program itself closes."""
_PORTS = (8443, 0)
"""Where others look for it, and whatever is free where that is taken."""


class OpenHub(QObject):
    """Opens and closes the hub of this laptop. One for the life of the window, on the GUI thread.

    Signals: ``moved`` when anything about it changed; ``ticked`` each second a code is good.
    """

    moved = Signal()
    ticked = Signal()

    def __init__(
        self,
        background: Background,
        data_folder: Path,
        parent: QObject | None = None,
        *,
        options: Sequence[str] = (),
    ) -> None:
        """``options`` are more words for ``waypost hub run``."""
        super().__init__(parent)
        self._background, self._folder, self._options = background, data_folder, options
        self.state: State = "closed"
        self.hub: OwnHub | None = None
        self.code, self.seconds_left = "", 0
        self.devices: list[DeviceHere] = []
        self.ending: set[str] = set()
        """Keys of computers that the hub is being told to let come no more."""
        self._seen: frozenset[str] | None = None
        self.error: Exception | None = None
        self.closed_itself = False
        self._key = b""
        self._ports = list(_PORTS)
        self.process: QProcess | None = None
        self._coding, self._looking = Errand(background, self), Errand(background, self)
        self._coding.ended.connect(self._on_code)
        self._looking.ended.connect(self._on_looked)
        self._tick = self._timer(1000, self._on_tick, again=True)
        self.look_timer = self._timer(LOOK_MS, self._look, again=True)
        self._end_timer = self._timer(_PATIENCE_MS, self._end)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._on_quit)

    def _timer(self, interval: int, then: Callable[[], None], *, again: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(not again)
        timer.timeout.connect(then)
        return timer

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where others find it, with the port."""
        return self.hub.addresses if self.hub else ()

    @property
    def square(self) -> str:
        """What its QR code says: address, digits, and the start of the certificate's mark."""
        if self.hub is None or not self.code or not self.hub.addresses:
            return ""
        return pairing_text.write(self.hub.addresses[0], self.code, self.hub.pin)

    # ------------------------------------------------------------ opening

    def open(self) -> None:
        """Begin; ``moved`` tells when others can come, or ``error`` why not."""
        if self.state != "closed" or self.process is not None:  # the one before still ends
            return
        self.error, self.closed_itself = None, False
        self._ports = list(_PORTS)
        self._set("opening")
        self._background.run(self, works.hub_key, self._start, self._on_trouble)

    def _start(self, key: bytes) -> None:
        self._key = key
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setWorkingDirectory(str(paths.resources()))
        process.setArguments([*_program(), *self._arguments(self._ports.pop(0))])
        process.readyReadStandardOutput.connect(self._on_said)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_not_started)
        self.process = process
        process.start()
        process.write(self._key.hex().encode() + b"\n")  # stays open: the hub closes with it

    def _arguments(self, port: int) -> list[str]:
        return [
            "--data-dir", str(self._folder), "--language", i18n.language(),
            "hub", "run", "--from-desktop",
            "--idle-minutes", str(IDLE_MINUTES), "--port", str(port), *self._options,
        ]  # fmt: skip

    def _on_said(self) -> None:
        if self.process is None or self.state != "opening" or not self.process.canReadLine():
            return
        try:
            self.hub = works.read_opened(bytes(self.process.readLine().data()))
        except Exception as error:  # noqa: BLE001 - said on the page, whatever it is
            self._on_trouble(error)
            self._end()
            return
        self._set("open")
        self.new_code()
        self._look()
        self.look_timer.start()

    def _on_not_started(self, kind: QProcess.ProcessError) -> None:
        if kind == QProcess.ProcessError.FailedToStart:
            self._on_trouble(works.hub_trouble(""))
            self._forget_process()

    # ------------------------------------------------------------ the desk

    def new_code(self) -> None:
        """Six new digits; those before open nothing any more."""
        if self.hub is not None and self.state == "open":
            self._coding.start(works.new_code(self.hub))

    def _on_code(self) -> None:
        if self._coding.error is not None:
            self.error = self._coding.error
        elif self._coding.result is not None and self.state == "open":
            self.error = None
            self.code = self._coding.result.digits
            self.seconds_left = self._coding.result.seconds
            self._tick.start()
        self.moved.emit()

    def _on_tick(self) -> None:
        self.seconds_left = max(0, self.seconds_left - 1)
        if self.seconds_left:
            self.ticked.emit()
        else:
            self._drop_code()

    def _drop_code(self) -> None:
        self._tick.stop()
        self.code, self.seconds_left = "", 0
        self.moved.emit()

    def _look(self) -> None:
        if self.hub is not None and self.state == "open":
            self._looking.start(works.at_desk(self.hub))

    def _on_looked(self) -> None:
        found = self._looking.result
        if found is None or self.state != "open":
            return
        known, self._seen = self._seen, frozenset(one.key for one in found.devices)
        self.devices = list(found.devices)
        if known is not None and self._seen - known and self.code:
            self._drop_code()  # they were for one computer, and it has come
        self.moved.emit()

    def end(self, key: str) -> None:
        """Let this computer come no more; what it brought stays."""
        if self.hub is None or self.state != "open" or key in self.ending:
            return
        self.ending.add(key)
        self.error = None
        work, hub = works.end_device(self.hub, key), self.hub
        self._background.run_network(
            self,
            work,
            lambda _nothing: self._on_end_told(hub, key),
            lambda error: self._on_end_told(hub, key, error),
        )
        self.moved.emit()

    def _on_end_told(self, hub: OwnHub, key: str, error: Exception | None = None) -> None:
        self.ending.discard(key)
        if hub is not self.hub:
            return  # it was closed meanwhile, and stands here no more
        self.error = error
        if error is None:
            self.devices = [one for one in self.devices if one.key != key]
        self.moved.emit()

    # ------------------------------------------------------------ closing

    def close(self) -> None:
        """Close for others; what is under way there may end first."""
        if self.process is None or self.state not in ("opening", "open"):
            return
        self._set("closing")
        self._looking.stop()
        self.process.closeWriteChannel()
        self._end_timer.start()

    def _end(self) -> None:
        if self.process is not None:
            self.process.kill()

    def _on_quit(self) -> None:
        if self.process is not None:
            self.process.closeWriteChannel()
            if not self.process.waitForFinished(_LAST_MS):
                self.process.kill()
                self.process.waitForFinished(_LAST_MS)

    def _on_finished(self, code: int, _status: QProcess.ExitStatus) -> None:
        process, state = self.process, self.state
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
        self._forget_process()
        ended_early = state == "opening" or (state == "open" and code != 0)
        if state == "opening" and self._ports:
            self._start(self._key)
        elif ended_early:
            self._on_trouble(works.hub_trouble(said))
        else:
            self.closed_itself = state == "open"
            self._set("closed")

    def _forget_process(self) -> None:
        if self.process is not None:
            self.process.deleteLater()
        self.process, self.hub = None, None
        self._end_timer.stop()
        self._tick.stop()
        self.look_timer.stop()
        self.code, self.seconds_left, self.devices, self._seen = "", 0, [], None

    def _on_trouble(self, error: Exception) -> None:
        self.error = error
        self._set("closed")

    def _set(self, state: State) -> None:
        self.state = state
        self.moved.emit()


def _program() -> list[str]:
    """What comes after the executable to be this program."""
    return [] if getattr(sys, "frozen", False) else ["-m", "trainer_app"]
