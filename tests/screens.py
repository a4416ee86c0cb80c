"""``dev.py screens``: every page × language × theme × size as pictures, to be looked at.

python3 dev.py screens [--output build/screens] [--language es] [--theme dark] [--only S07]
python3 dev.py screens --steps [--language es]     every lesson step at 1024x600; does one scroll?

What a projector shows (F06) comes at 1024x768, 1280x800 and 1920x1080.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.walk import Walk, languages, pages, steps, walking  # after the platform is chosen

ROOT = Path(__file__).parent.parent
THEMES = ("light", "dark", "hc")
SIZES = ((1366, 768), (1024, 600))
WALLS = ((1024, 768), (1280, 800), (1920, 1080))


def main() -> int:
    """Render and say how many pictures there are, and where."""
    parser = argparse.ArgumentParser(prog="dev.py screens")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "screens")
    parser.add_argument("--language", action="append", choices=languages())
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--only", default="", metavar="TEXT", help="pages whose name has this")
    parser.add_argument("--steps", action="store_true", help="every lesson step at 1024x600")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if chosen.steps:
        return _render_steps(chosen)
    if not chosen.only:
        shutil.rmtree(chosen.output, ignore_errors=True)
    chosen.output.mkdir(parents=True, exist_ok=True)
    count = 0
    for language in chosen.language or languages():
        with tempfile.TemporaryDirectory() as folder, walking(Path(folder)) as walk:
            for name in pages(walk, language):
                if chosen.only in name:
                    count += _render(walk, chosen, name, language)
                if name.startswith("F05-lead") and chosen.only in name.replace("F05", "F06"):
                    count += _render_room(walk, chosen, name.replace("F05", "F06"), language)
        print(f"{language}: {count} pictures so far", flush=True)
    print(f"{count} pictures in {chosen.output}")
    return 0


def _render_steps(chosen: argparse.Namespace) -> int:
    """Every step of every lesson, as small as it gets; 1 when one has to be scrolled."""
    folder = chosen.output / "steps"
    folder.mkdir(parents=True, exist_ok=True)
    count, scrolled = 0, []
    for language in chosen.language or ["es"]:
        with tempfile.TemporaryDirectory() as data, walking(Path(data)) as walk:
            walk.program._speak(language)
            walk.enrol_people(language)
            walk.enter(0)
            walk.window.resize(*SIZES[1])
            for manifest in walk.program.catalog.manifests():
                for name, scrolls in steps(walk, walk.module(manifest.id, language)):
                    walk.window.grab().save(str(folder / f"{name}_{language}.png"))
                    count += 1
                    scrolled += [f"{language}: {name}"] if scrolls else []
    print(f"{count} steps in {folder}, {len(scrolled)} have to be scrolled")
    for name in scrolled:
        print(f"  {name}")
    return 1 if scrolled else 0


def _render(walk: Walk, chosen: argparse.Namespace, name: str, language: str) -> int:
    count = 0
    for theme in chosen.theme or THEMES:
        walk.look.choose(scheme=cast(Any, theme))
        for width, height in SIZES:
            walk.window.resize(width, height)
            walk.settle()
            picture = walk.window.grab()
            picture.save(str(chosen.output / f"{name}_{width}x{height}_{language}_{theme}.png"))
            count += 1
    walk.look.choose(scheme="light")
    walk.window.resize(*SIZES[0])
    return count


def _render_room(walk: Walk, chosen: argparse.Namespace, name: str, language: str) -> int:
    """What the room sees of the slide that is shown now."""
    from trainer_app.ui.session.lead_projector import RoomWindow

    page = cast(Any, walk.window.page)
    count = 0
    for theme in chosen.theme or THEMES:
        walk.look.choose(scheme=cast(Any, theme))
        for width, height in WALLS:
            room = RoomWindow(page._module, page._pack)
            room.resize(width, height)
            room.view.show_slide(page.view.shown)
            picture = room.grab()
            picture.save(str(chosen.output / f"{name}_{width}x{height}_{language}_{theme}.png"))
            room.deleteLater()
            count += 1
    walk.look.choose(scheme="light")
    return count


if __name__ == "__main__":
    sys.exit(main())
