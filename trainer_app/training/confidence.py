"""How sure somebody is of themselves: four lines beside the tests, without a right answer.

They are asked once before a module and once after it, may be left out, and count in no score.
"""

from typing import Literal, get_args

from trainer_app.training.attempt import Attempt

Line = Literal["notice", "respond", "whom-to-tell", "pass-on"]
LINES: tuple[Line, ...] = get_args(Line)
Level = Literal["1", "2", "3", "4"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From not sure to very sure."""
SURE: tuple[Level, ...] = ("3", "4")
"""The levels that a figure counts as sure: fairly and very."""
LIKERT = "likert"
"""What xAPI calls questions on a scale."""


def line_path(line: str) -> str:
    """The path of a line below its module."""
    return f"c/{line}"


def asks(attempt: Attempt) -> bool:
    """Whether the lines belong to an attempt: the first before a module, and the first after."""
    return attempt.kind in ("pre", "quiz") and attempt.number == 1
