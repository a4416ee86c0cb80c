"""Pictures and texts of modules that are made to freeze, to crash or to reach out: ``rendering``.

What the guards of a pack let through is drawn by the real widgets in a process of its own, whose
files and connections are watched: it takes less than a second, and opens nothing that drawing a
harmless one does not open.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tests.torture import crew, hostile_looks
from tests.torture.hostile_looks import Look
from trainer_app.content import inline
from trainer_app.content.fields import Text
from trainer_app.content.media import media_faults

MOST_SECONDS, PATIENCE = 1.0, 6
"""To draw; and until a process that does not end is stopped."""
MOST_BYTES = 256 * 2**20
"""More than drawing a harmless one takes."""
_BEGIN, _END = "/waypost-begins", "/waypost-ends"
_LIBRARIES = re.compile(
    r"\.so[.\w]*\"$|/ld\.so\.cache|/imageformats\"$|/libthai/|/fonts?/|fontconfig"
)
"""What Qt may load when the first picture or the first letter of a kind is drawn."""
_TOUCHED = re.compile(r"(?:open|openat|connect)\((?:AT_FDCWD, )?(.*?)[,)]")


@dataclass(frozen=True)
class Job:
    names: tuple[str, ...]
    seed: int
    careless: bool


@dataclass(frozen=True)
class Judged:
    """``slowest`` in seconds, of those that were drawn."""

    found: crew.Found
    refused: int
    slowest: float


def torture(seed: int, *, most: int | None = None, careless: bool = False) -> Judged:
    """All of them, or the ``most`` of them; carelessly, without guards, by Qt's own rich text."""
    names = tuple(hostile_looks.every(seed))[:most]
    if careless:
        names = ("svg use bomb", "text of HTML")
    jobs = [Job(names[hand :: crew.HANDS], seed, careless) for hand in range(crew.HANDS)]
    done = crew.share(_judge_all, [job for job in jobs if job.names])
    return Judged(
        crew.together([one.found for one in done]),
        sum(one.refused for one in done),
        max(one.slowest for one in done),
    )


def _judge_all(job: Job) -> Judged:
    looks = hostile_looks.every(job.seed)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    slowest, refused = 0.0, 0
    usual = {
        kind: _draw(look, careless=False)
        for kind, look in (("text", hostile_looks.plain()), ("picture", hostile_looks.harmless()))
    }
    for name in job.names:
        look = looks[name]
        if not job.careless and _refuses(look):
            refused += 1
            verdicts["ok, refused"] += 1
            continue
        drawn = _draw(look, careless=job.careless)
        verdict = _verdict(drawn, usual["text" if look.kind == "text" else "picture"])
        verdicts[verdict] += 1
        slowest = max(slowest, drawn.seconds)
        if verdict != "ok, drawn":
            bad.append(f"{name}: {verdict} ({drawn.seconds:.1f} s)")
    return Judged(crew.Found(verdicts, bad[:5]), refused, slowest)


def _refuses(look: Look) -> bool:
    """Whether a pack with it does not open, as ``content.pack`` reads packs."""
    if look.kind != "text":
        return bool(media_faults(f"media/x.{look.kind}", look.data))
    words = look.data.decode()
    try:
        msgspec.convert(words, Text)
    except msgspec.ValidationError:
        return True
    unknown = set(inline.slots_in(words)) - set(inline.SLOTS)
    return bool(inline.faults(words)) or bool(unknown)


# ---------------------------------------------------------------- drawing


@dataclass(frozen=True)
class Drawn:
    """How it went in its process. ``code`` is None where it had to be stopped."""

    code: int | None
    seconds: float
    bytes: int
    touched: frozenset[str]


def _verdict(drawn: Drawn, usual: Drawn) -> str:
    if drawn.code is None or drawn.seconds > MOST_SECONDS:
        return "froze"
    if drawn.code:
        return "crashed"
    if drawn.touched - usual.touched:
        return "opened something"
    return "too much memory" if drawn.bytes > usual.bytes + MOST_BYTES else "ok, drawn"


def _draw(look: Look, *, careless: bool) -> Drawn:
    with tempfile.TemporaryDirectory(prefix="waypost-draw-") as scratch:
        data, log = Path(scratch) / "data", Path(scratch) / "log"
        data.write_bytes(look.data)
        words = [sys.executable, "-m", "tests.torture.rendering", look.kind, str(data)]
        watch = ["strace", "-f", "-qq", "-e", "trace=open,openat,connect", "-o", str(log)]
        more = ["--careless"] if careless else []
        process = subprocess.Popen(
            [*watch, *words, *more], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            said, _errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # strace and what it watches
            process.communicate()
            return Drawn(None, float(PATIENCE), 0, _touched(log))
        try:
            told: dict[str, Any] = json.loads(said)
        except ValueError:
            return Drawn(process.returncode or 1, 0.0, 0, _touched(log))
        return Drawn(process.returncode, told["seconds"], told["bytes"], _touched(log))


def _touched(log: Path) -> frozenset[str]:
    """Files that were opened and addresses that were called while it was drawn."""
    found: set[str] = set()
    drawing = False
    for line in log.read_text(errors="replace").splitlines() if log.exists() else ():
        if _BEGIN in line:
            drawing = True
        elif _END in line:
            drawing = False
        elif drawing and (match := _TOUCHED.search(line)) and not _LIBRARIES.search(match[1]):
            found.add(match[1])
    return frozenset(found)


def draw(look: Look, *, careless: bool) -> float:
    """Draw it once, as a lesson does; seconds. Carelessly, as somebody does who trusts Qt."""
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from trainer_app.ui.scenes import SceneView
    from trainer_app.ui.theme import Theme
    from trainer_app.ui.widgets.para import Para

    application = QApplication([])
    Theme(application)
    widget: QWidget
    if careless:
        widget = _careless_widget(look)
    elif look.kind == "text":
        para = Para("lesson")
        para.setText(look.data.decode(), {"police": "110"})
        widget = para
    else:
        view = SceneView()
        view.show_picture("hostile", look.data)
        widget = view
    image = QImage(900, 600, QImage.Format.Format_ARGB32_Premultiplied)
    _mark(_BEGIN)
    began = time.process_time()  # of this process alone, however busy the computer is
    widget.resize(900, max(widget.heightForWidth(900), 1) if widget.hasHeightForWidth() else 600)
    widget.resize(widget.width(), min(widget.height(), 20_000))
    widget.render(image)
    seconds = time.process_time() - began
    _mark(_END)
    return seconds


def _careless_widget(look: Look) -> Any:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QPainter, QPaintEvent
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QTextBrowser, QWidget

    if look.kind == "text":
        browser = QTextBrowser()
        browser.setHtml(look.data.decode())
        return browser

    class Picture(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            QSvgRenderer(QByteArray(look.data)).render(QPainter(self))

    return Picture()


def _mark(path: str) -> None:
    """Seen in the log of opened files; there is no such file."""
    try:
        os.close(os.open(path, os.O_RDONLY))
    except FileNotFoundError:
        return


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind")
    parser.add_argument("data", type=Path)
    parser.add_argument("--careless", action="store_true")
    chosen = parser.parse_args()
    spent = draw(Look(chosen.kind, chosen.data.read_bytes()), careless=chosen.careless)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": spent, "bytes": most}))
