"""``waypost modules install|remove|restore``: what is on this computer."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app import paths
from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import TrainerError
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.module_search import FoundModule
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

PIN = "WAYPOST_STAFF_PIN"


def add_tasks(tasks: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these tasks to ``waypost modules``."""
    install = tasks.add_parser("install", help="install packs from a stick, a folder or a file")
    install.add_argument("place", type=Path, metavar="PLACE", help="a folder, or X.waypack")
    install.add_argument(
        "--accept", action="append", default=[], metavar="NUMBER",
        help="trust this publisher from now on; compare the number first",
    )  # fmt: skip
    install.add_argument(
        "--allow", action="append", default=[], metavar="MODULE@VERSION",
        help="install this one although nobody you trust signed it",
    )  # fmt: skip
    install.add_argument("--dry-run", action="store_true", help="only say what is there")
    add_json_option(install)
    _add_staff(install)
    install.set_defaults(run=_install)

    remove = tasks.add_parser("remove", help="take a module away, or put it out of sight")
    remove.add_argument("module", metavar="MODULE", help="the id of a module")
    _add_staff(remove)
    remove.set_defaults(run=_remove)

    restore = tasks.add_parser("restore", help="show a module again that was put out of sight")
    restore.add_argument("module", metavar="MODULE", help="the id of a module")
    _add_staff(restore)
    restore.set_defaults(run=_restore)


def _add_staff(task: argparse.ArgumentParser) -> None:
    task.add_argument("--staff", metavar="NAME", help="who does this, where the computer has staff")


def _install(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.module_install import install_modules

    with opened_store(chosen) as store:
        catalog, by = _catalog(chosen), duty_of(store, chosen.staff)
        found = _look(store, chosen.place, catalog)
        if _decide(store, by, found, chosen):
            found = _look(store, chosen.place, catalog)
        wanted = [] if chosen.dry_run else [one for one in found if one.can_install]
        done = install_modules(store, wanted, by=by, catalog=catalog).outcomes
    states = {one.found.path: (one.state, one.reason) for one in done}
    rows = [_as_json(one, *states.get(one.path, _state(one))) for one in found]
    refused = any(row["state"] == "refused" for row in rows)
    if chosen.json:
        print_json({"ok": not refused, "modules": rows})
    else:
        for row in rows:
            print("{file}: {said}".format(**row))
        if not rows:
            print(_("There is no module in {place}.").format(place=chosen.place))
    return 7 if refused else 0


def _remove(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.module_removal import remove_module, withdraw_module

    with opened_store(chosen) as store:
        catalog, by = _catalog(chosen), duty_of(store, chosen.staff)
        _require_here(catalog, chosen.module)
        try:
            remove_module(store, chosen.module, by=by, catalog=catalog)
            print(_("{module} was removed.").format(module=chosen.module))
        except KeyError:
            withdraw_module(store, chosen.module, by=by, catalog=catalog)
            print(_("{module} is out of sight. It can come back.").format(module=chosen.module))
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.module_removal import bring_back_module

    with opened_store(chosen) as store:
        catalog, by = _catalog(chosen), duty_of(store, chosen.staff)
        _require_here(catalog, chosen.module)
        bring_back_module(store, chosen.module, by=by, catalog=catalog)
    print(_("{module} is there again.").format(module=chosen.module))
    return 0


def _catalog(chosen: argparse.Namespace) -> Catalog:
    from trainer_app.content.catalog import Catalog

    return Catalog([paths.bundled_packs(), chosen.data_dir / "packs"])


def _require_here(catalog: Catalog, module_id: str) -> None:
    if module_id not in {versions[0][0].id for versions in catalog.versions()}:
        said = _("There is no module {module} on this computer.")
        raise TrainerError(said.format(module=module_id))


def _look(store: Store, place: Path, catalog: Catalog) -> tuple[FoundModule, ...]:
    from trainer_app.operations.module_search import look

    if place.is_file():
        return look(store, place.parent, catalog=catalog, only=place.name).modules
    return look(store, place, catalog=catalog).modules


def _decide(
    store: Store, by: OnDuty | None, found: tuple[FoundModule, ...], chosen: argparse.Namespace
) -> bool:
    """Trust whom the words of the command say to; whether anything changed."""
    from trainer_app.operations.publishers import accept_publisher, allow_unsigned

    before = [*chosen.accept, *chosen.allow]
    for one in found if before and not chosen.dry_run else ():
        publisher = one.publisher
        if one.standing == "stranger" and publisher and publisher.fingerprint in chosen.accept:
            accept_publisher(store, by=by, key=publisher.key)
        elif one.standing in ("stranger", "unsigned") and one.named in chosen.allow:
            allow_unsigned(store, by=by, sha256=one.sha256, named=one.named)
    return bool(before)


def _state(one: FoundModule) -> tuple[str, str]:
    """What became of a module that was not tried."""
    if one.kind == "same":
        return "same", _("it is here already")
    if one.can_install:
        return "found", _("it can be installed")
    here = one.here or ""
    words = {
        "older": _("version {here} is here already; an older one does not take its place"),
        "other": _("version {here} is here already with another content"),
    }
    blocked = {
        "broken": _("the signature does not hold"),
        "stranger": _("its publisher is not known here; compare the number, then use --accept"),
        "unsigned": _("nobody signed it; to install it all the same, use --allow"),
    }
    if one.reason:
        return "refused", one.reason
    if one.kind in words:
        return "refused", words[one.kind].format(here=here)
    return "refused", blocked.get(one.standing, _("it cannot be read"))


def _as_json(one: FoundModule, state: str, reason: str) -> dict[str, str]:
    said = reason or _("installed")
    key = one.publisher.fingerprint if one.publisher else ""
    if key and one.standing == "stranger":
        said = f"{said} ({key})"
    name = f"{one.named}: " if one.named else ""
    return {
        "file": one.path.name,
        "module": one.named,
        "kind": one.kind,
        "standing": one.standing,
        "publisher": key,
        "state": state,
        "said": f"{name}{said}",
    }


def duty_of(store: Store, name: str | None) -> OnDuty | None:
    """Who does it; None where the computer has no staff. Raises ``TrainerError``."""
    from trainer_app.operations.staff import StaffSignIn, has_staff, list_staff, sign_in_staff

    if not has_staff(store):
        return None
    cards = [one.staff for one in list_staff(store) if one.signs_in_here]
    member = next((one for one in cards if name and one.name.casefold() == name.casefold()), None)
    if member is None:
        raise TrainerError(_("This computer has staff. Say who you are with --staff NAME."))
    signed = sign_in_staff(store, staff_id=member.staff_id, pin=_pin())
    if not isinstance(signed, StaffSignIn):
        raise TrainerError(_("This is not the PIN. Try again, or wait for the pause to end."))
    if signed.must_change:
        raise TrainerError(_("This PIN is good for once. Change it in the window first."))
    return signed.on_duty


def _pin() -> str:
    given = os.environ.get(PIN)
    if given:
        return given
    if not sys.stdin.isatty():
        raise TrainerError(_("There is nobody to ask for the PIN. Set {name}.").format(name=PIN))
    return getpass.getpass(_("PIN:") + " ")
