"""``waypost job-aids``: the sheets to print as PDFs, with this site's own numbers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from trainer_app import i18n, paths
from trainer_app.cli import near
from trainer_app.cli.data_folder import opened_store
from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import AidKind, JobAid
from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate
from trainer_app.operations.helplines import site_chain
from trainer_app.operations.learning import today
from trainer_app.operations.site import SlotState, site_name

if TYPE_CHECKING:
    from trainer_app.content.shelf import Shelf

Save = Callable[[JobAid, str, str, Sequence[SlotState], date, Path], Path]
"""Writes a sheet in a language for a site (name, chain, day) into a folder, and says which file.

The one part that needs Qt, which this room does not know.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line; ``__main__`` begins its work, as it has ``Save``."""
    command = commands.add_parser("job-aids", help="write the sheets to print as PDFs")
    command.add_argument("--output", type=Path, required=True, metavar="DIR", help="put them here")
    command.add_argument(
        "--kind", choices=get_args(AidKind), metavar="KIND",
        help="only this one: " + ", ".join(get_args(AidKind)),
    )  # fmt: skip
    command.add_argument(
        "--language", choices=[*i18n.LANGUAGES], metavar="CODE", default=argparse.SUPPRESS,
        help="their language: " + ", ".join(i18n.LANGUAGES),
    )  # fmt: skip


def write_job_aids(chosen: argparse.Namespace, save: Save) -> int:
    """Write them, and name each file; 1 when there is none of that kind."""
    wanted = chosen.language or i18n.SOURCE
    catalog = Catalog([], paths.bundled_shelf())
    shelf = catalog.shelf(wanted)
    aids = [aid for aid in shelf.job_aids if chosen.kind in (None, aid.kind)]
    if not aids:
        print(_("There are no sheets to print on this computer yet."))
        return 1
    name, chain = _site(chosen, catalog)
    _make_folder(chosen.output)
    for aid in aids:
        print(near(save(aid, shelf.language, name, chain, today(), chosen.output)))
    _say_what_is_missing(shelf, wanted, chain)
    return 0


def _site(chosen: argparse.Namespace, catalog: Catalog) -> tuple[str, Sequence[SlotState]]:
    """Name and chain; a folder without data is left as it is."""
    if not (chosen.data_dir / "waypost.db").exists():
        return "", []
    with opened_store(chosen) as store:
        return site_name(store), site_chain(store, catalog, today())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = _("{name} could not be saved there. Choose another folder, or free up space.")
        raise NotSaved(words.format(name=isolate(near(folder)))) from error


def _say_what_is_missing(shelf: Shelf, wanted: str, chain: Sequence[SlotState]) -> None:
    if shelf.language != wanted:
        language = i18n.LANGUAGES.get(shelf.language, shelf.language)
        words = _("There are no sheets in that language yet. These are in {language}.")
        print(words.format(language=language))
    if not any(state.callable for state in chain):
        print(_("No number of this site may be called yet: the sheets have lines to write on."))
