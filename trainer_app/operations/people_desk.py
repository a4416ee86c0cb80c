"""What staff do about people: register, correct, give pictures, mark as left, merge, erase.

Each call writes the people and the note of who did it in one transaction. ``by`` is None only where
this computer has no staff account; nothing is noted then.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from trainer_app.content.module import Role
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.operations.directory import AUDIT
from trainer_app.operations.doubles import Like, find_doubles
from trainer_app.operations.people import (
    NameTaken,
    StoredAbout,
    draw_pictures,
    picture_hash,
    stored_about,
    whole_name,
)
from trainer_app.operations.programme import site_id_here
from trainer_app.operations.told_apart import forgotten, key_of, told_apart
from trainer_app.training.people import PICTURES, Learner, Preferences, name_key
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty
    from trainer_app.training.statement import Draft

LEARNER, CERTIFICATE = "learner", "certificate"
"""Kinds of the directory that hold a learner's name, or their id."""
Body = Mapping[str, Any]
Records = dict[tuple[str, str], Body | None]


class Reason(StrEnum):
    """Why somebody is erased: a fixed list, as no free text about people is kept."""

    ASKED = "asked"
    NOT_NEEDED = "not-needed"
    MISTAKE = "mistake"
    TRIED_OUT = "tried-out"


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """One line of the list. ``likes`` are registrations that may be the same person; ``merged``
    counts those that were put together with this one."""

    learner: Learner
    has_pictures: bool = True
    likes: tuple[Like, ...] = ()
    merged: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether this person can sign in today."""
        return self.learner.is_listed and self.has_pictures and not self.learner.walk_in


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person, what is kept about them, and the registrations merged into theirs."""

    person: DeskPerson
    stored: StoredAbout
    merged: tuple[Learner, ...] = ()


@dataclass(frozen=True, slots=True)
class PicturesGiven:
    """Somebody and their three pictures: to be shown now, as only a hash of them is kept."""

    learner: Learner
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleKept:
    """These are written; ``given`` are the pictures of those who got some."""

    learners: tuple[Learner, ...]
    given: tuple[PicturesGiven, ...] = ()
    changed: Changed = Changed.PEOPLE


# ---------------------------------------------------------------- looking


def list_people(store: Store) -> list[DeskPerson]:
    """Everybody who was not merged into somebody else, by name and team."""
    everybody, without = store.learners(), store.without_pictures()
    doubles = find_doubles(everybody, told_apart(store))
    merged: dict[str, int] = {}
    for one in everybody:
        if one.merged_into:
            merged[one.merged_into] = merged.get(one.merged_into, 0) + 1
    people = [
        DeskPerson(
            one,
            one.learner_id not in without,
            doubles.get(one.learner_id, ()),
            merged.get(one.learner_id, 0),
        )
        for one in everybody
        if not one.merged_into
    ]
    return sorted(people, key=lambda p: (p.learner.name.casefold(), p.learner.team.casefold()))


def person_facts(store: Store, *, learner_id: str) -> PersonFacts:
    """One person. Raises ``KeyError``."""
    found = next((p for p in list_people(store) if p.learner.learner_id == learner_id), None)
    if found is None:
        raise KeyError(learner_id)
    merged = tuple(one for one in store.learners() if one.merged_into == learner_id)
    return PersonFacts(found, stored_about(store, learner_id=learner_id), merged)


# ---------------------------------------------------------------- names, teams, roles


def register_person(
    store: Store, *, by: OnDuty | None, name: str, role: Role, team: str, language: str
) -> PeopleKept:
    """Register somebody and draw their pictures. Raises ``NameTaken``, ``TrainerError``."""
    learner = new_learner(
        store, name=whole_name(name), role=role, team=_whole_team(team), language=language
    )
    _require_free(store, learner)
    pictures = draw_pictures()
    body = facts_of(learner, picture_hash(learner.learner_id, pictures))
    _append(store, by, Act.REGISTERED, [learner], {(LEARNER, learner.learner_id): body})
    return PeopleKept((learner,), (PicturesGiven(learner, pictures),))


def correct_person(
    store: Store, *, by: OnDuty | None, learner_id: str, name: str, role: Role, team: str
) -> PeopleKept:
    """Write name, work and team anew; a walk-in with a team is one no more.

    Raises ``KeyError``, ``NameTaken``, ``TrainerError``.
    """
    before = store.learner(learner_id)
    name, team = whole_name(name), _whole_team(team)
    after = replace(before, name=name, role=role, team=team, walk_in=before.walk_in and not team)
    if (name_key(before.name), name_key(before.team)) != (name_key(name), name_key(team)):
        _require_free(store, after)
    return _write(store, by, Act.CORRECTED, [after] if after != before else [])


def set_team(
    store: Store, *, by: OnDuty | None, learner_ids: Sequence[str], team: str
) -> PeopleKept:
    """Put several into one team: all of them or, raising ``NameTaken``, nobody."""
    team = _whole_team(team)
    before = [store.learner(one) for one in learner_ids]
    after = [replace(one, team=team, walk_in=one.walk_in and not team) for one in before]
    moved = [new for old, new in zip(before, after, strict=True) if new != old]
    told = {one.learner_id: one for one in store.learners()} | {m.learner_id: m for m in moved}
    keys: dict[tuple[str, str], int] = {}
    for one in told.values():
        if one.is_listed:
            key = name_key(one.name), name_key(one.team)
            keys[key] = keys.get(key, 0) + 1
    for one in moved:
        if one.is_listed and keys[name_key(one.name), name_key(one.team)] > 1:
            raise _taken(one)
    return _write(store, by, Act.CORRECTED, moved)


def set_role(
    store: Store, *, by: OnDuty | None, learner_ids: Sequence[str], role: Role
) -> PeopleKept:
    """Say of several that they do this work. Raises ``KeyError``."""
    before = [store.learner(one) for one in learner_ids]
    return _write(
        store, by, Act.CORRECTED, [replace(one, role=role) for one in before if one.role != role]
    )


# ---------------------------------------------------------------- pictures


def give_pictures(store: Store, *, by: OnDuty | None, learner_ids: Sequence[str]) -> PeopleKept:
    """Draw three new pictures for each; old ones let nobody in any more.

    About 40 ms a person, so ask for a few at a time. Raises ``KeyError``.
    """
    given, learners, records = [], [], _Records()
    for learner_id in learner_ids:
        learner = replace(store.learner(learner_id), walk_in=False)
        pictures = draw_pictures()
        records.put(store, learner, picture_hash(learner_id, pictures))
        learners.append(learner)
        given.append(PicturesGiven(learner, pictures))
    _append(store, by, Act.PICTURES_RESET, learners, records)
    return PeopleKept(tuple(learners), tuple(given))


# ---------------------------------------------------------------- leaving, coming back


def mark_left(store: Store, *, by: OnDuty | None, learner_ids: Sequence[str]) -> PeopleKept:
    """Keep these out of lists and totals from now on; nothing of theirs is lost."""
    here = [one for one in map(store.learner, learner_ids) if not one.has_left]
    return _write(store, by, Act.LEFT, [replace(one, has_left=True) for one in here])


def mark_back(store: Store, *, by: OnDuty | None, learner_id: str) -> PeopleKept:
    """Have somebody who left in the lists again. Raises ``KeyError``, ``NameTaken``."""
    back = replace(store.learner(learner_id), has_left=False)
    _require_free(store, back)
    return _write(store, by, Act.CAME_BACK, [back])


# ---------------------------------------------------------------- doubles


def merge_people(store: Store, *, by: OnDuty | None, kept: str, other: str) -> PeopleKept:
    """From now on ``other`` counts as ``kept``: one name, and what both did.

    Nothing is lost, so that ``unmerge_person`` can take it back; that somebody told them apart is
    forgotten. Raises ``KeyError``, ``TrainerError`` where one of them was merged already.
    """
    one, two = store.learner(kept), store.learner(other)
    if kept == other or one.merged_into or two.merged_into:
        raise TrainerError(_("These two are one person already. Look at the list again."))
    merged = replace(two, merged_into=kept)
    records = _Records()
    records.put(store, merged)
    if frozenset((kept, other)) in told_apart(store):
        records[key_of(kept, other)] = None
    _append(store, by, Act.MERGED, [merged], records, about=f"{one.actor} {two.actor}")
    return PeopleKept((merged,))


def unmerge_person(store: Store, *, by: OnDuty | None, learner_id: str) -> PeopleKept:
    """Make a merged registration a person of its own again. Raises ``KeyError``."""
    alone = replace(store.learner(learner_id), merged_into="")
    return _write(store, by, Act.UNMERGED, [alone])


# ---------------------------------------------------------------- erasing


def erase_person(store: Store, *, by: OnDuty | None, learner_id: str, reason: Reason) -> PeopleKept:
    """Have somebody gone for good, with every registration merged into theirs.

    Name, pictures, places and certificates issued by name go, here and wherever this travels.
    What was learnt stays in the log under a pseudonym that means nobody any more. Raises
    ``KeyError``.
    """
    gone = _whole_person(store.learners(), learner_id)
    ids = {one.learner_id for one in gone}
    records: Records = forgotten(store, ids)
    records |= {(LEARNER, one): None for one in ids}
    for record in store.directory.records(CERTIFICATE):
        if ids.intersection(value for value in record.body.values() if isinstance(value, str)):
            records[CERTIFICATE, record.record_id] = None
    noted = {"what": "erased", "reason": reason.value, "at_ms": store.clocks()[0]}
    records[AUDIT, str(uuid4())] = noted | {"count": len(ids)}
    about = " ".join(one.actor for one in gone)
    _append(store, by, Act.ERASED, gone, records, about=about)
    return PeopleKept(tuple(gone))


def _whole_person(everybody: Iterable[Learner], learner_id: str) -> list[Learner]:
    """A learner, and every registration merged into theirs, at whatever remove."""
    by_id = {one.learner_id: one for one in everybody}
    found = {learner_id: by_id[learner_id]}
    grows = True
    while grows:
        more = {i: one for i, one in by_id.items() if one.merged_into in found and i not in found}
        grows = bool(more)
        found |= more
    return list(found.values())


# ---------------------------------------------------------------- writing


def new_learner(store: Store, *, name: str, role: Role, team: str, language: str) -> Learner:
    """Somebody who is not registered yet, with an id and a pseudonym that nobody has."""
    return Learner(
        learner_id=str(uuid4()),
        actor="p-" + b32encode(secrets.token_bytes(10)).decode(),
        name=name,
        role=role,
        team=team,
        picture=secrets.choice(PICTURES),
        preferences=Preferences(language=language),
        site=site_id_here(store),
    )


def facts_of(learner: Learner, hashed: str, before: Body | None = None) -> dict[str, Any]:
    """A learner as a record; what others wrote into the record before stays in it."""
    from trainer_app.store.people import SINCE_0003, facts

    kept = {name: told for name, told in (before or {}).items() if name not in SINCE_0003}
    return kept | facts(learner, hashed)


class _Records(dict[tuple[str, str], "Body | None"]):
    """Records to be written, made from those there are."""

    def put(self, store: Store, learner: Learner, hashed: str | None = None) -> None:
        now = store.directory.record(LEARNER, learner.learner_id)
        body = now.body if now is not None else {}
        kept = str(body.get("picture_hash", "")) if hashed is None else hashed
        self[LEARNER, learner.learner_id] = facts_of(learner, kept, body)


def _write(
    store: Store, by: OnDuty | None, act: Act, learners: Sequence[Learner], about: str = ""
) -> PeopleKept:
    """Correct these; where there is nothing to correct, nothing is noted either."""
    records = _Records()
    for learner in learners:
        records.put(store, learner)
    if learners:
        _append(store, by, act, learners, records, about=about)
    return PeopleKept(tuple(learners))


def _append(
    store: Store,
    by: OnDuty | None,
    act: Act,
    learners: Sequence[Learner],
    records: Mapping[tuple[str, str], Body | None],
    about: str = "",
) -> None:
    alone = learners[0].actor if len(learners) == 1 else str(len(learners))
    store.append(drafts_of(by, act, about or alone), records=records)


def drafts_of(by: OnDuty | None, act: Act, about: str) -> list[Draft]:
    """The note of an act; none where nobody is on duty."""
    return [act_draft(by, act, about)] if by is not None else []


def _whole_team(team: str) -> str:
    return whole_name(team) if team.strip() else ""


def _require_free(store: Store, who: Learner) -> None:
    key = name_key(who.name), name_key(who.team)
    for other in store.learners():
        if other.learner_id == who.learner_id or not other.is_listed:
            continue
        if (name_key(other.name), name_key(other.team)) == key:
            raise _taken(who)


def _taken(who: Learner) -> NameTaken:
    taken = _("There is another {name} in this team. Add a middle name or choose another team.")
    return NameTaken(taken.format(name=isolate(who.name)))
