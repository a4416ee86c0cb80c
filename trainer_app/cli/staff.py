"""``waypost staff``: who is staff on this computer, without a window."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, day, ngettext
from trainer_app.training.staff import STAFF_ROLES

if TYPE_CHECKING:
    from trainer_app.operations.staff import PinGiven, StaffCard
    from trainer_app.operations.staff_pins import PinMissed
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty, Staff

_MINUTE_S = 60


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    staff = commands.add_parser("staff", help="who leads and oversees on this computer")
    tasks = staff.add_subparsers(dest="task", required=True, metavar="TASK")
    listed = tasks.add_parser("list", help="everybody who is or was staff")
    listed.set_defaults(run=_list)
    add = tasks.add_parser("add", help="add somebody; the first takes the recovery code")
    add.add_argument("name")
    add.add_argument(
        "--role", action="append", choices=STAFF_ROLES, help="facilitator, if none is named"
    )
    add.set_defaults(run=_add)
    reset = tasks.add_parser("reset", help="give somebody a number that is good for once")
    reset.add_argument("name")
    reset.set_defaults(run=_reset)
    audit = tasks.add_parser("audit", help="what staff did, the newest first")
    audit.add_argument("--limit", type=int, default=50, metavar="N", help="no more than so many")
    audit.set_defaults(run=_audit)
    for task in (add, reset, audit):
        task.add_argument("--by", default="", metavar="NAME", help="who you are, if several are")
    for task in (listed, add, reset, audit):
        add_json_option(task)


def _list(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.staff import list_staff

    with opened_store(chosen) as store:
        cards = list_staff(store)
    if chosen.json:
        print_json({"staff": [_as_json(card) for card in cards]})
        return 0
    for card in cards:
        print(f"{card.staff.name:32}{', '.join(card.staff.roles):24}{_state(card)}".rstrip())
    if not cards:
        print(_("Nobody is staff on this computer yet."))
    return 0


def _add(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.staff import add_staff, list_staff

    roles = chosen.role or ["facilitator"]
    with opened_store(chosen) as store:
        if not any(card.signs_in_here for card in list_staff(store)):
            return _add_first(store, chosen, roles)
        by = _on_duty(store, chosen.by)
        given = add_staff(store, by=by, name=chosen.name, roles=roles)
    return _give(given, chosen)


def _add_first(store: Store, chosen: argparse.Namespace, roles: list[str]) -> int:
    from trainer_app.operations.staff import add_first_staff

    code = _ask(_("Recovery code:"))
    pin = _ask(_("A number of six digits to sign in:"))
    if _ask(_("The same again:")) != pin:
        raise TrainerError(_("These were two different numbers. Nobody was added."))
    by = add_first_staff(
        store,
        name=chosen.name,
        roles=[role for role in STAFF_ROLES if role in roles],
        pin=pin,
        recovery_code=code,
    )
    if chosen.json:
        print_json({"staff": _named(by.staff)})
    else:
        print(_("{name} can sign in now.").format(name=by.staff.name))
    return 0


def _reset(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.staff import list_staff, reset_pin

    with opened_store(chosen) as store:
        by = _on_duty(store, chosen.by)
        who = _one_of([card for card in list_staff(store) if not card.staff.has_left], chosen.name)
        given = reset_pin(store, by=by, staff_id=who.staff_id)
    return _give(given, chosen)


def _audit(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.act_words import act_sentence
    from trainer_app.operations.audit import list_acts

    with opened_store(chosen) as store:
        _on_duty(store, chosen.by)
        acts = list_acts(store, limit=max(1, chosen.limit))
    if chosen.json:
        rows = [
            {"number": one.row, "at": one.at.isoformat(timespec="seconds"), "act": one.act,
             "by": one.by, "about": one.about}
            for one in acts
        ]  # fmt: skip
        print_json({"acts": rows})
        return 0
    for one in acts:
        print(f"{day(one.at.astimezone(), 'medium')}  {act_sentence(one)}")
    return 0


# ---------------------------------------------------------------- who is there


def _on_duty(store: Store, name: str) -> OnDuty:
    """Whoever types their PIN. Raises ``TrainerError`` with what to do."""
    from trainer_app.operations.staff import StaffSignIn, list_staff, sign_in_staff

    cards = [card for card in list_staff(store) if card.signs_in_here]
    if not cards:
        raise TrainerError(_("Nobody is staff on this computer yet. See: waypost staff add"))
    if not name and len(cards) > 1:
        raise TrainerError(_("Say who you are: --by NAME"))
    who = _one_of(cards, name or cards[0].staff.name)
    pin = _ask(_("The number of {name}:").format(name=who.name))
    found = sign_in_staff(store, staff_id=who.staff_id, pin=pin)
    if not isinstance(found, StaffSignIn):
        raise TrainerError(_missed(found))
    if found.must_change:
        raise TrainerError(_("Open Waypost first and choose a number of your own."))
    return found.on_duty


def _one_of(cards: list[StaffCard], name: str) -> Staff:
    found = [card.staff for card in cards if card.staff.name.casefold() == name.casefold()]
    if len(found) != 1:
        raise TrainerError(_("Nobody on the staff has this name. See: waypost staff list"))
    return found[0]


def _ask(words: str) -> str:
    """Something secret, typed; it never stands in the command. Raises ``TrainerError``."""
    if not sys.stdin.isatty():
        raise TrainerError(_("There is nobody to ask for the number. Use a terminal."))
    return getpass.getpass(f"{words} ").strip()


# ---------------------------------------------------------------- what is said


def _give(given: PinGiven, chosen: argparse.Namespace) -> int:
    if chosen.json:
        print_json({"staff": _named(given.staff), "number": given.pin})
        return 0
    words = _("{name} signs in once with {number}, and then chooses another number.")
    print(words.format(name=given.staff.name, number=given.pin))
    return 0


def _missed(missed: PinMissed) -> str:
    if missed.pause_seconds >= _MINUTE_S:
        minutes = -(-missed.pause_seconds // _MINUTE_S)
        words = ngettext(
            "Open Waypost and wait {count} minute. Then try again.",
            "Open Waypost and wait {count} minutes. Then try again.",
            minutes,
        )
        return words.format(count=minutes)
    if missed.pause_seconds:
        words = ngettext(
            "Open Waypost and wait {count} second. Then try again.",
            "Open Waypost and wait {count} seconds. Then try again.",
            missed.pause_seconds,
        )
        return words.format(count=missed.pause_seconds)
    words = ngettext(
        "That number does not match. {count} try left before a pause.",
        "That number does not match. {count} tries left before a pause.",
        missed.tries_left,
    )
    return words.format(count=missed.tries_left)


def _state(card: StaffCard) -> str:
    if card.staff.has_left:
        return _("left")
    if not card.signs_in_here:
        return _("signs in on another computer")
    return _("has a number that is good for once") if card.must_change else ""


def _named(staff: Staff) -> dict[str, object]:
    return {"id": staff.staff_id, "name": staff.name, "roles": list(staff.roles)}


def _as_json(card: StaffCard) -> dict[str, object]:
    return _named(card.staff) | {
        "signs_in_here": card.signs_in_here,
        "must_change": card.must_change,
        "has_left": card.staff.has_left,
    }
