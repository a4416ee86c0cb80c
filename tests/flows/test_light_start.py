"""The window is up before anything is read that it does not show: a start stays quick."""

import subprocess
import sys

HEAVY = (
    "alembic", "asyncio", "babel", "cryptography", "httpx", "msgspec", "sqlalchemy",
    "trainer_app.store", "trainer_app.sync", "trainer_app.cli.", "yaml",
)  # fmt: skip
OPERATIONS = "trainer_app.operations."
SCRIPT = "import sys, trainer_app.cli, trainer_app.app; print('\\n'.join(sys.modules))"


def test_the_window_reads_no_operation_and_no_store() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "trainer_app.ui.program" in told
    assert [name for name in told if name.startswith(HEAVY) or name.startswith(OPERATIONS)] == []
