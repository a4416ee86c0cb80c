"""``waypost programme``: make, sign, look at and apply the file that sets computers up."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer_app import paths
from trainer_app.cli import add_json_option, near, print_json, writing
from trainer_app.cli.data_folder import opened_store
from trainer_app.errors import TrainerError
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.operations.programme import Applied
    from trainer_app.training.programme import SignedProgramme

PASSPHRASE = "WAYPOST_PROGRAMME_PASSPHRASE"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    programme = commands.add_parser("programme", help="set computers up with one signed file")
    tasks = programme.add_subparsers(dest="task", required=True, metavar="TASK")

    new = tasks.add_parser("new", help="head office: make the secret keys and a file to fill in")
    new.add_argument("name", help="the name of the programme")
    new.add_argument("--output", type=Path, required=True, metavar="DIR", help="put both here")
    new.set_defaults(run=_new)

    sign = tasks.add_parser("sign", help="head office: make the file that goes on sticks")
    sign.add_argument("template", type=Path, metavar="TEMPLATE", help="the file you filled in")
    sign.add_argument("--key", type=Path, required=True, metavar="FILE", help="the key file")
    sign.add_argument("--output", type=Path, required=True, metavar="FILE", help="X.wayprogramme")
    sign.set_defaults(run=_sign)

    show = tasks.add_parser("show", help="what a programme file says, or what is applied here")
    show.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: what is applied")
    add_json_option(show)
    show.set_defaults(run=_show)

    apply = tasks.add_parser("apply", help="set this computer up as a programme file says")
    apply.add_argument("file", type=Path, metavar="FILE", help="X.wayprogramme")
    apply.add_argument("--site", metavar="ID", help="at which of its sites this computer is")
    add_json_option(apply)
    apply.set_defaults(run=_apply)


def _new(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.organisation import new_programme, require_new
    from trainer_app.training.programme import fingerprint

    require_new(chosen.output)
    with writing(chosen.output):
        made = new_programme(chosen.output, name=chosen.name, passphrase=_passphrase(twice=True))
    print(_("Secret keys: {file}").format(file=near(made.key_file)))
    print(_("Lock this file away and keep a copy of it elsewhere. Nobody can make it again."))
    print(_("Fill in: {file}").format(file=near(made.template)))
    print(_("Key of the organisation: {key}").format(key=fingerprint(made.public_key)))
    return 0


def _sign(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.organisation import open_keys, read_template, sign_programme
    from trainer_app.training.programme import fingerprint

    template = read_template(chosen.template)
    if template.programme is None:
        for problem in template.problems:
            print(f"{near(chosen.template)}:{problem.line}: {problem.sentence}")
        return 1
    keys = open_keys(chosen.key, _passphrase(twice=False))
    with writing(chosen.output):
        signed = sign_programme(template.programme, keys, chosen.output)
    print(near(chosen.output))
    print(
        _("Version {version}, key {key}.").format(
            version=signed.programme.version, key=fingerprint(signed.key)
        )
    )
    return 0


def _show(chosen: argparse.Namespace) -> int:
    from trainer_app.operations.programme import programme, read_programme, site_here

    if chosen.file is not None:
        signed, site, opener = read_programme(chosen.file), None, None
    elif (chosen.data_dir / "waypost.db").exists():
        with opened_store(chosen) as store:
            found, site, opener = programme(store), site_here(store), store.escrow_recipient
        if found is None:
            return _no_programme(chosen)
        signed = found
    else:
        return _no_programme(chosen)
    if chosen.json:
        print_json(_as_json(signed) | ({"site": site.site_id} if site else {}))
        return 0
    _print_programme(signed)
    if site is not None:
        print(_("This computer: {site}").format(site=f"{site.name} [{site.site_id}]"))
    if opener == signed.programme.organisation_recipient:
        print(_("Head office can open the data of this computer with its key."))
    return 0


def _apply(chosen: argparse.Namespace) -> int:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.programme import apply_programme, read_programme

    read_programme(chosen.file)  # a damaged file makes no data folder
    catalog = Catalog([paths.bundled_packs(), chosen.data_dir / "packs"], paths.bundled_shelf())
    with opened_store(chosen) as store:
        applied = apply_programme(store, chosen.file, chosen.site, catalog)
    if chosen.json:
        print_json(_applied_as_json(applied))
    else:
        _print_applied(applied)
    return 0


def _passphrase(*, twice: bool) -> str:
    """From the environment, or typed; typed twice where it is new. Raises ``TrainerError``."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise TrainerError(
            _("There is nobody to ask for the passphrase. Set {name}.").format(name=PASSPHRASE)
        )
    typed = getpass.getpass(_("Passphrase of the key file:") + " ")
    if twice and getpass.getpass(_("The same again:") + " ") != typed:
        raise TrainerError(_("These were two different passphrases. Nothing was written."))
    return typed


def _no_programme(chosen: argparse.Namespace) -> int:
    if chosen.json:
        print_json({"programme": None})
    else:
        print(_("No programme is applied on this computer."))
    return 1


def _as_json(signed: SignedProgramme) -> dict[str, Any]:
    from msgspec import to_builtins

    from trainer_app.training.programme import fingerprint

    body = to_builtins(signed.programme)
    for endpoint in body["endpoints"]:
        endpoint["secret"] = bool(endpoint["secret"])
    return {"programme": body, "key": fingerprint(signed.key)}


def _applied_as_json(applied: Applied) -> dict[str, Any]:
    return {
        "programme": applied.programme.name,
        "version": applied.programme.version,
        "site": applied.site.site_id,
        "key": applied.fingerprint,
        "first": applied.first,
        "kept": applied.kept,
        "replaced": applied.replaced,
        "missing": applied.missing,
    }


def _print_programme(signed: SignedProgramme) -> None:
    from trainer_app.operations.site import SLOTS
    from trainer_app.training.programme import fingerprint

    one = signed.programme
    print(
        _("{name}, version {version}, key {key}").format(
            name=one.name, version=one.version, key=fingerprint(signed.key)
        )
    )
    print(_("Sites:"))
    for site in one.sites:
        teams = f" ({', '.join(site.teams)})" if site.teams else ""
        print(f"  {site.site_id:24}{site.name}{teams}")
    if one.chain:
        print(_("Reporting chain:"))
    for place in one.chain:
        words = f"{place.name} {place.number}".strip()
        print(f"  {_(SLOTS[place.place]):24}{words}")
    if one.required:
        print(_("Asked for:"))
    for asked in one.required:
        stops = ", ".join(stop.module for stop in asked.modules)
        print(f"  {asked.role:24}{asked.path or stops}")
    if one.endpoints:
        print(_("Results go to:"))
    for endpoint in one.endpoints:
        print(f"  {endpoint.title:24}{endpoint.address}")
    if one.checklists:
        print(_("Self-checks of a site:"))
    for checklist in one.checklists:
        print(f"  {checklist.id:24}{checklist.title} ({checklist.version})")


def _print_applied(applied: Applied) -> None:
    from trainer_app.operations.site import SLOTS

    one, site = applied.programme, applied.site
    print(
        _("This computer is set up for {name}, version {version}, at {site}.").format(
            name=one.name, version=one.version, site=site.name
        )
    )
    if applied.first:
        said = _("The organisation's key is {key}. Compare it with the one they gave you.")
        print(said.format(key=applied.fingerprint))
    for place in applied.kept:
        said = _("Kept as it was written here: {place}.")
        print(said.format(place=_(SLOTS[place])))
    for address in applied.replaced:
        said = _("Results no longer go to {address}, which was typed here.")
        print(said.format(address=address))
    for name in applied.missing:
        print(_("Asked for, and not on this computer yet: {name}.").format(name=name))
