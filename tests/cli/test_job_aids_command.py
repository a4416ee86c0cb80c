"""``waypost job-aids``: the sheets as files, in the language asked for, with the site's numbers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.paper.aids import shelf
from trainer_app import i18n
from trainer_app.__main__ import main
from trainer_app.content.shelf import write_shelf


@pytest.fixture(autouse=True)
def stocked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, data_folder: Path
) -> None:
    """A shelf in English and Spanish, and an empty data folder."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for language in ("en", "es"):
        write_shelf(folder, shelf(language))
    monkeypatch.setattr("trainer_app.paths.bundled_shelf", lambda: folder)
    monkeypatch.setattr(i18n, "_language", i18n.language())
    monkeypatch.setattr(i18n, "_catalog", i18n._catalog)
    monkeypatch.chdir(tmp_path)


def text_of(file: Path) -> str:
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    document = qtpdf.QPdfDocument()
    document.load(str(file))
    text: str = document.getAllText(0).text()
    document.close()
    return " ".join(text.replace("\u00a0", " ").split())


def test_every_sheet_becomes_a_file(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(data_folder), "job-aids", "--output", "out"]) == 0
    said = capsys.readouterr().out.splitlines()
    names = sorted(file.name for file in Path("out").iterdir())
    assert names == sorted(f"waypost-{aid.id}-en.pdf" for aid in shelf().job_aids)
    assert said[0] == "out/waypost-wallet-card-en.pdf"
    assert "lines to write on" in said[-1]


def test_one_kind_in_another_language_with_the_numbers_of_the_site(
    data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--data-dir", str(data_folder)]
    main([*at, "site", "name", "Terminal Norte"])
    main([*at, "site", "fill", "focal-point", "--name", "Rosa Mamani", "--number", "555 0101",
          "--verified-by", "Elena Choque", "--verified-on", today()])  # fmt: skip
    capsys.readouterr()
    words = ["job-aids", "--output", "out", "--kind", "poster", "--language", "es"]
    assert main([*at, *words]) == 0
    assert capsys.readouterr().out == "out/waypost-poster-es.pdf\n"
    text = text_of(Path("out/waypost-poster-es.pdf"))
    for part in ("Terminal Norte", "Rosa Mamani", "555 0101", "A quién llamo"):
        assert part in text


def today() -> str:
    from trainer_app.operations.learning import today

    return today().isoformat()


def test_without_data_the_sheets_have_lines_and_nothing_is_made(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    assert main(["--data-dir", str(nothing), "job-aids", "--output", "out"]) == 0
    assert not nothing.exists()


def test_a_language_without_sheets_gets_english_and_is_told(
    data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--language", "fr", "job-aids", "--output", "out", "--kind", "poster"]
    assert main(["--data-dir", str(data_folder), *words]) == 0
    assert "English" in capsys.readouterr().out
    assert [file.name for file in Path("out").iterdir()] == ["waypost-poster-en.pdf"]


def test_no_sheets_is_said(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("trainer_app.paths.bundled_shelf", lambda: Path("nowhere"))
    assert main(["--data-dir", str(data_folder), "job-aids", "--output", "out"]) == 1
    assert "no sheets" in capsys.readouterr().out
    assert not Path("out").exists()


def test_a_folder_that_cannot_be_written_is_not_saved(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    at = ["--data-dir", str(data_folder), "job-aids", "--output"]
    assert main([*at, "file/out"]) == 3
    assert main([*at, "file"]) == 3
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert all(line.startswith("waypost: ") for line in said)


@pytest.mark.parametrize("words", [[], ["--output", "out", "--kind", "hat"]])
def test_words_that_are_off(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["job-aids", *words])
    assert left.value.code == 2
    assert "job-aids --help" in capsys.readouterr().err


def test_it_needs_no_screen(tmp_path: Path) -> None:
    hidden = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    surroundings = {name: value for name, value in os.environ.items() if name not in hidden}
    answer = subprocess.run(
        [sys.executable, "-m", "trainer_app", "--data-dir", str(tmp_path / "none"), "job-aids",
         "--output", str(tmp_path / "out")],
        cwd=Path(__file__).parent.parent.parent, capture_output=True, text=True, check=False,
        timeout=120, env=surroundings,
    )  # fmt: skip
    assert answer.returncode in (0, 1), answer.stderr
    assert "Traceback" not in answer.stderr
