"""Where things lie. The only code that knows whether the program is frozen."""

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The folder of assets, translations and packs that came with the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def bundled_packs() -> Path:
    """The folder of the packs that came with the program."""
    built = resources() / "build" / "packs"
    return built if built.is_dir() else resources() / "packs"


def bundled_shelf() -> Path:
    """The folder of what stands beside the modules, one file for each language."""
    built = resources() / "build" / "shelf"
    return built if built.is_dir() else resources() / "shelf"


def data_home() -> Path:
    """The default data folder of this person on this computer; not created here."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return base / "Waypost"


def state_home() -> Path:
    """The folder for what this computer remembers of data folders, outside of each of them."""
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
        usual = local / "Waypost State"
    elif sys.platform == "darwin":
        usual = Path.home() / "Library/Application Support/Waypost State"
    else:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
        usual = state / "Waypost"
    return Path(os.environ.get("WAYPOST_STATE_HOME") or usual)
