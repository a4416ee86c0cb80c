"""Who learns here: enrol, sign in, preferences, what is stored about somebody."""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from trainer_app.content.module import Role
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.programme import rules_here, site_id_here
from trainer_app.training.people import PICTURES, PICTURES_SHOWN, Learner, Preferences, name_key
from trainer_app.training.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argon2 import PasswordHasher

    from trainer_app.store import Store

NAME_LENGTH = 60
_STRENGTH = (2, 19 * 1024)
"""Passes, and memory in KiB. Three pictures of twelve keep colleagues apart; they are no key, so
the hash may be light."""


class NameTaken(TrainerError):
    """Somebody of that name is registered in that team already."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A learner at this computer. ``session`` marks what belongs to this sitting; ``rules`` are
    what a programme asks of them."""

    learner: Learner
    session: UUID
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new learner, and the three pictures to show and remember."""

    learner: Learner
    pictures: tuple[str, ...]
    changed: Changed = Changed.PEOPLE


@dataclass(frozen=True, slots=True)
class PreferencesKept:
    """The learner as they like the program now."""

    learner: Learner
    changed: Changed = Changed.PEOPLE


@dataclass(frozen=True, slots=True)
class StoredAbout:
    """Everything this computer holds about one learner, in countable terms."""

    learner: Learner
    records: int
    lessons: int
    quizzes: int
    certificates: int


def list_learners(store: Store) -> list[Learner]:
    """Those who can sign in on this computer, by name and team.

    Who left, was merged into another registration or has no pictures yet is with the facilitator.
    """
    without = store.without_pictures()
    here = [
        one
        for one in store.learners()
        if one.is_listed and not one.walk_in and one.learner_id not in without
    ]
    return sorted(here, key=lambda one: (one.name.casefold(), one.team.casefold()))


def enrol_learner(store: Store, *, name: str, role: Role, team: str, language: str) -> Enrolled:
    """Register somebody and choose their pictures.

    Who stands in the list by that name, but was never given pictures, is that person: they keep
    what they did. Raises ``NameTaken``, ``TrainerError``.
    """
    name, team = whole_name(name), whole_name(team) if team.strip() else ""
    expected = _expected(store, name, team, role)
    if expected is not None:
        preferences = replace(expected.preferences, language=language)
        learner = replace(
            expected, name=name, role=role, team=team, preferences=preferences, walk_in=False
        )
        return _completed(store, learner)
    learner = Learner(
        learner_id=str(uuid4()),
        actor="p-" + b32encode(secrets.token_bytes(10)).decode(),
        name=name,
        role=role,
        team=team,
        picture=secrets.choice(PICTURES),
        preferences=Preferences(language=language),
        site=site_id_here(store),
    )
    pictures = draw_pictures()
    try:
        store.add_learner(learner, picture_hash(learner.learner_id, pictures))
    except ValueError as error:
        raise _taken(name) from error
    return Enrolled(learner, pictures)


def draw_pictures() -> tuple[str, ...]:
    """Three different pictures, in an order of their own."""
    return tuple(secrets.SystemRandom().sample(PICTURES, PICTURES_SHOWN))


def picture_hash(learner_id: str, pictures: Sequence[str]) -> str:
    """What is kept of somebody's pictures."""
    return _hasher().hash(_secret(learner_id, pictures))


def whole_name(name: str) -> str:
    """A name, or the name of a team, as it is kept. Raises ``TrainerError``."""
    name = " ".join(name.split())
    if not name:
        raise TrainerError(_("Write the name."))
    if len(name) > NAME_LENGTH:
        raise TrainerError(_("Use a shorter name. There is room for 60 letters."))
    return name


def _expected(store: Store, name: str, team: str, role: Role) -> Learner | None:
    """The one registration without pictures that this person must be, if there is one.

    Of the same name and team, or one who walked in, of the same name and work.
    """
    wanted, without = (name_key(name), name_key(team)), store.without_pictures()
    found = [
        one
        for one in store.learners()
        if one.is_listed
        and one.learner_id in without
        and name_key(one.name) == wanted[0]
        and (name_key(one.team) == wanted[1] or (one.walk_in and one.role == role))
    ]
    return found[0] if len(found) == 1 else None


def _completed(store: Store, learner: Learner) -> Enrolled:
    """Give pictures to somebody who was registered without."""
    pictures = draw_pictures()
    try:
        store.correct_learner(learner, picture_hash(learner.learner_id, pictures))
    except ValueError as error:
        raise _taken(learner.name) from error
    return Enrolled(learner, pictures)


def _taken(name: str) -> NameTaken:
    taken = _("There is another {name}. Add a middle name or a team.")
    return NameTaken(taken.format(name=isolate(name)))


def sign_in(store: Store, *, learner_id: str, pictures: Sequence[str]) -> SignedIn | None:
    """The learner, if these are their three pictures in their order; None otherwise."""
    from argon2.exceptions import VerifyMismatchError

    hashed = store.picture_hash(learner_id)
    try:
        if not hashed:  # nobody gave them any yet
            return None
        _hasher().verify(hashed, _secret(learner_id, pictures))
    except VerifyMismatchError:
        return None
    return SignedIn(store.learner(learner_id), uuid4(), rules_here(store))


def change_preferences(
    store: Store, *, learner_id: str, preferences: Preferences
) -> PreferencesKept:
    """Remember how somebody likes the program."""
    store.set_preferences(learner_id, preferences)
    return PreferencesKept(replace(store.learner(learner_id), preferences=preferences))


def stored_about(store: Store, *, learner_id: str) -> StoredAbout:
    """Count what is kept about somebody, for the page that shows it to them."""
    learner = store.learner(learner_id)
    progress = store.progress(learner.actor)
    return StoredAbout(
        learner=learner,
        records=store.statement_count(learner.actor),
        lessons=sum("/l/" in path and made.completed for path, made in progress.items()),
        quizzes=sum(made.tries for path, made in progress.items() if path.endswith("/test/post")),
        certificates=len(store.certificates(learner.actor)),
    )


def _secret(learner_id: str, pictures: Sequence[str]) -> str:
    return f"{learner_id}/{' '.join(pictures)}"


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    passes, memory = _STRENGTH
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)
