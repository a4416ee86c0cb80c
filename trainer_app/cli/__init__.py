"""The command line. No window; every error is one plain line and an exit code.

0 done · 1 the answer is no, or something to mend · 2 the words of the command are off ·
3 not saved · 4 data folder or file unusable · 5 written by a newer release ·
6 locked: passphrase or recovery code needed · 7 a pack was refused · 8 the road is closed
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from trainer_app import __version__, i18n, paths
from trainer_app.errors import NotSaved

BAD_ARGUMENTS = 2


_Commands = Any
"""What ``add_subparsers`` gives; argparse keeps its name to itself."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_ARGUMENTS, f"waypost: {message}. See: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line: options of the window, and the commands."""
    from trainer_app.cli import (
        backup,
        bundle,
        certificate,
        hub,
        job_aids,
        modules,
        narration,
        pair,
        people,
        programme,
        report,
        retention,
        shelf,
        site,
        staff,
        statements,
        sync,
        translations,
        update,
    )
    from trainer_app.cli.data_folder import PASSPHRASE

    main, commands = _begun()
    main.epilog = (
        "Where a passphrase opens the data, commands ask for it, or take it from the "
        f"environment: {PASSPHRASE}."
    )
    for module in (
        modules, shelf, translations, narration, certificate, site, job_aids, programme, sync, pair,
        bundle, statements, staff, people, report, retention, hub,
        update, backup,
    ):  # fmt: skip
        module.add_parser(commands)
    _add_self_test(commands)
    return main


def _window_parser() -> argparse.ArgumentParser:
    """The window and its self-test alone: nothing is read for commands that nobody gave."""
    main, commands = _begun()
    _add_self_test(commands)
    return main


def _begun() -> tuple[argparse.ArgumentParser, _Commands]:
    main = _Parser(prog="waypost", description="Offline training. Without a command: the window.")
    main.add_argument("--version", action="version", version=f"Waypost {__version__}")
    _add_options(main)
    main.set_defaults(run=None)
    return main, main.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)


def _add_options(main: argparse.ArgumentParser) -> None:
    main.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything in this folder")
    main.add_argument(
        "--language", choices=[*i18n.LANGUAGES, i18n.PSEUDO], metavar="CODE",
        help="speak this language at start: " + ", ".join(i18n.LANGUAGES),
    )  # fmt: skip


def _add_self_test(commands: _Commands) -> None:
    self_test = commands.add_parser("self-test", help="does everything work on this computer?")
    add_json_option(self_test)
    self_test.add_argument(
        "--start",
        choices=["start", "home", "lesson"],
        help="start on the data folder, go to a page, tell the times and the memory as JSON",
    )


def _is_for_the_window(arguments: list[str]) -> bool:
    """Whether no command is given but the self-test, and nobody asks for help."""
    rest = iter(arguments)
    for word in rest:
        if word in ("--data-dir", "--language"):
            next(rest, None)
        elif not word.startswith(("--data-dir=", "--language=")):
            return word == "self-test" and not {"-h", "--help"} & set(rest)
    return True


def add_json_option(command: argparse.ArgumentParser) -> None:
    """Every command that a script may read answers as JSON, too."""
    command.add_argument("--json", action="store_true", help="answer as JSON")


def print_json(answer: dict[str, Any]) -> None:
    """The answer for a script."""
    print(json.dumps(answer, indent=2, ensure_ascii=False))


def near(path: Path) -> str:
    """The path as seen from here, so that an editor opens it with a click."""
    here = Path.cwd()
    whole = path.absolute()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """One line instead of a traceback when the folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise NotSaved(f"{near(folder)} cannot be written: {error.strerror}.") from error


def parse(arguments: list[str]) -> argparse.Namespace:
    """The words of the command line; exits with 2 and one line when they are off.

    ``run`` is the chosen command's function, None for the doors that need a window system.
    """
    chosen = (_window_parser() if _is_for_the_window(arguments) else parser()).parse_args(arguments)
    chosen.data_dir = (chosen.data_dir or paths.data_home()).expanduser().absolute()
    if chosen.language:
        i18n.set_language(chosen.language)
    return chosen
