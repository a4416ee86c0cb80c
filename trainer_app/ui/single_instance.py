"""One Waypost per data folder. A second start brings the first one to the front."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QDir, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _
from trainer_app.locks import WINDOW, FileLock

_ANSWER_MS, _AGAIN_MS = 2000, 20


class SingleInstance(QObject):
    """Holds the folder's lock. Signals: ``called`` when another start was refused.

    ``lock`` is the folder's, where this process may have it already.
    """

    called = Signal()

    def __init__(
        self, folder: Path, lock: FileLock | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = lock or FileLock(folder / WINDOW)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_called)

    def take(self) -> bool:
        """Whether this is the first. Raises ``StoreUnusable`` where no lock can be written."""
        try:
            first = self._lock.take()
        except OSError as error:
            raise StoreUnusable(
                _("Waypost cannot write in {folder}. Choose another folder, or free it.").format(
                    folder=self._folder
                )
            ) from error
        if first:
            QLocalServer.removeServer(self._name())  # left behind by a start that was killed
            self._server.listen(self._name())
        return first

    def call_first(self) -> None:
        """Ask the first one to come to the front; gives up after two seconds. One that is only
        just starting does not listen yet: it is asked again."""
        patience = QDeadlineTimer(_ANSWER_MS)
        while not patience.hasExpired():
            socket = QLocalSocket()
            socket.connectToServer(self._name())
            if socket.waitForConnected(patience.remainingTime()):
                socket.disconnectFromServer()
                return
            QThread.msleep(_AGAIN_MS)

    def release(self) -> None:
        """Let another start have the folder."""
        self._server.close()
        self._lock.release()

    def _name(self) -> str:
        folder = QDir(str(self._folder)).canonicalPath() or str(self._folder)
        return "waypost-" + hashlib.sha256(folder.encode()).hexdigest()[:24]

    def _on_called(self) -> None:
        while self._server.hasPendingConnections():
            self._server.nextPendingConnection().deleteLater()
        self.called.emit()
