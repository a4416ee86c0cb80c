"""The command line as a person meets it: one plain line, the right exit code, nothing lost."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from trainer_app import __version__, paths
from trainer_app.store import Store

STARTS = 5


def waypost(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "trainer_app", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


def one_line(answer: subprocess.CompletedProcess[str]) -> str:
    said = [line for line in answer.stderr.splitlines() if line.startswith("waypost: ")]
    assert len(said) == 1, answer.stderr
    assert "Traceback" not in answer.stderr
    return said[0]


def test_the_version_is_said():
    assert waypost("--version").stdout == f"Waypost {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense"],
        ["dance"],
        ["--language", "tlh"],
        ["modules"],
        ["site", "fill"],
        ["site", "fill", "police", "--verified-on", "yesterday"],
    ],
)
def test_words_that_are_off_get_one_line_and_two(words):
    answer = waypost(*words)
    assert answer.returncode == 2
    assert "--help" in one_line(answer)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for words in ([], ["site", "show"]):
        answer = waypost("--data-dir", tmp_path / "file" / "data", *words)
        assert answer.returncode == 4
        assert one_line(answer)


def test_a_file_of_a_newer_release_is_left_untouched(data_folder):
    store = Store.open(data_folder, use_keystore=False)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = (data_folder / "waypost.db").read_bytes()
    answer = waypost("--data-dir", data_folder, "site", "show")
    assert answer.returncode == 5
    assert "newer" in one_line(answer)
    assert (data_folder / "waypost.db").read_bytes() == before


def test_a_locked_file_asks_for_the_recovery_code(data_folder):
    (data_folder / "waypost.key").unlink()
    answer = waypost("--data-dir", data_folder, "site", "show")
    assert answer.returncode == 6
    assert "recovery code" in one_line(answer)


def test_a_site_is_filled_shown_and_emptied(data_folder):
    at = ("--data-dir", data_folder, "site")
    refused = waypost(*at, "fill", "child-helpline", "--number", "000")
    assert refused.returncode == 1
    assert "who tried" in one_line(refused)
    filled = waypost(
        *at, "fill", "child-helpline", "--number", "000", "--verified-by", "Elena Choque",
        "--verified-on", "2026-11-20",
    )  # fmt: skip
    assert filled.returncode == 0
    assert "000" in filled.stdout
    assert "Terminal Norte" in waypost(*at, "name", "Terminal Norte").stdout
    assert "000" not in waypost(*at, "empty", "child-helpline").stdout


@pytest.mark.parametrize("text", ["", "hello", "WAYPOST1:AAAA"])
def test_what_is_no_certificate_is_refused(text):
    answer = waypost("certificate", "verify", text)
    assert answer.returncode == 1
    assert "certificate" in one_line(answer)
    as_json = waypost("certificate", "verify", text, "--json")
    assert as_json.returncode == 1
    assert json.loads(as_json.stdout)["verdict"] == "rejected"


def test_the_self_test_lists_what_is_there():
    answer = waypost("self-test", "--json")
    report = json.loads(answer.stdout)
    assert answer.returncode == 0, report["checks"]
    assert report["ok"] is True
    assert len(report["modules"]) >= 3
    assert report["items"] >= 45
    assert report["languages"] == ["ar", "en", "es", "fr"]


def test_the_self_test_says_no_when_something_is_missing(monkeypatch, tmp_path, capsys):
    from trainer_app.self_test import run_self_test

    monkeypatch.setattr(paths, "bundled_packs", lambda: tmp_path)
    monkeypatch.setattr("trainer_app.self_test.Trial.show_lesson", lambda _self: None)
    monkeypatch.setattr("trainer_app.self_test.Trial.hear_recording", lambda _self: None)
    monkeypatch.setattr("trainer_app.self_test.Trial.switch_language", lambda _self: None)
    assert run_self_test(as_json=True) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    assert any("no modules" in check["detail"] for check in report["checks"])


def test_many_starts_at_once_have_one_winner_also_after_it_was_killed(tmp_path):
    folder = tmp_path / "data"
    for _round in range(2):
        starts = [start(folder) for _ in range(STARTS)]
        with ThreadPoolExecutor(STARTS) as pool:
            waiting = {pool.submit(one.wait) for one in starts}
            ended = set()
            while len(ended) < STARTS - 1:
                done, waiting = wait(waiting, timeout=60, return_when=FIRST_COMPLETED)
                assert done, "more than one window is open"
                ended |= done
            still = [one for one in starts if one.poll() is None]
            assert len(still) == 1
            assert [one.returncode for one in starts if one not in still] == [0] * (STARTS - 1)
            still[0].kill()
    shutil.rmtree(folder)


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "trainer_app", "--data-dir", str(folder)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_the_window_reads_no_command() -> None:
    """A start is not to wait for what nobody asked for."""
    code = (
        "import sys; from trainer_app import cli; cli.parse(['--language', 'es']); "
        "cli.parse(['self-test']); "
        "print([one for one in sys.modules if one.startswith('trainer_app.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
