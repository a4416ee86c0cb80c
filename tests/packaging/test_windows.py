"""What can be said of the Windows packages without Windows and without wine."""

import fnmatch
import re
import struct
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "packaging"
SCRIPT = (HERE / "windows" / "installer.nsi").read_text(encoding="utf-8")
WORDS = (HERE / "windows" / "words.nsh").read_text(encoding="utf-8")
LOCKS = (ROOT / "requirements.lock", HERE / "requirements.lock")
SYSTEMS = {
    "win32": {"platform_system": "Windows", "os_name": "nt"},
    "darwin": {"platform_system": "Darwin", "os_name": "posix"},
}


@pytest.fixture(scope="module")
def windows():
    """The builder. Its own folder is where it looks for its neighbours."""
    sys.path.insert(0, str(HERE))
    try:
        import windows
        import windows_parts  # noqa: F401
    finally:
        sys.path.remove(str(HERE))
    return windows


def part(begin: str, end: str) -> str:
    return SCRIPT[SCRIPT.index(begin) : SCRIPT.index(end, SCRIPT.index(begin))]


# ---------------------------------------------------------------- pins


def pins() -> dict[str, str]:
    """Each pinned name and its marker."""
    text = "".join(lock.read_text(encoding="utf-8") for lock in LOCKS)
    found = re.findall(r"^([\w.-]+)==\S+(?: ; (.*?))? \\$", text, re.MULTILINE)
    return {canonicalize_name(name): marker for name, marker in found}


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_other_systems_ask_for_is_pinned(system):
    """pip takes what the locks name and looks for nothing else."""
    there = SYSTEMS[system] | {"sys_platform": system, "extra": ""}
    there |= {"python_version": "3.13", "python_full_version": "3.13.2"}
    known = pins()
    missing = []
    for name in known:
        try:
            asked = metadata.distribution(name).requires or []
        except metadata.PackageNotFoundError:
            continue  # of another system, or it builds packages
        for one in map(Requirement, asked):
            wanted = one.marker is None or one.marker.evaluate(there)
            if wanted and canonicalize_name(one.name) not in known:
                missing.append(f"{name} asks for {one}")
    assert missing == ["soundfile asks for numpy"]  # for its arrays only, of which we have none


def test_windows_gets_its_own_pins_and_none_of_linux(windows):
    pinned = "".join(windows.pins_for_windows(lock.read_text("utf-8")) for lock in LOCKS)
    names = set(re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE))
    assert {"pywin32-ctypes", "colorama", "pefile", "pyinstaller", "pyside6-addons"} <= names
    assert not {"secretstorage", "jeepney", "macholib", "importlib-metadata"} & names
    assert " ; " not in pinned
    blocks = re.findall(r"^[\w.-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", pinned, re.MULTILINE)
    assert len(blocks) == len(names)


def test_a_pin_of_another_system_takes_its_hashes_along(windows):
    lock = (
        "a==1 ; sys_platform == 'linux' \\\n    --hash=sha256:aa\n"
        "b==2 ; sys_platform == 'win32' \\\n    --hash=sha256:bb\n"
        "c==3 \\\n    --hash=sha256:cc\n"
    )
    assert windows.pins_for_windows(lock) == (
        "b==2 \\\n    --hash=sha256:bb\nc==3 \\\n    --hash=sha256:cc\n"
    )


# ---------------------------------------------------------------- the gate


def test_the_gate_says_what_is_missing(windows, tmp_path):
    for name in windows.MUST_BE_THERE:
        path = tmp_path / name.replace("*", "one")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert windows.lacking(tmp_path) == []
    (tmp_path / "release-one/PySide6/plugins/platforms/qwindows.dll").unlink()
    (tmp_path / "release-one/packs/one.waypack").unlink()
    assert windows.lacking(tmp_path) == [
        "release-*/PySide6/plugins/platforms/qwindows.dll",
        "release-*/packs/*.waypack",
    ]


def test_the_program_speaks_utf_8_on_windows():
    """A console of Windows has a code page of its own, in which Arabic names cannot be printed."""
    spec = (HERE / "waypost.spec").read_text(encoding="utf-8")
    assert '("X utf8", None, "OPTION")' in spec


# ---------------------------------------------------------------- version and icon


def test_the_version_resource_counts_as_windows_does(windows, tmp_path):
    parts = sys.modules["windows_parts"]
    assert parts.four_numbers("1.2.3") == (1, 2, 3, 0)
    assert parts.four_numbers("0.2rc1") == (0, 2, 0, 0)
    with pytest.raises(ValueError, match="not a version"):
        parts.four_numbers("next")
    parts.write_version("1.2.3", tmp_path / "version")
    text = (tmp_path / "version").read_text(encoding="utf-8")
    compile(text, "version", "eval")
    assert "filevers=(1, 2, 3, 0)" in text
    assert "StringStruct('ProductVersion', '1.2.3')" in text
    assert "flags=0x0" in text
    parts.write_version("1.2.3rc1", tmp_path / "version")
    assert "flags=0x2" in (tmp_path / "version").read_text(encoding="utf-8")


def test_the_icon_holds_each_size(windows, tmp_path, qapp):
    from PySide6.QtGui import QColor, QImageReader

    parts = sys.modules["windows_parts"]
    target = tmp_path / "waypost.ico"
    parts.write_icon(ROOT / "assets" / "app-icon.svg", target)
    _zero, kind, count = struct.unpack("<3H", target.read_bytes()[:6])
    assert (kind, count) == (1, len(parts.SIZES))
    reader, seen = QImageReader(str(target)), {}
    for _ in range(reader.imageCount()):
        picture = reader.read()
        seen[picture.width()] = picture
        reader.jumpToNextImage()
    assert sorted(seen) == sorted(parts.SIZES)
    large = seen[256]
    assert large.pixelColor(0, 0).alpha() == 0
    assert large.pixelColor(128, 60) == QColor("#FFFFFF")
    assert large.pixelColor(30, 200) == QColor("#0E5A63")


# ---------------------------------------------------------------- the installer's promises


def test_no_administrator_and_nothing_of_the_whole_computer():
    assert "RequestExecutionLevel user" in SCRIPT
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\${NAME}"' in SCRIPT
    assert "HKLM" not in SCRIPT
    assert "SetShellVarContext all" not in SCRIPT


def test_the_data_goes_only_when_asked():
    """Every folder that is removed whole is the program's, but for two, behind the question."""
    removed = re.findall(r'RMDir /r "(.+?)"', SCRIPT)
    assert set(removed) == {
        "$INSTDIR\\$3", "$INSTDIR\\updates", "$INSTDIR\\new", "$INSTDIR\\old", "${DATA}",
        "${STATE}",
    }  # fmt: skip
    assert 'FindFirst $2 $3 "$INSTDIR\\release-*"' in SCRIPT  # so $3 is one of the program's own
    assert '!define DATA "$LOCALAPPDATA\\Waypost"' in SCRIPT
    asked = part("${If} $Erase == 1", "${EndIf}")
    for name in ("${DATA}", "${STATE}"):
        assert SCRIPT.count(f'RMDir /r "{name}"') == 1
        assert f'RMDir /r "{name}"' in asked
    begin = part("Function un.onInit", "FunctionEnd")
    assert begin.index("StrCpy $Erase 0") < begin.index('$1 == "1"') < begin.index("$Erase 1")


def test_the_uninstaller_erases_what_the_program_calls_its_data(monkeypatch):
    from trainer_app import paths

    monkeypatch.setattr(paths.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    monkeypatch.delenv("WAYPOST_STATE_HOME", raising=False)
    for name, place in (("DATA", paths.data_home()), ("STATE", paths.state_home())):
        assert f'!define {name} "$LOCALAPPDATA\\{place.name}"' in SCRIPT
        assert place.parent == Path("/local")


def test_an_open_program_is_looked_for_before_anything_is_touched():
    for begin, touched in (('Section "install"', "File /r"), ('Section "Uninstall"', "Delete")):
        section = part(begin, "SectionEnd")
        assert section.index("RefuseWhileOpen") < section.index(touched)
    refusal = part("!macro RefuseWhileOpen", "!macroend")
    assert "SetErrorLevel 4" in refusal
    assert "$(IsOpen)" in refusal
    assert "/SD IDCANCEL" in refusal


def test_an_update_leaves_no_old_file_and_is_whole_before_the_old_one_goes():
    section = part('Section "install"', "SectionEnd")
    laid = section.index("File /r")
    gone = section.index("DropReleases")
    placed = section.index('Rename "$INSTDIR\\new\\release-${VERSION}"')
    assert section.index('SetOutPath "$INSTDIR\\new"') < laid < placed < gone
    assert placed < section.index('Rename "$INSTDIR\\new\\waypost.exe"') < gone
    assert "Delete" not in section[:gone]


def test_every_name_that_is_exchanged_is_looked_after_and_goes_back():
    """One test of the error flag clears it, so each rename has its own."""
    exchange = part("  exchanging:", "  held:")
    renamed = exchange.count("Rename ")
    assert renamed == exchange.count("IfErrors held") == 4
    back = part("  held:", "  exchanged:")
    for name in ("waypost.exe", "release-${VERSION}"):
        assert f'Rename "$INSTDIR\\old\\{name}" "$INSTDIR\\{name}"' in back
    assert "$(IsHeld)" in back
    assert "SetErrorLevel 5" in back


def test_an_older_program_is_not_put_over_a_newer_one():
    section = part('Section "install"', "SectionEnd")
    assert section.index("RefuseOverNewer") < section.index("RMDir")
    refusal = part("!macro RefuseOverNewer", "!macroend")
    assert "$(IsNewer)" in refusal
    assert "SetErrorLevel 6" in refusal


def test_what_an_update_left_half_made_goes_with_the_program():
    dropped = re.findall(r'Delete "\$INSTDIR\\(.+?)"', part("!macro DropReleases", "!macroend"))
    left = ["update.json", "update.json.part", "update.part", "waypost.exe.part",
            "waypost-0.2.0.exe", "waypost-0.2.0.exe.part", "write-12-34.part"]  # fmt: skip
    for name in left:
        assert any(fnmatch.fnmatch(name, one) for one in dropped), name


def test_the_installer_speaks_four_languages():
    for language in ("English", "Spanish", "French", "Arabic"):
        assert f'MUI_LANGUAGE "{language}"' in SCRIPT
    used = set(re.findall(r"\$\((\w+)\)", SCRIPT))
    told = re.findall(r'^LangString (\w+) \$\{LANG_(\w+)\} "(.+)"$', WORDS, re.MULTILINE)
    assert used == {name for name, _language, _text in told}
    for name in used:
        texts = {language: text for one, language, text in told if one == name}
        assert set(texts) == {"ENGLISH", "SPANISH", "FRENCH", "ARABIC"}
        assert len(set(texts.values())) == 4
