"""Sticks that are put in, and what staff may look for on them."""

from __future__ import annotations

from pathlib import Path


def drives() -> list[Path]:
    """Where removable drives are mounted now. Quick; asks no drive for its content."""
    from trainer_app.sync.stick import drives as find

    return find()


def programme_files() -> list[Path]:
    """The programme files on all of them, by drive and name. A drive that is gone has none."""
    from trainer_app.sync import stick

    found: list[Path] = []
    for drive in drives():
        try:
            found += stick.files(drive, stick.PROGRAMME_SUFFIX)
        except OSError:
            continue
    return found
