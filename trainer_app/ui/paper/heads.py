"""What printed reports share: the head of a page, the titles of sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.i18n import isolate
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.text import Ink

if TYPE_CHECKING:
    pass

BODY, SMALL, LABEL = 3.9, 3.5, 3.2
"""Sizes of type in millimetres."""


def paper_head(title: str, module: str, about: str, flow: Flow, column: Column, y: float) -> float:
    """What the paper is, on which module, when and where."""
    y = flow.lines(column, y, title, Ink(LABEL * 1.1, 600, GREY))
    y = flow.lines(column, y + 0.4, isolate(module), Ink(6.4, 600, step=1.2))
    y = flow.lines(column, y + 0.8, about, Ink(SMALL, colour=GREY))
    flow.rule(column, y + 2, 0.7, BLACK)
    return y + 2


def heading(words: str, flow: Flow, column: Column, y: float) -> float:
    """The title of a section, with room above."""
    return flow.lines(column, y + 5, words, Ink(4.6, 600)) + 1.2
