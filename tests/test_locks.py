"""A lock is one process's, and gone with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from trainer_app.locks import FileLock

HOLDS = """
import sys
from pathlib import Path
from trainer_app.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_a_lock_is_gone_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline().strip() == b"True"
        lock = FileLock(path)
        assert not lock.take()
        other.kill()
        other.wait()
        assert lock.take()


def test_it_is_taken_once_and_let_go_once(tmp_path: Path) -> None:
    first, second = (FileLock(tmp_path / "lock") for _time in range(2))
    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    first.release()
    assert second.take()
    second.release()


def test_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="lock"):
        FileLock(tmp_path / "gone" / "lock").take()


def test_it_asks_for_no_window_system() -> None:
    """A release that cannot read Qt is counted, too."""
    code = "import sys; sys.modules['PySide6'] = None; import trainer_app.locks"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
