"""``waypost site``: the name of this site and its reporting chain, until staff have a desk."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import replace

from trainer_app import paths
from trainer_app.cli import add_json_option, print_json
from trainer_app.cli.data_folder import opened_store
from trainer_app.i18n import _
from trainer_app.operations.helplines import lines_of, set_country, site_country
from trainer_app.operations.learning import today
from trainer_app.operations.site import (
    SLOTS,
    Contact,
    fill_slot,
    name_site,
    reporting_chain,
    site_name,
)

if TYPE_CHECKING:
    from trainer_app.store import Store


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    site = commands.add_parser("site", help="show or fill this site's reporting chain")
    tasks = site.add_subparsers(dest="task", required=True, metavar="TASK")
    tasks.add_parser("show", help="show what is filled").set_defaults(run=_show)
    name = tasks.add_parser("name", help="write the name of this site")
    name.add_argument("name")
    name.set_defaults(run=_name)
    fill = tasks.add_parser("fill", help="fill one place of the reporting chain")
    fill.add_argument("slot", help=", ".join(SLOTS))
    fill.add_argument("--name", help="who or what, and where")
    fill.add_argument("--number", help="the number to call")
    fill.add_argument("--hours", help="when somebody answers")
    fill.add_argument("--verified-by", help="who called the number and spoke to them")
    fill.add_argument("--verified-on", type=date.fromisoformat, help="on which day, YYYY-MM-DD")
    fill.set_defaults(run=_fill)
    country = tasks.add_parser("country", help="say in which country this site is")
    country.add_argument("country", help="two letters, such as BO")
    country.set_defaults(run=_country)
    lines = tasks.add_parser("helplines", help="numbers of the country that are to be checked")
    add_json_option(lines)
    lines.set_defaults(run=_helplines)
    empty = tasks.add_parser("empty", help="empty one place of the reporting chain")
    empty.add_argument("slot", help=", ".join(SLOTS))
    empty.set_defaults(run=_empty)


def _show(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        _print_site(store)
    return 0


def _name(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        name_site(store, name=chosen.name)
        _print_site(store)
    return 0


def _fill(chosen: argparse.Namespace) -> int:
    """What is not given stays as it is; another number has to be tried again."""
    given = {name: getattr(chosen, name) for name in Contact.__struct_fields__}
    given = {name: value for name, value in given.items() if value is not None}
    with opened_store(chosen) as store:
        chain = reporting_chain(store, on=today())
        before = next((s.contact for s in chain if s.slot_id == chosen.slot), None) or Contact()
        if given.get("number", before.number) != before.number:
            before = replace(before, verified_by="", verified_on=None)
        fill_slot(store, slot_id=chosen.slot, contact=replace(before, **given), on=today())
        _print_site(store)
    return 0


def _empty(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        fill_slot(store, slot_id=chosen.slot, contact=None)
        _print_site(store)
    return 0


def _country(chosen: argparse.Namespace) -> int:
    with opened_store(chosen) as store:
        set_country(store, country=chosen.country)
        _print_site(store)
    return 0


def _helplines(chosen: argparse.Namespace) -> int:
    from trainer_app.content.shelf import open_shelf

    with opened_store(chosen) as store:
        country = site_country(store)
    found = lines_of(open_shelf(paths.bundled_shelf(), "en").helplines, country, today())
    if chosen.json:
        rows = [to_builtins(one.line) | {"state": one.state} for one in found]
        print_json({"country": country, "helplines": rows})
        return 0
    if not country:
        print(_("Say first in which country this site is: waypost site country BO"))
    words = {
        "verified": _("verified"),
        "outdated": _("to be checked again"),
        "to-check": _("to be checked"),
        "to-supply": _("to be supplied by a national partner"),
    }
    for one in found:
        number = one.line.number or one.line.web or "–"
        print(f"  {one.line.name}: {number}  [{words[one.state]}]  {one.line.source}")
        if one.line.remark:
            print(f"      {one.line.remark}")
    return 0


def _print_site(store: Store) -> None:
    name, country = site_name(store) or "–", site_country(store)
    print(_("Site: {name}").format(name=f"{name} ({country})" if country else name))
    for state in reporting_chain(store, on=today()):
        contact = state.contact
        words = f"{contact.name} {contact.number}".strip() if contact else _("not filled")
        note = _("to be checked again") if state.outdated else ""
        print(f"  {state.slot_id:20}{words}  {note}".rstrip())
