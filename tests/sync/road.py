"""Statements as computers write them: people, sessions, lessons, tests, certificates, clocks."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from tests.training.test_statement import STAMP
from trainer_app.sync.frame import Entry
from trainer_app.training.statement import ActivityType, Draft, Verb, module_path, registration
from trainer_app.training.times import at

_WORDS = (
    "signs", "first", "words", "quiet", "place", "who", "tells", "whom", "ordinary", "hug", "moved",
    "camera", "keep", "calm", "promise", "write", "down", "focal", "point", "night", "bus", "paid",
    "call", "second", "phone", "waiting", "hall", "shared", "room", "gift", "seat", "ticket", "age",
    "under", "alone", "adult", "papers", "ride", "offer", "guard", "post", "clock", "photo", "risk",
    "report", "same", "day",
)  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_GROUPS = ("concern", "ordinary", "concern", "ordinary")

Step = tuple[Draft, int]
"""What happened, and how many milliseconds after what was before."""


@dataclass(frozen=True)
class _Item:
    name: str
    kind: str
    pattern: str
    parts: list[str]


@dataclass(frozen=True)
class _Module:
    name: str
    lessons: list[tuple[str, str]]
    items: list[_Item]


def road(seed: int, count: int, *, modules: int = 2, people: int = 8) -> list[Entry]:
    """What one computer writes: people go through modules, the program starts anew each four."""
    chance = random.Random(seed)
    shelf = [_module(chance, name) for name in ("grooming", "safe-terminals", "law")[:modules]]
    actors = ["p-" + "".join(chance.choices(_LETTERS, k=16)) for _ in range(people)]
    wall, mono, boot, sittings = 1_796_110_865_120, 0, 19, 0
    entries: list[Entry] = []
    while len(entries) < count:
        if sittings % 4 == 0:
            boot, mono = boot + 1, chance.randrange(5_000, 60_000)
        sittings += 1
        for draft, passed in _sitting(chance, chance.choice(actors), chance.choice(shelf)):
            mono += passed
            wall += passed + chance.choice((0, 0, 0, 1, -1))
            settled = draft
            if draft.refers_back:
                subject = entries[-draft.refers_back].stamp.statement_id
                settled = replace(draft, subject=subject, refers_back=0)
            stamp = replace(STAMP, seq=len(entries) + 1, at=at(wall), mono_ms=mono, boot=boot)
            entries.append(Entry(settled, stamp))
    return entries[:count]


def _name(chance: random.Random) -> str:
    return "-".join(chance.sample(_WORDS, 2))


def _module(chance: random.Random, name: str) -> _Module:
    lessons = [(_name(chance), " ".join(chance.sample(_WORDS, 5)).capitalize()) for _ in range(7)]
    return _Module(name, lessons, [_item(chance, number) for number in range(28)])


def _item(chance: random.Random, number: int) -> _Item:
    parts = [_name(chance) for _ in range(4)]
    kind, pattern = [
        ("choice", parts[0]),
        ("choice", "[,]".join(parts[:2])),
        ("true-false", "true"),
        ("sequencing", "[,]".join(parts)),
        ("matching", "[,]".join(map("[.]".join, zip(parts, _GROUPS, strict=True)))),
    ][number % 5]
    return _Item(_name(chance), kind, pattern, parts)


def _response(chance: random.Random, item: _Item) -> str:
    """Right three times out of four."""
    if chance.random() < 0.75:
        return item.pattern
    match item.kind:
        case "sequencing":
            return "[,]".join(chance.sample(item.parts, 4))
        case "matching":
            return item.pattern.replace("concern", "ordinary", 1)
        case "true-false":
            return "false"
    return chance.choice(item.parts)


def _sitting(chance: random.Random, actor: str, module: _Module) -> Iterator[Step]:
    """One person's way through a module, from the test before to the certificate."""
    base = module_path(module.name)
    begun = Draft(
        actor=actor,
        verb=Verb.INITIALIZED,
        activity=base,
        activity_type=ActivityType.MODULE,
        registration=registration(actor, module.name),
        session=UUID(int=chance.getrandbits(128), version=4),
        revision=f"{module.name}@2026.1",
        language="es",
        site="bo-lpz-001",
        name=f"All about {module.name}",
    )
    yield begun, chance.randrange(60_000, 9_000_000)
    yield from _test(chance, begun, module, "pre", 6)
    for lesson, title in module.lessons:
        lasted = int(chance.lognormvariate(12.5, 0.5))
        done = replace(
            begun, verb=Verb.COMPLETED, activity=f"{base}/l/{lesson}", name=title, parent=base,
            activity_type=ActivityType.LESSON, completion=True, duration_ms=lasted,
        )  # fmt: skip
        yield done, lasted + chance.randrange(500, 4_000)
    yield replace(begun, verb=Verb.COMPLETED, completion=True), 0
    yield from _test(chance, begun, module, "post", 12)
    serial = "WP-2026-" + "".join(chance.choices(_LETTERS, k=8))
    earned = replace(
        begun, verb=Verb.EARNED, activity=f"{base}/cert/{serial}", parent=base, serial=serial,
        activity_type=ActivityType.CERTIFICATE, valid_until="2027-12-01", refers_back=1,
    )  # fmt: skip
    yield earned, 0


def _test(
    chance: random.Random, begun: Draft, module: _Module, role: str, count: int
) -> Iterator[Step]:
    path = f"{begun.activity}/test/{role}"
    points = 0
    for item in chance.sample(module.items, count):
        lasted, response = int(chance.lognormvariate(9.6, 0.6)), _response(chance, item)
        right = response == item.pattern
        points += right
        answer = replace(
            begun, verb=Verb.ANSWERED, activity=f"{begun.activity}/q/{item.name}", name=None,
            activity_type=ActivityType.ITEM, parent=path, interaction=item.kind, attempt=1,
            pattern=item.pattern, response=response, success=right, scaled=float(right),
            duration_ms=lasted,
        )  # fmt: skip
        yield answer, lasted + chance.randrange(1_500, 9_000)
    judged = role == "post"
    verdict = replace(
        begun, verb=Verb.PASSED if judged else Verb.COMPLETED, activity=path, name=None, attempt=1,
        activity_type=ActivityType.TEST, parent=begun.activity, test_role=role,
        success=True if judged else None, completion=None if judged else True,
        scaled=round(points / count, 4), raw=points, maximum=count,
        duration_ms=chance.randrange(120_000, 900_000), pass_mark=0.8 if judged else None,
    )  # fmt: skip
    yield verdict, chance.randrange(500, 3_000)
