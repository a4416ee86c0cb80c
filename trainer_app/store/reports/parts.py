"""What an activity is of a module, told from its path."""

from dataclasses import dataclass
from typing import Literal

PartKind = Literal["module", "before", "after", "refresher", "item", "confidence", "other"]
_TESTS: dict[str, PartKind] = {"pre": "before", "post": "after", "refresher": "refresher"}

BEFORE, AFTER, LATER = range(3)
"""The kinds of tests in which a first answer counts: before, after, and a refresher that was taken
``LATER_DAYS`` after the pass or more."""
LATER_DAYS = 75
"""The refresher of month 3 comes 90 days after the pass; somebody may take it early."""


@dataclass(frozen=True, slots=True)
class Part:
    """``short`` parts are of the short form of their module, which has tests of its own."""

    module_id: str
    kind: PartKind
    short: bool = False


def part_of(path: str) -> Part | None:
    """The part at an activity path; None for what is of no module."""
    root, *rest = path.split("/")
    if root != "m" or not rest or not rest[0]:
        return None
    module_id, *inside = rest
    short = inside[:1] == ["short"]
    if short:
        inside = inside[1:]
    if not inside:
        return Part(module_id, "module", short)
    if inside[0] == "test" and len(inside) == 2 and inside[1] in _TESTS:
        return Part(module_id, _TESTS[inside[1]], short)
    if inside[0] == "q" and len(inside) == 2:
        return Part(module_id, "item", short)
    if inside[0] == "c" and len(inside) == 2:
        return Part(module_id, "confidence", short)
    return Part(module_id, "other", short)
