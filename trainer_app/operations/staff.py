"""Who is staff on this computer: sign in, add, reset, mark as left, come back by recovery code.

Who is staff, with name and public key, is a record of the directory and travels. What lets them in
here does not. Nothing is ever wiped: whoever forgets a PIN gets another, and keeps the rest.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.audit import STAFF, ActDone, act_draft, list_acts
from trainer_app.operations.computer import is_set_up
from trainer_app.operations.people import NAME_LENGTH
from trainer_app.operations.programme import site_id_here
from trainer_app.operations.staff_pins import (
    PinMissed,
    PinRefused,
    is_same,
    one_time_pin,
    pin_hash,
    require_good,
    try_pin,
)
from trainer_app.training.staff import STAFF_ROLES, Act, OnDuty, Staff, StaffRole
from trainer_app.training.statement import staff_path

if TYPE_CHECKING:
    from trainer_app.store import StaffKey, Store


class CodeRefused(TrainerError):
    """This is not the recovery code of the data on this computer."""


class StaffNameTaken(TrainerError):
    """Somebody of that name is staff already."""


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A member of staff. Whoever signs in elsewhere only may be given a PIN for here.

    ``must_change``: they have a number that is good for once.
    """

    staff: Staff
    signs_in_here: bool
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class StaffSignIn:
    """Somebody gave their PIN. Where they ``must_change`` it, ``reset`` says who gave them this
    one, if anybody did."""

    on_duty: OnDuty
    must_change: bool = False
    reset: ActDone | None = None
    changed: Changed = Changed.NOTHING


@dataclass(frozen=True, slots=True)
class PinGiven:
    """A PIN that is good for once, to be shown now and never again."""

    staff: Staff
    pin: str
    changed: Changed = Changed.STAFF


@dataclass(frozen=True, slots=True)
class StaffKept:
    """What was to be written about somebody is on the disk."""

    staff: Staff
    changed: Changed = Changed.STAFF


def has_staff(store: Store) -> bool:
    """Whether pages for staff ask who is there: somebody was given a PIN on this computer."""
    return bool(store.staff_keys.all())


def list_staff(store: Store) -> list[StaffCard]:
    """Everybody who is or was staff, by name."""
    keys = {one.staff_id: one for one in store.staff_keys.all()}
    cards = [
        StaffCard(
            member,
            member.staff_id in keys and not member.has_left,
            member.staff_id in keys and keys[member.staff_id].must_change,
        )
        for member in _everybody(store).values()
    ]
    return sorted(cards, key=lambda card: (card.staff.name.casefold(), card.staff.staff_id))


# ---------------------------------------------------------------- signing in


def sign_in_staff(store: Store, *, staff_id: str, pin: str) -> StaffSignIn | PinMissed:
    """Let somebody in who knows their PIN. Raises ``NotSaved``; then nothing was looked at."""
    here = {one: member for one, member in _everybody(store).items() if not member.has_left}
    found = try_pin(store, staff_id=staff_id, pin=pin, known=staff_id in here)
    if isinstance(found, PinMissed):
        return found
    member = here[staff_id]
    reset = _last_reset(store, member) if found.must_change else None
    return StaffSignIn(OnDuty(member, uuid4()), found.must_change, reset)


def change_pin(store: Store, *, by: OnDuty, old: str, new: str) -> StaffKept | PinMissed:
    """Another PIN for whoever is on duty. Raises ``PinRefused``, ``NotSaved``."""
    require_good(new)
    found = try_pin(store, staff_id=by.staff.staff_id, pin=old)
    if isinstance(found, PinMissed):
        return found
    if is_same(found, new):
        raise PinRefused(_("This is the number you have now. Choose another one."))
    anew = pin_hash(found.staff_id, new)
    store.staff_keys.put(replace(found, pin_hash=anew, must_change=False))
    return StaffKept(by.staff)


def recover(store: Store, *, code: str, staff_id: str, pin: str) -> OnDuty:
    """Let somebody in who has the recovery code of this computer, with a PIN of their choice.

    No pause holds this up: the code cannot be guessed. Raises ``CodeRefused``, ``PinRefused``,
    ``TrainerError`` for somebody who is not staff any more, ``NotSaved``.
    """
    member = _member(store, staff_id)
    _require_code(store, code)
    require_good(pin)
    member, key = _with_key(store, member, pin, must_change=False)
    by = OnDuty(member, uuid4())
    _append(store, by, Act.PIN_RECOVERED, member, key)
    return by


# ---------------------------------------------------------------- accounts


def needs_code(store: Store) -> bool:
    """Whether the first account here asks for the recovery code: it was not typed back just now."""
    return is_set_up(store) or not store.recovery_confirmed


def add_first_staff(
    store: Store, *, name: str, roles: Sequence[StaffRole], pin: str, recovery_code: str | None
) -> OnDuty:
    """The account that nobody can add for somebody else. It has a key of its own from here on.

    ``recovery_code`` may be left out only where not ``needs_code``. Raises ``CodeRefused``,
    ``PinRefused``, ``StaffNameTaken``, ``TrainerError`` where somebody can sign in already.
    """
    if any(card.signs_in_here for card in list_staff(store)):
        raise TrainerError(_("Somebody can sign in already. Ask them to add you."))
    member = _new(store, name, roles)
    if needs_code(store) or recovery_code is not None:
        _require_code(store, recovery_code or "")
    require_good(pin)
    member, key = _with_key(store, member, pin, must_change=False)
    by = OnDuty(member, uuid4())
    _append(store, by, Act.STAFF_ADDED, member, key)
    return by


def add_staff(store: Store, *, by: OnDuty, name: str, roles: Sequence[StaffRole]) -> PinGiven:
    """A new member of staff. Raises ``StaffNameTaken``, ``TrainerError``, ``NotSaved``."""
    pin = one_time_pin()
    member, key = _with_key(store, _new(store, name, roles), pin, must_change=True)
    _append(store, by, Act.STAFF_ADDED, member, key)
    return PinGiven(member, pin)


def reset_pin(store: Store, *, by: OnDuty, staff_id: str) -> PinGiven:
    """A PIN that is good for once, for somebody else; also for who signs in elsewhere only so far.

    Raises ``TrainerError`` for oneself and for somebody who is not staff any more, ``NotSaved``.
    """
    if staff_id == by.staff.staff_id:
        raise TrainerError(_("You can change your own number yourself. You need the one you have."))
    pin = one_time_pin()
    member, key = _with_key(store, _member(store, staff_id), pin, must_change=True)
    _append(store, by, Act.PIN_RESET, member, key)
    return PinGiven(member, pin)


def mark_staff_left(store: Store, *, by: OnDuty, staff_id: str) -> StaffKept:
    """Let somebody in no more; what they did stays. Never oneself, so that somebody is always left
    who can sign in here. Raises ``TrainerError``, ``NotSaved``."""
    if staff_id == by.staff.staff_id:
        raise TrainerError(_("Another person has to mark you as left, so that somebody is there."))
    member = replace(_member(store, staff_id), has_left=True)
    _append(store, by, Act.STAFF_LEFT, member)
    return StaffKept(member)


def take_staff_back(store: Store, *, by: OnDuty, staff_id: str) -> StaffKept:
    """Somebody who was marked as left is staff again, with the PIN they had.

    Raises ``StaffNameTaken``, ``TrainerError``, ``NotSaved``.
    """
    everybody = _everybody(store)
    if staff_id not in everybody:
        raise TrainerError(_not_staff())
    member = replace(everybody[staff_id], has_left=False)
    _require_free_name(everybody, member)
    _append(store, by, Act.CAME_BACK, member)
    return StaffKept(member)


# ---------------------------------------------------------------- records and keys


def _everybody(store: Store) -> dict[str, Staff]:
    found = (_read(one.record_id, one.body) for one in store.directory.records(STAFF))
    return {member.staff_id: member for member in found if member is not None}


def _read(staff_id: str, body: dict[str, Any]) -> Staff | None:
    """A record as it may have come from elsewhere; None for one that makes no sense."""
    actor, name, roles, keys = (body.get(one) for one in ("actor", "name", "roles", "keys"))
    if not (isinstance(actor, str) and isinstance(name, str) and isinstance(roles, list)):
        return None
    return Staff(
        staff_id=staff_id,
        actor=actor,
        name=name,
        roles=tuple(role for role in STAFF_ROLES if role in roles),
        keys=tuple(key for key in keys if isinstance(key, str)) if isinstance(keys, list) else (),
        has_left=body.get("has_left") is True,
    )


def _member(store: Store, staff_id: str) -> Staff:
    """Somebody who is staff now. Raises ``TrainerError``."""
    member = _everybody(store).get(staff_id)
    if member is None or member.has_left:
        raise TrainerError(_not_staff())
    return member


def _new(store: Store, name: str, roles: Sequence[StaffRole]) -> Staff:
    name = " ".join(name.split())
    if not name:
        raise TrainerError(_("Write the name."))
    if len(name) > NAME_LENGTH:
        raise TrainerError(_("Use a shorter name. There is room for 60 letters."))
    wanted = tuple(role for role in STAFF_ROLES if role in roles)
    if not wanted:
        raise TrainerError(_("Choose what this person does."))
    member = Staff(
        staff_id=str(uuid4()),
        actor="p-" + b32encode(secrets.token_bytes(10)).decode(),
        name=name,
        roles=wanted,
    )
    _require_free_name(_everybody(store), member)
    return member


def _require_free_name(everybody: dict[str, Staff], member: Staff) -> None:
    for one in everybody.values():
        same = one.name.casefold() == member.name.casefold() and one.staff_id != member.staff_id
        if same and not one.has_left:
            taken = _("There is another {name}. Add a second name.")
            raise StaffNameTaken(taken.format(name=isolate(member.name)))


def _with_key(
    store: Store, member: Staff, pin: str, *, must_change: bool
) -> tuple[Staff, StaffKey]:
    """Somebody and the key that lets them in here; the one that signs stays, where there is one."""
    from trainer_app.store import StaffKey
    from trainer_app.training.certificate import public_key

    keys = {one.staff_id: one for one in store.staff_keys.all()}
    had = keys.get(member.staff_id)
    seed = had.seed if had else secrets.token_bytes(32)
    public = public_key(seed).hex()
    if public not in member.keys:
        member = replace(member, keys=(*member.keys, public))
    key = StaffKey(
        staff_id=member.staff_id,
        pin_hash=pin_hash(member.staff_id, pin),
        seed=seed,
        must_change=must_change,
    )
    return member, key


def _append(store: Store, by: OnDuty, act: Act, member: Staff, key: StaffKey | None = None) -> None:
    """What is known of somebody now, how they sign in, and who did that: all of it or none."""
    record = store.directory.record(STAFF, member.staff_id)
    body = (record.body if record else {"site": site_id_here(store)}) | {
        "actor": member.actor,
        "name": member.name,
        "roles": list(member.roles),
        "keys": list(member.keys),
        "has_left": member.has_left,
    }
    store.append(
        [act_draft(by, act, member.actor)],
        records={(STAFF, member.staff_id): body},
        staff_keys=[key] if key else [],
    )


def _require_code(store: Store, code: str) -> None:
    if not store.confirm_recovery_code(code):
        raise CodeRefused(_("This is not the code yet. Compare it with the paper, and try again."))


def _last_reset(store: Store, member: Staff) -> ActDone | None:
    reset = staff_path(Act.PIN_RESET.value)
    for row, told in store.sittings.acts():
        if told.draft.about == member.actor and told.draft.activity == reset:
            return list_acts(store, limit=1, before=row + 1)[0]
    return None


def _not_staff() -> str:
    return _("This person is not staff here any more.")
