"""What can be said of the packages without building one."""

import ast
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "packaging"
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock", HERE / "requirements.lock")
SPEC = (HERE / "waypost.spec").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: f"{lock.parent.name}/{lock.name}")
def test_a_lock_names_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    names = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
    pinned = re.findall(r"^[\w.-]+==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert names
    assert len(names) == len(pinned)


def test_what_the_spec_takes_along_is_there() -> None:
    taken = re.findall(r'\(ROOT((?: / "[^"]+")+),', SPEC)
    assert len(taken) >= 7
    for one in taken:
        path = ROOT.joinpath(*re.findall(r'"([^"]+)"', one))
        assert path.exists() or path.parent.name == "build", path


def test_databases_that_alembic_asks_for_stay() -> None:
    assert "sqlalchemy.dialects." not in SPEC[SPEC.index("LEFT_OUT") : SPEC.index("analysis =")]


def test_the_deb_asks_for_what_a_developer_is_asked_for() -> None:
    """Cups, sound and papers in tests aside, Qt's libraries are the same on both roads."""
    wanted = runpy.run_path(str(ROOT / "dev.py"))["QT_LIBRARIES"]
    control = (HERE / "linux" / "control").read_text(encoding="utf-8")
    apart = {"libcups2", "libatomic1"}
    missing = [name for name in wanted.values() if name not in control and name not in apart]
    assert missing == []


def test_a_starter_in_every_language() -> None:
    starter = (HERE / "linux" / "waypost.desktop").read_text(encoding="utf-8")
    for language in ("es", "fr", "ar"):
        assert f"Comment[{language}]=" in starter


def test_nothing_is_left_out_that_the_program_imports() -> None:
    left_out = SPEC[SPEC.index("LEFT_OUT") : SPEC.index("analysis =")]
    names = {name for name in re.findall(r'"([\w.]+)"', left_out) if "{" not in name}
    imported = set()
    for path in (ROOT / "trainer_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    assert "babel.messages.pofile" in imported or "babel.messages" in imported
    assert not {one for one in imported for name in names if f"{one}.".startswith(f"{name}.")}
