"""What a list of people would do here: row by row, before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from trainer_app.i18n import _, isolate, isolate_number, number
from trainer_app.operations.people import NAME_LENGTH
from trainer_app.training.people import Learner, name_key
from trainer_app.training.roster import Column, Line, Roster, clean

Kind = Literal["new", "changes", "same", "problem"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One fact that will be another: both as codes or as they are typed."""

    column: Column
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row. ``words`` say what is to be mended, or what is worth knowing;
    ``after`` is the person as they will be, None where nothing is written."""

    row: int
    kind: Kind
    name: str
    words: str = ""
    changes: tuple[FieldChange, ...] = ()
    before: Learner | None = None
    after: Learner | None = None


@dataclass(frozen=True, slots=True)
class _Here:
    """The people of this computer, ready to be found."""

    by_id: Mapping[str, Learner]
    listed: Mapping[Key, list[Learner]]
    named: Mapping[str, list[Learner]]
    gone: Mapping[Key, list[Learner]]


@dataclass(slots=True)
class _Taken:
    """Which row speaks of whom so far."""

    people: dict[str, int] = field(default_factory=dict)
    keys: dict[Key, int] = field(default_factory=dict)


def plan_roster(
    roster: Roster,
    learners: Iterable[Learner],
    is_erased: Callable[[str], bool],
    newcomer: Callable[[Line], Learner],
) -> tuple[RowPlan, ...]:
    """What each row does to these people. ``newcomer`` makes somebody new from a row.

    Nobody is ever taken away: who does not stand in the list stays as they are.
    """
    learners = list(learners)
    here, taken = _here(learners), _Taken()
    plans = [_plan(line, roster, here, taken, is_erased, newcomer) for line in roster.lines]
    while clashes := _clashes(plans, learners):
        plans = [
            _problem(plan.row, plan.name, _another(plan.name)) if at in clashes else plan
            for at, plan in enumerate(plans)
        ]
    return tuple(plans)


def _here(learners: list[Learner]) -> _Here:
    listed: dict[Key, list[Learner]] = defaultdict(list)
    named: dict[str, list[Learner]] = defaultdict(list)
    gone: dict[Key, list[Learner]] = defaultdict(list)
    for one in learners:
        if one.is_listed:
            listed[_key(one)].append(one)
            named[_key(one)[0]].append(one)
        elif not one.merged_into:
            gone[_key(one)].append(one)
    return _Here({one.learner_id: one for one in learners}, listed, named, gone)


def _key(one: Learner) -> Key:
    return name_key(clean(one.name)), name_key(clean(one.team))


def _plan(
    line: Line,
    roster: Roster,
    here: _Here,
    taken: _Taken,
    is_erased: Callable[[str], bool],
    newcomer: Callable[[Line], Learner],
) -> RowPlan:
    if wrong := _unreadable(line):
        return _problem(line.row, line.name, wrong)
    found = _find(line, roster, here, is_erased)
    if isinstance(found, str):
        return _problem(line.row, line.name, found)
    if found is None:
        return _plan_new(line, here, taken, newcomer)
    first = taken.people.setdefault(found.learner_id, line.row)
    if first != line.row:
        return _problem(line.row, line.name or found.name, _same_as(first))
    after = _after(line, found)
    changes = _changes(found, after)
    if not changes:
        words = _("Marked as left.") if found.has_left else ""
        return RowPlan(line.row, "same", found.name, words, before=found)
    return RowPlan(line.row, "changes", after.name, "", changes, found, after)


def _unreadable(line: Line) -> str:
    """What is to be mended in the row as it stands; empty where it can be read."""
    if max(len(line.name), len(line.team)) > NAME_LENGTH:
        return _("Use a shorter name. There is room for 60 letters.")
    if "role" in line.unread:
        return _("We do not know this work. Write another word for it, for example: Driver.")
    if "language" in line.unread:
        return _("We do not know this language. Write en, es, fr or ar.")
    if "left" in line.unread:
        return _("In this column write yes or no, or leave it empty.")
    return ""


def _find(
    line: Line, roster: Roster, here: _Here, is_erased: Callable[[str], bool]
) -> Learner | str | None:
    """Who is meant: somebody here, nobody yet, or a sentence where that is not clear."""
    if line.learner_id:
        known = here.by_id.get(line.learner_id)
        if known is not None and known.merged_into:
            return _("This person was put together with another. Take this row out.")
        if known is not None:
            return known
        if is_erased(line.learner_id):
            return _("This person was erased. Take this row out.")
        return _("This id is not known here. Empty the cell to register a new person.")
    if not line.name:
        return _("Write the name in this row.")
    key = name_key(line.name), name_key(line.team)
    if "team" in roster.columns:
        found = here.listed.get(key) or here.gone.get(key) or []
    else:
        found = here.named.get(key[0]) or here.gone.get(key) or []
    if len(found) > 1:
        return _("Several people have this name. Write the team or the id, too.")
    return found[0] if found else None


def _plan_new(
    line: Line, here: _Here, taken: _Taken, newcomer: Callable[[Line], Learner]
) -> RowPlan:
    if line.role is None:
        return _problem(line.row, line.name, _("Write the work of this person in this row."))
    key = name_key(line.name), name_key(line.team)
    first = taken.keys.setdefault(key, line.row)
    if first != line.row:
        return _problem(line.row, line.name, _same_as(first))
    words = ""
    if here.named.get(key[0]):
        words = _("There is somebody of this name in another team. Is it the same person?")
    return RowPlan(line.row, "new", line.name, words, after=newcomer(line))


def _after(line: Line, found: Learner) -> Learner:
    """The person as the row says; an empty cell changes nothing."""
    same_name = line.name in ("", clean(found.name))
    same_team = line.team in ("", clean(found.team))
    language = line.language or found.preferences.language
    return replace(
        found,
        name=found.name if same_name else line.name,
        role=line.role or found.role,
        team=found.team if same_team else line.team,
        preferences=replace(found.preferences, language=language),
        has_left=found.has_left if line.left is None else line.left,
        walk_in=found.walk_in and same_team,
    )


def _changes(before: Learner, after: Learner) -> tuple[FieldChange, ...]:
    told: tuple[tuple[Column, str, str], ...] = (
        ("name", before.name, after.name),
        ("role", before.role, after.role),
        ("team", before.team, after.team),
        ("language", before.preferences.language, after.preferences.language),
        ("left", str(before.has_left), str(after.has_left)),
    )
    return tuple(FieldChange(*one) for one in told if one[1] != one[2])


def _clashes(plans: list[RowPlan], learners: list[Learner]) -> set[int]:
    """The rows after which two would have one name in one team, who had not before."""
    after = {one.learner_id: one for one in learners}
    after |= {plan.after.learner_id: plan.after for plan in plans if plan.after is not None}
    names = Counter(_key(one) for one in after.values() if one.is_listed)
    found = set()
    for at, plan in enumerate(plans):
        told, before = plan.after, plan.before
        if told is None or not told.is_listed or names[_key(told)] == 1:
            continue
        if before is None or not before.is_listed or _key(before) != _key(told):
            found.add(at)
    return found


def _problem(row: int, name: str, words: str) -> RowPlan:
    return RowPlan(row, "problem", name, words)


def _same_as(row: int) -> str:
    words = _("Row {row} is about the same person. Keep one of the two.")
    return words.format(row=isolate_number(number(row)))


def _another(name: str) -> str:
    words = _("There is another {name} in this team. Add a middle name or choose another team.")
    return words.format(name=isolate(name))
