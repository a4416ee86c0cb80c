"""The rules of the house: rooms, sizes, doors, documents."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "trainer_app"
FILES = sorted(PROGRAM.rglob("*.py"))
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50
REASONS = {
    "content/module.py": "the whole shape of a module, read from top to bottom",
}

VIOLATIONS = {
    "Rooms only look down": ("content/stray.py", "import trainer_app.training.attempt"),
    "Qt stays in ui": ("training/stray.py", "import PySide6.QtCore"),
    "SQL stays in store": ("operations/stray.py", "import sqlalchemy"),
    "The store has few visitors": ("ui/stray.py", "import trainer_app.store"),
    "Sync has few visitors": ("ui/stray.py", "import trainer_app.sync"),
    "Desks know neither each other nor the door between them, widgets no desk": (
        "ui/start/stray.py", "import trainer_app.ui.learn",
    ),
}  # fmt: skip


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )  # fmt: skip


@pytest.fixture
def house(tmp_path):
    """A copy of the program, to break."""
    shutil.copytree(PROGRAM, tmp_path / "trainer_app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_each_contract_barks_when_it_is_broken(house, contract):
    name, line = VIOLATIONS[contract]
    (house / "trainer_app" / name).write_text(f'"""Not allowed."""\n\n{line}\n')
    answer = lint_imports(house)
    assert answer.returncode != 0
    assert re.search(rf"{re.escape(contract)} .*BROKEN", answer.stdout)


def test_a_room_nobody_declared_is_reported(house):
    (house / "trainer_app" / "attic.py").write_text('"""Not declared."""\n')
    answer = lint_imports(house)
    assert answer.returncode != 0
    assert "attic" in answer.stdout + answer.stderr


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_room_but_ui_works_where_qt_is_absent():
    rooms = ["cli", "hub", "operations", "sync", "store", "training", "content"]
    modules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for room in rooms
        for file in sorted((PROGRAM / room).rglob("*.py"))
        if "migrations" not in file.parts
    ]
    answer = python(
        "import sys, importlib; sys.modules['PySide6'] = None\n"
        f"for name in {modules!r}: importlib.import_module(name.removesuffix('.__init__'))"
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    "slow", ["sqlalchemy", "alembic", "cryptography", "yaml", "markdown_it", "babel", "keyring"]
)
def test_the_window_does_not_wait_for(slow):
    answer = python(f"import sys, trainer_app.app; assert {slow!r} not in sys.modules")
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PROGRAM)))
def test_files_and_functions_stay_small(file):
    text = file.read_text()
    if str(file.relative_to(PROGRAM)) not in REASONS:
        assert len(text.splitlines()) <= LINES_OF_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LINES_OF_A_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PROGRAM)))
def test_names_say_something(file):
    words = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "base", "logic"}
    assert not words & set(file.stem.split("_"))


def test_every_public_thing_outside_tests_says_what_it_is():
    nameless = []
    for file in FILES:
        tree = ast.parse(file.read_text())
        if file.read_text().strip() and not ast.get_docstring(tree):
            nameless.append(str(file))
        nameless += [
            f"{file}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert nameless == []


def test_the_readme_names_every_command():
    from trainer_app.cli import parser

    readme = (ROOT / "README.md").read_text()
    commands = next(a for a in parser()._actions if a.dest == "command").choices
    assert commands
    for name in commands:
        assert f"waypost {name}" in readme, name


def test_the_architecture_names_every_room():
    tree = (ROOT / "ARCHITECTURE.md").read_text()
    for room in sorted(PROGRAM.iterdir()):
        if room.is_dir() and room.name != "__pycache__":
            assert f"{room.name}/" in tree, room.name


def test_dev_py_explains_every_task():
    answer = subprocess.run(
        [sys.executable, "dev.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for task in ("run", "test", "check", "setup", "screens", "torture", "bench", "catalogs"):
        assert re.search(rf"^  {task} +\w", answer.stdout, re.MULTILINE)


def test_lock_files_carry_hashes_and_no_addresses():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        pins = re.findall(r"^[a-z0-9-]+==\S+", text, re.MULTILINE)
        assert len(pins) > 15
        assert text.count("--hash=sha256:") >= len(pins)


def test_the_same_version_everywhere():
    from trainer_app import __version__

    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PROGRAM)))
def test_no_word_hides_in_an_f_string(file):
    """Before Python 3.12 the extractor does not look into f-strings."""
    hidden = [
        node
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "N_", "ngettext", "pgettext"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
