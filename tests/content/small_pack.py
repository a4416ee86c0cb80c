"""The pack of the small module, its files, and what reading all of it may lead to."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from tests.small_module import PICTURE, SMALL
from trainer_app.content import archive
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.module import Module
from trainer_app.content.pack import open_pack
from trainer_app.errors import PackRejected

SCENE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect fill="{sky1}"/></svg>'
DATA = compile_pack({"en": SMALL}, {PICTURE.file: SCENE})
_OPENED = io.BytesIO(DATA)
FILES = {e.name: archive.read_file(_OPENED, e) for e in archive.read_entries(_OPENED)}


def whole(path: Path) -> Module:
    """Everything an installer and a learner would read of a pack."""
    pack = open_pack(path)
    pack.verify()
    for name in pack.manifest.files:
        if name.startswith("media/"):
            pack.media(name.removeprefix("media/"))
    return pack.module("en")


def rejected(path: Path, data: bytes) -> PackRejected:
    """The rejection of these bytes; fails when they are accepted, stumble or take long."""
    path.write_bytes(data)
    begin = time.thread_time()  # what others do on this machine does not count
    with pytest.raises(PackRejected) as caught:
        whole(path)
    assert time.thread_time() - begin < 1
    return caught.value
