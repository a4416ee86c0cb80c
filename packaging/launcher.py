"""What the frozen program begins with; the same door as ``python -m trainer_app``.

Windows starts a program that has a window without a voice and an ear. For its commands, those of
the console are taken that it was started from; where there is none, what is said goes nowhere. What
leads into a file or to another program stays.
"""

import os
import sys
from pathlib import Path

if sys.platform == "win32" and None in (sys.stdin, sys.stdout, sys.stderr):
    import ctypes

    parent = -1
    console = len(sys.argv) > 1 and ctypes.windll.kernel32.AttachConsole(parent)
    heard, said = (Path(one if console else os.devnull) for one in ("CONIN$", "CONOUT$"))
    sys.stdin = sys.stdin or heard.open(encoding="utf-8")
    sys.stdout = sys.stdout or said.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or said.open("w", encoding="utf-8")

from trainer_app.__main__ import main

sys.exit(main())
